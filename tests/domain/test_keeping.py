from datetime import datetime, time, timedelta

from jiuzhu.domain.keeping import due, worth_keeping

NOON = datetime(2026, 11, 26, 12)  # noqa: DTZ001  # the wall clock of an office


def test_fourteen_days_eight_weeks_twelve_months_are_kept() -> None:
    moments = [NOON - timedelta(days=back, hours=hour) for back in range(400) for hour in (0, 3)]
    kept = worth_keeping(moments)
    assert max(moments) in kept
    days = sorted({(NOON.date() - moment.date()).days for moment in kept})
    assert days[:14] == list(range(14))
    assert sum(moment.hour == 9 for moment in kept) == 0, "of one day the newest"
    months = {(moment.year, moment.month) for moment in kept}
    assert len(months) == 12
    assert len({moment.isocalendar()[:2] for moment in kept}) >= 8
    assert len(kept) == 14 + 5 + 11  # the days reach into three weeks and the first month


def test_days_without_a_backup_do_not_count() -> None:
    moments = [NOON - timedelta(days=100 * back) for back in range(10)]
    assert worth_keeping(moments) == set(moments)
    assert worth_keeping([]) == set()


def test_what_is_due() -> None:
    day = timedelta(days=1)
    assert due(None, day, NOON)
    assert not due(NOON - timedelta(hours=11), day, NOON)
    assert due(NOON - timedelta(hours=13), day, NOON), "whole days count, not hours"
    assert not due(NOON - timedelta(hours=13), day, NOON, time(12, 30))
    assert due(NOON - timedelta(days=2), day, NOON, time(12))
    assert due(NOON + timedelta(minutes=1), day, NOON), "the clock was set back"
