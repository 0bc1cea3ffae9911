"""Many kinds on one form: the radar offers what was not asked for, the form asks what a kind needs, each way has its paper."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from intake_desk import WAIT, Desk
from jiuzhu.domain.dossier import Dossier, IncidentPart, ObligorPart
from jiuzhu.services.counter import intake
from on_the_way import accept, approve, rows, single, submitted
from town import Town, complete, open_town, urban_three

TODAY = date(2025, 10, 13)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", TODAY)
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, town: Town) -> Iterator[Desk]:
    made = Desk(qtbot, town)
    yield made
    made.close()


def show(desk: Desk, dossier: Dossier) -> None:
    """A form as a draft opened again."""
    desk.town.clerk.write(intake.keep_draft, "0199c0de-0000-7000-8000-000000000001", dossier)
    desk.page.search.draft_chosen.emit("0199c0de-0000-7000-8000-000000000001")
    desk.bot.waitUntil(lambda: desk.page.work.dossier is not None, timeout=WAIT)
    desk.calm()


def widget(desk: Desk, name: str) -> QWidget:
    found = desk.page.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def test_what_fits_and_was_not_asked_for_is_added_from_the_radar(desk: Desk) -> None:
    made = urban_three(desk.town)
    made.application.programmes = ["dibao"]
    show(desk, made)
    desk.key(Qt.Key.Key_F6)
    assert desk.at() == "radar.disability_living.add"
    desk.key(Qt.Key.Key_Down)
    assert desk.at() == "radar.disability_care.add"
    desk.key(Qt.Key.Key_Down)  # the last one
    desk.key(Qt.Key.Key_Up)
    assert desk.at() == "radar.disability_living.add"
    desk.key(Qt.Key.Key_Return)
    assert desk.dossier.application.programmes == ["dibao", "disability_living"]
    tick = widget(desk, "application.programmes.disability_living")
    assert isinstance(tick, QCheckBox)
    assert tick.isChecked()
    assert desk.at() == "radar.disability_care.add"  # the next offer
    desk.key(Qt.Key.Key_Return)
    assert desk.dossier.application.programmes == ["dibao", "disability_living", "disability_care"]
    assert desk.at().startswith("application.programmes.")  # nothing is left to offer
    desk.key(Qt.Key.Key_F6)
    assert "没有可以加入的事项" in desk.page.bar.text


def test_f6_comes_back_to_the_form(desk: Desk) -> None:
    made = urban_three(desk.town)
    made.application.programmes = ["dibao"]
    show(desk, made)
    desk.key(Qt.Key.Key_F6)
    desk.key(Qt.Key.Key_F6)
    assert desk.at() == "application.programmes.dibao"


def test_what_does_not_fit_or_is_asked_for_is_not_offered(desk: Desk) -> None:
    show(desk, urban_three(desk.town))
    assert not widget(desk, "radar.edge.add").isVisible()
    assert not widget(desk, "radar.dibao.add").isVisible()


def test_what_the_household_has_already_stands_beside_the_form(desk: Desk) -> None:
    town = desk.town
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 1))
    desk.page.start(rows(town, taken).application.applicant_id)
    desk.bot.waitUntil(lambda: desk.page.work.dossier is not None, timeout=WAIT)
    desk.calm()
    assert widget(desk, "intake_standing").isVisible()
    told = [desk.text(f"intake_standing.{place}") for place in range(3)]
    assert told[0] == "最低生活保障，950.00 元/月，2025-12 起"
    assert told[1] == "乙示例　困难残疾人生活补贴，80.00 元/月，2025-12 起"
    desk.page.leave()
    desk.calm()
    desk.begin("新示例")
    assert not widget(desk, "intake_standing").isVisible()


def test_who_is_typed_by_number_is_known_to_the_radar_like_who_is_chosen(desk: Desk) -> None:
    town = desk.town
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 1))
    typed = urban_three(town)
    show(desk, typed)
    looked: list[None] = []
    desk.page.known.told = lambda: looked.append(None)
    desk.page.work.edited.emit("members")
    desk.calm()
    assert desk.dossier.members[1].receives == ["disability_living", "disability_care"]
    wife = desk.dossier.members[1]
    wife.name, wife.id_number = "新示例", ""
    desk.page.work.edited.emit("members")
    desk.calm()
    assert desk.dossier.members[1].receives == []
    assert len(looked) == 1  # the radar looks again when what is known has changed, and only then


def test_an_obligor_signs_on_the_form_of_tekun(desk: Desk) -> None:
    made = complete(single(desk.town, "tekun"), TODAY)
    made.obligors = [ObligorPart(of_person=made.members[0].id, name="癸示例", relation="20")]
    show(desk, made)
    desk.page.work.show_step("accept")
    assert "癸示例（义务人）还没签核对授权" in _problems(desk)
    desk.page.work.show_step("authorisation")
    box = widget(desk, "obligors.0.authorised")
    assert isinstance(box, QCheckBox)
    assert box.text() == "癸示例（义务人）　已签字"
    box.setFocus()
    desk.key(Qt.Key.Key_Space)
    assert desk.dossier.obligors[0].authorised_on == TODAY
    desk.page.work.show_step("accept")
    assert _problems(desk) == ""


def _problems(desk: Desk) -> str:
    listed = desk.page.work.finish.problems
    return "\n".join(listed.item(row).text() for row in range(listed.count()))


def test_a_subsidy_asks_nobody_to_sign(desk: Desk) -> None:
    show(desk, single(desk.town, "elder_allowance", birth=date(1940, 1, 1)))
    desk.page.work.show_step("authorisation")
    assert desk.text("authorisation.told").startswith("申请的事项不查家庭收入和财产")
    assert desk.page.findChild(QWidget, "members.0.authorised") is None


def test_help_at_once_can_be_taken_without_any_paper(desk: Desk) -> None:
    made = single(desk.town, "quick")
    made.application.truth_promised = True
    show(desk, made)
    desk.page.work.show_step("accept")
    assert _problems(desk) == ""
    correct = widget(desk, "finish.correct")
    assert isinstance(correct, QPushButton)
    assert not correct.isEnabled()


def test_each_way_of_the_form_leaves_with_its_own_paper(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(urban_three(desk.town), TODAY)
    made.application.programmes = ["dibao", "quick", "medical"]
    made.incident = IncidentPart(kind="fire", cause="房屋起火", happened_on=date(2025, 10, 10))
    show(desk, complete(made, TODAY))
    desk.send(Qt.Key.Key_F9)
    desk.bot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.receipt, timeout=WAIT)
    desk.calm()
    lines = desk.text("receipt.lines")
    assert "最低生活保障　受2025-500112001-A00001-1" in lines
    assert "医疗救助　受2025-500112001-A00003" in lines
    assert "（3 日）" in lines
    folder = tmp_path / "papers"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    save = widget(desk, "receipt.save")
    assert isinstance(save, QPushButton)
    save.click()
    desk.bot.waitUntil(lambda: len(list(folder.glob("F04-*.pdf"))) == 3, timeout=WAIT)
    desk.calm()
    assert desk.text("receipt.told").count("F04-") == 3


def test_the_parents_of_a_child_are_asked_for_where_a_child_is_meant(desk: Desk) -> None:
    made = single(desk.town, "orphan", birth=date(2015, 5, 5))
    show(desk, made)
    desk.page.work.show_step("members")
    assert widget(desk, "parents.add").isVisible()
    made = single(desk.town, "dibao")
    accept(desk.town, single(desk.town, "medical", order=91))
    desk.page.leave()
    desk.calm()
    show(desk, made)
    desk.page.work.show_step("members")
    assert not widget(desk, "parents.add").isVisible()


def test_what_cannot_stand_beside_something_asked_for_says_so(desk: Desk) -> None:
    made = single(desk.town, "dibao", order=97)
    made.members[0].disability_kind, made.members[0].disability_grade = "4", "1"
    made.members[0].self_care_unmet, made.members[0].self_care_on = ["walk"], TODAY
    show(desk, made)
    assert widget(desk, "radar.dibao.clashes").isVisible()
    assert "▲ 与特困人员救助供养不能同时享受" in desk.text("radar.dibao.clashes")
    assert widget(desk, "radar.tekun.clashes").property("role") == "warn"
    assert widget(desk, "radar.dibao.result").property("role") == "warn"
    desk.page.work.ask_for("tekun")
    assert "它与已申请的最低生活保障不能同时享受，确认时只能享受一项" in desk.page.bar.text
    desk.page.work.ask_for("elder_care")
    assert "不能同时享受" not in desk.page.bar.text


def test_the_counter_says_what_the_family_was_helped_for_about_then(desk: Desk, town: Town) -> None:
    """Another kind of the same day is told above the form and wants a reason in the field of its own."""
    first = single(town, "quick", birth=date(1985, 1, 1), order=301)
    first.incident = IncidentPart(kind="fire", cause="失火", happened_on=TODAY, persons=1)
    taken = accept(town, complete(first, TODAY)).application_id
    again = town.clerk.read(intake.from_person, rows(town, taken).application.applicant_id)
    again.application = single(town, "temporary", order=303).application
    again.incident = IncidentPart(kind="accident", cause="烧伤", happened_on=TODAY, persons=1)
    show(desk, complete(again, TODAY))
    desk.bot.waitUntil(lambda: "因火灾申请过临时救助" in desk.page.known.warning.text(), timeout=WAIT)
    assert "请注意【可能是同一件事】" in desk.page.known.warning.text()
    desk.page.accept()
    desk.bot.waitUntil(lambda: "再次救助的理由" in desk.page.bar.text, timeout=WAIT)
    assert widget(desk, "incident.again_reason").isVisible()


def test_why_there_is_no_number_is_asked_for_as_soon_as_help_at_once_is_ticked(desk: Desk) -> None:
    """The question stands in another part of the step than the kinds it depends on."""
    desk.begin("示例无证")
    reason = widget(desk, "incident.no_number_reason")
    tick = widget(desk, "application.programmes.quick")
    tick.setFocus()
    desk.key(Qt.Key.Key_Space)
    assert reason.isVisibleTo(desk.page)
    desk.key(Qt.Key.Key_Space)
    assert not reason.isVisibleTo(desk.page)
