"""标准调整: who was refused just above the old line is invited by the new one, as a lead and never as money."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.transferring import Lead
from jiuzhu.services.approval import approving
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import LineRow, Wanted
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.referral import leading
from jiuzhu.storage.queries.files import FileRows
from on_the_way import accept, approve, rows, submitted, surveyed, version
from receiving import dies, four, granted, with_setting, with_standard
from town import Town, payer_of

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2026, 3, 1),
    from_month="2026-03",
    document="示例规〔2026〕9号",
)
JUST_ABOVE = Decimal("3140.00")
"""785 a head for four: not below 770, below 800."""


def with_income(town: Town, order: int, income: Decimal = JUST_ABOVE) -> Dossier:
    made = four(town, order)
    made.incomes[0].declared = income
    return made


def refuse(town: Town, taken: str) -> FileRows:
    """The head's no to what was surveyed."""
    town.checker.write(approving.give_opinion, taken, "refuse", "人均收入超过标准，拟不予确认")
    verdict = approving.Verdict(
        result="refused", seen_version=version(town, taken), reason="人均收入超过低保标准", clause="57-8"
    )
    town.head.write(approving.decide, taken, verdict)
    return rows(town, taken)


def refused(town: Town, order: int, on: date = date(2025, 11, 12), income: Decimal = JUST_ABOVE) -> FileRows:
    town.on(on - timedelta(days=7))
    taken = surveyed(town, with_income(town, order, income))
    town.on(on)
    return refuse(town, taken)


@pytest.fixture
def payer(town: Town) -> Workspace:
    """Somebody receives; from 2026-03 the standard is 800 a head instead of 770."""
    made = payer_of(town)
    with_standard(town.clerk, town.checker, town.head, made, starts=date(2026, 3, 1))
    town.on(date(2025, 8, 4))
    granted(town, four(town))
    return made


def invited(town: Town, payer: Workspace, on: date = date(2026, 2, 20)) -> list[LineRow]:
    town.on(on)
    return payer.read(reassessing.lines, reassessing.draft(payer, WANTED), "gained")


def test_who_was_refused_between_the_lines_is_invited_and_not_paid(town: Town, payer: Workspace) -> None:
    home = refused(town, 511)
    (line,) = invited(town, payer)
    assert (line.before, line.after, line.number) == (Decimal(0), Decimal(0), home.household.number)
    assert line.reason == (
        "2025-11-12 不予确认；登记的人均月收入 785.00 元，低于新的低保标准 800 元，请告知并协助重新申请"
    )
    (run,) = payer.read(reassessing.runs)
    assert (run.gained, run.after_total - run.before_total) == (1, Decimal("120.00"))  # who receives, alone
    town.head.write(reassessing.sign, run.id)
    carrying_out.apply(payer, run.id)
    (lead,) = town.clerk.read(leading.leads)
    assert (lead.name, lead.phone, lead.state) == ("甲示例", "13800000001", "open")
    assert (lead.owner, lead.due_on) == ("张经办", date(2026, 2, 28))  # five working days, 补班 too
    assert line.reason in lead.content
    assert run.number in lead.content
    assert town.clerk.read(lambda unit: unit.get(Lead, lead.id).household_id) == home.household.id
    again = reassessing.draft(payer, WANTED)  # the family is told once
    assert payer.read(reassessing.lines, again, "gained") == []


@pytest.mark.parametrize(
    ("on", "income"),
    [
        (date(2025, 2, 19), JUST_ABOVE),  # longer ago than twelve months
        (date(2025, 11, 12), Decimal("3080.00")),  # 770 a head is not below 770
        (date(2025, 11, 12), Decimal("3199.99")),
    ],
)
def test_the_edges_of_whom_a_list_invites(town: Town, payer: Workspace, on: date, income: Decimal) -> None:
    refused(town, 511, on, income)
    assert len(invited(town, payer)) == (on.year == 2025 and on.month > 2)


