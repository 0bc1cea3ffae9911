"""金额构成: how a 低保 taken over in one sum is made up, told by one person and confirmed by another."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from jiuzhu.domain.composition import DISABLED
from jiuzhu.domain.form import FormField
from jiuzhu.domain.money import shown
from jiuzhu.services.granting import composing
from jiuzhu.services.granting.composing import Whole
from jiuzhu.services.granting.composition_told import Part, Told
from jiuzhu.ui import second_person
from jiuzhu.ui.dialogs.part_dialog import PartDialog
from jiuzhu.ui.home_part import HOME, HomePart, home_queue
from jiuzhu.ui.list_part import Action, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.second_person import why_barred

_ZERO = Decimal("0.00")
_ASKED = "分类重点救助按人填写，没有的留空；各项相加要等于正在发放的金额，一分不差。差额按当时每人每月的低保标准算出，用来得出家庭收入。"


def fields_of(found: Whole) -> tuple[FormField, ...]:
    """The difference and its standard, for each who counts their add-on, and from what all of it is known."""
    fields = [
        FormField("base", "差额救助（元/月）", type="money", required=True),
        FormField("standard", "当时的低保标准（元/人·月）", type="money", required=True),
        FormField("standard_document", "标准文号（政策参数里没有的才填）", max_length=100, span=2),
    ]
    for place, head in enumerate(found.heads):
        fields += [
            FormField(
                f"category_{place}", f"{head.name}：救助类别", type="select_one", codes="addon_category"
            ),
            FormField(f"amount_{place}", f"{head.name}：每月（元）", type="money"),
        ]
        if head.has_certificate:
            fields.append(
                FormField(f"disabled_{place}", f"{head.name}：另加残疾人员（元）", type="money", span=2)
            )
        if head.half_recorded:
            said = f"{head.name}的残疾证登记不全：已查明金额里没有残疾的救助"
            fields.append(FormField(f"without_{place}", said, type="yes_no", span=2))
    return (
        *fields,
        FormField("evidence", "从哪里查到的", required=True, max_length=200, span=2, hint="如：原审批表"),
    )


def known_of(found: Whole) -> dict[str, Any]:
    """What the records lead to today: a proposal to look at, with the rest of the sum as the difference."""
    known: dict[str, Any] = {"standard": found.standard}
    for place, head in enumerate(found.heads):
        known |= {f"category_{place}": head.category, f"amount_{place}": head.amount}
        if head.has_certificate:
            known[f"disabled_{place}"] = head.disabled
    addons = sum((one.amount or _ZERO) + (one.disabled or _ZERO) for one in found.heads)
    return known | {"base": max(found.monthly - addons, _ZERO)}


def told_of(found: Whole, part: Any) -> Told:
    """What was typed, as the service takes it."""
    parts = []
    for place, head in enumerate(found.heads):
        category, amount = getattr(part, f"category_{place}"), getattr(part, f"amount_{place}")
        if category or amount:
            parts.append(Part(head.person_id, category, amount or _ZERO))
        disabled = getattr(part, f"disabled_{place}", None)
        if disabled:
            parts.append(Part(head.person_id, DISABLED, disabled))
    without = [
        head.person_id for place, head in enumerate(found.heads) if getattr(part, f"without_{place}", False)
    ]
    return Told(
        base=part.base or _ZERO, standard=part.standard or _ZERO, parts=parts, evidence=part.evidence,
        document=part.standard_document or "", without=without,
    )  # fmt: skip


def sum_of(found: Whole, part: Any) -> str:
    """What the parts come to so far, beside what is paid."""
    told = told_of(found, part)
    total = told.base + sum((one.amount for one in told.parts), _ZERO)
    paid = f"正在发放每月 {shown(found.monthly)} 元"
    if total == found.monthly:
        return f"✓ 合计 {shown(total)} 元，与{paid}相符"
    return f"合计 {shown(total)} 元，{paid}，差 {shown(abs(found.monthly - total))} 元"


class CompositionsPart(HomePart):
    """Nothing is computed by what was told before the second person has looked at it."""

    name: ClassVar[str] = "compositions"
    watches: ClassVar[frozenset[str]] = frozenset({"composition", "entitlement"})
    next_step: ClassVar[str] = "找到原台账转入的户，登记金额构成；审批岗位核对后确认，以后按构成计算"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "proposed",
            "待确认",
            (
                Column("户主", "name", kind="strong", width=5),
                Column("每月", "monthly", kind="money", width=6),
                Column("差额救助", "base", kind="money", width=6),
                Column("分类重点救助", "told", width=14, stretch=True),
                Column("登记", "proposed_on", kind="date", width=7),
                Column("登记人", "proposer", width=5),
                Column("户编号", "household_number", width=15),
            ),
            "没有等待确认的金额构成。点“找户登记”，找到原台账转入的低保户。",
        ),
        home_queue("找户登记", "要登记金额构成的户"),
    )

    def offers(self) -> Sequence[Action]:
        """Tell, confirm, refuse, take back."""
        return (
            Action("propose", "登记金额构成…", self._propose, "monitor", queues=(HOME,), primary=True),
            Action(
                "confirm",
                "确认…",
                self._confirm,
                "decide",
                queues=("proposed",),
                primary=True,
                barred=why_barred,
            ),
            Action("refuse", "不确认…", self._refuse, "decide", queues=("proposed",), barred=why_barred),
            Action(
                "withdraw",
                "撤回",
                lambda row: self.do(f"{row.number} 已撤回。", composing.withdraw_composition, row.id),
                "monitor",
                queues=("proposed",),
                fits=lambda row: bool(row.mine),
            ),
        )

    def load(self, key: str, text: str) -> None:
        """What waits, or people a text may mean."""
        if key == "proposed":
            self.page.tasks.read(
                composing.proposed, text, then=self.show_rows, owner=self, key="compositions"
            )
        else:
            super().load(key, text)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """The parts and what follows from them, or who it is."""
        if key == HOME:
            return super().tell_row(key, row)
        unlisted = f"⚠ 政策参数里没有这个标准，按文号 {row.document}，请对照原件\n" if row.document else ""
        return (
            f"{row.name}　{row.household_number}",
            (
                f"{row.number}　{row.village}\n每月 {row.monthly:,.2f} 元 = 差额救助 {row.base:,.2f} 元 + 分类重点救助 {row.addons:,.2f} 元\n"
                f"{row.told or '没有分类重点救助'}\n按当时每人每月 {row.standard:,.2f} 元的标准，家庭月收入 {row.income:,.2f} 元\n{unlisted}"
                f"来源：{row.evidence}\n{row.proposed_on} 由{row.proposer}登记"
            ),
        )

    def _propose(self, row: Any) -> None:
        def asked(found: Whole) -> None:
            dialog: PartDialog = self.ask(
                "composition", f"登记金额构成：{row.name}　{row.household_number}", fields_of(found),
                lambda part: (composing.propose_composition, row.household_id, told_of(found, part)),
                lambda number: f"已登记 {number}，等另一位同事确认；确认以前仍为人工核定，金额不变。",
                known=known_of(found), told=_ASKED,
            )  # fmt: skip
            dialog.edited.connect(lambda: dialog.note(sum_of(found, dialog.part)))
            dialog.note(sum_of(found, dialog.part))

        self.page.tasks.read(composing.whole, row.household_id, then=asked, failed=self.page.tell, owner=self)

    def _confirm(self, row: Any) -> None:
        _, told = self.tell_row("proposed", row)
        second_person.confirm(
            self, "composition", f"确认金额构成：{row.name}", composing.decide_composition, row,
            said="已确认，金额不变；以后的标准调整和本人份额按构成计算。", told=told,
        )  # fmt: skip

    def _refuse(self, row: Any) -> None:
        second_person.refuse(
            self, "composition", f"不确认：{row.name}", composing.decide_composition, row,
            said="没有确认，这户仍为人工核定。",
        )  # fmt: skip
