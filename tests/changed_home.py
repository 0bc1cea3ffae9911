"""A family with 低保 to which something happens, and the hands that propose and read what follows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.policy import Policy
from jiuzhu.services.granting import adjusting, consequences, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.consequences import Consequence
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from town import Town


def risen_in_august(town: Town) -> None:
    """770 a head in town from August on: the grant of July is still paid by 750."""
    desk = town.clerk.rules
    moved = [
        replace(row, starts=date(2025, 8, 1))
        if row.starts == date(2025, 7, 1)
        else replace(row, ends=date(2025, 7, 31))
        if row.ends == date(2025, 6, 30)
        else row
        for row in desk.policy.rows
        if row.key == "std.dibao.urban"
    ]
    kept = [row for row in desk.policy.rows if row.key != "std.dibao.urban"]
    for workspace in (town.clerk, town.checker, town.head, town.auditor):
        workspace.rules = replace(desk, policy=Policy([*kept, *moved]))


def grants(town: Town, home: FileRows) -> list[tuple[str, str, str, Decimal]]:
    found = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    return [(row.programme, row.first_month, row.last_month, row.monthly) for row in found]


def person(home: FileRows, name: str) -> str:
    return next(one.id for one in home.people.values() if one.name == name)


def new_head(home: FileRows, wife: str, on: date) -> Happened:
    """The wife heads the household; her husband needs no word."""
    relations = {person(home, "丙示例"): "20", person(home, "丁示例"): "53"}
    return Happened(kind="change_head", effective_on=on, person_id=wife, relations=relations)


def told(town: Town, home: FileRows) -> Consequence:
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    return found


def works(town: Town, home: FileRows, wage: str, on: date = date(2025, 12, 1)) -> None:
    happened = Happened(
        kind="employed", effective_on=on, person_id=person(home, "乙示例"),
        begins=[NewLine(category="income", kind="wage", figure=Decimal(wage), item="超市收银")],
    )  # fmt: skip
    town.checker.write(events.record_event, home.household.id, happened)


def propose(town: Town, found: Consequence, **more: Any) -> str:
    ground = Ground(cause="event", evidence="入户核实，有工资流水", **more)
    return town.checker.write(
        adjusting.propose_adjustment, found.entitlement_id, found.change, ground, found.why
    )


def adjustment(town: Town) -> adjusting.AdjustmentRow:
    (row,) = town.head.read(adjusting.adjustments)
    return row


def rosters_total(town: Town, month: str) -> Decimal:
    return town.clerk.read(rosters.roster, month, "dibao").total
