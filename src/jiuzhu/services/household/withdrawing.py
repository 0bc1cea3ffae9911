"""撤销变动: an event that was recorded in error is taken back as long as nothing has followed from it.

What the journal says it changed is changed back; a row it made holds for no day any more. Nothing is deleted.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused
from jiuzhu.services.casework.file_parts import WITHDRAWN
from jiuzhu.services.household import accounts
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.unit import Unit

_HERE = frozenset({
    "household_event", "household", "member", "person", "economic_line", "parent", "obligor", "alert",
    "account_change",
})  # fmt: skip
"""Tables that are put back, an alert the event was the answer to among them; money an event has moved along with somebody is not."""

_MONEY_MOVED = "变动 {} 登记以后本人的待遇已随人转入另一户，不能撤销。没有改动任何内容；请登记相反的变动。"


def withdraw_event(unit: Unit, event_id: str, reason: str) -> None:
    """Everything is as it was before the event, which stays on record with the reason.

    Refused once the event is settled, an adjustment was proposed since, something else happened to the household or to who
    came or left, something was granted to them, money went along with somebody, or a row was changed by somebody else.
    """
    unit.require("monitor")
    event = unit.get(HouseholdEvent, event_id)
    said = written(reason, "撤销的原因", "reason")
    if event.settled_on is not None:
        raise Refused(f"变动 {event.number} 已经办结或撤销，不能再撤销。没有改动任何内容。")
    changed = json.loads(event_rows.entry_of_event(unit.session, event.id) or "[]")
    _require_last(unit, event, _people(unit, event, changed))
    tables = {change["table"] for change in changed}
    if not changed or not tables <= _HERE:
        raise Refused(_MONEY_MOVED.format(event.number))
    for change in reversed(changed):
        row = event_rows.row_of(unit.session, change["table"], change["id"])
        if "was" in change:
            _put_back(row, change)
            if (
                isinstance(row, Alert) and row.state == "closed"
            ):  # confirmed after the event: nothing is done any more
                row.state, row.closed_by, row.closed_on = "confirmed", None, None
        else:
            _take_back(unit, row, change["table"], event)
    event.withdrawn_on = event.settled_on = unit.today
    event.from_month = ""
    event.details = "；".join(part for part in (event.details, f"已于 {unit.today} 撤销：{said}") if part)
    unit.about(event.household_id)


def _people(unit: Unit, event: HouseholdEvent, changed: list[dict[str, Any]]) -> set[str]:
    """Whom the event is about, and whose place in a household it changed."""
    rows = [
        event_rows.row_of(unit.session, "member", one["id"]) for one in changed if one["table"] == "member"
    ]
    return {row.person_id for row in rows} | ({event.person_id} if event.person_id else set())


def _require_last(unit: Unit, event: HouseholdEvent, people: set[str]) -> None:
    homes = [event.household_id, *([event.other_household_id] if event.other_household_id else [])]
    later = event_rows.events_of_people(unit.session, people)
    for home in homes:
        because = adjustment_rows.adjustments_because_of(unit.session, event.id)
        for adjustment in [*adjustment_rows.adjustments_of(unit.session, home), *because]:
            if adjustment.event_id == event.id or adjustment.id > event.id:
                raise Refused(
                    f"登记变动以后已经提出调整 {adjustment.number}，不能再撤销。没有改动任何内容；请登记相反的变动。"
                )
        later += event_rows.events_touching(unit.session, home)
    since = [one for one in later if one.id > event.id and one.withdrawn_on is None]
    if since:
        raise Refused(f"之后又登记了变动 {since[0].number}，要先撤销那一件。没有改动任何内容。")
    if entitlement_rows.granted_since(unit.session, event.id, homes, people):
        raise Refused(
            "登记变动以后，有关的人或户的待遇已随人转入或者另有决定，不能再撤销。没有改动任何内容；请登记相反的变动。"
        )


def _put_back(row: Any, change: dict[str, Any]) -> None:
    """What the fields were; refused where they are not any more what the event made them."""
    hints = get_type_hints(type(row))
    for name, now in change["now"].items():
        if getattr(row, name) != _value(now, hints[name]):
            raise Refused(
                "登记变动以后，有关的人或户又改过，不能再撤销。没有改动任何内容；请登记相反的变动。"
            )
        setattr(row, name, _value(change["was"][name], hints[name]))


def _value(plain: Any, hint: Any) -> Any:
    kinds = get_args(hint) or (hint,)
    if not isinstance(plain, str) or str in kinds:
        return plain
    return date.fromisoformat(plain) if date in kinds else Decimal(plain)


def _take_back(unit: Unit, row: Any, table: str, event: HouseholdEvent) -> None:
    """A row that the event made holds for no day and no month; an account it asked to be confirmed is asked for no more."""
    if table == "member":
        row.left_on, row.left_reason = row.joined_on.replace(day=1) - timedelta(days=1), WITHDRAWN
    elif table == "economic_line":
        row.judgement = WITHDRAWN
    elif table in {"parent", "obligor"}:
        row.ended_on = row.started_on
    elif table == "household":
        row.ended_on = event.effective_on
    elif table == "account_change":
        if row.state == "confirmed":
            raise Refused(_MONEY_MOVED.format(event.number))
        if row.state == "proposed":
            accounts.take_back(unit, row, f"变动 {event.number} 已撤销")
