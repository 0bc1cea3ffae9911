"""变更账户: where a household's money goes changes only when a second person has confirmed it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiuzhu.domain.household import AccountChange, Household
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.household import arriving
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import accounts as queries
from jiuzhu.storage.unit import Unit

PARTS = {"bank": "开户银行", "account_name": "户名", "account_number": "银行账号"}
"""What an account consists of; it is asked for whole."""
_NUMBER = re.compile(r"\d{8,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """The account asked for, and why."""

    bank: str
    account_name: str
    account_number: str
    reason: str


def account_of(unit: Unit, household_id: str) -> Shown:
    """The account of a household as it stands: bank, whose it is, number."""
    unit.require("read")
    return merging.shown(unit.get(Household, household_id), PARTS)


def propose_account(unit: Unit, household_id: str, wanted: NewAccount, *, before: Shown | None = None) -> str:
    """提出变更账户; returns its id. Nothing is paid otherwise before `decide_account`; one at a time for a household.

    Where the account was changed since `before` was shown, a person chooses.
    """
    unit.require("monitor")
    home = unit.get(Household, household_id)
    typed = {
        name: "".join(getattr(wanted, name).split())
        if name == "account_number"
        else getattr(wanted, name).strip()
        for name in PARTS
    }
    made = merging.merged(unit, home, typed, before, about=[home.id], together=[tuple(PARTS)])
    return ask_for(unit, household_id, replace(wanted, **made))


def ask_for(unit: Unit, household_id: str, wanted: NewAccount) -> str:
    """As `propose_account`, for a service that has asked for its own right."""
    home = unit.get(Household, household_id)
    bank, name = wanted.bank.strip(), wanted.account_name.strip()
    number = "".join(wanted.account_number.split())
    problems = [
        Problem(field, f"请填写{PARTS[field]}。")
        for field, value in (("bank", bank), ("account_name", name))
        if not value
    ]
    if not _NUMBER.fullmatch(number):
        problems.append(Problem("account_number", "账号应是 8 至 32 位数字，请核对。"))
    elif (bank, name, number) == _account(home) and not _asks_anew(unit, home):
        problems.append(Problem("account_number", "与现在的账户相同，不用变更。"))
    if _has_died(unit, home.id, name):
        problems.append(Problem("account_name", f"{name}已经去世，请填写在世的人的账户。"))
    if problems:
        raise InvalidInput(problems)
    reason = written(wanted.reason, "变更的理由", "reason")
    if queries.open_of(unit.session, home.id):
        raise Refused(f"户 {home.number} 已有等待确认的账户变更。没有改动任何内容；请先办完那一件。")
    made = unit.add(
        AccountChange(
            household_id=home.id,
            bank=bank,
            account_name=name,
            account_number=number,
            reason=reason,
            proposed_by=unit.actor.operator_id,
            proposed_on=unit.today,
        )
    )
    unit.about(home.id)
    return made.id


def _asks_anew(unit: Unit, home: Household) -> bool:
    """Whether the very account of a household has to be confirmed: for who came, or as its owner has left."""
    left = [one.left_on is not None for one in queries.owners(unit.session, home.id, home.account_name)]
    return arriving.is_awaited(unit, home.id) or (bool(left) and all(left))


def _has_died(unit: Unit, household_id: str, name: str) -> bool:
    """Whether a name is that of somebody of a household who has died, and of nobody else there."""
    named = queries.owners(unit.session, household_id, name)
    return bool(named) and all(one.died_on is not None for one in named)


def _account(home: Household) -> tuple[str, str, str]:
    return home.bank, home.account_name, home.account_number


def waiting(unit: Unit, household_id: str) -> str:
    """Why no other account can be asked for now, "" when one can."""
    return "这户已有等待确认的账户变更，请先办完那一件" if queries.open_of(unit.session, household_id) else ""


def take_back(unit: Unit, row: AccountChange, note: str) -> None:
    """A change that still waits is asked for no more; who takes it back, and why, stand with it."""
    row.state, row.decision_note = "refused", note
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    unit.about(row.household_id)


def decide_account(
    unit: Unit, change_id: str, *, confirmed: bool, note: str = "", seen: int | None = None
) -> None:
    """确认变更账户, by another person than who proposed it; confirmed, what is not sealed yet is paid to the new account.

    Whoever of the household was still paid by another one's account is paid to it from next month.
    """
    unit.require("decide")
    row = unit.get(AccountChange, change_id)
    if row.state != "proposed":
        raise Refused("这件账户变更已经决定。没有改动任何内容。")
    unit.unchanged(row, seen)
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("这件账户变更是您提出的，不能由您确认。没有改动任何内容；请另一位同事确认。")
    require_unrelated(unit, row.household_id)
    if confirmed:
        if _has_died(unit, row.household_id, row.account_name):
            raise Refused(
                f"{row.account_name}已经去世，不能付到这个账户。没有改动任何内容；请写明理由退回，提出在世的人的账户。"
            )
        arriving.require_other_than_recorder(unit, row.household_id)
        home = unit.get(Household, row.household_id)
        if row.as_it_stands:
            _follow(unit, row, home)
        home.bank, home.account_name, home.account_number = row.bank, row.account_name, row.account_number
        arriving.confirm(unit, home)
    else:
        note = written(note, "不确认的理由", "note")
    row.state = "confirmed" if confirmed else "refused"
    row.decision_note = note.strip()
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    unit.about(row.household_id)


def _follow(unit: Unit, row: AccountChange, home: Household) -> None:
    """What was asked for as somebody came is the account the household has by now, not one that was replaced since."""
    if arriving.owner_gone(unit, home):
        raise Refused(
            f"账户所有人{home.account_name}已不在户，不能付到这个账户。没有改动任何内容；"
            "请写明理由退回，在“发放—变更账户”提出本户的新账户。"
        )
    row.bank, row.account_name, row.account_number = _account(home)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One change that waits; `now` and `then` are bank, name and number in one line.

    Where the account of the household stays and only pay comes along, `now` is the account that pay goes to.
    """

    id: str
    household_id: str
    household_number: str
    village: str
    name: str
    now: str
    then: str
    reason: str
    proposed_on: date
    proposer: str
    version: int


