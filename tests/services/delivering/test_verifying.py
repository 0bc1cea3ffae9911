"""Records are verified by somebody else; what is doubtful is told first; the worked case of a month comes out."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.hours import HourAccount
from jiuzhu.domain.serving.supply import Tariff
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.delivering import record_view, recording, verifying
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving.hours import account_of
from jiuzhu.services.settling import settling
from jiuzhu.storage.queries.records import counted_between
from jiuzhu.storage.unit import Unit
from serving_town import EIGHT, NINE, PHOTO, TEN, ServingTown, made, opened, served, told
from visited import visited

AUGUST, DAY = date(2025, 8, 4), date(2025, 10, 14)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path, AUGUST) as office:
        yield office


def standing(at: ServingTown, first: date, last: date, agreement: str = "") -> list[tuple[int, str]]:
    def look(unit: Unit) -> list[tuple[int, str]]:
        return [(one.minutes, one.standing) for one in counted_between(unit.session, first, last, agreement)]

    return at.payer.read(look)


def account(at: ServingTown) -> HourAccount:
    return at.coordinator.read(account_of, at.file, 2025)


def test_the_worked_case_of_september(at: ServingTown) -> None:
    """Used before: 17.0 hours; September 2.0, 1.5 without a signature, 2.0 (the case of a service month)."""
    before = [made(at, date(2025, 8, 5), 480, 1080), made(at, date(2025, 8, 6), 480, 750)]
    before.append(made(at, date(2025, 8, 7), 480, 630))
    assert account(at).left == 7 * 60
    one = made(at, date(2025, 9, 2), 485, 605)
    unsigned = made(at, date(2025, 9, 9), 485, 575, signed_by="none", signature=b"")
    two = made(at, date(2025, 9, 16), 485, 605)
    at.on(date(2025, 9, 30))
    found = {row.id: row for row in at.town.checker.read(record_view.queue, "recorded")}
    assert [flag.kind for flag in found[unsigned].flags] == ["unsigned"]
    assert at.town.checker.read(record_view.queue, "recorded")[0].flags  # what is doubtful comes first
    many = at.town.checker.write(verifying.verify_many, [*before[1:], one, unsigned, two])
    assert (many.done, len(many.left_out)) == (4, 1)
    assert "没有本人或监护人的签字" in many.left_out[0]
    at.town.checker.write(verifying.verify, before[0], "verified", "当天超长，已电话核实属实")
    at.town.checker.write(
        verifying.verify, unsigned, "refused", "没有签字，本人说不记得", seen_standing="recorded"
    )
    september = standing(at, date(2025, 9, 1), date(2025, 9, 30), at.agreement)
    assert september == [(120, "verified"), (90, "refused"), (120, "verified")]
    assert sum(minutes for minutes, how in september if how == "verified") == 4 * 60
    assert account(at).left == 3 * 60
    at.on(date(2025, 10, 8))
    with pytest.raises(InvalidInput, match=r"只剩 3\.0 小时，不够这次的 4\.0 小时"):
        at.coordinator.write(
            booking.book, at.plan, Wanted("cleaning", date(2025, 10, 9), 480, 720, at.workers["示例甲工"])
        )


def test_nobody_verifies_what_they_recorded(at: ServingTown) -> None:
    at.on(DAY, 8)
    booked = at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", DAY, 485, 545, at.workers["示例甲工"])
    )
    at.on(DAY, 18)

    mine = at.town.clerk.write(recording.record, booked.visit_id, None, told(485, 545)).visit_record_id
    with pytest.raises(Refused, match="您自己录入"):
        at.town.clerk.write(verifying.verify, mine, "verified")
    assert at.town.clerk.write(verifying.verify_many, [mine]).left_out == (
        "戊示例 2025-10-14：是您自己录入的",
    )
    with pytest.raises(Refused, match="岗位"):
        at.coordinator.write(verifying.verify, mine, "verified")
    at.town.checker.write(verifying.verify, mine, "verified")
    assert standing(at, DAY, DAY) == [(60, "verified")]
    again = at.town.checker.write(verifying.verify_many, [mine])
    assert (again.done, again.left_out) == (0, ("已经核实或冲销",))


def test_a_dispute_and_a_doubt_need_their_words(at: ServingTown) -> None:
    plain = made(at, date(2025, 8, 5), 485, 545)
    doubtful = made(at, date(2025, 8, 6), 485, 545, signed_by="none", signature=b"")
    for one, result in ((plain, "disputed"), (plain, "refused"), (doubtful, "verified")):
        with pytest.raises(InvalidInput):
            at.town.checker.write(verifying.verify, one, result)
    with pytest.raises(UserError):
        at.town.checker.write(verifying.verify, plain, "好的")
    at.town.checker.write(verifying.verify, plain, "disputed", "本人说只来了半小时")
    (row,) = at.coordinator.read(record_view.queue, "disputed")
    assert (row.id, row.found) == (plain, "本人说只来了半小时")
    assert (account(at).disputed, account(at).left) == (60, 22 * 60)
    with pytest.raises(ChangedSinceSeen):
        at.town.checker.write(verifying.verify, plain, "verified", "", seen_standing="recorded")
    with pytest.raises(InvalidInput):  # a dispute does not go away without a word
        at.town.checker.write(verifying.verify, plain, "verified", seen_standing="disputed")
    at.town.checker.write(verifying.verify, plain, "verified", "邻居说来了一小时", seen_standing="disputed")
    assert standing(at, date(2025, 8, 1), date(2025, 8, 31)) == [(60, "verified"), (60, "recorded")]
    with pytest.raises(UserError, match="先选择"):
        at.town.checker.write(verifying.verify_many, [])


def test_what_was_refused_comes_back_only_while_there_are_hours(at: ServingTown) -> None:
    one = made(at, date(2025, 8, 5), 480, 1080)
    at.town.checker.write(verifying.verify, one, "refused", "对象当天住院")
    for day in (6, 7):
        made(at, date(2025, 8, day), 480, 1080)
    with pytest.raises(Refused, match="小时账户不够"):
        at.town.checker.write(verifying.verify, one, "verified", "查明并没有住院")
    assert account(at).left == 4 * 60


def test_a_minute_of_a_worker_or_a_person_is_verified_once(at: ServingTown) -> None:
    """One worker at two homes, and two workers at one home, from nine to ten."""
    _, other = at.town.clerk.write(served, at.agreement, ("己示例",), workers=2)
    first, second = at.workers["示例甲工"], at.workers["示例乙工"]
    ours = at.coordinator.write(visited, at.plan, first, DAY, result="")
    theirs = at.coordinator.write(
        visited, other, second, DAY, starts=TEN - 1, result="", second_worker_id=first
    )
    again = at.coordinator.write(visited, at.plan, second, DAY, 5, starts=NINE + 5, result="")
    after = at.coordinator.write(visited, other, second, DAY, starts=TEN + 59, result="")
    words = "核实过，属实"
    at.town.checker.write(verifying.verify, ours, "verified", words)
    for one in (theirs, again):
        with pytest.raises(Refused, match=r"戊示例 2025-10-14 9:00–10:00（示例甲工）"):
            at.town.checker.write(verifying.verify, one, "verified", words)
        at.town.checker.write(verifying.verify, one, "disputed", words)
    at.town.checker.write(verifying.verify, after, "verified", words)
    at.town.checker.write(verifying.verify, ours, "refused", "两人都说没有来过")
    at.town.checker.write(verifying.verify, theirs, "verified", words)
    assert [how for _, how in standing(at, DAY, DAY)] == ["refused", "disputed", "verified", "verified"]


def test_a_reversed_record_is_not_verified(at: ServingTown) -> None:
    one = made(at, date(2025, 8, 5), NINE, TEN)
    at.coordinator.write(recording.reverse, one, "记到别人名下了")
    with pytest.raises(Refused, match="冲销"):
        at.town.checker.write(verifying.verify, one, "verified")
    assert standing(at, date(2025, 8, 1), date(2025, 8, 31)) == [(60, "reversed")]


@pytest.mark.parametrize("done", [("bath", "errand"), ("errand", "bath")])
def test_other_things_than_the_booked_one_are_doubtful_and_the_cheapest_is_paid(
    at: ServingTown, done: tuple[str, ...]
) -> None:
    def dear(unit: Unit) -> None:
        next(one for one in unit.session.scalars(select(Tariff)) if one.item == "bath").rate = Decimal(100)

    at.town.clerk.write(dear)
    record = made(at, DAY, NINE + 1, TEN + 1, items=done)
    (flag,) = at.town.checker.read(record_view.one, record).flags
    assert flag.reason == "没有做安排的项目"
    assert at.town.checker.write(verifying.verify_many, [record]).done == 0
    at.town.checker.write(verifying.verify, record, "verified", "本人要求先代办")
    at.on(date(2025, 11, 3))
    assert at.payer.write(settling.make_settlement, at.agreement, "2025-10").amount == Decimal(40)


def test_records_are_held_against_each_other(at: ServingTown) -> None:
    """Two homes at once, the same photo, outside of shifts: seen from what is stored."""
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    first = made(at, date(2025, 8, 5), EIGHT + 1, NINE + 1, photos=(PHOTO,))
    second = made(at, date(2025, 8, 5), NINE + 1, TEN + 1, plan=plan, photos=(PHOTO + b"2",))
    rows = {row.id: row for row in at.town.checker.read(record_view.queue, "recorded")}
    assert [rows[one].flags for one in (first, second)] == [(), ()]
    at.coordinator.write(recording.reverse, second, "照片选错了")
    (todo,) = at.coordinator.read(record_view.to_record)

    again = told(NINE - 29, TEN + 1, photos=(PHOTO,), items=("calling",))
    second = at.coordinator.write(recording.record, todo.id, todo.version, again).visit_record_id
    rows = {row.id: row for row in at.town.checker.read(record_view.queue, "recorded")}
    assert [flag.kind for flag in rows[first].flags] == ["places", "photo"]
    assert [flag.kind for flag in rows[second].flags] == ["places", "photo", "outside", "outside"]
    assert [row.person for row in at.town.checker.read(record_view.queue, "recorded", "己示")] == ["己示例"]
    assert at.town.checker.read(record_view.workers, todo.provider_id, todo.day) == [
        (at.workers[name], name) for name in sorted(at.workers)
    ]
