"""Moving an application along its way: the one place where state, history and due dates change together."""

from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.facts_of import is_open
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import ENDED_STATES
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import file_clocks, files
from jiuzhu.storage.unit import Unit

_POSTED = {"tekun": ("T5", "T5r")}
"""Way → the clocks of its first and of a later posting, where they are not those of 57号 [43 Art 15]."""

DELIVERY = "notice"
"""Code of the day by which a favourable decision is handed over."""
DECLINED = "declined"
"""Code of the day by which 不予受理通知书 is handed over."""


def move(unit: Unit, application: app.Application, name: str, target: str, note: str = "") -> None:
    """Make one move: right, guard, 回避, state, history. Call `settle_due` when everything else is written."""
    way = WAYS[application.way]
    for known in way.moves:
        if known.name == name:
            unit.require(known.right)
    made = way.require(name, application.state, target)
    if recusing.judges(made):
        recusing.require_apart(unit, application, made.right)
    step(unit, application, name, target, note)


def step(unit: Unit, application: app.Application, name: str, target: str, note: str = "") -> None:
    """Write a step of the history and the new state."""
    unit.add(
        app.Step(
            application_id=application.id,
            move=name,
            from_state=application.state,
            to_state=target,
            by=unit.actor.operator_id,
            at=unit.now,
            note=note,
        )
    )
    ended_before = application.state in ENDED_STATES
    application.state = target
    if target in ENDED_STATES and not ended_before:
        application.ended_on = unit.today
    unit.about(application.id)


def touch(application: app.Application) -> None:
    """Note that something of the file changed, so that nobody signs what they have not seen."""
    application.revision += 1


def settle_due(unit: Unit, application: app.Application) -> None:
    """Set what queues sort and colour by: the next due day, when it turns amber and red, open differences."""
    touch(application)
    unit.session.flush()
    rows = files.load_rows(unit, application.id)
    dossier = files.build(unit.desk, rows, unit.today)
    lists = (dossier.incomes, dossier.assets, dossier.housing, dossier.vehicles, dossier.expenses)
    application.open_differences = sum(1 for lines in lists for line in lines if is_open(line))
    if application.state == "to_complete":
        _apply(application, "L1", rows.corrections[-1].due_on, None, None)
        return
    undelivered = [row.notice_due_on for row in rows.undelivered]
    if application.state in ENDED_STATES:
        code = {"refused": "L13", "not_accepted": DECLINED}.get(application.state, DELIVERY)
        due = min(undelivered, default=None)
        _apply(application, code if due else "", due, None, None)
        return
    watched = WAYS[application.way].watched.get(application.state, ())
    if application.state == "posted":  # an earlier posting has run out or was objected to: it is due no more
        first, again = _POSTED.get(application.way, ("L8", "L9"))
        watched = (again if rows.notices[-1].repost else first, *watched)
    clock = file_clocks.due_clock(file_clocks.running_clocks(unit.desk, rows, unit.today), *watched)
    if clock is None:
        _apply(application, "", None, None, None)
    elif clock.waits:  # 公示: what is due is the next step, on the first working day after the period
        after = unit.desk.calendar.add_working_days(clock.due, 1).day
        _apply(application, clock.code, after, after, None)
    else:
        _apply(application, clock.code, clock.due, clock.amber, clock.red)


def _apply(
    application: app.Application, code: str, due: date | None, amber: date | None, red: date | None
) -> None:
    application.due_code, application.due_on = code, due
    application.warn_on, application.alarm_on = amber, red
