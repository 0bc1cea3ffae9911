"""An existing household as the assessment sees it on a day: who lives in it, and the lines of its newest approved file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.facts import (
    AssetFacts,
    ExpenseFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    ObligorFacts,
    ParentFacts,
    VehicleFacts,
)
from jiuzhu.domain.facts_of import UNNAMED, dibao_told, disability_of, is_soldier
from jiuzhu.errors import UserError
from jiuzhu.services.household.marks_then import marks_then
from jiuzhu.storage.queries import household_facts as queries
from jiuzhu.storage.queries.household_facts import HouseholdRows
from jiuzhu.storage.unit import Unit

_ZERO = Decimal(0)

_MEANS = ("income", "assets", "housing", "vehicles")
"""What nobody has looked at in a household without a file of its means: asked for, never taken as nothing."""


def facts_of_households(
    unit: Unit, household_ids: Sequence[str] | None, on: date, month: str = ""
) -> Iterator[tuple[str, HouseholdFacts]]:
    """Each household with its facts on a day, in the order of the ids; None: every household that has not ended.

    A figure is the accepted one, else what the visit, the data check, the family said. Lines found out later count
    from the day they are true; members from the day they joined up to the day before they left, without what an event
    has marked of them since (`marks_then`). What the household
    and its people receive is what is in force in a month (YYYY-MM): the day's own unless another is asked for.
    """
    ids = queries.all_ids(unit.session) if household_ids is None else household_ids
    then = marks_then(unit, household_ids, on)
    for rows in queries.rows_of(unit.session, ids, on, month or month_of(on)):
        yield rows.household.id, _facts(rows, on, then)


def facts_on(unit: Unit, household_id: str, on: date, month: str = "") -> HouseholdFacts:
    """One household on a day; `UserError` when it is not there."""
    for _, facts in facts_of_households(unit, [household_id], on, month):
        return facts
    raise UserError("找不到这户，可能已换到别的数据库。请返回列表重新选择。")


def _member(row: Any, receives: tuple[str, ...], own_dibao: Decimal | None) -> MemberFacts:
    return MemberFacts(
        id=row.person_id,
        relation=row.relation,
        sex=row.sex,
        birth=row.birth,
        disability=disability_of(row.disability_kind, row.disability_grade),
        illness=row.illness,
        student=row.student,
        self_care_unmet=tuple(row.self_care_unmet.split()) if row.self_care_on is not None else None,
        counted=row.counted,
        lives_alone=row.lives_alone,
        registered_unemployed=row.registered_unemployed,
        bedridden_months=row.bedridden_months,
        in_prison=row.in_prison,
        in_detox=row.in_detox,
        clergy_since=row.clergy_since,
        missing=row.missing,
        soldier=is_soldier(row.occupation, row.marital),
        in_institution=row.in_institution,
        child_support=row.child_support,
        ruled_as=row.ruled_as,
        ruled_by=row.ruled_by,
        receives=receives,
        own_dibao=own_dibao,
        name=row.name or UNNAMED,
    )


def _then(member: MemberFacts, row: Any, marks: dict[str, Any] | None) -> MemberFacts:
    """A member with the fields that were otherwise on the day."""
    if marks is None:
        return member
    certificate = [marks.get(name, getattr(row, name)) for name in ("disability_kind", "disability_grade")]
    plain = {name: value for name, value in marks.items() if not name.startswith("disability")}
    return replace(member, disability=disability_of(*certificate), **plain)


def _obligor(row: Any) -> ObligorFacts:
    return ObligorFacts(
        of=row.of_person_id,
        relation=row.relation,
        birth=row.birth,
        income_month=row.income_month if row.income_told else None,
        disability=disability_of(row.disability_kind, row.disability_grade),
        status=row.status,
        property_fits=not row.property_over,
    )


def _received(rows: HouseholdRows) -> dict[str | None, tuple[str, ...]]:
    """Person, None for the household as a whole → programmes in force."""
    found: dict[str | None, tuple[str, ...]] = {}
    for row in rows.received:
        found[row.person_id] = (*found.get(row.person_id, ()), row.programme)
    return found


def _alone(rows: HouseholdRows) -> dict[str, Decimal]:
    """Person → yuan a month of the 单人户 they have."""
    return {row.person_id: row.monthly for row in rows.received if row.programme == "dibao" and row.person_id}


def _dibao(rows: HouseholdRows) -> dict[str, Any]:
    """The fields `dibao_…` where nobody has looked at the means; a surveyed family is computed from its lines."""
    for row in rows.received:
        if row.programme == "dibao" and row.person_id is None and not rows.surveyed:
            income, heads = rows.composed.get(row.decision_id, (None, ()))
            base, unsplit = dibao_told(row.monthly, row.base, row.addons, computed=income is not None)
            told = {"dibao_income": income, "dibao_heads": heads}
            return told | {"dibao_base": base, "dibao_unsplit": unsplit}
    return {}


def _bills(rows: HouseholdRows) -> tuple[ExpenseFacts, ...]:
    return tuple([ExpenseFacts(row.kind, row.self_paid) for row in rows.bills])


def _facts(rows: HouseholdRows, on: date, then: Mapping[str, dict[str, Any]]) -> HouseholdFacts:
    received = _received(rows) if rows.received else {}
    alone = _alone(rows)
    members = tuple(
        [
            _then(
                _member(row, received.get(row.person_id, ()), alone.get(row.person_id)),
                row,
                then.get(row.person_id),
            )
            for row in rows.members
        ]
    )
    billed = {(row.person_id, row.kind) for row in rows.bills}
    present = {one.id for one in members}
    first = members[0].id if members else ""
    incomes, assets, housing, vehicles, expenses = [], [], [], [], []
    for row in rows.lines:
        figure = row.figure
        if row.category == "income" and figure is not None:
            whose = row.person_id or first
            if whose in present:  # what somebody earns who left is no longer the household's
                incomes.append(IncomeFacts(whose, row.kind, figure, row.period, row.item, row.cost))
        elif row.category == "asset" and figure is not None:
            assets.append(AssetFacts(row.kind, figure, row.declared))
        elif row.category == "housing" and figure is not None:
            housing.append(HousingFacts(figure, row.danger))
        elif row.category == "vehicle" and row.kind:
            vehicles.append(VehicleFacts(row.kind, figure or _ZERO, row.value_proved))
        elif row.category == "expense" and figure is not None and (row.person_id, row.kind) not in billed:
            expenses.append(ExpenseFacts(row.kind, figure))
    return HouseholdFacts(
        on=on,
        kind=rows.household.kind,
        district=rows.household.district,
        members=members,
        incomes=tuple(incomes),
        assets=tuple(assets),
        housing=tuple(housing),
        vehicles=tuple(vehicles),
        expenses=(*expenses, *_bills(rows)),
        obligors=tuple([_obligor(row) for row in rows.obligors]),
        parents=tuple(
            [ParentFacts(row.of_person_id, row.state, row.since, row.until, row.name) for row in rows.parents]
        ),
        premises=tuple(rows.household.premises.split()),
        consumption=tuple(rows.household.consumption.split()),
        disaster=rows.household.disaster_home,
        monitored=bool(rows.household.monitored),
        standing=received.get(None, ()),
        **_dibao(rows),
        pending=() if rows.surveyed else _MEANS,
    )
