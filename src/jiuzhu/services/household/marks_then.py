"""What stood in the records of people on a past day: an illness, a school or a sentence an event told later was not so yet."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from jiuzhu.domain.household_event import MARKING
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.storage.queries import as_of
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.unit import Unit

_FIELDS = ("disability_kind", "disability_grade", "illness", "student", "in_prison", "in_detox", "missing")
"""What of it an assessment reads."""


class _Told(NamedTuple):
    """One field of a person as an event changed it."""

    on: date
    event_id: str  # sorts by when it was recorded
    was: Any
    now: Any


def marks_then(unit: Unit, household_ids: Sequence[str] | None, on: date) -> Mapping[str, dict[str, Any]]:
    """Person → the fields that were otherwise on a day before today; of all households with None.

    A field is what the last event up to the day made it, else what it was before any event; what no event told later has
    no day of its own and stays as it is on record.
    """
    if on >= unit.today:
        return {}
    people = as_of.marked_after(unit.session, MARKING, on, household_ids)
    if not people:
        return {}
    told: defaultdict[tuple[str, str], list[_Told]] = defaultdict(list)
    for event in event_rows.events_of_people(unit.session, people):
        if event.kind not in MARKING or event.withdrawn_on is not None:
            continue
        for change in json.loads(event_rows.entry_of_event(unit.session, event.id) or "[]"):
            if change["table"] == "person" and change["id"] == event.person_id and "was" in change:
                for name in change["now"].keys() & set(_FIELDS):
                    one = _Told(event.effective_on, event.id, change["was"][name], change["now"][name])
                    told[change["id"], name].append(one)
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for (person_id, name), changes in told.items():
        if all(one.on <= on for one in changes):
            continue
        before = [one for one in changes if one.on <= on]
        found[person_id][name] = max(before).now if before else min(changes, key=lambda one: one.event_id).was
    return found


def require_latest(unit: Unit, person_id: str, names: Collection[str], on: date) -> None:
    """Refuse what would overwrite, with something that was so before it, what an event of a later day has marked."""
    for event in reversed(event_rows.events_of_people(unit.session, {person_id})):
        if event.kind not in MARKING or event.withdrawn_on is not None or event.effective_on <= on:
            continue
        changed = json.loads(event_rows.entry_of_event(unit.session, event.id) or "[]")
        if any(one["table"] == "person" and one["now"].keys() & set(names) for one in changed):
            told = unit.desk.label("household_event", event.kind)
            raise InvalidInput(
                [Problem("effective_on", _LATER.format(event.effective_on, told, event.number))]
            )


_LATER = (
    "这一天以后（{}）已登记“{}”（{}），现在的情况以那一次为准。请核对日期；要补记以前的，先撤销那一次，再按先后登记；"
    "不能撤销的，用“人工核定”提出调整，写明起始月份。"
)
