"""Old tables with a household a row and its members to the right: everybody is read, and what is not read is said."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from jiuzhu.domain.household import Household, Member
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger import column_maps, first_load
from jiuzhu.services.ledger.first_load import LoadPreview
from old_table import person, take_over
from once import once
from town import Town

HEAD = ["户编号", "户主姓名", "身份证号", "保障类别", "月保障金", "享受时间", "家庭人口数"]
COLUMNS = dict(zip(["group", "name", "id_number", "programme", "monthly", "first_month"], HEAD, strict=False))
WORDS = ("姓名", "身份证号", "与户主关系")


@pytest.fixture
@once
def office(town: Town) -> Town:
    town.on(date(2025, 11, 12))
    return town


def line(number: int, size: int, relations: tuple[str, ...] = ("妻", "子", "女")) -> list[Any]:
    """A household: its head, then `size` - 1 others to the right."""
    first = 10 * number
    head = person(first)
    cells: list[Any] = [f"示{number}", head["name"], head["id_number"], "低保", 600 + number, "2019-05", size]
    for place in range(1, size):
        one = person(first + place)
        cells += [one["name"], one["id_number"], relations[place - 1]]
    return cells


def table(path: Path, rows: list[list[Any]], headings: list[str], above: list[str] | None = None) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for cells in [["示例街道低保台账"], *([above] if above else []), headings, *rows]:
        sheet.append(cells)
    book.save(path)
    return path


def numbered(groups: int, *words: str) -> list[str]:
    return [f"成员{number}{word}" for number in range(1, groups + 1) for word in words or WORDS]


def look(town: Town, path: Path, columns: dict[str, str] | None = None, programme: str = "") -> LoadPreview:
    said = Terms(programme, False, "2025-11")
    return town.checker.read(first_load.look_at_load, path, ("示例社区", columns or COLUMNS), said)


def told(preview: LoadPreview) -> str:
    return "；".join(sentence for found in preview.problems.values() for sentence in found)


def relations(preview: LoadPreview) -> list[list[str]]:
    return [[row.relation for row in one.home.people] for one in preview.planned]


def test_members_to_the_right_become_members(office: Town, tmp_path: Path) -> None:
    path = table(tmp_path / "旧.xlsx", [line(1, 3), line(2, 1), line(3, 2)], HEAD + numbered(2))
    preview = look(office, path)
    assert (preview.problems, preview.groups, preview.unread) == ({}, 2, [])
    assert (preview.rows, preview.people) == (3, 6)
    assert relations(preview) == [["", "12", "20"], [""], ["", "12"]]
    take_over(office, preview)
    found = office.clerk.read(rosters.roster, "2025-11", "dibao")
    assert [(one.payee, one.members, str(one.total)) for one in found.lines] == [
        ("旧户10", 3, "601.00"), ("旧户20", 1, "602.00"), ("旧户30", 2, "603.00"),
    ]  # fmt: skip
    stored = office.clerk.read(
        lambda unit: (unit.session.query(Household).count(), unit.session.query(Member).count())
    )
    assert stored == (3, 6)


def test_numbers_may_stand_behind_or_above_and_the_head_may_be_repeated(office: Town, tmp_path: Path) -> None:
    behind = [f"{word}{number}" for number in (1, 2) for word in WORDS]
    preview = look(office, table(tmp_path / "a.xlsx", [line(1, 3)], HEAD + behind))
    assert relations(preview) == [["", "12", "20"]]
    above = [""] * len(HEAD) + ["成员1", "", "", "成员2", "", ""]
    preview = look(office, table(tmp_path / "b.xlsx", [line(2, 3)], HEAD + [*WORDS] * 2, above))
    assert relations(preview) == [["", "12", "20"]]
    head, *others = line(3, 2)[:7], line(3, 2)[7:]
    repeated = [*head, head[1], head[2], "本人", *others[0]]
    preview = look(office, table(tmp_path / "c.xlsx", [repeated], HEAD + numbered(2)))
    assert (preview.problems, relations(preview)) == ({}, [["", "12"]])


def test_members_are_of_the_programme_of_their_row(office: Town, tmp_path: Path) -> None:
    cells = line(1, 2)
    cells[3] = "特困"
    preview = look(office, table(tmp_path / "旧.xlsx", [cells], HEAD + numbered(1)), programme="dibao")
    assert preview.problems == {}
    ((one,),) = [planned.home.grants for planned in preview.planned]
    assert (one.programme, one.id_number) == ("tekun", person(10)["id_number"])


@pytest.mark.parametrize(
    ("place", "value", "cell", "said"),
    [
        (7, None, "H3", "没有写成员姓名"),
        (8, None, "I3", "身份证号"),
        (8, "50019919600101012", "I3", "应为 18 位"),
        (8, 500199196001010000.0, "I3", "末几位已丢失"),
        (9, None, "J3", "没有写这名成员与户主的关系"),
        (9, "朋友", "J3", "认不出关系“朋友”"),
        (9, "户主", "", "两个户主"),
        (11, "50019919600101012", "L3", "应为 18 位"),
    ],
)
def test_what_is_wrong_with_a_member_is_told_in_its_cell(  # noqa: PLR0917  # one value a cell
    office: Town, tmp_path: Path, place: int, value: object, cell: str, said: str
) -> None:
    cells = line(1, 3)
    cells[place] = value
    preview = look(office, table(tmp_path / "旧.xlsx", [cells, line(2, 2)], HEAD + numbered(2)))
    assert said in told(preview)
    assert cell in told(preview)
    assert preview.planned == []


def test_one_person_in_two_rows_is_told(office: Town, tmp_path: Path) -> None:
    twice = line(2, 2)
    twice[8] = line(1, 2)[8]
    twice[7] = line(1, 2)[7]
    preview = look(office, table(tmp_path / "旧.xlsx", [line(1, 2), twice], HEAD + numbered(1)))
    assert "一人不能计入两户" in told(preview)


def test_columns_of_members_that_are_not_read_are_said(office: Town, tmp_path: Path) -> None:
    headings = [*HEAD, "成员1姓名", "成员1关系", "其他成员"]
    filled = [*line(1, 1), "旧户11", "妻", "旧户12（子）"]
    preview = look(office, table(tmp_path / "旧.xlsx", [filled], headings))
    assert (preview.groups, preview.unread) == (0, ["成员1姓名", "成员1关系", "其他成员"])
    empty = look(office, table(tmp_path / "空.xlsx", [line(2, 1)], headings))
    assert empty.unread == []


def test_no_relation_column_at_all_is_told(office: Town, tmp_path: Path) -> None:
    cells = line(1, 2)[:-1]
    preview = look(office, table(tmp_path / "旧.xlsx", [cells], HEAD + numbered(1, "姓名", "身份证号")))
    assert "没有写这名成员与户主的关系（H3）" in told(preview)


def test_members_columns_are_not_proposed_for_the_head(office: Town, tmp_path: Path) -> None:
    headings = numbered(1) + HEAD
    cells = line(1, 2)
    path = table(tmp_path / "旧.xlsx", [cells[7:] + cells[:7]], headings)
    seen = office.checker.read(column_maps.look, "first_load", path, "示例社区")
    assert seen.members == 1
    chosen = {name: seen.headings[place] for name, place in seen.chosen.items()}
    assert (chosen["name"], chosen["id_number"], chosen.get("relation")) == ("户主姓名", "身份证号", None)
    assert relations(look(office, path, chosen)) == [["", "12"]]
