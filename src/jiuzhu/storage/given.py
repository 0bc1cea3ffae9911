"""Defaults of columns added by later migrations. Old rows hold them without a journal entry, so verification must know them."""

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, inspect

from jiuzhu.storage.tables import TABLES, policy_row
from jiuzhu.storage.types import Hundredths

_DEFAULT = re.compile(r"'?(?P<value>.*?)'?(::[a-z ]+)?")
"""`'household'` or `0`, and on PostgreSQL with its type behind it."""


def given(connection: Connection) -> dict[tuple[str, str], Any]:
    """(table, column) → the default its migration gave it; columns without one are left out."""
    found: dict[tuple[str, str], Any] = {}
    look = inspect(connection)
    for table in (*TABLES.values(), policy_row):
        for column in look.get_columns(table.name):
            default = column.get("default")
            match = _DEFAULT.fullmatch(default) if default else None
            if match is None or column["name"] not in table.c:
                continue
            found[table.name, column["name"]] = _read(table.c[column["name"]].type, match["value"])
    return found


def _read(kind: Any, value: str) -> Any:
    if isinstance(kind, Hundredths):
        return Decimal(value).scaleb(-2)
    if isinstance(kind, Boolean):
        return value in {"1", "true"}
    return int(value) if isinstance(kind, Integer) else value
