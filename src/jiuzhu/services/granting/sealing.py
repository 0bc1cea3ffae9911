"""封存: a month's roster is fixed with its accounts, repaired months are paid with it once, and what changes later is told.

What a sealed month no longer agrees with becomes 补发 or 追回 of a later one, each decided by a person.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.dossier_roster import RosterPart
from jiuzhu.domain.granting import BackPayment, MonthRoster
from jiuzhu.domain.household import Household
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Problem, Refused
from jiuzhu.services.granting import rosters, sealed_lines
from jiuzhu.services.granting.back_paying import spread_anew
from jiuzhu.services.granting.offsetting import set_off
from jiuzhu.services.granting.rosters import PROGRAMMES, require_asked
from jiuzhu.storage.queries import arriving, ledgers, sealed_rosters
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import month_rosters as queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

NOBODY_LEFT = "已没有成员"
"""Beside a family of which nobody lives any more: no account of it can be confirmed."""
_ZERO = Decimal("0.00")
_SHOWN = 12
"""Months a list of sealed rosters goes back."""


def seal_month(
    unit: Unit, month: str, programme: str, *, checked: bool, seen: tuple[int, Decimal] | None = None
) -> MonthRoster:
    """封存 the roster of a month that has begun; its repaired months are settled with it and can be paid no second time.

    `checked`: somebody held it against the decisions, `seen` the households and the yuan it had then. Refused: not checked,
    sealed before, reached by a 标准调整 that is carried out in part, nobody to pay, or a family that would be paid less
    than nothing. 补发 nobody can be paid is put off to a later month.
    """
    unit.require("pay")
    if not checked:
        raise InvalidInput([Problem("checked", "请先核对，再勾选。")])
    filters = Filters(month=month, programme=programme)
    require_asked(filters)
    if month > month_of(unit.today):
        raise Refused(f"{month} 还没有开始，不能封存。没有改动任何内容。")
    before = queries.sealed(unit.session, month, programme)
    if before is not None:
        raise Refused(f"{month} 的花名册 {before.number} 已经封存。没有改动任何内容。")
    half = rosters.half_adjusted(unit, month)
    if half:
        raise Refused(f"{half}，没有封存。请先在“发放—标准调整”里点“执行”办完。")
    _require_payable(unit, month, programme)
    for earlier in queries.sealed_since(unit.session, month_after(month, -_SHOWN)):
        if earlier.programme == programme:
            _flag(unit, earlier)
    entries = sealed_lines.sealed(unit, filters)
    addons, repaired, total = (
        sum((one[name] for one in entries), _ZERO) for name in ("addons", "repaired", "total")
    )
    if seen not in {None, (len(entries), total)}:
        raise ChangedSinceSeen
    made = unit.add(
        MonthRoster(
            number=unit.number("roster"),
            month=month,
            programme=programme,
            households=len(entries),
            people=sum(one["members"] for one in entries),
            base=total - addons - repaired,
            addons=addons,
            repaired=repaired,
            total=total,
            sealed_by=unit.actor.operator_id,
            sealed_on=unit.today,
        )
    )
    unit.session.flush()
    unit.insert_rows(queries.entry, [{"roster_id": made.id, **one} for one in entries])
    for row in queries.to_settle(unit.session, month, programme):
        row.state = "settled"
    unit.about(made.id)
    return made


def _require_payable(unit: Unit, month: str, programme: str) -> None:
    """Put off what cannot be paid; `Refused` where there is nobody to pay or somebody would be paid less than nothing."""
    part = rosters.roster(unit, month, programme)
    late = _put_off(unit, part)
    if late:
        part = rosters.roster(unit, month, programme)
    if late and not part.lines:
        raise Refused(
            f"{month} 只有补发要付，{'、'.join(sorted(late))} 的账户现在付不出去，没有封存，补发照旧留在这个月。"
            "请先在“发放—变更账户”确认账户再封存；或请审批岗位的同事在“补发追回”里把补发改到以后的月份。"
        )
    if not part.lines:
        raise Refused(f"{month} 没有应发放的家庭，没有封存。")
    below = next((line for line in part.lines if line.total < 0), None)
    if below is not None:
        raise Refused(
            f"{below.payee}（{below.household_number}）追回的比本月应发的多，没有封存。"
            "请审批岗位的同事在“补发追回”里把追回改到以后的月份。"
        )


def _put_off(unit: Unit, part: RosterPart) -> set[str]:
    """What repairs a past month of a family without an account waits for the next open month: settled is what was paid.

    What is kept back waits with the grant it is kept from. Returns the numbers of these families.
    """
    without = {line.household_number for line in part.lines if line.repaired and not line.account_number}
    if not without:
        return without
    granted = {line.household_number for line in part.lines if line.base + line.addons}
    later = month_after(part.month)
    while queries.sealed(unit.session, later, part.programme) is not None:
        later = month_after(later)
    for row in queries.to_settle(unit.session, part.month, part.programme):
        number = unit.get(Household, row.household_id).number
        if number in without and (row.kind == "makeup" or number in granted):
            row.pay_month = later
            spread_anew(unit, row.household_id, row.programme, later)
    unit.session.flush()
    return without


def flag_differences(unit: Unit, roster_id: str) -> int:
    """核对: what was decided since a month was sealed and is not repaired yet is proposed for a decision; how many grants."""
    unit.require("pay")
    return _flag(unit, unit.get(MonthRoster, roster_id))


def _flag(unit: Unit, seal: MonthRoster) -> int:
    """Each difference is of one grant and is repaired where that grant is paid now, or the household went.

    What was sealed without an account is one too: it stays owed until it can be paid, less what is taken back of it.
    """
    found = sealed_rosters.differing(unit.session, seal)
    unpaid = sealed_rosters.sealed_unpaid(unit.session, seal)
    told: list[BackPayment] = []
    for row in found:
        waited = {(row.household_id, None), (row.household_id, row.person_id)} & unpaid
        why = "封存时没有账户可付" if waited and row.yuan > 0 else "封存以后待遇有变化"
        home: str | None = arriving.merged_into(unit.session, row.household_id)
        if row.person_id is not None:
            home = sealed_rosters.paid_by_now(unit.session, seal.programme, row.person_id)
        made = unit.add(
            BackPayment(
                household_id=home or row.household_id,
                entitlement_id=row.entitlement_id,
                programme=seal.programme,
                person_id=row.person_id,
                kind="makeup" if row.yuan > 0 else "clawback",
                for_month=seal.month,
                amount=abs(row.yuan),
                reason=f"{seal.month} 花名册 {seal.number} {why}",
                proposed_by=unit.actor.operator_id,
                proposed_on=unit.today,
            )
        )
        told.append(made)
    unit.about(seal.id)
    set_off(unit, seal, unpaid)
    return sum(row.state == "proposed" for row in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One month and programme: sealed, or what it would pay now. `id` is empty while it is open."""

    id: str
    month: str
    programme: str
    label: str
    households: int
    without_account: tuple[str, ...]  # to whom nobody can transfer anything; told while the month is open
    total: Decimal
    number: str
    sealed_on: date | None
    sealed_by: str


