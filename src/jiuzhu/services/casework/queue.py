"""Queues: applications waiting in a state, each as one row with its due day and colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.clock_rules import PERIODS
from jiuzhu.domain.deadlines import title_of
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services.casework.moving import DECLINED, DELIVERY
from jiuzhu.storage.queries import queues
from jiuzhu.storage.queries.queues import Wanted
from jiuzhu.storage.unit import Unit

_OWN_TITLES = {"": "", "L1": "补正期限", DELIVERY: "送达确认通知书", DECLINED: "送达不予受理通知书"}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One application in a queue. `monthly` is decided or proposed yuan a month (or once), None before an opinion."""

    application_id: str
    number: str
    applicant: str
    id_masked: str
    programmes: str  # labels
    village: str
    state: str
    state_label: str
    members: int
    due_on: date | None
    due_title: str
    runs_out: bool  # due is the end of a period (公示), not a limit that can be missed
    colour: str  # ok | warn | bad
    days_left: int | None  # calendar days, negative once missed
    open_differences: int
    clerk_name: str
    accepted_on: date | None
    monthly: Decimal | None
    special: str
    version: int  # of the application, to hand back when signing what was seen


def due_title(code: str) -> str:
    """What is due, by the code stored with the application."""
    return _OWN_TITLES[code] if code in _OWN_TITLES else title_of(code)


def colour_on(due: date | None, warn: date | None, alarm: date | None, today: date) -> str:
    """`ok`, `warn` or `bad` on a day, from the days an application carries.

    A period that must run out (公示) has no alarm day: once over it is `warn`, the next step waits. A limit without
    either day (补正) is `bad` once missed.
    """
    if due is None:
        return "ok"
    if alarm is not None and today >= alarm:
        return "bad"
    if warn is not None:
        return "warn" if today >= warn else "ok"
    return "bad" if today > due else "ok"


def _row(unit: Unit, row: Any, more: "_More") -> QueueRow:
    labels = [unit.desk.label("item", code) for code in more.programmes.get(row.id, [])]
    special = [row.special_reason] if row.special_reason else []
    if row.id in more.paused:
        special.append("计时中止")
    return QueueRow(
        application_id=row.id,
        number=row.number,
        applicant=f"{row.applicant}(故)" if row.died_on is not None else row.applicant,
        id_masked=masked(row.id_number),
        programmes="、".join(labels),
        village=row.village,
        state=row.state,
        state_label=STATE_LABELS[row.state],
        members=more.sizes.get(row.household_id, 0),
        due_on=row.due_on,
        due_title=due_title(row.due_code),
        runs_out=row.due_code in PERIODS,
        colour=colour_on(row.due_on, row.warn_on, row.alarm_on, unit.today),
        days_left=None if row.due_on is None else (row.due_on - unit.today).days,
        open_differences=row.open_differences,
        clerk_name=row.clerk_name,
        accepted_on=row.accepted_on,
        monthly=more.monthly.get(row.id),
        special="；".join(special),
        version=row.version,
    )


@dataclass(frozen=True, slots=True)
class _More:
    programmes: dict[str, list[str]]
    sizes: dict[str, int]
    monthly: dict[str, Decimal]
    paused: frozenset[str]


def chosen(
    unit: Unit, wanted: Wanted, *, offset: int = 0, limit: int = 200, order: str = "due"
) -> list[QueueRow]:
    """One page of the applications wanted, ordered by a name of `queues.ORDERS`."""
    found = queues.page(unit.session, wanted, offset=offset, limit=limit, order=order)
    ids = [row.id for row in found]
    more = _More(
        queues.programmes_of(unit.session, ids),
        queues.sizes_of(unit.session, [row.household_id for row in found]),
        queues.proposed_of(unit.session, ids),
        queues.paused_of(unit.session, ids),
    )
    return [_row(unit, row, more) for row in found]


def rows(
    unit: Unit,
    states: Sequence[str],
    text: str = "",
    *,
    offset: int = 0,
    limit: int = 200,
    order: str = "due",
) -> list[QueueRow]:
    """One page of the applications in these states; `text` is a name, initials, number, village or last four."""
    return chosen(unit, Wanted(states=states, text=text), offset=offset, limit=limit, order=order)


def total(unit: Unit, states: Sequence[str], text: str = "") -> int:
    """How many applications `rows` pages through."""
    return count(unit, Wanted(states=states, text=text))


def count(unit: Unit, wanted: Wanted) -> int:
    """How many applications `chosen` pages through."""
    return queues.count(unit.session, wanted)
