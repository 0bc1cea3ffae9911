"""What forms, decisions and events say of one relative, one after the other: nobody is lost, told twice or told too late."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.dossier import Dossier, MemberPart, ObligorPart, ParentPart
from jiuzhu.domain.facts import ObligorFacts
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import consequences
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.household.supporting import ObligorChange
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, surveyed
from paid_families import confirmed, family, posted, subsidised, told, with_child
from town import Town, complete, id_number

SON = id_number(date(1990, 1, 1), 301)


def owed(dossier: Dossier, income: int | None = 3000) -> Dossier:
    """With a son who lives apart."""
    dossier.obligors = [
        ObligorPart(
            of_person=dossier.members[0].id, name="子示例", id_number=SON, relation="20", birth=date(1990, 1, 1),
            income_month=None if income is None else Decimal(income),
        )
    ]  # fmt: skip
    return dossier


def obligors(town: Town, home: str) -> Sequence[ObligorFacts]:
    return town.checker.read(facts_on, home, town.checker.today()).obligors


def again(town: Town, home: str, *programmes: str) -> Dossier:
    dossier = family(town, *programmes)
    dossier.household.id = home
    dossier.application.reason = "住院费用高"
    return dossier


def by_rule(town: Town, key: str, value: str) -> None:
    rule_admin.set_figure(
        town.clerk, NewFigure(key, value, date(2025, 10, 1), "示例民〔2025〕8号", replaces=True)
    )
    town.head.rules = town.checker.rules = town.clerk.rules


@pytest.fixture
def paid(town: Town) -> str:
    """A family in 低保 where the office counts what obligors have to spare."""
    home = rows(town, posted(town, family(town, "dibao"))).household.id
    town.on(date(2025, 12, 3))
    by_rule(town, "support.formula", "surplus")
    return home


def test_the_first_month_rests_on_the_obligor_the_decision_counted(town: Town) -> None:
    first = subsidised(town, family(town, "disability_care"))
    home = rows(town, first).household.id
    by_rule(town, "support.formula", "surplus")
    by_rule(town, "grant.start", "same")
    posted(town, owed(again(town, home, "dibao"), income=900))
    assert len(obligors(town, home)) == 1

    def first_month(unit: Unit) -> list[tuple[str, str, str]]:
        granted = entitlement_rows.not_ended(unit.session, home, "2025-11")
        return [
            (one.programme, one.first_month, consequences.follows_in(unit, one, one.first_month).kind)
            for one in granted
            if one.programme == "dibao"
        ]

    assert town.checker.read(first_month) == [("dibao", "2025-11", "keep")]
    before = town.checker.read(facts_on, home, date(2025, 10, 30)).obligors
    assert before == ()  # what was paid before rests on what was known then


def happens(town: Town, home: str, **more: Any) -> None:
    person = town.checker.read(facts_on, home, town.checker.today()).members[0].id
    happened = Happened(
        kind="support",
        effective_on=town.checker.today(),
        person_id=person,
        obligor=ObligorChange(name="子示例", **more),
    )
    town.checker.write(events.record_event, home, happened)


def test_an_event_about_somebody_a_form_names_keeps_the_rest_of_what_is_known(town: Town, paid: str) -> None:
    taken = accept(town, owed(again(town, paid, "medical"))).application_id
    happens(town, paid, income_month=Decimal(700))
    (son,) = obligors(town, paid)
    assert (son.income_month, son.relation, son.birth) == (Decimal(700), "20", date(1990, 1, 1))
    assert [one.income_month for one in rows(town, taken).obligors] == [Decimal(700)]
    happens(town, paid, gone=True)
    assert (obligors(town, paid), rows(town, taken).obligors) == ((), [])
    with pytest.raises(Refused, match="没有登记"):
        happens(town, paid, gone=True)


def test_somebody_only_a_form_names_can_be_told_gone(town: Town, paid: str) -> None:
    taken = accept(town, owed(again(town, paid, "medical"))).application_id
    happens(town, paid, gone=True)
    assert rows(town, taken).obligors == []
    assert told(town, paid) == [("dibao", "keep", Decimal("950.00"))]


def test_a_signature_holds_though_an_event_tells_more_of_who_gave_it(town: Town) -> None:
    """An old man's son signs for the check; the event that changes the son's income takes no signature away."""
    man = single(town, "tekun")
    man.members[0].self_care_on = date(2025, 10, 13)
    man = owed(man, income=900)
    man.obligors[0].authorised_on = town.clerk.today()
    taken = accept(town, man).application_id
    happens(town, rows(town, taken).household.id, income_month=Decimal(700))
    seen = town.checker.read(files.dossier, taken)
    assert [(one.income_month, one.authorised_on) for one in seen.obligors] == [
        (Decimal(700), date(2025, 10, 13))
    ]


def test_a_parent_told_twice_on_one_form_is_one(town: Town) -> None:
    form = with_child(single(town, "unsupported_child", birth=date(2015, 5, 5)))
    form.parents.append(ParentPart(of_person=form.members[0].id, name="辛示例", state="detox"))
    taken = accept(town, form).application_id
    assert [(one.name, one.state) for one in rows(town, taken).parents] == [
        ("庚示例", "dead"), ("辛示例", "detox"),
    ]  # fmt: skip


def test_a_form_starts_with_the_parents_on_record(town: Town) -> None:
    first = confirmed(town, with_child(single(town, "unsupported_child", birth=date(2015, 5, 5))))
    file = rows(town, first)
    town.on(date(2025, 12, 9))
    form = town.clerk.read(intake.from_person, file.members[0].person_id)
    assert [(one.name, one.state) for one in form.parents] == [("庚示例", "dead"), ("辛示例", "prison")]
    form.application.programmes, form.application.reason = ["medical"], "住院费用高"
    taken = town.clerk.write(intake.accept, complete(form, town.clerk.today()), "").application_id
    assert [one.waits_for for one in rows(town, taken).parents] == [None, None]


def test_a_form_that_leaves_the_child_out_says_nothing_of_whose_parents_those_are(town: Town) -> None:
    home = rows(town, posted(town, family(town, "dibao"))).household.id
    town.on(date(2025, 12, 8))
    confirmed(town, with_child(again(town, home, "unsupported_child")))
    town.on(date(2025, 12, 9))
    people = town.checker.read(facts_on, home, town.checker.today()).members
    form = town.clerk.read(intake.from_person, people[0].id)
    form.application.programmes, form.application.reason = ["medical"], "住院费用高"
    del form.members[1:]
    taken = accept(town, form).application_id
    assert {(one.of_person_id, one.state) for one in rows(town, taken).parents} == {
        (people[-1].id, "dead"), (people[-1].id, "prison"),
    }  # fmt: skip


def two_pupils(town: Town) -> tuple[str, str, str]:
    """Household, the elder, who is paid, and the younger, whose parents nobody has told yet."""
    form = with_child(single(town, "unsupported_child", birth=date(2015, 5, 5)))
    for part in form.parents:
        part.of_person = form.members[0].id
    born = date(2017, 3, 3)
    form.members.append(
        MemberPart(name="戊示例", id_number=id_number(born, 91), sex="1", birth=born, relation="73")
    )
    first = rows(town, confirmed(town, form))
    town.on(date(2025, 12, 3))
    elder, younger = (one.person_id for one in first.members)
    return first.household.id, elder, younger


def of_the_younger(town: Town, younger: str) -> Dossier:
    form = town.clerk.read(intake.from_person, younger)
    form.application.programmes, form.application.reason = ["unsupported_child"], "父亲服刑"
    form.members[0].phone, form.members[1].relation = "13800000091", "73"
    return form


def parents(town: Town, home: str) -> list[tuple[str, str]]:
    found = town.checker.read(facts_on, home, town.checker.today()).parents
    return sorted((one.of, one.state) for one in found)


def test_a_line_on_record_that_is_given_to_another_child_speaks_of_that_child(town: Town) -> None:
    home, elder, younger = two_pupils(town)
    form = of_the_younger(town, younger)
    for part in form.parents:
        part.of_person = younger
    taken = accept(town, form).application_id
    known = [(elder, "dead"), (elder, "prison")]
    assert parents(town, home) == known
    said = sorted((one.of_person_id, one.state) for one in rows(town, taken).parents)
    assert said == sorted([*known, (younger, "dead"), (younger, "prison")])


def test_the_decision_on_a_siblings_form_updates_who_is_paid_and_keeps_the_past(town: Town) -> None:
    home, elder, younger = two_pupils(town)
    form = of_the_younger(town, younger)
    form.parents = [  # typed anew, as a clerk does who does not look
        ParentPart(of_person=of, name=name, state=state, since=date(2024, 1, 10))
        for of, name, state in (
            (elder, "庚示例", "dead"), (elder, "辛示例", "none"),
            (younger, "庚示例", "dead"), (younger, "壬示例", "prison"),
        )
    ]  # fmt: skip
    taken = surveyed(town, form)
    assert told(town, home) == [("unsupported_child", "keep", Decimal("1651.00"))]
    town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    assert parents(town, home) == sorted([
        (elder, "dead"), (elder, "none"), (younger, "dead"), (younger, "prison"),
    ])  # fmt: skip
    assert [one[1] for one in told(town, home)] == ["stop", "keep"]
    before = town.checker.read(facts_on, home, date(2025, 12, 2)).parents
    assert sorted(one.state for one in before) == ["dead", "prison"]
