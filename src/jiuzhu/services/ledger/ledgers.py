"""台账: pages of a ledger with its sums, and the same rows as a workbook that leaves, with a record of it."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.documents import workbook
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.errors import UserError
from jiuzhu.services.granting import rosters
from jiuzhu.services.granting.rosters import roster
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.ledger_rows import Row
from jiuzhu.services.ledger.ledger_sources import DAYS, SOURCES, Source, choices
from jiuzhu.services.office import proving
from jiuzhu.storage.queries import ledgers as queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

__all__ = ["Exported", "LedgerInfo", "LedgerPage", "export", "ledgers", "page", "roster"]

_TAIL = 4
_ID_NUMBER = re.compile(r"\d{17}[\dX]")


@dataclass(frozen=True, slots=True)
class LedgerInfo:
    """A ledger a page can show: its columns, and what may narrow it.

    `correctable`: titles of the columns a workbook may correct. `day`: what its days are
    called. `choices`: name of a filter → code and words; `needed`: filters without which it shows nothing.
    """

    id: str
    title: str
    columns: list[Column]
    sorts: frozenset[str]
    filters: tuple[str, ...]
    needed: tuple[str, ...]
    correctable: list[str]
    day: str
    choices: dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Rows in the order of the ledger's columns, ID and account numbers masked; sums over all `total` rows.

    `sums` is empty on later pages: the first one carries them. `applications`: what each row opens, "" for nothing.
    `columns`: those of the day the rows were asked on, which may have changed since the headings were.
    """

    columns: list[Column]
    rows: list[Row]
    applications: list[str]
    total: int
    sums: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that left."""

    path: Path
    number: str
    rows: int
    sums: dict[str, Decimal]


def ledgers(unit: Unit) -> list[LedgerInfo]:
    """The ledgers of this office, in the order of the page."""
    return [
        LedgerInfo(
            id=ledger_id,
            title=unit.desk.ledgers[ledger_id].title,
            columns=list(unit.desk.ledgers[ledger_id].columns),
            sorts=source.sorts,
            filters=source.filters,
            needed=source.needed,
            correctable=[column.title for column in unit.desk.ledgers[ledger_id].correctable],
            day=DAYS.get(ledger_id, ""),
            choices=choices(unit, ledger_id),
        )
        for ledger_id, source in SOURCES.items()
    ]


def _asked(ledger_id: str, wanted: Mapping[str, Any]) -> tuple[Source, Filters]:
    """The source and its filters; a filter the ledger does not have is a bug, a wrong value is told."""
    source = SOURCES[ledger_id]
    filters = Filters(**wanted)
    strange = filters.used - set(source.filters)
    if strange:
        msg = f"ledger {ledger_id} cannot be narrowed by {sorted(strange)}"
        raise ValueError(msg)
    if ledger_id == "roster":
        rosters.require_asked(filters)
    elif filters.month:
        rosters.require_month(filters.month)
    if filters.date_from and filters.date_to and filters.date_from > filters.date_to:
        raise UserError("开始日期晚于结束日期，没有结果。请调整日期。", field="date_from")
    return source, filters


def hidden(column: Column, value: Any) -> Any:
    """The value as a screen shows it: people's and banks' numbers with their middle hidden."""
    if not value:
        return value
    if column.kind == "id":
        return masked(value)
    if column.name == "more_members":
        return _ID_NUMBER.sub(lambda found: masked(found.group()), value)
    return f"****{value[-_TAIL:]}" if column.name == "account_number" else value


def page(  # noqa: PLR0917  # the words of the contract between windows and services
    unit: Unit, ledger_id: str, filters: Mapping[str, Any], sort: str = "", offset: int = 0, limit: int = 200
) -> LedgerPage:
    """One page of a ledger. `filters`: names of `Filters`; `sort`: a name of `LedgerInfo.sorts`, `-` descending."""
    source, wanted = _asked(ledger_id, filters)
    ledger = unit.desk.ledgers[ledger_id]
    found = queries.piece(unit.session, source.statement(unit, wanted, sort), offset, limit)
    rows = [
        tuple([hidden(column, value) for column, value in zip(ledger.columns, row, strict=True)])
        for row in source.rows(unit, ledger, found, offset)
    ]
    sums = {} if offset else source.sums(unit, wanted)
    behind = [(getattr(row, source.opens) or "") if source.opens else "" for row in found]
    return LedgerPage(list(ledger.columns), rows, behind, source.total(unit, wanted), sums)


class _Streamed:
    """All rows of a ledger, piece by piece, summed on the way and held against the database's own sums at the end."""

    def __init__(self, unit: Unit, ledger: Ledger, source: Source, filters: Filters, sort: str) -> None:
        self._unit, self._ledger, self._source = unit, ledger, source
        self._statement = source.statement(unit, filters, sort)
        self.subjects: set[str] = set()
        self.expected = source.sums(unit, filters)
        self.expected_rows = source.total(unit, filters)
        self._places = [(place, column.name) for place, column in enumerate(ledger.columns) if column.total]

    def __iter__(self) -> Iterator[Row]:
        count = 0
        sums = {name: Decimal("0.00") for _, name in self._places}
        for found in queries.pieces(self._unit.session, self._statement):
            self.subjects |= exporting.subjects_in(found)
            for row in self._source.rows(self._unit, self._ledger, found, count):
                count += 1
                for place, name in self._places:
                    sums[name] += row[place] or 0
                yield row
        if sums != self.expected or count != self.expected_rows:
            msg = f"ledger {self._ledger.id}: rows and sums of the file differ from the database's"
            raise RuntimeError(msg)


def export(  # the words of the contract between windows and services
    unit: Unit, ledger_id: str, filters: Mapping[str, Any], path: Path, said: Said, *, sort: str = ""
) -> Exported:
    """Write every row the filters leave to an .xlsx at `path`, with full numbers, and register that it left.

    The total row is checked against the sums of the database before the file takes its name. Raises `InvalidInput`
    for what is not stated, `Refused` for more rows than may leave without a second person, `UserError` for a wrong
    filter and when the file cannot be written.
    """
    unit.require("export")
    source, wanted = _asked(ledger_id, filters)
    ledger = unit.desk.ledgers[ledger_id]
    what = exporting.what_of(unit, "xlsx", ledger_id, filters)
    leaving = exporting.begin(unit, what, said)
    rows = _Streamed(unit, ledger, source, wanted, sort)
    with suppress(OSError):  # what cannot be made is told by the writing, with the way out
        path.parent.mkdir(exist_ok=True)
    written = workbook.write(
        path,
        replace(ledger, title=what.title),
        rows,
        title=what.title,
        subtitle=f"{unit.desk.office.name}　导出编号 {leaving.row.number}",
        filters_text=what.details,
        made_by=unit.actor.name,
        made_at=unit.now,
        narrowed=json.dumps(
            {name: str(value) for name, value in filters.items() if value}, ensure_ascii=False
        ),
        proved=rosters.proved(unit, wanted.month, wanted.programme)
        if ledger_id == "roster"
        else proving.cover_words(unit),
        mark=leaving.mark,
        password=leaving.password,
    )
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    row = exporting.left(
        unit, leaving, path, sha256=written.sha256, rows=written.rows, subjects=rows.subjects
    )
    return Exported(path, row.number, written.rows, written.sums)
