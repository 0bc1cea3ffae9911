"""What the page of the desk's own state asks of the database."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.storage.tables import journal_entry


def newest_entry(session: Session) -> datetime | None:
    """The latest moment any entry of the journal tells, by the clocks of the desks; None for an empty journal."""
    told = session.scalar(select(func.max(journal_entry.c.at)))
    return datetime.fromisoformat(told) if told else None


def engine_words(session: Session) -> str:
    """Which database this is, and its version."""
    dialect = session.connection().dialect
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    version = ".".join(str(part) for part in dialect.server_version_info or ())
    return f"{names.get(dialect.name, dialect.name)} {version}"
