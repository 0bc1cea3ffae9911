"""Folders of the person at the desk."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def papers_folder(chosen: str) -> Path:
    """Where papers are put: the folder of the settings, else 救助窗 in the user's documents, or at home without any."""
    if chosen:
        return Path(chosen)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # Qt names a documents folder that a bare Linux account does not have
    return (Path(documents) if documents and Path(documents).is_dir() else Path.home()) / "救助窗"
