"""The legal clocks of a case: what is due when, by which clause, and how urgent it is."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.calendar import Day, WorkCalendar, month_after, month_of, months_later
from jiuzhu.domain.clock_rules import CLOCK_RULES, DAYS, HOURS, MONTHS, TITLES, WORKING_DAYS, ClockRule
from jiuzhu.domain.facts import EventsFacts, Pause
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.policy_words import WORDS

Events = EventsFacts

_Spans = tuple[tuple[date, date], ...]


class Clock(NamedTuple):
    """One running or finished limit.

    `unit` is `wd` (working days), `days`, `months` or `hours`. A clock with `waits` is a period that must run out (公示) instead of a
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


@lru_cache(
    maxsize=8192
)  # a pure function of frozen arguments: a day's cases share their events, or have none yet
def clocks(
    events: Events,
    standards: Standards,
    calendar: WorkCalendar,
    *,
    accepted: date | None = None,
    refused: bool = False,
    today: date | None = None,
    way: str = "household",
    beside: tuple[str, ...] = (),
) -> tuple[Clock, ...]:
    """The clocks of a way that the events have started, in the order of its procedure (`domain.clock_rules`).

    Further ways `beside` it follow with the clocks they do not share.

    `accepted` and `refused` stand in for what `events` leaves out. An open pause is counted up to `today`, so the due
    days move on with it; without `today` it counts as one day. Working days inside a pause never count.
    """
    happened = _Happened(events, accepted, refused=refused or events.refused)
    spans, open_pause = _spans(events.pauses, today)
    frame = _Frame(bool(events.special or events.objection), spans, standards, calendar)
    found = tuple(
        [
            _limit(rule, started, happened.on(rule.ends), frame)
            for rule in _rules(way, beside)
            if (started := happened.on(rule.starts)) is not None
        ]
    )
    if not open_pause:
        return found
    return tuple(
        clock._replace(paused=True) if clock.done is None and clock.unit == WORKING_DAYS else clock
        for clock in found
    )


@lru_cache(maxsize=64)
def _rules(way: str, beside: tuple[str, ...]) -> tuple[ClockRule, ...]:
    found: dict[str, ClockRule] = {}
    for one in (way, *beside):
        for rule in CLOCK_RULES[one]:
            found.setdefault(rule.code, rule)
    return tuple(found.values())


class _Happened:
    """The day of an event by its name; `refused` and `granted` are the two faces of a decision."""

    def __init__(self, events: Events, accepted: date | None, *, refused: bool) -> None:
        decided = events.decided
        self._events = events
        self._own = {
            "": None,
            "accepted": events.accepted or accepted,
            "refused": decided if refused else None,
            "granted": None if refused else decided,
        }

    def on(self, name: str) -> date | None:
        """The day, None while it has not happened."""
        return self._own[name] if name in self._own else getattr(self._events, name)


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
    """What a clock limits, in words; an unknown code is a bug (`KeyError`)."""
    return TITLES[code]


def working_posting(standards: Standards) -> bool:
    """Whether 公示 runs in working days, as one public directory has it, and not in days [57 Art 19] (C-07)."""
    key = "publicity.counts"
    return key in standards and standards.word(key, WORDS[key]) == "working_days"


def notice_end(posted: date, days: int, calendar: WorkCalendar, *, working: bool = False) -> Day:
    """公示期满: the end of the `days`-th calendar day after posting; a rest day rolls on (民法典 203)."""
    if working:
        return calendar.add_working_days(posted, days)
    return _rolled(posted + timedelta(days=days), posted, calendar)


def next_step(posted: date, days: int, calendar: WorkCalendar, *, working: bool = False) -> Day:
    """The first working day after 公示期满, when the file may go on."""
    end = notice_end(posted, days, calendar, working=working)
    after = calendar.add_working_days(end.day, 1)
    return Day(after.day, calendar.missing(posted, after.day))


