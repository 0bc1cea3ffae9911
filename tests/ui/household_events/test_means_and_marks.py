"""户情变动 of means, health and school in the window: what is asked, and what it makes of the grant."""

from decimal import Decimal

from PySide6.QtWidgets import QCheckBox

from event_desk import begin, happens, person_of, refusal, shown, shown_of
from jiuzhu.services.household import means
from part_hands import Hands
from town import Town


def tick(desk: Hands, name: str) -> None:
    """A tick of the open dialog, of those that are shown."""
    (box,) = [one for one in desk.dialog().findChildren(QCheckBox, name) if one.isVisible()]
    box.click()


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
