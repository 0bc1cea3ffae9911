"""变更账户: one person asks for another account of a household, another one confirms it."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.domain.merging import Shown
from jiuzhu.services.household import accounts, finding
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.ui import second_person
from jiuzhu.ui.home_part import HOME, HomePart, home_queue
from jiuzhu.ui.list_part import Action, Queue
from jiuzhu.ui.rows_model import Column

_FIELDS = (
    FormField("bank", "开户银行", required=True),
    FormField("account_name", "户名", required=True, hint="本户成员；监护人代领的填监护人"),
    FormField("account_number", "账号", type="account", required=True, span=2),
    FormField("reason", "变更的理由", type="long_text", required=True, max_length=300, span=2),
)


class AccountsPart(HomePart):
    """Nothing is paid to a new account before the second person has looked at it."""

    name: ClassVar[str] = "accounts"
    watches: ClassVar[frozenset[str]] = frozenset({"account_change", "household"})
    next_step: ClassVar[str] = "找到这户提出变更，审批岗位核对存折后确认；确认以前仍按原账户"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "proposed",
            "待确认",
            (
                Column("户主", "name", kind="strong", width=5),
                Column("现在的账户", "now", width=14),
                Column("变更为", "then", width=14, stretch=True),
                Column("提出", "proposed_on", kind="date", width=7),
                Column("提出人", "proposer", width=5),
                Column("户编号", "household_number", width=15),
            ),
            "没有等待确认的账户变更。",
        ),
        home_queue("找户变更", "要变更账户的户"),
    )

    find: ClassVar[Callable[..., Any]] = staticmethod(finding.find_paying)

    def id_of(self, row: Any) -> str:
        """A person in one of the households that pay them, or a change that waits."""
        return f"{row.person_id} {row.household_id}" if self.key == HOME else super().id_of(row)

    def offers(self) -> Sequence[Action]:
        """Ask, confirm, refuse."""
        return (
            Action("propose", "变更账户…", self._propose, "monitor", queues=(HOME,), primary=True),
            Action("confirm", "确认…", self._confirm, "decide", queues=("proposed",), primary=True),
            Action("refuse", "不确认…", self._refuse, "decide", queues=("proposed",)),
        )

    def load(self, key: str, text: str) -> None:
        """Changes that wait, or people a text may mean."""
        tasks = self.page.tasks
        if key == "proposed":
            tasks.read(accounts.proposed, text, then=self.show_rows, owner=self, key="accounts")
        else:
            super().load(key, text)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Both accounts, or who it is."""
        if key == HOME:
            return super().tell_row(key, row)
        return (
            f"{row.name}　{row.household_number}",
            f"现在：{row.now}\n变更为：{row.then}\n理由：{row.reason}\n{row.proposed_on} 由{row.proposer}提出",
        )

    def _propose(self, row: Any) -> None:
        self.page.tasks.read(
            accounts.account_of,
            row.household_id,
            then=lambda before: self._ask(row, before),
            failed=self.page.tell,
            owner=self,
        )

    def _ask(self, row: Any, before: Shown) -> None:
        def store(part: Any) -> tuple[Any, ...]:
            wanted = NewAccount(
                bank=part.bank, account_name=part.account_name, account_number=part.account_number,
                reason=part.reason,
            )  # fmt: skip
            return (accounts.propose_account, row.household_id, wanted, {"before": before})

        self.ask(
            "account", f"变更账户：{row.name}　{row.household_number}", _FIELDS, store,
            "已提出变更账户，等另一位同事确认；确认以前仍按原账户发放。", button="提出",
        )  # fmt: skip

    def _confirm(self, row: Any) -> None:
        second_person.confirm(
            self, "account", f"确认变更账户：{row.name}", accounts.decide_account, row,
            said="已确认，还没有封存的月份按新账户发放。", told=f"变更为：{row.then}\n理由：{row.reason}",
        )  # fmt: skip

    def _refuse(self, row: Any) -> None:
        second_person.refuse(
            self,
            "account",
            f"不确认：{row.name}",
            accounts.decide_account,
            row,
            said="没有确认，仍按原账户发放。",
        )
