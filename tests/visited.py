"""Visits that were made, written down and verified, as rows: the tests about what they cost start from here."""

from datetime import UTC, date, datetime, timedelta

from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.domain.serving.visits import Verification, Visit, VisitRecord
from jiuzhu.services.settling import settling
from jiuzhu.storage.unit import Unit
from serving_town import NINE, ServingTown


def visited(  # what one visit was
    unit: Unit,
    plan_id: str,
    worker_id: str,
    day: date,
    minutes: int = 60,
    *,
    item: str = "cleaning",
    result: str = "verified",
    reason: str = "",
    starts: int = NINE,
    second_worker_id: str | None = None,
) -> str:
    """A visit that was made, its record, and what was found about it ("" for nothing yet); returns the record's id."""
    plan = unit.get(ServicePlan, plan_id)
    visit = unit.add(
        Visit(
            service_file_id=plan.service_file_id,
            service_plan_id=plan.id,
            item=item,
            day=day,
            starts=starts,
            ends=starts + minutes,
            worker_id=worker_id,
            second_worker_id=second_worker_id,
            state="done",
        )
    )
    unit.session.flush()
    made = unit.add(
        VisitRecord(
            service_file_id=plan.service_file_id,
            visit_id=visit.id,
            day=day,
            starts=starts,
            ends=starts + minutes,
            items=item,
            place="家中",
            worker_id=worker_id,
            signed_by="self",
            recorded_by=unit.actor.operator_id,
            recorded_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
        )
    )
    unit.session.flush()
    if result:
        found(unit, made.id, result, reason)
    return made.id


def found(unit: Unit, record_id: str, result: str, reason: str = "") -> None:
    """What somebody found about a record, newer than what was found before."""
    record = unit.get(VisitRecord, record_id)
    unit.add(
        Verification(
            service_file_id=record.service_file_id,
            visit_record_id=record.id,
            result=result,
            reason=reason,
            by=unit.actor.operator_id,
            at=unit.now + timedelta(seconds=1),
        )
    )
    unit.session.flush()


SEPTEMBER = "2025-09"


def settled(at: ServingTown) -> tuple[str, Settlement]:
    """A month with two visits to pay and one refused: the first record and the settlement, not signed yet."""
    worker = at.workers["示例甲工"]
    record = at.coordinator.write(visited, at.plan, worker, date(2025, 9, 2), 50)
    at.coordinator.write(visited, at.plan, worker, date(2025, 9, 9), 120, item="bath")
    at.coordinator.write(visited, at.plan, worker, date(2025, 9, 16), 90, result="refused", reason="人不在家")
    made = at.payer.write(settling.make_settlement, at.agreement, SEPTEMBER)
    return record, made
