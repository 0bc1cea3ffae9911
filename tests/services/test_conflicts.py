"""The seven conflicts as settings that act: what was set by a document changes the procedure from its day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain.approving import Deliberation
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.office import admin
from jiuzhu.services.office_rules import calendars, conflicts, rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure
from jiuzhu.services.relief import disaster
from on_the_way import opined, rows, surveyed
from town import Town, open_town, urban_three

TODAY = date(2025, 10, 13)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", TODAY)
    yield made
    made.close()


def decide(town: Town, key: str, value: str) -> None:
    """Set one reading at every desk: the rules are one database, each desk here has its own copy."""
    rule_admin.set_figure(town.clerk, NewFigure(key, value, TODAY, "渝北民〔2025〕8号", replaces=True))
    for desk in (town.checker, town.head):
        desk.rules = town.clerk.rules


def held(town: Town) -> Deliberation:
    return Deliberation(
        application_id="", attendees="甲示例代表", subject="低保申请", held_on=town.clerk.today(), place="示例社区会议室", host="主持示例", recorder="记录示例",
        participants=9, representatives=7, agree=9, disagree=0, abstain=0, conclusion="agreed",
        statements="情况属实，同意",
    )  # fmt: skip


def test_every_conflict_stands_on_its_safe_reading_until_it_is_decided(town: Town) -> None:
    found = town.auditor.read(conflicts.conflicts)
    assert len(found) == 8
    assert all(row.safe for row in found)
    decide(town, "publicity.counts", "工作日")  # the word as it is shown is taken as well
    assert town.clerk.read(conflicts.conflicts)[-1].reading == "七个工作日"


def test_a_value_of_ones_own_is_shown_as_it_is(town: Town) -> None:
    decide(town, "total.wd.normal", "20")
    row = next(one for one in town.clerk.read(conflicts.conflicts) if one.id == "total.wd.normal")
    assert (row.reading, row.safe) == ("20 工作日", False)


@pytest.mark.parametrize(
    ("key", "value"), [("grant.start", "sometimes"), ("grant.start", ""), ("recheck.C", "on")]
)
def test_a_word_no_formula_knows_is_refused(town: Town, key: str, value: str) -> None:
    with pytest.raises(InvalidInput, match="只能是："):
        decide(town, key, value)


def test_c_04_asks_for_the_review_of_every_household(town: Town) -> None:
    decide(town, "mass_review", "always")
    taken = surveyed(town, urban_three(town))
    text = town.checker.read(approving.opinion_draft, taken)
    with pytest.raises(Refused, match="C-04"):
        town.checker.write(approving.give_opinion, taken, "grant", text)
    town.checker.write(disaster.record_deliberation, taken, held(town))
    town.checker.write(approving.give_opinion, taken, "grant", text)
    assert rows(town, taken).opinions


def test_c_07_counts_the_posting_in_working_days(town: Town) -> None:
    decide(town, "publicity.counts", "working_days")
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    assert rows(town, taken).notices[0].ends_on == date(2025, 10, 22)  # seven working days after a Monday
    town.on(date(2025, 10, 22))
    with pytest.raises(Refused):
        town.checker.write(approving.close_notice, taken)


def test_seven_days_are_days_by_default(town: Town) -> None:
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    assert rows(town, taken).notices[0].ends_on == date(2025, 10, 20)


def test_what_is_set_for_later_and_what_may_be_chosen_is_told(town: Town) -> None:
    rule_admin.set_figure(
        town.clerk, NewFigure("grant.start", "same", date(2026, 1, 1), "渝北民〔2025〕8号", replaces=True)
    )
    found = {one.key: one for one in town.clerk.read(admin.parameters)}
    assert found["grant.start"].coming == "2026-01-01 起 批准当月（渝北民〔2025〕8号，待另一人核对）"
    assert found["grant.start"].choices == (("next", "决定次月"), ("same", "批准当月"))
    assert found["income.exclude.base_pension"].choices == (("是", "是"), ("否", "否"))
    assert found["std.dibao.urban"].choices == ()


def test_the_years_held_and_the_year_that_is_missing(town: Town) -> None:
    town.on(date(2026, 12, 1))
    rule_admin.set_calendar(
        town.clerk,
        2026,
        "示例办〔2025〕7号",
        "2026-01-01 至 2026-01-03、2026-05-01",
        "2026-01-04",
        fewer=True,
    )
    found = {row.year: row for row in town.clerk.read(calendars.years)}
    assert (found[2027].document, found[2027].days) == ("", 0)
    assert (found[2026].days, found[2026].origin, len(found[2026].off)) == (4, "本单位 2026-12-01 录入", 2)
    assert found[2025].origin == "随程序"
    with pytest.raises(Refused):
        town.checker.read(calendars.look_at_notice, "2026年")
    with pytest.raises(InvalidInput) as refusal:
        town.clerk.read(calendars.look_at_notice, "2026年")
    assert refusal.value.problems[0].field == "notice"
