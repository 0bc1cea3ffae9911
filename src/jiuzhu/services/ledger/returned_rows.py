"""The rows of a returned workbook, cell by cell: what a person changed, and why a cell cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiuzhu.documents.foreign_workbook import ForeignRow, ForeignSheet
from jiuzhu.documents.stamp import key_of, mark, plain
from jiuzhu.domain.correction import ACCOUNT, checked
from jiuzhu.domain.household import Household
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.domain.rights import RIGHT_LABELS
from jiuzhu.services.household import accounts
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.ledger.ledgers import hidden
from jiuzhu.services.office.watching import Watch
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.queries import ledgers as ledger_queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

_NUMBERED = "position"
"""A column that counts the rows of one export: it says nothing about the household."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one record: what is stored and what the workbook says. `subject` is the household it belongs to."""

    table: str
    row_id: str
    field: str
    subject: str
    key: str  # what names the row on the ledger
    name: str
    title: str
    was: str
    now: str
    row: int
    withheld: str = ""  # why this person may not bring it in, though it could be taken

    @property
    def of_account(self) -> bool:
        """Whether it says where money goes: asked for here, confirmed by a second person."""
        return self.table == "household" and self.field in ACCOUNT

    @property
    def target(self) -> tuple[str, str, str]:
        """The one field it would set."""
        return self.table, self.row_id, self.field


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of the ledger as it is now: its values, and the records behind it."""

    values: Mapping[str, Any]
    behind: Mapping[str, str]


def stored_rows(unit: Unit, ledger: Ledger, filters: Mapping[str, Any]) -> dict[str, Stored]:
    """The rows of a ledger as they are now, by what names a row on it."""
    source = SOURCES[ledger.id]
    statement = source.statement(unit, Filters(**filters), "")
    found: dict[str, Stored] = {}
    count = 0
    for piece in ledger_queries.pieces(unit.session, statement):
        for raw, row in zip(piece, source.rows(unit, ledger, piece, count), strict=True):
            values = dict(zip([column.name for column in ledger.columns], row, strict=True))
            behind = {table: getattr(raw, name) for table, name in source.behind.items()}
            found.setdefault(key_of(values[name] for name in ledger.key), Stored(values, behind))
        count += len(piece)
    return found


class Reading:
    """One pass over the rows of a returned workbook: differences and problems."""

    def __init__(
        self, unit: Unit, ledger: Ledger, sheet: ForeignSheet, stored: dict[str, Stored], watch: Watch
    ) -> None:
        self.unit, self.ledger, self.sheet, self.stored = unit, ledger, sheet, stored
        self.marks = sheet.stamp.marks if sheet.stamp is not None else {}
        self.unfit = {(one.row, one.column): one.message for one in sheet.problems}
        self.problems: dict[int, list[str]] = {}
        self.differences: list[Difference] = []
        self.withheld: list[Difference] = []
        self.strange = False
        self.rows = 0
        self._seen: dict[str, int] = {}
        self._set: dict[tuple[str, str, str], Difference] = {}
        for place, row in enumerate(sheet.rows):
            watch.go_on(place, len(sheet.rows))
            if not _is_total(row):
                self.rows += 1
                self._read(row)
        self._whole_accounts()

    def _read(self, row: ForeignRow) -> None:
        told = self.problems.setdefault(row.row_number, [])
        key = key_of(row.told.get(name, "") for name in self.ledger.key)
        named = "、".join(row.told.get(name, "") for name in self.ledger.key)
        here = f"（A{row.row_number} 起的一行）"
        if not all(row.told.get(name) for name in self.ledger.key):
            titles = "、".join(
                column.title for column in self.ledger.columns if column.name in self.ledger.key
            )
            told.append(f"没有写明{titles}，认不出是哪一行{here}")
        elif key in self._seen:
            told.append(f"{named} 在第 {self._seen[key]} 行已经出现过{here}")
        elif key not in self.stored:
            self.strange = True
            told.append(f"这本台账里没有 {named}{here}")
        else:
            self._seen[key] = row.row_number
            for column in self.ledger.columns:
                if column.name in self.sheet.columns and column.name != _NUMBERED:
                    self._cell(row, column, key, named, told)

    def _cell(self, row: ForeignRow, column: Column, key: str, named: str, told: list[str]) -> None:
        stored = self.stored[key]
        text, shown = row.told[column.name], plain(stored.values[column.name])
        left = self.marks.get(key, {}).get(column.name)
        touched = mark(text) != left if left is not None else text != shown
        if not touched or not text or _alike(column, text, shown):
            return
        cell = f"{self.sheet.letters[column.name]}{row.row_number}"
        if not column.edits:
            was = hidden(column, shown)
            told.append(
                f"“{column.title}”（{cell}）不能从表格修改，台账里是“{was}”；请改回，有变化在窗口办理"
            )
            return
        if (row.row_number, column.name) in self.unfit:
            told.append(f"{self.unfit[row.row_number, column.name]}（{cell}）")
            return
        now, wrong = checked(column.edits, text)
        if not wrong and left is not None and mark(shown) != left:
            wrong = f"导出以后已改为“{hidden(column, shown)}”，请重新导出后再改"
        table, _, name = column.edits.partition(".")
        identity = stored.behind[table]
        was = getattr(queries.record(self.unit.session, table, identity), name)
        if not wrong and was and plain(was) != shown:  # a sealed roster keeps what it was sealed with
            wrong = f"现在已是“{hidden(column, was)}”，请在窗口更正"
        withheld = _withheld(self.unit, table, name)
        if not withheld:
            wrong = wrong or _held(self.unit, table, name, identity)
        if wrong:
            told.append(f"“{column.title}”（{cell}）{wrong}")
            return
        one = Difference(
            table=table, row_id=identity, field=name, subject=stored.behind.get("household", ""), key=named,
            name=_name(stored.values), title=column.title, was=was, now=now, row=row.row_number,
            withheld=withheld,
        )  # fmt: skip
        before = self._set.setdefault(one.target, one)
        if before is one:
            (self.withheld if withheld else self.differences).append(one)
        elif before.now != now:
            told.append(f"“{column.title}”（{cell}）与第 {before.row} 行对同一户的修改不一致")

    def _whole_accounts(self) -> None:
        """An account is asked for whole: what the workbook leaves out must be here already."""
        by_household: dict[str, list[Difference]] = {}
        for one in self.differences:
            if one.of_account:
                by_household.setdefault(one.row_id, []).append(one)
        for identity, found in by_household.items():
            home = self.unit.get(Household, identity)
            wanted = {name: getattr(home, name) for name in ACCOUNT} | {one.field: one.now for one in found}
            lacking = "、".join(label for name, label in accounts.PARTS.items() if not wanted[name])
            if lacking:
                titles = "、".join(one.title for one in found)
                self.problems.setdefault(found[0].row, []).append(
                    f"{found[0].key} 没有登记{lacking}，不能只改{titles}；请把开户银行、户名和银行账号一起填写，或在窗口提出变更账户"
                )


def _withheld(unit: Unit, table: str, name: str) -> str:
    """Why this person brings no such correction in, "" when they may: an account is asked for with the right to."""
    if table != "household" or name not in ACCOUNT or unit.actor.may("monitor"):
        return ""
    return f"变更账户要由有“{RIGHT_LABELS['monitor']}”权限的人提出"


def _held(unit: Unit, table: str, name: str, identity: str) -> str:
    """Why a record takes no correction now, "" when it does."""
    if table == "reserve_entry":
        month = queries.counted_month(unit.session, identity)
        return f"{month} 已经月结，备注不能再改" if month else ""
    return accounts.waiting(unit, identity) if table == "household" and name in ACCOUNT else ""


def _alike(column: Column, text: str, shown: str) -> bool:
    """The same account or number written otherwise: in groups, with a hyphen, with zeros behind the point."""
    if column.edits:
        return checked(column.edits, text)[0] == checked(column.edits, shown)[0]
    return text == shown


def _name(values: Mapping[str, Any]) -> str:
    return str(values.get("applicant") or values.get("payee") or values.get("name") or "")


def _is_total(row: ForeignRow) -> bool:
    """The last row of an export: 合计."""
    return any(text.startswith("合计（") for text in row.told.values())
