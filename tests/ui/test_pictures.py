"""照片 of a visit are looked at where the visit is: real pictures, the arrow keys, and one that was changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.application import Attachment
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.services.survey import checking
from jiuzhu.services.survey.visiting import Photo, photos
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.dialogs.pictures import PicturesDialog
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from town import Town, urban_couple


@pytest.fixture
def tasks(town: Town, qapp: object) -> Iterator[Tasks]:  # noqa: ARG001  # the application must exist
    bugs: list[BaseException] = []
    made = Tasks(town.checker, bugs.append)
    yield made
    made.shutdown()
    assert bugs == []


def visited(town: Town, folder: Path) -> str:
    """A visit with a wide picture and a tall one."""
    taken = town.accept(urban_couple(town)).application_id
    town.checker.write(checking.start_survey, taken)
    made = []
    for name, width, height in (("屋外", 640, 320), ("屋内", 300, 600)):
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkGreen)
        assert picture.save(str(folder / f"{name}.png"))
        made.append(Photo(name, folder / f"{name}.png", consent=True))
    part = VisitPart(present="丁示例", second_investigator="周网格")
    town.checker.write(checking.record_visit, taken, part, [town.checker.actor.operator_id], made)
    return taken


def test_every_picture_fits_into_the_dialog_and_a_changed_one_is_told(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path
) -> None:
    taken = visited(town, tmp_path)

    def other_picture(unit: Unit) -> None:
        unit.get(Attachment, photos(unit, taken)[1].id).content += b"0"

    town.checker.write(other_picture)
    page = CheckingPage(tasks, town.checker)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    with qtbot.waitSignal(tasks.idle):
        page.open_application(taken)
    look = page.findChild(QPushButton, "look_photos")
    assert look is not None
    assert look.text() == "看照片（2 张）…"
    page.sections.setCurrentIndex(2)
    with qtbot.waitSignal(tasks.idle):
        QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(PicturesDialog)
    qtbot.waitUntil(lambda: not dialog.shown.pixmap().isNull())
    size = dialog.shown.pixmap().size()
    assert size.width() == 2 * size.height()
    assert size.width() <= dialog.shown.width()
    with qtbot.waitSignal(tasks.idle):
        QTest.keyClick(dialog.titles, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "与登记时不一致" in dialog.shown.text())
    dialog.accept()
