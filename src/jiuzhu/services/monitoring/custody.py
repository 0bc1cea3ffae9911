"""代管卡折: somebody keeps a family's bank card under a written agreement, filed with the county, looked at every year.

民发〔2021〕57号 Art 26. A card is kept by one person at a time.
"""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.caring import Custody
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import caring as queries
from jiuzhu.storage.unit import Unit

RULES = (
    "一、代管人只按本人或监护人的委托取款，款项当面交付本人，由本人签字或按指印。\n"
    "二、每次取款记明日期、金额、用途和经手人，取款凭证交本人保存；不得抵扣、挪用、出借或代为结算其他费用。\n"
    "三、密码由本人掌握；本人不能掌握的，由代管人和见证人分别掌握。\n"
    "四、本人可以随时收回卡折；代管人调离、双方不再同意或者期满的，当日交还并注销备案。\n"
    "五、接受村（居）民委员会、乡镇（街道）和区县民政部门的检查，每年至少核查一次。"
)
"""What both sides agree on unless they agree on something else."""

_TAIL = 4
_SOON = 30
"""Days before the yearly check a custody is told of."""


@dataclass(kw_only=True)
class Keeping:
    """What is agreed: whose card, who keeps it, why, by which rules, from when to when."""

    holder_id: str
    keeper: str
    keeper_unit: str = ""
    keeper_post: str = ""
    keeper_phone: str = ""
    bank: str = ""
    card_tail: str
    reason: str
    rules: str = RULES
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownHome:
    """A household somebody's card of which may be kept: its people, and what is known of its account."""

    people: list[tuple[str, str]]
    head_id: str
    bank: str
    card_tail: str


def home_of(unit: Unit, household_id: str) -> KnownHome:
    """What the agreement need not ask again."""
    home = unit.get(Household, household_id)
    people = [(row.person_id, row.name) for row in queries.people_of(unit.session, home.id)]
    return KnownHome(people, home.head_id, home.bank, home.account_number[-_TAIL:])


def keep_card(unit: Unit, household_id: str, keeping: Keeping) -> Custody:
    """登记代管; refused for a card that is kept already and for somebody who keeps their own."""
    unit.require("monitor")
    home = unit.get(Household, household_id)
    people = {row.person_id: row.name for row in queries.people_of(unit.session, home.id)}
    tail = keeping.card_tail.strip()
    problems = []
    if keeping.holder_id not in people:
        problems.append(Problem("holder_id", "请选择卡折是哪位家庭成员的。"))
    if len(tail) != _TAIL or not tail.isdecimal():
        problems.append(Problem("card_tail", "请填写卡号（折号）的后四位数字；完整卡号不登记。"))
    if keeping.starts_on > unit.today:
        problems.append(Problem("starts_on", "代管开始日期还没有到，请核对。"))
    if keeping.ends_on is not None and keeping.ends_on <= keeping.starts_on:
        problems.append(Problem("ends_on", "约定的截止日期要晚于开始日期。"))
    if problems:
        raise InvalidInput(problems)
    keeper = written(keeping.keeper, "代管人姓名", "keeper", 2)
    if keeper == people[keeping.holder_id]:
        raise InvalidInput([Problem("keeper", "代管人和持卡人是同一个人，不需要备案。")])
    unit_name = written(keeping.keeper_unit, "代管人单位", "keeper_unit", 2)
    for row in queries.open_of_person(unit.session, keeping.holder_id):
        if row.card_tail == tail:
            raise Refused(
                f"这张卡折正由{row.keeper}代管（{row.number}）。没有改动任何内容；换人代管的请先注销原备案。"
            )
    made = unit.add(
        Custody(
            number=unit.number("custody"),
            household_id=home.id,
            holder_id=keeping.holder_id,
            keeper=keeper,
            keeper_unit=unit_name,
            keeper_post=keeping.keeper_post.strip(),
            keeper_phone=keeping.keeper_phone.strip(),
            bank=keeping.bank.strip(),
            card_tail=tail,
            reason=written(keeping.reason, "代管的原因", "reason"),
            rules=written(keeping.rules, "使用规则", "rules"),
            starts_on=keeping.starts_on,
            ends_on=keeping.ends_on,
            recorded_by=unit.actor.operator_id,
        )
    )
    unit.about(home.id)
    return made


def _open(unit: Unit, custody_id: str) -> Custody:
    unit.require("monitor")
    row = unit.get(Custody, custody_id)
    if row.revoked_on is not None:
        raise Refused(f"{row.number} 已在 {row.revoked_on} 注销。没有改动任何内容。")
    unit.about(row.household_id)
    return row


