"""What the papers of a household after its decision say: an adjustment, a taper, a recheck, everything that changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain import clauses
from jiuzhu.domain.application import EconomicLine
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.dossier_changes import EventPart, RecheckPart, TaperPart
from jiuzhu.domain.dossier_matters import AdjustmentPart
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, HouseholdEvent, Person
from jiuzhu.domain.money import in_words
from jiuzhu.domain.monitoring import Recheck
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.household import whose
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import rechecks
from jiuzhu.storage.queries.household_facts import basis_of
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Filled:
    """A dossier with the matter in it, the number it already has, and the application it belongs to."""

    dossier: Dossier
    number: str
    about: str
    application_id: str | None = None


def _home(unit: Unit, household_id: str) -> Dossier:
    """The household as it is today, its head first."""
    home = unit.get(Household, household_id)
    members = [
        file_parts.member_part(unit.get(Person, member.person_id), member, unit.today)
        for member in file_rows.members_of(unit.session, home.id)
    ]
    if not members and home.head_id:  # the last member died or left: the notice still names the head
        head = unit.get(Person, home.head_id)
        members = [MemberPart(name=head.name, phone=head.phone, counted=False)]
    members.sort(key=lambda member: member.id != home.head_id)
    return Dossier(
        office=file_parts.office_part(unit.desk),
        household=file_parts.household_part(home, sum(1 for member in members if member.counted)),
        members=members,
    )


def _adjustment_part(unit: Unit, row: Adjustment) -> AdjustmentPart:
    names = file_rows.operator_names(unit.session)
    found = unit.get(Entitlement, row.entitlement_id) if row.entitlement_id else None
    person = whose.of_entitlement(unit, found) if found else whose.HOUSEHOLD
    head_id = unit.get(Household, row.household_id).head_id
    about = (found.person_id if found else None) or head_id
    return file_parts.copied(
        AdjustmentPart,
        row,
        person=person,
        told_to=whose.told_to(unit, head_id),
        may_ask=whose.may_ask(unit, about, "停发以后符合条件的，"),
        whose=_said_of(unit, row, found, person),
        new_words=in_words(row.new_monthly),
        clause=clauses.ground(row.clause),
        proposed_by=names.get(row.proposed_by, ""),
        decided_by=names.get(row.decided_by or "", ""),
    )


def _said_of(unit: Unit, row: Adjustment, found: Entitlement | None, person: str) -> str:
    """Whose an entitlement is, said to the head of the household, or to the family the head left behind."""
    head = unit.get(Person, unit.get(Household, row.household_id).head_id)
    own = found is not None and found.person_id is not None
    is_head = found is not None and found.person_id == head.id
    if head.died_on is not None and (is_head or not own):
        return head.name if is_head else f"{head.name}家庭"
    if not own:
        return "你家庭"
    return "你本人" if is_head else f"你家庭成员{person}"


def adjustment(unit: Unit, record_id: str) -> Filled:
    """F18: one change of an amount, under its own number."""
    row = unit.get(Adjustment, record_id)
    dossier = _home(unit, row.household_id)
    dossier.adjustment = _adjustment_part(unit, row)
    return Filled(dossier, row.number, row.number)


def notice(unit: Unit, record_id: str) -> Filled:
    """F18N: what the family is told, once somebody has signed it; the periods of its remedies run from its delivery."""
    row = unit.get(Adjustment, record_id)
    if row.state != "approved":
        raise Refused(f"调整 {row.number} 还没有签署同意，不能通知家庭。没有打印任何文书；请先签署。")
    return Filled(adjustment(unit, record_id).dossier, "", row.number)


def taper(unit: Unit, record_id: str) -> Filled:
    """F19: the job that was found, what it brings per head, and the months the grant goes on."""
    row = unit.get(Adjustment, record_id)
    if row.kind != "taper":
        raise Refused(f"{row.number} 不是渐退，没有渐退期审批表。没有打印任何文书。")
    filled = adjustment(unit, record_id)
    filled.dossier.taper = _taper_part(unit, row)
    return Filled(filled.dossier, "", row.number)


def _taper_part(unit: Unit, row: Adjustment) -> TaperPart:
    facts = facts_on(unit, row.household_id, row.proposed_on)
    figures = assess(facts, unit.desk.policy, unit.desk.calendar).findings["edge"].figures
    following = date.fromisoformat(f"{month_after(row.until_month)}-01")
    part = TaperPart(
        months=_months(row.from_month, row.until_month),
        ends_on=date.fromordinal(following.toordinal() - 1),
        per_head=_money(figures.get("per_head")),
        standard=_money(figures.get("standard")),
        limit=_money(figures.get("limit")),
    )
    event = _job(unit, row)
    if event is None:
        return part
    part.since, part.work = event.effective_on, event.details or event.evidence
    if event.person_id:
        part.person = unit.get(Person, event.person_id).name
    part.income = _earned(unit, event)
    return part


def _money(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _months(first: str, last: str) -> int:
    """Both months included."""
    (year, month), (end_year, end_month) = (map(int, one.split("-")) for one in (first, last))
    return (end_year - year) * 12 + end_month - month + 1


def _job(unit: Unit, row: Adjustment) -> HouseholdEvent | None:
    """The event an adjustment came from, else the newest one before it that says somebody found work."""
    if row.event_id:
        return unit.get(HouseholdEvent, row.event_id)
    found = event_rows.events(unit.session, row.household_id)
    return next((one for one in found if one.kind == "employed" and one.recorded_on <= row.proposed_on), None)


def _earned(unit: Unit, event: HouseholdEvent) -> Decimal | None:
    """What that event brought in, yuan a month."""
    basis = basis_of(unit.session, event.household_id)
    if basis is None:
        return None
    figures = [
        row.accepted
        for row in file_rows.of_application(unit.session, EconomicLine, basis, "position")
        if row.category == "income"
        and row.starts_on == event.effective_on
        and row.person_id == event.person_id
    ]
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None


def _recheck_part(unit: Unit, row: Recheck, before: date | None) -> RecheckPart:
    names = file_rows.operator_names(unit.session)
    entitlement = unit.get(Entitlement, row.entitlement_id)
    return file_parts.copied(
        RecheckPart,
        row,
        monthly=entitlement.monthly,
        last_on=before or unit.get(Decision, entitlement.decision_id).decided_on,
        recorded_by=names.get(row.recorded_by, ""),
    )


def _recheck_parts(unit: Unit, household_id: str) -> dict[str, RecheckPart]:
    """Recheck → its part, the oldest first; each knows the one before it of the same programme."""
    made: dict[str, RecheckPart] = {}
    before: dict[str, date] = {}
    for row in reversed(rechecks.rechecks_of(unit.session, household_id)):
        made[row.id] = _recheck_part(unit, row, before.get(row.programme))
        before[row.programme] = row.done_on
    return made


def recheck(unit: Unit, record_id: str) -> Filled:
    """F20: one recheck under its own number, with the adjustments that came of it."""
    row = unit.get(Recheck, record_id)
    dossier = _home(unit, row.household_id)
    dossier.recheck = _recheck_parts(unit, row.household_id)[row.id]
    dossier.adjustments = [
        _adjustment_part(unit, one)
        for one in adjustment_rows.adjustments_of(unit.session, row.household_id)
        if one.recheck_id == row.id
    ]
    return Filled(dossier, row.number, row.number)


def management(unit: Unit, household_id: str) -> Filled:
    """F20R: every recheck, event and adjustment of a household, the oldest first."""
    dossier = _home(unit, household_id)
    dossier.rechecks = list(_recheck_parts(unit, household_id).values())
    dossier.events = [
        _event_part(unit, one) for one in reversed(event_rows.events(unit.session, household_id))
    ]
    dossier.adjustments = [
        _adjustment_part(unit, one) for one in adjustment_rows.adjustments_of(unit.session, household_id)
    ]
    if not (dossier.rechecks or dossier.events or dossier.adjustments):
        raise Refused("这户还没有复核、变动和调整。没有打印任何文书。")
    return Filled(dossier, "", dossier.household.number)


def _event_part(unit: Unit, row: HouseholdEvent) -> EventPart:
    person = unit.get(Person, row.person_id).name if row.person_id else ""
    return file_parts.copied(EventPart, row, person=person)
