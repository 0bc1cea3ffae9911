"""Booked, recorded, reversed, verified and cancelled in any order: no account below zero, nothing payable unverified."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.visits import Verification, Visit, VisitRecord
from jiuzhu.errors import UserError
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving.hours import account_of, grant
from jiuzhu.storage.queries.records import counted_between
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, ServingTown, opened, told

STEPS, SEED = 100, 1
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as office:
        yield office


def step(at: ServingTown, chance: random.Random) -> None:
    """One thing somebody may want to do; what the office refuses changes nothing."""

    def there(unit: Unit) -> tuple[list[Visit], list[VisitRecord]]:
        return list(unit.session.scalars(select(Visit))), list(unit.session.scalars(select(VisitRecord)))

    visits, records = at.coordinator.read(there)
    what = chance.choice(("book", "book", "record", "record", "verify", "verify", "reverse", "cancel"))
    starts = chance.randrange(480, 1000, 15)
    if what == "book":
        day = at.coordinator.today() + timedelta(days=chance.randrange(3))
        worker = chance.choice(sorted(at.workers.values()))
        length = chance.choice((60, 60, 180))
        at.coordinator.write(booking.book, at.plan, Wanted("cleaning", day, starts, starts + length, worker))
    elif what in {"record", "cancel"} and visits:
        visit = chance.choice(visits)
        if what == "cancel":
            at.coordinator.write(
                booking.cancel, visit.id, visit.version, "cancelled", by="person", reason="本人不在家"
            )
        else:
            ends = visit.starts + chance.choice((20, 60, 60, 200))
            at.coordinator.write(
                recording.record, visit.id, visit.version, told(visit.starts, ends, reason="机构周末才送来")
            )
    elif what == "verify" and records:
        result = chance.choice(sorted(verifying.RESULTS))
        who = chance.choice((at.town.checker, at.town.clerk))
        who.write(verifying.verify, chance.choice(records).id, result, "电话问过本人和邻居")
    elif what == "reverse" and records:
        at.coordinator.write(recording.reverse, chance.choice(records).id, "机构记错了人")


def test_no_order_of_things_breaks_what_must_hold(at: ServingTown) -> None:
    chance, refused = random.Random(SEED), 0
    day = MONDAY
    at.coordinator.write(grant, at.file, 2025, -16 * 60, "年度时长只给八小时")

    def holds(unit: Unit) -> int:
        assert account_of(unit, at.file, 2025).left >= 0
        counted = counted_between(unit.session, FIRST, LAST)
        states = {one.id: one.state for one in unit.session.scalars(select(Visit))}
        every = list(unit.session.scalars(select(Verification)))
        standing = [one for one in counted if one.standing != "reversed"]
        assert sorted(one.record.visit_id for one in standing) == sorted(
            identity for identity, state in states.items() if state == "done"
        )  # a visit that is done has one record that counts, and no other visit has any
        for one in counted:
            if one.standing != "verified":
                continue
            told_by = [found for found in every if found.visit_record_id == one.record.id]
            newest = max(told_by, key=lambda found: (found.at, found.id))
            assert newest.result == "verified"
            assert newest.by != one.record.recorded_by
        return len(standing)

    for number in range(STEPS):
        if number % 5 == 0:
            day += timedelta(days=1)
            at.on(day, 20)
        try:
            step(at, chance)
        except UserError:
            refused += 1
        made = at.coordinator.read(holds)
    assert made > 2
    assert refused > 20  # something was in the way often enough to say anything
