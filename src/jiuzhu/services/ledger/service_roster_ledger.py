"""Rows of 服务类社会救助名单: who stands on the newest roster of a service, or beside it, and why."""

from collections.abc import Sequence
from typing import Any

from jiuzhu.domain.ledger import Ledger
from jiuzhu.services.ledger.ledger_rows import Row, in_order
from jiuzhu.services.serving.rosters import STATES, services_of
from jiuzhu.storage.unit import Unit


def kinds(unit: Unit) -> list[tuple[str, str]]:
    """Services the ledger may be narrowed to."""
    return [(key, one.title) for key, one in services_of(unit.desk).items()]


def worded(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Lines SQL found, in words and in the order of the ledger."""
    titles = dict(kinds(unit))
    made = []
    for row in found:
        values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented row mapping
        values["service"] = titles.get(row.service, row.service)
        values["sex"] = unit.desk.label("sex", row.sex)
        values["service_class"] = f"第 {row.service_class} 类"
        values["state"] = STATES[row.state]
        made.append(in_order(ledger, values))
    return made
