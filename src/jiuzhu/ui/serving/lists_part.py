"""清单: policies, resources, services, what is under way, the 幸福清单, and what was raised to those above."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.directory import KINDS, Described
from jiuzhu.services.serving import answering, lists, raising, supply
from jiuzhu.services.serving.lists import Loaded
from jiuzhu.services.serving.supply import ProviderRow
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving.section import table

_LISTS = tuple(KINDS)
_VERIFIED = Column(
    "核实", lambda row: (row.colour, str(row.verified_on or "没有核实过")), kind="due", width=8
)
_ENTRY = (
    _VERIFIED,
    Column("名称", "title", kind="strong", width=14, stretch=True),
    Column("责任单位", "owner", width=9),
    Column("解决什么", "headings", width=8),
    Column("对象", "for_whom", width=14),
)
_LEFT = Column(
    "余量", lambda row: "" if row.left is None else f"{row.left} {row.unit}", align="right", width=5
)
_PERSON = (Column("姓名", "name", kind="strong", width=5), Column("村（居）", "village", width=6))
_ANSWER = (
    *_PERSON,
    Column("需求", "heading", width=5),
    Column("由什么解决", "title", width=14, stretch=True),
    Column("清单", "list", width=6),
)
_CLASSES = CodeTable(
    "classes",
    "对象类别",
    "",
    {"1": "第一类（重残、重病、失能）", "2": "第二类（老、小）", "3": "第三类（其他）"},
)
_EXCLUSIVE = CodeTable(
    "exclusive", "互斥", "", {"home_service": "居家上门服务（不与居家托养同享）", "home_care": "残联居家托养"}
)
_NONE_YET = "还没有内容。点“登记…”逐条登记，或先点“载入示例清单”，再逐条核实。"


class ListsPart(ListPart):
    """Nothing on a list is deleted; an entry nobody verified for long turns amber."""

    name: ClassVar[str] = "lists"
    watches: ClassVar[frozenset[str]] = frozenset({"directory_entry", "need_answer", "need", "raised_need"})
    search_hint: ClassVar[str] = "名称、责任单位、编号；人的姓名、服务号"
    next_step: ClassVar[str] = (
        "变黄的条目向责任单位核实后点“核实”；需求在“需求”里匹配清单，落实后登记成效，进入幸福清单"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue("policy", "政策清单", _ENTRY, _NONE_YET),
        Queue("resource", "资源清单", (*_ENTRY, _LEFT), "还没有企业、学校、医院、社会组织的支持和捐赠。点“登记…”记在这里。"),
        Queue("service", "服务清单", _ENTRY, _NONE_YET),
        Queue("doing", "落实中", (*_ANSWER, Column("选定", "chosen_on", kind="date", width=8)), "没有正在落实的。在“需求”里给需求匹配了清单，这里就有。"),
        Queue(
            "happy", "幸福清单",
            (*_ANSWER, Column("成效", "effect", width=14), Column("满意度", "grade", width=5)),
            "还没有成效。在“落实中”登记成效以后，这里每件一行。",
        ),
        Queue(
            "gathered", "汇集清单",
            (*_PERSON, Column("需求", "heading", width=5), Column("提请", "level", width=6), Column("要解决什么", "question", width=16, stretch=True),
             Column("答复", "answer", width=14)),
            "没有提请上一级的需求。本级解决不了的需求，在“需求”里提请。",
        ),
    )  # fmt: skip

    def offers(self) -> Sequence[Action]:
        """Entries are described, verified, corrected, ended; answers come to an outcome or are dropped."""
        return (
            Action("new", "登记…", self._new, "direct_lists", on_row=False, queues=_LISTS, icon="add", primary=True),
            Action("verify", "核实", self._verify, "direct_lists", queues=_LISTS, fits=_goes_on),
            Action("change", "更正…", self._change, "direct_lists", queues=_LISTS, fits=_goes_on),
            Action("end", "停用", self._end, "direct_lists", queues=_LISTS, fits=_goes_on),
            Action("examples", "载入示例清单", self._examples, "direct_lists", on_row=False, queues=_LISTS),
            Action("effect", "登记成效…", self._effect, "assess_needs", queues=("doing",)),
            Action("drop", "不再落实…", self._drop, "assess_needs", queues=("doing",)),
            Action(
                "answer", "登记答复…", self._answer, "assess_needs", queues=("gathered",),
                fits=lambda row: row.answered_on is None,
            ),
        )  # fmt: skip

    def load(self, key: str, text: str) -> None:
        """The rows of a list."""
        asked = {
            "doing": (answering.under_way, text),
            "happy": (answering.outcomes, text),
            "gathered": (answering.gathered, text),
        }.get(key, (lists.entries, key, text))
        self.page.tasks.read(*asked, then=self.show_rows, owner=self, key="lists")

    def open_row(self, row: Any) -> None:
        """Enter on an entry corrects it; on an answer it goes on."""
        if self.key in _LISTS:
            if row.ended_on is None and self.page.workspace.actor.may("direct_lists"):
                self._change(row)
            return
        super().open_row(row)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Everything an entry says, the score card of an answer, or the question and its answer."""
        if key in _LISTS:
            return row.title, "\n".join(filter(None, _entry_lines(row)))
        if key == "gathered":
            answered = f"{row.answered_on} 答复：{row.answer}" if row.answered_on else "还没有答复"
            return f"{row.name}：{row.heading}", "\n".join([
                f"{row.file_number}　{row.village}", row.content, f"{row.raised_on} {row.raiser}提请{row.level}：{row.question}", answered,
            ])  # fmt: skip
        effect = f"{row.effect_on} 成效：{row.effect}（{row.grade}）" if row.effect_on else ""
        return f"{row.name}：{row.title}", "\n".join(filter(None, [
            f"{row.file_number}　{row.village}", f"需求：{row.heading}　{row.content}", f"责任单位：{row.owner}",
            f"数量：{row.quantity}" if row.quantity else "", effect,
            f"{row.chosen_on} {row.chooser}选定：{row.reason}", f"匹配得分 {row.score}", row.card,
        ]))  # fmt: skip

    def _fields(self, kind: str) -> tuple[FormField, ...]:
        service, resource = kind == "service", kind == "resource"
        made = [
            FormField("title", "名称", required=True, span=2),
            FormField("owner", "责任单位", required=True),
            FormField("giver", "提供或捐赠方") if resource else None,
            FormField("quantity", "总数（用不完的不填）", type="integer", minimum="0") if resource else None,
            FormField("unit", "单位", hint="如：袋、人次") if resource else None,
            FormField("branch", "服务大类", type="select_one", codes="service_branch") if service else None,
            FormField("item", "服务项目", type="select_one", codes="service_item") if service else None,
            FormField("programme", "互斥", type="select_one", codes="exclusive") if service else None,
            FormField("provider_id", "服务机构", type="select_one", codes="provider") if service else None,
            FormField("headings", "能解决哪类需求", type="select_multiple", codes="need_heading", required=True, span=2),
            FormField("classes", "适用对象", type="select_multiple", codes="classes", required=True, span=2),
            FormField("conditions", "还须具备的条件（全部具备才算）", type="select_multiple", codes="service_condition", span=2),
            FormField("age_from", "年满（周岁）", type="integer", minimum="0", maximum="120"),
            FormField("age_below", "未满（周岁）", type="integer", minimum="0", maximum="120"),
            FormField("area", "只限这些村（居）", hint="几个之间空一格；不限的不填", span=2),
            FormField("terms", "条件和内容说明", type="long_text", max_length=500, span=2),
            FormField("papers", "所需材料", span=2, max_length=200),
            FormField("document", "依据文件（文号）", span=2, max_length=200),
            FormField("cost", "个人负担（元）", type="money"),
            FormField("valid_from", "生效日期", type="date"),
            FormField("valid_until", "截止日期（长期的不填）", type="date"),
        ]  # fmt: skip
        return tuple(field for field in made if field is not None)

    def _new(self) -> None:
        kind = self.key
        known = {"classes": ["1", "2", "3"], "valid_until": None}
        self._codes_then(kind, "", lambda codes: self.ask(
            "entry", f"登记：{KINDS[kind]}", self._fields(kind),
            lambda part: (lists.record_entry, _described(kind, part)),
            lambda number: f"已登记 {number}。", known=known, codes=codes,
        ))  # fmt: skip

    def _codes_then(self, kind: str, chosen: str, then: Callable[[dict[str, CodeTable]], Any]) -> None:
        """The choices of an entry; of a service also who serves, and the provider that is `chosen` already."""
        codes = {"classes": _CLASSES, "exclusive": _EXCLUSIVE}

        def told(found: list[ProviderRow]) -> None:
            serving = {row.id: row.name for row in found if row.ended_on is None or row.id == chosen}
            then(codes | {"provider": table("provider", "服务机构", serving)})

        if kind == "service":
            self.page.tasks.read(supply.providers, then=told, owner=self, key="entry_providers")
        else:
            then(codes)

    def _change(self, row: Any) -> None:
        kind = row.kind
        known = {
            name: value.split() if name in {"headings", "classes", "conditions"} else value
            for name, value in row.typed.items()
        }
        before = dict(row.typed)
        self._codes_then(kind, row.typed["provider_id"], lambda codes: self.ask(
            "entry", f"更正：{row.title}", self._fields(kind),
            lambda part: (lists.change_entry, row.id, _described(kind, part), {"before": before}),
            "已更正，核实日期记为今天。", known=known, codes=codes, button="更正",
        ))  # fmt: skip

    def _verify(self, row: Any) -> None:
        self.do(f"已核实“{row.title}”。", lists.verify_entry, row.id, row.version)

    def _end(self, row: Any) -> None:
        self.do(f"已停用“{row.title}”，已经选定的继续落实。", lists.end_entry, row.id, row.version)

    def _examples(self) -> None:
        def said(made: Loaded) -> str:
            kept = f"，{made.there} 条本来就有，没有改动" if made.there else ""
            return f"已载入 {made.made} 条公开的政策和服务{kept}。请逐条向责任单位核实。"

        self.do(said, lists.load_examples)

    def _effect(self, row: Any) -> None:
        fields = (
            FormField("on", "日期", type="date", required=True),
            FormField("grade", "满意度", type="select_one", codes="satisfaction", required=True),
            FormField("effect", "成效", type="long_text", required=True, max_length=500, span=2, hint="得到了什么，解决到什么程度"),
        )  # fmt: skip
        said = {"met": "已登记成效，需求已落实。", "open": "已登记成效；还没有解决，需求回到待落实。"}
        self.ask(
            "effect", f"登记成效：{row.name}", fields,
            lambda part: (
                answering.record_effect, row.id, row.version, part.effect, {"grade": int(part.grade or 0), "on": part.on},
            ),
            lambda state: said.get(state, "已登记成效，这项需求还有别的正在落实。"),
        )  # fmt: skip

    def _drop(self, row: Any) -> None:
        fields = (
            FormField("reason", "不再落实的原因", type="long_text", required=True, max_length=500, span=2),
        )
        self.ask(
            "drop", f"不再落实：{row.name} {row.title}", fields,
            lambda part: (answering.drop_answer, row.id, row.version, part.reason),
            "已登记，需求回到待落实。",
        )  # fmt: skip

    def _answer(self, row: Any) -> None:
        fields = (FormField("answer", "答复内容", type="long_text", required=True, max_length=500, span=2),)
        self.ask(
            "raised_answer", f"登记答复：{row.name} {row.heading}", fields,
            lambda part: (raising.answer_raised, row.id, part.answer),
            "已登记答复，需求回到待落实。", told=row.question,
        )  # fmt: skip


