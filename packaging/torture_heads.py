"""Two heads, one application: one signs, the other refuses, at the same moment; there is exactly one final decision.

And nobody signs what they have not read (T18): before each pair a clerk changes a word of the file after a head has read it;
that signature is refused, and the file read again is the one the pair decides about.
"""

import multiprocessing
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import crowd
import invariants
import torturing
from crowd import Seat

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier_json import file_read
from jiuzhu.domain.household import Person
from jiuzhu.errors import ChangedSinceSeen, UserError
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import quick_relief
from jiuzhu.storage.unit import Unit


@dataclass(slots=True)
class Result:
    """What all rounds showed; each round is one application and one pair. `unread`, `twice`, `none`, `broken` must stay empty."""

    rounds: int = 0
    accepted: int = 0
    refused: int = 0
    approved: int = 0  # how many of the accepted said yes: both sides have to win now and then
    unread: int = 0  # signed though the file had changed since it was read
    twice: int = 0
    none: int = 0
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether each application has exactly one final decision, about the file that was read."""
        wrong = self.unread or self.twice or self.none or self.broken
        return not wrong and self.rounds > 0 and self.accepted == self.refused == self.rounds


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Run the rounds in a folder of their own."""
    seats = crowd.staffed(folder / "office", "checker", "approver", "approver")
    clerk, _, *heads = seats
    result, begin = Result(), time.perf_counter()
    files_read = _submitted(seats, range(seed % 1000, seed % 1000 + rounds), result)
    gate = multiprocessing.get_context("fork").Barrier(2)
    yes, no = crowd.at_once(
        partial(_decide, heads[0], files_read, "approved", gate),
        partial(_decide, heads[1], files_read, "refused", gate),
    )
    told: set[str] = set()
    for taken, by_yes, by_no in zip(files_read, yes, no, strict=True):
        numbers = [*by_yes, *by_no]
        result.rounds += 1
        result.accepted += bool(by_yes) + bool(by_no)
        result.refused += (not by_yes) + (not by_no)
        result.approved += bool(by_yes)
        result.twice += bool(by_yes) and bool(by_no)
        result.none += not numbers
        told |= {taken, *numbers}
    office = clerk.open()
    result.broken += invariants.broken(office, told)
    office.close()
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _submitted(seats: Sequence[Seat], orders: range, result: Result) -> dict[str, tuple[int, str]]:
    """Applications that wait for a signature → version and hash of each as a head read it last."""
    window, desk, reader = (seat.open() for seat in seats[:3])
    found: dict[str, tuple[int, str]] = {}
    for order in orders:
        taken = crowd.burnt(window, order)
        desk.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
        before = _read(reader, taken)
        window.write(_another_phone, taken)
        try:
            _sign(reader, taken, before, "approved")
        except ChangedSinceSeen:
            pass
        else:
            result.unread += 1
        found[taken] = _read(reader, taken)
    for office in (window, desk, reader):
        office.close()
    return found


def _read(office: Workspace, taken: str) -> tuple[int, str]:
    view = office.read(approving.view, taken)
    return view.version, file_read(view.dossier)


def _another_phone(unit: Unit, taken: str) -> None:
    """A word of a record the version of the application knows nothing of."""
    unit.get(Person, unit.get(app.Application, taken).applicant_id).phone = "13800000001"
    unit.about(taken)


def _sign(office: Workspace, taken: str, seen: tuple[int, str], result: str) -> list[str]:
    version, read = seen
    words = {"reason": "查无火灾，证明不实", "clause": "民发〔2018〕23号"} if result == "refused" else {}
    verdict = Verdict(result=result, seen_version=version, seen_file=read, **words)
    return office.write(approving.decide, taken, verdict)


def _decide(seat: Seat, read: dict[str, tuple[int, str]], result: str, gate: Any) -> list[list[str]]:
    """One head's word on each application, at the moment the other head gives theirs; the numbers of what was accepted."""
    office, done = seat.open(), list[list[str]]()
    for taken, seen in read.items():
        gate.wait()
        try:
            done.append(_sign(office, taken, seen, result))
        except UserError:
            done.append([])
    office.close()
    return done


if __name__ == "__main__":
    sys.exit(torturing.main("heads", torture, sys.argv[1:], about=__doc__, rounds=100, shared=True))
