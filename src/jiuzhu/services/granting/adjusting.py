"""调整: what a change leads to is proposed with its why, heard, signed by somebody else, and only then paid otherwise.

民发〔2021〕57号 Art 30-34; 民发〔2021〕43号 Art 24-26. No amount changes and nothing stops without a decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.changing import GROUNDS, Change
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.deadlines import next_step, notice_end, working_posting
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.money import shown
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.written import written
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Problem, Refused
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.granting import consequences, holding, job_subsidy
from jiuzhu.services.granting.following import carry_out, require_current
from jiuzhu.services.granting.rosters import require_month
from jiuzhu.services.household import whose
from jiuzhu.services.household.arriving import home_of
from jiuzhu.services.monitoring.noticing import waits_again
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import carrying_out, entitlements, rechecks
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.unit import Unit


def _standards(unit: Unit) -> Standards:
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why an adjustment is proposed: its cause (code adjustment_cause) and what it came from."""

    cause: str
    evidence: str
    event_id: str = ""
    recheck_id: str = ""
    alert_id: str = ""
    since: str = ""  # YYYY-MM: first past month it was so already, where no event says it
    statement: str = ""  # what the family said


def propose_adjustment(
    unit: Unit, entitlement_id: str, change: Change, ground: Ground, why: list[str]
) -> str:
    """提出调整; returns its number. One at a time for an entitlement; "金额不变" needs none.

    Refused when the facts no longer lead to what was on screen. The event that is behind it, where one alone waits, and
    the first past month it was so already (`_since`) are kept with it.
    """
    unit.require("monitor")
    row = unit.get(Entitlement, entitlement_id)
    if ground.cause not in unit.desk.codes["adjustment_cause"].codes:
        raise InvalidInput([Problem("cause", "请选择调整原因。")])
    evidence = written(ground.evidence, "调整的事实和证据", "evidence")
    _require_as_ground(ground, change)
    if change.kind == changing.KEEP:
        raise Refused("按现在的情况金额不变，不需要调整。没有改动任何内容；请登记“无变化”。")
    if change.kind == changing.BY_HAND:
        raise Refused(f"{change.reason}。没有提出调整；请先核定金额再提出。")
    if row.ended_reason or (row.last_month and row.last_month < month_of(unit.today)):
        raise Refused(f"这项待遇 {row.last_month} 已经终止，不能再调整。没有改动任何内容。")
    if adjustment_rows.open_adjustments(unit.session, row.id):
        raise Refused("这项待遇已有等待审批的调整。没有改动任何内容；请先办完那一件。")
    waiting = event_rows.open_events(unit.session, home_of(unit, row))
    event_id = ground.event_id or (waiting[0].id if len(waiting) == 1 else "")
    found = consequences.follows(unit, row, event_id)
    _require_lifted(unit, row, change, found)
    if not change.chosen and (found.kind, found.monthly) != (change.kind, change.monthly):
        raise Refused("看过以后户情又有变化。没有提出调整；请重新看一次对待遇的影响，再提出。")
    made = unit.add(
        Adjustment(
            number=unit.number("adjustment"),
            household_id=row.household_id,
            entitlement_id=row.id,
            programme=row.programme,
            kind=change.kind,
            cause=ground.cause,
            old_monthly=row.monthly,
            new_monthly=change.monthly,
            new_base=change.base,
            new_addons=change.addons,
            new_care=change.care,
            found_kind=found.kind,
            found_monthly=found.monthly,
            since_month=_since(unit, row, change, ground, waiting),
            from_month=change.from_month,
            until_month=change.until_month,
            reason=change.reason,
            clause=change.clause,
            why="\n".join(why),
            evidence=evidence,
            event_id=event_id or None,
            recheck_id=ground.recheck_id or _recheck_of(unit, row, ground),
            alert_id=ground.alert_id or None,
            statement=ground.statement.strip(),
            proposed_by=unit.actor.operator_id,
            proposed_on=unit.today,
        )
    )
    unit.about(row.household_id)
    return made.number


def _require_lifted(unit: Unit, row: Entitlement, change: Change, found: Change) -> None:
    """What a person or a ground of the law set is changed by a person's own proposal, never by the figures alone."""
    by = holding.held_by(unit, row)
    if by is None or change.chosen or holding.hold(found, row, by) == found:
        return
    raise Refused(f"{holding.told(by)}。没有提出调整；要恢复或变更的，请用“人工核定”写明理由和起始月份。")


