"""Devices people call for help with."""

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.served import AlarmDevice, ServiceFile
from jiuzhu.domain.serving.supply import Provider
from jiuzhu.storage.tables import TABLES

device, file, provider = TABLES[AlarmDevice], TABLES[ServiceFile], TABLES[Provider]
person, household = TABLES[Person], TABLES[Household]


def devices(session: Session, text: str) -> list[Any]:
    """Devices with whose home they hang in, found by name, number or village."""
    statement = (
        select(
            *device.c,
            person.c.name.label("person"),
            household.c.village,
            household.c.address,
            provider.c.name.label("provider"),
        )
        .join(file, file.c.id == device.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .outerjoin(provider, provider.c.id == device.c.provider_id)
    )
    if text:
        statement = statement.where(
            or_(
                person.c.name.contains(text, autoescape=True),
                device.c.number.contains(text, autoescape=True),
                household.c.village.contains(text, autoescape=True),
            )
        )
    return list(session.execute(statement))


def number_in_use(session: Session, number: str) -> bool:
    """Whether a device of that number hangs somewhere."""
    found = session.scalar(
        select(func.count()).where(device.c.number == number, device.c.removed_on.is_(None))
    )
    return bool(found)
