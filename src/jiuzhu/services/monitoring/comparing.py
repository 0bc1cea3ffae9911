"""名单比对: a department's list is looked at first, then held against our people by ID number and by nothing else."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from jiuzhu import paths
from jiuzhu.documents import foreign_workbook
from jiuzhu.documents.foreign_cells import Value
from jiuzhu.domain.identity_number import masked, normalised
from jiuzhu.domain.indicators import RECORDS, Listed
from jiuzhu.domain.ledger import Ledger, load_ledger
from jiuzhu.domain.monitoring import Comparison
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.monitoring.noticing import noticed, other_name, raise_alerts
from jiuzhu.storage.queries import alerts as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row of a list: `standing` says what became of it."""

    row: int
    name: str
    id_masked: str
    standing: str  # matched | near | unknown | unreadable
    told: str
    id_number: str = field(repr=False, default="")
    listed: Listed = field(repr=False, default_factory=Listed)


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What a list holds; nothing is stored yet. `near`: our people of the same name, another number or none."""

    kind: str
    path: Path
    file_hash: str
    rows: list[ListedPerson]

    def count(self, standing: str) -> int:
        """How many rows stand so."""
        return sum(1 for row in self.rows if row.standing == standing)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison did."""

    number: str
    listed: int
    matched: int
    near: int
    raised: int


@cache
def shape(kind: str) -> Ledger:
    """The columns a list of this kind has."""
    return load_ledger(paths.resources() / "comparisons" / f"{kind}.toml")


def look(unit: Unit, kind: str, path: Path) -> ListPreview:
    """Read a list (.xlsx) without storing anything; rows that cannot be read say why and are never matched."""
    unit.require("monitor")
    sheet = foreign_workbook.read(path, expected=shape(kind))
    unreadable: dict[int, list[str]] = {}
    for problem in sheet.problems:
        unreadable.setdefault(problem.row, []).append(problem.message)
    numbers = {
        row.row_number: normalised(value) if isinstance(value := row.values.get("id_number"), str) else ""
        for row in sheet.rows
    }
    ours = queries.by_number(unit.session, [number for number in numbers.values() if number])
    names = queries.names_known(unit.session, [str(row.values.get("name") or "") for row in sheet.rows])
    rows = []
    for row in sheet.rows:
        number, name = numbers[row.row_number], str(row.values.get("name") or "")
        problems = unreadable.get(row.row_number, [])
        standing = (
            "unreadable"
            if problems
            else "matched"
            if number in ours
            else "near"
            if name in names
            else "unknown"
        )
        rows.append(
            ListedPerson(
                row=row.row_number,
                name=name,
                id_masked=masked(number),
                standing=standing,
                told="；".join(problems) or (other_name(name, ours[number].name) if number in ours else ""),
                id_number=number,
                listed=_listed(row.values),
            )
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ListPreview(kind, path, digest, rows)


def _listed(values: dict[str, Value]) -> Listed:
    on, figure, text = values.get("on"), values.get("figure"), values.get("text")
    return Listed(
        on=on if isinstance(on, date) else None,
        figure=figure if isinstance(figure, Decimal) else None,
        text=text.strip() if isinstance(text, str) else "",
        name=str(values.get("name") or ""),
    )


def compare(unit: Unit, preview: ListPreview, source: str, as_of: date) -> Compared:
    """Match the readable rows by ID number and raise an alert for whatever a model notices.

    Rows of the same name with another number or none are counted and shown, never matched. The same fact raises one
    alert only. Refused for a file that was compared before; `InvalidInput` without a source or with a day to come.
    """
    unit.require("monitor")
    if not source.strip():
        raise InvalidInput([Problem("source", "请填写名单来自哪个部门。")])
    if as_of > unit.today:
        raise InvalidInput([Problem("as_of", "名单的截止日期还没有到，请核对。")])
    before = queries.compared_before(unit.session, preview.kind, preview.file_hash)
    if before is not None:
        raise Refused(
            f"这份名单 {before.compared_on:%Y-%m-%d} 已经比对过（{before.number}），没有重复比对。没有改动任何内容。"
        )
    good = [row for row in preview.rows if row.standing != "unreadable" and row.id_number]
    ours = queries.by_number(unit.session, [row.id_number for row in good])
    listed: dict[str, list[Listed]] = {}
    for row in good:
        if row.id_number in ours:
            listed.setdefault(ours[row.id_number].person_id, []).append(row.listed)
    homes = list(dict.fromkeys(found.household_id for found in ours.values()))
    made = unit.add(
        Comparison(
            number=unit.number("comparison"),
            kind=preview.kind,
            source=source.strip(),
            file_name=preview.path.name[:200],
            file_hash=preview.file_hash,
            as_of=as_of,
            listed=len(preview.rows),
            matched=len(listed),
            near=preview.count("near"),
            compared_by=unit.actor.operator_id,
            compared_on=unit.today,
        )
    )
    unit.about(made.id)
    raised = raise_alerts(unit, noticed(unit, homes, listed, preview.kind), made.id)
    return Compared(made.number, made.listed, made.matched, made.near, raised)


def scan_records(unit: Unit) -> int:
    """Let every model that needs no list look at the households with something in force; returns new alerts."""
    unit.require("monitor")
    homes = queries.receiving(unit.session, f"{unit.today:%Y-%m}")
    unit.about(unit.actor.operator_id)
    return raise_alerts(unit, noticed(unit, homes, {}, RECORDS))


def comparisons(unit: Unit) -> list[Comparison]:
    """The lists compared so far, the newest first."""
    return queries.comparisons(unit.session)