def _goes_on(row: Any) -> bool:
    return bool(row.ended_on is None)


def _described(kind: str, part: Any) -> Described:
    told: dict[str, Any] = dict(vars(part))
    for name in ("headings", "classes", "conditions"):
        told[name] = tuple(told[name])
    known = {name: told[name] for name in told if name in Described.__dataclass_fields__ and name != "kind"}
    return Described(kind=kind, **known | {"cost": told["cost"] if told["cost"] is not None else Decimal(0)})


def _entry_lines(row: Any) -> list[str]:
    until = f"至 {row.valid_until}" if row.valid_until else "起长期有效"
    old = "（超过期限，请核实）" if row.colour == "warn" else ""
    left = f"余量：{row.left} / {row.quantity} {row.unit}" if row.left is not None else ""
    return [
        row.number, f"已于 {row.ended_on} 停用" if row.ended_on else "",
        f"核实：{row.verified_on} {row.verifier}{old}" if row.verified_on else "还没有人核实过，请向责任单位核实", f"责任单位：{row.owner}",
        f"提供方：{row.giver}" if row.giver else "", f"服务机构：{row.provider}" if row.provider else "", left,
        f"解决：{row.headings}", f"对象：{row.for_whom}", row.terms, f"材料：{row.papers}" if row.papers else "",
        f"个人负担 {row.cost:,.2f} 元" if row.cost else "个人不负担费用", f"{row.valid_from} {until}",
        f"依据：{row.document}" if row.document else "",
    ]  # fmt: skip
