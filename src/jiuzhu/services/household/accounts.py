"""变更账户: where a household's money goes changes only when a second person has confirmed it."""

import re
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.household import AccountChange, Household
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval.proposing import written
from jiuzhu.services.approval.recusing import require_unrelated
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


def propose_account(unit: Unit, household_id: str, wanted: NewAccount) -> str:
    """提出变更账户; returns its id. Nothing is paid otherwise before `decide_account`; one at a time for a household."""
    unit.require("monitor")
    return ask_for(unit, household_id, wanted)


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
    elif (bank, name, number) == (home.bank, home.account_name, home.account_number):
        problems.append(Problem("account_number", "与现在的账户相同，不用变更。"))
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


def waiting(unit: Unit, household_id: str) -> str:
    """Why no other account can be asked for now, "" when one can."""
    return "这户已有等待确认的账户变更，请先办完那一件" if queries.open_of(unit.session, household_id) else ""


def take_back(unit: Unit, row: AccountChange, note: str) -> None:
    """A change that still waits is asked for no more; who takes it back, and why, stand with it."""
    row.state, row.decision_note = "refused", note
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    unit.about(row.household_id)


def decide_account(unit: Unit, change_id: str, *, confirmed: bool, note: str = "") -> None:
    """确认变更账户, by another person than who proposed it; confirmed, what is not sealed yet is paid to the new account."""
    unit.require("decide")
    row = unit.get(AccountChange, change_id)
    if row.state != "proposed":
        raise Refused("这件账户变更已经决定。没有改动任何内容。")
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("这件账户变更是您提出的，不能由您确认。没有改动任何内容；请另一位同事确认。")
    require_unrelated(unit, row.household_id)
    if confirmed:
        home = unit.get(Household, row.household_id)
        home.bank, home.account_name, home.account_number = row.bank, row.account_name, row.account_number
    else:
        note = written(note, "不确认的理由", "note")
    row.state = "confirmed" if confirmed else "refused"
    row.decision_note = note.strip()
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    unit.about(row.household_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One change that waits; `now` and `then` are bank, name and number in one line."""

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


def _told(bank: str, name: str, number: str) -> str:
    return "　".join(part for part in (bank, name, number) if part) or "没有账户"


def proposed(unit: Unit, text: str = "") -> list[AccountRow]:
    """Changes of accounts that wait for a second person, the oldest first."""
    unit.require("read")
    return [
        AccountRow(
            id=row.id,
            household_id=row.household_id,
            household_number=row.household_number,
            village=row.village,
            name=row.name,
            now=_told(row.old_bank, row.old_name, row.old_number),
            then=_told(row.bank, row.account_name, row.account_number),
            reason=row.reason,
            proposed_on=row.proposed_on,
            proposer=row.proposer,
        )
        for row in queries.proposed(unit.session, text)
    ]
