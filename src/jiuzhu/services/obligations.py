"""What stands in the way of a grant, and what it ends: the obligations between programmes on the stored entitlements."""

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.obligations import HOUSEHOLD_WIDE, ended_by, refused_beside
from jiuzhu.errors import Refused
from jiuzhu.services.proposing import Proposal
from jiuzhu.storage.queries import obligations as queries
from jiuzhu.storage.unit import Unit


def _persons(one: Proposal) -> set[str]:
    persons = one.finding.figures.get("persons")
    return {str(share["member"]) for share in persons} if isinstance(persons, list) else set()


def _meets(one: Proposal, old: Entitlement) -> bool:
    """Whether a grant and an entitlement speak about the same people: a household's one about all of its members."""
    if one.item.programme in HOUSEHOLD_WIDE or old.person_id is None:
        return True
    return old.person_id in _persons(one)


def _in_force(unit: Unit, application: Application) -> list[Entitlement]:
    return queries.in_force(unit.session, application.household_id, month_of(unit.today))


def replaced_by(unit: Unit, application: Application, one: Proposal) -> list[Entitlement]:
    """The entitlements of this household that the grant ends."""
    wanted = ended_by(one.item.programme)
    return [row for row in _in_force(unit, application) if row.programme in wanted and _meets(one, row)]


def require_compatible(unit: Unit, application: Application, found: list[Proposal]) -> None:
    """Refuse a grant beside what must be ended first, naming both and the other case.

    A 特困 person who leaves a 低保 household with other members has to be taken out of it by a household event: its
    amount has to be counted anew, which no grant does by itself.
    """
    rows = _in_force(unit, application)
    for one in found:
        if not one.grants:
            continue
        for row in rows:
            if row.programme in refused_beside(one.item.programme) and _meets(one, row):
                raise Refused(_told(unit, one, row))
        if one.item.programme == "tekun":
            _require_alone(unit, application, one, rows)


def _told(unit: Unit, one: Proposal, row: Entitlement) -> str:
    other = queries.number_of(unit.session, row.application_id)
    label = unit.desk.label("item", row.programme)
    return (
        f"本户（本人）正在享受{label}（受理编号 {other}），不能再确认{one.label}。没有改动任何内容；"
        f"请先在“监测—调整审批”里终止{label}，或签署不同意。"
    )


def _require_alone(unit: Unit, application: Application, one: Proposal, rows: list[Entitlement]) -> None:
    left = queries.counted(unit.session, application.household_id) - _persons(one)
    shared = [row for row in rows if row.programme in HOUSEHOLD_WIDE]
    if shared and left:
        label = unit.desk.label("item", shared[0].programme)
        raise Refused(
            f"本户还有其他成员正在享受{label}。没有改动任何内容；请先在“监测—户情变动”里把特困人员分户，再确认特困。"
        )
