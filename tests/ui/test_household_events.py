"""户情变动 worked in the window: what the dialog asks about each kind of event, and what follows from the answers."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from jiuzhu.domain.dossier import LinePart
from jiuzhu.domain.household import Person
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting
from jiuzhu.services.household import accounts, as_of, events, means, withdrawing
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import files
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from jiuzhu.ui.pages.monitoring import MonitoringPage
from on_the_way import approve, family, rows, submitted
from part_hands import Hands, answer_dialog
from services.test_day_after import care
from town import Town, id_number

TODAY = date(2026, 1, 12)


@pytest.fixture
def home(town: Town) -> str:
    """A family of four with 低保, wages of 1,800 and a rent of 300 a month of the same man, a deposit; its household."""
    dossier = family(town)
    man = dossier.members[0].id
    dossier.incomes.append(LinePart(kind="property", person=man, item="门面租金", declared=Decimal("300.00")))
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(TODAY)
    return rows(town, taken).household.id


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, town: Town, home: str) -> Iterator[Hands]:  # noqa: ARG001  # the application and the family must exist
    made = Hands(qtbot, MonitoringPage, town.checker, "events")
    yield made
    made.close()


def find(desk: Hands, name: str = "甲示例") -> None:
    desk.queue("home")
    desk.part.search.setText(name)
    desk.part.reload()
    desk.calm()


def begin(desk: Hands, kind: str, **answers: str | bool) -> None:
    """The dialog of an event of the family, answered so far and still open."""
    find(desk)
    desk.click("events_record")
    answer_dialog(desk.dialog(), kind=kind, **answers)


def tick(desk: Hands, name: str) -> None:
    """A tick of the open dialog, of those that are shown."""
    (box,) = [one for one in desk.dialog().findChildren(QCheckBox, name) if one.isVisible()]
    box.click()


def happens(desk: Hands, kind: str, **answers: str | bool) -> None:
    """An event typed into the dialog of the family and taken."""
    begin(desk, kind, **answers)
    desk.fill()


def shown(desk: Hands) -> dict[str, Any]:
    """Programme → the row of the consequences that stand on screen, which are closed."""
    (dialog,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    found = {row.programme: row.change for row in dialog.table.model().rows}
    dialog.reject()
    desk.calm()
    return found


def shown_of(desk: Hands, programme: str = "dibao") -> Decimal:
    """What a programme would be on what is known now."""
    find(desk)
    desk.click("events_follows")
    return Decimal(shown(desk)[programme].monthly)


def person_of(town: Town, home: str, name: str) -> Person:
    """A member as the records have them."""

    def found(unit: Unit) -> Person:
        (one,) = [
            unit.get(Person, row.person_id)
            for row in files.members_of(unit.session, home)
            if unit.get(Person, row.person_id).name == name
        ]
        return one

    return town.checker.read(found)


def refusal(desk: Hands, field: str) -> str:
    """The sentence beside a field of the dialog that stayed open."""
    label = desk.dialog().findChild(QLabel, f"event.{field}.problem")
    assert label is not None
    return str(label.text())


def line_of(town: Town, home: str, kind: str) -> str:
    """The line of a kind that holds today."""
    found = [line.id for line in town.checker.read(means.home_of, home).lines if line.kind == kind]
    assert len(found) == 1
    return found[0]


def test_a_lost_wage_leaves_the_rent(town: Town, home: str, desk: Hands) -> None:
    begin(desk, "unemployed", effective_on="2026-01-11", person_id="甲示例")
    words = [box.text() for box in desk.dialog().findChildren(QCheckBox) if box.isVisible()]
    assert "工资性收入 1,800.00 元/月（兼职保安）" in words
    assert "财产净收入 300.00 元/月（门面租金）" in words
    tick(desk, f"ends.{line_of(town, home, 'wage')}")
    desk.fill()
    assert shown(desk)["dibao"].monthly == Decimal("2940.00")  # 770 × 4 + 160 − 300


def test_a_line_of_somebody_else_does_not_end_with_ones_work(town: Town, home: str, desk: Hands) -> None:
    begin(desk, "unemployed", effective_on="2026-01-11", person_id="乙示例")
    tick(desk, f"ends.{line_of(town, home, 'wage')}")
    desk.fill()
    assert "甲示例" in refusal(desk, "ends")
    assert len(town.checker.read(means.home_of, home).lines) == 4


def test_a_home_and_a_car_come_and_go(town: Town, home: str, desk: Hands) -> None:
    happens(
        desk,
        "property",
        effective_on="2026-01-11",
        home_kind="home",
        area="90",
        vehicle_kind="car",
        vehicle="60000",
    )
    found = {line.category: line for line in town.checker.read(means.home_of, home).lines}
    assert (found["housing"].told, found["vehicle"].told) == ("住房 90 平方米", "机动车辆 60,000.00 元")
    assert shown(desk)["dibao"].kind != "keep"
    begin(desk, "property", effective_on="2026-01-12")
    tick(desk, f"ends_property.{found['vehicle'].id}")
    desk.fill()
    shown(desk)
    left = {line.category for line in town.checker.read(means.home_of, home).lines}
    assert left == {"income", "asset", "housing"}


def proposed(desk: Hands) -> None:
    """Propose what stands first in the consequences on screen, and close them."""
    (dialog,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    desk.click("consequences_propose")
    assert "已提出调整" in desk.label("consequences_bar")
    dialog.reject()
    desk.calm()


def causes(town: Town, home: str) -> list[tuple[str, str | None]]:
    """Cause and event of every adjustment of a household."""
    found = town.head.read(lambda unit: adjustment_rows.adjustments_of(unit.session, home))
    return [(row.cause, row.event_id) for row in found]


def test_what_is_proposed_right_after_an_event_rests_on_it(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    proposed(desk)
    (event,) = town.checker.read(events.events, home)
    assert causes(town, home) == [("event", event.id)]


def test_what_is_looked_at_later_rests_on_the_one_event_that_waits(
    town: Town, home: str, desk: Hands
) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    shown(desk)
    find(desk)
    desk.click("events_follows")
    proposed(desk)
    (event,) = town.checker.read(events.events, home)
    assert causes(town, home) == [("event", event.id)]


def test_a_disability_is_told_with_its_kind_and_grade(town: Town, home: str, desk: Hands) -> None:
    before = shown_of(desk)
    happens(desk, "disabled", effective_on="2026-01-05", person_id="甲示例", disability_kind="肢体残疾")
    assert refusal(desk, "disability_grade") == "请选择残疾等级。"
    desk.fill(disability_grade="二级", disability_certificate="残证示例 3 号")
    assert shown(desk)["dibao"].monthly > before
    told = person_of(town, home, "甲示例")
    assert (told.disability_kind, told.disability_grade) == ("4", "2")


def test_an_illness_comes_and_goes(town: Town, home: str, desk: Hands) -> None:
    before = shown_of(desk)
    happens(desk, "ill", effective_on="2026-01-05", person_id="乙示例", illness="无")
    assert "不是患病" in refusal(desk, "illness")
    desk.fill(illness="重特大疾病", illness_name="尿毒症")
    assert shown(desk)["dibao"].monthly > before
    assert person_of(town, home, "乙示例").illness_name == "尿毒症"
    happens(desk, "recovered", effective_on="2026-01-10", person_id="乙示例")
    assert refusal(desk, "illness")
    desk.fill(illness="无")
    assert shown(desk)["dibao"].monthly == before
    assert person_of(town, home, "乙示例").illness_name == ""


def test_a_certificate_that_was_revoked_is_no_disability(town: Town, home: str, desk: Hands) -> None:
    happens(
        desk,
        "disabled",
        effective_on="2026-01-05",
        person_id="甲示例",
        disability_kind="肢体残疾",
        disability_grade="二级",
    )
    shown(desk)
    happens(desk, "recovered", effective_on="2026-01-10", person_id="甲示例", no_disability=True)
    assert shown(desk)["dibao"].monthly == Decimal("2940.00") - 1800
    assert person_of(town, home, "甲示例").disability_grade == ""


def test_school_begins_and_ends(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "left_school", effective_on="2026-01-05", person_id="丙示例")
    assert shown(desk)
    assert (person_of(town, home, "丙示例").student, person_of(town, home, "丙示例").school) == ("none", "")
    happens(desk, "enrolled", effective_on="2026-01-08", person_id="丙示例")
    assert refusal(desk, "student") == "请选择现在的在学情况。"
    desk.fill(student="普通高中", school="示例中学")
    assert shown(desk)
    assert person_of(town, home, "丙示例").student == "senior"


BORN = "2026-01-08"


def birth(desk: Hands, **told: str) -> None:
    happens(
        desk,
        "birth",
        **{"effective_on": BORN, "name": "戊示例", "sex": "女", "birth": BORN, "relation": "女"} | told,
    )


def test_a_newborn_child_needs_a_name_and_a_day_and_comes_once(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "birth", effective_on=BORN, name="戊示例", relation="女")
    assert refusal(desk, "birth") == "请填写出生日期。"
    desk.fill(birth=BORN)
    assert shown(desk)["dibao"].monthly > 0
    birth(desk)
    assert "已经是本户成员" in desk.label("event_problem")
    desk.dialog().reject()
    number = id_number(date(2026, 1, 8), 30)
    birth(desk, id_number=number)
    assert "已经是本户成员" in desk.label("event_problem")
    assert len(town.checker.read(means.home_of, home).people) == 5


def test_a_child_of_six_is_not_born_this_year(desk: Hands) -> None:
    birth(desk, birth="2020-01-10")
    assert "不是新出生" in refusal(desk, "birth")
    desk.fill(birth="2026-01-10", id_number="")
    assert "还没有出生" in refusal(desk, "birth")


def test_who_moves_in_is_known_by_a_number_and_tells_what_they_earn_and_own(
    town: Town, home: str, desk: Hands
) -> None:
    happens(
        desk, "move_in", effective_on="2026-01-09", name="外示例", sex="女", birth="1990-01-01", relation="70"
    )
    assert "请填写身份证号" in refusal(desk, "id_number")
    desk.fill(id_number=id_number(date(1990, 1, 1), 33))
    assert "没有收入、财产" in refusal(desk, "no_means")
    desk.fill(income_kind="wage", income="500")
    assert shown(desk)["dibao"].monthly == Decimal("1410.00")  # 770 × 5 + 160 − 2,600
    (line,) = [
        one for one in town.checker.read(means.home_of, home).lines if one.told == "工资性收入 500.00 元/月"
    ]
    assert dict(town.checker.read(means.home_of, home).people)[line.person_id] == "外示例"
    assert [one.person_id for one in town.checker.read(events.events, home)] == [line.person_id]


def test_who_moves_in_without_means_says_so(desk: Hands) -> None:
    happens(
        desk,
        "move_in",
        effective_on="2026-01-09",
        name="外示例",
        id_number=id_number(date(1990, 1, 1), 33),
        relation="70",
    )
    desk.fill(no_means=True)
    assert shown(desk)["dibao"].monthly == Decimal("1910.00")  # 770 × 5 + 160 − 2,100


def test_nobody_joins_a_household_before_it_was_there(desk: Hands) -> None:
    happens(
        desk,
        "move_in",
        effective_on="2024-01-11",
        name="外示例",
        id_number=id_number(date(1990, 1, 1), 33),
        relation="70",
        no_means=True,
    )
    assert "才登记" in refusal(desk, "effective_on")


def test_the_dead_do_not_move_in_and_a_number_names_one_person(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    shown(desk)
    number = id_number(date(1952, 1, 1), 405)
    happens(
        desk,
        "move_in",
        effective_on="2026-01-09",
        name="丁示例",
        id_number=number,
        relation="51",
        no_means=True,
    )
    assert "已于 2026-01-05 登记死亡" in desk.label("event_problem")
    desk.fill(name="外示例")
    assert refusal(desk, "name") == "这个身份证号登记的姓名是丁示例，请核对。"
    assert len(town.checker.read(means.home_of, home).people) == 3


def test_a_long_dialog_stays_within_its_window(desk: Hands) -> None:
    begin(desk, "move_in", name="外示例")
    assert desk.dialog().height() <= desk.page.height()


def withdraw(desk: Hands, reason: str = "登记错了，不是这一户") -> None:
    desk.queue("open")
    desk.part.search.setText("")
    desk.part.reload()
    desk.calm()
    desk.click("events_withdraw")
    desk.fill(reason=reason)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("death", {"person_id": "丁示例", "evidence": "火化证"}),
        ("split", {"person_id": "丁示例"}),
        ("move_out", {"person_id": "丙示例", "details": "已由他人抚养"}),
        ("birth", {"name": "戊示例", "birth": BORN, "relation": "女"}),
        ("move_in", {"name": "外示例", "id_number": id_number(date(1990, 1, 1), 33), "relation": "70", "income_kind": "wage", "income": "500"}),
        ("marry_in", {"name": "外示例", "id_number": id_number(date(1990, 1, 1), 34), "relation": "38", "no_means": True}),
        ("marry", {"person_id": "丁示例"}),
        ("imprisoned", {"person_id": "甲示例"}),
        ("disabled", {"person_id": "甲示例", "disability_kind": "肢体残疾", "disability_grade": "二级"}),
        ("employed", {"person_id": "乙示例", "income_kind": "wage", "income": "2200"}),
        ("parent", {"person_id": "丙示例", "relative": "辛示例", "parent_state": "失联"}),
    ],
)  # fmt: skip
def test_an_event_recorded_in_error_leaves_everything_as_it_was(
    town: Town, home: str, desk: Hands, kind: str, told: dict[str, str]
) -> None:
    def facts() -> Any:
        return town.checker.read(lambda unit: facts_on(unit, home, TODAY))

    before, consequence = facts(), shown_of(desk)
    happens(desk, kind, effective_on="2026-01-09", **told)
    shown(desk)
    assert facts() != before
    withdraw(desk)
    assert desk.said == "变动已撤销，登记的内容恢复原样。"
    assert desk.rows == []
    assert facts() == before
    assert shown_of(desk) == consequence
    (event,) = town.checker.read(events.events, home)
    said = "；".join(
        part for part in (told.get("details"), "已于 2026-01-12 撤销：登记错了，不是这一户") if part
    )
    assert (event.withdrawn_on, event.details) == (TODAY, said)


def test_an_event_something_followed_from_is_not_withdrawn(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    shown(desk)
    happens(desk, "imprisoned", effective_on="2026-01-06", person_id="乙示例")
    shown(desk)
    first, last = reversed(town.checker.read(events.events, home))
    with pytest.raises(Refused, match=last.number):
        town.checker.write(withdrawing.withdraw_event, first.id, "登记错了，不是这一户")
    town.checker.write(withdrawing.withdraw_event, last.id, "登记错了，不是这一户")
    with pytest.raises(Refused, match="已经办结或撤销"):
        town.checker.write(withdrawing.withdraw_event, last.id, "登记错了，不是这一户")
    find(desk)
    desk.click("events_follows")
    proposed(desk)
    withdraw(desk)
    assert "已经提出调整" in desk.label("withdraw_problem")


def test_relations_are_told_anew_to_a_new_head(town: Town, home: str, desk: Hands) -> None:
    ids = {name: identity for identity, name in town.checker.read(means.home_of, home).people}
    begin(desk, "change_head", effective_on="2026-01-09", new_head="乙示例")
    asked = [one.field.name for one in desk.dialog().findChildren(FieldBox) if one.isVisible()]
    assert f"relation.{ids['甲示例']}" in asked
    assert f"relation.{ids['乙示例']}" not in asked
    desk.fill(**{f"relation.{ids['丙示例']}": "子"})
    assert refusal(desk, f"relation.{ids['丁示例']}") == "请选择丁示例是新户主的什么人。"
    desk.fill(**{f"relation.{ids['丁示例']}": "公公"})
    shown(desk)
    seen = town.clerk.read(as_of.as_of, home, TODAY).true
    assert seen.head == "乙示例"
    assert [(one.name, one.relation) for one in seen.members] == [
        ("甲示例", "夫"), ("乙示例", "本人"), ("丙示例", "子"), ("丁示例", "公公"),
    ]  # fmt: skip
    withdraw(desk)
    assert town.clerk.read(as_of.as_of, home, TODAY).true.members[0].relation == "本人"


def test_the_head_who_leaves_is_followed_by_the_same_questions(town: Town, home: str, desk: Hands) -> None:
    ids = {name: identity for identity, name in town.checker.read(means.home_of, home).people}
    begin(desk, "death", effective_on="2026-01-09", person_id="丁示例")
    assert "next_head" not in fields(desk)
    answer_dialog(desk.dialog(), kind="ill")
    answer_dialog(desk.dialog(), person_id="甲示例")
    assert "next_head" not in fields(desk)
    answer_dialog(desk.dialog(), kind="move_out")
    assert "next_head" in fields(desk)
    desk.fill()
    assert "请选择新的户主" in refusal(desk, "next_head")
    answer_dialog(desk.dialog(), next_head="乙示例")
    asked = {f"next.{ids[name]}" for name in ("丙示例", "丁示例")}
    assert {name for name in fields(desk) if name.startswith("next.")} == asked
    desk.fill(**{f"next.{ids['丙示例']}": "子"})
    assert "第七条" in refusal(desk, "details")
    desk.fill(details="已分开生活")
    assert refusal(desk, f"next.{ids['丁示例']}") == "请选择丁示例是新户主的什么人。"
    desk.fill(**{f"next.{ids['丁示例']}": "公公"})
    shown(desk)
    seen = town.clerk.read(as_of.as_of, home, TODAY).true
    assert seen.head == "乙示例"
    assert [(one.name, one.relation) for one in seen.members] == [
        ("乙示例", "本人"), ("丙示例", "子"), ("丁示例", "公公"),
    ]  # fmt: skip
    withdraw(desk)
    was = town.clerk.read(as_of.as_of, home, TODAY).true
    assert (was.head, was.members[1].relation) == ("甲示例", "妻")


def fields(desk: Hands) -> list[str]:
    """The questions the open dialog shows."""
    return [one.field.name for one in desk.dialog().findChildren(FieldBox) if one.isVisible()]


def test_another_kind_of_event_asks_for_no_relations(desk: Hands) -> None:
    begin(desk, "change_head", new_head="乙示例")
    answer_dialog(desk.dialog(), kind="death")
    asked = [one.field.name for one in desk.dialog().findChildren(FieldBox) if one.isVisible()]
    assert asked == ["kind", "effective_on", "person_id", "day_checked", "details", "evidence"]


def look_at(desk: Hands, on: str) -> str:
    """The words about a day, as the window shows them."""
    find(desk)
    desk.click("events_as_of")
    desk.fill(on=on)
    return desk.label("events_told")


def test_a_day_shows_means_marks_and_adjustments_and_none_is_told_that_is_to_come(
    town: Town, desk: Hands
) -> None:
    find(desk)
    desk.click("events_as_of")
    desk.fill(on="2026-01-13")
    label = desk.dialog().findChild(QLabel, "as_of.on.problem")
    assert label is not None
    assert label.text().startswith("这一天还没有到")
    desk.dialog().reject()
    happens(desk, "imprisoned", effective_on="2025-12-11", person_id="乙示例")
    shown(desk)
    happens(
        desk,
        "disabled",
        effective_on="2026-01-10",
        person_id="甲示例",
        disability_kind="肢体残疾",
        disability_grade="二级",
    )
    proposed(desk)
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    early, later, today = (look_at(desk, day) for day in ("2025-12-01", "2025-12-20", "2026-01-12"))
    assert "服刑" not in early
    assert "甲示例：工资性收入 1,800.00 元/月（兼职保安）" in early
    assert "乙示例（妻，服刑）" in later
    assert "当时掌握的乙示例的情况：没有，实际：服刑。" in later
    assert "肢体残疾" not in later
    assert "甲示例（本人，肢体残疾二级）" in today
    assert row.number not in later
    assert row.number in today


def test_who_left_and_what_ended_is_found_and_looked_back_at(desk: Hands) -> None:
    happens(desk, "split", effective_on="2026-01-05", person_id="丁示例")
    shown(desk)
    find(desk, "丁示例")
    (row,) = desk.rows
    assert row.household_id
    desk.click("events_record")
    desk.fill(kind="death", effective_on="2026-01-10", person_id="丁示例", evidence="火化证")
    shown(desk)
    find(desk, "丁示例")
    (row,) = desk.rows
    assert row.standing == "已离开（2026-01-10，死亡），该户已于 2026-01-10 注销"
    desk.click("events_as_of")
    desk.fill(on="2026-01-07")
    assert "丁示例（本人）" in desk.label("events_told")
    happens(desk, "move_out", effective_on="2026-01-11", person_id="丙示例", details="已由他人抚养")
    shown(desk)
    find(desk, "丙示例")
    assert [one.standing for one in desk.rows] == ["已离开（2026-01-11，迁出）"]


def journal(desk: Hands, name: str) -> str:
    """查看经过 of the household of somebody."""
    find(desk, name)
    desk.click("events_journal")
    return desk.label("events_told")


def test_the_history_tells_what_happened_and_what_was_proposed(desk: Hands) -> None:
    happens(desk, "split", effective_on="2026-01-05", person_id="丁示例", details="另立户口")
    proposed(desk)
    told = journal(desk, "甲示例")
    for words in (
        "变动种类：分户",
        "发生日期：2026-01-05",
        "情况：另立户口",
        "救助事项：最低生活保障",
        "以后每月（元）：",
    ):
        assert words in told
    assert "登记户情变动" in journal(desk, "丁示例")
    assert "变动种类：分户" in journal(desk, "丁示例")


def test_who_marries_into_the_household_and_who_marries_out_of_it_are_told_as_married(
    town: Town, home: str, desk: Hands, tmp_path: Path
) -> None:
    bride = id_number(date(1990, 1, 1), 34)
    happens(
        desk, "marry_in", effective_on="2026-01-08", name="外示例", id_number=bride, relation="38", no_means=True
    )  # fmt: skip
    assert shown(desk)["dibao"].monthly == Decimal("1910.00")  # 770 × 5 + 160 − 2,100, as whoever comes
    happens(desk, "marry", effective_on="2026-01-09", person_id="丁示例")
    shown(desk)
    told = journal(desk, "甲示例")
    assert "变动种类：结婚迁入" in told
    assert "变动种类：结婚迁出" in told
    find(desk, "丁示例")
    assert [row.standing for row in desk.rows] == ["已离开（2026-01-09，结婚迁出）"]
    desk.part.search.setText("")
    desk.queue("open")
    assert {row.kind_label for row in desk.rows} == {"结婚迁入", "结婚迁出"}
    seen = look_at(desk, "2026-01-08")
    assert "外示例（儿媳）" in seen
    made = town.checker.write(issue_matter, "F20R", home, tmp_path)
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(made.path).pages)
    assert "结婚迁入" in printed
    assert "结婚迁出" in printed


def test_what_waits_names_whose_event_it_is_and_is_found_by_them(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    shown(desk)
    happens(
        desk, "property", effective_on="2026-01-06", asset_kind="deposit", asset="900", details="取出存款"
    )
    shown(desk)
    ids = {name: identity for identity, name in town.checker.read(means.home_of, home).people}
    told = {"person_id": "甲示例", "next_head": "乙示例", f"next.{ids['丙示例']}": "子"}
    happens(desk, "death", effective_on="2026-01-07", **told, evidence="火化证 13号")
    shown(desk)
    desk.part.search.setText("")
    desk.queue("open")
    assert {(row.who, row.kind_label, row.name) for row in desk.rows} == {
        ("丁示例（父亲）", "死亡", "乙示例"), ("全户", "财产变化", "乙示例"), ("甲示例（原户主）", "死亡", "乙示例"),
    }  # fmt: skip
    desk.part.search.setText("丁示例")
    desk.part.reload()
    desk.calm()
    (row,) = desk.rows
    assert row.household_number
    title, words = desk.part.tell_row("open", row)
    assert title == "丁示例（父亲）：死亡"
    assert f"户主 乙示例\n{row.household_number}" in words
    desk.click("events_settle")
    assert desk.dialog().windowTitle() == "办结变动：丁示例（父亲） 死亡"


def test_a_merger_says_where_the_pay_of_who_comes_goes_until_another_person_has_confirmed(
    town: Town, home: str, desk: Hands
) -> None:
    town.on(date(2025, 12, 1))
    man = rows(town, care(town))
    town.on(TODAY)
    happens(desk, "merge", effective_on="2026-01-10", other_number=man.household.number)
    (dialog,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    said = desk.label("consequences_arriving")
    assert "己示例的重度残疾人护理补贴仍付到原账户（尾号 0071）" in said
    assert "“发放—变更账户”" in said
    assert {row.programme for row in dialog.table.model().rows} == {"dibao", "disability_care"}
    dialog.reject()
    (row,) = town.head.read(accounts.proposed)
    assert row.household_id == home


def test_a_death_decades_ago_is_taken_when_its_day_is_ticked(town: Town, home: str, desk: Hands) -> None:
    begin(desk, "death", effective_on="2005-05-18", person_id="丁示例")
    desk.fill()
    assert "2005 年 5 月 18 日去世" in refusal(desk, "day_checked")
    answer_dialog(desk.dialog(), day_checked=True)
    desk.fill()
    (event,) = town.checker.read(events.events, home)
    assert (event.kind, event.effective_on) == ("death", date(2005, 5, 18))


def test_a_child_who_is_the_only_one_to_count_is_the_head_with_a_guardian(
    town: Town, home: str, desk: Hands
) -> None:
    """Mother and grandfather do not count any more; the father dies."""

    def gone(unit: Unit) -> None:
        for row in files.members_of(unit.session, home):
            one = unit.get(Person, row.person_id)
            one.in_prison, one.missing = one.name == "乙示例", one.name == "丁示例"
        unit.about(home)

    town.checker.write(gone)
    begin(desk, "death", effective_on="2026-01-11", person_id="甲示例")
    assert "guardian" not in fields(desk)
    mother, old = (person_of(town, home, name).id for name in ("乙示例", "丁示例"))
    answer_dialog(desk.dialog(), next_head="丙示例", **{f"next.{mother}": "母亲", f"next.{old}": "祖父"})
    assert "guardian" in fields(desk)
    desk.fill()
    assert "监护人" in refusal(desk, "guardian")
    answer_dialog(desk.dialog(), guardian="戊示例，舅舅，13900000000", next_phone="6712")
    desk.fill()
    assert "手机号" in refusal(desk, "next_phone")
    answer_dialog(desk.dialog(), next_phone="13900000000")
    desk.fill()
    (event,) = town.checker.read(events.events, home)
    assert (
        event.details
        == "户主改为丙示例（监护人：戊示例，舅舅，13900000000，电话13900000000），乙示例（母亲），丁示例（祖父）"
    )
