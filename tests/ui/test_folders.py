from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from jiuzhu.ui.folders import papers_folder


def test_papers_go_where_the_settings_say_else_to_the_documents_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "Documents"
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(documents))
    assert papers_folder("/chosen") == Path("/chosen")
    assert papers_folder("") == tmp_path / "救助窗"
    documents.mkdir()
    assert papers_folder("") == documents / "救助窗"
