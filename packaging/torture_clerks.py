"""Two clerks, one household: no edit is lost, and who is refused is told field by field what stands there now.

Each round four desks of one office edit the same line of one file at once, each edit counting one up from what its desk was
shown. Two of them count in the same field through the services; a third counts in another field of the row, which never stands
in their way; the fourth puts its stale copy of the household into a session, where the version of the row refuses it. What a
count comes to must be exactly the edits that were acknowledged.
"""

import random
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import crowd
import invariants
import torturing
from crowd import Seat

from jiuzhu.domain import application as app
from jiuzhu.domain.household import Household
from jiuzhu.errors import Conflict
from jiuzhu.services.casework import files
from jiuzhu.services.office import merging
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit

EDITS = 30  # of each clerk in a round
_SHOWN = ("explanation", "evidence", "visited", "judgement", "accepted", "checked")
_LONGEST_LOOK = 0.005  # seconds between reading and saving


@dataclass(slots=True)
class Result:
    """What all rounds together showed; `lost`, `silent` and `broken` must stay empty, and both sides be seen."""

    rounds: int = 0
    accepted: int = 0
    refused: int = 0
    lost: int = 0  # acknowledged, and overwritten by somebody who had not seen it
    silent: int = 0  # refused without both values, or without who saved when
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether no edit was lost and every refusal told both values."""
        return not (self.lost or self.silent or self.broken) and min(self.accepted, self.refused) > 0


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Run the rounds in a folder of their own."""
    seats = crowd.staffed(folder / "office", "clerk checker", "clerk checker", "clerk checker")
    result, told = Result(), set[str]()
    begin = time.perf_counter()
    for number in range(rounds):
        line, home = _line(seats[0], seed + number)
        works = [
            partial(_count, seats[0], (line, "explanation", f"{number}-"), seed),
            partial(_count, seats[1], (line, "explanation", f"{number}-"), seed + 1),
            partial(_count, seats[2], (line, "evidence", f"{number}-"), seed + 2),
            partial(_count_by_version, seats[3], home, f"{number}-"),
            partial(_count_by_version, seats[1], home, f"{number}-"),
        ]
        done = crowd.at_once(*works)
        office = seats[0].open()
        row = office.read(_row, line)
        stored = office.read(_phone, home)
        for wanted, value in (
            (done[0]["accepted"] + done[1]["accepted"], row["explanation"]),
            (done[2]["accepted"], row["evidence"]),
            (done[3]["accepted"] + done[4]["accepted"], stored),
        ):
            result.lost += abs(wanted - _number(value))
        for one in done:
            result.accepted += one["accepted"]
            result.refused += one["refused"]
            result.silent += one["silent"]
            told |= set(one["told"])
        result.broken += invariants.broken(office, told)
        office.close()
        result.rounds += 1
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _line(seat: Seat, order: int) -> tuple[str, str]:
    office = seat.open()
    taken = crowd.burnt(office, order)
    office.write(_investigate, taken)

    def find(unit: Unit) -> tuple[str, str]:
        rows = files.load_rows(unit, taken)
        return rows.lines[0].id, rows.household.id

    found = office.read(find)
    office.close()
    return found


def _investigate(unit: Unit, taken: str) -> None:
    """A line is worked on while a file is surveyed; how it came there is no matter here."""
    unit.get(app.Application, taken).state = "investigating"
    unit.about(taken)


def _row(unit: Unit, line: str) -> dict[str, Any]:
    row = unit.get(app.EconomicLine, line)
    return merging.shown(row, _SHOWN) | {"cost": row.cost_accepted}


def _phone(unit: Unit, home: str) -> str:
    return unit.get(Household, home).phone


def _number(value: str) -> int:
    """How far a count has come: the second of round, count, and who counted."""
    return int(value.split("-")[1]) if value else 0


def _count(seat: Seat, where: tuple[str, str, str], seed: int) -> dict[str, Any]:
    """Count one up from what is shown, again and again; each edit is one save, refused or not.

    `where`: the line, its field, and what a count of this round begins with.
    """
    line, name, begin = where
    office, chance = seat.open(), random.Random(seed)  # noqa: S311  # a seed repeats the pauses
    done: dict[str, Any] = {"accepted": 0, "refused": 0, "silent": 0, "told": []}
    for _ in range(EDITS):
        shown = office.read(_row, line)
        time.sleep(chance.uniform(0, _LONGEST_LOOK))
        mine = f"{begin}{_number(shown[name]) + 1}-{office.actor.login}"  # two never type the same
        typed = {one: shown[one] for one in ("explanation", "evidence", "visited")} | {name: mine}
        try:
            office.write(checking.settle_line, line, **typed, before=dict(shown))
        except Conflict as conflict:
            done["refused"] += 1
            done["silent"] += not _is_told(conflict, name, mine, shown[name])
        else:
            done["accepted"] += 1
            done["told"].append(mine)
    office.close()
    return done


def _is_told(conflict: Conflict, name: str, mine: str, shown: str) -> bool:
    """Whether the refused one sees their own value, the stored one, and who stored it when."""
    return [
        one.mine == mine and one.theirs not in {"", shown} and bool(one.who and one.at)
        for one in conflict.differences
        if one.field == name
    ] == [True]


def _count_by_version(seat: Seat, home: str, begin: str) -> dict[str, Any]:
    """The same by a stale copy of the row itself: its version refuses it."""
    office = seat.open()
    done: dict[str, Any] = {"accepted": 0, "refused": 0, "silent": 0, "told": []}
    for _ in range(EDITS):
        copy = office.read(lambda unit: unit.get(Household, home))
        count = _number(copy.phone) if copy.phone.startswith(begin) else 0
        copy.phone = mine = f"{begin}{count + 1}-{office.actor.login}"
        try:
            office.write(_merge, copy)
        except Conflict:
            done["refused"] += 1
        else:
            done["accepted"] += 1
            done["told"].append(mine)
    office.close()
    return done


def _merge(unit: Unit, copy: Household) -> None:
    unit.session.merge(copy)


if __name__ == "__main__":
    sys.exit(torturing.main("clerks", torture, sys.argv[1:], about=__doc__, rounds=10, shared=True))
