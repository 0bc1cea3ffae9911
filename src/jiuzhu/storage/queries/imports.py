"""Returned workbooks: what they changed, and whether one came before."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household
from jiuzhu.domain.round_trip import ImportChange, LedgerImport
from jiuzhu.storage.tables import TABLES

_household, taken, change = TABLES[Household], TABLES[LedgerImport], TABLES[ImportChange]


def household(session: Session, number: str) -> Household:
    """The household with exactly this 户编号; it is known to exist."""
    return session.scalars(select(Household).where(_household.c.number == number)).one()


def taken_before(session: Session, file_hash: str) -> bool:
    """Whether the same file was taken and not undone."""
    statement = select(taken.c.id).where(taken.c.file_hash == file_hash, taken.c.undone_on.is_(None))
    return session.execute(statement).first() is not None


def imports(session: Session) -> list[LedgerImport]:
    """Every import, the newest first."""
    return list(session.scalars(select(LedgerImport).order_by(taken.c.id.desc())))


def changes_of(session: Session, import_id: str) -> list[ImportChange]:
    """The fields an import set, in the order of the workbook."""
    statement = select(ImportChange).where(change.c.import_id == import_id)
    return list(session.scalars(statement.order_by(change.c.position, change.c.id)))
