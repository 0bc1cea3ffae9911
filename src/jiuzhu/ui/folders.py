"""Folders of the person at the desk."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def papers_folder(chosen: str) -> Path:
    """Where papers are put: the folder of the settings, else 救助窗 in the user's documents."""
    if chosen:
        return Path(chosen)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "救助窗"
