"""补发追回: months that were paid otherwise than they should have been, each decided by another person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.form import FormField
from jiuzhu.services import back_paying
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_COLUMNS = (
    Column("户主", "name", kind="strong", width=5),
    Column("救助事项", "programme", width=8),
    Column("所属月份", "for_month", width=6),
    Column("金额", "amount", kind="money", width=6),
    Column("办理月份", "pay_month", width=6),
    Column("原因", "reason", width=14, stretch=True),
    Column("村（居）", "village", width=6),
    Column("户编号", "household_number", width=15),
)


class BackPaymentsPart(ListPart):
    """A positive figure is made up, a negative one taken back."""

    name: ClassVar[str] = "back_payments"
    watches: ClassVar[frozenset[str]] = frozenset({"back_payment"})
    next_step: ClassVar[str] = "每个月份单独决定补发或追回；同意的随指定月份的花名册办理"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("proposed", "待决定", _COLUMNS, "没有等待决定的补发、追回。"),
        Queue("approved", "已同意", _COLUMNS, "还没有同意的补发、追回。"),
        Queue("settled", "已随花名册办理", _COLUMNS, "还没有随封存的花名册办理的补发、追回。"),
        Queue("refused", "不办理", _COLUMNS, "没有决定不办理的补发、追回。"),
    )

    def offers(self) -> Sequence[Action]:
        """Yes with its month, or no."""
        return (
            Action("approve", "同意…", self._approve, "decide", queues=("proposed",), primary=True),
            Action("reschedule", "改定月份…", self._move, "decide", queues=("approved",), primary=True),
            Action("refuse", "不办理", self._refuse, "decide", queues=("proposed",)),
        )

    def load(self, key: str, text: str) -> None:
        """Flagged months of a state; the search looks into what is shown."""

        def show(rows: list[Any]) -> None:
            wanted = text.strip()
            self.show_rows(
                [row for row in rows if wanted in f"{row.name}{row.household_number}{row.village}"]
            )

        self.page.tasks.read(back_paying.back_payments, (key,), then=show, owner=self, key="back_payments")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """The month and its yuan."""
        del key
        return (
            f"{row.name}：{row.programme} {row.for_month}",
            f"{row.household_number}　{row.village}\n{row.kind} {abs(row.amount):,.2f} 元\n{row.reason}",
        )

    def _approve(self, row: Any) -> None:
        fields = (FormField("month", "随哪个月的花名册办理", type="month", required=True),)
        self.ask(
            "back_payment", f"{row.kind}：{row.name} {row.for_month}", fields,
            lambda part: (back_paying.decide_back_payment, row.id, {"approved": True, "pay_month": part.month}),
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
            "move_back_payment", f"改定月份：{row.name} {row.kind} {row.for_month}", fields,
            lambda part: (back_paying.move_back_payment, row.id, part.month, part.amount), "已改定月份。",
            button="改定", known={"month": row.pay_month, "amount": row.amount},
        )  # fmt: skip

    def _refuse(self, row: Any) -> None:
        self.do("已登记不办理。", back_paying.decide_back_payment, row.id, approved=False)
