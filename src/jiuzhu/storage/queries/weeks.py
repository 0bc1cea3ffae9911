"""A worker's week with what is needed to go there: whom, where, by which telephone."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import ServicePlan, Vehicle, Worker
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.storage.tables import TABLES

visit, plan, file, vehicle = TABLES[Visit], TABLES[ServicePlan], TABLES[ServiceFile], TABLES[Vehicle]
person, household = TABLES[Person], TABLES[Household]
first_worker, second_worker = TABLES[Worker].alias("first_worker"), TABLES[Worker].alias("second_worker")


def visits(session: Session, worker_id: str, first: date, last: date) -> list[Any]:
    """Visits a worker takes part in on the days, cancelled ones among them, in the order of their time."""
    statement = (
        select(
            *visit.c, file.c.person_id, file.c.household_id, file.c.number.label("file_number"), plan.c.place,
            person.c.name.label("person"), person.c.phone, household.c.village, household.c.address,
            first_worker.c.name.label("worker"), second_worker.c.name.label("second_worker"), vehicle.c.plate,
        )
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(file, file.c.id == visit.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(first_worker, first_worker.c.id == visit.c.worker_id)
        .outerjoin(second_worker, second_worker.c.id == visit.c.second_worker_id)
        .outerjoin(vehicle, vehicle.c.id == visit.c.vehicle_id)
        .where(
            visit.c.day.between(first, last),
            or_(visit.c.worker_id == worker_id, visit.c.second_worker_id == worker_id),
        )
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )  # fmt: skip
    return list(session.execute(statement))
