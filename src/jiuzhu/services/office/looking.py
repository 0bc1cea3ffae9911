"""查阅记录: whom a service was asked about, kept in one small write after the answer.

A service says whom it is about by the names of its parameters (`application_id`, `household_id`, `alert_id` …), so
that none can forget to: the workspace looks at every question. What is found by other words says so itself
(`unit.looked_at`). What changes, prints, exports or reveals is in the journal by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from inspect import signature
from typing import Any

from jiuzhu.domain.looking import AGAIN, Look
from jiuzhu.storage.queries import looks as queries
from jiuzhu.storage.unit import Unit

_OTHER_NAMES = {
    "change_id": ("account_change",),
    "event_id": ("household_event",),
    "line_id": ("economic_line", "grant_line"),
    "photo_id": ("attachment",),
    "relative_id": ("relative_of_staff",),
    "child_id": ("person",),
    "owed_id": ("obligor",),
    "proof_id": ("visit_photo", "visit_record"),
    "record_id": ("support_agreement", "wellbeing_visit", "custody", "adjustment", "household_event"),
    "record": ("application", "lead", "transfer", "damaged_house", "household"),
    "subject_id": ("application", "household", "person"),
}
"""Parameters that are not called after their table."""

_WAIT = timedelta(minutes=1)
"""How long a write that failed is left alone: a full disk or a line that is down must not stop the window again."""
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """A look not written yet; `tables`: where the record may stand."""

    tables: tuple[str, ...]
    row_id: str
    what: str
    at: datetime


def tables_of(parameter: str) -> tuple[str, ...]:
    """The tables of people's records a parameter of this name points into, none for another."""
    found = _OTHER_NAMES.get(parameter, (parameter.removesuffix("_id"),) if parameter.endswith("_id") else ())
    return tuple(name for name in found if name in queries.PERSONAL)


@lru_cache(maxsize=1024)
def subjects_of(service: Callable[..., Any]) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """Place, name and tables of each parameter by which a service is asked about somebody; the unit is place -1."""
    return tuple(
        (place - 1, name, tables_of(name))
        for place, name in enumerate(signature(service).parameters)
        if tables_of(name)
    )


class Looks:
    """What one operator looked at at this desk and is not written yet."""

    def __init__(self) -> None:
        self._waiting: list[Seen] = []
        self._last: dict[tuple[str, str], datetime] = {}
        self._not_before: datetime | None = None

    def asked(
        self,
        service: Callable[..., Any],
        args: Sequence[Any],
        named: Mapping[str, Any],
        at: datetime,
        what: str,
    ) -> None:
        """A service was asked, and answered or refused."""
        for place, name, tables in subjects_of(service):
            value = args[place] if place < len(args) else named.get(name)
            if isinstance(value, str) and value:
                self.note(Seen(tables, value, what, at))

    def note(self, seen: Seen) -> None:
        """Keep a look unless the same was kept a short while ago."""
        if self.told_lately(seen.row_id, seen.what, seen.at):
            return
        if len(self._last) > _REMEMBERED:
            self._last = {key: then for key, then in self._last.items() if seen.at - then < AGAIN}
        self._last[seen.row_id, seen.what] = seen.at
        self._waiting.append(seen)

    def due(self, now: datetime) -> bool:
        """Whether something waits and may be written now."""
        return bool(self._waiting) and (self._not_before is None or now >= self._not_before)

    def take(self) -> list[Seen]:
        """What waits; it is the caller's from now on."""
        taken, self._waiting = self._waiting, []
        return taken

    def put_back(self, taken: list[Seen], now: datetime) -> None:
        """It could not be written: again in a while."""
        self._waiting[:0] = taken
        self._not_before = now + _WAIT

    def told_lately(self, row_id: str, what: str, at: datetime) -> bool:
        """Whether the same look was kept a short while ago."""
        return _lately(self._last.get((row_id, what)), at)

    def written(self, found: list[Look]) -> None:
        """These are in the journal: whatever else of their households is opened now is the same look."""
        for look in found:
            if look.household_id is not None:
                self._last[look.household_id, look.what] = look.at


def _lately(last: datetime | None, at: datetime) -> bool:
    """Whether a look is still the same look; a clock that was set back hides nothing."""
    return last is not None and timedelta(0) <= at - last < AGAIN


def keep_looks(unit: Unit, looks: Looks, taken: list[Seen]) -> list[Look]:
    """Write the looks that wait, in one entry of the journal: one for each household, whichever of its records it was."""
    found: list[Look] = []
    here: dict[tuple[str, str], datetime] = {}
    for seen in taken:
        whose = queries.household_of(unit.session, seen.tables, seen.row_id)
        if whose is None:
            continue
        table, home = whose
        key = (home or seen.row_id, seen.what)
        before = key[0] != seen.row_id and looks.told_lately(*key, seen.at)
        if before or _lately(here.get(key), seen.at):
            continue
        here[key] = seen.at
        look = Look(
            at=seen.at,
            operator_id=unit.actor.operator_id,
            what=seen.what,
            subject=table,
            subject_id=seen.row_id,
            household_id=home,
        )
        found.append(unit.add(look))
    return found
