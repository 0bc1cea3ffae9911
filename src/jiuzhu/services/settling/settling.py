"""月结算 (F34): one person makes it, another signs it; what is signed is never edited, only corrected under a number.

A settlement costs what its lines say, its lines say what the records are worth. Before it is made and before it is
signed it is held against the records and against what its fund still has.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.calendar import last_day, month_of
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.pricing import Line, Priced, priced, sha256_of
from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.supply import Agreement, Fund
from jiuzhu.domain.written import written
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Problem, Refused
from jiuzhu.services.granting.rosters import require_month
from jiuzhu.services.serving import funds
from jiuzhu.storage.queries import records
from jiuzhu.storage.queries import settlements as queries
from jiuzhu.storage.unit import Unit

STATES = {"made": "待审核", "signed": "已审核", "withdrawn": "已撤回"}
"""State of a settlement → its word."""

_NAMED = 3
"""Records named at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a settlement would say; `left`: yuan its fund may still pay, `agreed`: minutes its agreement still pays for."""

    agreement_id: str
    fund_id: str
    month: str
    priced: Priced
    left: Decimal
    agreed: int | None = None  # without a limit
    correction: int = 0
    corrects_id: str | None = None

    @property
    def seen(self) -> tuple[int, Decimal]:
        """What somebody who looked at it saw: lines and yuan."""
        return len(self.priced.lines), self.priced.amount


def draft(unit: Unit, agreement_id: str, month: str) -> Draft:
    """What a month of an agreement would be settled with, its closed months put right in it."""
    require_month(month)
    agreement = unit.get(Agreement, agreement_id)
    before = queries.of_agreement(unit.session, agreement.id)
    closed = {one.month for one in before if one.month < month}
    return _drafted(unit, agreement, month, closed)


def _drafted(  # what is drawn up, and which settlement of it is left out
    unit: Unit,
    agreement: Agreement,
    month: str,
    closed: set[str],
    *,
    corrects: Settlement | None = None,
    without: str = "",
) -> Draft:
    days = date.fromisoformat(f"{min({month} | closed)}-01"), last_day(month)
    held = queries.settled(unit.session, agreement.id, without)
    made = priced(
        month,
        records.counted_between(unit.session, *days, agreement.id),
        queries.booked_items(unit.session, agreement.id, *days),
        queries.tariffs(unit.session, agreement.id),
        held,
        closed,
    )
    balance = funds.balance_of(unit, unit.get(Fund, agreement.fund_id))
    limit = agreement.minutes
    return Draft(
        agreement_id=agreement.id,
        fund_id=agreement.fund_id,
        month=month,
        priced=made,
        left=balance.limit - balance.spent,
        agreed=None if limit is None else limit - sum(one.minutes for one in held.values()),
        correction=queries.last_correction(unit.session, agreement.id, month) + 1 if corrects else 0,
        corrects_id=corrects.id if corrects else None,
    )


def make_settlement(
    unit: Unit, agreement_id: str, month: str, *, note: str = "", seen: tuple[int, Decimal] | None = None
) -> Settlement:
    """制单: settle a month that is over. `seen`: lines and yuan somebody looked at.

    Refused: the month goes on, is settled, or one of the agreement waits for its second signature; nothing to settle;
    a record without a rate; a fund that does not reach.
    """
    unit.require("settle")
    require_month(month)
    if month >= month_of(unit.today):
        raise Refused(f"{month} 还没有过完，不能结算。没有改动任何内容；请到下个月再制单。")
    _require_none_waiting(unit, agreement_id)
    done = [one for one in queries.of_agreement(unit.session, agreement_id) if one.month == month]
    if done:
        raise Refused(
            f"{month} 已经结算（{done[0].number}）。没有改动任何内容；有差额的，请在“已审核”里选中它点“更正”。"
        )
    return _stored(unit, draft(unit, agreement_id, month), note.strip(), seen)


def draft_correction(unit: Unit, settlement_id: str) -> Draft:
    """What differs now from what was settled for the month of a signed settlement."""
    wrong = unit.get(Settlement, settlement_id)
    if wrong.state != "signed":
        raise Refused("只有已审核的结算单才能更正；还没有审核的请先撤回。没有改动任何内容。")
    agreement = unit.get(Agreement, wrong.agreement_id)
    of_month = [one for one in queries.of_agreement(unit.session, agreement.id) if one.month == wrong.month]
    return _drafted(unit, agreement, wrong.month, {wrong.month}, corrects=of_month[-1])


def correct_settlement(
    unit: Unit, settlement_id: str, reason: str, *, seen: tuple[int, Decimal] | None = None
) -> Settlement:
    """重开: a numbered correction that settles only the difference; what was signed stays as it was signed."""
    unit.require("settle")
    why = written(reason, "更正的原因", "reason")
    wrong = unit.get(Settlement, settlement_id)
    _require_none_waiting(unit, wrong.agreement_id)
    return _stored(unit, draft_correction(unit, settlement_id), why, seen)


def _require_none_waiting(unit: Unit, agreement_id: str) -> None:
    for one in queries.of_agreement(unit.session, agreement_id):
        if one.state == "made":
            raise Refused(
                f"这份协议的结算单 {one.number}（{one.month}）还在等审核。没有改动任何内容；请先审核或撤回它。"
            )


def _stored(unit: Unit, told: Draft, note: str, seen: tuple[int, Decimal] | None) -> Settlement:
    found = told.priced
    if found.unpriced:
        raise Refused(
            f"有 {len(found.unpriced)} 条已核实的记录在服务当天没有收费标准："
            f"{'、'.join(f'{one.day}' for one in found.unpriced[:_NAMED])}。没有制单；请先在协议里补登收费标准，协议不付的请把记录核实为不予认可。"
        )
    if not found.lines:
        waits = f"还有 {found.waiting} 条记录待核实，" if found.waiting else ""
        what = "没有差额，不用更正" if told.corrects_id else f"{waits}没有可以结算的记录"
        raise Refused(f"{told.month} {what}。没有改动任何内容。")
    if seen not in {None, told.seen}:
        raise ChangedSinceSeen
    _require_room(unit, told, found.amount, found.minutes)
    made = unit.add(
        Settlement(
            number=unit.number("settlement"),
            agreement_id=told.agreement_id,
            fund_id=told.fund_id,
            month=told.month,
            correction=told.correction,
            corrects_id=told.corrects_id,
            minutes=found.minutes,
            amount=found.amount,
            refused_minutes=found.refused_minutes,
            made_by=unit.actor.operator_id,
            made_on=unit.today,
            sha256=sha256_of(found.lines),
            note=note,
        )
    )
    unit.session.flush()
    for line in found.lines:
        unit.add(SettlementLine(settlement_id=made.id, **line._asdict()))
    unit.about(made.id)
    return made


def _require_room(unit: Unit, told: Draft, amount: Decimal, minutes: int) -> None:
    if amount > max(told.left, ZERO):
        fund = unit.get(Fund, told.fund_id)
        raise InvalidInput([Problem("fund", funds.short(unit, fund, told.left, amount))])
    if told.agreed is not None and minutes > max(told.agreed, 0):
        raise Refused(
            f"协议约定的总时长只剩 {hours(max(told.agreed, 0))}，不够这次的 {hours(minutes)}。没有改动任何内容；"
            "请把超出约定的服务记录核实为不予认可，由机构承担。"
        )


def sign_settlement(unit: Unit, settlement_id: str, seen_version: int, note: str = "") -> Settlement:
    """审核: the second signature, never by who made it; the lines are counted again before it.

    Refused when lines were altered, no longer agree with the records, or the fund no longer reaches.
    """
    unit.require("sign_settlement")
    made = unit.get(Settlement, settlement_id)
    unit.unchanged(made, seen_version)
    if made.state != "made":
        raise Refused(f"结算单 {made.number} 的状态是“{STATES[made.state]}”，不能审核。没有改动任何内容。")
    if made.made_by == unit.actor.operator_id:
        raise Refused("自己制的结算单不能自己审核。没有改动任何内容；请另一位有审核权限的同事登录。")
    lines = queries.lines(unit.session, made.id)
    if sha256_of(lines) != made.sha256 or not _adds_up(made, lines):
        raise Refused(
            f"结算单 {made.number} 的明细与制单时不一致，不能审核。没有改动任何内容；请撤回后重新制单，并告诉管理员。"
        )
    told = _again(unit, made)
    if not {_key(one) for one in lines} <= {_key(one) for one in told.priced.lines}:
        raise Refused(
            f"制单以后，结算单 {made.number} 里有记录被冲销或改了核实结果。没有审核；请撤回后重新制单。"
        )
    _require_room(unit, told, made.amount, made.minutes)
    made.state = "signed"
    made.second_by, made.second_on = unit.actor.operator_id, unit.today
    if note.strip():
        made.note = "；".join(filter(None, (made.note, note.strip())))
    unit.about(made.id)
    return made


def _again(unit: Unit, made: Settlement) -> Draft:
    """What a settlement would say if it were made now."""
    agreement = unit.get(Agreement, made.agreement_id)
    others = [one for one in queries.of_agreement(unit.session, agreement.id) if one.id != made.id]
    closed = {one.month for one in others if one.month < made.month}
    if made.corrects_id:
        closed = {made.month}
    return _drafted(unit, agreement, made.month, closed, without=made.id)


def _key(line: Line | SettlementLine) -> tuple[str, str, int, Decimal]:
    return line.visit_record_id, line.kind, line.minutes, line.amount


def _adds_up(made: Settlement, lines: list[SettlementLine]) -> bool:
    paid = [one for one in lines if one.kind != "refused"]
    return (
        made.amount == sum((one.amount for one in lines), ZERO)
        and made.minutes == sum(one.minutes for one in paid)
        and made.refused_minutes == sum(one.minutes for one in lines) - made.minutes
    )


def withdraw_settlement(unit: Unit, settlement_id: str, seen_version: int, reason: str) -> Settlement:
    """撤回 what waits for its second signature, by who makes settlements or by who found it wrong; it stays, and counts for nothing."""
    if not unit.actor.may("sign_settlement"):
        unit.require("settle")
    made = unit.get(Settlement, settlement_id)
    unit.unchanged(made, seen_version)
    if made.state != "made":
        raise Refused(
            f"结算单 {made.number} 的状态是“{STATES[made.state]}”，不能撤回；已审核的请用“更正”。没有改动任何内容。"
        )
    made.note = "；".join(filter(None, (made.note, f"撤回：{written(reason, '撤回的原因', 'reason')}")))
    made.state = "withdrawn"
    unit.about(made.id)
    return made
