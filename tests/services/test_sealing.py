"""A month's roster: repaired months are lines of it, it is sealed once, and what changes later never changes it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment, Reassessment
from jiuzhu.domain.household import Household
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.granting import adjusting, back_paying, batches, consequences, rosters, sealing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.paper import papers, relief_papers
from jiuzhu.storage.queries.files import of_application
from jiuzhu.storage.unit import Unit
from ledger_case import GRANTED, decide, single
from on_the_way import approve, submitted
from once import once
from relief_case import colleague
from stated import SAID
from town import Town, urban_three

DAY = date(2025, 12, 8)


@pytest.fixture
@once
def home(town: Town) -> str:
    """The household of three with 950 a month from December; returns the application."""
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    taken = town.accept(dossier).application_id
    town.head.write(decide, taken, amounts={"dibao": GRANTED}, first="2025-12")
    town.on(DAY)
    return taken


def grant_of(unit: Unit, taken: str) -> Entitlement:
    row, *_later = of_application(unit.session, Entitlement, taken)
    return row


def flagged(town: Town, taken: str, amount: str, kind: str = "makeup", month: str = "2025-11") -> str:
    """A past month somebody proposed to repair; returns its id."""

    def flag(unit: Unit) -> str:
        row = grant_of(unit, taken)
        return unit.add(
            BackPayment(
                household_id=row.household_id, entitlement_id=row.id, programme="dibao", kind=kind, for_month=month,
                amount=Decimal(amount), reason="核定时少算一人", adjustment_id=None,
                proposed_by=unit.actor.operator_id, proposed_on=unit.today,
            )
        ).id  # fmt: skip

    return town.checker.write(flag)


def approved(town: Town, taken: str, amount: str, kind: str = "makeup", month: str = "2025-11") -> str:
    made = flagged(town, taken, amount, kind, month)
    town.head.write(back_paying.decide_back_payment, made, approved=True, pay_month="2025-12")
    return made


def change_account(unit: Unit, taken: str) -> None:
    row = unit.get(Household, files.load_rows(unit, taken).household.id)
    row.account_number, row.bank, row.village = "6200000000000009999", "改后银行", "改后社区"


def words(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def state(town: Town, made: str) -> str:
    return town.clerk.read(lambda unit: unit.get(BackPayment, made).state)


def test_an_approved_past_month_is_a_line_of_its_month(town: Town, home: str, tmp_path: Path) -> None:
    waiting = flagged(town, home, "11.00", month="2025-09")  # nobody decided it: it pays nothing

    def give_a_month(unit: Unit) -> None:
        unit.get(BackPayment, waiting).pay_month = "2025-12"

    town.checker.write(give_a_month)
    approved(town, home, "120.50")
    approved(town, home, "20.25", "clawback", "2025-10")
    made = town.clerk.read(rosters.roster, "2025-12", "dibao")
    assert [(line.base, line.addons, line.repaired, line.total) for line in made.lines] == [
        (Decimal("750.00"), Decimal("200.00"), Decimal("100.25"), Decimal("1050.25"))
    ]
    assert [(one.kind, one.for_month, one.amount, one.payee) for one in made.repairs] == [
        ("追回", "2025-10", Decimal("-20.25"), "甲示例"),
        ("补发", "2025-11", Decimal("120.50"), "甲示例"),
    ]
    assert (made.base, made.addons, made.repaired, made.total) == (
        Decimal("750.00"), Decimal("200.00"), Decimal("100.25"), Decimal("1050.25"),
    )  # fmt: skip
    assert town.clerk.read(rosters.roster, "2026-01", "dibao").total == Decimal("950.00")
    said = words(town.clerk.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID).path)
    for part in (
        "100.25",
        "1,050.25",
        "壹仟零伍拾元贰角伍分",
        "核定时少算一人",
        "-20.25",
        "120.50",
        "补发、追回明细",
    ):
        assert part in said
    wanted = {"month": "2025-12", "programme": "dibao"}
    sheet = load_workbook(
        town.clerk.write(ledgers.export, "roster", wanted, tmp_path / "册.xlsx", SAID).path
    ).worksheets[0]
    assert [Decimal(str(cell.value)) for cell in list(sheet.rows)[-1][-2:]] == [
        Decimal("100.25"),
        Decimal("1050.25"),
    ]


def test_a_family_that_gets_nothing_else_is_a_line_of_nobody(town: Town, home: str) -> None:
    def end(unit: Unit) -> None:
        grant_of(unit, home).last_month = "2025-12"

    town.head.write(end)
    made = flagged(town, home, "30.00")
    town.head.write(back_paying.decide_back_payment, made, approved=True, pay_month="2026-01")
    (line,) = town.clerk.read(rosters.roster, "2026-01", "dibao").lines
    assert (line.members, line.base, line.repaired, line.total) == (
        0, Decimal("0.00"), Decimal("30.00"), Decimal("30.00"),
    )  # fmt: skip


def test_a_past_month_is_paid_once_and_never_again(town: Town, home: str, payer: Workspace) -> None:
    made = approved(town, home, "120.50")
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    assert (seal.total, seal.repaired, seal.households, seal.people) == (
        Decimal("1070.50"), Decimal("120.50"), 1, 3,
    )  # fmt: skip
    assert state(town, made) == "settled"
    with pytest.raises(Refused, match="已经封存"):
        payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    with pytest.raises(Refused, match="可以改月份"):
        town.head.write(back_paying.move_back_payment, made, "2026-01", Decimal("120.50"))
    with pytest.raises(Refused, match="已经决定"):
        town.head.write(back_paying.decide_back_payment, made, approved=True, pay_month="2026-01")
    town.on(date(2026, 1, 8))
    assert payer.write(sealing.seal_month, "2026-01", "dibao", checked=True).total == Decimal("950.00")
    paid = [town.clerk.read(rosters.roster, month, "dibao") for month in ("2025-12", "2026-01")]
    assert [one.repaired for one in paid] == [Decimal("120.50"), Decimal("0.00")]


def test_a_sealed_month_takes_no_more_lines(town: Town, home: str, payer: Workspace) -> None:
    waiting = flagged(town, home, "5.00")
    other = flagged(town, home, "6.00", month="2025-10")
    town.head.write(back_paying.decide_back_payment, other, approved=True, pay_month="2026-01")
    payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    with pytest.raises(InvalidInput, match="已经封存"):
        town.head.write(back_paying.decide_back_payment, waiting, approved=True, pay_month="2025-12")
    with pytest.raises(InvalidInput, match="已经封存"):
        town.head.write(back_paying.move_back_payment, other, "2025-12", Decimal(6))
    town.head.write(back_paying.move_back_payment, other, "2026-02", Decimal(6))
    assert town.clerk.read(rosters.roster, "2025-12", "dibao").total == Decimal("950.00")
    assert town.clerk.read(rosters.roster, "2026-02", "dibao").total == Decimal("956.00")


def test_what_changes_after_the_seal_changes_neither_paper_nor_list(
    town: Town, home: str, payer: Workspace, tmp_path: Path
) -> None:
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    first = payer.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    assert first.number == seal.number

    def change(unit: Unit) -> None:
        change_account(unit, home)
        grant_of(unit, home).monthly += Decimal("50.00")

    town.head.write(change)
    town.on(date(2025, 12, 9))
    again = payer.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    assert (again.number, again.prints, again.reprint) == (seal.number, 2, True)
    said = words(again.path)
    assert "6200000000000000001" in said.replace(" ", "")
    assert "改后" not in said
    assert "950.00" in said
    wanted = {"month": "2025-12", "programme": "dibao"}
    for_bank = town.clerk.write(ledgers.export, "roster", wanted, tmp_path / "册.xlsx", SAID).path
    cells = [str(cell.value) for line in load_workbook(for_bank).worksheets[0].rows for cell in line]
    assert any(seal.number in cell for cell in cells)
    assert "6200000000000000001" in cells
    (row,) = town.clerk.read(ledgers.page, "roster", wanted).rows
    assert "示例农商银行" in row
    (line,) = town.clerk.read(rosters.roster, "2026-01", "dibao").lines
    assert (line.bank, line.total) == ("改后银行", Decimal("1000.00"))


def test_what_a_sealed_month_should_have_paid_is_proposed_once(
    town: Town, home: str, payer: Workspace
) -> None:
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    assert payer.write(sealing.flag_differences, seal.id) == 0

    def raise_it(unit: Unit) -> None:
        row = grant_of(unit, home)
        row.monthly, row.base = row.monthly + 50, row.base + 50

    town.head.write(raise_it)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    assert payer.write(sealing.flag_differences, seal.id) == 0
    (flag,) = town.head.read(back_paying.back_payments)
    assert (flag.kind, flag.for_month, flag.amount) == ("补发", "2025-12", Decimal("50.00"))
    town.head.write(back_paying.decide_back_payment, flag.id, approved=False)
    assert payer.write(sealing.flag_differences, seal.id) == 0  # decided: it is not asked again
    town.on(date(2026, 1, 8))

    def lower(unit: Unit) -> None:
        grant_of(unit, home).last_month = "2025-11"

    approved_later = town.accept(single(town, 301, "甲村")).application_id
    town.head.write(
        decide, approved_later, amounts={"dibao": (Decimal("100.00"), Decimal(0))}, first="2025-12"
    )
    town.head.write(lower)
    payer.write(
        sealing.seal_month, "2026-01", "dibao", checked=True
    )  # looks at what was sealed before by itself
    flags = town.head.read(back_paying.back_payments)
    assert {(one.kind, one.for_month, one.amount) for one in flags} == {
        ("追回", "2025-12", Decimal("1000.00")),  # the refused 50.00 counts as settled
        ("补发", "2025-12", Decimal("100.00")),
    }


def test_what_an_adjustment_or_a_run_repairs_is_no_difference_of_the_sealed_month(
    town: Town, home: str, payer: Workspace
) -> None:
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    grant = town.clerk.read(grant_of, home)
    change = town.checker.read(
        consequences.by_hand, grant.id, Decimal("900.00"), "十二月起少一人，更正金额", "57-33"
    )
    ground = Ground(cause="recheck", evidence="复核审批表")
    number = town.checker.write(adjusting.propose_adjustment, grant.id, change, ground, [])
    (proposed,) = town.head.read(adjusting.adjustments)
    assert proposed.number == number
    town.head.write(adjusting.decide_adjustment, proposed.id, approved=True)
    taken_back = flagged(town, home, "50.00", "clawback", "2025-12")

    def belongs(unit: Unit) -> None:
        unit.get(BackPayment, taken_back).adjustment_id = proposed.id

    town.checker.write(belongs)
    assert payer.write(sealing.flag_differences, seal.id) == 0

    def of_a_run(unit: Unit) -> None:
        run = unit.add(
            Reassessment(
                number="算2025-500112001-A00001-1", title="提标", cause="standard", standards_on=DAY, from_month="2026-01",
                document="渝民规〔2025〕6号", made_by=unit.actor.operator_id, made_on=DAY,
            )
        )  # fmt: skip
        row = unit.get(BackPayment, taken_back)
        row.adjustment_id, row.reassessment_id = None, run.id

    town.checker.write(of_a_run)
    assert payer.write(sealing.flag_differences, seal.id) == 0


def test_what_cannot_be_sealed(town: Town, home: str, payer: Workspace) -> None:
    with pytest.raises(InvalidInput, match="先核对"):
        payer.write(sealing.seal_month, "2025-12", "dibao", checked=False)
    with pytest.raises(Refused, match="还没有开始"):
        payer.write(sealing.seal_month, "2026-01", "dibao", checked=True)
    with pytest.raises(Refused, match="没有应发放的家庭"):
        payer.write(sealing.seal_month, "2025-11", "dibao", checked=True)
    with pytest.raises(Refused, match="给付"):
        town.checker.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    made = flagged(town, home, "1000.00", "clawback")

    def wholly(unit: Unit) -> None:  # decided before the share of a month was limited
        row = unit.get(BackPayment, made)
        row.state, row.pay_month, row.decided_by = "approved", "2025-12", town.head.actor.operator_id

    town.head.write(wholly)
    with pytest.raises(Refused, match="追回的比本月应发的多"):
        payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    assert state(town, made) == "approved"
    for wrong in ("0.00", "190.01"):
        with pytest.raises(InvalidInput, match=r"不超过 190\.00 元的金额（每月"):
            town.head.write(back_paying.move_back_payment, made, "2026-01", Decimal(wrong))
    town.head.write(back_paying.move_back_payment, made, "2026-01", Decimal("190.00"))
    assert payer.write(sealing.seal_month, "2025-12", "dibao", checked=True).total == Decimal("140.00")
    assert town.clerk.read(rosters.roster, "2026-01", "dibao").repaired == Decimal("-190.00")


def test_the_list_of_months_says_what_is_sealed(town: Town, home: str, payer: Workspace) -> None:
    assert home
    (row,) = payer.read(sealing.months)
    assert row.without_account == ()

    def close_account(unit: Unit) -> None:
        unit.get(Household, files.load_rows(unit, home).household.id).account_number = ""

    town.clerk.write(close_account)
    (lacking,) = [one.without_account for one in payer.read(sealing.months)]
    assert [name.partition("（")[0] for name in lacking] == ["甲示例"]
    assert (row.id, row.month, row.programme, row.households, row.total) == (
        "", "2025-12", "dibao", 1, Decimal("950.00"),
    )  # fmt: skip
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    town.on(date(2026, 1, 8))
    rows = payer.read(sealing.months)
    assert [(row.month, row.id, row.number, row.sealed_by) for row in rows] == [
        ("2026-01", "", "", ""),
        ("2025-12", seal.id, seal.number, "钱统计"),
    ]


def test_a_confirmed_batch_keeps_the_account_it_was_confirmed_with(
    town: Town, payer: Workspace, tmp_path: Path
) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    made = payer.write(
        batches.draft_batch, "price", notice="渝发改〔2025〕88号", month="2025-12", rates={"dibao": Decimal("25.50")}
    )  # fmt: skip
    other = colleague(town, "fuhe", "孙复核", "approver")
    other.write(batches.confirm_batch, made.id)
    first = payer.write(relief_papers.issue_batch, made.id, tmp_path, SAID)
    town.clerk.write(change_account, taken)
    again = payer.write(relief_papers.issue_batch, made.id, tmp_path, SAID)
    assert (again.number, again.reprint) == (first.number, True)
    said = words(again.path)
    assert "改后" not in said
    assert "6200000000000000001" in said.replace(" ", "")
    (row,) = payer.read(ledgers.page, "grants", {"month": "2025-12"}).rows
    assert "示例农商银行" in row
