"""A ledger as a paper: the rows the filters leave, in the columns of the ledger, numbered and sealed like every paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.ledger_sources import SOURCES, filters_text
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.storage.queries import ledgers as queries
from jiuzhu.storage.queries import papers as paper_rows
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

MOST_ROWS = 2000
_MILLIMETRES = {"date": 19, "month": 15, "account": 23, "money": 18}
"""What does not break over two lines takes this much; words take their column's share."""
_NARROWEST, _WIDEST = 13, 28
"""A name of three on one line, and what a column of words takes at most where there is room for all."""
_ROOM = 267
"""Millimetres between the margins of a sheet laid across."""
_TYPES = {"date": "account", "month": "account"}
"""Days and months stand in digits on one line, as on the screen: shorter than in words."""


@dataclass(kw_only=True)
class LedgerPart:
    """The rows, what they are narrowed to in words, and how many they are."""

    narrowed: str = "全部"
    count: int = 0
    lines: list[SimpleNamespace] = field(default_factory=list)


@dataclass(kw_only=True)
class LedgerDossier(Dossier):
    """A dossier that is about the rows of one ledger."""

    ledger: LedgerPart = field(default_factory=LedgerPart)


def form_of(ledger: Ledger) -> Form:
    """The paper of a ledger: what it is narrowed to, then its columns from left to right, without ID numbers."""
    columns = tuple(
        FormField(
            column.name,
            column.title,
            _TYPES.get(column.kind, column.kind),
            width=wide,
        )
        for column, wide in _widths([one for one in ledger.columns if one.kind != "id"])
    )
    head = (FormField("ledger.narrowed", "筛选"), FormField("ledger.count", "行数", "integer"))
    return Form(
        id="L",
        title=ledger.title,
        short=ledger.title,
        basis="",
        landscape=True,
        sections=(
            Section("head", "fields", fields=head, screen=False),
            Section("lines", "table", repeat="ledger.lines", fields=columns, screen=False),
        ),
    )


def _widths(columns: Sequence[Column]) -> list[tuple[Column, int]]:
    """Millimetres for each column: where there is too little room, columns of many words give way, days and names do not."""
    natural = [
        _MILLIMETRES.get(column.kind, max(_NARROWEST, min(column.width, _WIDEST))) for column in columns
    ]
    spare = [
        0 if column.kind in _MILLIMETRES else wide - _NARROWEST
        for column, wide in zip(columns, natural, strict=True)
    ]
    share = min(1.0, max(0, sum(natural) - _ROOM) / max(1, sum(spare)))
    return [
        (column, wide - ceil(gives * share))
        for column, wide, gives in zip(columns, natural, spare, strict=True)
    ]


def issue_ledger(unit: Unit, ledger_id: str, filters: Mapping[str, Any], folder: Path, said: Said) -> Issued:
    """Print every row the filters leave, with a record of who took it; numbers of people stay in the workbook."""
    unit.require("print")
    ledger, source = unit.desk.ledgers[ledger_id], SOURCES[ledger_id]
    wanted = Filters(**filters)
    total = source.total(unit, wanted)
    if not total:
        raise Refused("没有符合筛选条件的内容。没有打印任何文书。")
    if total > MOST_ROWS:
        raise Refused(
            f"一次最多打印 {MOST_ROWS} 行，现在有 {total} 行。没有打印任何文书；请缩小筛选范围，或导出 Excel。"
        )
    names = [column.name for column in ledger.columns]
    lines: list[SimpleNamespace] = []
    for piece in queries.pieces(unit.session, source.statement(unit, wanted, "")):
        lines += [
            SimpleNamespace(**dict(zip(names, row, strict=True)))
            for row in source.rows(unit, ledger, piece, len(lines))
        ]
    narrowed = filters_text(unit, ledger_id, filters) or "全部"
    dossier = LedgerDossier(ledger=LedgerPart(narrowed=narrowed, count=total, lines=lines))
    dossier.office = file_parts.office_part(unit.desk)
    title = f"{ledger.title} {narrowed}"[:200]
    what = exporting.what_of(unit, "pdf", ledger_id, filters)
    found = paper_rows.newest_titled(unit.session, "L", title)
    return leave_list(
        unit,
        what,
        said,
        lambda leaving: leave(
            unit, form_of(ledger), dossier, folder, title=title, found=found, own_number="", kind="paper",
            application_id=None, leaving=leaving,
        ),
    )  # fmt: skip
