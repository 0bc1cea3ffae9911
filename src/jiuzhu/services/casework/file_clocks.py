"""The legal clocks of an application: what happened when, and which of them runs out first."""

from datetime import date

from jiuzhu.domain.deadlines import Clock, clocks
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.facts import EventsFacts
from jiuzhu.domain.facts import Pause as PauseFacts
from jiuzhu.domain.transferring import OUT, file_state
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import CHINA


def events_of(rows: FileRows) -> EventsFacts:
    """What happened when, for the legal clocks."""
    found = rows.application
    first = [notice for notice in rows.notices if not notice.repost]
    again = [notice for notice in rows.notices if notice.repost]
    decided = max((row.decided_on for row in rows.decisions), default=None)
    return EventsFacts(
        accepted=found.accepted_on,
        survey_started=found.survey_started_on,
        check_requested=found.check_requested_on,
        check_replied=rows.checks[-1].replied_on if rows.checks else None,
        posted=first[-1].posted_on if first else None,
        objection=rows.objections[-1].received_on if rows.objections else None,
        reposted=again[-1].posted_on if again else None,
        sent_to_county=found.sent_on,
        decided=decided,
        made_up=rows.incidents[-1].makeup_done_on if rows.incidents else None,
        **_handed_on(rows),
        special=found.special_reason,
        refused=found.state == "refused",
        pauses=tuple(PauseFacts(row.starts_on, row.ends_on, row.reason) for row in rows.pauses),
    )


def _handed_on(rows: FileRows) -> dict[str, date | None]:
    """When what is still out went to its department, and when the matters were disputed, the last answered, the last told."""
    if not rows.transfers:
        return {}
    slips, state = rows.transfers, file_state(rows.items, rows.transfers)
    out = [row.sent_on for row in slips if row.state in OUT]
    disputes = [row.at.astimezone(CHINA).date() for row in rows.steps if row.move == "dispute"]
    answered = max((row.answered_on for row in slips if row.answered_on), default=None)
    told = max((row.told_on for row in slips if row.told_on), default=None)
    return {
        "referred": None if state == "accepted" else min(out, default=slips[-1].sent_on),
        "answered": answered if state in {"answered", "closed"} else None,
        "disputed": max(disputes) if any(row.state == "disputed" for row in slips) else None,
        "told": told if state == "closed" else None,
    }


def running_clocks(desk: Desk, rows: FileRows, today: date) -> tuple[Clock, ...]:
    """Every legal clock of the application."""
    if rows.application.accepted_on is None:
        return ()
    standards = desk.policy.in_force(desk.office.district, rows.application.accepted_on)
    standards = standards.with_settings({"authority.dibao": desk.office.authority})
    return clocks(events_of(rows), standards, desk.calendar, today=today, way=rows.application.way)


def due_clock(found: tuple[Clock, ...], *codes: str) -> Clock | None:
    """The clock of these codes that runs out first among those still running."""
    running = [clock for clock in found if clock.done is None and (not codes or clock.code in codes)]
    return min(running, key=lambda clock: clock.due, default=None)
