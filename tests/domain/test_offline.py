from datetime import UTC, datetime, timedelta

from jiuzhu.domain.offline import LONGEST, Offline

SINCE = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_new_forms_are_taken_for_a_fortnight_after_the_last_real_log_in() -> None:
    offline = Offline(SINCE, SINCE)
    assert offline.days_left(SINCE) == 14
    assert offline.days_left(SINCE + timedelta(hours=1)) == 14
    assert offline.days_left(SINCE + timedelta(days=1)) == 13
    assert offline.days_left(SINCE + LONGEST - timedelta(seconds=1)) == 1
    assert offline.days_left(SINCE + LONGEST) == 0
    assert offline.days_left(SINCE + timedelta(days=400)) == 0


def test_a_clock_set_back_wins_no_time() -> None:
    offline = Offline(SINCE, SINCE + timedelta(days=13, hours=1))
    assert offline.days_left(SINCE) == 1
