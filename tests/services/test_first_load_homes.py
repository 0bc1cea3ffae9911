"""An old table about people who are stored already: money goes to their own household and account, or the row is told."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.approval import interrupting
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger import first_load
from old_table import COLUMNS, Row, household, person, take_over, write
from on_the_way import accept, rows
from town import Town, urban_couple

TERMS = Terms("", shared=False, from_month="2025-11")


@pytest.fixture(autouse=True)
def november(town: Town) -> None:
    town.on(date(2025, 11, 12))


def problems(town: Town, folder: Path, *table: Row) -> str:
    path = write(folder / "旧台账.xlsx", table)
    preview = town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), TERMS)
    if not preview.problems:
        take_over(town, preview)
    return "；".join(sentence for found in preview.problems.values() for sentence in found)


def couple_with(town: Town, line: Row, programme: str = "temporary") -> Dossier:
    """A couple's form that counts the man of an old table."""
    couple = urban_couple(town, 611)
    couple.application.programmes = [programme]
    number = line["id_number"]
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    couple.members.append(MemberPart(name=line["name"], id_number=number, birth=born, sex="1", relation="97"))
    return couple


def test_a_man_another_familys_withdrawn_form_counts_is_not_paid_into_its_account(
    town: Town, tmp_path: Path
) -> None:
    (line,) = household(1, 1)
    couple = couple_with(town, line, "dibao")
    number = town.clerk.write(intake.issue_correction, couple, "", ["身份证"]).application_id
    town.clerk.write(interrupting.withdraw, number, "不再申请")
    told = problems(town, tmp_path, line)
    home = rows(town, number).household
    assert f"{home.number} 还计入丁示例、戊示例" in told
    assert "收款账号（尾号 000001）" in told
    assert "前面的号码不同" in told  # the same end does not make it the same account
    assert town.clerk.read(rosters.roster, "2025-11", "dibao").lines == []


def settled(town: Town) -> tuple[Dossier, str]:
    """A couple that is here already without receiving what the table carries, and their account."""
    couple = urban_couple(town)
    couple.application.programmes = ["disability_care"]
    couple.members[1].disability_kind, couple.members[1].disability_grade = "4", "1"
    return couple, rows(town, accept(town, couple).application_id).household.account_number


def lines(couple: Dossier, account: str, head: int = 0) -> list[Row]:
    first, other = couple.members[head], couple.members[1 - head]
    return [
        person(1, group="示1", name=first.name, id_number=first.id_number, monthly=600, first_month="2019-05", account_number=account),
        person(2, group="示1", name=other.name, id_number=other.id_number, relation="配偶"),
    ]  # fmt: skip


def test_the_same_people_head_and_account_are_taken(town: Town, tmp_path: Path) -> None:
    assert not problems(town, tmp_path, *lines(*settled(town)))
    (line,) = town.clerk.read(rosters.roster, "2025-11", "dibao").lines
    assert (line.payee, line.total) == ("丁示例", Decimal("600.00"))


def test_a_table_without_accounts_is_paid_to_the_one_on_record(town: Town, tmp_path: Path) -> None:
    couple, _ = settled(town)
    assert not problems(town, tmp_path, *lines(couple, ""))


def test_another_account_is_told(town: Town, tmp_path: Path) -> None:
    couple, account = settled(town)
    told = problems(town, tmp_path, *lines(couple, "6222000000009999"))
    assert "尾号 009999" in told
    assert f"尾号 {account[-6:]}" in told


def test_another_head_is_told(town: Town, tmp_path: Path) -> None:
    couple, account = settled(town)
    assert "登记的户主是丁示例" in problems(town, tmp_path, *lines(couple, account, head=1))


def test_who_the_table_does_not_count_is_told(town: Town, tmp_path: Path) -> None:
    couple, account = settled(town)
    assert "还计入戊示例" in problems(town, tmp_path, lines(couple, account)[0])


def test_what_belongs_to_one_person_needs_the_account_alone(town: Town, tmp_path: Path) -> None:
    couple, account = settled(town)
    line = lines(couple, account, head=1)[0] | {"programme": "残疾人生活补贴", "monthly": 80}
    other = line | {"account_number": "6222000000009999"}
    assert "尾号 009999" in problems(town, tmp_path, other)
    assert not problems(town, tmp_path, line)
