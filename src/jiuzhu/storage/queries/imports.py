"""Returned workbooks: what they changed, whether one came before, and the records they may correct."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.office import Operator
from jiuzhu.domain.relief import ReserveEntry
from jiuzhu.domain.round_trip import ColumnMapping, ImportChange, LedgerImport, LoadProposal, ProposedTable
from jiuzhu.storage.queries import reserve
from jiuzhu.storage.tables import TABLES

taken, change, mapping = TABLES[LedgerImport], TABLES[ImportChange], TABLES[ColumnMapping]
proposal, kept, operator = TABLES[LoadProposal], TABLES[ProposedTable], TABLES[Operator]
_KINDS: dict[str, type[Any]] = {table.name: kind for kind, table in TABLES.items()}


def record(session: Session, table: str, identity: str) -> Any:
    """The record of a table; it is known to exist."""
    return session.get_one(_KINDS[table], identity)


def taken_before(session: Session, file_hash: str) -> bool:
    """Whether the same file was taken and not undone."""
    statement = select(taken.c.id).where(taken.c.file_hash == file_hash, taken.c.undone_on.is_(None))
    return session.execute(statement).first() is not None


def proposed_before(session: Session, file_hash: str) -> str:
    """The number of a proposal of the same file that waits, "" for none."""
    statement = select(proposal.c.number).where(
        proposal.c.file_hash == file_hash, proposal.c.state == "proposed"
    )
    return session.execute(statement).scalar() or ""


def table_of_proposal(session: Session, proposal_id: str) -> ProposedTable:
    """The file a proposal is about; it is known to exist."""
    return session.scalars(select(ProposedTable).where(kept.c.proposal_id == proposal_id)).one()


def waiting_for(session: Session, operator_id: str) -> int:
    """How many proposals wait that an operator did not propose."""
    statement = select(func.count()).where(
        proposal.c.state == "proposed", proposal.c.proposed_by != operator_id
    )
    return session.scalar(statement) or 0


def proposals(session: Session, refused_since: date) -> list[Any]:
    """Proposals that wait, and those refused since a day, with who proposed and who decided; the oldest first."""
    proposer, decider = operator.alias("proposer"), operator.alias("decider")
    statement = (
        select(proposal, proposer.c.name.label("proposer"), decider.c.name.label("decider"))
        .join(proposer, proposer.c.id == proposal.c.proposed_by)
        .outerjoin(decider, decider.c.id == proposal.c.decided_by)
        .where(
            (proposal.c.state == "proposed")
            | ((proposal.c.state == "refused") & (proposal.c.decided_on >= refused_since))
        )
        .order_by(proposal.c.state, proposal.c.id)
    )
    return list(session.execute(statement))


def imports(session: Session) -> list[LedgerImport]:
    """Every import, the newest first."""
    return list(session.scalars(select(LedgerImport).order_by(taken.c.id.desc())))


def changes_of(session: Session, import_id: str) -> list[ImportChange]:
    """The fields an import set and the rows it made, in the order of the workbook."""
    statement = select(ImportChange).where(change.c.import_id == import_id)
    return list(session.scalars(statement.order_by(change.c.position, change.c.id)))


def mapping_of(session: Session, sender: str, ledger: str) -> ColumnMapping | None:
    """How a sender's columns are read."""
    statement = select(ColumnMapping).where(mapping.c.sender == sender, mapping.c.ledger == ledger)
    return session.scalars(statement).first()


def senders(session: Session, ledger: str) -> list[str]:
    """Who sent such a ledger before, the latest first."""
    known = session.scalars(
        select(mapping.c.sender)
        .where(mapping.c.ledger == ledger)
        .order_by(mapping.c.used_on.desc(), mapping.c.sender)
    )
    came = session.scalars(
        select(taken.c.sender).where(taken.c.ledger == ledger).order_by(taken.c.id.desc()).limit(50)
    )
    return [name for name in dict.fromkeys([*known, *came]) if name]


def counted_month(session: Session, entry_id: str) -> str:
    """The month of a line of the reserve when it was counted already, "" otherwise."""
    entry = session.get_one(ReserveEntry, entry_id)
    month = f"{entry.entered_on:%Y-%m}"
    return month if reserve.closing_of(session, month) is not None else ""
