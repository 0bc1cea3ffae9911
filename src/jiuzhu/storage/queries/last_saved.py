"""Who saved the fields of a row last, and when: out of the journal."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.storage.tables import WRITTEN, journal_entry


class Saved(NamedTuple):
    """The entry a field's value came with."""

    operator_id: str
    at: str  # as the journal writes it: UTC, ISO 8601


def last_saved(session: Session, row_id: str, subject_ids: Iterable[str]) -> dict[str, Saved]:
    """Field of a row → its newest entry, among those about one of these records."""
    columns = journal_entry.c
    entries = session.execute(
        select(columns.operator_id, columns.at, columns.changes)
        .where(columns.subject_id.in_(list(subject_ids)), columns.changes.contains(row_id, autoescape=True))
        .order_by(*WRITTEN)
    )
    found: dict[str, Saved] = {}
    for entry in entries:
        for change in json.loads(entry.changes):
            if change["id"] == row_id:
                found |= dict.fromkeys(change["now"], Saved(entry.operator_id, entry.at))
    return found