def _require_day(unit: Unit, row: Custody, on: date, name: str) -> None:
    if not row.starts_on <= on <= unit.today:
        raise InvalidInput([Problem(name, "日期要在代管开始以后、今天以前。")])


def file_custody(unit: Unit, custody_id: str, on: date, *, before: Shown | None = None) -> None:
    """The agreement went to the county. `before`: see `merging`."""
    row = _open(unit, custody_id)
    _require_day(unit, row, on, "on")
    merging.save(unit, row, {"on": on}, before, about=[row.household_id], columns={"on": "filed_on"})


def check_custody(unit: Unit, custody_id: str, on: date, found: str, *, before: Shown | None = None) -> None:
    """年度核查: book, receipts and what the person says were looked at. `before`: see `merging`."""
    row = _open(unit, custody_id)
    _require_day(unit, row, on, "on")
    typed = {"on": on, "found": found.strip()}
    columns = {"on": "checked_on", "found": "check_found"}
    made = merging.merged(
        unit, row, typed, before, about=[row.household_id], together=[tuple(typed)], columns=columns
    )
    if row.checked_on is not None and made["on"] < row.checked_on:
        raise InvalidInput([Problem("on", f"早于上次核查的日期 {row.checked_on}。")])
    row.checked_on, row.check_found = made["on"], written(made["found"], "核查的情况", "found")


def revoke_custody(unit: Unit, custody_id: str, on: date, reason: str) -> None:
    """注销: the card is back with its owner."""
    row = _open(unit, custody_id)
    _require_day(unit, row, on, "on")
    row.revoked_on, row.revoked_reason = on, written(reason, "注销的原因", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRow:
    """One custody; `told` says what is to be done about it, with its colour."""

    id: str
    number: str
    household_id: str
    household_number: str
    village: str
    name: str
    keeper: str
    keeper_unit: str
    keeper_post: str
    keeper_phone: str
    bank: str
    card_tail: str
    reason: str
    starts_on: date
    ends_on: date | None
    filed_on: date | None
    checked_on: date | None
    check_found: str
    revoked_on: date | None
    revoked_reason: str
    check_due_on: date
    told: str
    colour: str  # ok | warn | bad


def check_due(row: Custody) -> date:
    """A year after the newest check, or after the start."""
    since = row.checked_on or row.starts_on
    leap_day = (since.month, since.day) == (2, 29)
    return date(since.year + 1, 3, 1) if leap_day else since.replace(year=since.year + 1)


def _told(row: Custody, today: date, died_on: date | None) -> tuple[str, str]:
    """What is to be done and how urgent it is; "" while nothing is."""
    if died_on is not None:  # nothing else of the agreement is still to be done
        return f"持卡人 {died_on} 去世，按约定当日交还卡折并注销备案", "bad"
    due, todo, late = check_due(row), [], False
    if row.ends_on is not None and row.ends_on <= today:
        todo.append(f"{row.ends_on} 期满，请交还卡折或续签")
        late = True
    if row.filed_on is None:
        todo.append("还没有报区县备案")
    if due <= today:
        todo.append(f"年度核查已到期（{due}）")
        late = True
    elif (due - today).days <= _SOON:
        todo.append(f"{due} 前做年度核查")
    return "；".join(todo), "bad" if late else "warn" if todo else "ok"


def custodies(unit: Unit, key: str = "open", text: str = "") -> list[CustodyRow]:
    """`due`: something is to be done; `open`: all that are kept; `ended`: given back, the newest first."""
    made = []
    for found in queries.custodies(unit.session, text, ended=key == "ended"):
        row = found.Custody
        told, colour = _told(row, unit.today, found.died_on) if row.revoked_on is None else ("", "ok")
        if key == "due" and not told:
            continue
        shared = {name: getattr(row, name) for name in CustodyRow.__dataclass_fields__ if hasattr(row, name)}
        made.append(
            CustodyRow(
                **shared,
                household_number=found.household_number,
                village=found.village,
                name=found.name,
                check_due_on=check_due(row),
                told=told,
                colour=colour,
            )
        )
    return made


def holder_of(unit: Unit, custody_id: str) -> tuple[Custody, Person, Household]:
    """A custody with whose card it is."""
    row = unit.get(Custody, custody_id)
    return row, unit.get(Person, row.holder_id), unit.get(Household, row.household_id)
