"""移交: everything open of one colleague to one or several others, in one transaction, with the reason; the account may end with it."""

from collections.abc import Mapping, Sequence

from jiuzhu.domain.handing_on import KINDS, PAGES, RIGHTS_FOR, HandedItem, HandOver
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Escalation, Office, Operator
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.transferring import Lead
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused
from jiuzhu.services.casework import queue
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.office import admin
from jiuzhu.services.office.open_items import OpenItem, open_items
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import offices
from jiuzhu.storage.queries import open_items as queries
from jiuzhu.storage.queries.queues import Wanted
from jiuzhu.storage.unit import Unit

_SOON = 7
"""Days before its day an item turns amber."""
Key = tuple[str, str]
"""Kind and subject of an open item."""


def successors(unit: Unit, operator_id: str) -> list[tuple[str, str, frozenset[str]]]:
    """Everybody at work but one: id, name, and the kinds of work their posts allow."""
    unit.require("read")
    return [
        (row.id, f"{row.name}　{row.post}".strip(), frozenset(kind for kind in RIGHTS_FOR if _may(row, kind)))
        for row in offices.operators(unit.session)
        if row.ended_on is None and row.id != operator_id
    ]


def _may(row: Operator, kind: str) -> bool:
    return bool(RIGHTS[RIGHTS_FOR[kind]] & set(row.roles.split()))


def hand_over(unit: Unit, operator_id: str, to: Mapping[Key, str], reason: str, *, ends: bool = False) -> int:
    """Give open items to colleagues, each by its key; returns how many. `ends`: everything is given and the account ends.

    Raises `Refused` for somebody who is not at work, has not the post for it or stands in the 近亲属备案 of a family; for an item
    that is not open any more, and, when the account ends, for one that was left out or has come since the list was read.
    """
    unit.require("hand_over")
    said = written(reason, "移交的原因", "reason")
    leaver = unit.get(Operator, operator_id)
    found = {one.key: one for one in open_items(unit, operator_id) if one.moves}
    gone = [key for key in to if key not in found]
    if gone:
        raise Refused(
            f"清单里有 {len(gone)} 件已经办结或不在{leaver.name}手上了。没有改动任何内容；请刷新清单再移交。"
        )
    left = [one for key, one in found.items() if key not in to]
    if ends and left:
        raise Refused(
            f"还有 {len(left)} 件没有指定接手人（{left[0].kind_label} {left[0].number or left[0].name}等），不能停用账号。"
            "没有改动任何内容；请刷新清单，把每一件都交出去。"
        )
    if not to and not ends:
        raise Refused("没有选定要移交的事项。没有改动任何内容。")
    _require_fit(unit, leaver, [(found[key], owner) for key, owner in to.items()])
    if to:
        made = unit.add(HandOver(from_id=leaver.id, reason=said, by=unit.actor.operator_id, on=unit.today))
        for key, owner in to.items():
            _give(unit, made, key, owner)
    if ends:
        admin.end_account(unit, leaver.id)
    unit.about(leaver.id)
    return len(to)


def _require_fit(unit: Unit, leaver: Operator, given: Sequence[tuple[OpenItem, str]]) -> None:
    people = {owner: unit.get(Operator, owner) for _, owner in given}
    for person in people.values():
        if person.ended_on is not None or person.id == leaver.id:
            raise Refused(
                f"{person.name}不能接手：账号已停用，或就是移交人本人。没有改动任何内容；请另选同事。"
            )
    for item, owner in given:
        if not _may(people[owner], item.kind):
            raise Refused(
                f"{people[owner].name}没有办理“{KINDS[item.kind]}”的岗位，不能接手。没有改动任何内容；请另选同事。"
            )
    files = {item.subject_id: (item, owner) for item, owner in given if item.kind == "application"}
    related = queries.kept_away(unit.session, files, people)
    for subject, who in related.items():
        item, owner = files[subject]
        if owner in who:
            raise Refused(
                f"{people[owner].name}在 {item.number} 的近亲属备案里，要回避，不能接手。没有改动任何内容；请另选同事。"
            )


def _give(unit: Unit, made: HandOver, key: Key, owner: str) -> None:
    """The row of the 移交, and the column of whoever has to go on, where the matter has one of its own."""
    kind, subject = key
    unit.add(HandedItem(hand_over_id=made.id, kind=kind, subject_id=subject, owner_id=owner))
    match kind:
        case "draft":
            queries.give_draft(unit.session, subject, owner)
        case "lead":
            unit.get(Lead, subject).owner_id = owner
        case "alert":
            unit.get(Alert, subject).owner_id = owner
        case "escalation":
            unit.get(Escalation, subject).to_operator_id = owner
        case "supervisor":
            unit.get(Office, subject).escalation_id = owner


def leave(workspace: Workspace, operator_id: str, to: Mapping[Key, str], reason: str, *, ends: bool) -> int:
    """`hand_over` from the window: when the account ends, its password opens the database no more."""
    count = workspace.write(hand_over, operator_id, to, reason, ends=ends)
    if ends:
        admin.forget_login(workspace, operator_id)
    return count


def handed_to_me(unit: Unit) -> list[OpenItem]:
    """What was handed to whoever is logged in and is still open."""
    me = unit.actor.operator_id
    if not queries.given_to(unit.session, me):
        return []
    mine = {key for key, owner in queries.owners(unit.session).items() if owner == me}
    return [one for one in open_items(unit, me) if one.key in mine]


def rows(unit: Unit) -> list[QueueRow]:
    """What was handed to whoever is logged in, as rows of the queue 接手; what is no file says its page."""
    found = handed_to_me(unit)
    wanted = Wanted(
        states=tuple(STATE_LABELS), ids=sorted(one.subject_id for one in found if one.kind == "application")
    )
    files = {row.application_id: row for row in queue.chosen(unit, wanted, limit=len(found))} if found else {}
    return [files.get(one.subject_id) or _row(unit, one) for one in found]


def _row(unit: Unit, one: OpenItem) -> QueueRow:
    left = None if one.until is None else (one.until - unit.today).days
    return QueueRow(
        application_id="", number=one.number, applicant=one.name, id_masked="",
        programmes=f"{one.next}，在“{PAGES[one.kind]}”里办理", village="", state="", state_label=one.kind_label, members=0,
        due_on=one.until, due_title=one.kind_label, runs_out=False,
        colour="ok" if left is None or left > _SOON else "warn" if left >= 0 else "bad", days_left=left, open_differences=0,
        clerk_name=unit.actor.name, accepted_on=None, monthly=None, special="", version=0,
    )  # fmt: skip
