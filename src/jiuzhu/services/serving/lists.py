"""政策、资源、服务清单 as live objects: described, verified anew, ended and never deleted; what is left of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu import paths
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.serving.directory import (
    KINDS,
    Described,
    DirectoryEntry,
    problems_of,
    read_entries,
    stale,
)
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import directory as queries
from jiuzhu.storage.unit import Unit

_CODED = ("need_heading", "service_condition", "service_branch", "service_item")
VERIFIED = "service.verified.days"
"""Days after which an entry is to be verified again."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in a list: whom it is for in words, what is left, and whether it was verified lately."""

    id: str
    version: int
    number: str
    kind: str
    title: str
    owner: str
    headings: str
    for_whom: str
    left: int | None  # None: it does not run out
    unit: str
    quantity: int | None
    cost: Any
    terms: str
    papers: str
    giver: str
    provider: str
    document: str
    valid_from: date
    valid_until: date | None
    verified_on: date | None
    verifier: str
    colour: str  # warn: not verified, or not lately | bad: not valid any more | ok
    ended_on: date | None
    typed: Mapping[str, Any]  # as its form shows it


@dataclass(frozen=True, slots=True)
class Loaded:
    """Examples that were put in, and how many stood there already."""

    made: int
    there: int


def codes_of(desk: Desk) -> dict[str, Collection[str]]:
    """Table → codes, of the tables an entry names."""
    return {table: desk.codes[table].codes for table in _CODED}


def record_entry(unit: Unit, told: Described) -> str:
    """Put an entry on a list, verified today by whoever writes it; returns its number."""
    unit.require("direct_lists")
    _require_sound(unit, told)
    if (told.kind, told.title.strip()) in queries.titles(unit.session):
        raise InvalidInput(
            [Problem("title", f"{KINDS[told.kind]}里已经有这一条，请核实或更正它，不要重复登记。")]
        )
    made = _added(unit, told)
    made.verified_on, made.verified_by = unit.today, unit.actor.operator_id
    unit.about(made.id)
    return made.number


def _require_sound(unit: Unit, told: Described) -> None:
    problems = problems_of(told, codes_of(unit.desk))
    if problems:
        raise InvalidInput(problems)


def _added(unit: Unit, told: Described) -> DirectoryEntry:
    values: dict[str, Any] = told.values() | {"valid_from": told.valid_from or unit.today}
    return unit.add(
        DirectoryEntry(
            number=unit.number("directory_entry"),
            **values,
        )
    )


def change_entry(
    unit: Unit, directory_entry_id: str, told: Described, *, before: Shown | None = None
) -> None:
    """更正 an entry; who corrects it has verified it. `before`: see `merging`. Refused below what was already given."""
    entry = _going_on(unit, directory_entry_id)
    _require_sound(unit, told)
    if told.kind != entry.kind:
        raise InvalidInput([Problem("kind", "不能改到别的清单；请停用这一条，在那边另外登记。")])
    typed: dict[str, Any] = told.values() | {"valid_from": told.valid_from or entry.valid_from}
    merging.save(unit, entry, typed, before, about=[entry.id])
    taken = queries.taken(unit.session, [entry.id]).get(entry.id, 0)
    if entry.quantity is not None and entry.quantity < taken:
        raise InvalidInput([Problem("quantity", f"已经用去 {taken}，总数不能更少。")])
    entry.verified_on, entry.verified_by = unit.today, unit.actor.operator_id


def verify_entry(unit: Unit, directory_entry_id: str, seen_version: int) -> None:
    """核实: somebody made sure today that an entry still is as it stands."""
    entry = _going_on(unit, directory_entry_id)
    unit.unchanged(entry, seen_version)
    entry.verified_on, entry.verified_by = unit.today, unit.actor.operator_id


def end_entry(unit: Unit, directory_entry_id: str, seen_version: int) -> None:
    """停用 from today; what was chosen from it stays and is finished."""
    entry = _going_on(unit, directory_entry_id)
    unit.unchanged(entry, seen_version)
    entry.ended_on = unit.today


def _going_on(unit: Unit, directory_entry_id: str) -> DirectoryEntry:
    unit.require("direct_lists")
    entry = unit.get(DirectoryEntry, directory_entry_id)
    if entry.ended_on is not None:
        raise Refused(f"{entry.number} 已于 {entry.ended_on} 停用。没有改动任何内容。")
    unit.about(entry.id)
    return entry


def load_examples(unit: Unit) -> Loaded:
    """载入示例清单: what is on public record for the district; an entry of the same title is left as the office has it.

    Nobody has made sure of them yet: they stay amber until somebody verifies each.
    """
    unit.require("direct_lists")
    shipped = read_entries(
        (paths.resources() / "services" / "directory.toml").read_text("utf-8"), codes_of(unit.desk)
    )
    there = queries.titles(unit.session)
    new = [told for told in shipped if (told.kind, told.title) not in there]
    for told in new:
        _added(unit, told)
    unit.about(unit.actor.operator_id)
    return Loaded(len(new), len(shipped) - len(new))


def entries(unit: Unit, kind: str, text: str = "") -> list[EntryRow]:
    """One of the three lists, those that go on first, then those verified longest ago."""
    unit.require("read")
    return entry_rows(unit, queries.entries(unit.session, kind, text))


def stale_after(unit: Unit) -> int:
    """Days after which an entry is to be verified again."""
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).number(VERIFIED)


def entry_rows(unit: Unit, found: Sequence[Any]) -> list[EntryRow]:
    """Rows of the database in words."""
    days, label = stale_after(unit), unit.desk.label
    taken = queries.taken(unit.session, [row.id for row in found if row.quantity is not None])
    return [
        EntryRow(
            row.id, row.version, row.number, row.kind, row.title, label("department", row.owner),
            "、".join(label("need_heading", one) for one in row.headings.split()), for_whom(unit, row),
            None if row.quantity is None else row.quantity - taken.get(row.id, 0), row.unit, row.quantity,
            row.cost, row.terms, row.papers, row.giver, row.provider or "", row.document,
            row.valid_from, row.valid_until, row.verified_on, row.verifier or "", _colour(row, unit.today, days),
            row.ended_on, _typed(row),
        )
        for row in found
    ]  # fmt: skip


def _colour(row: Any, today: date, days: int) -> str:
    if row.ended_on is not None:
        return ""
    if row.valid_until is not None and row.valid_until < today:
        return "bad"
    return "warn" if stale(row.verified_on, today, days) else "ok"


def for_whom(unit: Unit, row: Any) -> str:
    """Class, age, conditions and area of an entry in words."""
    label = unit.desk.label
    ages = "".join([
        f"满 {row.age_from} 周岁" if row.age_from is not None else "",
        f"未满 {row.age_below} 周岁" if row.age_below is not None else "",
    ])  # fmt: skip
    told = [
        f"第 {'、'.join(row.classes.split())} 类", ages,
        "、".join(label("service_condition", one) for one in row.conditions.split()),
        "、".join(row.area.split()),
    ]  # fmt: skip
    return "；".join(filter(None, told))


_TYPED = (
    "kind", "title", "owner", "branch", "area", "age_from", "age_below", "terms", "papers", "cost", "item", "giver",
    "programme", "document", "quantity", "unit", "valid_from", "valid_until",
)  # fmt: skip
_SEVERAL = ("headings", "classes", "conditions")


def _typed(row: Any) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in _TYPED}
    return shown | {name: getattr(row, name) for name in _SEVERAL} | {"provider_id": row.provider_id or ""}
