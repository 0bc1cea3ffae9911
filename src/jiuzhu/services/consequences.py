"""What a change of a household leads to, told before anything is proposed. Nothing here changes an amount."""

from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.changing import GROUNDS, Change, Paid
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.deadlines import changed_month
from jiuzhu.domain.facts import HouseholdFacts
from jiuzhu.domain.household import Person
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services.household_facts import facts_on
from jiuzhu.services.proposing import written
from jiuzhu.storage.queries import changes as queries
from jiuzhu.storage.unit import Unit

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one entitlement of a household would become on what is known today."""

    entitlement_id: str
    programme: str
    label: str
    now: Decimal
    change: Change
    why: list[str]
    waiting: bool  # an adjustment of it is already proposed


def consequences(unit: Unit, household_id: str) -> list[Consequence]:
    """Every entitlement in force held against the household as it is today and what it receives from next month on.

    Changes nothing.

    While an event "就业" of the household waits, what exceeds the standard tapers; when who found work was registered
    unemployed, 低保就业补贴 is decided by hand [S1 items 3, 13].
    """
    facts = facts_on(unit, household_id, unit.today, month_after(month_of(unit.today)))
    assessment = assess(facts, unit.desk.policy, unit.desk.calendar)
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    at_work = queries.found_work(unit.session, household_id)
    unemployed = any(one.registered_unemployed for one in facts.members if one.id in at_work)
    made = []
    for row in queries.in_force(unit.session, household_id, month_of(unit.today)):
        if row.last_month:
            continue
        gone = _gone(unit, row, facts)
        change = gone or changing.follows(
            assessment, row.programme, now=_paid(row), decided=unit.today, standards=standards,
            employed=bool(at_work), registered_unemployed=unemployed,
        )  # fmt: skip
        if gone is None and row.person_id is not None:
            change = _share(change, row, assessment.findings[row.programme].figures.get("persons"))
        if row.programme in {"edge", "rigid"} and change.kind in {changing.CUT, changing.RAISE}:
            change = change._replace(kind=changing.KEEP)  # no money hangs on it
        made.append(
            Consequence(
                row.id, row.programme, unit.desk.label("item", row.programme), row.monthly, change,
                list(explain(assessment.findings[row.programme])),
                bool(queries.open_adjustments(unit.session, row.id)),
            )
        )  # fmt: skip
    return made


def _gone(unit: Unit, row: Entitlement, facts: HouseholdFacts) -> Change | None:
    """What follows when nobody lives here any more, or not who the entitlement belongs to; None while they do.

    A death ends it; of somebody who lives elsewhere a person has to find out where.
    """
    present = {one.id for one in facts.members}
    if row.person_id in present or (row.person_id is None and present):
        return None
    month = changed_month(unit.today)
    died = unit.get(Person, row.person_id).died_on if row.person_id else None
    if present and died is None:
        told = "本人已不在本户，请核实现在住在哪里：转入新的户，或终止"
        return Change(
            changing.BY_HAND, row.monthly, row.monthly - row.addons, row.addons, month, "", "57-32", told
        )
    told = f"本人已于 {died} 死亡" if present else "本户已无成员，请终止"
    return Change(changing.STOP, _ZERO, _ZERO, _ZERO, month, "", "57-32", told)


def _paid(row: Entitlement) -> Paid:
    return Paid(row.monthly - row.addons, row.addons)


def _share(change: Change, row: Entitlement, persons: object) -> Change:
    """The part of a personal programme that is this person's."""
    if change.kind == changing.BY_HAND:
        return change
    mine = (
        [one["monthly"] for one in persons if one["member"] == row.person_id]
        if isinstance(persons, list)
        else []
    )
    if not mine:
        return change._replace(
            kind=changing.STOP,
            monthly=_ZERO,
            base=_ZERO,
            addons=_ZERO,
            clause="57-32",
            reason="本人不再符合条件",
        )
    kind = (
        changing.KEEP if mine[0] == row.monthly else changing.RAISE if mine[0] > row.monthly else changing.CUT
    )
    return change._replace(kind=kind, monthly=mine[0], base=mine[0], addons=_ZERO)


def on_ground(unit: Unit, entitlement_id: str, cause: str, person_id: str = "") -> Change:
    """What a ground of the law leaves: without one person's share of the grant, or nothing [57 Art 34; TL Art 29].

    `person_id` names whose share goes, for a grant that belongs to a household and a ground that concerns one person.
    """
    row = unit.get(Entitlement, entitlement_id)
    ground = GROUNDS.get(cause)
    if ground is None:
        raise InvalidInput([Problem("cause", "请选择减发、停发的法定情形。")])
    share: Paid | None = _paid(row)
    if ground.one_person and row.programme == "dibao":
        facts = facts_on(unit, row.household_id, unit.today)
        share = changing.share_of_person(facts, unit.desk.policy, person_id)
    if share is None:
        raise InvalidInput([Problem("person", "请选择是哪一位计入保障的成员。")])
    return changing.on_ground(cause, _paid(row), unit.today, share=share)


def by_hand(unit: Unit, entitlement_id: str, monthly: Decimal, reason: str, clause: str) -> Change:
    """A change whose amount a person has set: 就业补贴, an error put right. The add-ons stay their own fund's."""
    row = unit.get(Entitlement, entitlement_id)
    if monthly < 0:
        raise InvalidInput([Problem("monthly", "金额不能是负数。")])
    kind = changing.STOP if not monthly else changing.RAISE if monthly > row.monthly else changing.CUT
    if monthly == row.monthly:
        kind = changing.KEEP
    month = month_after(month_of(unit.today))
    said = written(reason, "调整理由", "reason")
    addons = min(row.addons, monthly)
    return Change(kind, monthly, monthly - addons, addons, month, "", clause.strip() or "57-32", said)
