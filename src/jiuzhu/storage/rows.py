"""Rows of long lists as plain named tuples."""

from collections import namedtuple
from functools import lru_cache
from typing import Any

from sqlalchemy import Result


def plain(result: Result[Any]) -> list[Any]:
    """All rows at once, their columns as attributes.

    A row of SQLAlchemy looks each attribute up by its name: of 100,000 households that takes longer than reading them.
    """
    make = _shape(tuple(result.keys()))._make
    return [make(row) for row in result.all()]


@lru_cache(maxsize=64)  # the columns of a few statements
def _shape(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)  # noqa: PYI024  # the columns are known only from the statement
