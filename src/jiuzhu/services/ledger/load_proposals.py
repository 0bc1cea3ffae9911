"""转入旧台账 by two people: one hands the old table in, another one looks at what it becomes and confirms or refuses.

The file itself is kept with the proposal and read again from its bytes: at every look and at the confirmation.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jiuzhu.domain.authority import highest
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.domain.round_trip import LoadProposal, ProposedTable
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import require_none_related
from jiuzhu.services.ledger import column_maps, ledger_imports, taking_over
from jiuzhu.services.ledger.first_load import LoadPreview, Planned, read_load
from jiuzhu.services.ledger.load_amounts import beside_standard
from jiuzhu.services.ledger.taking_over import Hands
from jiuzhu.services.office.watching import Watch
from jiuzhu.storage.queries import files
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.unit import Unit

STATES = {"proposed": "待确认", "confirmed": "已确认", "refused": "不同意", "withdrawn": "已撤回"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """One proposal as a list shows it; `mine`: proposed by who looks."""

    id: str
    number: str
    sender: str
    file_name: str
    households: int
    people: int
    monthly: Decimal
    from_month: str
    state: str
    state_label: str
    mine: bool
    proposer: str
    proposed_on: date
    decider: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReview:
    """A proposal read again today. `preview` is None when it cannot be read any more, `obstacle` says why.

    `changed`: row of a head → what is otherwise than when it was proposed. `amounts`: row of a head → sums of persons that
    are not those of the standard of the first month. `fingerprint` names what was seen.
    """

    id: str
    preview: LoadPreview | None
    obstacle: str = ""
    changed: dict[int, str] = field(default_factory=dict)
    amounts: dict[int, str] = field(default_factory=dict)
    fingerprint: str = ""


def propose_load(unit: Unit, preview: LoadPreview) -> str:
    """提出转入旧台账: the file and what it was seen to become are kept for another person; nothing is granted.

    Returns the number the import will have.
    """
    unit.require("exchange")
    if preview.problems or not preview.planned:
        raise Refused("没有可以转入的家庭。没有改动任何内容。")
    ledger_imports.require_new(unit, preview.file_hash)
    waiting = queries.proposed_before(unit.session, preview.file_hash)
    if waiting:
        raise Refused(f"这份工作簿已经提出过（{waiting}），正等待确认。没有改动任何内容。")
    try:
        content = preview.path.read_bytes()
    except OSError as error:
        raise Refused(f"打不开“{preview.path.name}”。没有改动任何内容；请把文件放回原处再提出。") from error
    if hashlib.sha256(content).hexdigest() != preview.file_hash:
        raise Refused("试读以后这个文件又保存过。没有改动任何内容；请重新试读。")
    made = unit.add(
        LoadProposal(
            number=unit.number("import"),
            sender=preview.sender,
            file_name=preview.path.name,
            file_hash=preview.file_hash,
            columns=json.dumps(dict(preview.columns), ensure_ascii=False, sort_keys=True),
            programme=preview.terms.programme,
            shared=preview.terms.shared,
            from_month=preview.terms.from_month,
            rows=preview.rows,
            households=len(preview.planned),
            people=preview.people,
            monthly=preview.monthly,
            proposed_by=unit.actor.operator_id,
            proposed_on=unit.today,
        )
    )
    unit.add(ProposedTable(proposal_id=made.id, content=content, plan=_plan(preview)))
    unit.about(made.id)
    return made.number


def _plan(preview: LoadPreview) -> bytes:
    """What a preview comes to, household by household: what another look is held against."""
    rows = [
        [one.home.head.row, one.label, f"{one.monthly:.2f}", len(one.home.people), one.household_number]
        for one in preview.planned
    ]
    return json.dumps(rows, ensure_ascii=False).encode()


def proposals(unit: Unit) -> list[ProposalRow]:
    """What waits for another person, and what was refused in the last days."""
    column_maps.require_importer(unit)
    since = unit.today - timedelta(days=ledger_imports.days_open(unit))
    return [
        ProposalRow(
            id=row.id, number=row.number, sender=row.sender, file_name=row.file_name, households=row.households,
            people=row.people, monthly=row.monthly, from_month=row.from_month, state=row.state,
            state_label=STATES[row.state], mine=row.proposed_by == unit.actor.operator_id, proposer=row.proposer,
            proposed_on=row.proposed_on, decider=row.decider or "", note=row.decision_note,
        )
        for row in queries.proposals(unit.session, since)
    ]  # fmt: skip


def review(unit: Unit, proposal_id: str, watch: Watch | None = None) -> LoadReview:
    """The proposed table as it would be taken over today, and what moved since it was proposed."""
    column_maps.require_importer(unit)
    row = unit.get(LoadProposal, proposal_id)
    table = queries.table_of_proposal(unit.session, row.id)
    if hashlib.sha256(table.content).hexdigest() != row.file_hash:
        raise Refused("存着的表不是提出时的那一份，不能转入。没有改动任何内容；请核验日志，重新提出。")
    try:
        preview = _read(unit, row, table.content, watch)
    except Refused:
        raise  # somebody stopped it
    except UserError as error:
        return LoadReview(id=row.id, preview=None, obstacle=error.message)
    amounts = beside_standard(unit, preview)
    seen = _plan(preview) + json.dumps(amounts, ensure_ascii=False).encode()
    before = {place: kept for place, *kept in json.loads(table.plan)}
    changed = {one.home.head.row: _told(one, before[one.home.head.row]) for one in preview.planned}
    return LoadReview(
        id=row.id,
        preview=preview,
        changed={place: told for place, told in changed.items() if told},
        amounts=amounts,
        fingerprint=hashlib.sha256(seen).hexdigest(),
    )


def _read(unit: Unit, row: LoadProposal, content: bytes, watch: Watch | None) -> LoadPreview:
    """The stored bytes, read by the limited reader under the name they came with."""
    with TemporaryDirectory(prefix="jiuzhu-") as folder:
        path = Path(folder) / row.file_name
        path.write_bytes(content)
        source = (row.sender, json.loads(row.columns))
        preview, _ = read_load(unit, path, source, Terms(row.programme, row.shared, row.from_month), watch)
    return preview


def _told(one: Planned, before: list[Any]) -> str:
    """What is otherwise than when it was proposed; the file is the same, so only what stands here can be."""
    home = before[-1]
    if home == one.household_number:
        return ""
    return f"提出时并入 {home}" if home else "提出时是新户"


def _open(unit: Unit, proposal_id: str) -> LoadProposal:
    row = unit.get(LoadProposal, proposal_id)
    if row.state != "proposed":
        raise Refused(f"{row.number} {STATES[row.state]}，不能再办。没有改动任何内容。")
    return row


def _to_decide(unit: Unit, proposal_id: str) -> LoadProposal:
    unit.require("decide")
    row = _open(unit, proposal_id)
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("这份转入是您提出的，不能由您决定。没有改动任何内容；请另一位同事办理。")
    return row


def _decide(unit: Unit, row: LoadProposal, state: str, note: str = "") -> None:
    row.state, row.decision_note = state, note
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    unit.about(row.id)


def confirm_load(unit: Unit, proposal_id: str, seen: str, watch: Watch | None = None) -> str:
    """确认转入旧台账, by another person than who proposed it: every household, or none; returns the import's number.

    Who confirms reaches as far as what is taken over: a township signs what is entrusted to it, the county all.

    `seen`: the fingerprint of the review that was looked at; what moved after that is to be looked at first.
    """
    row = _to_decide(unit, proposal_id)
    ledger_imports.require_new(unit, row.file_hash)
    now = review(unit, row.id, watch)
    if now.preview is None:
        raise Refused(f"{now.obstacle}没有改动任何内容；请写明理由退回，由提出人重新提出。")
    if now.preview.problems:
        raise Refused("提出以后有的家庭不能转入了。没有改动任何内容；请写明理由退回，由提出人重新提出。")
    if now.fingerprint != seen:
        raise Refused("您看过以后系统里又有变化。没有改动任何内容；请重新打开看过再确认。")
    granted = {grant.programme for one in now.preview.planned for grant in one.home.grants}
    levels.require(unit, highest(levels.of_programme(unit, code) for code in granted))
    known = {one.household_id for one in now.preview.planned if one.household_id}
    require_none_related(unit, known, "由提出人把这几户从表里去掉，另外办理")
    names = files.operator_names(unit.session)
    told = f"{names.get(row.proposed_by, '')}提出，{unit.actor.name}确认"
    row.import_id = taking_over.take_over(unit, now.preview, row.number, Hands(row.proposed_by, told), watch)
    _decide(unit, row, "confirmed")
    return row.number


def refuse_load(unit: Unit, proposal_id: str, note: str) -> None:
    """不同意转入旧台账, with a reason for who proposed it."""
    row = _to_decide(unit, proposal_id)
    _decide(unit, row, "refused", written(note, "不同意的理由", "note"))


def withdraw_load(unit: Unit, proposal_id: str) -> None:
    """撤回转入旧台账, by who proposed it."""
    unit.require("exchange")
    row = _open(unit, proposal_id)
    if row.proposed_by != unit.actor.operator_id:
        raise Refused("只有提出人可以撤回。没有改动任何内容；不同意的由审批岗位的同事退回。")
    _decide(unit, row, "withdrawn")
