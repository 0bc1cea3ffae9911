"""标准调整: every household under a new standard, before and after, looked through, signed as one list, carried out."""

from collections.abc import Callable, Sequence
from datetime import date
from threading import Event
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressDialog

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.form import FormField
from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import GROUPS, STATES, Wanted
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column

_LINES = (
    Column("户主", "name", kind="strong", width=5),
    Column("救助事项", "programme", width=8),
    Column("本人", "owner", width=5),
    Column("原每月", "before", kind="money", width=6),
    Column("新每月", "after", kind="money", width=6),
    Column("增减", "difference", kind="money", width=6),
    Column("说明", "reason", width=12, stretch=True),
    Column("村（居）", "village", width=6),
    Column("户编号", "number", width=15),
)

_CHANGED = frozenset({"reassessment", "adjustment", "entitlement", "back_payment", "alert", "lead"})
"""Tables a run writes."""

_SHOWN = 500
"""Lines of one group that are listed; a township has a hundred thousand."""


def _sums(row: Any) -> str:
    """What a run is about, and what it comes to."""
    return (
        f"{row.document}\n{row.standards_on} 的标准，{row.from_month} 起\n"
        f"{row.households} 户：金额变化 {row.changed}，不变 {row.unchanged}，不再符合 {row.lost}，新符合 {row.gained}，"
        f"人工核定 {row.manual}；补发往月 {row.makeups} 笔，共 {row.makeup_total:,.2f} 元\n"
        f"每月合计 {row.before_total:,.2f} 元 → {row.after_total:,.2f} 元"
    )


