"""What the office sets for itself: figures from a day on by a document, confirmations, days off; nothing is rewritten."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from other_desk import desk_of

from jiuzhu.domain.policy import AWAITS_CONFIRMATION
from jiuzhu.errors import Conflict, InvalidInput, Refused
from jiuzhu.services.office import admin, proving
from jiuzhu.services.office.opening import log_in
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import own_figures, rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen
from on_the_way import approve, submitted
from town import LOGIN, PASSWORD, Town, open_town, urban_three

KEY = "std.dibao.urban"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 12, 3))
    yield made
    made.close()


@pytest.fixture
def boss(town: Town) -> Workspace:
    """The administrator's desk."""
    from dataclasses import replace  # noqa: PLC0415  # here alone

    return desk_of(town.clerk, replace(town.clerk.actor, roles=frozenset({"administrator"})))


def standard(workspace: Workspace, on: date) -> Decimal:
    return workspace.rules.policy.in_force(workspace.office.district, on).amount(KEY)


def new(
    value: str = "800", starts: date | None = date(2026, 1, 1), document: str = "示例规〔2025〕99号"
) -> NewFigure:
    return NewFigure(KEY, value, starts, document, replaces=True)


def test_a_figure_somebody_set_meanwhile_is_told_beside_the_own_one(boss: Workspace) -> None:
    shown = next(row for row in boss.read(admin.parameters) if row.key == KEY)
    before = {"value": shown.mark}
    rule_admin.set_figure(boss, new("790", date(2025, 12, 15)), before=dict(before))
    with pytest.raises(Conflict) as raised:
        rule_admin.set_figure(boss, new(), before=before)
    (one,) = raised.value.differences
    assert (one.mine, one.stored, one.who) == ("800", "790", "张经办")
    assert one.theirs.startswith("790")
    assert "2025-12-15 起" in one.theirs
    rule_admin.set_figure(boss, new(), before={"value": one.base})
    assert standard(boss, date(2026, 1, 1)) == Decimal(800)


