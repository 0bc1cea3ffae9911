"""Who lives in a household on a day and for whom a month is paid: said once for facts, rosters, ledgers and batches."""

from calendar import monthrange
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement


def lives_in(rows: Any, on: date) -> ColumnElement[bool]:
    """Memberships that hold on a day: who leaves on a day is no longer there on it."""
    found: ColumnElement[bool] = (rows.c.joined_on <= on) & (rows.c.left_on.is_(None) | (rows.c.left_on > on))
    return found


def paid_for(rows: Any, month: str) -> ColumnElement[bool]:
    """Memberships a month (YYYY-MM) is paid for.

    Who leaves during the month, on its first day too, is paid for in it: a change holds from the month after it
    happened [57 Art 32].
    """
    year, number = (int(part) for part in month.split("-"))
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    found: ColumnElement[bool] = (rows.c.joined_on <= last) & (
        rows.c.left_on.is_(None) | (rows.c.left_on >= first)
    )
    return found
