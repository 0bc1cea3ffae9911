"""A 低保 that was taken over is one sum: what of it is one person's is told only where nothing has to be guessed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment.changing import Change
from jiuzhu.domain.dossier import Dossier, ParentPart
from jiuzhu.domain.dossier_course import FindingPart
from jiuzhu.domain.household import Household
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import consequences
from jiuzhu.services.household import household_facts
from jiuzhu.services.ledger import first_load
from jiuzhu.storage.unit import Unit
from old_table import COLUMNS, household, person, take_over, write
from on_the_way import approve, rows, submitted, surveyed
from town import Town, id_number, urban_three

LOADED = date(2025, 11, 12)
BORN = date(2015, 5, 5)


def loaded(town: Town, folder: Path, **more: str) -> str:
    """601 yuan a month from an old table, for somebody and a grandchild; `more` of what the table says of the head."""
    town.on(LOADED)
    lines = household(1, 1, **{"disability_grade": "", **more})
    child = person(12, group=lines[0]["group"], relation="孙子")
    lines.append(child | {"name": "小旧", "id_number": id_number(BORN, 77)})
    path = write(folder / "旧台账.xlsx", lines)
    said = Terms("", False, "2025-11")
    preview = town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), said, None)
    assert preview.problems == {}
    take_over(town, preview)
    town.on(date(2025, 12, 8))
    return town.clerk.read(lambda unit: unit.session.scalars(select(Household)).one()).id


@pytest.fixture
def home(town: Town, tmp_path: Path) -> str:
    """Nobody of it has an add-on that the table tells of."""
    return loaded(town, tmp_path)


def people(town: Town, home: str) -> dict[str, str]:
    """Who is who: "head" and "child" → person."""
    facts = town.clerk.read(household_facts.facts_on, home, town.clerk.today())
    return {"child" if one.birth == BORN else "head": one.id for one in facts.members}


def without_parents(child: str) -> list[ParentPart]:
    since = date(2024, 1, 10)
    return [
        ParentPart(of_person=child, name="庚示例", state="dead", since=since),
        ParentPart(of_person=child, name="辛示例", state="prison", since=since),
    ]


def form(town: Town, home: str, student: str) -> Dossier:
    """The grandchild's: one parent dead, the other in prison."""
    dossier = town.clerk.read(intake.from_person, people(town, home)["head"])
    (child,) = [one for one in dossier.members if one.birth == BORN]
    child.student = student
    dossier.application.programmes = ["unsupported_child"]
    dossier.application.reason, dossier.application.cause = "父母无力抚养", "other"
    dossier.household.kind = "urban"
    dossier.parents = without_parents(child.id)
    return dossier


def found(town: Town, taken: str) -> FindingPart:
    (one,) = [
        one
        for one in town.checker.read(files.dossier, taken).findings
        if one.programme == "unsupported_child"
    ]
    return one


def stored(town: Town, change: Callable[[Entitlement], None]) -> None:
    def write(unit: Unit) -> None:
        (row,) = unit.session.scalars(select(Entitlement))
        change(row)
        unit.about(row.household_id)

    town.checker.write(write)


def test_what_was_granted_beside_it_is_kept_the_day_after(town: Town, home: str) -> None:
    """Nobody has an add-on: 601 ÷ 2 = 300.50, and 1,651 − 300.50 = 1,350.50."""
    taken = surveyed(town, form(town, home, "none"))
    town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    for on in (date(2025, 12, 9), date(2026, 1, 12)):
        town.on(on)
        told = town.checker.read(consequences.consequences, home)
        (child,) = [one for one in told if one.programme == "unsupported_child"]
        assert (child.change.kind, child.now, child.change.monthly) == (
            "keep", Decimal("1350.50"), Decimal("1350.50"),
        )  # fmt: skip


def test_an_add_on_that_may_be_in_the_sum_is_not_deducted_a_second_time(town: Town, home: str) -> None:
    taken = surveyed(town, form(town, home, "compulsory"))
    one = found(town, taken)
    assert one.result == "manual"
    assert "小旧在低保金中的份额：低保金里分类重点救助是多少（登记的是一笔总数，没有分开）" in one.headline
    with pytest.raises(Refused, match="分类重点救助是多少"):
        town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")


def test_a_sum_without_its_parts_is_not_taken_for_a_family_without_income(town: Town, home: str) -> None:
    def nothing(row: Entitlement) -> None:
        row.base = Decimal(0)

    stored(town, nothing)
    one = found(town, surveyed(town, form(town, home, "none")))
    assert one.result == "manual"
    assert "小旧在低保金中的份额：低保金里差额救助是多少（没有登记）" in one.headline


def test_a_sum_told_in_its_parts_is_deducted_as_told(town: Town, home: str) -> None:
    """501 ÷ 2 = 250.50 and the student's own 100: 1,651 − 350.50 = 1,300.50."""

    def split(row: Entitlement) -> None:
        row.base, row.addons = Decimal(501), Decimal(100)

    stored(town, split)
    one = found(town, surveyed(town, form(town, home, "compulsory")))
    assert (one.result, one.monthly) == ("entitled", Decimal("1300.50"))


def test_a_grant_that_was_computed_without_add_ons_has_none(town: Town) -> None:
    """(770 × 3 − 1,560) ÷ 3 = 250; the pupil's 100 is what the grant is still to be raised by: 1,651 − 350 = 1,301."""
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    dossier.members[1].disability_kind = dossier.members[1].disability_grade = ""
    dossier.members[2].student = "none"
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    first = rows(town, taken)
    (grant,) = first.entitlements
    assert (grant.monthly, grant.addons) == (Decimal(750), Decimal(0))
    town.on(date(2025, 12, 8))
    dossier = urban_three(town)
    dossier.application.programmes = ["unsupported_child"]
    dossier.household.id = first.household.id
    dossier.members[1].disability_kind = dossier.members[1].disability_grade = ""
    dossier.parents = without_parents(dossier.members[2].id)
    one = found(town, surveyed(town, dossier))
    assert (one.result, one.monthly) == ("entitled", Decimal("1301.00"))


def cut(town: Town, who: str) -> Change:
    """What is left when somebody refuses work for the third time."""
    (grant,) = town.clerk.read(lambda unit: unit.session.scalars(select(Entitlement)).all())
    who = people(town, grant.household_id)[who]
    return town.checker.read(consequences.on_ground, grant.id, "refused_jobs", who)


def test_a_ground_takes_a_part_of_what_is_paid(town: Town, home: str) -> None:
    """Half of 601, not half of what a family without income would get."""
    assert home
    change = cut(town, "head")
    assert (change.kind, change.monthly) == ("cut", Decimal("300.50"))


def test_a_ground_is_set_by_hand_where_the_share_cannot_be_told(town: Town, tmp_path: Path) -> None:
    loaded(town, tmp_path, id_number=id_number(date(1950, 1, 1), 5))  # over 70: has an add-on
    with pytest.raises(Refused, match="请用“人工核定”提出"):
        cut(town, "head")
