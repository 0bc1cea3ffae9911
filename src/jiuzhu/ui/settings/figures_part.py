"""标准与参数: every dated figure in force with its document, a new one from a day on, and who is touched by it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.domain.policy import AWAITS_CONFIRMATION, CLOCKS
from jiuzhu.services.office import admin
from jiuzhu.services.office.admin import Parameter
from jiuzhu.services.office_rules import own_figures, rule_admin
from jiuzhu.services.office_rules.own_figures import OwnFigure
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen, Touched
from jiuzhu.ui.dialogs.part_dialog import PartDialog
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

CHANGED = frozenset({"policy_row"})
"""What setting a figure writes."""

SAVED = (
    "新数值已保存，从执行日起生效；请另一位系统管理员或审批岗位的同事在“设置—标准与参数—本单位设置”里登记核实，"
    "核实以前标准调整的清单不能签署。已作的决定不会自动改变，需要时用“发放—标准调整”为在享家庭换上。"
)

_ASKED = "已提请撤销，数值照旧有效；请另一位系统管理员或审批岗位的同事在这里撤销，不该撤销的登记核实。"

_COLUMNS = (
    Column("核实", lambda row: ("ok" if row.confirmed else "warn", row.state), kind="due", width=8),
    Column("参数", "label", width=14, stretch=True),
    Column("数值", "value", kind="number", width=7),
    Column("单位", "unit", width=5),
    Column("起始", "starts", kind="date", width=6),
    Column("文号", "document", width=10),
)


_OWN = (
    Column(
        "状态",
        lambda row: ("" if row.withdrawn else "warn" if row.waits else "ok", row.state),
        kind="due",
        width=8,
    ),
    Column("参数", "label", width=10, stretch=True),
    Column("数值", "value", kind="number", width=5),
    Column("单位", "unit", width=5),
    Column("起始", "starts", kind="date", width=6),
    Column("截止", "ends", kind="date", width=6),
    Column("文号", "document", width=10),
)
_ASKED_BACK = "提请人以外的系统管理员或审批岗位的同事撤销它，或者登记核实；办理以前数值照旧有效，标准调整的清单不能签署。"
_FIGURES = ("all", "waiting", "coming")
_UNSURE = "这个数值还没有向区县民政局核实，用到它的认定会写明“待本地确认”。"
_WAITS = "设置人以外的系统管理员或审批岗位的同事对照文件核对后登记；核对以前用到它的认定会写明“待本地确认”，标准调整的清单不能签署。"


def told_touched(found: Touched, starts: date, *, clock: bool) -> str:
    """Whom a figure from a day on concerns, and what to do then; `clock`: it limits time and moves no money."""
    who = f"{found.replaces}。" if found.replaces else ""
    who += f"{starts} 以来已作决定 {found.decisions} 件，现在享受待遇的家庭 {found.households} 户。"
    if clock:
        return f"{who}已作的决定不变；期限和程序按受理那天的规定，从执行日起受理的申请按新的办。"
    return f"{who}他们的金额不会自动改变；保存后请在“发放—标准调整”里重算、签批。"


def ask_figure(
    part: ListPart,
    chosen: Parameter,
    told: str,
    *,
    clock: bool,
    word: str = "新数值",
) -> PartDialog:
    """The dialog of a new value: who is touched follows the day that is typed."""
    page, words = part.page, chosen.choices
    table = CodeTable("figure_value", "数值", "", dict(words))
    value = (
        FormField("value", word, type="select_one", codes=table.id, required=True)
        if words
        else FormField("value", f"新数值（{chosen.unit or '文字'}）", required=True)
    )
    fields = (
        value,
        FormField("starts", "从哪天起执行", type="date", required=True),
        FormField("document", "文号", required=True, max_length=100, span=2),
        FormField("note", "说明", max_length=100, span=2),
        FormField("replaces", "已核对要替换的月份（只接在现行数值后面的不用勾）", type="yes_no", span=2),
    )

    before = {"value": chosen.mark}

    def store(typed: Any) -> tuple[Any, ...]:
        new = NewFigure(chosen.key, typed.value, typed.starts, typed.document, typed.note, typed.replaces)
        return (rule_admin.set_figure, page.workspace, new, {"before": before})

    dialog = part.ask(
        "figure", chosen.label, fields, store, SAVED, told=told, button="保存", how="call",
        changes=CHANGED, codes={table.id: table},
    )  # fmt: skip
    seen: list[date] = []
    touched: list[Touched] = []

    def tell(found: Touched) -> None:
        touched[:] = [found]
        dialog.note(told_touched(found, dialog.part.starts, clock=clock))

    def tell_the_rest(field: str) -> None:
        if field == "replaces" and touched:  # the months stand beside the tick now
            dialog.note(told_touched(replace(touched[0], replaces=""), dialog.part.starts, clock=clock))

    def look() -> None:
        starts = dialog.part.starts
        if not isinstance(starts, date) or seen[-1:] == [starts]:
            return
        seen.append(starts)
        page.tasks.read(
            rule_admin.touched,
            chosen.key,
            starts,
            then=tell,
            failed=lambda _error: dialog.note(""),
            owner=dialog,
            key="touched",
        )

    dialog.edited.connect(look)
    dialog.refused.connect(tell_the_rest)
    look()
    return dialog


class FiguresPart(ListPart):
    """Figures to be confirmed stand first; nothing is ever rewritten."""

    watches: ClassVar[frozenset[str]] = CHANGED
    next_step: ClassVar[str] = (
        "“待确认”的参数请向区县民政局核实并登记文号，“待另一人核对”的由设置人以外的同事登记核实；新标准从执行日起生效，再到“发放—标准调整”重算。"
    )
    name: ClassVar[str] = "figures"
    search_hint: ClassVar[str] = "参数名称、文号、条款"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("all", "全部", _COLUMNS, "没有找到这样的参数。"),
        Queue("waiting", "待确认", _COLUMNS, "没有待确认的参数。"),
        Queue("coming", "将要执行", _COLUMNS, "没有设好以后才执行的参数。"),
        Queue("own", "本单位设置", _OWN, "本单位还没有设置过数值，用的都是政策包里的。"),
    )

    def offers(self) -> Sequence[Action]:
        """A new value, a confirmation, and 撤销 of what was set by mistake."""
        return (
            Action("set", "设置新数值…", self._on_set, "configure", icon="edit", queues=_FIGURES),
            Action("confirm", "登记核实…", self._on_confirm, "confirm", icon="tick"),
            Action("withdraw", "撤销…", self._on_withdraw, "confirm", queues=("own",)),
        )

    def id_of(self, row: Any) -> str:
        """Its key, or the row the office set."""
        return str(row.id if self.key == "own" else row.key)

    def load(self, key: str, text: str) -> None:
        """All figures; the few hundred are narrowed here."""
        if key == "own":
            self.page.tasks.read(
                own_figures.own_figures,
                then=lambda found: self._show_own(found, text),
                owner=self,
                key="parameters",
            )
            return
        self.page.tasks.read(
            admin.parameters, then=lambda found: self._show(found, key, text), owner=self, key="parameters"
        )

    def _show(self, found: list[Parameter], key: str, text: str) -> None:
        wanted = text.strip().lower()
        self.show_rows([
            row
            for row in found
            if (key == "all" or (key == "waiting" and not row.confirmed) or (key == "coming" and row.coming))
            and (not wanted or wanted in f"{row.label}{row.document}{row.clause}{row.note}{row.key}".lower())
        ])  # fmt: skip

    def _show_own(self, found: list[OwnFigure], text: str) -> None:
        wanted = text.strip().lower()
        self.show_rows([row for row in found if wanted in f"{row.label}{row.document}{row.key}".lower()])

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Where it stands and what is set for later."""
        if key == "own":
            until = f"至 {row.ends}" if row.ends else "起"
            told = (
                f"{row.value} {row.unit}，{row.starts} {until}",
                f"文号：{row.document}",
                f"设置：{row.set_by}" if row.set_by else row.source,
                f"核对：{row.confirmed_by}" if row.confirmed_by else "",
                row.asked_back,
                "" if not row.waits else _ASKED_BACK if row.asked_back else _WAITS,
                row.note,
            )
            return row.label, "\n".join(line for line in told if line)
        said = [
            f"{row.value} {row.unit}".strip() + f"，{row.starts} 起",
            f"文号：{row.document}",
            f"条款：{row.clause}" if row.clause else "",
            f"说明：{row.note}" if row.note else "",
            f"来源：{row.source}" if row.source and not row.set_by else "",
            f"设置：{row.set_by}" if row.set_by else "",
            f"核对：{row.confirmed_by}" if row.confirmed_by else "",
            f"已设好：{row.coming}" if row.coming else "",
            "" if row.confirmed else _WAITS if row.set_by else _UNSURE,
        ]
        return row.label, "\n".join(line for line in said if line)

    def _on_set(self, row: Parameter) -> None:
        told = f"现在是 {row.value} {row.unit}（{row.starts} 起，{row.document}）。接在它后面的，原来的数值保留到新数值执行的前一天。"
        ask_figure(self, row, told, clock=row.unit in CLOCKS)

    def _on_withdraw(self, row: OwnFigure) -> None:
        if row.withdrawn:
            self.page.say("info", "这个数值已经撤销过。")
            return
        told = f"{row.value} {row.unit}，{row.starts} 起，{row.document}。还没有决定按它办理的，才能撤销。"
        two = "这个数值已由另一人核对过，撤销也要由另一人办理。" if row.confirmed else ""
        fields = (FormField("reason", "撤销的理由", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "figure_withdrawn", f"撤销：{row.label}", fields,
            lambda part: (own_figures.withdraw_figure, self.page.workspace, row.key, row.starts, part.reason),
            _ASKED if row.confirmed else "已撤销，撤销前的数值接着有效；这一行留在“本单位设置”里。",
            told="\n".join(line for line in (told, row.asked_back, two) if line),
            button="提请撤销" if row.confirmed else "撤销", how="call", changes=CHANGED,
        )  # fmt: skip

    def _on_confirm(self, row: Parameter | OwnFigure) -> None:
        if not (row.waits if isinstance(row, OwnFigure) else not row.confirmed):
            done = "已经撤销" if isinstance(row, OwnFigure) and row.withdrawn else "已经核实过"
            self.page.say("info", f"这个参数{done}。请先选一个“待确认”或“待另一人核对”的参数。")
            return
        by = f"，{row.set_by} 设置" if row.set_by else ""
        seen = Seen(row.key, row.value if isinstance(row, OwnFigure) else row.raw, row.starts)
        fields = (FormField("document", "核实所依据的文号或会议纪要", required=True, max_length=100, span=2),)
        self.ask(
            "confirmation", f"登记核实：{row.label}", fields,
            lambda part: (rule_admin.confirm_figure, self.page.workspace, seen, part.document),
            "已登记核实。", known={} if row.document == AWAITS_CONFIRMATION else {"document": row.document},
            told=f"请对照文件核对：{row.value} {row.unit}（{row.starts} 起{by}，{row.document}）。数值不变；不对的不要登记，请设置人撤销后重设。",
            how="call", changes=CHANGED,
        )  # fmt: skip
