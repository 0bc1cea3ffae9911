"""Which ledgers there are: how each is asked for in SQL, worded, and narrowed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services import batches, ledger_rows, relief_ledgers, rosters
from jiuzhu.services.ledger_rows import STANDINGS, Row
from jiuzhu.storage.queries import damages, grants, month_rosters, reserve
from jiuzhu.storage.queries import ledgers as queries
from jiuzhu.storage.queries import rosters as roster_queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Source:
    """How one ledger is asked for in SQL and worded."""

    filters: tuple[str, ...]
    needed: tuple[str, ...]
    sorts: frozenset[str]
    statement: Callable[[Unit, Filters, str], Any]
    total: Callable[[Unit, Filters], int]
    sums: Callable[[Unit, Filters], dict[str, Decimal]]
    opens: str  # the column that holds the application behind a row, "" when there is no single one
    rows: Callable[[Unit, Ledger, Sequence[Any], int], list[Row]]


def _roster_rows(unit: Unit, ledger: Ledger, found: Sequence[Any], before: int) -> list[Row]:
    month = found[0].month if found else ""
    return [
        tuple([month if column.name == "month" else getattr(line, column.name) for column in ledger.columns])
        for line in rosters.lines(unit, found, before)
    ]


def _now(unit: Unit) -> str:
    return month_of(unit.today)


SOURCES = {
    "applications": Source(
        ("text", "state", "programme", "village", "date_from", "date_to"),
        (),
        frozenset(queries.APPLICATION_ORDERS),
        lambda _unit, filters, sort: queries.application_rows(filters, sort),
        lambda unit, filters: queries.application_total(unit.session, filters),
        lambda unit, filters: queries.application_sums(unit.session, filters),
        "id",
        ledger_rows.applications,
    ),
    "dibao_households": Source(
        ("text", "state", "village", "month", "date_from", "date_to"),
        (),
        frozenset(roster_queries.HOUSEHOLD_ORDERS),
        lambda unit, filters, sort: roster_queries.household_rows(filters, sort, _now(unit)),
        lambda unit, filters: roster_queries.household_total(unit.session, filters, _now(unit)),
        lambda unit, filters: roster_queries.household_sums(unit.session, filters, _now(unit)),
        "application_id",
        ledger_rows.households,
    ),
    "roster": Source(
        ("month", "programme", "village", "text"),
        ("month", "programme"),
        frozenset(),
        lambda unit, filters, _sort: month_rosters.rows(unit.session, filters),
        lambda unit, filters: month_rosters.total(unit.session, filters),
        lambda unit, filters: month_rosters.sums(unit.session, filters),
        "",
        _roster_rows,
    ),
    "reserve": Source(
        ("month", "date_from", "date_to", "text"),
        (),
        frozenset(),
        lambda _unit, filters, _sort: reserve.rows(filters),
        lambda unit, filters: reserve.total(unit.session, filters),
        lambda unit, filters: reserve.sums(unit.session, filters),
        "application_id",
        relief_ledgers.reserve,
    ),
    "damaged_houses": Source(
        ("text", "village", "date_from", "date_to"),
        (),
        frozenset(damages.ORDERS),
        lambda _unit, filters, sort: damages.rows(filters, sort),
        lambda unit, filters: damages.total(unit.session, filters),
        lambda unit, filters: damages.sums(unit.session, filters),
        "application_id",
        relief_ledgers.damaged_houses,
    ),
    "grants": Source(
        ("month", "programme", "state", "village", "text"),
        (),
        frozenset(),
        lambda _unit, filters, _sort: grants.lines(filters),
        lambda unit, filters: grants.total(unit.session, filters),
        lambda unit, filters: grants.sums(unit.session, filters),
        "",
        relief_ledgers.grants,
    ),
}
"""Ledger → its source, in the order of the page."""

DAYS = {
    "applications": "受理日期",
    "dibao_households": "审核确认日期",
    "reserve": "记账日期",
    "damaged_houses": "受灾日期",
}


def choices(unit: Unit, ledger_id: str) -> dict[str, list[tuple[str, str]]]:
    """What the choosing filters of a ledger offer."""
    labels = unit.desk.codes["item"].labels
    programmes = [(code, labels[code]) for code in (rosters.PROGRAMMES if ledger_id == "roster" else labels)]
    states = {
        "applications": [("open", "在办"), *STATE_LABELS.items()],
        "grants": list(batches.STATES.items()),
    }
    offered = {
        "state": states.get(ledger_id, list(STANDINGS.items())),
        "programme": list(batches.KINDS.items()) if ledger_id == "grants" else programmes,
        "village": [(village, village) for village in queries.villages(unit.session)],
    }
    return {name: pairs for name, pairs in offered.items() if name in SOURCES[ledger_id].filters}