def _without_account(unit: Unit, month: str, programme: str) -> tuple[str, ...]:
    """Name and number of every family an open month could not be paid to, or only in the share of the account's owner."""
    filters = Filters(month=month, programme=programme)
    told: list[str] = []
    for piece in ledgers.pieces(unit.session, queries.open_rows_in_doubt(filters)):
        lines = rosters.lines(unit, piece, 0)
        own = sealed_lines.paid_to_owners(unit, filters, piece, lines)
        for row, line in zip(piece, lines, strict=True):
            if not line.account_number:
                beside = "，本人的照付" if row.household_id in own else ""
                if unit.get(Household, row.household_id).ended_on is not None:
                    beside = f"，{NOBODY_LEFT}"
                told.append(f"{line.payee}（{line.household_number}{beside}）")
    return tuple(told)


def months(unit: Unit) -> list[MonthRow]:
    """The present and the last month of every programme that pays, and what was sealed in the last twelve.

    An earlier month in which a 补发 still waits to be paid stays in sight until it is sealed.
    """
    now = month_of(unit.today)
    names = file_rows.operator_names(unit.session)
    seals = queries.sealed_since(unit.session, month_after(now, -_SHOWN))
    kept = {(row.month, row.programme) for row in seals}
    shown = {now, month_after(now, -1)}
    waits = queries.unpaid_before(unit.session, min(shown))
    made = [
        MonthRow(
            id="",
            month=month,
            programme=row.programme,
            label=unit.desk.label("item", row.programme),
            households=row.households,
            without_account=_without_account(unit, month, row.programme),
            total=row.total,
            number="",
            sealed_on=None,
            sealed_by="",
        )
        for month in sorted(shown | {month for month, _ in waits})
        for row in queries.open_totals(unit.session, month)
        if row.programme in PROGRAMMES
        and (month, row.programme) not in kept
        and (month in shown or (month, row.programme) in waits)
    ]
    made += [
        MonthRow(
            id=row.id,
            month=row.month,
            programme=row.programme,
            label=unit.desk.label("item", row.programme),
            households=row.households,
            without_account=(),
            total=row.total,
            number=row.number,
            sealed_on=row.sealed_on,
            sealed_by=names[row.sealed_by],
        )
        for row in seals
    ]
    return sorted(made, key=lambda row: (row.month, -PROGRAMMES.index(row.programme)), reverse=True)
