"""低保家庭台账 sent out and come back: where a family lives and is paid may be corrected in the workbook, nothing else.

A dry run first; a row that cannot be taken is told in a coloured copy of their own file, and then nothing is taken at all.
An import is one transaction and can be undone for seven days, as long as nobody changed the same field since.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.documents import error_copy, foreign_workbook
from jiuzhu.documents.foreign_workbook import ForeignRow
from jiuzhu.domain.household import Household
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.round_trip import ImportChange, LedgerImport
from jiuzhu.errors import Refused
from jiuzhu.services import ledgers
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.unit import Unit

LEDGER = "dibao_households"
FIELDS = ("village", "address", "phone", "bank", "account_name", "account_number")
"""Columns of the ledger that are fields of the household of the same name and may be corrected."""

UNDO_DAYS = 7
_DIGITS = re.compile(r"\d{8,30}")
_PHONE = re.compile(r"[\d-]{7,20}")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one household: what is stored and what the workbook says."""

    household_id: str
    household_number: str
    name: str
    field: str
    title: str
    was: str
    now: str
    row: int


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """A returned workbook as it was read: the differences, or the rows that stand in the way and the copy that tells."""

    path: Path
    file_hash: str
    rows: int
    differences: list[Difference]
    problems: dict[int, list[str]]
    error_copy: Path | None


def _expected(unit: Unit) -> Ledger:
    ledger = unit.desk.ledgers[LEDGER]
    columns = [column for column in ledger.columns if not column.group and column.kind != "id"]
    return replace(
        ledger,
        columns=tuple(replace(column, required=column.name == "household_number") for column in columns),
    )


def _stored(unit: Unit, ledger: Ledger) -> dict[str, Mapping[str, Any]]:
    """Household number → its row of the ledger as the screen shows it."""
    names = [column.name for column in unit.desk.ledgers[LEDGER].columns]
    page = ledgers.page(unit, LEDGER, {}, limit=1_000_000)
    wanted = {column.name for column in ledger.columns}
    rows = [
        {name: value for name, value in zip(names, row, strict=True) if name in wanted} for row in page.rows
    ]
    return {row["household_number"]: row for row in rows}


def _same(told: Any, stored: Any) -> bool:
    if isinstance(stored, Decimal) or isinstance(told, Decimal):
        return told is not None and Decimal(told) == Decimal(stored or 0)
    return str(told) == str(stored or "")


def _wrong(field: str, text: str) -> str:
    if field == "account_number" and not _DIGITS.fullmatch(text):
        return "银行账号应是 8 到 30 位数字"
    if field == "phone" and not _PHONE.fullmatch(text):
        return "联系电话不是电话号码"
    return f"最多 {_LONGEST} 个字" if len(text) > _LONGEST else ""


