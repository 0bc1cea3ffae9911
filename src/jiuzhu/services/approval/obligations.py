"""What stands in the way of a grant, and what it ends: the obligations between programmes on the stored entitlements."""

from collections.abc import Sequence
from decimal import Decimal

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.deadlines import first_month
from jiuzhu.domain.money import shown
from jiuzhu.domain.obligations import HOUSEHOLD_WIDE, ended_by, refused_beside, rival_of
from jiuzhu.errors import Refused
from jiuzhu.services.approval.proposing import Proposal, shares_of
from jiuzhu.storage.queries import obligations as queries
from jiuzhu.storage.unit import Unit


def _meets(one: Proposal, old: Entitlement) -> bool:
    """Whether a grant and an entitlement speak about the same people: a household's one about all of its members.

    A 单人户 stands beside what its family is: 边缘 or 刚性支出, the very ground of most of them [57 Art 8].
    """
    if one.item.programme in HOUSEHOLD_WIDE and shares_of(one.finding):
        return old.programme == "dibao" if old.person_id is None else old.person_id in shares_of(one.finding)
    if one.item.programme in {"edge", "rigid"} and old.programme == "dibao" and old.person_id is not None:
        return False
    if one.item.programme in HOUSEHOLD_WIDE or old.person_id is None:
        return True
    return old.person_id in shares_of(one.finding)


def begins(unit: Unit, programme: str) -> str:
    """The first month (YYYY-MM) a grant signed today would be paid for."""
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    return first_month(unit.today, standards, programme)


def _beside_it(
    unit: Unit, application: Application, one: Proposal, persons: Sequence[str] = ()
) -> list[Entitlement]:
    """What would be paid beside a grant, to `persons` who join by it too: what ends before its first month stands in nobody's way."""
    first = begins(unit, one.item.programme)
    return queries.not_ended(unit.session, application.household_id, first, *persons)


def _beside(one: Proposal, rows: list[Entitlement]) -> set[str]:
    """What the people of a grant have in force."""
    return {row.programme for row in rows if _meets(one, row)}


def _is_lower(one: Proposal, old: Entitlement) -> bool:
    """Whether the old share is the lower one of a pair of which a person gets the higher."""
    new = shares_of(one.finding).get(old.person_id or "", Decimal(0))
    return old.programme in rival_of(one.item.programme) and old.monthly < new


def _is_renewed(one: Proposal, old: Entitlement) -> bool:
    """A recognition that holds until a day is followed by the next one [GX57 Art 10], a taper and a 单人户 by a new grant."""
    if old.programme != one.item.programme:
        return False
    enters_whole = one.item.programme == "dibao" and old.person_id is not None and not shares_of(one.finding)
    return enters_whole or old.valid_until is not None or old.tapers


def replaced_by(unit: Unit, application: Application, one: Proposal) -> list[Entitlement]:
    """The entitlements of this household that the grant ends."""
    rows = _beside_it(unit, application, one)
    wanted = ended_by(one.item.programme, _beside(one, rows))
    return [
        row
        for row in rows
        if row.application_id != application.id
        and _meets(one, row)
        and (row.programme in wanted or _is_lower(one, row) or _is_renewed(one, row))
    ]


def require_compatible(
    unit: Unit, application: Application, found: list[Proposal], persons: Sequence[str] = ()
) -> None:
    """Refuse a grant beside what must be ended first, naming both and the other case; `persons` are those of the file.

    A 特困 person who leaves a 低保 household with other members has to be taken out of it by a household event: its
    amount has to be counted anew, which no grant does by itself.
    """
    for one in found:
        if not one.grants:
            continue
        rows = _beside_it(unit, application, one, persons)
        against = refused_beside(one.item.programme)
        for row in rows:
            if not _meets(one, row):
                continue
            if row.programme in against and not _is_renewed(one, row):
                raise Refused(_told(unit, one, row))
            if row.programme in rival_of(one.item.programme) and not _is_lower(one, row):
                raise Refused(_told_lower(unit, one, row))
        if one.item.programme == "tekun":
            _require_alone(unit, application, one, rows)


def _told(unit: Unit, one: Proposal, row: Entitlement) -> str:
    other = queries.number_of(unit.session, row.application_id)
    label = unit.desk.label("item", row.programme)
    if row.last_month and not row.tapers:
        first = begins(unit, one.item.programme)
        return (
            f"本户（本人）的{label}（受理编号 {other}）发放到 {row.last_month}，{one.label}从 {first} 起会重复发放。"
            f"没有改动任何内容；请等{one.label}可以从 {month_after(row.last_month)} 起发放时再签署。"
        )
    return (
        f"本户（本人）正在享受{label}（受理编号 {other}），不能再确认{one.label}。没有改动任何内容；"
        f"请先在“监测—调整审批”里终止{label}，或签署不同意。"
    )


def _told_lower(unit: Unit, one: Proposal, row: Entitlement) -> str:
    other = queries.number_of(unit.session, row.application_id)
    label = unit.desk.label("item", row.programme)
    return (
        f"本人正在享受{label}每月 {shown(row.monthly)} 元（受理编号 {other}），与{one.label}就高享受一项，现有的不低，"
        f"不能再确认{one.label}。没有改动任何内容；请签署不同意。"
    )


def _require_alone(unit: Unit, application: Application, one: Proposal, rows: list[Entitlement]) -> None:
    left = queries.counted(unit.session, application.household_id) - shares_of(one.finding).keys()
    shared = [row for row in rows if row.programme in HOUSEHOLD_WIDE and row.person_id is None]
    if shared and left:
        label = unit.desk.label("item", shared[0].programme)
        raise Refused(
            f"本户还有其他成员正在享受{label}。没有改动任何内容；请先在“监测—户情变动”里把特困人员分户，再确认特困。"
        )
