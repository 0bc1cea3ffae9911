"""A department's list as a workbook, and held against our people."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from jiuzhu.services.monitoring import comparing
from jiuzhu.services.monitoring.comparing import shape
from town import Town


def listed(folder: Path, kind: str, *rows: tuple[Any, ...], name: str = "") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in shape(kind).columns])
    for row in rows:
        sheet.append(list(row))
    path = folder / f"{name or kind}.xlsx"
    book.save(path)
    return path


def compared(town: Town, path: Path, kind: str) -> comparing.Compared:
    preview = town.checker.read(comparing.look, kind, path)
    return town.checker.write(comparing.compare, preview, "区公安分局", date(2025, 11, 30))
