"""The file of a household nobody lives in any more: it opens, prints, and is closed in words, never approved."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.casework import files
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.paper import papers
from on_the_way import rows, submitted, surveyed
from once import once
from receiving import granted, happens, tekun
from town import Town, urban_couple, urban_three

REASON, CLAUSE = "申请人已经死亡", "民发〔2021〕43号第十六条"


def names(town: Town, taken: str) -> list[str]:
    return [one.name for one in town.head.read(files.dossier, taken).members]


def refused(town: Town, taken: str) -> None:
    seen = rows(town, taken).application.version
    verdict = Verdict(result="refused", reason=REASON, clause=CLAUSE, seen_version=seen)
    town.head.write(approving.decide, taken, verdict)


def approved(town: Town, taken: str) -> None:
    seen = rows(town, taken).application.version
    town.head.write(approving.decide, taken, Verdict(result="approved", seen_version=seen))


@pytest.fixture
@once
def waiting(town: Town) -> str:
    """A single man's application before the head; he has died."""
    town.on(date(2025, 10, 24))
    taken = submitted(town, tekun(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 5))
    happens(town, rows(town, taken), "death", date(2025, 11, 4), "己示例")
    return taken


def test_who_died_while_waiting_still_stands_in_the_file(town: Town, waiting: str) -> None:
    assert names(town, waiting) == ["己示例"]
    assert town.head.read(files.dossier, waiting).household.size == 1


def test_nothing_is_approved_for_who_died(town: Town, waiting: str) -> None:
    with pytest.raises(Refused, match=r"没有共同生活成员.*签署不同意"):
        approved(town, waiting)
    preview = town.head.read(approving.batch_preview, [(waiting, rows(town, waiting).application.version)])
    assert [why for _, _, why in preview.excluded] != []
    assert preview.signed == []


def test_the_file_of_who_died_is_closed_with_its_reason(town: Town, waiting: str) -> None:
    refused(town, waiting)
    (decision,) = rows(town, waiting).decisions
    assert (decision.result, decision.reason, decision.monthly) == ("refused", REASON, Decimal(0))


def test_a_death_registered_before_the_form_was_taken_keeps_the_file_readable(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = submitted(town, tekun(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 5))
    happens(town, rows(town, taken), "death", date(2025, 10, 20), "己示例", day_checked=True)
    assert names(town, taken) == ["己示例"]


def test_no_grant_is_proposed_for_who_died(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = surveyed(town, tekun(town))
    happens(town, rows(town, taken), "death", town.clerk.today(), "己示例")
    draft = town.checker.read(approving.drafted, taken)
    assert draft.result == "refuse"
    assert "己示例" in draft.text
    with pytest.raises(Refused, match="没有共同生活成员"):
        town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意。")


@pytest.mark.parametrize("form", ["F01", "F15", "F16"])
def test_the_papers_of_who_received_and_died_stay_readable(town: Town, form: str) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 12, 5))
    happens(town, home, "death", date(2025, 12, 4), "己示例")
    assert town.checker.read(papers.preview, form, home.application.id).startswith(b"%PDF")


def test_a_file_merged_away_shows_who_was_counted_and_is_not_approved(town: Town) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, urban_three(town)).household.id
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    town.on(date(2025, 11, 12))
    taken = submitted(town, couple, date(2025, 11, 12), date(2025, 11, 20))
    before = names(town, taken)
    other = rows(town, taken).household.id
    town.on(date(2025, 12, 3))
    merged = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=other)
    town.checker.write(events.record_event, home, merged)
    assert names(town, taken) == before
    with pytest.raises(Refused, match="没有共同生活成员"):
        approved(town, taken)
    refused(town, taken)


def test_a_family_that_lost_one_shows_who_is_left(town: Town) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, urban_couple(town, 611))
    town.on(date(2025, 12, 5))
    left = [one.name for one in home.people.values() if one.id != home.application.applicant_id]
    gone = home.people[home.application.applicant_id].name
    happens(town, home, "death", date(2025, 12, 4), gone)
    assert names(town, home.application.id) == left
