"""Everything a colleague has open, in words: what it is, what comes next, until when, and where its papers are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from jiuzhu.domain.handing_on import KINDS, RIGHTS_FOR
from jiuzhu.domain.office import Office, Operator
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services.casework.queue import due_title
from jiuzhu.storage.queries import open_items as queries
from jiuzhu.storage.queries.open_items import Whose
from jiuzhu.storage.unit import CHINA, Unit

AHEAD = 30
"""Days ahead of which rechecks already belong to the packet."""
_PRINTED = 4
"""Papers of ours named for each file; the others are counted."""
_ALERTS = {"open": "核实", "working": "接着核实", "confirmed": "属实，处理后办结"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One open matter; `next` and `papers` in words. `moves`: it can be handed to somebody, by `key`."""

    kind: str
    kind_label: str
    subject_id: str
    number: str
    name: str
    next: str
    until: date | None
    papers: str = ""
    about: str = ""  # the household, file, person or lead it is about, "" where it is about nobody
    moves: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """Kind and subject."""
        return self.kind, self.subject_id


def open_items(unit: Unit, operator_id: str) -> list[OpenItem]:
    """Everything open of one colleague, by kind, what is due first first."""
    unit.require("read")
    operator = unit.get(Operator, operator_id)
    whose = Whose(unit.session, operator.id)
    found = [
        *_applications(unit, whose),
        *_drafts(unit, operator),
        *_slips(unit, whose),
        *_watched(unit, whose),
        *_promised(unit, whose, operator),
        *_lists(unit, whose),
        *_above(unit, operator),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.until or date.max))


def _item(kind: str, row: Any, what_next: str, **more: Any) -> OpenItem:
    told: dict[str, Any] = {
        "number": getattr(row, "number", ""),
        "name": getattr(row, "name", ""),
        "until": getattr(row, "due_on", None),
        "about": getattr(row, "about", ""),
    }
    return OpenItem(
        kind=kind,
        kind_label=KINDS[kind],
        subject_id=row.id,
        next=what_next,
        moves=kind in RIGHTS_FOR,
        **told | more,
    )


def _applications(unit: Unit, whose: Whose) -> Iterator[OpenItem]:
    rows = queries.applications(unit.session, whose)
    ids = [row.id for row in rows]
    paused = queries.pauses(unit.session, ids)
    brought, printed = queries.papers(unit.session, ids)
    for row in rows:
        waits = STATE_LABELS[row.state]
        what = f"{waits}：{due_title(row.due_code)}" if row.due_code else waits
        pause = paused.get(row.id)
        if pause is not None:
            what += f"；{pause.starts_on} 起计时中止（{pause.reason}），原因消除后恢复计时"
        yield _item(
            "application", row, what, papers=_papers(brought.get(row.id, []), printed.get(row.id, []))
        )


def _papers(brought: Sequence[Any], printed: Sequence[Any]) -> str:
    """What the family handed in and still owes, and which papers of ours left under which number."""
    needed = [row for row in brought if row.needed and not row.by_data]
    lacking = [row.name for row in needed if row.received_on is None]
    said = [f"已收材料 {sum(row.received_on is not None for row in brought)} 份"]
    if lacking:
        said.append(f"缺：{'、'.join(lacking)}")
    if printed:
        last = "、".join(f"{row.title} {row.number}" for row in printed[-_PRINTED:])
        more = f"等 {len(printed)} 份" if len(printed) > _PRINTED else ""
        said.append(f"已出具：{last}{more}")
    return "；".join(said)


def _drafts(unit: Unit, operator: Operator) -> Iterator[OpenItem]:
    for row in queries.drafts(unit.session, operator.id):
        day = row.updated_at.astimezone(CHINA).date()
        what = "接着填完受理" if row.kind == "intake" else "锁屏时存下的半截内容，接手人登录后可以看到"
        yield _item("draft", row, f"{what}（{day} 存的）", name=row.title)


def _slips(unit: Unit, whose: Whose) -> Iterator[OpenItem]:
    for row in queries.slips(unit.session, whose):
        state = unit.desk.label("transfer_state", row.state)
        department = unit.desk.label("department", row.department)
        yield _item("transfer", row, f"{department}：{state}")


def _watched(unit: Unit, whose: Whose) -> Iterator[OpenItem]:
    for row in queries.leads(unit.session, whose.operator_id):
        yield _item("lead", row, "接着办结" if row.visited_on else "上门或电话核实")
    for row in queries.alerts(unit.session, whose.operator_id):
        yield _item("alert", row, f"{_ALERTS[row.state]}：{row.told}")
    for row in queries.events(unit.session, whose):
        yield _item("event", row, f"{unit.desk.label('household_event', row.kind)}：办结引起的调整")


def _promised(unit: Unit, whose: Whose, operator: Operator) -> Iterator[OpenItem]:
    until = unit.today + timedelta(days=AHEAD)
    for row in queries.rechecks(unit.session, whose, until):
        yield _item("recheck", row, f"{unit.desk.label('item', row.programme)}复核", number=row.home)
    for row in queries.visits(unit.session, whose):
        yield _item("visit", row, f"约定回访{f'：{row.action}' if row.action else ''}", number=row.home)
    for row in queries.custodies(unit.session, whose):
        due = (row.checked_on or row.starts_on) + relativedelta(years=1)
        yield _item("custody", row, "年度核查卡折代管", until=due)
    for row in queries.meeting_items(unit.session, whose, operator.name):
        yield _item("meeting", row, row.decision)


def _lists(unit: Unit, whose: Whose) -> Iterator[OpenItem]:
    for word, row in queries.proposed(unit.session, whose):
        yield _item("proposal", row, f"{word}，{row.proposed_on} 提出，等另一人签署")
    for row in queries.lists(unit.session, whose):
        yield _item("batch", row, f"{row.made_on} 制作，核对后交另一人签署")


def _above(unit: Unit, operator: Operator) -> Iterator[OpenItem]:
    for row in queries.escalations(unit.session, operator.id):
        yield _item("escalation", row, f"答复：{due_title(row.code)}", name="")
    office = unit.get(Office, unit.desk.office.id)
    if office.escalation_id == operator.id:
        yield _item("supervisor", office, "超期的事项上报给谁", number="", name="")
    if RIGHTS["decide"] & set(operator.roles.split()):
        for row in queries.to_sign(unit.session, operator.id):
            yield _item("signature", row, "签署决定")
        for word, row in queries.proposed(unit.session, but=operator.id):
            yield _item("signature", row, f"签署{word}")
