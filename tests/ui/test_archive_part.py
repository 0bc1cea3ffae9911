"""档案 under the hand: what is missing in a file stands beside it, and the whole of it is printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from jiuzhu.ui.pages.serving import ServingPage
from part_hands import Desks
from serving_town import ServingTown, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office", date(2025, 10, 13)) as made:
        yield made


def test_a_file_tells_what_is_missing_and_is_printed_whole(
    office: ServingTown, desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desks(ServingPage, office.coordinator, "archive")
    assert [row.name for row in desk.rows] == ["戊示例"]
    words = desk.label("archive_told")
    assert "缺　身份证复印件" in words
    assert "有　三方服务协议和服务计划（1 份）" in words
    desk.queue("missing")
    assert len(desk.rows) == 1
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    desk.click("archive_print")
    assert "已存到" in desk.said
    assert len(list(folder.glob("F00-*.pdf"))) == 1
    desk.queue("ended")
    assert desk.rows == []