class ReassessmentsPart(ListPart):
    """Both long steps go on in the background with a bar.

    Whoever turns back from the making keeps nothing; whoever stops the carrying out keeps what is carried out.
    """

    name: ClassVar[str] = "reassessments"
    watches: ClassVar[frozenset[str]] = frozenset({"reassessment", "policy_row"})
    next_step: ClassVar[str] = "新标准录入后制作清单，逐组看，有疑问的不列入；另一位同事签署后执行"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "runs",
            "各次调整",
            (
                Column("编号", "number", kind="strong", width=15),
                Column("名称", "title", width=10, stretch=True),
                Column("从", "from_month", width=5),
                Column("变化", "changed", kind="number", width=4),
                Column("停发", "lost", kind="number", width=4),
                Column("原合计", "before_total", kind="money", width=8),
                Column("新合计", "after_total", kind="money", width=8),
                Column("状态", lambda row: STATES[row.state], width=5),
            ),
            "还没有标准调整。新标准录入并确认以后，点“制作清单”。",
        ),
        *(
            Queue(key, label, _LINES, "这一组没有户；先在“各次调整”里选一次。")
            for key, label in GROUPS.items()
        ),
    )

    computed = Signal(int, int)

    def __init__(self, page: Page) -> None:
        self._run: Any = None
        self._stop = Event()
        self._bar: QProgressDialog | None = None
        self._barred: dict[str, str] = {}
        super().__init__(page)
        self.computed.connect(self._on_computed)

    def offers(self) -> Sequence[Action]:
        """A list made, read, signed, applied."""
        groups = tuple(GROUPS)
        return (
            Action("new", "制作清单…", self._new, "pay", on_row=False, icon="add", queues=("runs",), primary=True),
            Action("look", "看清单", self._look, queues=("runs",)),
            Action("sign", "签署…", self._sign, "decide", queues=("runs",), barred=self._why_barred),
            Action("apply", "执行", self._apply, "pay", queues=("runs",)),
            Action("discard", "作废…", self._discard, "pay", queues=("runs",)),
            Action("exclude", "不列入…", self._exclude, "pay", queues=groups, primary=True),
        )  # fmt: skip

    def load(self, key: str, text: str) -> None:
        """Runs, or one group of the run looked at."""
        if key == "runs":
            self.page.tasks.read(reassessing.barred, then=self._bar_runs, owner=self, key="barred")
            self.page.tasks.read(reassessing.runs, then=self.show_rows, owner=self, key="reassessments")
        elif self._run is None:
            self.show_rows([])
        else:
            told = f"{self._run.number}　{self._run.title}"

            def show(rows: list[Any]) -> None:
                more = f"：只列变化最大的 {_SHOWN} 行" if len(rows) >= _SHOWN else f"：{len(rows)} 行"
                self.show_rows(rows, told + more)

            self.page.tasks.read(
                reassessing.lines, self._run.id, key, text, _SHOWN, then=show, owner=self, key="reassessments"
            )

    def _bar_runs(self, found: dict[str, str]) -> None:
        self._barred = found

    def _why_barred(self, row: Any) -> str:
        return self._barred.get(row.id, "") if row.state == "draft" else ""

    def id_of(self, row: Any) -> str:
        """A run, or a line by its position."""
        return str(row.id if self.key == "runs" else row.position)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """A run's sums, or one line."""
        if key != "runs":
            return (
                f"{row.name}：{row.programme}{f'（{row.owner}）' if row.owner else ''}",
                f"{row.number}　{row.village}\n每月 {row.before:,.2f} 元 → {row.after:,.2f} 元（{row.difference:+,.2f}）\n{row.reason}",
            )
        state = STATES[row.state]
        if row.state == "applying":
            state += f"，已到清单的第 {row.carried_to} 行；点“执行”继续"
        return row.title, f"{row.number}　{state}\n{_sums(row)}"

    def _new(self) -> None:
        month = month_after(month_of(self.page.workspace.today()))
        fields = (
            FormField("title", "名称", required=True, span=2, hint="如：2026 年提高低保标准"),
            FormField("standards_on", "用哪一天的标准", type="date", required=True),
            FormField("from_month", "从哪个月起", type="month", required=True),
            FormField("cause", "为什么调整", type="select_one", codes="reassessment_cause", required=True),
            FormField("document", "依据的文件", required=True, span=2),
        )

        def start(part: Any) -> tuple[Any, ...]:
            wanted = Wanted(
                title=part.title,
                standards_on=part.standards_on,
                from_month=part.from_month,
                document=part.document,
                cause=part.cause,
            )
            return (reassessing.require_wanted, wanted)

        self.ask(
            "reassessment", "制作标准调整清单", fields, start, "正在逐户核算…", button="制作", how="read", then=self.make,
            known={
                "standards_on": date.fromisoformat(f"{month}-01"),  # what comes into force with that month is already in it
                "from_month": month,
                "cause": "standard",
            },
        )  # fmt: skip

    def make(self, wanted: Wanted) -> None:
        """Compute the list in the background; the person may turn back until it is kept."""

        def kept(_run_id: str) -> None:
            self.page.say("ok", "清单已制作，请逐组看过再送签。")

        self._long("正在逐户核算…", "取消", kept, reassessing.draft, wanted)

    def _long(
        self, told: str, stop: str, then: Callable[[Any], None], work: Callable[..., Any], about: Any
    ) -> None:
        """Do what takes minutes in the background, with a bar and a button that stops it between two steps."""
        self._stop.clear()
        self._bar = QProgressDialog(told, stop, 0, 0, self)
        self._bar.setObjectName("reassessment_bar")
        self._bar.setWindowTitle("标准调整")
        self._bar.setWindowModality(Qt.WindowModality.WindowModal)
        self._bar.setMinimumDuration(0)
        self._bar.canceled.connect(self._stop.set)
        self._bar.show()

        def done(result: Any) -> None:
            self._end()
            then(result)
            self.choose_queue("runs")

        def failed(error: Any) -> None:
            self._end()
            self.page.tell(error)

        self.page.tasks.call(
            work, self.page.workspace, about, self.computed.emit, self._stop.is_set, then=done, failed=failed,
            owner=self, title=told, changes=_CHANGED,
        )  # fmt: skip

    def _on_computed(self, done: int, everything: int) -> None:
        if self._bar is not None:
            self._bar.setMaximum(everything)
            self._bar.setValue(min(done, everything - 1))

    def _end(self) -> None:
        if self._bar is not None:
            bar, self._bar = self._bar, None
            bar.canceled.disconnect()
            bar.close()
            bar.deleteLater()

    def _look(self, row: Any) -> None:
        self._run = row
        self.choose_queue("changed")

    def _sign(self, row: Any) -> None:
        fields = (FormField("read", "已逐组看过清单", type="yes_no", required=True, span=2),)
        self.ask(
            "sign_reassessment", f"签署：{row.title}（{row.number}）", fields,
            lambda _part: (reassessing.sign, row.id, {"seen": row.version}), f"{row.number} 已签署，可以执行。", button="签署",
            told=f"{_sums(row)}\n签署以后就可以执行，清单不再改动。",
        )  # fmt: skip

    def _apply(self, row: Any) -> None:
        def carried(done: carrying_out.Carried) -> None:
            self.page.say("ok", f"{row.number} 已执行，从 {row.from_month} 起：{done.told}")

        self._long("正在执行…", "暂停", carried, carrying_out.apply, row.id)

    def _discard(self, row: Any) -> None:
        stands = "已经执行的保留；" if row.state == "applying" else ""
        self.ask(
            "discard_reassessment", f"作废：{row.title}（{row.number}）", (),
            lambda _part: (reassessing.discard, row.id), f"{row.number} 已作废。", button="作废",
            told=f"{_sums(row)}\n{stands}作废以后这份清单不能再签署和执行，要调整须重新制作。",
        )  # fmt: skip

    def _exclude(self, row: Any) -> None:
        run = self._run
        fields = (
            FormField("reason", "不列入的理由", type="long_text", required=True, max_length=200, span=2),
        )
        self.ask(
            "exclude_household", f"不列入：{row.name} {row.programme}", fields,
            lambda part: (reassessing.exclude, run.id, row.position, part.reason), "已不列入，清单上保留这一行。",
            button="不列入",
        )  # fmt: skip
