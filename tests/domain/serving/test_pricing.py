"""What a month of visits costs, to the cent, and what a closed month still owes or got too much."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jiuzhu.domain.serving.counting import Counted
from jiuzhu.domain.serving.pricing import (
    ItemSum,
    Line,
    Worth,
    by_item,
    cheapest_first,
    item_of,
    priced,
    sha256_of,
)
from jiuzhu.domain.serving.supply import Tariff
from jiuzhu.domain.serving.visits import VisitRecord

SEPTEMBER, OCTOBER = "2025-09", "2025-10"
NINE = 540


def record(day: date, minutes: int = 60, items: str = "cleaning", visit: str = "v") -> VisitRecord:
    return VisitRecord(
        service_file_id="f",
        visit_id=visit,
        day=day,
        starts=NINE,
        ends=NINE + minutes,
        items=items,
        place="家中",
        worker_id="w",
        signed_by="self",
        recorded_by="o",
        recorded_at=datetime(2025, 10, 1, tzinfo=UTC),
    )


def rate(
    amount: str, unit: str = "hour", since: date = date(2025, 1, 1), until: date | None = None
) -> Tariff:
    return Tariff(
        agreement_id="a",
        item="cleaning",
        unit=unit,
        rate=Decimal(amount),
        since=since,
        until=until,
        document="示例文件",
    )


def on(day: int, month: int = 9, minutes: int = 60, standing: str = "verified", reason: str = "") -> Counted:
    return Counted(record(date(2025, month, day), minutes), standing, reason)


def settle(
    *records: Counted,
    month: str = SEPTEMBER,
    tariffs: tuple[Tariff, ...] = (rate("40.00"),),
    settled: dict[str, Worth] | None = None,
    closed: tuple[str, ...] = (),
) -> tuple[list[Line], int, int]:
    made = priced(month, records, {"v": "cleaning"}, tariffs, settled or {}, closed)
    return list(made.lines), made.waiting, len(made.unpriced)


def test_the_month_of_the_worked_case() -> None:
    made = priced(
        SEPTEMBER,
        [on(2, minutes=120), on(9, minutes=120), on(16, minutes=90, standing="refused", reason="人不在家")],
        {"v": "cleaning"},
        [rate("40.00")],
        {},
        (),
    )
    assert (made.minutes, made.amount, made.refused_minutes) == (240, Decimal("160.00"), 90)
    assert [(one.kind, one.amount, one.reason) for one in made.lines] == [
        ("payable", Decimal("80.00"), ""),
        ("payable", Decimal("80.00"), ""),
        ("refused", Decimal("0.00"), "不予认可：人不在家"),
    ]


@pytest.mark.parametrize(
    ("minutes", "hourly", "yuan"),
    [(50, "40.00", "33.33"), (20, "40.00", "13.33"), (1, "40.50", "0.68"), (15, "33.34", "8.34"), (90, "39.99", "59.99")],
)  # fmt: skip
def test_every_line_is_rounded_half_up_to_the_cent(minutes: int, hourly: str, yuan: str) -> None:
    (line,), _, _ = settle(on(2, minutes=minutes), tariffs=(rate(hourly),))
    assert line.amount == Decimal(yuan)


def test_a_rate_by_the_visit_does_not_ask_how_long_it_was() -> None:
    (line,), _, _ = settle(on(2, minutes=17), tariffs=(rate("55.00", "visit"),))
    assert (line.amount, line.unit, line.minutes) == (Decimal("55.00"), "visit", 17)


def test_the_rate_in_force_on_the_day_counts() -> None:
    old = rate("40.00", until=date(2025, 9, 15))
    new = rate("45.00", since=date(2025, 9, 16))
    lines, _, _ = settle(on(15), on(16), tariffs=(old, new))
    assert [one.rate for one in lines] == [Decimal("40.00"), Decimal("45.00")]
    twice, _, _ = settle(on(16), on(16, minutes=30), tariffs=(old, new))
    assert [one.amount for one in twice] == [Decimal("45.00"), Decimal("22.50")]


def test_only_what_somebody_verified_is_paid() -> None:
    lines, waiting, unpriced = settle(
        on(1, standing="recorded"), on(2, standing="reversed"), on(3, standing="disputed")
    )
    assert [(one.kind, one.reason) for one in lines] == [("refused", "有争议")]
    assert (waiting, unpriced) == (1, 0)


def test_a_record_without_a_rate_is_told() -> None:
    assert settle(on(1), tariffs=()) == ([], 0, 1)
    (line,), _, unpriced = settle(on(1, standing="refused"), tariffs=())
    assert (line.rate, line.unit, unpriced) == (Decimal("0.00"), "hour", 0)


def test_a_month_that_was_not_settled_is_left_to_itself() -> None:
    assert settle(on(1, month=8), on(1, month=9))[0][0].month == SEPTEMBER
    assert len(settle(on(1, month=8), on(1, month=9))[0]) == 1


@pytest.mark.parametrize(
    ("standing", "held", "minutes", "yuan", "reason"),
    [
        ("verified", Worth(), 60, "40.00", "结算后核实"),
        ("reversed", Worth(60, Decimal("40.00")), -60, "-40.00", "已冲销：写错了"),
        ("refused", Worth(60, Decimal("40.00")), -60, "-40.00", "不予认可：写错了"),
        ("disputed", Worth(60, Decimal("40.00")), -60, "-40.00", "有争议：写错了"),
        ("verified", Worth(60, Decimal("38.00")), 0, "2.00", "收费标准有变"),
    ],
)
def test_a_closed_month_is_put_right_by_the_difference(
    standing: str, held: Worth, minutes: int, yuan: str, reason: str
) -> None:
    one = on(5, standing=standing, reason="写错了")
    (line,), _, _ = settle(one, month=OCTOBER, settled={one.record.id: held}, closed=(SEPTEMBER,))
    assert (line.kind, line.month, line.minutes) == ("correction", SEPTEMBER, minutes)
    assert (line.amount, line.reason) == (Decimal(yuan), reason)


@pytest.mark.parametrize(
    ("standing", "held"),
    [
        ("verified", Worth(60, Decimal("40.00"))),
        ("refused", Worth()),
        ("recorded", Worth()),
        ("reversed", Worth()),
    ],
)
def test_a_closed_month_that_agrees_says_nothing(standing: str, held: Worth) -> None:
    one = on(5, standing=standing)
    assert settle(one, month=OCTOBER, settled={one.record.id: held}, closed=(SEPTEMBER,)) == ([], 0, 0)


@pytest.mark.parametrize("done", [("bath", "cleaning", "meal"), ("meal", "cleaning", "bath")])
def test_the_cheapest_comes_first_whatever_was_ticked_first(done: tuple[str, ...]) -> None:
    bath = rate("50.00", "visit")
    bath.item = "bath"
    tariffs, day = (rate("40.00"), bath), date(2025, 9, 1)
    assert cheapest_first(tariffs, done, day, 60) == ("cleaning", "bath", "meal")
    assert cheapest_first(tariffs, done, day, 90) == ("bath", "cleaning", "meal")


def test_a_visit_is_paid_as_what_it_was_booked_for_or_what_was_done() -> None:
    done = ("bath", "cleaning")
    assert item_of(done, "cleaning") == "cleaning"
    assert item_of(done, "errand") == "bath"


def test_the_hash_knows_every_line_and_no_order() -> None:
    lines, _, _ = settle(on(1), on(2))
    assert sha256_of(lines) == sha256_of(reversed(lines))
    for name, other in {"amount": Decimal("40.01"), "minutes": 61, "reason": "x", "month": "2025-08"}.items():
        assert sha256_of(lines) != sha256_of([lines[0]._replace(**{name: other}), lines[1]])  # type: ignore[arg-type]  # names of the test


def test_items_are_summed_by_their_rate() -> None:
    old, new = rate("40.00", until=date(2025, 9, 15)), rate("45.00", since=date(2025, 9, 16))
    lines, _, _ = settle(on(1), on(2, minutes=30), on(20), on(21, standing="refused"), tariffs=(old, new))
    assert by_item(lines) == [
        ItemSum("cleaning", "hour", Decimal("40.00"), 2, 90, Decimal("60.00")),
        ItemSum("cleaning", "hour", Decimal("45.00"), 1, 60, Decimal("45.00")),
    ]


def test_a_reason_stays_short_where_none_was_given() -> None:
    one = replace(on(1, standing="refused").record)
    lines, _, _ = settle(Counted(one, "refused"))
    assert lines[0].reason == "不予认可"
