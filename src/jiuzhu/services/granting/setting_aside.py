"""What a list of households leaves to a person before any figure is looked at: what stands, what waits, whose family changes."""

from collections.abc import Mapping
from typing import Any

from jiuzhu.services.granting import holding
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit


def set_aside(unit: Unit, received: Mapping[str, list[Any]]) -> dict[str, str]:
    """Id of an entitlement → why a list does not change it, of what households receive in plain rows.

    An event that waits goes first: what it leads to looks back at every month since, which a new amount would hide.
    """
    found = holding.standing(unit, [row for rows in received.values() for row in rows])
    waiting = queries.proposed(unit.session)
    events = open_events(unit)
    for household_id, rows in received.items():
        for row in rows:
            told = [events[household_id]] if household_id in events else []
            if row.id in waiting:
                told.append(f"调整 {waiting[row.id]} 等待审批，办完后再核定")
            if told:
                found[row.id] = "；".join(told)
    return found


def open_events(unit: Unit) -> dict[str, str]:
    """Household → the oldest of its events whose consequences are not all decided, in words."""
    return {
        household_id: f"户情变动未处理：{row.number} {unit.desk.label('household_event', row.kind)}，请先办结"
        for household_id, row in queries.open_events(unit.session).items()
    }
