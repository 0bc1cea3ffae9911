"""Which ledgers there are: how each is asked for in SQL, worded, and narrowed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services.granting import batches, rosters
from jiuzhu.services.ledger import (
    change_ledgers,
    export_register,
    lead_ledger,
    ledger_rows,
    relief_ledgers,
    service_roster_ledger,
)
from jiuzhu.services.ledger.ledger_rows import STANDINGS, Row
from jiuzhu.services.serving.rosters import STATES as ROSTER_STATES
from jiuzhu.storage.queries import change_ledgers as changes
from jiuzhu.storage.queries import damages, exports, grants, month_rosters, reserve
from jiuzhu.storage.queries import lead_ledger as leads
from jiuzhu.storage.queries import ledgers as queries
from jiuzhu.storage.queries import rosters as roster_queries
from jiuzhu.storage.queries import service_rosters as service_queries
from jiuzhu.storage.queries.change_ledgers import LISTINGS
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
    behind: Mapping[str, str] = field(default_factory=dict)  # table → column with the id of the row's record


def _roster_rows(unit: Unit, ledger: Ledger, found: Sequence[Any], before: int) -> list[Row]:
    month = found[0].month if found else ""
    return [
        tuple([month if column.name == "month" else getattr(line, column.name) for column in ledger.columns])
        for line in rosters.lines(unit, found, before)
    ]


def _now(unit: Unit) -> str:
    return month_of(unit.today)


def _change_source(ledger_id: str) -> Source:
    """The source of a ledger of 动态管理 or 转办."""
    listing = LISTINGS[ledger_id]
    behind = {
        "events": {"household_event": "id", "household": "household_id"},
        "transfers": {"person": "applicant_id", "household": "household_id"},
    }
    return Source(
        ("text", "state", "village", "date_from", "date_to"),
        (),
        frozenset(listing.orders),
        lambda _unit, filters, sort: changes.rows(listing, filters, sort),
        lambda unit, filters: changes.total(unit.session, listing, filters),
        lambda _unit, _filters: {},
        "application_id" if ledger_id == "transfers" else "",
        change_ledgers.worded,
        behind.get(ledger_id, {}),
    )


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
        {"household": "household_id", "person": "applicant_id"},
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
        {"household": "household_id", "person": "person_id"},
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
        {"household": "household_id"},
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
        {"reserve_entry": "id"},
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
        {"household": "household_id", "damaged_house": "id"},
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
        {"household": "household_id"},
    ),
    **{ledger_id: _change_source(ledger_id) for ledger_id in LISTINGS},
    "leads": Source(
        ("text", "state", "village", "date_from", "date_to"),
        (),
        frozenset(leads.ORDERS),
        lambda _unit, filters, sort: leads.rows(filters, sort),
        lambda unit, filters: leads.total(unit.session, filters),
        lambda _unit, _filters: {},
        "application_id",
        lead_ledger.worded,
    ),
    "service_rosters": Source(
        ("text", "programme", "state", "village", "date_from", "date_to"),
        (),
        frozenset(service_queries.ORDERS),
        lambda _unit, filters, sort: service_queries.rows(filters, sort),
        lambda unit, filters: service_queries.total(unit.session, filters),
        lambda _unit, _filters: {},
        "",
        service_roster_ledger.worded,
        {"household": "household_id", "person": "person_id"},
    ),
    "exports": Source(
        ("text", "state", "date_from", "date_to"),
        (),
        frozenset(exports.ORDERS),
        lambda unit, filters, sort: exports.rows(unit.session, filters, sort, export_register.only(unit)),
        lambda unit, filters: exports.total(unit.session, filters, export_register.only(unit)),
        lambda _unit, _filters: {},
        "",
        export_register.worded,
    ),
}
"""Ledger → its source, in the order of the page."""

DAYS = {
    "applications": "受理日期",
    "dibao_households": "审核确认日期",
    "reserve": "记账日期",
    "damaged_houses": "受灾日期",
    "events": "发生日期",
    "adjustments": "提出日期",
    "rechecks": "复核日期",
    "alerts": "预警日期",
    "transfers": "转出日期",
    "leads": "发现日期",
    "service_rosters": "名单日期",
    "exports": "提出日期",
}


def choices(unit: Unit, ledger_id: str) -> dict[str, list[tuple[str, str]]]:
    """What the choosing filters of a ledger offer."""
    labels = unit.desk.codes["item"].labels
    programmes = [(code, labels[code]) for code in (rosters.PROGRAMMES if ledger_id == "roster" else labels)]
    states = {
        "applications": [("open", "在办"), *STATE_LABELS.items()],
        "grants": list(batches.STATES.items()),
        "leads": list(lead_ledger.STATES.items()),
        "service_rosters": list(ROSTER_STATES.items()),
        "exports": list(export_register.STATES.items()),
        **({ledger_id: change_ledgers.states(unit, ledger_id)} if ledger_id in LISTINGS else {}),
    }
    villages = (leads if ledger_id == "leads" else queries).villages(unit.session)
    kinds = {"grants": list(batches.KINDS.items()), "service_rosters": service_roster_ledger.kinds(unit)}
    offered = {
        "state": states.get(ledger_id, list(STANDINGS.items())),
        "programme": kinds.get(ledger_id, programmes),
        "village": [(village, village) for village in villages],
    }
    return {name: pairs for name, pairs in offered.items() if name in SOURCES[ledger_id].filters}


_LABELS = {
    "text": "查找", "state": "状态", "programme": "救助事项", "village": "村（居）", "date_from": "起",
    "date_to": "止", "month": "月份",
}  # fmt: skip


def filters_text(unit: Unit, ledger_id: str, filters: Mapping[str, Any]) -> str:
    """What a ledger is narrowed to, in words for its title and its record."""
    offered = {name: dict(pairs) for name, pairs in choices(unit, ledger_id).items()}
    told = []
    for name in SOURCES[ledger_id].filters:
        value = filters.get(name)
        if value:
            label = _LABELS[name] if not name.startswith("date") else f"{DAYS[ledger_id]}{_LABELS[name]}"
            told.append(f"{label}：{offered.get(name, {}).get(str(value), value)}")
    return "；".join(told)
