"""What the head reads of a day: who looked at whom, the unusual first."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import Refused
from jiuzhu.services.approval import interrupting
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.ledger import export_register, ledgers
from jiuzhu.services.office import admin, history, looked
from jiuzhu.services.office.looked import LookedRow
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.paper import look_papers
from once import once
from stated import SAID
from town import Town, payer_of, urban_couple, urban_three


def look(desk: Workspace, application_id: str) -> None:
    desk.read(history.history, application_id)
    desk.write_looks()


def rows(town: Town, back: int = 0) -> list[LookedRow]:
    return town.head.read(looked.looked, back)


@pytest.fixture
@once
def taken(town: Town) -> str:
    return town.accept(urban_three(town)).application_id


def test_a_look_at_a_file_that_waits_for_ones_role_is_nothing_unusual(town: Town, taken: str) -> None:
    look(town.checker, taken)
    (row,) = rows(town)
    assert (row.who, row.name, row.times, row.what, row.odd) == ("李核查", "甲示例", 1, "打开", "")
    assert row.first == row.last == "10:00"


def test_who_has_nothing_to_do_with_the_household_comes_first(town: Town, taken: str) -> None:
    look(town.checker, taken)
    look(payer_of(town), taken)
    told = rows(town)
    assert [(row.who, row.odd) for row in told] == [("钱统计", "没有经办过，也不在待办"), ("李核查", "")]


def test_whoever_worked_on_it_is_connected_after_it_ended(town: Town, taken: str) -> None:
    town.clerk.write(interrupting.withdraw, taken, "申请人不要了")
    look(town.clerk, taken)
    look(town.checker, taken)
    assert {row.who: row.odd for row in rows(town)} == {"张经办": "", "李核查": "没有经办过，也不在待办"}


def test_evenings_and_days_off_are_told(town: Town, taken: str) -> None:
    town.on(date(2025, 10, 13), hour=20)
    look(town.checker, taken)
    assert [row.odd for row in rows(town)] == ["非工作时间"]
    town.on(date(2025, 10, 18))  # a Saturday
    look(town.checker, taken)
    assert [row.odd for row in rows(town)] == ["休息日"]
    assert [row.odd for row in rows(town, back=5)] == ["非工作时间"]
    assert rows(town, back=1) == []


def test_looks_of_one_day_are_one_line(town: Town, taken: str) -> None:
    for _ in range(3):
        look(town.checker, taken)
        town.moment[0] += timedelta(minutes=30)
    (row,) = rows(town)
    assert (row.first, row.last, row.times) == ("10:00", "11:00", 3)


def test_a_relative_stands_above_all(town: Town, taken: str) -> None:
    told = StaffRelation(name="李核查", unit="示例街道", post="核查", relation="兄弟")
    town.clerk.write(relatives.file_relative, taken, told)
    look(payer_of(town), taken)
    look(town.checker, taken)
    first, second = rows(town)
    assert (first.who, first.odd.split("；")[0], second.who) == ("李核查", "备案的近亲属", "钱统计")


def test_a_neighbour_of_a_relative_is_told(town: Town, taken: str) -> None:
    town.clerk.write(
        relatives.file_relative,
        taken,
        StaffRelation(name="李核查", unit="示例街道", post="核查", relation="兄弟"),
    )
    beside = urban_couple(town)
    beside.household.address = "示例路 8 号 5-1"
    look(town.checker, town.accept(beside).application_id)
    assert [row.odd for row in rows(town)] == ["备案近亲属的邻居"]


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("示例路 8 号 3-2", True),
        ("示例路 8 号", True),
        ("示例路 18 号 3-2", False),
        ("示例路 8 组", False),
        ("示例路", False),
        ("", False),
    ],
)
def test_neighbours_share_a_house_or_a_group(address: str, *, there: bool) -> None:
    assert looked.neighbours(address, ["示例路 8 号 9-9", "别村 2 组 4 号"]) is there


def test_who_tried_without_a_right_is_told(town: Town, taken: str) -> None:
    with pytest.raises(Refused):
        town.auditor.write(interrupting.withdraw, taken, "申请人不要了")
    town.auditor.write_looks()
    (row,) = rows(town)
    assert (row.what, row.odd.split("；")[0]) == ("无权，未给看", "无权查看，未给看")


def test_many_households_in_a_day_are_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looked, "MANY", 1)
    for dossier in (urban_three(town), urban_couple(town)):
        look(town.checker, town.accept(dossier).application_id)
    assert [row.odd for row in rows(town)] == ["一天看了 2 户"] * 2


def test_numbers_shown_and_workbooks_that_left_are_told(town: Town, taken: str, tmp_path: Path) -> None:
    dossier: Dossier = town.clerk.read(files.dossier, taken)
    town.clerk.write(admin.reveal, dossier.members[0].id, "核对银行卡户名")
    town.clerk.write(
        ledgers.export, "applications", {}, tmp_path / "台账.xlsx", replace(SAID, recipient="渝北区民政局")
    )
    (shown,) = town.head.read(looked.shown)
    assert (shown.who, shown.name, shown.reason) == ("张经办", "甲示例", "核对银行卡户名")
    out, *papers = town.head.read(looked.taken_out)
    assert out.odd
    assert not any(row.odd for row in papers)
    assert "交渝北区民政局" in out.reason
    town.on(date(2025, 10, 15))
    assert town.head.read(looked.shown) == []
    assert town.head.read(looked.taken_out) == []


@pytest.mark.parametrize("service", [looked.looked, looked.shown, looked.taken_out])
def test_only_the_head_and_who_audits_are_told(town: Town, service: object) -> None:
    for desk in (town.clerk, town.checker):
        with pytest.raises(Refused, match="查看查阅记录"):
            desk.read(service)  # type: ignore[arg-type]  # one of three
    town.auditor.read(service)  # type: ignore[arg-type]  # as above


def test_the_day_is_printed(town: Town, taken: str, tmp_path: Path) -> None:
    look(payer_of(town), taken)
    made = town.head.write(look_papers.issue_looks, 0, tmp_path, SAID)
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(made.path).pages)
    assert "查阅情况" in text
    assert "没有经办过" in text
    assert made.export in text
    [row] = town.head.read(export_register.exports, "left", made.export)
    assert (row.rows, row.title) == (1, "查阅情况（PDF）")
    assert town.head.read(export_register.exports, "", "甲示例") == [row]
    assert (
        town.head.write(look_papers.issue_looks, 0, tmp_path, SAID).reprint is False
    )  # the paper itself is one that left
