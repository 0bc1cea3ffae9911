"""Two people, one record: a form is saved field by field over what was stored since it was shown.

Only what both changed, each to another value, has to be chosen by a person (`Conflict`); decisions never go through here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jiuzhu.domain.household import Person
from jiuzhu.domain.merging import Shown, three_way
from jiuzhu.errors import Conflict, Difference
from jiuzhu.services.office import history
from jiuzhu.storage import journal
from jiuzhu.storage.queries import files
from jiuzhu.storage.queries.last_saved import Saved, last_saved
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import CHINA, Unit

_OPERATORS = {"owner_id", "escalation_id"}
"""Fields that hold an operator: told by name."""


def shown(row: Any, names: Iterable[str], columns: Mapping[str, str] | None = None) -> Shown:
    """What a form shows of a row before anybody types."""
    kept = columns or {}
    return {name: getattr(row, kept.get(name, name)) for name in names}


def merged(
    unit: Unit,
    row: Any,
    typed: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    *,
    about: Iterable[str],
    together: Sequence[Sequence[str]] = (),
    columns: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the fields of a row become; the service looks at them and writes them. Raises `Conflict` where a person has to choose.

    `before` is what the form showed (`shown`), None where no form was; `about` the records the row's history stands under;
    `together` see `three_way`; `columns` field of the form → field of the row, where they are called otherwise; `labels` words
    for fields the history does not tell. A form says "" where a row says None.
    What only a colleague changed is taken and told in one sentence (`Unit.notes`).
    """
    if before is None:
        return dict(typed)
    kept = {name: (columns or {}).get(name, name) for name in typed}
    stored = {name: _as_typed(getattr(row, kept[name]), typed[name]) for name in typed}
    return merged_values(
        unit, (TABLES[type(row)].name, row.id), typed, before, stored, about=about, together=together, columns=kept, labels=labels
    )  # fmt: skip


def save(
    unit: Unit,
    row: Any,
    typed: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    *,
    about: Iterable[str],
    together: Sequence[Sequence[str]] = (),
    columns: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> None:
    """`merged`, written to the row."""
    made = merged(unit, row, typed, before, about=about, together=together, columns=columns, labels=labels)
    for name, value in made.items():
        setattr(row, (columns or {}).get(name, name), value)


def merged_values(
    unit: Unit,
    row: tuple[str, str],
    typed: Mapping[str, Any],
    before: Mapping[str, Any],
    stored: Mapping[str, Any],
    *,
    about: Iterable[str],
    columns: Mapping[str, str],
    together: Sequence[Sequence[str]] = (),
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """`merged` where a form shows something else than the row of a table (its table and id) by itself."""
    made = three_way(before, typed, stored, together)
    if not made.clashing and not made.meanwhile:
        return made.values
    (table, row_id), kept = row, columns
    saved = last_saved(unit.session, row_id, about)
    names = files.operator_names(unit.session)
    told = {name: unit.desk.label("journal_field", f"{table}.{kept[name]}") for name in typed} | dict(
        labels or {}
    )
    if made.clashing:
        raise Conflict(
            [
                Difference(
                    name,
                    told[name],
                    _words(unit, names, f"{table}.{kept[name]}", typed[name]),
                    _words(unit, names, f"{table}.{kept[name]}", stored[name]),
                    *_by(names, saved.get(kept[name])),
                    typed=typed[name],
                    stored=stored[name],
                    group=next(("、".join(group) for group in together if name in group), ""),
                )
                for name in sorted(made.clashing, key=lambda name: [name in group for group in together])
            ]
        )
    by_whom: dict[tuple[str, str], list[str]] = {}
    for name in made.meanwhile:
        by_whom.setdefault(_by(names, saved.get(kept[name])), []).append(told[name])
    unit.notes += [
        f"{who or '同事'} {at[11:]} 保存过{'、'.join(fields)}，与您的改动不冲突，两边都已保留。"
        for (who, at), fields in by_whom.items()
    ]
    return made.values


def _as_typed(stored: Any, typed: Any) -> Any:
    return "" if stored is None and isinstance(typed, str) else stored


def _words(unit: Unit, names: Mapping[str, str], field: str, value: Any) -> str:
    column = field.partition(".")[2]
    if column in _OPERATORS:
        return names.get(value, "")
    if column == "person_id":
        return unit.get(Person, value).name if value else ""
    return history.worded(unit.desk, field, journal.plain(value))


def _by(names: Mapping[str, str], saved: Saved | None) -> tuple[str, str]:
    """Who and when (YYYY-MM-DD HH:MM, local); two empty words where the journal does not say."""
    if saved is None:
        return "", ""
    at = datetime.fromisoformat(saved.at).astimezone(CHINA)
    return names.get(saved.operator_id, ""), f"{at:%Y-%m-%d %H:%M}"
