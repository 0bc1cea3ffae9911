"""补发追回: months that were paid otherwise than they should have been, each decided by another person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.form import FormField
from jiuzhu.services.granting import back_paying, handing_over
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.second_person import reason_of, why_barred

_BY_HAND = {
    "approved": "自行退回",
    "returned": "自行退回",
    "told": "另行发放",
    "paid": "另行发放",
    "offset": "已相抵",
}
"""State of what no roster pays or keeps → instead of the month."""
_STATES = {"proposed": ("proposed", "told"), "settled": ("settled", "paid", "offset")}
"""Queue → the states it shows, where there are several."""

_COLUMNS = (
    Column("户主", "name", kind="strong", width=5),
    Column("对象", "person", width=7),
    Column("救助事项", "programme", width=8),
    Column("所属月份", "for_month", width=6),
    Column("金额", "amount", kind="money", width=6),
    Column(
        "办理月份",
        lambda row: row.pay_month or _BY_HAND.get(row.state, ""),
        width=6,
    ),
    Column("原因", "reason", width=14, stretch=True),
    Column("村（居）", "village", width=6),
    Column("户编号", "household_number", width=15),
)


def _undecided(row: Any) -> bool:
    return bool(row.state == "proposed")


def _was_handed(row: Any) -> bool:
    return bool(row.state == "told")


class BackPaymentsPart(ListPart):
    """A positive figure is made up, a negative one taken back."""

    name: ClassVar[str] = "back_payments"
    watches: ClassVar[frozenset[str]] = frozenset({"back_payment"})
    next_step: ClassVar[str] = "每个月份单独决定补发或追回；同意的随指定月份的花名册办理"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("proposed", "待决定", _COLUMNS, "没有等待决定的补发、追回。"),
        Queue("approved", "已同意", _COLUMNS, "还没有同意的补发、追回。"),
        Queue("settled", "已办理", _COLUMNS, "还没有随封存的花名册办理、另行发放、或相抵的补发、追回。"),
        Queue("returned", "已自行退回", _COLUMNS, "还没有登记过家庭自行退回的追回款。"),
        Queue("refused", "不办理", _COLUMNS, "没有决定不办理的补发、追回。"),
    )

    def offers(self) -> Sequence[Action]:
        """Yes with its month, or no."""
        return (
            Action(
                "approve",
                "同意…",
                self._approve,
                "decide",
                queues=("proposed",),
                primary=True,
                barred=why_barred,
                fits=_undecided,
            ),
            Action(
                "confirm_handed",
                "确认另行发放…",
                self._confirm_handed,
                "decide",
                queues=("proposed",),
                barred=why_barred,
                fits=_was_handed,
            ),
            Action(
                "deny_handed",
                "不确认另行发放…",
                self._deny_handed,
                "decide",
                queues=("proposed",),
                barred=why_barred,
                fits=_was_handed,
            ),
            Action(
                "handed",
                "登记另行发放…",
                self._handed,
                "pay",
                queues=("proposed", "approved"),
                fits=lambda row: row.makes_up and row.state in {"proposed", "approved"},
            ),
            Action("reschedule", "改定月份…", self._move, "decide", queues=("approved",), primary=True),
            Action(
                "return",
                "登记退回…",
                self._return,
                "pay",
                queues=("approved",),
                fits=lambda row: not row.pay_month,  # what no grant is left to keep it from
            ),
            Action(
                "refuse",
                "不办理",
                self._refuse,
                "decide",
                queues=("proposed",),
                barred=why_barred,
                fits=_undecided,
            ),
        )

    def load(self, key: str, text: str) -> None:
        """Flagged months of a state; a list that is cut says so."""

        def show(rows: list[Any]) -> None:
            cut = len(rows) == back_paying.SHOWN
            self.show_rows(rows, f"只列前 {back_paying.SHOWN} 条，请用上面的搜索缩小范围。" if cut else "")

        self.page.tasks.read(
            back_paying.back_payments,
            _STATES.get(key, (key,)),
            text,
            then=show,
            owner=self,
            key="back_payments",
        )

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """The month and its yuan."""
        del key
        return (
            f"{row.name}：{row.person}{row.programme} {row.for_month}",
            f"{row.household_number}　{row.village}\n{row.kind} {abs(row.amount):,.2f} 元\n{row.reason}\n{row.returned}",
        )

    def _approve(self, row: Any) -> None:
        hint = "" if row.makes_up else "每月只扣回规定的比例，扣不完的顺延以后各月"
        fields = (FormField("month", "从哪个月的花名册起办理", type="month", required=True, hint=hint),)
        self.ask(
            "back_payment", f"{row.kind}：{row.name} {row.person}{row.programme} {row.for_month}", fields,
            lambda part: (back_paying.decide_back_payment, row.id, {"approved": True, "pay_month": part.month, "seen": row.version}),
            "已同意。", button="同意", known={"month": month_of(self.page.workspace.today())},
        )  # fmt: skip

    def _move(self, row: Any) -> None:
        fields = (
            FormField("month", "改随哪个月的花名册办理", type="month", required=True),
            FormField(
                "amount", "改多少（元）", type="money", required=True, hint="只改一部分的，其余仍随原月份"
            ),
        )
        self.ask(
            "move_back_payment", f"改定月份：{row.name} {row.person}{row.kind} {row.for_month}", fields,
            lambda part: (back_paying.move_back_payment, row.id, part.month, part.amount, {"seen": row.version}), "已改定月份。",
            button="改定", known={"month": row.pay_month or month_of(self.page.workspace.today()), "amount": row.amount},
        )  # fmt: skip

    def _return(self, row: Any) -> None:
        fields = (
            FormField(
                "amount", "退回多少（元）", type="money", required=True, hint="只退一部分的，其余仍待退回"
            ),
            FormField("on", "退回日期", type="date", required=True),
            FormField("receipt", "缴款凭据编号", required=True, max_length=60, span=2),
        )
        self.ask(
            "return_back_payment", f"登记退回：{row.name} {row.person}{row.programme} {row.for_month}", fields,
            lambda part: (back_paying.record_return, row.id, part.amount, part.on, part.receipt), "已登记退回。",
            button="登记", known={"amount": abs(row.amount), "on": self.page.workspace.today()},
        )  # fmt: skip

    def _handed(self, row: Any) -> None:
        fields = (
            FormField(
                "amount", "发了多少（元）", type="money", required=True, hint="只发一部分的，其余仍待补发"
            ),
            FormField("on", "发放日期", type="date", required=True),
            FormField("receipt", "领款凭据编号", required=True, max_length=60, span=2),
        )
        self.ask(
            "hand_back_payment", f"登记另行发放：{row.name} {row.person}{row.programme} {row.for_month}", fields,
            lambda part: (handing_over.record_handed_over, row.id, part.amount, part.on, part.receipt),
            "已登记，不再随花名册补发；请另一位同事核对凭据后确认。", button="登记",
            told="已用现金等方式发到家庭手里、不随花名册发放的补发，凭领款凭据登记；由审批岗位的另一位同事确认。",
            known={"amount": abs(row.amount), "on": self.page.workspace.today()},
        )  # fmt: skip

    def _confirm_handed(self, row: Any) -> None:
        fields = (FormField("checked", "已与领款凭据核对无误", type="yes_no", required=True, span=2),)
        self.ask(
            "confirm_handed", f"确认另行发放：{row.name} {row.person}{row.programme} {row.for_month}", fields,
            lambda part: (handing_over.confirm_handed_over, row.id, {"checked": bool(part.checked), "seen": row.version}), "已确认，这个月不再补发。", button="确认",
            told=f"{row.kind} {abs(row.amount):,.2f} 元，{row.returned}。确认后不再随花名册补发。",
        )  # fmt: skip

    def _deny_handed(self, row: Any) -> None:
        self.ask(
            "deny_handed", f"不确认另行发放：{row.name} {row.person}{row.programme} {row.for_month}", reason_of("不确认"),
            lambda part: (handing_over.deny_handed_over, row.id, part.note, {"seen": row.version}), "没有确认，这笔补发重新待决定。", button="不确认",
        )  # fmt: skip

    def _refuse(self, row: Any) -> None:
        self.do("已登记不办理。", back_paying.decide_back_payment, row.id, approved=False, seen=row.version)
