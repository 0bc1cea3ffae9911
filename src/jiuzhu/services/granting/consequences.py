"""What a change of a household leads to, told before anything is proposed. Nothing here changes an amount."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.changing import GROUNDS, Change, Paid
from jiuzhu.domain.assessment.explain import explain, headline
from jiuzhu.domain.assessment.finding import Finding, of_person
from jiuzhu.domain.assessment.single import fits_whole, for_persons
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.deadlines import changed_month, first_month
from jiuzhu.domain.facts import HouseholdFacts
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.granting import holding
from jiuzhu.services.household import whose
from jiuzhu.services.household.arriving import home_of
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import arriving, people
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.unit import Unit

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one entitlement of a household would become on what is known today."""

    entitlement_id: str
    programme: str
    label: str
    person: str  # whose it is, with what they are to the head; 全户 of a household's
    now: Decimal
    change: Change
    why: list[str]
    waiting: bool  # an adjustment of it is already proposed


@dataclass(frozen=True, slots=True)
class _Look:
    """A household as it is looked at: its facts, what they lead to, the day a change would be decided, who found work."""

    household_id: str
    facts: HouseholdFacts
    assessment: Assessment
    standards: Standards
    decided: date
    at_work: Collection[str]


def _look(unit: Unit, facts: HouseholdFacts, household_id: str, event_id: str, standards_on: date) -> _Look:
    return _Look(
        household_id,
        facts,
        assess(facts, unit.desk.policy, unit.desk.calendar, standards_on),
        unit.desk.policy.in_force(unit.desk.office.district, standards_on),
        unit.today,
        event_rows.found_work(unit.session, household_id, event_id),
    )


def _look_today(unit: Unit, household_id: str, event_id: str = "", standards_on: date | None = None) -> _Look:
    """Today, with what the household receives from next month on, under the standards of a day (today's)."""
    facts = facts_on(unit, household_id, unit.today, month_after(month_of(unit.today)))
    return _look(unit, facts, household_id, event_id, standards_on or unit.today)


def _look_at_month(unit: Unit, household_id: str, month: str, event_id: str) -> _Look:
    """A past month as it should have been paid: what was true as it began, under the standards of its first day."""
    first = date.fromisoformat(f"{month}-01")
    facts = facts_on(unit, household_id, _eve_of(month), month)
    return _look(unit, replace(facts, on=first), household_id, event_id, first)


def consequences(unit: Unit, household_id: str) -> list[Consequence]:
    """Every entitlement in force held against the household as it is today and what it receives from next month on.

    Changes nothing. What a person or a ground of the law set stands (`holding`). What belongs to a person is looked
    at where they live, or lived last, whichever household's account it is paid by.

    While an event "就业" of the household waits, what exceeds the standard tapers; when who found work was registered
    unemployed, 低保就业补贴 is told with what is cut, and in place of a taper decided by hand [S1 items 3, 13]. What tapers
    already is held against it too.
    """
    look = _look_today(unit, household_id)
    return [
        Consequence(
            row.id, row.programme, unit.desk.label("item", row.programme), whose.of_entitlement(unit, row), row.monthly,
            change, _why(row, look, change), bool(adjustment_rows.open_adjustments(unit.session, row.id)),
        )
        for row in _looked_at(unit, household_id)
        for change in [_held(unit, row, look)]
    ]  # fmt: skip


def _why(row: Entitlement, look: _Look, change: Change) -> list[str]:
    """The sentences of a finding; of what goes on with a taper all the same why it does."""
    if change.reason == _STILL_DIBAO:
        return [change.reason]
    return list(explain(_finding(row, look)))


def _finding(row: Entitlement, look: _Look) -> Finding:
    """What was found of the programme, and of a personal one only what is about this person."""
    finding = look.assessment.findings[row.programme]
    if row.person_id is None:
        return finding
    if row.programme == "dibao":
        finding = for_persons(finding)
    if fits_whole(finding):
        return finding
    return of_person(finding, row.person_id)


def _looked_at(unit: Unit, household_id: str) -> list[Entitlement]:
    month = month_of(unit.today)
    found = entitlement_rows.not_ended(unit.session, household_id, month)
    found += arriving.of_who_lived_in(unit.session, household_id, month)
    return [row for row in found if not row.ended_reason and home_of(unit, row) == household_id]


def _held(unit: Unit, row: Entitlement, look: _Look) -> Change:
    change, by = _change(unit, row, look), holding.held_by(unit, row)
    return change if by is None else holding.hold(change, row, by)


