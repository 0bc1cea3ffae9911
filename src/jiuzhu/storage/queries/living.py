"""Who lives in a household on a day and for whom a month is paid: said once for facts, rosters, ledgers and batches."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement


def lives_in(rows: Any, on: date) -> ColumnElement[bool]:
    """Memberships that hold on a day: who leaves on a day is no longer there on it, who will leave later still is."""
    found: ColumnElement[bool] = (rows.c.joined_on <= on) & (rows.c.left_on.is_(None) | (rows.c.left_on > on))
    return found
