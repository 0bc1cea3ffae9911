"""The legal clocks of a 低保 case: what is due when, by which clause, and how urgent it is."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.calendar import Day, WorkCalendar
from jiuzhu.domain.facts import EventsFacts, Pause
from jiuzhu.domain.policy import Standards

Events = EventsFacts

WORKING_DAYS = "wd"
DAYS = "days"

_Spans = tuple[tuple[date, date], ...]


class Clock(NamedTuple):
    """One running or finished limit.

    `unit` is `wd` (working days) or `days`. A clock with `waits` is a period that must run out (公示) instead of a
    limit that can be missed. `amber` and `red` are the days its colour changes; `done` is when it was met.
    """

    code: str
    title: str
    due: date
    limit: int
    unit: str
    started: date
    clause: str
    missing_years: tuple[int, ...]
    amber: date
    red: date
    done: date | None = None
    waits: bool = False
    paused: bool = False
    document: str = ""


def clocks(
    events: Events,
    standards: Standards,
    calendar: WorkCalendar,
    *,
    accepted: date | None = None,
    refused: bool = False,
    today: date | None = None,
) -> tuple[Clock, ...]:
    """The clocks L4 … L18 that the events have started, in the order of the procedure: 民发〔2021〕57号 Art 15 to 24.

    `accepted` and `refused` stand in for what `events` leaves out. An open pause is counted up to `today`, so the due
    days move on with it; without `today` it counts as one day. Working days inside a pause never count.
    """
    accepted = events.accepted or accepted
    refused = refused or events.refused
    spans, open_pause = _spans(events.pauses, today)
    frame = _Frame(bool(events.special or events.objection), spans, standards, calendar)
    decided = events.decided
    starts: tuple[tuple[str, date | None, date | None], ...] = (
        ("L4", accepted, events.survey_started),
        ("L5", events.check_requested, events.check_replied),
        ("L6", accepted, events.posted),
        ("L8", events.posted, None),
        ("L9", events.reposted, None),
        ("L11", events.sent_to_county, decided),
        ("L13", decided if refused else None, None),
        ("L14", accepted, decided),
        ("L15", accepted, decided),
        ("L16", accepted, decided),
        ("L17", None if refused else decided, None),
        ("L18", None if refused else decided, None),
    )
    found = tuple(
        [_limit(code, started, done, frame) for code, started, done in starts if started is not None]
    )
    if not open_pause:
        return found
    return tuple(
        clock._replace(paused=True) if clock.done is None and clock.unit == WORKING_DAYS else clock
        for clock in found
    )


def due_colour(clock: Clock, today: date) -> str:
    """`ok`, `warn` (amber, from 60 % of the limit) or `bad` (red, from 3 working days before; and once missed).

    Limits of up to 3 working days turn red on their last day. A met clock is `ok`, or `bad` when it was met too late;
    a period that has run out is `warn`: the next step is waiting.
    """
    if clock.done is not None:
        return "ok" if clock.done <= clock.due else "bad"
    if clock.waits:
        return "warn" if today > clock.due else "ok"
    if today >= clock.red:
        return "bad"
    return "warn" if today >= clock.amber else "ok"


def title_of(code: str) -> str:
    """What a clock L4 … L18 limits, in words; an unknown code is a bug (`KeyError`)."""
    return _RULES[code].title


def notice_end(posted: date, days: int, calendar: WorkCalendar) -> Day:
    """公示期满: the end of the `days`-th calendar day after posting; a rest day rolls on (民法典 203)."""
    return _rolled(posted + timedelta(days=days), posted, calendar)


def next_step(posted: date, days: int, calendar: WorkCalendar) -> Day:
    """The first working day after 公示期满, when the file may go on."""
    end = notice_end(posted, days, calendar)
    after = calendar.add_working_days(end.day, 1)
    return Day(after.day, calendar.missing(posted, after.day))


@lru_cache(maxsize=4096)  # pure, and a month's decisions share a few days
def first_month(decided: date, standards: Standards) -> str:
    """The first month paid, `YYYY-MM`: after the decision [57 Art 21] or of it [TL Art 22], by `grant.start`."""
    following = standards.word("grant.start", ("next", "same")) == "next"
    year, month = divmod(decided.year * 12 + decided.month - 1 + following, 12)
    return f"{year}-{month + 1:02}"


@lru_cache(maxsize=4096)  # as above
def next_recheck(decided: date, recheck_class: str, standards: Standards, calendar: WorkCalendar) -> Day:
    """The statutory recheck: 12 months (A) or 6 months (B) after the decision, rolled off a rest day [57 Art 31]."""
    months = standards.number(f"recheck.{recheck_class}")
    return _rolled(_months_later(decided, months), decided, calendar)


def death_limit(died: date, standards: Standards, calendar: WorkCalendar) -> Day:
    """Changes after a member's death are finished within 3 months, rolled off a rest day [2022N]."""
    return _rolled(_months_later(died, standards.number("death.months")), died, calendar)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it has no such day (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _rolled(day: date, started: date, calendar: WorkCalendar) -> Day:
    rolled = calendar.roll(day).day
    return Day(rolled, calendar.missing(started, rolled))


def _spans(pauses: tuple[Pause, ...], today: date | None) -> tuple[_Spans, bool]:
    if not pauses:
        return (), False
    closed = tuple((pause.starts, pause.ends or max(pause.starts, today or pause.starts)) for pause in pauses)
    return closed, any(pause.ends is None for pause in pauses)


class _Frame(NamedTuple):
    """What all clocks of a case share; hashable, so that clocks can be cached."""

    special: bool
    spans: _Spans
    standards: Standards
    calendar: WorkCalendar


class _Rule(NamedTuple):
    title: str
    key: str
    unit: str
    waits: bool = False


_RULES = {
    "L4": _Rule("启动家庭经济状况调查", "survey.start.wd", WORKING_DAYS),
    "L5": _Rule("启动信息核对", "check.start.wd", WORKING_DAYS),
    "L6": _Rule("完成入户调查并公示（内部时限）", "survey.finish.wd", WORKING_DAYS),
    "L8": _Rule("初审公示期满", "publicity.days", DAYS, waits=True),
    "L9": _Rule("再次公示期满", "republicity.days", DAYS, waits=True),
    "L11": _Rule("区县审核确认", "county.wd", WORKING_DAYS),
    "L13": _Rule("送达不予确认通知书", "refusal.notice.wd", WORKING_DAYS),
    "L14": _Rule("全程办结（国家）", "national.wd", WORKING_DAYS),
    "L15": _Rule("全程办结（重庆）", "total.wd", WORKING_DAYS),
    "L16": _Rule("条例三十日外圈提醒", "statute.days", DAYS),
    "L17": _Rule("首次发放", "pay.due_day", DAYS),
    "L18": _Rule("公布救助结果", "publish.wd", WORKING_DAYS),
}


@lru_cache(maxsize=65536)  # a pure function of its arguments, asked for the same few days all day long
def _limit(code: str, started: date, done: date | None, frame: _Frame) -> Clock:
    special, spans, standards, calendar = frame
    rule = _RULES[code]
    figure = standards[_key(code, rule.key, special, standards)]
    limit = int(figure.value)
    if code == "L17":
        year, month = map(int, first_month(started, standards).split("-"))
        due = Day(date(year, month, limit), calendar.missing(started, date(year, month, limit)))
        limit = (due.day - started).days
    elif rule.unit == DAYS:
        due = notice_end(started, limit, calendar)
    else:
        due = calendar.add_working_days(started, limit, spans)
    amber, red = _alarms(started, due.day, limit, rule.unit, frame)
    return Clock(
        code,
        rule.title,
        due.day,
        limit,
        rule.unit,
        started,
        figure.clause,
        due.missing_years,
        amber,
        red,
        done,
        rule.waits,
        document=figure.document,
    )


def _key(code: str, key: str, special: bool, standards: Standards) -> str:
    if code == "L14":
        township = standards.word("authority.dibao", ("county", "township")) == "township"
        return (
            "national.wd.special" if special else "national.wd.township" if township else "national.wd.normal"
        )
    if code == "L15":
        return "total.wd.special" if special else "total.wd.normal"
    return key


def _alarms(started: date, due: date, limit: int, unit: str, frame: _Frame) -> tuple[date, date]:
    _, spans, standards, calendar = frame
    used = -(-limit * standards.number("alarm.amber") // 100)  # 60 % of the limit, rounded up to a whole day
    if unit == WORKING_DAYS:
        amber = calendar.add_working_days(started, used, spans).day
    else:
        amber = started + timedelta(days=used)
    red = calendar.add_working_days(due, -standards.number("alarm.red.wd")).day
    if red <= amber:
        red = min(due, calendar.add_working_days(amber, 1).day)
    return min(amber, due), red
