"""本户已享受: everything a household and its people receive, will receive or received, and its main categories over time.

What departments gave counts too, under their name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.obligations import MAIN, flags
from jiuzhu.services.counter.recording import known_person
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import obligations as queries
from jiuzhu.storage.queries import people, transfers
from jiuzhu.storage.unit import Unit

STATE_LABELS = {"in_force": "享受中", "starts": "已确认", "ended": "已终止", "once": "一次性"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One kind of help of one household or person: `monthly` yuan from a month to a month, or `amount` once."""

    label: str
    who: str  # "" for the whole household
    state: str  # in_force | starts | ended | once
    monthly: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    first_month: str = ""
    last_month: str = ""
    why_ended: str = ""
    valid_until: date | None = None
    decided_on: date | None = None
    number: str = ""  # 受理编号
    application_id: str = ""

    @property
    def period(self) -> str:
        """`2025-11 起`, `2025-11 至 2026-03（死亡）`, or the day of what was given once."""
        if self.decided_on is not None:
            return f"{self.decided_on}"
        if not self.last_month:
            until = f"，有效期至 {self.valid_until}" if self.valid_until else ""
            return f"{self.first_month} 起{until}"
        why = f"（{self.why_ended}）" if self.why_ended else ""
        return f"{self.first_month} 至 {self.last_month}{why}"


@dataclass(frozen=True, slots=True)
class Category:
    """A main category of the household or a person, from a month to a month ("" still)."""

    label: str
    who: str
    first_month: str
    last_month: str
    why_ended: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a household has: lines in force first, then what begins, what was given once, what ended."""

    lines: list[Received]
    categories: list[Category]
    flags: list[str]


_ORDER = ("in_force", "starts", "once", "ended")


def of_household(unit: Unit, household_id: str) -> Standing:
    """Every programme a household or one of its people receives or received, and its categories, the oldest first."""
    rows = queries.every(unit.session, household_id)
    names = _names(unit, rows)
    numbers = queries.numbers_of(unit.session, [row.application_id for row in rows])
    lines = [_line(unit, row, names, numbers) for row in rows if not _never_began(row)]
    lines += [
        Received(
            label=unit.desk.label("item", row.programme),
            who="",
            state="once",
            amount=row.amount,
            decided_on=row.decided_on,
            number=row.application_number,
            application_id=row.application_id,
        )
        for row in queries.once_of(unit.session, household_id)
    ]
    lines += [
        Received(
            label=f"{unit.desk.label('item', row.programme)}（{unit.desk.label('department', row.department)}）",
            who="",
            state="once",
            amount=row.amount,
            decided_on=row.answered_on,
            number=row.application_number,
            application_id=row.application_id,
        )
        for row in transfers.given(unit.session, household_id)
    ]
    lines.sort(key=lambda line: _ORDER.index(line.state))
    now = {row.programme for row in rows if _state(row, unit.today) == "in_force"}
    return Standing(lines, _categories(unit, rows, names), flags(now))


def of_form(unit: Unit, dossier: Dossier) -> Standing:
    """The same for a form being typed: the household it was opened from, and those its people are known in."""
    known = [known_person(unit, member) for member in dossier.members]
    persons = [person.id for person in known if person is not None]
    homes = {dossier.household.id} if dossier.household.id else set()
    homes |= {row.household_id for row in people.households_of(unit.session, persons, unit.today)}
    found = [of_household(unit, home) for home in sorted(homes)]
    lines = sorted((line for one in found for line in one.lines), key=lambda line: _ORDER.index(line.state))
    return Standing(
        list(dict.fromkeys(lines)),
        [part for one in found for part in one.categories],
        [words for one in found for words in one.flags],
    )


def personal(unit: Unit, dossier: Dossier) -> dict[str, list[str]]:
    """Line of a form → what its person has for themselves this month or from the next one on, chosen or typed alike."""
    month = month_of(unit.today)
    found = {}
    for member in dossier.members:
        person = known_person(unit, member)
        rows = queries.every(unit.session, "", person.id) if person is not None else []
        own = [row.programme for row in rows if row.covers(month) or row.covers(month_after(month))]
        found[member.id] = list(dict.fromkeys(own))
    return found


def _never_began(row: Entitlement) -> bool:
    return bool(row.last_month) and row.last_month < row.first_month


def _state(row: Entitlement, on: date) -> str:
    month = month_of(on)
    if row.ran_out(on) or (row.last_month and row.last_month < month):
        return "ended"
    return "starts" if row.first_month > month else "in_force"


def _last_month(row: Entitlement, on: date) -> str:
    """The month it ended or ends with; of what ran out the month of its last day, though nobody has ended it yet."""
    if row.last_month or row.valid_until is None or not row.ran_out(on):
        return row.last_month
    return month_of(row.valid_until)


def _names(unit: Unit, rows: Iterable[Entitlement]) -> dict[str, str]:
    persons = sorted({row.person_id for row in rows if row.person_id})
    return {person.id: person.name for person in file_rows.people_of(unit.session, persons).values()}


def _line(unit: Unit, row: Entitlement, names: dict[str, str], numbers: dict[str, str]) -> Received:
    return Received(
        label=unit.desk.label("item", row.programme),
        who=names.get(row.person_id or "", ""),
        state=_state(row, unit.today),
        monthly=row.monthly,
        first_month=row.first_month,
        last_month=_last_month(row, unit.today),
        why_ended=_why(unit, row),
        valid_until=row.valid_until,
        number=numbers.get(row.application_id, ""),
        application_id=row.application_id,
    )


def _why(unit: Unit, row: Entitlement) -> str:
    reason = row.ended_reason or ("expired" if row.ran_out(unit.today) else "")
    return unit.desk.codes["end_reason"].labels.get(reason, "")


def _categories(unit: Unit, rows: Sequence[Entitlement], names: dict[str, str]) -> list[Category]:
    """Main categories in order of time; rows of one category that follow each other are one period."""
    made: list[Category] = []
    for row in rows:
        if row.programme not in MAIN or _never_began(row):
            continue
        label, who = unit.desk.label("item", row.programme), names.get(row.person_id or "", "")
        before = next((one for one in reversed(made) if (one.label, one.who) == (label, who)), None)
        first = row.first_month
        if before is not None and before.last_month and month_after(before.last_month, 1) == first:
            made.remove(before)
            first = before.first_month
        made.append(Category(label, who, first, _last_month(row, unit.today), _why(unit, row)))
    return made
