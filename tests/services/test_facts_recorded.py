"""What the form tells of obligors, parents and children reaches the file and its assessment; of children, every later look."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.dossier import Dossier, ObligorPart, ParentPart
from jiuzhu.domain.facts import Disability, HouseholdFacts, ObligorFacts, ParentFacts
from jiuzhu.domain.facts_of import facts_of
from jiuzhu.services.casework import files
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure
from on_the_way import accept, approve, rows, single, submitted
from town import Town

BORN = date(2015, 5, 5)


def seen(town: Town, taken: str) -> HouseholdFacts:
    """The file as its assessment sees it; a later look knows the same people, and no relatives before a decision."""
    on = town.clerk.today()
    dossier = town.clerk.read(files.dossier, taken)
    facts = facts_of(dossier, on)
    later = town.clerk.read(facts_on, dossier.household.id, on)
    assert (later.members, later.obligors, later.parents) == (facts.members, (), ())
    return facts


def found(town: Town, taken: str, programme: str) -> Finding:
    file = rows(town, taken)
    desk = town.clerk.read(lambda unit: unit.desk)
    assessed = files.assessment_of(
        desk, files.build(desk, file, town.clerk.today()), file, town.clerk.today()
    )
    return assessed.findings[programme]


def owing(town: Town, **told: object) -> Dossier:
    """An old man whose son lives apart; what is told of the son."""
    made = single(town, "tekun")
    made.members[0].self_care_on = date(2025, 10, 13)
    son = ObligorPart(name="庚示例", relation="20", birth=date(1990, 1, 1), of_person=made.members[0].id)
    for name, value in told.items():
        setattr(son, name, value)
    son.authorised_on = date(2025, 10, 13)
    made.obligors = [son]
    return made


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ({"income_month": Decimal(2000)}, "not_entitled"),
        ({"disability_kind": "4", "disability_grade": "1", "income_month": Decimal(2000)}, "entitled"),
        ({"disability_kind": "4", "disability_grade": "1", "income_month": Decimal(9000)}, "not_entitled"),
        ({"disability_kind": "4", "disability_grade": "1"}, "manual"),  # nobody has asked what he earns
        ({"disability_kind": "4", "disability_grade": "1", "income_month": Decimal(0)}, "entitled"),
        ({"disability_kind": "4", "disability_grade": "1", "income_month": Decimal(0), "property_over": True}, "not_entitled"),
        ({"status": "incapable"}, "entitled"),
        ({"status": "incapable", "property_over": True}, "not_entitled"),
        ({"status": "dibao", "birth": date(1965, 1, 1)}, "entitled"),
        ({"birth": None}, "manual"),
    ],
)  # fmt: skip
def test_the_means_of_an_obligor_are_typed_once_and_decide(
    town: Town, told: dict[str, object], result: str
) -> None:
    taken = accept(town, owing(town, **told)).application_id
    assert found(town, taken, "tekun").result == result
    seen(town, taken)


def test_an_obligor_is_seen_as_typed(town: Town) -> None:
    son = {
        "disability_kind": "4",
        "disability_grade": "2",
        "income_month": Decimal(1200),
        "property_over": True,
    }
    taken = accept(town, owing(town, **son)).application_id
    (facts,) = seen(town, taken).obligors
    father = rows(town, taken).members[0].person_id
    assert facts == ObligorFacts(
        of=father,
        relation="20",
        birth=date(1990, 1, 1),
        income_month=Decimal(1200),
        disability=(Disability("4", "2"),),
        property_fits=False,
    )


def child(town: Town, *programmes: str, until: date | None) -> Dossier:
    """A child whose mother is dead and whose father was sent to prison two months ago."""
    made = single(town, *programmes, birth=BORN)
    made.members[0].self_care_on = date(2025, 10, 13)
    kid = made.members[0].id
    made.parents = [
        ParentPart(of_person=kid, name="辛示例", state="dead"),
        ParentPart(of_person=kid, name="壬示例", state="prison", since=date(2025, 8, 1), until=until),
    ]
    return made


@pytest.mark.parametrize(
    ("until", "result"),
    [(date(2027, 8, 1), "entitled"), (date(2025, 12, 1), "not_entitled"), (None, "manual")],
)
def test_the_end_of_a_sentence_decides(town: Town, until: date | None, result: str) -> None:
    taken = accept(town, child(town, "unsupported_child", until=until)).application_id
    assert found(town, taken, "unsupported_child").result == result
    kid = rows(town, taken).members[0].person_id
    assert seen(town, taken).parents[1] == ParentFacts(kid, "prison", date(2025, 8, 1), until, "壬示例")


def test_where_a_child_is_brought_up_decides_the_sum(town: Town) -> None:
    town.on(date(2026, 1, 5))
    made = child(town, "unsupported_child", until=date(2027, 8, 1))
    made.members[0].in_institution = True
    taken = accept(town, made).application_id
    assert seen(town, taken).members[0].in_institution
    assert found(town, taken, "unsupported_child").figures["persons"] == [
        {"member": rows(town, taken).members[0].person_id, "monthly": Decimal("2000.00")}
    ]


@pytest.mark.parametrize(("chosen", "result"), [(False, "entitled"), (True, "not_entitled")])
def test_the_guardian_chooses_between_tekun_and_the_childs_own_programme(
    town: Town, chosen: bool, result: str
) -> None:
    made = child(town, "tekun", until=date(2027, 8, 1))
    made.members[0].child_support = chosen
    taken = accept(town, made).application_id
    finding = found(town, taken, "tekun")
    assert finding.result == result
    assert ("监护人选择儿童保障" in "".join(explain(finding))) is chosen
    assert seen(town, taken).members[0].child_support is chosen


@pytest.mark.parametrize("start", ["next", "same"])
def test_tekun_begins_the_month_after_whatever_the_setting_says_of_dibao(town: Town, start: str) -> None:
    """[43 Art 17]; the setting is about 低保 alone (C-01)."""
    if start == "same":
        rule_admin.set_figure(
            town.clerk, NewFigure("grant.start", start, date(2025, 10, 1), "示例民〔2025〕8号", replaces=True)
        )
        town.head.rules = town.clerk.rules
    made = single(town, "tekun")
    made.members[0].self_care_on = date(2025, 10, 13)
    taken = submitted(town, made, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 20))
    approve(town, taken)
    (decision,) = rows(town, taken).decisions
    assert decision.first_month == "2025-12"
