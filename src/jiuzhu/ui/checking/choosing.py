"""Native file dialogs of the 核查 page; "" or nothing when the person turned back."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

WORKBOOK = "Excel 工作簿 (*.xlsx)"
PICTURES = "照片 (*.jpg *.jpeg *.png)"


def workbook_to_write(parent: QWidget, name: str) -> Path | None:
    """Where a workbook is written; the ending is added."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "导出到", name, WORKBOOK)
    return Path(chosen).with_suffix(".xlsx") if chosen else None


def workbook_to_read(parent: QWidget) -> Path | None:
    """The workbook that came back."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "选择核对答复", "", WORKBOOK)
    return Path(chosen) if chosen else None


def pictures(parent: QWidget) -> list[Path]:
    """Photos to keep with the visit."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, "选择照片", "", PICTURES)
    return [Path(one) for one in chosen]


def folder(parent: QWidget) -> Path | None:
    """Where a paper is laid."""
    chosen = QFileDialog.getExistingDirectory(parent, "选择保存文书的文件夹")
    return Path(chosen) if chosen else None