@pytest.mark.parametrize("income", [Decimal("3200.00"), Decimal("3600.00")])
def test_who_is_not_below_the_new_line_is_not_invited(town: Town, payer: Workspace, income: Decimal) -> None:
    refused(town, 511, income=income)
    assert invited(town, payer) == []


def test_who_was_refused_for_something_else_is_not_invited(town: Town, payer: Workspace) -> None:
    town.on(date(2025, 11, 5))
    dossier = with_income(town, 511)
    taken = surveyed(town, dossier, deposit=Decimal("900000.00"))
    town.on(date(2025, 11, 12))
    refuse(town, taken)
    refused(town, 611, income=Decimal("3000.00"))  # below the old line too
    assert invited(town, payer) == []


def test_who_was_refused_above_the_line_of_edge_families_is_invited_to_that(
    town: Town, payer: Workspace
) -> None:
    refused(town, 511, income=Decimal("4640.00"))  # 1,160 a head: 1.5 times the standard is 1,155, then 1,200
    (line,) = invited(town, payer)
    assert line.programme == "低保边缘家庭"
    assert "1,160.00 元，低于新的低保边缘标准 1,200 元" in line.reason


def test_how_long_ago_is_a_setting(town: Town, payer: Workspace) -> None:
    refused(town, 511)
    with_setting(payer, key="standard.invite.months", value=Decimal(3))
    assert len(invited(town, payer, date(2026, 2, 12))) == 1
    assert invited(town, payer, date(2026, 2, 13)) == []


def test_a_yearly_look_invites_nobody(town: Town, payer: Workspace) -> None:
    refused(town, 511)
    town.on(date(2026, 2, 20))
    run = reassessing.draft(payer, replace(WANTED, cause="yearly"))
    assert payer.read(reassessing.lines, run, "gained") == []


def again(town: Town, home: FileRows, income: Decimal) -> Dossier:
    """The same household asks once more, with this income."""
    made = town.clerk.read(intake.from_person, home.household.head_id)
    asked = with_income(town, 0, income)
    made.application.programmes = ["dibao"]
    made.application.reason, made.application.cause = asked.application.reason, asked.application.cause
    made.incomes, made.assets, made.housing = asked.incomes, asked.assets, asked.housing
    made.incomes[0].person = made.members[0].id
    return made


def test_who_has_asked_again_or_receives_is_not_invited(town: Town, payer: Workspace) -> None:
    first, second = refused(town, 511), refused(town, 611)
    town.on(date(2025, 12, 1))
    accept(town, again(town, first, JUST_ABOVE))
    taken = submitted(town, again(town, second, Decimal("1800.00")), date(2025, 12, 2), date(2025, 12, 10))
    town.on(date(2025, 12, 12))
    approve(town, taken)
    assert invited(town, payer) == []


def test_who_died_since_is_not_called(town: Town, payer: Workspace) -> None:
    home = refused(town, 511)
    town.on(date(2026, 1, 5))
    for name in ("丁示例", "乙示例", "丙示例", "甲示例"):
        dies(town, home, date(2026, 1, 4), name)
    assert invited(town, payer) == []


def test_who_asks_again_before_the_list_is_carried_out_is_not_called(town: Town, payer: Workspace) -> None:
    first, second = refused(town, 511), refused(town, 611)
    town.on(date(2026, 2, 20))
    run = reassessing.draft(payer, WANTED)
    accept(town, again(town, first, JUST_ABOVE))
    town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).invited == 1
    (lead,) = town.clerk.read(leading.leads)
    assert town.clerk.read(lambda unit: unit.get(Lead, lead.id).household_id) == second.household.id
    (left,) = payer.read(reassessing.lines, run, "left_out")
    assert (left.number, left.reason) == (
        first.household.number, "制作清单以后已重新申请、已在享或已告知，没有再邀请",
    )  # fmt: skip