def _told(bank: str, name: str, number: str) -> str:
    return "　".join(part for part in (bank, name, number) if part) or "没有账户"


def arriving_told(unit: Unit, household_id: str) -> str:
    """Whose pay has not followed them into a household yet, and what to do; "" when all has."""
    unit.require("read")
    said = arriving.told(unit, household_id)
    if not said:
        return ""
    if queries.open_of(unit.session, household_id):
        do = "另一位同事在“发放—变更账户”确认本户账户以后，从下个月起改付到本户。"
    else:
        home = unit.get(Household, household_id)
        gone = f"本户账户的所有人{home.account_name}已不在户，" if arriving.owner_gone(unit, home) else ""
        new = "新账户" if gone else "账户"
        do = f"{gone}要改付到本户的，请在“发放—变更账户”提出本户的{new}，由另一位同事确认。"
    return f"{'，'.join(what + where for what, where in said)}。{do}"


def _row(unit: Unit, row: Any) -> AccountRow:
    now = _told(row.old_bank, row.old_name, row.old_number)
    then = now
    if not row.as_it_stands:
        then = _told(row.bank, row.account_name, row.account_number)
    if now == then:
        homes = [unit.get(Household, one) for one in arriving.paid_through(unit, row.household_id)]
        now = "；".join(_told(*_account(home)) for home in homes) or now
    said = [f"{what}（{where}）" for what, where in arriving.told(unit, row.household_id)]
    brings = [f"确认后从下个月起改付到本户：{'，'.join(said)}"] if said else []
    gone = arriving.gone_told(unit, row.household_id)
    if gone:
        brings.append(f"{'，'.join(gone)}还由本户账户付，确认后也付到新账户")
    return AccountRow(
        id=row.id,
        household_id=row.household_id,
        household_number=row.household_number,
        village=row.village,
        name=row.name,
        now=now,
        then=then,
        reason="；".join([row.reason, *brings]),
        proposed_on=row.proposed_on,
        proposer=row.proposer,
        version=row.version,
    )


def proposed(unit: Unit, text: str = "") -> list[AccountRow]:
    """Changes of accounts that wait for a second person, the oldest first, with whose pay would come along."""
    unit.require("read")
    return [_row(unit, row) for row in queries.proposed(unit.session, text)]
