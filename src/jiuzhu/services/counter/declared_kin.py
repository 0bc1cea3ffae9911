"""What a form says of parents and obligors waits with it until a decision that has looked at them finds it true.

Whoever receives already is paid by the record. The rows wait in the tables of the record itself, marked with the
application (`waits_for`) and with the row whose place they would take (`replaces_id`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from jiuzhu.domain import kin
from jiuzhu.domain.application import Application
from jiuzhu.domain.dossier import Dossier, ObligorPart, ParentPart
from jiuzhu.domain.household import Obligor, Parent, Person
from jiuzhu.domain.ids import new_id
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

LOOKED_AT: dict[type, frozenset[str]] = {
    Obligor: frozenset({"household", "tekun", "child"}),
    Parent: frozenset({"tekun", "child"}),
}
"""Ways whose decision has looked at obligors, and at what became of a child's parents."""

_FIELDS: dict[type, tuple[str, ...]] = {
    Obligor: (
        "name", "id_number", "relation", "birth", "family_size", "occupation", "address", "phone", "status",
        "disability_kind", "disability_grade", "property_over",
    ),
    Parent: ("name", "state", "since", "until"),
}  # fmt: skip
_STORED = {
    Obligor: (*_FIELDS[Obligor], "income_month", "income_told"),
    Parent: _FIELDS[Parent],
}


def keep(unit: Unit, dossier: Dossier, application: Application, persons: dict[str, Person]) -> None:
    """Put what is said with the application; what an earlier version of the form said is replaced.

    `persons` is line of a member → record. A line that says what the record says stays the record's. Each line's id
    becomes that of the row it is kept in.
    """
    owed = {line: person.id for line, person in persons.items()}
    first = owed[dossier.applicant.id]
    home = application.household_id
    for kind, parts, live in (
        (Obligor, dossier.obligors, file_rows.obligors_of(unit.session, home)),
        (Parent, dossier.parents, file_rows.parents_of(unit.session, home)),
    ):
        stored = [*live, *file_rows.waiting(unit.session, kind, application.id)]
        whose = {
            row.id: row.of_person_id for row in stored
        }  # a form may leave the child out, not the parents
        told = [
            (part, _told(kind, part, home, owed.get(part.of_person) or whose.get(part.id, first)))
            for part in parts
        ]
        _keep(unit, application, kind, _once(told), live)


def _once(told: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Who is named twice is one: the later line says what holds."""
    made: list[tuple[Any, Any]] = []
    for line in told:
        name = line[1].name.strip()
        earlier = [
            place
            for place, (_, row) in enumerate(made)
            if name and row.name.strip() == name and kin.same_kin(row, line[1])
        ]
        if earlier:
            made[earlier[0]] = line
        else:
            made.append(line)
    return made


def _told(kind: type[Any], part: ObligorPart | ParentPart, household_id: str, of_person_id: str) -> Any:
    """A line of the form as a row of its own."""
    said = {name: getattr(part, name) for name in _FIELDS[kind]}
    return _with_income(kind(id=part.id, household_id=household_id, of_person_id=of_person_id, **said), part)


def _with_income(row: Any, part: ObligorPart | ParentPart) -> Any:
    """With what the form says an obligor earns; where it says nothing, what was told before stays."""
    if isinstance(part, ObligorPart) and part.income_month is not None:
        row.income_month, row.income_told = part.income_month, True
    return row


def _keep(
    unit: Unit,
    application: Application,
    kind: type[Any],
    told: Sequence[tuple[Any, Any]],
    live: Sequence[Any],
) -> None:
    waiting = {row.id: row for row in file_rows.waiting(unit.session, kind, application.id)}
    rows = [row for _, row in told]
    earlier = kin.matched(rows, list(waiting.values()), {row.id: row.id for row in rows})
    settled = {row.id: earlier[row.id].replaces_id if row.id in earlier else row.id for row in rows}
    whose = {row.id: row.of_person_id for row in live}
    of_same = {row.id: settled[row.id] for row in rows if whose.get(settled[row.id]) == row.of_person_id}
    known = kin.matched(rows, live, of_same)  # a line given to somebody else's child speaks of that child
    for part, said in told:
        record, row = known.get(said.id), earlier.get(said.id)
        statement = said if record is None else _over(record, said, part)
        if record is not None and all(
            getattr(record, name) == getattr(statement, name) for name in _STORED[kind]
        ):
            part.id = record.id
            continue
        if row is None:
            row = unit.add(replace(statement, id=new_id(), waits_for=application.id))
        for name in (*_STORED[kind], "of_person_id", "replaces_id"):
            if getattr(row, name) != getattr(statement, name):
                setattr(row, name, getattr(statement, name))
        waiting.pop(row.id, None)
        part.id = row.id
    for row in waiting.values():
        row.ended_on = unit.today


def _over(record: Any, said: Any, part: ObligorPart | ParentPart) -> Any:
    """What the record says, with what the form says instead; the same state of a parent without its days keeps them."""
    fields = {name: getattr(said, name) for name in _FIELDS[type(said)]}
    if isinstance(said, Parent) and said.state == record.state:
        fields |= {"since": said.since or record.since, "until": said.until or record.until}
    made = replace(record, id=said.id, replaces_id=record.id, started_on=None, version=1, **fields)
    return _with_income(made, part)


def confirm(unit: Unit, rows: FileRows, first_month: str) -> None:
    """A favourable decision puts on record what was declared, where its way has looked at it; `rows` as it was decided.

    Where something is paid already, from today, or from the eve of the first month granted (YYYY-MM; "" for none) when
    that has begun: what is granted rests on it from its first month, and what was paid before is read as it was.
    """
    eve = date.fromisoformat(f"{first_month}-01") - timedelta(days=1) if first_month else unit.today
    on = min(eve, unit.today)
    said: list[Obligor | Parent] = [*rows.obligors, *rows.parents]
    for row in said:
        if row.waits_for is None or rows.application.way not in LOOKED_AT[type(row)]:
            continue
        row.waits_for = None
        if row.replaces_id is not None:
            unit.get(type(row), row.replaces_id).ended_on = on
        if row.replaces_id is not None or rows.received:
            row.started_on = on
