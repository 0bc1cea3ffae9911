"""公示: what it shows, how long it hangs, and what a second posting and an upheld objection do."""

from datetime import date

import pytest

from jiuzhu.domain.approving import Objection, PublicNotice
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from on_the_way import opined, rows, submitted
from town import Town, urban_three


def test_a_posting_cannot_be_cut_short(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = opined(town, urban_three(town))
    with pytest.raises(InvalidInput, match="公示地点"):
        town.checker.write(approving.post_notice, taken, "  ")
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 10, 31))
    with pytest.raises(Refused, match="下一步最早 2025-11-03"):
        town.checker.write(approving.close_notice, taken)
    with pytest.raises(Refused, match="不能“上报"):
        town.checker.write(approving.submit, taken)
    assert rows(town, taken).notices[0].closed_on is None


def test_a_returned_file_needs_a_new_opinion_and_a_new_posting(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    with pytest.raises(InvalidInput, match="退回理由"):
        town.head.write(approving.return_file, taken, "补")
    town.head.write(approving.return_file, taken, "请补充妻子的就业情况")
    file = rows(town, taken)
    assert (file.application.state, file.application.sent_on) == ("investigating", None)
    assert (file.steps[-1].move, file.steps[-1].note) == ("return_file", "请补充妻子的就业情况")


def test_an_upheld_objection_goes_back_to_the_survey(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.checker.write(approving.object_to_notice, taken, "群众", "另有住房出租")
    town.checker.write(approving.settle_objection, taken, "查到出租房屋一套", "反映属实。", "upheld")
    file = rows(town, taken)
    assert file.application.state == "investigating"
    objection: Objection = file.objections[0]
    assert (objection.outcome, objection.settled_on) == ("upheld", date(2025, 10, 24))


def test_what_is_posted_has_no_place_for_private_facts() -> None:
    assert set(PublicNotice.__dataclass_fields__) == {
        "id",
        "application_id",
        "number",
        "place",
        "posted_on",
        "ends_on",
        "closed_on",
        "repost",
        "members",
        "persons",
        "monthly",
        "amount",
        "programmes",
        "posted_by",
        "version",
    }


def test_after_a_second_posting_its_own_end_is_due(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    assert rows(town, taken).application.due_on == date(2025, 11, 3)
    town.on(date(2025, 10, 28))
    town.checker.write(approving.object_to_notice, taken, "", "家里有车")
    town.on(date(2025, 11, 4))
    town.checker.write(approving.settle_objection, taken, "车是邻居的", "经查不属实。", "dismissed")
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")

    stored = rows(town, taken).application
    assert (stored.due_code, stored.due_on) == ("L9", date(2025, 11, 10))
