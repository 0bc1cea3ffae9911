"""What stops or turns a file on its way: return, pause, withdrawal, ending without a decision."""

from datetime import timedelta

from jiuzhu.domain import application as app
from jiuzhu.domain.transferring import RECALLABLE
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import OPEN_STATES, STATE_LABELS
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import files, moving
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_ENDED = {"withdraw": "申请人撤回申请", "terminate": "终止办理"}
"""Move → how an open objection tells it."""


def return_file(unit: Unit, application_id: str, reason: str) -> None:
    """退回 to the survey (or the window, where there is none) with the head's reason.

    The authority's clock ends and begins again with the next 上报.
    """
    application = unit.get(app.Application, application_id)
    known = (one.targets[0] for one in WAYS[application.way].moves if one.name == "return_file")
    target = next(known, "investigating")  # where there is no such move, `move` says what can be done instead
    moving.move(unit, application, "return_file", target, written(reason, "退回理由", "reason"))
    application.sent_on = None
    moving.settle_due(unit, application)


def look_again(unit: Unit, application_id: str, reason: str) -> None:
    """退回调查 before the opinion: what a finding still needs is found out first, nothing is refused for want of it."""
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "look_again", "investigating", written(reason, "还要查清什么", "reason"))
    moving.settle_due(unit, application)


def pause(unit: Unit, application_id: str, reason: str) -> None:
    """计时中止: working days stop counting from today, with the reason in the file."""
    unit.require("opine")
    application = unit.get(app.Application, application_id)
    recusing.require_apart(unit, application, "opine")
    said = written(reason, "中止计时的理由", "reason")
    if application.state not in OPEN_STATES or application.accepted_on is None:
        raise Refused(
            f"现在是“{STATE_LABELS[application.state]}”，没有正在计算的时限可以中止。没有改动任何内容。"
        )
    if any(row.ends_on is None for row in files.load_rows(unit, application_id).pauses):
        raise Refused("计时已经中止，不能重复中止。没有改动任何内容；情况消除后请恢复计时。")
    unit.add(app.Pause(application_id=application.id, starts_on=unit.today, reason=said))
    moving.step(unit, application, "pause", application.state, said)
    moving.settle_due(unit, application)


def resume(unit: Unit, application_id: str) -> None:
    """恢复计时: today counts again; a pause of less than a day still takes its day out."""
    unit.require("opine")
    application = unit.get(app.Application, application_id)
    recusing.require_apart(unit, application, "opine")
    rows = files.load_rows(unit, application_id)
    if all(row.ends_on is not None for row in rows.pauses):
        raise Refused("计时没有中止，不用恢复。没有改动任何内容。")
    _end_pauses(unit, rows)
    moving.step(unit, application, "resume", application.state)
    moving.settle_due(unit, application)


def _end_pauses(unit: Unit, rows: FileRows) -> None:
    for row in rows.pauses:
        if row.ends_on is None:
            row.ends_on = max(row.starts_on, unit.today - timedelta(days=1))


def withdraw(unit: Unit, application_id: str, reason: str) -> None:
    """申请人撤回: everything asked for ends with its open objections and pauses, what lies with departments is recalled."""
    _end(unit, application_id, "withdraw", "withdrawn", written(reason, "撤回理由", "reason"))


def terminate(unit: Unit, application_id: str, reason: str) -> None:
    """终止: the family does not cooperate with the survey [57 Art 29]."""
    _end(unit, application_id, "terminate", "terminated", written(reason, "终止理由", "reason"))


def _end(unit: Unit, application_id: str, name: str, target: str, reason: str) -> None:
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, name, target, reason)
    rows = files.load_rows(unit, application_id)
    for item in rows.items:
        if item.state == "open":
            item.state = target
    for slip in rows.transfers:
        if slip.state in RECALLABLE:  # the department has the paper still: it must hear of it
            slip.state = "recalled"
    for objection in rows.objections:
        if objection.settled_on is None:  # what was objected to is granted to nobody
            objection.outcome, objection.settled_on = "ended", unit.today
            objection.investigation = f"{_ENDED[name]}：{reason}"
            objection.reply = "公示的事项不再办理，不再复查"
    _end_pauses(unit, rows)
    moving.settle_due(unit, application)
