"""iCalendar files [RFC 5545]: visits for the calendar of a phone; read again they take the place of the older ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from jiuzhu.documents.saving import saving

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: `uid` and `revision` tell a calendar which older one it replaces; minutes after midnight, local time."""

    uid: str
    revision: int
    day: date
    starts: int
    ends: int
    title: str
    place: str
    told: str
    cancelled: bool = False


def write(path: Path, name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """Write a calendar called `name`; returns its bytes. Raises `UserError` when the file cannot be written."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jiuzhu//visits//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in entries:
        calendar.add_component(_event(one, made_at))
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    with saving(path) as draft:
        draft.write_bytes(made)
    return made


def _event(one: Entry, made_at: datetime) -> Event:
    midnight = datetime(one.day.year, one.day.month, one.day.day, tzinfo=_ZONE)  # no summer time since 1992
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.revision)
    event.add("dtstamp", made_at)
    event.add("dtstart", midnight + timedelta(minutes=one.starts))
    event.add("dtend", midnight + timedelta(minutes=one.ends))
    event.add("summary", one.title)
    event.add("location", one.place)
    event.add("description", one.told)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return event