def follows(unit: Unit, row: Entitlement, event_id: str = "", standards_on: date | None = None) -> Change:
    """What an entitlement becomes on today's facts, whatever a person set; `event_id` counts although it was settled."""
    return _change(unit, row, _look_today(unit, home_of(unit, row), event_id, standards_on))


def follows_in(unit: Unit, row: Entitlement, month: str, event_id: str = "") -> Change:
    """What an entitlement should have been in a past month (YYYY-MM), on that month's own facts and standards.

    What belongs to a person is looked at where they lived as the month began: it is paid elsewhere until a move is recorded.
    """
    home = None
    if row.person_id is not None:
        home = people.home_on(unit.session, row.person_id, _eve_of(month))
    look = _look_at_month(unit, home or row.household_id, month, event_id)
    return _change(unit, row, look, tapers=tapered(unit, row))


def tapered(unit: Unit, row: Entitlement) -> bool:
    """Whether an entitlement was decided as a 渐退, or as another amount during one, although it ended earlier since."""
    return row.adjustment_id is not None and bool(unit.get(Adjustment, row.adjustment_id).until_month)


def _eve_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01") - timedelta(days=1)


def _change(unit: Unit, row: Entitlement, look: _Look, *, tapers: bool = False) -> Change:
    tapers = tapers or row.tapers
    gone = _gone(unit, row, look) or _ran_out(row, look)
    if gone is not None:
        return gone
    unemployed = any(one.registered_unemployed for one in look.facts.members if one.id in look.at_work)
    change = changing.follows(
        look.assessment, row.programme, now=_paid(row), decided=look.decided, standards=look.standards,
        employed=(bool(look.at_work) or tapers) and row.person_id is None, registered_unemployed=unemployed,
    )  # fmt: skip
    if row.person_id is not None:
        change = _share(change, row, look, _finding(row, look))
        if unemployed and row.programme == "dibao" and change.kind == changing.CUT:
            change = changing.with_job_subsidy(change, _paid(row), look.standards)
    if row.programme == "disability_living" and change.kind == changing.STOP and _tapers_on(unit, row, look):
        return change._replace(
            kind=changing.KEEP, monthly=row.monthly, base=row.monthly - row.addons, addons=row.addons,
            clause=changing.rule_of(row.programme, changing.KEEP), reason=_STILL_DIBAO,
        )  # fmt: skip
    if tapers:
        change = changing.in_taper(change, row.last_month, same_members=_same_members(unit, row, look))
    if row.programme in {"edge", "rigid"} and change.kind in {changing.CUT, changing.RAISE}:
        change = change._replace(kind=changing.KEEP)  # no money hangs on it
    return change


_STILL_DIBAO = "低保渐退期间仍是低保家庭，照发；渐退期满再按规定停发"


def _tapers_on(unit: Unit, row: Entitlement, look: _Look) -> bool:
    """Whether a subsidy that stands on 低保 has lost nothing but a full grant: the family's tapers, or is about to."""
    if all(line.step != "living.not_dibao" for line in _finding(row, look).why):
        return False
    month, today = month_of(look.facts.on), look.facts.on == unit.today
    for one in entitlement_rows.not_ended(unit.session, look.household_id, month):
        stands = not one.ended_reason if today else one.covers(month)
        if one.programme == "dibao" and one.person_id is None and stands:
            decided = tapered(unit, one)
            kind = _change(unit, one, look, tapers=decided).kind
            if kind == changing.TAPER or (decided and kind != changing.STOP):
                return True
    return False


def _gone(unit: Unit, row: Entitlement, look: _Look) -> Change | None:
    """What follows when nobody lives here any more, or not who the entitlement belongs to; None while they do.

    A death ends it; of somebody who lives elsewhere a person has to find out where.
    """
    present = {one.id for one in look.facts.members}
    if row.person_id in present or (row.person_id is None and present):
        return None
    month = changed_month(look.decided)
    who = unit.get(Person, row.person_id or unit.get(Household, row.household_id).head_id)
    if present and who.died_on is None:
        return _by_a_person(row, look, "本人已不在本户，请核实现在住在哪里：转入新的户，或终止")
    told = f"{who.name}已于 {who.died_on} 死亡" if who.died_on else f"{who.name}已不在本户"
    if row.person_id is None or who.died_on is None:
        told += "，家庭已没有共同生活的成员"
    return Change(
        changing.STOP, _ZERO, _ZERO, _ZERO, month, "", changing.rule_of(row.programme, changing.STOP), told
    )


def _ran_out(row: Entitlement, look: _Look) -> Change | None:
    """What follows when a recognition holds no longer: it ends, whatever the figures say [GX57 Art 10]."""
    if not row.ran_out(look.facts.on):
        return None
    told = f"认定有效期到 {row.valid_until} 为止，已经期满；仍有困难的，请重新申请"
    return Change(changing.STOP, _ZERO, _ZERO, _ZERO, changed_month(look.decided), "", "GX57-10", told)