@lru_cache(maxsize=4096)  # pure, and a month's decisions share a few days
def first_month(decided: date, standards: Standards, programme: str = "dibao") -> str:
    """The first month paid, `YYYY-MM`: after the decision [57 Art 21] or of it [TL Art 22], by `grant.start` (C-01).

    The statute speaks of 低保 alone; 特困 and children always begin the month after [43 Art 17; SW].
    """
    start = standards.word("grant.start", ("next", "same"))
    return month_after(month_of(decided), 0 if start == "same" and programme not in _NEXT_MONTH else 1)


_C_MONTHS = {"monthly": 1, "quarterly": 3}
_NEXT_MONTH = ("tekun", "orphan", "unsupported_child")


def changed_month(decided: date) -> str:
    """The month a cut, a stop or 渐退 holds from: the one after the decision, what was paid is never taken back."""
    return month_after(month_of(decided))


@lru_cache(maxsize=4096)  # as above
def next_recheck(decided: date, recheck_class: str, standards: Standards, calendar: WorkCalendar) -> Day:
    """The statutory recheck: 12 months (A) or 6 months (B) after the decision, rolled off a rest day [57 Art 31].

    Class C is of the statute alone and only where it was switched on: monthly or quarterly [TL Art 26] (C-05).
    """
    key = f"recheck.{recheck_class}"
    months = _C_MONTHS[standards.word(key, WORDS[key][1:])] if key in WORDS else standards.number(key)
    return _rolled(months_later(decided, months), decided, calendar)


def death_limit(died: date, standards: Standards, calendar: WorkCalendar) -> Day:
    """Changes after a member's death are finished within 3 months, rolled off a rest day [2022N]."""
    return _rolled(months_later(died, standards.number("death.months")), died, calendar)


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


@lru_cache(maxsize=65536)  # a pure function of its arguments, asked for the same few days all day long
def _limit(rule: ClockRule, started: date, done: date | None, frame: _Frame) -> Clock:
    special, spans, standards, calendar = frame
    code = rule.code
    figure = standards[_key(code, rule.key, special, standards)]
    limit = int(figure.value)
    if code == "L17":
        year, month = map(int, first_month(started, standards).split("-"))
        due = Day(date(year, month, limit), calendar.missing(started, date(year, month, limit)))
        limit = (due.day - started).days
    elif rule.unit == DAYS:
        working = rule.key == "publicity.days" and working_posting(standards)
        due = notice_end(started, limit, calendar, working=working)
    elif rule.unit == MONTHS:
        due = _rolled(months_later(started, limit), started, calendar)
    elif rule.unit == HOURS:
        days = min(
            -(-limit // _HOURS_A_DAY), standards.number("quick.days")
        )  # the national limit always wins
        due = Day(started + timedelta(days=days), ())
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


_BY_CASE = ("L15", "G0")
_HOURS_A_DAY = 24


def _key(code: str, key: str, special: bool, standards: Standards) -> str:
    if code == "L14":
        township = standards.word("authority.dibao", ("county", "township")) == "township"
        return (
            "national.wd.special" if special else "national.wd.township" if township else "national.wd.normal"
        )
    if code in _BY_CASE:
        return f"{key}.special" if special else f"{key}.normal"
    return key


def _alarms(started: date, due: date, limit: int, unit: str, frame: _Frame) -> tuple[date, date]:
    _, spans, standards, calendar = frame
    used = -(-limit * standards.number("alarm.amber") // 100)  # 60 % of the limit, rounded up to a whole day
    if unit == WORKING_DAYS:
        amber = calendar.add_working_days(started, used, spans).day
    elif unit == MONTHS:
        amber = months_later(started, used)
    else:
        amber = started + timedelta(days=used if unit == DAYS else 0)
    red = calendar.add_working_days(due, -standards.number("alarm.red.wd")).day
    if red <= amber:
        red = min(due, calendar.add_working_days(amber, 1).day)
    return min(amber, due), red
