"""What waits, what a past day shows and what the history tells, in the window."""

from PySide6.QtWidgets import QLabel

from event_desk import begin, find, happens, journal, look_at, proposed, shown
from jiuzhu.services.granting import adjusting
from jiuzhu.services.household import means
from part_hands import Hands
from town import Town


def test_a_long_dialog_stays_within_its_window(desk: Hands) -> None:
    begin(desk, "move_in", name="外示例")
    assert desk.dialog().height() <= desk.page.height()
    desk.dialog().reject()


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
    desk.dialog().reject()
