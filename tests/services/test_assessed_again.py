"""自理能力变化: reported, assessed again within ten working days, and paid by the new level after another signature [43 Art 23]."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.granting import adjusting
from jiuzhu.services.household import abilities, events
from jiuzhu.services.paper import kind_papers
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from receiving import flags, granted, happens, person, propose, sign, tekun, told
from town import Town

ASSESSORS = ("李核查", "张经办")
UNABLE = ["eat", "dress", "bed", "walk"]


def supported(town: Town) -> FileRows:
    """An old man who cared for himself, paid from 2025-09; the day is the third of November."""
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 3))
    return home


def reported(town: Town, home: FileRows) -> str:
    return happens(town, home, "self_care", date(2025, 11, 1), "己示例")


def care(town: Town, home: FileRows) -> list[tuple[str, str, Decimal]]:
    """First month, level and yuan a month, the oldest first."""
    found = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    return [(row.first_month, row.care, row.monthly) for row in found]


def test_what_is_reported_is_assessed_signed_by_another_and_paid_from_the_month_after(town: Town) -> None:
    home = supported(town)
    before = care(town, home)
    event = reported(town, home)
    (waiting,) = town.checker.read(events.waiting)
    assert waiting.due_on == date(2025, 11, 17)  # T9: ten working days
    assert told(town, home).change.kind == "keep"
    with pytest.raises(Refused, match="还没有重新评估"):
        town.head.write(events.settle_event, event, "评估过了")
    town.on(date(2025, 11, 6))
    level = town.checker.write(abilities.assess_again, event, UNABLE, ASSESSORS, date(2025, 11, 5))
    assert level == "full"
    found = told(town, home)
    assert (found.change.kind, found.change.care, found.change.from_month) == ("raise", "full", "2025-12")
    propose(town, found, event_id=event)
    with pytest.raises(Refused):  # by another person
        town.checker.write(
            adjusting.decide_adjustment, town.head.read(adjusting.adjustments)[-1].id, approved=True
        )
    sign(town)
    ((_, _, low),) = before
    assert care(town, home) == [
        ("2025-09", "none", low),
        ("2025-12", "full", low + Decimal("250.00")),  # 300 for 50
    ]
    assert flags(town) == []
    town.head.write(events.settle_event, event, "已按评估结果调整")


def test_the_paper_of_the_assessment_says_the_new_one_and_the_signed_form_the_old(town: Town) -> None:
    home = supported(town)
    event = reported(town, home)
    town.checker.write(abilities.assess_again, event, UNABLE, ASSESSORS, date(2025, 11, 3))

    def level(form: str) -> tuple[int | None, str]:
        dossier = town.clerk.read(files.dossier, home.application.id)
        town.clerk.read(kind_papers.fill, form, dossier, home.application.id)
        (line,) = dossier.self_care
        return line.unmet, line.care

    assert level("F23D") == (4, "full")
    assert level("F23C") == (None, "")


def test_somebody_whose_ability_is_as_it_was_is_settled_without_a_change(town: Town) -> None:
    home = supported(town)
    event = reported(town, home)
    town.checker.write(abilities.assess_again, event, [], ASSESSORS, date(2025, 11, 3))
    assert told(town, home).change.kind == "keep"
    town.head.write(events.settle_event, event, "评估没有变化")


def test_an_illness_of_somebody_supported_is_assessed_too(town: Town) -> None:
    home = supported(town)
    event = happens(town, home, "ill", date(2025, 11, 1), "己示例", marks={"illness": "major"})
    assert town.checker.write(abilities.assess_again, event, ["walk"], ASSESSORS, date(2025, 11, 3)) == "half"
    assert told(town, home).change.care == "half"


def test_what_is_no_change_of_ability_or_before_it_is_refused(town: Town) -> None:
    home = supported(town)
    other = happens(town, home, "other", date(2025, 11, 1), details="搬到同村另一处居住")
    with pytest.raises(Refused, match="不用重新评估"):
        town.checker.write(abilities.assess_again, other, [], ASSESSORS, date(2025, 11, 3))
    event = reported(town, home)
    with pytest.raises(InvalidInput, match="变动发生以后"):
        town.checker.write(abilities.assess_again, event, [], ASSESSORS, date(2025, 10, 31))
    town.checker.write(abilities.assess_again, event, [], ASSESSORS, date(2025, 11, 3))
    town.head.write(events.settle_event, event, "评估没有变化")
    with pytest.raises(Refused, match="已经办结"):
        town.checker.write(abilities.assess_again, event, [], ASSESSORS, date(2025, 11, 3))
    assert person(home, "己示例")


def test_nothing_is_asked_back_of_the_months_before_the_assessment(town: Town) -> None:
    """The change was told of September; nobody had assessed it before November."""
    town.on(date(2025, 8, 4))
    dossier = tekun(town)
    dossier.members[0].self_care_unmet = UNABLE
    home = granted(town, dossier)
    town.on(date(2025, 11, 3))
    event = happens(town, home, "self_care", date(2025, 9, 20), "己示例")
    town.checker.write(abilities.assess_again, event, [], ASSESSORS, date(2025, 11, 3))
    found = told(town, home)
    assert (found.change.kind, found.change.from_month) == ("cut", "2025-12")
    propose(town, found, event_id=event)
    sign(town)
    assert [(month, level) for month, level, _ in care(town, home)] == [
        ("2025-09", "full"),
        ("2025-12", "none"),
    ]
    assert flags(town) == []