def _same_members(unit: Unit, row: Entitlement, look: _Look) -> bool:
    """Whether the household counts whom it counted when the taper began."""
    began = facts_on(unit, row.household_id, date.fromisoformat(f"{row.first_month}-01"))
    return {one.id for one in began.members} == {one.id for one in look.facts.members}


def _paid(row: Entitlement) -> Paid:
    return Paid(row.monthly - row.addons, row.addons)


def _share(change: Change, row: Entitlement, look: _Look, finding: Finding) -> Change:
    """The part of a personal programme that is this person's, from the month its own kind of change holds from."""
    if change.kind == changing.BY_HAND:
        return change
    if fits_whole(finding):
        return _by_a_person(row, look, _WHOLE)
    persons = finding.figures["persons"]
    mine = persons[0] if isinstance(persons, list) and persons else None
    later = changed_month(look.decided)
    if mine is None and row.programme == "dibao" and look.at_work:
        return _by_a_person(row, look, _AT_WORK)
    if mine is None:
        return change._replace(
            kind=changing.STOP, monthly=_ZERO, base=_ZERO, addons=_ZERO, from_month=later,
            clause=changing.rule_of(row.programme, changing.STOP),
            reason=headline(finding).replace("不符合：因为", "本人不再符合条件：", 1),
        )  # fmt: skip
    monthly = mine["monthly"]
    care = mine.get("care", "")
    kind = (
        changing.KEEP if monthly == row.monthly else changing.RAISE if monthly > row.monthly else changing.CUT
    )
    month = first_month(look.decided, look.standards, row.programme) if kind == changing.RAISE else later
    return change._replace(  # what is told of all of them together is another change
        kind=kind, monthly=monthly, base=mine.get("base", monthly), addons=mine.get("addons", _ZERO),
        from_month=month, until_month="", clause=changing.rule_of(row.programme, kind), care=care, reason=_TOLD[kind],
    )  # fmt: skip


_WHOLE = "全家已经符合低保条件，请告知并协助全家申请；批准以后本人的单人户低保随之终止"
_AT_WORK = "就业后本人不再符合单人户条件，是否渐退没有规定，请人工核定"
_TOLD = {changing.KEEP: "金额不变", changing.RAISE: "金额增加", changing.CUT: "金额减少"}


def _by_a_person(row: Entitlement, look: _Look, told: str) -> Change:
    """A change only a person can set; until then the grant stays."""
    month = changed_month(look.decided)
    return Change(
        changing.BY_HAND,
        row.monthly,
        row.monthly - row.addons,
        row.addons,
        month,
        "",
        changing.rule_of(row.programme, changing.BY_HAND),
        told,
    )


def on_ground(unit: Unit, entitlement_id: str, cause: str, person_id: str = "") -> Change:
    """What a ground of the law leaves: without one person's share of the grant, or nothing [57 Art 34; TL Art 29].

    `person_id` names whose share goes, for a grant that belongs to a household and a ground that concerns one person;
    `Refused` where it cannot be told.
    """
    row = unit.get(Entitlement, entitlement_id)
    ground = GROUNDS.get(cause)
    if ground is None:
        raise InvalidInput([Problem("cause", "请选择减发、停发的法定情形。")])
    share: Paid | None = _paid(row)
    if ground.one_person and row.programme == "dibao" and row.person_id is None:
        month = max(month_of(unit.today), row.first_month)
        facts = facts_on(unit, row.household_id, unit.today, month)
        unknown = changing.share_untold(facts, unit.desk.policy)
        if unknown:
            raise Refused(
                f"算不出本人在低保金中的份额，还缺：{unknown}。没有改动任何内容；请用“人工核定”提出，写明怎样算的。"
            )
        share = changing.share_of_person(facts, unit.desk.policy, person_id)
    if share is None:
        raise InvalidInput([Problem("person", "请选择是哪一位计入保障的成员。")])
    change = changing.on_ground(cause, _paid(row), unit.today, share=share)
    return change._replace(until_month=_taper_end(row, change))


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
    change = Change(
        kind,
        monthly,
        monthly - addons,
        addons,
        month,
        "",
        clause.strip() or changing.rule_of(row.programme, kind),
        said,
        chosen=True,
    )
    return change._replace(until_month=_taper_end(row, change))


def _taper_end(row: Entitlement, change: Change) -> str:
    """Another amount during a taper ends when the taper does."""
    return row.last_month if row.tapers and change.kind != changing.STOP else ""
