"""Records as they are looked at before somebody verifies them: each with the doubts about it."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jiuzhu.documents.pictures import SHOWN, prepared
from jiuzhu.domain.calendar import last_day, month_of
from jiuzhu.domain.serving.counting import STANDINGS, counted
from jiuzhu.domain.serving.flags import Beside, Flag, Limits, Rounds, Seen, flags
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.visits import VisitPhoto, VisitRecord
from jiuzhu.errors import Refused
from jiuzhu.services.delivering import recording
from jiuzhu.services.scheduling.board import clock
from jiuzhu.storage.queries import records as queries
from jiuzhu.storage.queries import visits as visit_queries
from jiuzhu.storage.unit import CHINA, Unit

QUEUES = {"recorded": "", "disputed": "disputed", "verified": "verified", "refused": "refused"}
"""Queue, which is how a record stands → the verification that brings a record into it."""

SETTLED, MOST = frozenset({"verified", "refused"}), 500
"""Queues in which nothing is to be done, and how many of theirs are told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRecord:
    """A booked visit whose day has come; minutes after midnight."""

    id: str
    version: int
    service_file_id: str
    file_number: str
    person: str
    village: str
    address: str
    place: str
    day: date
    starts: int
    ends: int
    item: str
    plan_items: tuple[str, ...]
    provider_id: str
    provider: str
    worker_id: str
    worker: str
    second_worker: str
    late: bool  # so long ago that a reason is asked
    past: bool  # of a day before today


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A record that was not reversed, how it stands (`counting.STANDINGS`), and the doubts about it."""

    id: str
    visit_id: str
    service_file_id: str
    file_number: str
    person: str
    village: str
    day: date
    starts: int
    ends: int
    items: tuple[str, ...]
    place: str
    condition: str
    agreement_id: str
    provider_id: str
    provider: str
    worker_id: str
    worker: str
    second_worker: str
    signed_by: str
    drawn: bool
    photos: int
    recorded_by: str  # id
    recorder: str
    recorded_at: datetime
    reason: str
    standing: str
    found: str  # reason of the newest verification
    flags: tuple[Flag, ...]

    @property
    def minutes(self) -> int:
        """How long it was."""
        return self.ends - self.starts

    @property
    def recorded(self) -> str:
        """When it was written down, local time."""
        return f"{self.recorded_at.astimezone(CHINA):%Y-%m-%d %H:%M}"

    @property
    def when(self) -> str:
        """The time in words."""
        return f"{clock(self.starts)}–{clock(self.ends)}"


def require_all(unit: Unit) -> None:
    """Refuse whoever sees a few villages only: who was in two places at once cannot be told from a part."""
    if unit.actor.villages:
        raise Refused(
            "核实和抽查要与全镇（街道）的记录对照，您的账号只管部分村（社区）。没有改动任何内容；请不受此限的同事办理。"
        )


def limits(unit: Unit) -> Limits:
    """The office's thresholds of today."""
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    return Limits(
        visits=standards.number("service.flag.visits"),
        minutes=standards.number("service.flag.minutes"),
        late=standards.number("service.flag.late.days"),
        rounded=standards.number("service.flag.round.percent"),
        rounded_of=standards.number("service.flag.round.records"),
        longer=standards.number("service.flag.longer.minutes"),
    )


def to_record(unit: Unit, text: str = "") -> list[ToRecord]:
    """Booked visits of today and before that nobody recorded yet, the oldest first."""
    unit.require("read")
    late = limits(unit).late
    return [
        ToRecord(
            **{name: getattr(row, name) for name in _SHARED},
            plan_items=tuple(row.plan_items.split()),
            second_worker=row.second_worker or "",
            late=(unit.today - row.day).days > late,
            past=row.day < unit.today,
        )
        for row in queries.to_record(unit.session, unit.today)
        if _named(row, text)
    ]