def _since(
    unit: Unit, row: Entitlement, change: Change, ground: Ground, waiting: list[HouseholdEvent]
) -> str:
    """The first month the facts of a change may have held in, "" when no past month is to be looked at.

    What follows from the figures goes back to the oldest event that waits, and to what a 标准调整 left out of its months
    because another adjustment waited: each month is assessed on its own. What a
    person set goes back as far as the event or the month they name. A ground of the law never goes back but for fraud.
    """
    if ground.since:
        require_month(ground.since)
        if ground.since > month_of(unit.today):
            raise InvalidInput([Problem("since", "起始月份还没有到，请核对。")])
    if ground.cause in GROUNDS and ground.cause != "fraud":
        return ""
    months = [ground.since] if ground.since else []
    if ground.event_id:
        months.append(unit.get(HouseholdEvent, ground.event_id).from_month)
    if not change.chosen:
        months += [event.from_month for event in waiting]
        left_out = _left_out(unit, row)
        months += [left_out] if left_out else []
    if change.kind == changing.RAISE:
        months.append(change.from_month)  # the family does not wait for a late signature
    return min(months, default="")


def _left_out(unit: Unit, row: Entitlement) -> str:
    grant = entitlements.rows_of_grant(unit.session, row.household_id, row.programme, row.person_id)
    return carrying_out.first_left_out(unit.session, [one.id for one in grant])


def _look_back_further(unit: Unit, row: Adjustment, entitlement: Entitlement) -> None:
    """To what a 标准调整 left out of its months since the proposal, because it waited, or unseen by who is bound to villages."""
    left_out = "" if holding.set_by_person(row) else _left_out(unit, entitlement)
    if left_out:
        row.since_month = min(row.since_month or left_out, left_out)


def _recheck_of(unit: Unit, row: Entitlement, ground: Ground) -> str | None:
    """The recheck that waits for this; else the newest that found a change, for what rests on a recheck."""
    waiting = rechecks.recheck_to_follow(unit.session, row.id)
    if waiting is not None:
        return str(waiting.recheck_id)
    if ground.cause != "recheck":
        return None
    found = rechecks.rechecks_of(unit.session, row.household_id)
    return next(
        (one.id for one in found if one.entitlement_id == row.id and one.outcome != "no_change"), None
    )


def _require_as_ground(ground: Ground, change: Change) -> None:
    """A ground that cuts or stops by itself never carries another change [57 Art 34; TL Art 29; 649 Art 68]."""
    lawful = GROUNDS.get(ground.cause)
    if lawful is None or change.kind == changing.STOP:
        return
    if not lawful.one_person or change.kind != changing.CUT:
        raise Refused(
            f"{lawful.reason}：不能按“{change.reason}”调整。没有提出调整；请选择“按法定情形减停”，由程序计算本人的份额。"
        )


def post_end(unit: Unit, adjustment_id: str, place: str) -> date:
    """特困 ends only after a posting of seven days in the village [43 Art 26], at a place; returns its last day."""
    unit.require("opine")
    row = _open_one(unit, adjustment_id)
    if row.programme != "tekun" or row.kind != changing.STOP:
        raise Refused("只有终止特困供养需要公示。没有改动任何内容。")
    if row.posted_on is not None:
        raise Refused(f"已于 {row.posted_on} 公示。没有改动任何内容。")
    where = place.strip()
    if not where:
        raise InvalidInput([Problem("place", "请填写公示地点，例如村（社区）公示栏。")])
    standards = _standards(unit)
    days, working = standards.number("publicity.days"), working_posting(standards)
    row.posted_on, row.posted_place = unit.today, where
    row.posting_ends_on = notice_end(unit.today, days, unit.desk.calendar, working=working).day
    unit.about(row.household_id)
    return row.posting_ends_on


def hear(unit: Unit, adjustment_id: str, statement: str, *, before: Shown | None = None) -> None:
    """陈述申辩: what the family says to a cut or stop, before it is decided. `before`: see `merging`."""
    unit.require("monitor")
    row = _open_one(unit, adjustment_id)
    typed = {"statement": written(statement, "家庭的陈述", "statement")}
    row.statement = merging.merged(unit, row, typed, before, about=[row.household_id])["statement"]
    unit.about(row.household_id)


def _open_one(unit: Unit, adjustment_id: str) -> Adjustment:
    row = unit.get(Adjustment, adjustment_id)
    if row.state != "proposed":
        raise Refused(f"调整 {row.number} 已经办结，不能再改。没有改动任何内容。")
    return row


