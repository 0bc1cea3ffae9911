"""月度花名册: what a month pays by programme, sealed once with its repaired months, printed as sealed."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.granting import sealing
from jiuzhu.services.ledger import exporting
from jiuzhu.services.office import proving
from jiuzhu.services.paper import papers
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_NAMED = 5
"""Families named at once."""


def _lacking(families: Sequence[str]) -> str:
    """Who cannot be paid, what to do, and what becomes of their month."""
    more = "等" if len(families) > _NAMED else ""
    gone = any(sealing.NOBODY_LEFT in one for one in families)
    by_hand = (
        f"{sealing.NOBODY_LEFT}的户不能变更账户，到那时由亲属凭凭据领取，在“补发追回”登记另行发放。"
        if gone
        else ""
    )
    return (
        f"其中 {len(families)} 户没有可付的账户：{'、'.join(families[:_NAMED])}{more}。请先在“发放—变更账户”确认账户；"
        f"封存时仍没有的，这个月没付出的钱在以后核对、封存时列入“补发追回”。{by_hand}"
    )


class RostersPart(ListPart):
    """Before the seal a draft to look at; after it nothing changes any more."""

    name: ClassVar[str] = "rosters"
    search_hint: ClassVar[str] = "月份、救助事项、花名册编号"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"month_roster", "back_payment", "entitlement", "household"}
    )
    next_step: ClassVar[str] = (
        "核对无误后封存，打印花名册，在“台账”里导出发放清单交银行；封存以后的变化随以后的月份补发、追回"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "months",
            "各月",
            (
                Column("月份", "month", kind="strong", width=6),
                Column("救助事项", "label", width=12, stretch=True),
                Column("户数", "households", kind="number", width=5),
                Column("合计（元）", "total", kind="money", width=8),
                Column("封存日期", "sealed_on", kind="date", width=7),
                Column("封存人", "sealed_by", width=6),
                Column("花名册编号", "number", width=15),
            ),
            "本月和上月没有按月发放的待遇。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """Seal, look again, print."""
        return (
            Action("seal", "封存…", self._seal, "pay", primary=True, fits=lambda row: not row.id),
            Action(
                "differences", "核对封存后的变化", self._differences, "pay", fits=lambda row: bool(row.id)
            ),
            Action("paper", "打印花名册…", self._paper, "print"),
        )

    def load(self, key: str, text: str) -> None:
        """Months; the search looks into what is shown."""
        del key

        def show(rows: list[Any]) -> None:
            wanted = text.strip()
            self.show_rows([row for row in rows if wanted in f"{row.month}{row.label}{row.number}"])

        self.page.tasks.read(sealing.months, then=show, owner=self, key="rosters")

    def id_of(self, row: Any) -> str:
        """A month and programme stay the same row when they are sealed."""
        return f"{row.month} {row.programme}"

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What the month pays and whether it is fixed."""
        del key
        state = (
            f"{row.sealed_on} 由{row.sealed_by}封存\n{row.number}\n账户、金额按封存当日，不再改动"
            if row.id
            else "还没有封存：金额和账户随决定、调整变化"
        )
        if row.without_account:
            state += f"\n{_lacking(row.without_account)}"
        return f"{row.label} {row.month}", f"{row.households} 户，合计 {row.total:,.2f} 元\n{state}"

    def _seal(self, row: Any) -> None:
        fields = (
            FormField("checked", "已与决定、调整、补发追回核对无误", type="yes_no", required=True, span=2),
        )

        lacking = _lacking(row.without_account) if row.without_account else ""

        def store(part: Any) -> tuple[Any, ...]:
            return (
                sealing.seal_month,
                row.month,
                row.programme,
                {"checked": bool(part.checked), "seen": (row.households, row.total)},
            )

        self.ask(
            "seal", f"封存：{row.label} {row.month}", fields, store,
            lambda made: f"{made.number} 已封存：{made.households} 户，合计 {made.total:,.2f} 元。", button="封存",
            told=f"{row.households} 户，合计 {row.total:,.2f} 元。{lacking}封存以后这个月的花名册不再改动。",
            then=lambda _made: self._prove(),
        )  # fmt: skip

    def _prove(self) -> None:
        """The month's own checkpoint: its code stands on the sealed roster."""
        page = self.page
        page.tasks.call(
            proving.make_checkpoint, page.workspace, "month", failed=page.tell, owner=self, title="正在做日志检查点…",
            changes=frozenset({"checkpoint"}),
        )  # fmt: skip

    def _differences(self, row: Any) -> None:
        self.do(
            lambda count: (
                f"有 {count} 笔要补发或追回，已列入“补发追回”待决定。" if count else "封存以后没有变化。"
            ),
            sealing.flag_differences,
            row.id,
        )

    def _paper(self, row: Any) -> None:
        about = {"month": row.month, "programme": row.programme}
        self.print_list(
            exporting.rows_of("pdf", "roster", about), papers.issue_roster, row.month, row.programme
        )