_SHARED = (
    "id", "version", "service_file_id", "file_number", "person", "village", "address", "place", "day", "starts",
    "ends", "item", "provider_id", "provider", "worker_id", "worker",
)  # fmt: skip


def workers(unit: Unit, provider_id: str, day: date) -> list[tuple[str, str]]:
    """Who of a provider may have come on a day: id and name."""
    unit.require("read")
    return [(one.id, one.name) for one in queries.workers_of(unit.session, [provider_id], day)]


def queue(unit: Unit, standing: str, text: str = "") -> list[RecordRow]:
    """Records that stand so, those with doubts first; what was verified or refused, the newest of the last two months.

    `text`: part of a name, a number or a village. Of what is settled no more than `MOST` are told at once.
    """
    unit.require("read")
    since, most = None, None
    if standing in SETTLED:
        since = (unit.today.replace(day=1) - timedelta(days=1)).replace(day=1)
        most = MOST
    rows = queries.standing(unit.session, QUEUES[standing], text.strip(), since, most)
    return sorted(_told(unit, rows), key=lambda row: (not row.flags, row.day, row.starts, row.id))


def these(unit: Unit, visit_record_ids: Collection[str]) -> list[RecordRow]:
    """These records, those that were not reversed, in the order of their time."""
    unit.require("read")
    return _told(unit, queries.listed(unit.session, visit_record_ids))


def one(unit: Unit, visit_record_id: str) -> RecordRow:
    """A record held against the others of its day; `Refused` when it was reversed."""
    found = these(unit, [visit_record_id])
    if not found:
        raise Refused("这条服务记录已经冲销。没有改动任何内容。")
    return found[0]


def _told(unit: Unit, rows: Sequence[Any]) -> list[RecordRow]:
    if not rows:
        return []
    days = {row.day for row in rows}
    first, last = min(days), max(days)
    doubts = flags(_seen(unit, rows, first, last), _beside(unit, days), _rounds(unit, days), limits(unit))
    standing = {one.record.id: one for one in counted(rows, queries.verifications(unit.session, days))}
    photos = queries.photo_counts(unit.session, first, last)
    return [
        RecordRow(
            **{name: getattr(row, name) for name in _RECORD},
            items=tuple(row.items.split()),
            second_worker=row.second_worker or "",
            photos=photos.get(row.id, 0),
            standing=standing[row.id].standing,
            found=standing[row.id].reason,
            flags=doubts[row.id],
        )
        for row in rows
    ]


def _beside(unit: Unit, days: Collection[date]) -> Iterable[Beside]:
    return (
        Beside(
            row.id, row.service_file_id, row.person, {row.worker_id, row.second_worker_id} - {None}, row.day,
            row.starts, row.ends,
        )
        for row in queries.beside(unit.session, days)
    )  # fmt: skip


def _rounds(unit: Unit, days: Collection[date]) -> dict[tuple[str, str], Rounds]:
    """By worker and month."""
    return {
        (worker, month): rounds
        for month in {month_of(day) for day in days}
        for worker, rounds in queries.rounds(
            unit.session, date.fromisoformat(f"{month}-01"), last_day(month)
        ).items()
    }


_RECORD = (
    "id", "visit_id", "service_file_id", "file_number", "person", "village", "day", "starts", "ends", "place",
    "condition", "agreement_id", "provider_id", "provider", "worker_id", "worker", "signed_by", "drawn", "recorded_by",
    "recorder", "recorded_at", "reason",
)  # fmt: skip