def decide_adjustment(
    unit: Unit, adjustment_id: str, *, approved: bool, note: str = "", seen: int | None = None
) -> str:
    """审批调整: by another person than who proposed it; approved, the entitlement changes from its month.

    Returns the month it holds from, later than proposed when it was signed late.

    Past months that were paid otherwise are flagged as money to be made up or taken back, each to be decided. Refused
    when the entitlement or what the facts ask for is not what it was when it was proposed, or when the proposal (what the family
    says to it) is not the version that was `seen`.
    """
    unit.require("decide")
    row = _open_one(unit, adjustment_id)
    unit.unchanged(row, seen)
    levels.require(unit, levels.of_programme(unit, row.programme))
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("这件调整是您提出的，不能由您审批。没有改动任何内容；请另一位同事签署。")
    whose_it_is = unit.get(Entitlement, row.entitlement_id).person_id if row.entitlement_id else None
    require_unrelated(unit, row.household_id, whose_it_is)
    if approved:
        _require_posted(unit, row)
        entitlement = unit.get(Entitlement, row.entitlement_id or "")
        found = require_current(unit, row, entitlement)
        _look_back_further(unit, row, entitlement)
        carry_out(unit, row, entitlement)
        if found.for_job:
            job_subsidy.hand_on(unit, row)
        row.decision_note, row.state = note.strip(), "approved"
    else:
        row.decision_note, row.state = written(note, "不同意的理由", "note"), "refused"
        if row.alert_id:
            waits_again(unit, row.alert_id, row.number)
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    limit = _standards(unit).number("refusal.notice.wd")
    row.notice_due_on = unit.desk.calendar.add_working_days(unit.today, limit).day
    unit.about(row.household_id)
    return row.from_month


def _require_posted(unit: Unit, row: Adjustment) -> None:
    if row.programme != "tekun" or row.kind != changing.STOP:
        return
    if row.posted_on is None:
        raise Refused("终止特困供养要先公示七日。没有改动任何内容；请经办先张榜公示。")
    standards = _standards(unit)
    days, working = standards.number("publicity.days"), working_posting(standards)
    earliest = next_step(row.posted_on, days, unit.desk.calendar, working=working).day
    if unit.today < earliest:
        raise Refused(f"公示还没有期满，最早 {earliest} 可以签署。没有改动任何内容。")


def decide_many(
    unit: Unit, adjustment_ids: list[str], seen: Mapping[str, int] = MappingProxyType({})
) -> tuple[list[str], list[tuple[str, str]]]:
    """Approve many at once: the numbers signed, and those left out with the reason. `seen`: the version of each on screen."""
    signed, left = [], []
    for adjustment_id in adjustment_ids:
        row = unit.get(Adjustment, adjustment_id)
        try:
            with unit.attempt():
                decide_adjustment(unit, adjustment_id, approved=True, seen=seen.get(adjustment_id))
        except (Refused, ChangedSinceSeen) as refusal:
            left.append((row.number, refusal.happened))
        else:
            signed.append(row.number)
    return signed, left


def deliver_adjustment(unit: Unit, adjustment_id: str, way: str, on: date) -> None:
    """送达 the notice: its periods of review and suit run from here."""
    unit.require("deliver")
    row = unit.get(Adjustment, adjustment_id)
    if row.state not in {"approved", "refused"} or row.decided_on is None:
        raise Refused("这件调整还没有决定，没有可以送达的文书。没有改动任何内容。")
    if row.delivered_on is not None:
        raise Refused(f"调整 {row.number} 的文书已登记在 {row.delivered_on} 送达。没有改动任何内容。")
    if way not in unit.desk.codes["delivery"].offered:
        raise InvalidInput([Problem("way", "请选择送达方式。没有改动任何内容。")])
    if not row.decided_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "送达日期要在决定以后、今天以前。")])
    row.delivered_on, row.delivery_way = on, way
    unit.about(row.household_id)


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """One adjustment in the head's queue."""

    id: str
    number: str
    household_id: str
    household_number: str
    name: str
    village: str
    person: str  # whose the entitlement is, with what they are to the head; 全户 of a household's
    programme: str
    kind: str
    kind_label: str
    old: Decimal
    new: Decimal
    difference: str
    from_month: str
    reason: str
    why: str
    statement: str
    posted: str
    state: str
    barred: str  # why this operator may not sign it
    version: int


def adjustments(unit: Unit, states: tuple[str, ...] = ("proposed",), text: str = "") -> list[AdjustmentRow]:
    """Adjustments in these states, the oldest first."""
    kinds = unit.desk.codes["adjustment_kind"].labels
    return [
        AdjustmentRow(
            id=row.id,
            number=row.number,
            household_id=row.household_id,
            household_number=row.household_number,
            name=row.name,
            village=row.village,
            person=whose.of_row(unit, row),
            programme=unit.desk.label("item", row.programme),
            kind=row.kind,
            kind_label=kinds.get(row.kind, row.kind),
            old=row.old_monthly,
            new=row.new_monthly,
            difference=f"{'+' if row.new_monthly > row.old_monthly else ''}{shown(row.new_monthly - row.old_monthly)}",
            from_month=row.from_month,
            reason=row.reason,
            why=row.why,
            statement=row.statement,
            posted=f"公示到 {row.posting_ends_on}" if row.posting_ends_on else "",
            state=row.state,
            barred=levels.barred(unit, levels.of_programme(unit, row.programme), row.proposed_by),
            version=row.version,
        )
        for row in adjustment_rows.listed(unit.session, states, text, 500)
    ]
