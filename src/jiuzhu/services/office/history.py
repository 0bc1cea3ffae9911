"""经过: the journal's entries about one record, told in the words of the office."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.queries import files
from jiuzhu.storage.unit import CHINA, Unit

_TABLES = {
    "economic_line.judgement": "judgement",
    "data_check.conclusion": "check_conclusion",
    "decision.delivery_way": "delivery",
    "household.kind": "household_kind",
    "household.cause": "hardship_cause",
    "member.relation": "relation",
    "person.illness": "illness",
    "person.disability_grade": "disability_grade",
    "person.student": "student",
    "alert.outcome": "alert_outcome",
    "composition_part.category": "addon_category",
    "incident.kind": "incident_kind",
    "household_event.kind": "household_event",
    "adjustment.kind": "adjustment_kind",
    "adjustment.programme": "item",
    "alert.false_alarm": "false_alarm",
    "recheck.outcome": "recheck_outcome",
    "entitlement.recheck_class": "recheck_class",
    "damaged_house.disaster": "disaster_kind",
    "damaged_house.rebuild": "rebuild_way",
    "person.disability_kind": "disability_kind",
}
"""Field → the code table its values are words of."""

_WORDS: dict[str, Mapping[str, str]] = {
    "application.state": STATE_LABELS,
    "grant_batch.state": {"draft": "待确认", "confirmed": "已确认", "withdrawn": "已作废"},
    "alert.state": {"open": "待核实", "working": "核实中", "confirmed": "属实，待处理", "closed": "已办结"},
    "adjustment.state": {
        "proposed": "待审批",
        "approved": "已同意",
        "refused": "不同意",
        "withdrawn": "已撤回",
    },
    "load_proposal.state": {
        "proposed": "待确认",
        "confirmed": "已确认",
        "refused": "不同意",
        "withdrawn": "已撤回",
    },
    "account_change.state": {"proposed": "待确认", "confirmed": "已确认", "refused": "没有确认"},
    "composition.state": {
        "proposed": "待确认",
        "confirmed": "已确认",
        "refused": "没有确认",
        "withdrawn": "已撤回",
    },
    "objection.outcome": {
        "upheld": "异议成立",
        "dismissed": "异议不成立",
        "ended": "申请已结束，不再复查",
    },
}
_MONEY = re.compile(r"-?\d+\.\d\d")

_NOTED = frozenset({"step", "office_rule"})
"""Tables whose note says in words what was done."""

_ASKED = frozenset({"account_change", "composition", "composition_part", "household_event", "adjustment"})
"""Tables whose new rows are told field by field: what was asked for is the news."""

_NO_NEWS = frozenset({"adjustment.state"})
"""Of such a row: every adjustment begins by waiting for a signature."""

_ENDS = frozenset(
    {
        "household.account_number",
        "account_change.account_number",
        "lead.id_number",
        "relative_of_staff.staff_id_number",
    }
)
"""Numbers of which only the last four digits are told."""

Field = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One unit of work as people read it."""

    at: str  # YYYY-MM-DD HH:MM, local
    who: str
    what: str
    fields: list[Field]  # label, old, new
    note: str = ""  # what was written down with the step


def history(unit: Unit, subject_id: str) -> list[HistoryLine]:
    """Every change about a record, newest first; what has no words for people (keys, figures of the machine) stays out."""
    names = files.operator_names(unit.session)
    verbs = unit.desk.codes["journal_verb"].labels
    lines = []
    made, merged = _from_elsewhere(unit, subject_id)
    for row in (*made, *files.journal_of(unit.session, subject_id), *merged):
        changes = json.loads(row.changes)
        fields = fields_told(unit.desk, changes)
        what = verbs.get(row.service, "修改记录" if fields else "")
        if what:
            at = datetime.fromisoformat(row.at).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
            lines.append(HistoryLine(at, names.get(row.operator_id, ""), what, fields, _note(changes)))
    return list(reversed(lines))


def _from_elsewhere(unit: Unit, subject_id: str) -> tuple[list[Any], list[Any]]:
    """What was written down about another household and made this one, and what ended it by taking its people in."""
    made: list[Any] = []
    merged: list[Any] = []
    for event in event_rows.events_touching(unit.session, subject_id):
        if event.household_id != subject_id:
            found = files.journal_of(unit.session, event.household_id)
            entries = [row for row in found if event.id in row.changes]
            (made if event.kind == "split" else merged).extend(entries[:1])
    return made, merged


def _note(changes: list[dict[str, Any]]) -> str:
    notes = [str(change["now"].get("note", "")) for change in changes if change["table"] in _NOTED]
    return "；".join(note for note in notes if note)


def fields_told(desk: Desk, changes: list[dict[str, Any]]) -> list[Field]:
    """Label, old and new value of every changed field that has words for people."""
    labels = desk.codes["journal_field"].labels
    found = []
    for change in changes:
        for key, value in change["now"].items():
            name = f"{change['table']}.{key}"
            told = "was" in change or (change["table"] in _ASKED and name not in _NO_NEWS)
            if told and name in labels:
                was, now = (worded(desk, name, one) for one in (change.get("was", {}).get(key), value))
                found.append((labels[name], was, now))
    return found


def worded(desk: Desk, name: str, value: Any) -> str:
    """A journaled value of a field (`table.field`) as people read it."""
    if name in _ENDS:
        return _end(value)
    return _shown(value, _WORDS.get(name) or (desk.codes[_TABLES[name]].labels if name in _TABLES else None))


def _end(number: Any) -> str:
    return f"****{number[-4:]}" if number else ""


def _shown(value: Any, words: Mapping[str, str] | None) -> str:
    """A value as people read it; a code without words is left blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if words is not None:
        return words.get(str(value), "")
    text = str(value)
    return f"{Decimal(text):,.2f}" if _MONEY.fullmatch(text) else text
