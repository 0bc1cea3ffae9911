"""What an office's plain rows say of its visits, counted by loops that know nothing of the product."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.unit import Unit

Row = dict[str, Any]

NOTHING = (0, Decimal(0))
"""Minutes and yuan of what is not paid."""

_TAKES_TIME = frozenset({"booked", "done", "no_show"})
_TAKEN = ("worker_id", "second_worker_id", "service_file_id", "vehicle_id")


def rows(desk: Workspace, name: str) -> list[Row]:
    """A table in the order in which it came about."""
    table = metadata.tables[name]

    def look(unit: Unit) -> list[Row]:
        return [dict(row) for row in unit.session.execute(select(table).order_by(table.c.id)).mappings()]

    return desk.read(look)


def standing(desk: Workspace) -> dict[str, tuple[Row, str]]:
    """Records nobody took back → the newest word about each, "" before there is one."""
    written = rows(desk, "visit_record")
    gone = {one["reverses_id"] for one in written}
    told = sorted(rows(desk, "verification"), key=lambda one: (one["at"], one["id"]))
    words = {one["visit_record_id"]: one["result"] for one in told}
    return {
        one["id"]: (one, words.get(one["id"], ""))
        for one in written
        if one["reverses_id"] is None and one["id"] not in gone
    }


def overlaps(desk: Workspace) -> int:
    """How often a worker, person or vehicle is in two places: the whole interval, whoever of the two workers."""
    taken: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for one in rows(desk, "visit"):
        if one["state"] in _TAKES_TIME:
            for who in _TAKEN:
                if one[who]:
                    taken[one[who], one["day"]].append((one["starts"], one["ends"]))
    return sum(a[1] > b[0] for spans in taken.values() for a, b in pairwise(sorted(spans)))


def verified_twice(desk: Workspace) -> int:
    """How often a minute of a worker or of a person stands in two verified records: each minute is laid on the table."""
    visits = {one["id"]: one for one in rows(desk, "visit")}
    laid: Counter[tuple[str, date, int]] = Counter()
    for row, word in standing(desk).values():
        if word == "verified":
            second = visits[row["visit_id"]]["second_worker_id"]
            for who in {row["worker_id"], second, row["service_file_id"]} - {None}:
                laid.update((who, row["day"], minute) for minute in range(row["starts"], row["ends"]))
    return sum(times - 1 for times in laid.values())


def minutes_left(desk: Workspace) -> dict[str, int]:
    """Given less made less disputed less still booked, by service file; all of one year."""
    left: dict[str, int] = defaultdict(int)
    for one in rows(desk, "hour_grant"):
        left[one["service_file_id"]] += one["minutes"]
    recorded = set()
    for row, word in standing(desk).values():
        recorded.add(row["visit_id"])
        if word != "refused":
            left[row["service_file_id"]] -= row["ends"] - row["starts"]
    for one in rows(desk, "visit"):
        if one["state"] == "booked" and one["id"] not in recorded:
            left[one["service_file_id"]] -= one["ends"] - one["starts"]
    return left


def settled(desk: Workspace) -> dict[str, tuple[int, Decimal]]:
    """Minutes and yuan that all signed settlements together give for each record they name."""
    signed = {one["id"] for one in rows(desk, "settlement") if one["state"] == "signed"}
    found: dict[str, tuple[int, Decimal]] = defaultdict(lambda: NOTHING)
    for line in rows(desk, "settlement_line"):
        if line["kind"] != "refused" and line["settlement_id"] in signed:
            minutes, amount = found[line["visit_record_id"]]
            found[line["visit_record_id"]] = minutes + line["minutes"], amount + line["amount"]
    return found
