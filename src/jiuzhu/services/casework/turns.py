"""Whose turn it is with a file: the page, the moves that leave its state, and its clocks in words."""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.authority import Level
from jiuzhu.domain.clock_rules import CLOCK_RULES
from jiuzhu.domain.deadlines import Clock, due_colour
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import ENDED_STATES
from jiuzhu.services.approval import levels, recusing
from jiuzhu.services.casework import file_clocks, files
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


def place_of(unit: Unit, application_id: str) -> str:
    """The page whose turn it is with an application: `intake`, `checking`, or `approving` for all that follows.

    What is not surveyed has no place on the checking page.
    """
    found = unit.get(app.Application, application_id)
    if found.state == "to_complete":
        return "intake"
    surveying = found.state in {"accepted", "investigating"} and WAYS[found.way].surveyed
    return "checking" if surveying else "approving"


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A button: a move that leaves the present state, and why it may be closed to this operator."""

    move: str
    label: str
    allowed: bool
    why_not: str
    primary: bool
    beyond: bool = False  # it is signed at a level this approver does not reach
    recused: bool = False  # the household is of this operator's own family


def moves(unit: Unit, application_id: str, level: Level | None = None) -> list[MoveOffer]:
    """The moves from the application's state, the usual next step first; `level` is who signs it, where that is asked."""
    found = unit.get(app.Application, application_id)
    offers = []
    for move in WAYS[found.way].moves_from(found.state):
        why_not = "" if unit.actor.may(move.right) else "您的账号没有这个岗位"
        if not why_not and move.name == "decide" and found.clerk_id == unit.actor.operator_id:
            why_not = "受理人不能签署决定，请由另一位同事签署"
        beyond = "" if why_not or move.name != "decide" else levels.why_not(unit, level)
        own = recusing.kept_out(unit, found, move.right) if not why_not and recusing.judges(move) else ""
        why_not = own or why_not or beyond
        offers.append(
            MoveOffer(
                move.name,
                move.label,
                not why_not,
                why_not,
                move.primary,
                bool(beyond) and not own,
                recused=bool(own),
            )
        )
    return offers


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One legal clock as a page shows it."""

    code: str
    title: str
    due: date
    colour: str
    text: str
    paused: bool
    met: bool


_AFTER_DECISION = frozenset(
    rule.code for rules in CLOCK_RULES.values() for rule in rules if rule.starts in {"refused", "granted"}
)
_NOTICES = frozenset({"L13", "T8"})
"""The limits of handing over a refusal; the day of delivery meets them, not an event of the file."""


def _is_over(rows: FileRows, clock: Clock, today: date) -> bool:
    """Whether nobody waits for a clock any more: the file ended before it was met, or what follows is told elsewhere."""
    if clock.done is not None or rows.application.state not in ENDED_STATES:
        return False
    if clock.code not in _AFTER_DECISION:
        return True
    return not rows.undelivered if clock.code in _NOTICES else today > clock.due


def clock_lines(unit: Unit, application_id: str) -> list[ClockLine]:
    """Every clock of the application, with its colour today and a sentence; none runs on in a file that ended."""
    rows = files.load_rows(unit, application_id)
    lines = []
    for clock in file_clocks.running_clocks(unit.desk, rows, unit.today):
        if _is_over(rows, clock, unit.today):
            continue
        if clock.done is not None:
            text = f"{clock.done:%m-%d} 办结"
        elif clock.waits and unit.today > clock.due:
            text = f"{clock.due:%Y-%m-%d} 期满，可办下一步"
        elif clock.paused:
            text = f"计时中止，暂计至 {clock.due:%Y-%m-%d}"
        else:
            days = (clock.due - unit.today).days
            text = f"{clock.due:%Y-%m-%d} 到期，还有 {days} 天" if days >= 0 else f"已过期 {-days} 天"
        if clock.missing_years:
            years = "、".join(str(year) for year in clock.missing_years)
            text += f"（{years} 年放假安排未导入，按周末估算）"
        lines.append(
            ClockLine(
                clock.code,
                clock.title,
                clock.due,
                due_colour(clock, unit.today),
                text,
                clock.paused,
                clock.done is not None,
            )
        )
    return lines
