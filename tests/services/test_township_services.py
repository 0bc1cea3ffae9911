"""The served half of the invented township holds on whatever day it is begun: everything in it could have been typed."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from other_desk import desk_of
from sqlalchemy import select

from jiuzhu import paths
from jiuzhu.domain.office import Operator
from jiuzhu.domain.serving.visits import Verification, VisitRecord
from jiuzhu.services.delivering import record_view
from jiuzhu.services.office import entrance, township
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import served_list
from jiuzhu.services.settling import recounting
from jiuzhu.storage import journal
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.unit import Unit
from town import found

MONDAY = date(2025, 10, 13)
DAYS = (MONDAY, date(2025, 10, 16), date(2025, 10, 19), date(2025, 12, 31), date(2026, 1, 2))
"""A Monday, a Thursday, a Sunday, and both sides of a year's end."""

pytestmark = pytest.mark.file_only("a first start that makes the invented township makes a file")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, bytes]:
    """An office without anybody in it, closed, and its key: its files are copied for each day."""
    office = found(tmp_path_factory.mktemp("empty"), MONDAY)
    key = bytes.fromhex(office.file.key_hex())
    office.close()
    return office, key


@pytest.fixture
def begun(empty: tuple[Workspace, bytes], tmp_path: Path) -> Iterator[Callable[[date], Workspace]]:
    """The coordinator's desk of a township that is begun on a day."""
    office, key = empty
    there: list[Workspace] = []

    def begin(day: date) -> Workspace:
        home = tmp_path / "office"
        shutil.copytree(office.home, home)
        database = EncryptedFile(home / entrance.DATABASE, key)
        moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)  # half past eight at the desk
        clerk = Workspace(home, database, office.actor, office.rules, lambda: moment)
        there.append(clerk)
        clerk.write(township.settle, paths.resources() / "demo")
        him = clerk.read(lambda unit: unit.session.scalars(select(Operator).filter_by(login="xietiao")).one())
        actor = replace(
            clerk.actor,
            operator_id=him.id,
            login=him.login,
            name=him.name,
            roles=frozenset(him.roles.split()),
        )
        return desk_of(clerk, actor)

    yield begin
    for one in there:
        one.close()


def _looked_at_by_another(unit: Unit) -> int:
    recorders = {one.id: one.recorded_by for one in unit.session.scalars(select(VisitRecord))}
    found = unit.session.scalars(select(Verification)).all()
    assert all(recorders[one.visit_record_id] != one.by for one in found)
    assert all(one.at <= unit.now for one in found)
    return len(found)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_whatever_day_it_is_begun_the_week_is_alive_and_nothing_in_it_is_wrong(
    begun: Callable[[date], Workspace], day: date
) -> None:
    desk = begun(day)
    monday = day - timedelta(days=day.weekday())
    last_week = desk.read(calendar_view.slots, monday - timedelta(days=7), monday - timedelta(days=1))
    week = desk.read(calendar_view.slots, monday, monday + timedelta(days=6))
    assert len(week) > 12
    assert any(one.state == "no_show" for one in last_week)
    assert all((one.state == "booked") == (one.day >= day) for one in (*last_week, *week))
    booked = [one for one in week if one.state == "booked"]
    assert booked
    for slot in booked:  # what stands against a visit stands against moving it to where it is
        there = Wanted(slot.item, slot.day, slot.starts, slot.ends, slot.worker_id)
        assert desk.write(booking.move, slot.id, slot.version, there).account.left > 0
    assert not any(one.clashes for one in (*last_week, *week))
    assert any(one.away for one in desk.read(calendar_view.loads, monday, monday + timedelta(days=6)))
    rows = [one for key in record_view.QUEUES for one in desk.read(record_view.queue, key)]
    assert {one.standing for one in rows} == {"recorded", "disputed", "verified"}
    assert [(one.person, one.day, one.flags) for one in rows if one.flags] == []
    assert desk.read(_looked_at_by_another) > 10
    for month in {f"{one.day:%Y-%m}" for one in rows}:
        assert desk.read(recounting.reconciled, month).differences == []
    assert desk.read(lambda unit: journal.unexplained(unit.session.connection())) == []


def test_everybody_who_is_served_is_of_the_class_their_household_gives_them(
    begun: Callable[[date], Workspace],
) -> None:
    people = begun(MONDAY).read(served_list.files)
    assert len(people) == 7
    assert {one.service_class for one in people} == {1}
