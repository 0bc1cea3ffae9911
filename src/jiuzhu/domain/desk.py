"""What a desk works with: its office, its station, and the dated rules and tables in force there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from jiuzhu.domain import codes as code_tables
from jiuzhu.domain import form_arrangement
from jiuzhu.domain import ledger as ledger_columns
from jiuzhu.domain.arrangement import KINDS, Entry, arrange, in_force, parse
from jiuzhu.domain.calendar import WorkCalendar, stored_year
from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import Form
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.office import Office, OfficeRule, Station
from jiuzhu.domain.policy import Policy
from jiuzhu.errors import UserError


class Shipped(NamedTuple):
    """The forms, code tables and ledgers that came with the program, before the office arranged them."""

    form: Mapping[str, Form]
    codes: Mapping[str, CodeTable]
    ledger: Mapping[str, Ledger]
    calendar: WorkCalendar

    def of(self, kind: str) -> Mapping[str, Any]:
        """Everything of a kind of `arrangement.KINDS`, by its name."""
        found: Mapping[str, Any] = getattr(self, kind)
        return found


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once when the database opens and passed on; nothing reads it from a global."""

    office: Office
    station: Station
    policy: Policy
    calendar: WorkCalendar
    forms: Mapping[str, Form]
    codes: Mapping[str, CodeTable]
    ledgers: Mapping[str, Ledger]
    shipped: Shipped | None = None  # what the office's arrangements are laid over; None where there are none
    own: tuple[OfficeRule, ...] = ()  # everything the office ever arranged, past and to come
    day: date | None = None  # the day the arrangements were looked at for
    unread: tuple[str, ...] = ()  # years of days off that could not be read
    warnings: tuple[str, ...] = ()  # everything that could not be followed, in words

    def label(self, table: str, code: str) -> str:
        """The Chinese label of a code; an unknown code shows as itself, an empty one as nothing."""
        return self.codes[table].labels.get(code, code) if code else ""

    def on(self, day: date) -> "Desk":
        """This desk as the office arranged it for a day; a rule for a day begins on it, even in a window left open."""
        if self.shipped is None or day == self.day:
            return self
        held = in_force(self.own, self.day) if self.day is not None else None
        wanted = in_force(self.own, day)
        if held == wanted:
            return replace(self, day=day)
        return _laid_over(self, self.shipped, wanted, day)


def composed(desk: Desk, rules: Sequence[OfficeRule], day: date) -> Desk:
    """The desk with everything the office set for itself: its calendar years at once, the rest from its day on.

    What cannot be read is left out and stands in `warnings`; what came with the program holds in its place.
    """
    if desk.shipped is None:
        return desk
    calendar, unread = desk.shipped.calendar, []
    for rule in sorted((rule for rule in rules if rule.kind == "calendar"), key=lambda rule: rule.id):
        try:
            calendar = calendar.with_year(stored_year(rule.name, rule.document, rule.content))
        except UserError as problem:
            unread.append(f"{rule.name} 年放假安排没有采用：{problem.message}。")
    fresh = replace(desk, calendar=calendar, own=tuple(rules), unread=tuple(unread))
    return _laid_over(fresh, desk.shipped, in_force(rules, day), day)


ENTRIES: Mapping[str, Callable[[Any], tuple[Entry, ...]]] = {
    "form": form_arrangement.entries, "codes": code_tables.entries, "ledger": ledger_columns.entries,
}  # fmt: skip
"""Kind → what of a thing of that kind an office may arrange."""

_ARRANGED: Mapping[str, Callable[[Any, Sequence[Entry]], Any]] = {
    "form": form_arrangement.arranged, "codes": code_tables.arranged, "ledger": ledger_columns.arranged,
}  # fmt: skip


def addable(thing: Any) -> bool:
    """Whether an office may add entries of its own: codes to a table that is neither national nor closed."""
    return isinstance(thing, CodeTable) and not (thing.national or thing.internal or thing.closed)


def title_of(thing: Any) -> str:
    """What a form, table or ledger is called."""
    return f"{thing.id} {thing.title}" if isinstance(thing, Form) else str(thing.title)


def _laid_over(desk: Desk, shipped: Shipped, rules: Mapping[tuple[str, str], OfficeRule], day: date) -> Desk:
    things = {kind: dict(shipped.of(kind)) for kind in KINDS}
    warnings = []
    for (kind, name), rule in rules.items():
        thing = things[kind].get(name)
        where = f"{KINDS[kind]}“{title_of(thing) if thing else name}”（{rule.starts} 起）"
        if thing is None:
            warnings.append(f"{where}的设置没有采用：程序里没有它。")
            continue
        try:
            lines = parse(rule.content)
        except UserError as problem:
            warnings.append(f"{where}的设置没有采用：{problem.message}。")
            continue
        made = arrange(ENTRIES[kind](thing), lines, addable=addable(thing))
        things[kind][name] = _ARRANGED[kind](thing, made.entries)
        warnings += [f"{where}有一处没有采用：{problem}。" for problem in made.problems]
    return replace(
        desk, forms=things["form"], codes=things["codes"], ledgers=things["ledger"], day=day,
        warnings=(*desk.unread, *warnings),
    )  # fmt: skip
