"""月度花名册 and 补发追回 at the desk: a past month is decided, sealed into its roster, printed, and stays."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QPushButton

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment
from jiuzhu.services.granting import back_paying, rosters
from jiuzhu.services.office import proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import of_application
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.pages.paying import PayingPage
from ledger_case import GRANTED, decide
from on_the_way import single
from part_hands import Desks, Hands
from receiving import dies, granted
from town import Town, open_town, payer_of, urban_three

At = Callable[[Workspace, str], Hands]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    dossier = urban_three(made)
    dossier.application.programmes = ["dibao"]
    taken = made.accept(dossier).application_id
    made.head.write(decide, taken, amounts={"dibao": GRANTED}, first="2025-11")
    made.on(date(2025, 12, 8))

    def flag(unit: Unit) -> None:
        (row,) = of_application(unit.session, Entitlement, taken)
        unit.add(
            BackPayment(
                household_id=row.household_id, entitlement_id=row.id, programme="dibao", kind="makeup",
                for_month="2025-11", amount=Decimal("120.50"), reason="核定时少算一人",
                proposed_by=unit.actor.operator_id, proposed_on=unit.today,
            )
        )  # fmt: skip

    made.checker.write(flag)
    yield made
    made.close()


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace, part: desks(PayingPage, workspace, part)


def enabled(desk: Hands, name: str) -> bool:
    found = desk.page.findChild(QPushButton, name)
    assert found is not None, name
    return bool(found.isEnabled())


def test_a_past_month_goes_from_the_decision_to_the_sealed_paper(
    town: Town, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    payer = payer_of(town)
    head = at(town.head, "back_payments")
    head.click("back_payments_approve")
    head.fill(month="2026-01")
    head.click("back_payments_approved")
    head.click("back_payments_reschedule")
    head.fill(month="2025-12", amount="120.50")
    assert head.said == "已改定月份。"

    desk = at(payer, "rosters")
    assert [(row.month, row.total, row.id) for row in desk.rows] == [
        ("2025-12", Decimal("1070.50"), ""),
        ("2025-11", Decimal("950.00"), ""),
    ]
    assert not enabled(desk, "rosters_differences")  # while it is open it follows every decision anyway
    desk.click("rosters_seal")
    desk.fill(checked=True)
    assert desk.said.endswith("已封存：1 户，合计 1,070.50 元。")
    sealed = desk.rows[0]
    assert (sealed.month, sealed.sealed_by) == ("2025-12", "钱统计")
    assert "不再改动" in desk.label("rosters_told")
    assert not enabled(desk, "rosters_seal")
    desk.click("rosters_differences")
    assert desk.said == "封存以后没有变化。"
    desk.click("rosters_paper")
    desk.click("leaving_take")
    assert (tmp_path / f"F21-{sealed.number}.pdf").read_bytes().startswith(b"%PDF")
    (month,) = town.clerk.read(proving.checkpoints)
    assert month.why == "封存花名册"
    printed = "".join(PdfReader(tmp_path / f"F21-{sealed.number}.pdf").pages[0].extract_text().split())
    assert "".join(month.code.split()) in printed
    desk.choose("back_payments")
    desk.click("back_payments_settled")
    (row,) = desk.rows
    assert (row.pay_month, row.state) == ("2025-12", "settled")
    assert town.clerk.read(rosters.roster, "2025-12", "dibao").number == sealed.number


def test_what_a_family_gives_back_itself_is_written_down_with_its_receipt(town: Town, at: At) -> None:
    head = at(town.head, "back_payments")
    head.click("back_payments_approve")
    head.fill(month="2026-01")
    (row,) = town.head.read(back_paying.back_payments, ("approved",))

    def nothing_to_keep_it_from(unit: Unit) -> None:
        found = unit.get(BackPayment, row.id)
        found.kind, found.pay_month = "clawback", ""

    town.head.write(nothing_to_keep_it_from)
    desk = at(payer_of(town), "back_payments")
    desk.click("back_payments_approved")
    desk.click("back_payments_return")
    desk.fill(receipt="缴1")
    assert desk.said == "已登记退回。"
    assert desk.rows == []
    desk.click("back_payments_returned")
    assert "凭据 缴1" in desk.label("back_payments_told")


def test_a_past_month_given_outside_a_roster_is_told_confirmed_and_not_paid_again(town: Town, at: At) -> None:
    desk = at(payer_of(town), "back_payments")
    desk.click("back_payments_handed")
    desk.fill(amount="120.50", on="2025-12-05", receipt="领1")
    assert "2025-12-05 另行发放，凭据 领1" in desk.label("back_payments_told")
    assert not enabled(desk, "back_payments_handed")
    head = at(town.head, "back_payments")
    assert not enabled(head, "back_payments_approve")
    head.click("back_payments_deny_handed")
    head.fill(note="凭据编号与存根不符")
    assert enabled(head, "back_payments_approve")
    desk.part.reload()
    desk.calm()
    desk.click("back_payments_handed")
    desk.fill(amount="120.50", on="2025-12-05", receipt="领2")
    head.part.reload()
    head.calm()
    head.click("back_payments_confirm_handed")
    head.fill(checked=True)
    assert town.head.read(back_paying.back_payments, ("proposed", "told")) == []
    head.click("back_payments_settled")
    assert "凭据 领2" in head.label("back_payments_told")
    assert town.clerk.read(rosters.roster, "2025-12", "dibao").repaired == 0


def test_a_family_of_which_nobody_is_left_is_not_sent_to_change_an_account(town: Town, at: At) -> None:
    """Nobody of it can ask for one: what is due for the last month goes to the heirs by hand, with a receipt."""
    town.on(date(2025, 8, 4))
    home = granted(town, single(town, "dibao"))
    town.on(date(2025, 12, 8))
    dies(town, home, date(2025, 12, 2), "己示例")
    desk = at(payer_of(town), "rosters")
    told = desk.label("rosters_told")
    assert f"己示例（{home.household.number}，已没有成员）" in told
    assert "在“补发追回”登记另行发放" in told
