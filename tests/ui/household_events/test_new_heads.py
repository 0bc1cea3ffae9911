"""Who is the head afterwards, and what the others are to them, asked in the dialog of the event."""

from event_desk import TODAY, begin, person_of, refusal, shown, withdraw
from jiuzhu.domain.household import Person
from jiuzhu.services.household import as_of, events, means
from jiuzhu.storage.queries import files
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.form_box import FieldBox
from part_hands import Hands, answer_dialog
from town import Town


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
