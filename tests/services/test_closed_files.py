"""A file that is at its end: no clock runs on it, and it still says what was asked for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.services.approval import approving, reviewing
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.casework import turns
from on_the_way import approve, rows, submitted, surveyed
from town import Town, urban_couple, urban_three


def running(town: Town, taken: str) -> list[str]:
    return [line.code for line in town.clerk.read(turns.clock_lines, taken) if "办结" not in line.text]


@pytest.mark.parametrize(("who", "end"), [("clerk", approving.withdraw), ("checker", approving.terminate)])
def test_a_file_that_ended_without_a_decision_has_no_clock(
    town: Town, who: str, end: Callable[..., None]
) -> None:
    taken = town.accept(urban_three(town)).application_id
    assert running(town, taken)
    getattr(town, who).write(end, taken, "家里有了办法，不申请了")
    assert running(town, taken) == []
    town.on(date(2026, 3, 2))
    assert running(town, taken) == []


@pytest.mark.parametrize(("who", "end"), [("clerk", approving.withdraw), ("checker", approving.terminate)])
def test_a_file_that_ended_still_says_what_was_asked_for(
    town: Town, who: str, end: Callable[..., None]
) -> None:
    taken = town.accept(urban_three(town)).application_id
    asked = town.clerk.read(reviewing.view, taken).dossier.application.programmes
    assert "dibao" in asked
    getattr(town, who).write(end, taken, "家里有了办法，不申请了")
    assert town.clerk.read(reviewing.view, taken).dossier.application.programmes == asked


def test_an_approved_file_tells_the_first_payment_until_its_day(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 5))
    approve(town, taken)
    assert "L17" in running(town, taken)
    town.on(date(2026, 3, 20))
    assert running(town, taken) == []


def test_a_refused_file_waits_for_nothing_but_its_notice(town: Town) -> None:
    taken = surveyed(town, urban_couple(town), deposit=Decimal("41000.00"))
    town.checker.write(approving.give_opinion, taken, "refuse", "货币财产超过上限，拟不同意。")
    seen = town.head.read(reviewing.view, taken)
    verdict = Verdict(
        result="refused", seen_version=seen.version, reason="货币财产超过上限", clause=seen.clause
    )
    town.head.write(approving.decide, taken, verdict)
    assert running(town, taken) == ["L13"]
    town.on(date(2025, 12, 1))
    assert running(town, taken) == ["L13"]  # missed, and still to be done
    town.clerk.write(approving.deliver_notice, taken, "direct", date(2025, 12, 1))
    assert running(town, taken) == []
    assert rows(town, taken).application.due_on is None
