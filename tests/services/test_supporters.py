"""Whoever owes a child or an old person support changes by events, and what hangs on them follows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.dossier import Dossier, ParentPart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import consequences
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.household.supporting import ObligorChange
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, rows, single, submitted, surveyed
from once import once
from town import Town, complete


def child(town: Town) -> Dossier:
    dossier = single(town, "unsupported_child", birth=date(2015, 5, 5))
    of = dossier.members[0].id
    dossier.parents = [
        ParentPart(of_person=of, name="庚示例", state="dead", since=date(2024, 1, 10)),
        ParentPart(of_person=of, name="辛示例", state="prison", since=date(2024, 1, 10)),
    ]
    return dossier


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    taken = surveyed(town, child(town))
    town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return rows(town, taken)


@pytest.fixture
@once
def old_man(town: Town) -> FileRows:
    dossier = single(town, "tekun")
    dossier.members[0].self_care_on = date(2025, 10, 13)
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return rows(town, taken)


def happens(town: Town, home: FileRows, kind: str, **more: Any) -> None:
    happened = Happened(
        kind=kind, effective_on=date(2025, 12, 1), person_id=home.members[0].person_id, **more
    )
    town.checker.write(events.record_event, home.household.id, happened)


def told(town: Town, household_id: str) -> tuple[str, Decimal]:
    (found,) = town.checker.read(consequences.consequences, household_id)
    return found.change.kind, found.change.monthly


def test_a_father_who_comes_home_ends_the_childs_programme_from_that_day(town: Town, home: FileRows) -> None:
    happens(town, home, "parent", parent=ParentPart(name="辛示例", state="none"))
    assert told(town, home.household.id) == ("stop", Decimal(0))
    states = {
        day: [one.state for one in town.checker.read(facts_on, home.household.id, date(2025, *day)).parents]
        for day in ((11, 30), (12, 1))
    }
    assert states == {(11, 30): ["dead", "prison"], (12, 1): ["dead", "none"]}


def test_one_state_of_a_parent_follows_another(town: Town, home: FileRows) -> None:
    until = date(2028, 1, 1)
    happens(town, home, "parent", parent=ParentPart(name="辛示例", state="detox", until=until))
    assert told(town, home.household.id) == ("keep", Decimal("1651.00"))
    (mother,) = [
        one
        for one in town.checker.read(facts_on, home.household.id, date(2025, 12, 3)).parents
        if one.state == "detox"
    ]
    assert (mother.since, mother.until) == (date(2025, 12, 1), until)


def test_a_child_has_two_parents(town: Town, home: FileRows) -> None:
    with pytest.raises(Refused, match="庚示例、辛示例"):
        happens(town, home, "parent", parent=ParentPart(name="壬示例", state="none"))
    with pytest.raises(InvalidInput):
        happens(town, home, "parent")


def test_a_son_who_is_found_ends_tekun_and_one_who_dies_does_not(town: Town, old_man: FileRows) -> None:
    son = ObligorChange(name="癸示例", relation="20", birth=date(1985, 1, 1), income_month=Decimal("9000.00"))
    happens(town, old_man, "support", obligor=son)
    assert told(town, old_man.household.id)[0] == "stop"
    happens(town, old_man, "support", obligor=ObligorChange(name="癸示例", gone=True))
    assert told(town, old_man.household.id)[0] == "keep"
    with pytest.raises(Refused, match="没有登记"):
        happens(town, old_man, "support", obligor=ObligorChange(name="癸示例", gone=True))
    with pytest.raises(InvalidInput):
        happens(town, old_man, "support", details="情况有变化")


def test_an_obligors_income_changes_and_the_rest_stays(town: Town, old_man: FileRows) -> None:
    son = ObligorChange(
        name="癸示例",
        relation="20",
        birth=date(1985, 1, 1),
        income_month=Decimal("900.00"),
        status="incapable",
    )
    happens(town, old_man, "support", obligor=son)
    happens(town, old_man, "support", obligor=ObligorChange(name="癸示例", income_month=Decimal("1200.00")))
    (now,) = town.checker.read(facts_on, old_man.household.id, date(2025, 12, 3)).obligors
    assert (now.income_month, now.status, now.relation) == (Decimal("1200.00"), "incapable", "20")


def test_what_is_known_of_the_parents_goes_with_the_child(town: Town, home: FileRows) -> None:
    happens(town, home, "split", details="已分开生活")
    (event,) = town.checker.read(events.events, home.household.id)
    assert told(town, event.other_household_id or "") == ("keep", Decimal("1651.00"))


def test_a_later_form_does_not_change_the_parents_of_a_child_who_is_paid(town: Town, home: FileRows) -> None:
    before = town.checker.read(facts_on, home.household.id, town.checker.today()).parents
    dossier = town.clerk.read(intake.from_person, home.members[0].person_id)
    dossier.application.programmes, dossier.application.reason = ["medical"], "住院费用高"
    dossier.parents = [
        ParentPart(of_person=dossier.members[0].id, name="庚示例", state="none"),
    ]
    town.accept(complete(dossier, town.clerk.today()))
    assert told(town, home.household.id) == ("keep", Decimal("1651.00"))
    assert town.checker.read(facts_on, home.household.id, town.checker.today()).parents == before


def test_a_later_form_does_not_change_the_obligors_of_somebody_in_tekun(
    town: Town, old_man: FileRows
) -> None:
    happens(town, old_man, "support", obligor=ObligorChange(name="壬示例", relation="20", status="tekun"))
    dossier = town.clerk.read(intake.from_person, old_man.members[0].person_id)
    dossier.application.programmes, dossier.application.reason = ["medical"], "住院费用高"
    (son,) = dossier.obligors
    son.status, son.income_month = "ordinary", Decimal(9000)
    town.accept(complete(dossier, town.clerk.today()))
    assert told(town, old_man.household.id)[0] == "keep"
    (known,) = town.clerk.read(intake.from_person, old_man.members[0].person_id).obligors
    assert (known.status, known.income_month) == ("tekun", None)
