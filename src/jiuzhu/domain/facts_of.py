"""From the dossier to the assessment's input: the figure of each line is the accepted one, else what was found last."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.dossier import BillPart, Dossier, LinePart, MemberPart
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    EventsFacts,
    ExpenseFacts,
    HouseholdFacts,
    HousingFacts,
    IncidentFacts,
    IncomeFacts,
    MemberFacts,
    ObligorFacts,
    ParentFacts,
    VehicleFacts,
)

_ZERO = Decimal(0)

_ON_SERVICE, _UNMARRIED = "37", "10"  # GB/T 2261.4 现役军人, GB/T 2261.2 未婚

UNNAMED = "未填姓名的成员"
"""What reasons call a member whose name is not typed yet; never the key of a row."""


def figure_of(line: LinePart) -> Decimal | None:
    """What counts now: accepted, else found at the visit, else found by the data check, else declared."""
    for figure in (line.accepted, line.visited, line.checked, line.declared):
        if figure is not None:
            return figure
    return None


def difference_of(line: LinePart) -> Decimal | None:
    """The largest found figure minus the declared one; None while nothing was found."""
    found = [figure for figure in (line.checked, line.visited) if figure is not None]
    if not found:
        return None
    return max(found) - (line.declared or _ZERO)


def cost_of(line: LinePart) -> Decimal:
    """The cost of an income that counts: accepted, else declared."""
    return (line.cost if line.cost_accepted is None else line.cost_accepted) or _ZERO


def is_open(line: LinePart) -> bool:
    """Whether a difference still waits for its conclusion."""
    difference = difference_of(line)
    return bool(difference) and line.accepted is None


def disability_of(kind: str, grade: str) -> tuple[Disability, ...]:
    """The entry of a 残疾证; none while kind or grade is missing."""
    return (Disability(kind, grade),) if kind and grade else ()


def is_soldier(occupation: str, marital: str) -> bool:
    """未婚现役军人, by the codes of occupation and marriage."""
    return occupation == _ON_SERVICE and marital in ("", _UNMARRIED)


def _member(part: MemberPart, *, obligors_asked: bool) -> MemberFacts:
    return MemberFacts(
        id=part.id,
        relation=part.relation,
        sex=part.sex,
        birth=part.birth,
        disability=disability_of(part.disability_kind, part.disability_grade),
        illness=part.illness,
        student=part.student,
        counted=part.counted,
        lives_alone=part.lives_alone,
        registered_unemployed=part.registered_unemployed,
        self_care_unmet=tuple(part.self_care_unmet) if part.self_care_on is not None else None,
        bedridden_months=part.bedridden_months,
        in_prison=part.in_prison,
        in_detox=part.in_detox,
        missing=part.missing,
        clergy_since=part.clergy_since,
        soldier=is_soldier(part.occupation, part.marital),
        in_institution=part.in_institution,
        child_support=part.child_support,
        ruled_as=part.ruled_as,
        ruled_by=part.ruled_by,
        obligors_asked=obligors_asked,
        receives=tuple(part.receives),
        own_dibao=part.own_dibao,
        name=part.name or UNNAMED,
    )


_BILLS_OF = {"illness": ("medical",), "long_treatment": ("medical",), "education": ("education",)}
"""Cause → the kinds of bills that tell what it cost; other causes take all of them."""


def self_paid_of(bill: BillPart) -> Decimal | None:
    """Yuan of a bill the family paid itself: its total less what insurance and relief paid."""
    if bill.total is None:
        return bill.self_paid
    return bill.total - (bill.insurer_paid or _ZERO)


def _incident(dossier: Dossier) -> IncidentFacts | None:
    """What was paid is what the bills say; what was only told counts while there are none."""
    part = dossier.incident
    if not part.kind:
        return None
    kinds = _BILLS_OF.get(part.kind)
    bills = [self_paid_of(bill) or _ZERO for bill in dossier.bills if not kinds or bill.kind in kinds]
    paid = sum(bills, _ZERO) if bills else part.self_paid or _ZERO
    return IncidentFacts(part.kind, part.happened_on, paid, part.persons)


def dibao_told(
    monthly: Decimal, base: Decimal, addons: Decimal, *, computed: bool
) -> tuple[Decimal | None, bool]:
    """`dibao_base` and `dibao_unsplit` of a grant; None where what is stored does not come to what is paid.

    Without add-ons a grant that was computed has none; of one taken over as it was paid nobody knows.
    """
    if base + addons != monthly:
        return None, True
    return base, not computed and not addons


def _expenses(dossier: Dossier) -> tuple[ExpenseFacts, ...]:
    """Rigid spending: the bills, and the declared lines for which there is no bill of the same person and kind."""
    billed = {(bill.person, bill.kind) for bill in dossier.bills}
    lines = [
        ExpenseFacts(kind=line.kind, amount=figure)
        for line in dossier.expenses
        if (line.person, line.kind) not in billed and (figure := figure_of(line)) is not None
    ]
    bills = [
        ExpenseFacts(kind=bill.kind, amount=paid)
        for bill in dossier.bills
        if (paid := self_paid_of(bill)) is not None
    ]
    return (*lines, *bills)


def facts_of(
    dossier: Dossier, on: date, *, events: EventsFacts | None = None, pending: tuple[str, ...] = ()
) -> HouseholdFacts:
    """The household as the assessment sees it on a day.

    `pending` names sections nobody has filled in yet, so that nothing missing is taken for zero.
    """
    first = dossier.members[0].id
    told = {part.of_person or first for part in dossier.obligors}
    told |= {part.id for part in dossier.members if part.no_obligors}
    asks_tekun = "tekun" in dossier.application.programmes
    return HouseholdFacts(
        on=on,
        kind=dossier.household.kind,
        district=dossier.household.district,
        members=tuple(
            _member(part, obligors_asked=not asks_tekun or part.id in told) for part in dossier.members
        ),
        obligors=tuple(
            ObligorFacts(
                of=part.of_person or first,
                relation=part.relation,
                birth=part.birth,
                income_month=part.income_month,
                disability=disability_of(part.disability_kind, part.disability_grade),
                status=part.status,
                property_fits=not part.property_over,
            )
            for part in dossier.obligors
        ),
        incomes=tuple(
            IncomeFacts(
                member=line.person or first,
                kind=line.kind,
                item=line.item,
                amount=figure,
                cost=cost_of(line),
                period=line.period,
            )
            for line in dossier.incomes
            if (figure := figure_of(line)) is not None
        ),
        assets=tuple(
            AssetFacts(kind=line.kind, amount=figure, declared=line.declared)
            for line in dossier.assets
            if (figure := figure_of(line)) is not None
        ),
        housing=tuple(
            HousingFacts(area=figure, danger=line.danger)
            for line in dossier.housing
            if (figure := figure_of(line)) is not None
        ),
        vehicles=tuple(
            VehicleFacts(kind=line.kind, value=figure_of(line) or _ZERO, value_proved=line.value_proved)
            for line in dossier.vehicles
            if line.kind
        ),
        expenses=_expenses(dossier),
        events=events or EventsFacts(),
        pending=pending,
        parents=tuple(
            ParentFacts(
                of=part.of_person or first,
                state=part.state,
                since=part.since,
                until=part.until,
                name=part.name,
            )
            for part in dossier.parents
        ),
        incident=_incident(dossier),
        premises=tuple(dossier.household.premises),
        consumption=tuple(dossier.household.consumption),
        disaster=dossier.household.disaster_home,
        monitored=bool(dossier.household.monitored),
        standing=tuple(dossier.household.standing),
        dibao_base=dossier.household.dibao_base,
        dibao_unsplit=dossier.household.dibao_unsplit,
        asked=tuple(dossier.application.programmes),
        awaited=tuple(dossier.household.awaited),
    )
