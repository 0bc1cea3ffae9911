"""导出登记 in words: the register as a ledger, and as a list with what waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiuzhu.domain.exporting import AGREED_FOR, CLASSES, STATES, people_seal
from jiuzhu.domain.ledger import Ledger
from jiuzhu.services.ledger.ledger_rows import Row, in_order
from jiuzhu.storage.queries import exports as queries
from jiuzhu.storage.queries.ledgers import Filters, piece
from jiuzhu.storage.unit import CHINA, Unit

__all__ = ["STATES", "ExportRow", "exports", "only", "told", "unsealed", "worded"]

_MOST = 500
_KINDS = {"xlsx": "Excel", "pdf": "PDF", "ics": "日历"}


def only(unit: Unit) -> str:
    """Whose exports the actor sees: "" for everybody's, else their own."""
    return "" if unit.actor.may("see_exports") else unit.actor.operator_id


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One line of the register in words."""

    id: str
    number: str
    state: str
    state_label: str
    asked_at: str
    asker: str
    mine: bool
    title: str
    narrowed: str
    rows: int
    classes: str
    purpose: str
    recipient: str
    basis: str
    decider: str
    decided_on: date | None
    answer: str
    file: str
    encrypted: str
    sha256: str


def _in_words(unit: Unit, row: Any) -> ExportRow:
    purpose = unit.desk.label("export_purpose", row.purpose)
    return ExportRow(
        id=row.id,
        number=row.number,
        state=row.state,
        state_label=STATES[row.state],
        asked_at=f"{row.asked_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        asker=row.asker,
        mine=row.asked_by == unit.actor.operator_id,
        title=f"{row.title}（{_KINDS[row.kind]}）",
        narrowed=row.details or "全部",
        rows=row.rows,
        classes="、".join(CLASSES[name] for name in row.classes.split()),
        purpose=f"{purpose}：{row.purpose_text}" if row.purpose_text else purpose,
        recipient=row.recipient,
        basis=unit.desk.label("export_basis", row.basis),
        decider=row.decider or "",
        decided_on=row.decided_on,
        answer=row.answer,
        file=row.file_name,
        encrypted=("是" if row.encrypted else "否") if row.state == "left" else "",
        sha256=row.sha256,
    )


def worded(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Lines SQL found, in words and in the order of the ledger."""
    made = []
    for row in found:
        told = _in_words(unit, row)
        values = {name: getattr(told, name) for name in told.__slots__}
        made.append(in_order(ledger, values | {"state": told.state_label}))
    return made


def exports(unit: Unit, state: str, text: str) -> list[ExportRow]:
    """The register, the newest first: one state or all (""), narrowed by number, recipient, asker or a person it held.

    Who may not see the register sees their own exports.
    """
    unit.require("read")
    statement = queries.rows(unit.session, Filters(state=state, text=text), "", only(unit))
    return [_in_words(unit, row) for row in piece(unit.session, statement, 0, _MOST)]


def told(unit: Unit) -> list[str]:
    """What the desk should know: exports that wait for the actor's answer, and their own that may leave now."""
    said = []
    waits = queries.to_answer(unit.session, unit.actor.operator_id) if unit.actor.may("agree_export") else 0
    if waits:
        said.append(f"有 {waits} 次导出等待同意，同事在等，在“设置—导出登记”里。")
    since = unit.today - timedelta(days=AGREED_FOR)
    ready = queries.agreed_to(unit.session, unit.actor.operator_id, since)
    if ready:
        said.append(
            f"您送请同意的导出有 {ready} 次已经同意，请照样再导出一次；同意后 {AGREED_FOR} 天内有效。"
        )
    return said


def unsealed(unit: Unit) -> list[str]:
    """The numbers of exports whose list of people is no longer the one they left with."""
    return [
        row.number
        for row in queries.gone(unit.session)
        if people_seal(queries.subjects_of(unit.session, row.id)) != row.people_hash
    ]
