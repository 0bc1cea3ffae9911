"""Who is born, moves in, marries, dies or merges, in the window: how they are known, and where their pay goes."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from pypdf import PdfReader

from event_desk import BORN, TODAY, begin, find, happens, journal, look_at, refusal, shown
from jiuzhu.services.household import accounts, events, means
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from on_the_way import rows
from paid_families import care
from part_hands import Hands, answer_dialog
from town import Town, id_number


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