def look_at_return(unit: Unit, path: Path) -> ReturnPreview:
    """Read a returned 低保家庭台账 without storing anything. An empty cell leaves what is stored."""
    unit.require("exchange")
    ledger = _expected(unit)
    sheet = foreign_workbook.read(path, expected=ledger)
    problems: dict[int, list[str]] = {}
    for one in sheet.problems:
        problems.setdefault(one.row, []).append(one.message)
    stored, seen = _stored(unit, ledger), set[str]()
    found: list[Difference] = []
    rows = [row for row in sheet.rows if row.values.get("household_number") in stored or not _is_total(row)]
    for row in rows:
        number = str(row.values.get("household_number") or "")
        told = problems.setdefault(row.row_number, [])
        if number in seen:
            told.append("同一户出现了两次")
        elif number not in stored:
            told.append(f"没有编号 {number} 的低保家庭")
        else:
            seen.add(number)
            told += _locked(row, stored[number], ledger)
            found += _differences(unit, row, stored[number], ledger, told)
    problems = {
        row: told for row, told in problems.items() if told and row in {one.row_number for one in rows}
    }
    copy = None
    if problems:
        copy = path.with_name(f"{path.stem}-错误说明.xlsx")
        error_copy.write_error_copy(path, copy, problems, sheet.header_row, sheet_name=sheet.sheet_name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ReturnPreview(path, digest, len(rows), [] if problems else found, problems, copy)


def _is_total(row: ForeignRow) -> bool:
    """The last row of an export: 合计."""
    return any(str(value).startswith("合计") for value in row.values.values())


def _locked(row: ForeignRow, stored: Mapping[str, Any], ledger: Ledger) -> list[str]:
    """Columns the workbook must not change: people, money, months, decisions."""
    return [
        f"“{column.title}”不能从表格修改，请在窗口办理"
        for column in ledger.columns
        if column.name not in FIELDS
        and row.values.get(column.name) not in {None, ""}
        and not _same(row.values[column.name], stored[column.name])
    ]


def _differences(
    unit: Unit, row: ForeignRow, stored: Mapping[str, Any], ledger: Ledger, told: list[str]
) -> list[Difference]:
    number = str(stored["household_number"])
    home, made = queries.household(unit.session, number), []
    for column in ledger.columns:
        text = str(row.values.get(column.name) or "").strip()
        shown = str(stored[column.name] or "")  # the head's phone stands in for a household without one
        if column.name not in FIELDS or not text or text in {shown, getattr(home, column.name)}:
            continue
        wrong = _wrong(column.name, text)
        if wrong:
            told.append(wrong)
        was = getattr(home, column.name)
        name = str(row.values.get("applicant") or "")
        made.append(Difference(home.id, number, name, column.name, column.title, was, text, row.row_number))
    return made


def apply_return(unit: Unit, preview: ReturnPreview, sender: str) -> str:
    """Take every difference, or none; returns the import's number. Refused when a field changed since the dry run."""
    unit.require("exchange")
    if preview.problems or not preview.differences:
        raise Refused("没有可以导入的修改。没有改动任何内容。")
    if queries.taken_before(unit.session, preview.file_hash):
        raise Refused("这份工作簿已经导入过。没有改动任何内容。")
    homes = len({one.household_id for one in preview.differences})
    made = unit.add(
        LedgerImport(
            number=unit.number("import"),
            ledger=LEDGER,
            sender=sender.strip(),
            file_name=preview.path.name,
            file_hash=preview.file_hash,
            rows=preview.rows,
            changed=homes,
            unchanged=preview.rows - homes,
            imported_by=unit.actor.operator_id,
            imported_at=unit.now,
            undo_until=unit.today + timedelta(days=UNDO_DAYS),
        )
    )
    for one in preview.differences:
        home = unit.get(Household, one.household_id)
        if getattr(home, one.field) != one.was:
            raise Refused(
                f"{one.household_number} 的“{one.title}”在试读以后被别人改过。没有改动任何内容；请重新试读。"
            )
        setattr(home, one.field, one.now)
        unit.add(
            ImportChange(
                import_id=made.id, table_name="household", row_id=home.id, field_name=one.field, was=one.was,
                now=one.now, position=one.row,
            )
        )  # fmt: skip
    unit.about(made.id)
    return made.number


def imports(unit: Unit) -> list[LedgerImport]:
    """Returned workbooks that were taken, the newest first."""
    unit.require("read")
    return queries.imports(unit.session)


def undo_return(unit: Unit, import_id: str) -> int:
    """撤销导入: put back what stood there, within seven days, unless somebody changed it since. Returns how many fields."""
    unit.require("exchange")
    row = unit.get(LedgerImport, import_id)
    if row.undone_on is not None:
        raise Refused(f"{row.number} 已在 {row.undone_on} 撤销。没有改动任何内容。")
    if unit.today > row.undo_until:
        raise Refused(f"{row.number} 只能在 {row.undo_until} 以前撤销。没有改动任何内容；请逐户更正。")
    changes = queries.changes_of(unit.session, row.id)
    for change in changes:
        home = unit.get(Household, change.row_id)
        if getattr(home, change.field_name) != change.now:
            raise Refused(f"{home.number} 在导入以后又被改过，不能整批撤销。没有改动任何内容；请逐户更正。")
        setattr(home, change.field_name, change.was)
    row.undone_by, row.undone_on = unit.actor.operator_id, unit.today
    unit.about(row.id)
    return len(changes)
