"""采用同一申请的核对结果: what was checked for one matter of a form is not checked again for another."""

from typing import Any

from jiuzhu.domain import application as app
from jiuzhu.domain.checking import Check, CheckReply, HomeVisit, NeighbourInterview
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Refused
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import files, moving
from jiuzhu.services.counter.permits import obligor_permits
from jiuzhu.services.survey.checking_lines import lines_of
from jiuzhu.storage.queries import bundles
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

ADOPTED = "adopt_check"
"""Step that records the taking over."""

_FOUND = (
    "checked", "check_source", "check_as_of", "visited", "explanation", "evidence", "judgement", "accepted", "cost_accepted",
    "accepted_by", "accepted_on", "address", "danger", "value_proved",
)  # fmt: skip
_DECLARED = ("category", "kind", "person_id", "item", "period", "declared", "cost", "position")


def adoptable(unit: Unit, rows: FileRows) -> str:
    """受理编号 of the matter of the same form whose finished check can be taken over now; "" when there is none."""
    source = _source(unit, rows)
    return source.application.number if source else ""


def _source(unit: Unit, rows: FileRows) -> FileRows | None:
    """A check is taken over while the file is surveyed and has none of its own.

    Where obligors are checked too, only one that was answered about each of them [43 Art 10].
    """
    if rows.application.state != "investigating" or rows.checks:
        return None
    liable = set(obligor_permits(rows, unit.today))
    for one in bundles.checked_siblings(unit.session, rows.application):
        found = files.load_rows(unit, one.id)
        answered = {reply.obligor_id for reply in found.replies if reply.check_id == found.checks[-1].id}
        if found.checks and found.checks[-1].report_on is not None and liable <= answered:
            return found
    return None


def adopt_check(unit: Unit, application_id: str) -> str:
    """Take over report, replies, visits, neighbours and every settled figure; returns the number they came from.

    Figures already accepted in this file stay. Letters stay where they were sent from.
    """
    unit.require("check")
    application = unit.get(app.Application, application_id)
    recusing.require_apart(unit, application, "check")
    rows = files.load_rows(unit, application_id)
    source = _source(unit, rows)
    if source is None:
        raise Refused(
            "同一申请的其他事项还没有完成核查，或本事项已有核对。没有改动任何内容；请在这里发起核对。"
        )
    lines = _take_lines(unit, rows, source)
    _take_report(unit, application, source, lines)
    for row in source.visits:
        _copy(unit, HomeVisit, row, application_id=application.id)
    for talk in source.neighbours:
        _copy(unit, NeighbourInterview, talk, application_id=application.id)
    told = f"采用受理编号 {source.application.number} 的核对结果"
    moving.step(unit, application, ADOPTED, application.state, told)
    moving.settle_due(unit, application)
    return source.application.number


def _copy(unit: Unit, kind: type[Any], row: Any, **more: Any) -> Any:
    """A row of its own with the same content."""
    names = kind.__dataclass_fields__.keys() - {"id", "version"}
    return unit.add(kind(**{name: getattr(row, name) for name in names} | more))


def _take_lines(unit: Unit, rows: FileRows, source: FileRows) -> dict[str, str]:
    """Figures onto the lines that were declared alike, lines found later as new ones; old line id → new line id."""
    own: dict[tuple[Any, ...], list[app.EconomicLine]] = {}
    for line in lines_of(rows):
        own.setdefault(_declared(line), []).append(line)
    known: dict[str, str] = {}
    for line in lines_of(source):
        alike = own.get(_declared(line), [])
        if not alike:
            made = _copy(unit, app.EconomicLine, line, application_id=rows.application.id, id=new_id())
            known[line.id] = made.id
            continue
        mine = alike.pop(0)
        known[line.id] = mine.id
        if mine.accepted is None:
            for name in _FOUND:
                setattr(mine, name, getattr(line, name))
    return known


def _declared(line: app.EconomicLine) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in _DECLARED)


def _take_report(unit: Unit, application: app.Application, source: FileRows, lines: dict[str, str]) -> None:
    last = source.checks[-1]
    made = _copy(unit, Check, last, application_id=application.id, number=unit.number("check"))
    application.check_requested_on = last.requested_on
    for reply in source.replies:
        if reply.check_id == last.id:
            line = lines.get(reply.line_id or "")
            _copy(unit, CheckReply, reply, application_id=application.id, check_id=made.id, line_id=line)
