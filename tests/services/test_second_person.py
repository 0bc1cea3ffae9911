"""A figure one person set waits for another: it holds and says so, and no list for everybody is signed by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from other_desk import desk_of

from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household.household_facts import facts_of_households
from jiuzhu.services.office import admin, proving, workbench
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import own_figures, rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen
from on_the_way import approve, submitted
from relief_case import colleague
from town import Town, open_town, payer_of, urban_three

KEY = "std.dibao.urban"
PAPER = "示例规〔2025〕99号"
DAY = date(2026, 1, 1)
SEEN = Seen(KEY, "800", DAY)
WANTED = Wanted(title="2026 年低保标准调整", standards_on=DAY, from_month="2026-01", document=PAPER)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 12, 3))
    yield made
    made.close()


@pytest.fixture
def payer(town: Town) -> Workspace:
    """A family receives from 2025-11; then the clerk, who administers, enters 800 a head from 2026-01."""
    town.on(date(2025, 10, 13))
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    made = payer_of(town)
    enter(town.clerk)
    for desk in (town.head, made):
        rule_admin.take_over(desk)
    return made


def enter(desk: Workspace, key: str = KEY, value: str = "800", starts: date = DAY) -> None:
    rule_admin.set_figure(desk, NewFigure(key, value, starts, PAPER, replaces=True))


def shown(desk: Workspace) -> tuple[str, str, str]:
    """State, who set it, who looked at it."""
    (row,) = desk.read(own_figures.own_figures)
    return row.state, row.set_by, row.confirmed_by


def test_a_figure_of_one_person_waits_until_another_has_looked(town: Town) -> None:
    enter(town.clerk)
    assert shown(town.head) == ("待另一人核对", "张经办，2025-12-03", "")
    with pytest.raises(Refused, match="您设置的"):
        rule_admin.confirm_figure(town.clerk, SEEN, PAPER)
    for desk in (town.checker, town.auditor):
        with pytest.raises(Refused, match="没有这个岗位"):
            rule_admin.confirm_figure(desk, SEEN, PAPER)
    with pytest.raises(InvalidInput):
        rule_admin.confirm_figure(town.head, SEEN, "")
    town.on(date(2025, 12, 4))
    rule_admin.confirm_figure(town.head, SEEN, PAPER)  # before its day
    assert shown(town.head) == ("有效", "张经办，2025-12-03", "王主任，2025-12-04")
    assert town.head.rules.policy.in_force("500112", DAY)[KEY].confirmed
    with pytest.raises(Refused, match="已经核实过"):
        rule_admin.confirm_figure(town.head, SEEN, PAPER)
    with pytest.raises(Refused, match="已经不是您看到的"):
        rule_admin.confirm_figure(town.head, Seen(KEY, "800", date(2026, 2, 1)), PAPER)
    assert town.auditor.read(proving.verify_journal).problems == ()


def test_a_confirmed_figure_is_taken_back_by_two(town: Town, payer: Workspace) -> None:
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    own_figures.withdraw_figure(town.clerk, KEY, DAY, "文件后来撤回")
    held = town.clerk.rules.policy.in_force("500112", DAY)
    assert held.amount(KEY) == Decimal(800)  # until another has looked
    assert shown(town.head) == ("待另一人撤销", "张经办，2025-12-03", "")
    (row,) = town.head.read(own_figures.own_figures)
    assert "张经办，2025-12-03 提请撤销：文件后来撤回" in row.asked_back
    town.on(DAY)
    told = "有 1 份标准调整清单等待签署，在“发放—标准调整”里。"
    run = reassessing.draft(payer, WANTED)
    assert "城市低保标准（2026-01-01 起）" in town.head.read(reassessing.barred)[run]
    assert told not in town.head.read(workbench.today).warnings
    with pytest.raises(Refused, match="您提请"):
        own_figures.withdraw_figure(town.clerk, KEY, DAY, "文件后来撤回")
    told = "有 1 个标准或参数等待另一人核对，在“设置—标准与参数—本单位设置”里。"
    assert told in town.head.read(workbench.today).warnings
    assert told not in town.clerk.read(workbench.today).warnings
    own_figures.withdraw_figure(town.head, KEY, DAY, "看过撤回的通知")
    assert town.head.rules.policy.in_force("500112", DAY).amount(KEY) == Decimal(770)
    (row,) = town.head.read(own_figures.own_figures)
    assert (row.state, row.note) == (
        "已撤销",
        "已撤销：看过撤回的通知（张经办，2025-12-03 提请撤销：文件后来撤回）",
    )
    assert town.auditor.read(proving.verify_journal).problems == ()


def test_a_figure_asked_back_may_be_confirmed_again(town: Town) -> None:
    enter(town.clerk)
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    own_figures.withdraw_figure(town.head, KEY, DAY, "看错了另一份文件")
    with pytest.raises(Refused, match="您提请"):
        own_figures.withdraw_figure(town.head, KEY, DAY, "看错了另一份文件")
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    assert shown(town.head) == ("有效", "张经办，2025-12-03", "王主任，2025-12-03")
    (row,) = town.head.read(own_figures.own_figures)
    assert row.asked_back == ""


def test_nobody_confirms_a_figure_they_have_not_seen(town: Town) -> None:
    enter(town.clerk)
    own_figures.withdraw_figure(town.clerk, KEY, DAY, "看错了文件")
    enter(town.clerk, value="900")  # while the other person looks at 800
    with pytest.raises(Refused, match="已经不是您看到的 800"):
        rule_admin.confirm_figure(town.head, SEEN, PAPER)
    assert "待另一人核对" in {row.state for row in town.head.read(own_figures.own_figures)}
    (row,) = [one for one in town.head.read(admin.parameters) if one.key == "publicity.days"]
    enter(town.clerk, "publicity.days", "8", date(2025, 12, 3))
    with pytest.raises(Refused, match="已经不是您看到的"):
        rule_admin.confirm_figure(town.head, Seen(row.key, row.raw, row.starts), PAPER)


def test_whoever_may_look_is_told_on_the_first_page(town: Town) -> None:
    enter(town.clerk)
    told = "有 1 个标准或参数等待另一人核对，在“设置—标准与参数—本单位设置”里。"
    assert told in town.head.read(workbench.today).warnings
    for desk in (town.clerk, town.checker):  # who set it, and who may not confirm it
        assert told not in desk.read(workbench.today).warnings
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    assert told not in town.head.read(workbench.today).warnings


def test_it_holds_from_its_day_and_a_finding_says_that_it_waits(town: Town, payer: Workspace) -> None:
    assert payer.rules.policy.in_force("500112", DAY).amount(KEY) == Decimal(800)
    town.on(DAY)
    (row,) = [one for one in town.head.read(admin.parameters) if one.key == KEY]
    assert (row.confirmed, row.state) == (False, "待另一人核对")
    assert row.set_by == "张经办，2025-12-03"
    ((_, facts),) = town.head.read(lambda unit: list(facts_of_households(unit, None, unit.today)))
    told = "\n".join(
        explain(assess(facts, town.head.rules.policy, town.head.rules.calendar).findings["dibao"])
    )
    assert f"低于城市低保标准 800 元（民发〔2021〕57号第八条，{PAPER}，待本地确认）" in told
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    (row,) = [one for one in town.head.read(admin.parameters) if one.key == KEY]
    assert (row.state, row.confirmed_by) == ("已核实", "王主任，2026-01-01")


def test_no_list_is_signed_by_a_figure_that_waits(town: Town, payer: Workspace) -> None:
    told = "有 1 份标准调整清单等待签署，在“发放—标准调整”里。"
    run = reassessing.draft(payer, WANTED)
    assert "城市低保标准（2026-01-01 起）" in town.head.read(reassessing.barred)[run]
    assert told not in town.head.read(workbench.today).warnings
    with pytest.raises(Refused, match="本单位设置") as refusal:
        town.head.write(reassessing.sign, run)
    assert "已经在发的钱照常发放" in refusal.value.message
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    assert town.head.read(reassessing.barred) == {}
    assert told in town.head.read(workbench.today).warnings
    for desk in (payer, town.checker, colleague(town, "zhenzhang", "周镇长", "township_approver")):
        assert told not in desk.read(workbench.today).warnings  # nobody here may sign it
    town.head.write(
        reassessing.sign, run
    )  # the list is the one that was made: a second look changes no figure
    assert told not in town.head.read(workbench.today).warnings
    assert carrying_out.apply(payer, run).changed == 1


@pytest.mark.parametrize(
    ("key", "value", "starts"),
    [
        ("publicity.days", "8", date(2025, 12, 3)),  # a clock
        (KEY, "810", date(2026, 7, 1)),  # of a day the list does not look at
    ],
)
def test_what_a_list_is_not_made_by_holds_it_up_for_nobody(
    town: Town, payer: Workspace, key: str, value: str, starts: date
) -> None:
    rule_admin.confirm_figure(town.head, SEEN, PAPER)
    enter(town.clerk, key, value, starts)
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    (signed,) = town.head.read(reassessing.runs)
    assert (signed.id, signed.state) == (run, "signed")


def test_another_administrator_may_look_too(town: Town) -> None:
    enter(town.clerk)
    other: Actor = replace(town.checker.actor, roles=frozenset({"administrator"}))
    rule_admin.confirm_figure(desk_of(town.checker, other), SEEN, PAPER)
    assert shown(town.clerk)[2] == "李核查，2025-12-03"


@pytest.mark.parametrize(
    ("value", "told"),
    [("1E9", "不小于零的数字"), ("800.555", "填到分"), ("7700", "相差一倍以上"), ("0", "相差一倍以上")],
)
def test_a_figure_that_is_hardly_meant_is_asked_about(town: Town, value: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        enter(town.clerk, value=value)
    assert town.clerk.read(own_figures.own_figures) == []


def test_an_unlikely_figure_is_taken_with_its_reason(town: Town) -> None:
    rule_admin.set_figure(town.clerk, NewFigure(KEY, "1,600", DAY, PAPER, "按新口径计发", replaces=True))
    assert shown(town.head)[0] == "待另一人核对"
