"""A worker's week leaves as paper and as a calendar file, stated and registered like every list of names."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from pypdf import PdfReader
from sqlalchemy import select

from jiuzhu.domain.exporting import Export, Said
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.ledger import export_register, exporting
from jiuzhu.services.scheduling import booking, week_paper
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, NINE, TEN, ServingTown, opened, served

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
SAID = Said(purpose="own", recipient="示例甲工", basis="duty")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "home") as made:
        _, two = made.town.clerk.write(served, made.agreement, ("己示例",), workers=2)
        anna, ben = made.workers["示例甲工"], made.workers["示例乙工"]
        made.coordinator.write(booking.book, made.plan, Wanted("cleaning", TUESDAY, NINE, TEN, anna))
        made.coordinator.write(booking.book, made.plan, Wanted("bath", FRIDAY, NINE, TEN, anna))
        made.coordinator.write(booking.book, two, Wanted("bath", TUESDAY, TEN + 30, TEN + 90, ben, anna))
        made.coordinator.write(booking.book, two, Wanted("bath", FRIDAY, TEN + 30, TEN + 90, ben, anna))

        def place(unit: Unit) -> None:
            unit.get(ServicePlan, two).place = "示例路2号"

        made.town.clerk.write(place)
        yield made


def visits(at: ServingTown) -> list[Visit]:
    def look(unit: Unit) -> list[Visit]:
        return list(unit.session.scalars(select(Visit)))

    return sorted(at.coordinator.read(look), key=lambda one: (one.day, one.starts))


def register(at: ServingTown) -> list[Export]:
    def look(unit: Unit) -> list[Export]:
        return list(unit.session.scalars(select(Export)))

    return at.coordinator.read(look)


def read(path: Path) -> tuple[str, dict[str, Event]]:
    """A calendar file by the eyes of a phone: its name and its events by their identity."""
    calendar = Calendar.from_ical(path.read_bytes())
    assert isinstance(calendar, Calendar)
    return str(calendar["x-wr-calname"]), {str(one["uid"]): one for one in calendar.events}


def test_a_week_is_printed_with_whom_to_visit_where(at: ServingTown, tmp_path: Path) -> None:
    anna = at.workers["示例甲工"]
    made = at.coordinator.write(week_paper.issue_week, anna, MONDAY, tmp_path, SAID)
    reader = PdfReader(io.BytesIO(made.path.read_bytes()))
    page = reader.pages[0]
    assert page.mediabox.width > page.mediabox.height
    text = "".join(one.extract_text() for one in reader.pages).replace("\n", "")
    for words in (
        "示例甲工",
        "4 次，4.0 小时",
        "10-14 周二",
        "9:00–10:00",
        "戊示例",
        "示例路2号",
        "示例乙工",
    ):
        assert words in text, words
    (row,) = register(at)
    assert (row.kind, row.subject, row.rows, row.classes) == ("pdf", "week", 4, "name phone address")
    assert row.number == made.export
    again = at.coordinator.write(week_paper.issue_week, anna, MONDAY, tmp_path, SAID)
    assert (again.number, again.prints) == (made.number, 2)
    with pytest.raises(Refused, match="没有安排这位服务人员的服务"):
        at.coordinator.write(week_paper.issue_week, anna, MONDAY + timedelta(days=7), tmp_path, SAID)


def test_a_week_goes_to_a_phone_and_what_was_cancelled_is_taken_off_it(
    at: ServingTown, tmp_path: Path
) -> None:
    anna, path = at.workers["示例甲工"], tmp_path / "周.ics"
    at.coordinator.write(week_paper.export_week, anna, MONDAY, path, SAID)
    _, first = read(path)
    assert len(first) == 4
    gone, moved = visits(at)[0], visits(at)[2]
    assert first[f"{gone.id}@jiuzhu"].start.isoformat() == "2025-10-14T09:00:00+08:00"
    at.coordinator.write(
        booking.cancel, gone.id, gone.version, "cancelled", by="person", reason="家人回来照看"
    )
    later = replace(booking.wanted_of(moved), starts=NINE + 15, ends=TEN + 15)
    at.coordinator.write(booking.move, moved.id, moved.version, later)
    made = at.coordinator.write(week_paper.export_week, anna, MONDAY, path, SAID)
    name, second = read(path)
    assert name == "周表 示例甲工"
    assert set(second) == set(first)  # the same events: a phone replaces, it does not double
    assert str(second[f"{gone.id}@jiuzhu"]["status"]) == "CANCELLED"
    there = second[f"{moved.id}@jiuzhu"]
    assert int(str(there["sequence"])) > int(str(first[f"{moved.id}@jiuzhu"]["sequence"]))
    assert (there.end - there.start) == timedelta(hours=1)
    assert there.start.isoformat() == "2025-10-17T09:15:00+08:00"
    two = [str(one["location"]) for one in second.values() if "己示例" in str(one["summary"])]
    assert two == ["示例社区　示例路2号"] * 2
    assert made.visits == 3
    assert made.number in str(there["description"])
    told = at.coordinator.read(export_register.exports, "", "")
    assert {row.title for row in told} == {"服务人员周表（示例甲工）（日历）"}


def test_nothing_leaves_unstated_or_with_a_password_no_phone_opens(at: ServingTown, tmp_path: Path) -> None:
    anna, path = at.workers["示例甲工"], tmp_path / "周.ics"
    with pytest.raises(InvalidInput, match="不能加密码"):
        at.coordinator.write(
            week_paper.export_week, anna, MONDAY, path, replace(SAID, password="ABCD-EFGH-2345-6789")
        )
    with pytest.raises(InvalidInput, match="文件交给谁"):
        at.coordinator.write(week_paper.export_week, anna, MONDAY, path, replace(SAID, recipient=""))
    assert not path.exists()
    assert register(at) == []
    found = at.coordinator.read(
        lambda unit: exporting.outlook(unit, lambda one: week_paper.week_of(one, anna, MONDAY, "ics"))
    )
    assert (found.what.rows, found.needs_second) == (4, False)
    with pytest.raises(Refused, match="没有安排"):
        at.coordinator.read(week_paper.week_of, anna, date(2026, 1, 5), "pdf")