def _seen(unit: Unit, rows: Sequence[Any], first: date, last: date) -> list[Seen]:
    ids = {row.worker_id for row in rows}
    shifts = defaultdict(list)
    for shift in visit_queries.shifts(unit.session, ids):
        shifts[shift.worker_id].append(shift)
    away = defaultdict(list)
    for absence in visit_queries.absences(unit.session, ids, first, last):
        away[absence.worker_id].append(absence)
    equal: dict[str, list[date]] = defaultdict(list)
    for identity, day in queries.equal_photos(unit.session, first, last):
        equal[identity].append(day)

    rejected: dict[str, list[str]] = defaultdict(list)
    for identity, result, wrong in queries.rejected_before(unit.session, first, last):
        rejected[identity].append("抽查不属实" if wrong else STANDINGS[result])

    def at_work(worker_id: str, day: date) -> Sequence[tuple[int, int]]:
        if any(
            one.first_day <= day <= one.last_day and (one.ended_on is None or day < one.ended_on)
            for one in away[worker_id]
        ):
            return ()
        return [
            (one.starts, one.ends)
            for one in shifts[worker_id]
            if one.weekday == day.weekday() and one.since <= day and (one.until is None or day <= one.until)
        ]

    return [
        Seen(
            id=row.id,
            person_id=row.service_file_id,
            person=row.person,
            workers={row.worker_id: row.worker}
            | ({row.second_worker_id: row.second_worker} if row.second_worker_id else {}),
            day=row.day,
            starts=row.starts,
            ends=row.ends,
            items=frozenset(row.items.split()),
            recorded_on=row.recorded_at.astimezone(CHINA).date(),
            signed=row.signed_by != "none",
            planned_item=row.item,
            planned_minutes=row.planned_ends - row.planned_starts,
            planned_worker=row.worker_id == row.planned_worker_id,
            plan_items=frozenset(row.plan_items.split()),
            in_plan=_within(row.day, row.plan_from, row.plan_until, row.plan_ended),
            in_agreement=_within(row.day, row.agreement_from, row.agreement_until, row.agreement_ended),
            shifts=at_work(row.worker_id, row.day),
            photos_of=equal[row.id],
            home_care=ServiceFile.home_care_on(row, row.day),
            rejected=rejected[row.id],
        )
        for row in rows
    ]


def _within(day: date, first: date, last: date, ended_on: date | None) -> bool:
    return first <= day <= last and (ended_on is None or day < ended_on)


def _named(row: Any, text: str) -> bool:
    wanted = text.strip()
    said: Iterable[str] = (row.person, row.file_number, row.village, row.worker, row.provider)
    return not wanted or any(wanted in one for one in said)


@dataclass(frozen=True, slots=True)
class Proof:
    """A photo or the drawn signature of a record, to be looked at."""

    id: str
    title: str
    taken_on: date


def proofs(unit: Unit, visit_record_id: str) -> list[Proof]:
    """What proves a record: its signature first, then its photos."""
    unit.require("read")
    row = unit.get(VisitRecord, visit_record_id)
    signed = [Proof(row.id, recording.SIGNED[row.signed_by], row.day)] if row.signature else []
    photos = queries.photos(unit.session, row.id)
    return signed + [
        Proof(one.id, f"照片{place}　校验 {one.sha256[:12]}", row.day)
        for place, one in enumerate(photos, start=1)
    ]


def proof_to_show(unit: Unit, proof_id: str, side: int = SHOWN) -> bytes:
    """One of them for screen and paper, opened in the limited process and made anew; b"" when it cannot be opened.

    Raises `Refused` for a photo that is no longer the one that was kept.
    """
    unit.require("read")
    photo = unit.session.get(VisitPhoto, proof_id)
    if photo is None:
        return prepared(unit.get(VisitRecord, proof_id).signature or b"", side)
    if hashlib.sha256(photo.content).hexdigest() != photo.sha256:
        raise Refused("这张照片与录入时不一致，不能作为依据。没有改动任何内容；请核验日志。")
    return prepared(photo.content, side)


def signed_words(row: RecordRow) -> str:
    """How a record was signed, and whether the signature was drawn on the screen."""
    drawn = "（屏幕签）" if row.drawn else "（纸质）" if row.signed_by != "none" else ""
    return recording.SIGNED[row.signed_by] + drawn
