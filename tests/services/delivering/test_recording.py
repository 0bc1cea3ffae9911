"""A visit is recorded once, by what was brought back; a wrong record is reversed and stays to be seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.visits import Visit, VisitPhoto, VisitRecord
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.delivering import record_view, recording
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.unit import Unit
from serving_town import NINE, PHOTO, SIGNATURE, TEN, ServingTown, made, opened, supply, told, worker

TUESDAY = date(2025, 10, 14)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as office:
        yield office


@pytest.fixture
def visit(at: ServingTown) -> str:
    """Booked for Tuesday 9 to 10; it is Tuesday evening."""
    booked = at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    )
    at.on(TUESDAY, 18)
    return booked.visit_id


def state(at: ServingTown, visit_id: str) -> str:
    return at.coordinator.read(Unit.get, Visit, visit_id).state


def rows(at: ServingTown) -> list[VisitRecord]:
    def look(unit: Unit) -> list[VisitRecord]:
        return list(unit.session.scalars(select(VisitRecord).order_by(VisitRecord.id)))

    return at.coordinator.read(look)


def left(at: ServingTown) -> int:
    return at.coordinator.read(account_of, at.file, 2025).left


def refused(at: ServingTown, visit_id: str, **more: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as why:
        at.coordinator.write(recording.record, visit_id, 1, replace(told(NINE, TEN), **more))  # type: ignore[arg-type]
    assert rows(at) == []
    assert state(at, visit_id) == "booked"
    return [(one.field, one.message) for one in why.value.problems]


def test_a_record_is_kept_with_signature_and_photos_and_the_visit_is_done(
    at: ServingTown, visit: str
) -> None:
    found = at.coordinator.write(
        recording.record, visit, 1, told(NINE + 3, TEN + 11, photos=(PHOTO + b"1", PHOTO + b"2"))
    )
    assert found.account.left == left(at) == 24 * 60 - 68
    assert state(at, visit) == "done"
    (row,) = rows(at)
    assert (row.id, row.day, row.starts, row.ends) == (found.visit_record_id, TUESDAY, NINE + 3, TEN + 11)
    assert (row.signature, row.signed_by, row.worker_id) == (SIGNATURE, "self", at.workers["示例甲工"])

    def photos(unit: Unit) -> list[VisitPhoto]:
        return list(unit.session.scalars(select(VisitPhoto)))

    kept = at.coordinator.read(photos)
    assert {one.content for one in kept} == {PHOTO + b"1", PHOTO + b"2"}
    assert all(len(one.sha256) == 64 and one.visit_record_id == row.id for one in kept)
    with pytest.raises(Refused, match="已完成"):
        at.coordinator.write(recording.record, visit, None, told(NINE, TEN))
    assert len(rows(at)) == 1


def test_everything_that_is_missing_is_told_at_once(at: ServingTown, visit: str) -> None:
    found = refused(at, visit, items=(), place=" ", signed_by="self", signature=b"", ends=NINE)
    assert [field for field, _ in found] == ["ends", "items", "place", "signed_by"]
    assert refused(at, visit, signed_by="somebody")[0][0] == "signed_by"
    assert refused(at, visit, items=("dancing",))[0][0] == "items"
    assert refused(at, visit, signed_by="none")[0][0] == "signed_by"  # and yet something was drawn
    assert refused(at, visit, signature=b"GIF89a")[0][0] == "signed_by"
    assert refused(at, visit, signature=SIGNATURE + bytes(recording.LARGEST_DRAWING))[0][0] == "signed_by"
    assert refused(at, visit, photos=tuple(PHOTO + bytes([n]) for n in range(5)))[0][0] == "photos"
    assert refused(at, visit, photos=(PHOTO, PHOTO)) == [("photos", "同一张照片选了两次。")]
    assert refused(at, visit, photos=(b"%PDF",))[0][0] == "photos"
    assert refused(at, visit, photos=(PHOTO + bytes(recording.LARGEST_PHOTO),))[0][0] == "photos"


def test_a_visit_is_not_recorded_before_it_is_over(at: ServingTown, visit: str) -> None:
    at.on(TUESDAY, 9)
    assert refused(at, visit) == [("ends", "服务还没有结束：结束时刻晚于现在。")]
    at.on(date(2025, 10, 13))
    assert refused(at, visit) == [("", "还没到服务日期 2025-10-14，不能录入。")]


def test_a_paper_signed_by_hand_is_taken_as_a_photo(at: ServingTown, visit: str) -> None:
    at.coordinator.write(recording.record, visit, 1, told(NINE, TEN, signature=b"", photos=(PHOTO,)))
    (row,) = at.coordinator.read(record_view.queue, "recorded")
    assert record_view.signed_words(row) == "本人签字（纸质）"
    assert (row.drawn, row.photos, row.flags) == (False, 1, ())


def test_a_late_record_says_why(at: ServingTown, visit: str) -> None:
    at.on(date(2025, 10, 18))
    assert refused(at, visit)[0][0] == "reason"
    at.coordinator.write(recording.record, visit, 1, told(NINE, TEN, reason="机构周末才送来"))
    (row,) = at.coordinator.read(record_view.queue, "recorded")
    assert [flag.kind for flag in row.flags] == ["late"]


def test_who_saw_another_visit_than_stands_there_is_told(at: ServingTown, visit: str) -> None:
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(recording.record, visit, 7, told(NINE, TEN))


def test_only_whoever_may_records(at: ServingTown, visit: str) -> None:
    for other in (at.town.auditor, at.payer):
        with pytest.raises(Refused, match="岗位"):
            other.write(recording.record, visit, 1, told(NINE, TEN))
    at.town.clerk.write(
        recording.record, visit, 1, told(NINE, TEN)
    )  # who does not arrange visits may still record them
    assert state(at, visit) == "done"


def test_somebody_else_of_the_provider_came(at: ServingTown, visit: str) -> None:
    strange, _, _ = at.town.clerk.write(supply, "另一家示例机构", source="special")
    away = at.town.clerk.write(worker, strange, "示例丙工")
    assert refused(at, visit, worker_id=away)[0][0] == "worker_id"
    at.coordinator.write(recording.record, visit, 1, told(NINE, TEN, worker_id=at.workers["示例乙工"]))
    (row,) = at.coordinator.read(record_view.queue, "recorded")
    assert row.worker == "示例乙工"
    assert [flag.reason for flag in row.flags] == ["上门的不是安排的服务人员"]


def test_no_more_is_recorded_than_the_account_holds(at: ServingTown, visit: str) -> None:
    at.on(TUESDAY, 23)
    for day, starts, ends in ((15, 480, 1080), (16, 480, 1080), (17, 480, 660)):
        at.coordinator.write(
            booking.book,
            at.plan,
            Wanted("cleaning", date(2025, 10, day), starts, ends, at.workers["示例甲工"]),
        )
    assert left(at) == 0
    ((field, message),) = refused(at, visit, ends=TEN + 1)
    assert field == "ends"
    assert "只剩 1.0 小时" in message
    assert at.coordinator.write(recording.record, visit, 1, told(NINE, TEN)).account.left == 0


def test_a_wrong_record_is_reversed_and_its_visit_recorded_again(at: ServingTown) -> None:
    wrong = made(at, TUESDAY, NINE, TEN + 60)
    (row,) = rows(at)
    with pytest.raises(InvalidInput):
        at.coordinator.write(recording.reverse, wrong, "错")
    back = at.coordinator.write(recording.reverse, wrong, "把别人的时间记成了他的")
    assert state(at, row.visit_id) == "booked"
    assert at.coordinator.read(record_view.queue, "recorded") == []
    (todo,) = at.coordinator.read(record_view.to_record)
    assert todo.id == row.visit_id
    reversal = next(one for one in rows(at) if one.id == back)
    assert (reversal.reverses_id, reversal.day) == (wrong, TUESDAY)
    for one in (wrong, back):
        with pytest.raises(Refused):
            at.coordinator.write(recording.reverse, one, "再冲销一次看看")
    at.coordinator.write(recording.record, todo.id, todo.version, told(NINE, TEN))
    assert next((one.id, one.ends) for one in rows(at)) == (wrong, TEN + 60)  # as it was written
    assert left(at) == 23 * 60


def test_a_reversal_that_the_account_cannot_bear_is_refused(at: ServingTown) -> None:
    short = made(at, TUESDAY, NINE, TEN)
    at.coordinator.write(recording.reverse, short, "记错了结束时刻")
    (todo,) = at.coordinator.read(record_view.to_record)
    short = at.coordinator.write(
        recording.record, todo.id, todo.version, told(NINE, NINE + 30)
    ).visit_record_id
    for day, starts, ends in ((15, 480, 1080), (16, 480, 1080), (17, 480, 690)):
        at.coordinator.write(
            booking.book,
            at.plan,
            Wanted("cleaning", date(2025, 10, day), starts, ends, at.workers["示例甲工"]),
        )
    assert left(at) == 0
    with pytest.raises(Refused, match="小时账户不够"):
        at.coordinator.write(recording.reverse, short, "其实服务了一小时")
    assert left(at) == 0
    assert len(rows(at)) == 3


def test_a_photo_is_made_small_in_a_process_of_its_own(tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415  # only here

    path = tmp_path / "大照片.png"
    Image.new("RGB", (3000, 1500), "green").save(path)
    kept = recording.photo_of(path)
    assert kept.startswith(b"\xff\xd8\xff")
    assert len(kept) < recording.LARGEST_PHOTO
    assert recording.photo_of(path) == kept  # the same picture has the same hash
    odd = tmp_path / "不是照片.jpg"
    odd.write_bytes(b"\xff\xd8\xff" + b"no picture at all")
    with pytest.raises(UserError, match="不是照片"):
        recording.photo_of(odd)
    with pytest.raises(UserError, match="打不开"):
        recording.photo_of(tmp_path / "没有.jpg")
    odd.write_bytes(bytes(recording.LARGEST_FILE + 1))
    with pytest.raises(UserError, match="10 MB"):
        recording.photo_of(odd)
