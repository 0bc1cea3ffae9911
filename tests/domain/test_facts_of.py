"""Which figure counts, which difference is open, and what the assessment is given of a file."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import BillPart, Dossier, IncidentPart, LinePart, MemberPart, ObligorPart
from jiuzhu.domain.facts import Disability, EventsFacts, HousingFacts, ObligorFacts, VehicleFacts
from jiuzhu.domain.facts_of import dibao_told, difference_of, facts_of, figure_of, is_open, self_paid_of

ON = date(2025, 10, 13)


def _line(
    declared: int | None = None,
    checked: int | None = None,
    visited: int | None = None,
    accepted: int | None = None,
    kind: str = "wage",
) -> LinePart:
    declared_, checked_, visited_, accepted_ = (
        None if figure is None else Decimal(figure) for figure in (declared, checked, visited, accepted)
    )
    return LinePart(kind=kind, declared=declared_, checked=checked_, visited=visited_, accepted=accepted_)


@pytest.mark.parametrize(
    ("line", "figure"),
    [
        (_line(1, 2, 3, 4), 4),
        (_line(1, 2, 3), 3),
        (_line(1, 2), 2),
        (_line(1), 1),
        (_line(), None),
        (_line(1, 2, 3, 0), 0),  # nothing accepted is a figure too
        (_line(1, 2, 0), 0),
        (_line(1, 0), 0),
    ],
)
def test_accepted_goes_before_the_visit_before_the_data_before_the_family(
    line: LinePart, figure: int | None
) -> None:
    assert figure_of(line) == figure


@pytest.mark.parametrize(
    ("line", "difference"),
    [
        (_line(100), None),  # nobody has looked yet
        (_line(100, 130), 30),
        (_line(100, 130, 180), 80),
        (_line(100, 180, 130), 80),
        (_line(None, 500), 500),  # omitted by the family
        (_line(100, 40), -60),
        (_line(100, 100), 0),
        (_line(100, 0), -100),
    ],
)
def test_the_difference_is_the_largest_found_less_the_declared(
    line: LinePart, difference: int | None
) -> None:
    assert difference_of(line) == difference


@pytest.mark.parametrize(
    ("line", "still_open"),
    [
        (_line(100), False),
        (_line(100, 100), False),
        (_line(100, 130), True),
        (_line(100, 40), True),
        (_line(None, 500), True),
        (_line(100, 130, accepted=130), False),
        (_line(100, 130, accepted=0), False),
    ],
)
def test_a_difference_is_open_until_somebody_accepts_a_figure(line: LinePart, still_open: bool) -> None:
    assert is_open(line) is still_open


def test_a_line_without_a_figure_is_not_taken_for_zero() -> None:
    file = Dossier(
        incomes=[_line()],
        assets=[_line(kind="deposit")],
        housing=[_line(kind="home")],
        expenses=[_line(kind="medical")],
        vehicles=[_line(kind="")],  # an empty card of the form
    )
    facts = facts_of(file, ON)
    assert (facts.incomes, facts.assets, facts.housing, facts.expenses, facts.vehicles) == (
        (),
        (),
        (),
        (),
        (),
    )


def test_a_vehicle_of_unknown_value_is_still_a_vehicle() -> None:
    facts = facts_of(Dossier(vehicles=[_line(kind="car")]), ON)
    assert facts.vehicles == (VehicleFacts(kind="car", value=Decimal(0), value_proved=False),)


def test_every_line_carries_the_figure_that_counts() -> None:
    head, child = MemberPart(name="陈甲"), MemberPart(name="陈乙", relation="20")
    wage = LinePart(
        kind="wage",
        person=child.id,
        item="散工",
        period="year",
        declared=Decimal(900),
        accepted=Decimal(1200),
        cost=Decimal(50),
    )
    file = Dossier(
        members=[head, child],
        incomes=[wage, _line(300, kind="transfer")],
        assets=[_line(1000, 1500, kind="deposit")],
        housing=[LinePart(kind="home", declared=Decimal(60), danger="D")],
        vehicles=[LinePart(kind="car", visited=Decimal(8000), value_proved=True)],
        expenses=[_line(2000, kind="medical")],
    )
    facts = facts_of(file, ON)
    assert [(one.member, one.kind, one.item, one.amount, one.cost, one.period) for one in facts.incomes] == [
        (child.id, "wage", "散工", Decimal(1200), Decimal(50), "year"),
        (head.id, "transfer", "", Decimal(300), Decimal(0), "month"),  # of nobody: the household's head
    ]
    assert [(one.amount, one.declared) for one in facts.assets] == [(Decimal(1500), Decimal(1000))]
    assert facts.housing == (HousingFacts(area=Decimal(60), danger="D"),)
    assert facts.vehicles == (VehicleFacts(kind="car", value=Decimal(8000), value_proved=True),)
    assert [(one.kind, one.amount) for one in facts.expenses] == [("medical", Decimal(2000))]


def test_an_obligor_owes_to_the_applicant_unless_somebody_is_named() -> None:
    head, mother = MemberPart(), MemberPart(relation="52")
    file = Dossier(
        members=[head, mother],
        obligors=[
            ObligorPart(relation="20", income_month=Decimal(9000), birth=date(1990, 1, 1)),
            ObligorPart(of_person=mother.id, relation="70", status="incapable"),
        ],
    )
    assert facts_of(file, ON).obligors == (
        ObligorFacts(
            of=head.id, relation="20", birth=date(1990, 1, 1), income_month=Decimal(9000), status="ordinary"
        ),
        ObligorFacts(of=mother.id, relation="70", birth=None, income_month=None, status="incapable"),
    )


@pytest.mark.parametrize(
    ("kind", "grade", "counted"),
    [("4", "1", (Disability("4", "1"),)), ("4", "", ()), ("", "1", ()), ("", "", ())],
)
def test_a_disability_counts_with_its_kind_and_grade_only(
    kind: str, grade: str, counted: tuple[Disability, ...]
) -> None:
    file = Dossier(members=[MemberPart(disability_kind=kind, disability_grade=grade)])
    assert facts_of(file, ON).members[0].disability == counted


def test_the_person_is_handed_over_as_typed() -> None:
    member = MemberPart(
        name="陈甲",
        sex="2",
        birth=date(1960, 5, 1),
        illness="major",
        student="senior",
        counted=False,
        lives_alone=True,
        registered_unemployed=True,
        in_prison=True,
        missing=True,
    )
    facts = facts_of(Dossier(members=[member]), ON).members[0]
    for name in (
        "id", "relation", "sex", "birth", "illness", "student", "counted", "lives_alone",
        "registered_unemployed", "in_prison", "missing", "name",
    ):  # fmt: skip
        assert getattr(facts, name) == getattr(member, name), name


def test_the_day_the_place_and_what_is_still_unknown_are_told() -> None:
    file = Dossier()
    file.household.kind, file.household.district = "rural", "500101"
    events = EventsFacts()
    facts = facts_of(file, ON, events=events, pending=("income",))
    assert (facts.on, facts.kind, facts.district, facts.pending) == (ON, "rural", "500101", ("income",))
    assert facts.events is events
    assert facts_of(file, ON).events == EventsFacts()
    assert facts_of(file, ON).pending == ()


def test_a_member_without_a_name_is_called_so_in_reasons() -> None:
    dossier = Dossier(members=[MemberPart(name="")])
    assert [member.name for member in facts_of(dossier, date(2025, 10, 13)).members] == ["未填姓名的成员"]


def test_what_struck_the_family_and_the_parents_of_a_child_are_facts() -> None:
    from jiuzhu.domain.dossier import Dossier, IncidentPart, ParentPart  # noqa: PLC0415  # here alone

    dossier = Dossier()
    dossier.incident = IncidentPart(kind="fire", persons=3)
    dossier.parents = [ParentPart(state="dead")]
    found = facts_of(dossier, date(2025, 10, 13))
    assert found.incident is not None
    assert (found.incident.kind, found.incident.persons) == ("fire", 3)
    assert found.parents[0].of == dossier.applicant.id
    assert found.members[0].self_care_unmet is None  # nobody has assessed it


def _bill(
    kind: str, total: int | None, insurer: int | None = None, person: str = "", paid: int = 0
) -> BillPart:
    figures = (None if figure is None else Decimal(figure) for figure in (total, insurer))
    whole, others = figures
    return BillPart(
        kind=kind, person=person, total=whole, insurer_paid=others, self_paid=Decimal(paid) or None
    )


@pytest.mark.parametrize(
    ("bill", "paid"),
    [
        (_bill("medical", 30000, 7000), 23000),
        (_bill("medical", 300), 300),
        (_bill("medical", None, paid=80), 80),
        (_bill("medical", None), None),
    ],
)
def test_what_a_family_paid_of_a_bill_is_its_total_less_what_others_paid(
    bill: BillPart, paid: int | None
) -> None:
    assert self_paid_of(bill) == paid


def test_bills_tell_what_an_incident_cost_by_its_cause() -> None:
    dossier = Dossier(
        bills=[_bill("medical", 30000, 7000), _bill("education", 5000), _bill("medical", None)],
        incident=IncidentPart(kind="illness", happened_on=ON, self_paid=Decimal(1)),
    )

    def paid(kind: str) -> Decimal:
        dossier.incident.kind = kind
        incident = facts_of(dossier, ON).incident
        assert incident is not None
        return incident.self_paid

    assert [paid(kind) for kind in ("illness", "long_treatment", "education", "other")] == [
        23000,
        23000,
        5000,
        28000,
    ]
    dossier.bills = []
    assert paid("illness") == 1  # what was told counts while there are no bills
    dossier.incident.self_paid = None
    assert paid("illness") == 0
    dossier.incident.kind = ""
    assert facts_of(dossier, ON).incident is None


def test_a_bill_takes_the_place_of_what_its_person_declared_of_the_kind() -> None:
    dossier = Dossier(
        expenses=[
            LinePart(kind="medical", person="p1", declared=Decimal(900)),
            LinePart(kind="medical", person="p2", declared=Decimal(70)),
            LinePart(kind="education", person="p1", declared=Decimal(5)),
            LinePart(kind="other", person="p1"),
        ],
        bills=[_bill("medical", 1000, 200, "p1"), _bill("medical", 40, None, "p1"), _bill("medical", None, None, "p3")],
    )  # fmt: skip
    told = [(one.kind, int(one.amount)) for one in facts_of(dossier, ON).expenses]
    assert told == [("medical", 70), ("education", 5), ("medical", 800), ("medical", 40)]


@pytest.mark.parametrize(
    ("occupation", "marital", "soldier"),
    [("37", "10", True), ("37", "", True), ("37", "20", False), ("31", "10", False)],
)
def test_an_unmarried_soldier_is_known_by_occupation_and_marriage(
    occupation: str, marital: str, soldier: bool
) -> None:
    dossier = Dossier(members=[MemberPart(occupation=occupation, marital=marital)])
    assert facts_of(dossier, ON).members[0].soldier is soldier


@pytest.mark.parametrize(
    ("monthly", "base", "addons", "computed", "told"),
    [
        (950, 800, 150, True, (800, False)),
        (950, 950, 0, True, (950, False)),
        (
            950,
            950,
            0,
            False,
            (950, True),
        ),  # taken over as it was paid: whether add-ons are in it nobody knows
        (950, 800, 150, False, (800, False)),
        (950, 800, 100, True, (None, True)),  # the parts do not come to what is paid
    ],
)
def test_what_a_grant_tells_of_its_own_share(
    monthly: int, base: int, addons: int, computed: bool, told: tuple[int | None, bool]
) -> None:
    assert dibao_told(Decimal(monthly), Decimal(base), Decimal(addons), computed=computed) == told