def test_a_new_standard_stands_from_its_day_and_the_old_one_before(boss: Workspace, town: Town) -> None:
    before = standard(boss, date(2025, 12, 31))
    rule_admin.set_figure(boss, new())
    assert standard(boss, date(2026, 1, 1)) == Decimal(800)
    assert standard(boss, date(2025, 12, 31)) == before
    rule_admin.set_figure(boss, new("820", date(2026, 7, 1)))
    rule_admin.set_figure(boss, new("790", date(2025, 12, 15)))  # set between what is there already
    days = (date(2025, 12, 14), date(2025, 12, 15), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [standard(boss, day) for day in days] == [before, *map(Decimal, ("790", "800", "800", "820"))]
    proof = town.auditor.read(proving.verify_journal)
    assert proof.problems == ()


@pytest.mark.file_only("a log-in opens the key file")
def test_it_is_there_at_the_next_log_in(boss: Workspace, town: Town) -> None:
    rule_admin.set_figure(boss, new())
    rule_admin.set_calendar(
        boss, 2026, "示例办〔2025〕7号", "2026-01-01 至 2026-01-03", "2026-01-04", fewer=True
    )
    home = town.clerk.home
    town.close()
    again = log_in(home, LOGIN, PASSWORD)
    try:
        assert standard(again, date(2026, 1, 1)) == Decimal(800)
        assert again.rules.calendar.document(2026) == "示例办〔2025〕7号"
        assert not again.rules.calendar.is_working(date(2026, 1, 2))
        assert again.rules.calendar.is_working(date(2026, 1, 4))
        assert again.rules.calendar.is_working(
            date(2026, 2, 17)
        )  # the notice set here replaces the shipped one whole
    finally:
        again.close()


@pytest.mark.parametrize(
    ("figure", "field"),
    [
        (new("many"), "value"),
        (new("-1"), "value"),
        (new(starts=None), "starts"),
        (new(document=" "), "document"),
    ],
)
def test_a_figure_needs_its_kind_its_day_and_its_document(
    boss: Workspace, figure: NewFigure, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule_admin.set_figure(boss, figure)
    assert refusal.value.problems[0].field == field


def test_the_same_day_is_not_set_twice_and_only_the_administrator_sets(boss: Workspace, town: Town) -> None:
    rule_admin.set_figure(boss, new())
    with pytest.raises(InvalidInput, match="已经设置过"):
        rule_admin.set_figure(boss, new("810"))
    with pytest.raises(Refused):
        rule_admin.set_figure(town.checker, new("900", date(2027, 1, 1)))
    rule_admin.set_figure(town.clerk, new("900", date(2027, 1, 1)))  # a desk that has not seen the first one
    assert [standard(town.clerk, date(year, 1, 1)) for year in (2026, 2027)] == [Decimal(800), Decimal(900)]
    with pytest.raises(Refused):
        rule_admin.set_figure(boss, NewFigure("std.none", "1", date(2026, 1, 1), "示例"))


def test_an_unconfirmed_figure_keeps_its_value_and_gets_its_document(boss: Workspace) -> None:
    waiting = next(row for row in boss.read(admin.parameters) if not row.confirmed)
    seen = Seen(waiting.key, waiting.raw, waiting.starts)
    with pytest.raises(InvalidInput):
        rule_admin.confirm_figure(boss, seen, AWAITS_CONFIRMATION)
    rule_admin.confirm_figure(boss, seen, "区民政局会议纪要〔2025〕12号")
    found = next(row for row in boss.read(admin.parameters) if row.key == waiting.key)
    assert (found.value, found.confirmed, found.document) == (
        waiting.value,
        True,
        "区民政局会议纪要〔2025〕12号",
    )
    with pytest.raises(Refused, match="已经核实过"):
        rule_admin.confirm_figure(boss, seen, "再核一次")


def test_an_own_unconfirmed_figure_is_confirmed_in_its_place(boss: Workspace, town: Town) -> None:
    rule_admin.set_figure(boss, NewFigure(KEY, "800", date(2025, 12, 1), AWAITS_CONFIRMATION, replaces=True))
    rule_admin.confirm_figure(town.head, Seen(KEY, "800", date(2025, 12, 1)), "示例规〔2025〕99号")
    row = town.head.rules.policy.rows_in_force(boss.office.district, date(2025, 12, 3))[KEY]
    assert (row.value, row.status, row.document) == (Decimal(800), "verified", "示例规〔2025〕99号")


@pytest.mark.parametrize(
    ("year", "document", "off", "worked", "field"),
    [
        (2026, "", "2026-10-01", "", "document"),
        (2030, "示例", "2030-10-01", "", "year"),
        (2026, "示例", "", "", "off"),
        (2026, "示例", "2026-10-07 至 2026-10-01", "", "off"),
        (2026, "示例", "2025-10-01", "", "off"),
        (2026, "示例", "2026-02-30", "", "off"),
        (2026, "示例", "国庆节", "", "off"),
        (2026, "示例", "2026-10-03", "2026-10-03", "worked"),
        (2026, "示例", "2026-10-01", "2026-10-08", "worked"),  # a Thursday
    ],
)
def test_days_off_are_read_or_told(
    boss: Workspace, year: int, document: str, off: str, *, worked: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule_admin.set_calendar(boss, year, document, off, worked)
    assert refusal.value.problems[0].field == field


def test_a_part_of_a_year_does_not_take_its_place_unasked(boss: Workspace) -> None:
    held = boss.rules.calendar.year(2026)
    assert held is not None
    with pytest.raises(InvalidInput, match=rf"原有 {len(held.off)} 天放假（.*），现在只有 3 天") as refusal:
        rule_admin.set_calendar(boss, 2026, "示例办〔2025〕7号", "2026-01-01 至 2026-01-03", "")
    assert refusal.value.problems[0].field == "fewer"
    assert boss.rules.calendar.year(2026) == held
    rule_admin.set_calendar(boss, 2026, "示例办〔2025〕7号", "2026-01-01 至 2026-01-03", "", fewer=True)
    assert boss.rules.calendar.document(2026) == "示例办〔2025〕7号"
    rule_admin.set_calendar(
        boss, 2026, "示例办〔2025〕8号", "2026-01-01 至 2026-01-04", ""
    )  # more days need no word
    assert boss.rules.calendar.document(2026) == "示例办〔2025〕8号"


def test_who_is_touched_is_counted_and_nobody_is_changed(boss: Workspace) -> None:
    found = boss.read(rule_admin.touched, KEY, date(2025, 12, 1))
    assert (found.decisions, found.households) == (0, 0)


def test_months_of_other_figures_are_named_and_want_a_tick(boss: Workspace) -> None:
    """A standard of January 2025 would stand above those of 2024-09 and of 2025-07: nothing is replaced in silence."""
    late = NewFigure(KEY, "800", date(2025, 1, 1), "示例规〔2025〕99号")
    with pytest.raises(InvalidInput) as refusal:
        rule_admin.set_figure(boss, late)
    (problem,) = refusal.value.problems
    assert problem.field == "replaces"
    for stretch in ("2025-01 至 2025-06的 750（", "2025-07 至 2026-06的 770（", "2026-07 起的 770（"):
        assert stretch in problem.message
    assert standard(boss, date(2025, 8, 1)) == Decimal(770)
    assert "2025-07 至 2026-06的 770" in boss.read(rule_admin.touched, KEY, date(2025, 1, 1)).replaces
    rule_admin.set_figure(boss, new("800", date(2025, 1, 1)))
    assert standard(boss, date(2025, 8, 1)) == Decimal(800)


def test_a_figure_that_only_follows_wants_no_tick(boss: Workspace) -> None:
    follows = NewFigure(KEY, "800", date(2026, 7, 1), "示例规〔2025〕99号")
    rule_admin.set_figure(boss, follows)
    assert standard(boss, date(2026, 7, 1)) == Decimal(800)


def test_a_mistyped_standard_is_withdrawn_and_set_right(boss: Workspace, town: Town) -> None:
    before = standard(boss, date(2026, 1, 1))
    rule_admin.set_figure(boss, new("780", date(2025, 12, 15)))
    rule_admin.set_figure(boss, new("870"))  # 780 was meant
    with pytest.raises(InvalidInput, match="撤销"):
        rule_admin.set_figure(boss, new("800"))
    with pytest.raises(InvalidInput):
        own_figures.withdraw_figure(boss, KEY, date(2026, 1, 1), "错")
    own_figures.withdraw_figure(boss, KEY, date(2026, 1, 1), "两位数字打反了")
    assert standard(boss, date(2026, 1, 1)) == Decimal(780)  # what it had ended goes on
    with pytest.raises(Refused, match="可能已经撤销"):
        own_figures.withdraw_figure(boss, KEY, date(2026, 1, 1), "两位数字打反了")
    rule_admin.set_figure(boss, new("800"))
    assert (standard(boss, date(2025, 12, 31)), standard(boss, date(2026, 1, 1))) == (
        Decimal(780),
        Decimal(800),
    )
    rows = boss.read(own_figures.own_figures)
    assert [(row.value, row.withdrawn) for row in rows] == [("780", False), ("800", False), ("870", True)]
    assert "两位数字打反了" in rows[-1].note
    own_figures.withdraw_figure(boss, KEY, date(2026, 1, 1), "文件还没有印发")
    own_figures.withdraw_figure(boss, KEY, date(2025, 12, 15), "文件还没有印发")
    assert standard(boss, date(2026, 1, 1)) == before
    assert town.auditor.read(proving.verify_journal).problems == ()


def test_a_figure_somebody_has_signed_by_is_not_withdrawn(boss: Workspace, town: Town) -> None:
    rule_admin.set_figure(boss, new("800", date(2025, 12, 1)))
    taken = submitted(town, urban_three(town, 501), date(2025, 12, 3), date(2025, 12, 11))
    town.on(date(2025, 12, 15))
    approve(town, taken)
    with pytest.raises(Refused, match="按它办理"):
        own_figures.withdraw_figure(boss, KEY, date(2025, 12, 1), "文号写错了")
    assert standard(boss, date(2025, 12, 15)) == Decimal(800)


def test_a_figure_names_a_person_and_no_mark_of_ours(town: Town) -> None:
    for number, starts in (("800", date(2026, 1, 1)), ("810", date(2026, 7, 1))):
        figure = NewFigure("std.dibao.urban", number, starts, "示例民〔2026〕1号", replaces=True)
        rule_admin.set_figure(town.clerk, figure)
    (row,) = [one for one in town.clerk.read(admin.parameters) if one.key == "std.dibao.urban"]
    assert row.coming.count("示例民〔2026〕1号") == 2
    assert not [
        one for one in town.clerk.read(admin.parameters) if re.fullmatch(r"[A-Z0-9]+(-\d+)?", one.clause)
    ]
    town.on(date(2026, 1, 2))
    (row,) = [one for one in town.clerk.read(admin.parameters) if one.key == "std.dibao.urban"]
    assert (row.value, row.note) == ("800", "")
    assert town.clerk.actor.name in row.source


def test_an_open_desk_works_by_what_another_has_set(boss: Workspace, town: Town) -> None:
    assert town.head.read(
        lambda unit: unit.desk.policy.in_force(unit.desk.office.district, date(2026, 1, 1)).amount(KEY)
    ) == Decimal(770)
    rule_admin.set_figure(boss, new())
    assert town.head.read(
        lambda unit: unit.desk.policy.in_force(unit.desk.office.district, date(2026, 1, 1)).amount(KEY)
    ) == Decimal(800)
    assert standard(town.head, date(2026, 1, 1)) == Decimal(800)
    own_figures.withdraw_figure(boss, KEY, date(2026, 1, 1), "文件还没有印发")
    town.head.write(lambda unit: unit.about(unit.desk.office.id))
    assert standard(town.head, date(2026, 1, 1)) == Decimal(770)
    rule_admin.set_calendar(
        boss, 2026, "示例办〔2025〕7号", "2026-01-01 至 2026-01-03", "2026-01-04", fewer=True
    )
    assert town.head.read(lambda unit: unit.desk.calendar.document(2026)) == "示例办〔2025〕7号"
