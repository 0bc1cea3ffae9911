"""发放: help is handed over and made up, the reserve kept to its month's end, batches made and confirmed, all at the desk."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import disaster, paying_out, quick_relief, reserve, reserve_months
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.ui.pages.paying import PayingPage
from on_the_way import approve, rows, single, submitted, surveyed
from part_hands import Desks, Hands
from relief_case import FIRE, burnt, helped, signed, taken_without_papers
from town import Town, id_number, open_town, urban_three

At = Callable[[Workspace, str], Hands]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    made.on(FIRE)
    yield made
    made.close()


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace, part: desks(PayingPage, workspace, part)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    return tmp_path


def enabled(desk: Hands, name: str) -> bool:
    found = desk.page.findChild(QPushButton, name)
    assert found is not None, name
    return bool(found.isVisibleTo(desk.page) and found.isEnabled())


def test_help_is_paid_receipted_taken_back_and_paid_again(
    town: Town, payer: Workspace, at: At, folder: Path
) -> None:
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = helped(town, amount=Decimal(770))
    desk = at(payer, "relief")
    (row,) = desk.rows
    assert (row.left, row.source, row.to_make_up) == (Decimal("770.00"), "reserve", True)
    assert desk.label("relief_sums") == "1 笔，合计 770.00 元"
    assert "示例农商银行　****0071" in desk.label("relief_told")
    desk.click("relief_pay")
    desk.fill(amount="770")  # form and source stand there already
    assert desk.said.startswith("已给付 770.00 元")
    assert desk.rows == []
    assert payer.read(reserve.balance) == Decimal("49230.00")
    desk.queue("paid")
    (paid,) = desk.rows
    desk.click("relief_receipt")
    assert (folder / f"F25R-{paid.number}.pdf").read_bytes().startswith(b"%PDF")
    desk.click("relief_returned")
    desk.fill(reason="账号已注销，银行退回")
    assert desk.label("relief_sums") == "0 笔，合计 0.00 元"
    desk.queue("due")
    desk.click("relief_pay")
    desk.fill(form="cash", amount="70.50")
    assert desk.dialog().isVisible()  # cash needs a receipt
    desk.fill(receipt="领001")
    assert [row.left for row in desk.rows] == [Decimal("699.50")]
    assert rows(town, taken).application.state == "to_make_up"


def test_who_collects_cash_for_another_is_written_down(town: Town, payer: Workspace, at: At) -> None:
    payer.write(reserve.open_reserve, Decimal(50000))
    helped(town, amount=Decimal(770))
    desk = at(payer, "relief")
    desk.click("relief_pay")
    desk.fill(form="cash", receipt="领001", collector_name="壬示例", collector_id_number="123")
    assert desk.dialog().isVisible()  # a wrong number is told beside its field
    assert desk.rows
    desk.fill(
        collector_id_number=id_number(date(1970, 1, 1), 991), collector_relation="邻居", collector_document="身份证、委托书"
    )  # fmt: skip
    assert desk.said.startswith("已给付 770.00 元")
    desk.queue("paid")
    assert "代领 壬示例（邻居）" in desk.label("relief_told")


def test_what_was_missing_is_made_up_at_the_counter(town: Town, payer: Workspace, at: At) -> None:
    taken = helped(town)
    town.on(date(2026, 3, 17))
    desk = at(payer, "relief")
    desk.queue("make_up")
    assert desk.label("relief_sums") == "1 件，超期 1 件"
    assert not enabled(desk, "relief_made_up")  # who keeps the money does not take papers
    counter = at(town.clerk, "relief")
    counter.queue("make_up")
    assert not enabled(counter, "relief_pay")
    counter.click("relief_made_up")
    counter.fill(note="身份证、火灾证明已补")
    assert counter.rows == []
    assert rows(town, taken).application.state == "approved"


def test_a_number_that_was_missing_is_asked_for_at_the_counter(town: Town, at: At) -> None:
    made = burnt(town)
    made.members[1].id_number, made.incident.no_number_reason = "", "证件在火中烧毁"
    taken = taken_without_papers(town, made)
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    signed(town, taken)
    counter = at(town.clerk, "relief")
    counter.queue("make_up")
    counter.click("relief_made_up")
    counter.fill(note="证件已补办", number_0="123")
    assert counter.dialog().isVisible()
    counter.fill(number_0=id_number(date(1991, 1, 1), 502))
    assert rows(town, taken).application.state == "approved"


def test_a_row_opens_its_file(town: Town, payer: Workspace, at: At) -> None:
    taken = helped(town)
    desk = at(payer, "relief")
    opened: list[str] = []
    desk.page.application_chosen.connect(opened.append)
    desk.click("relief_file")
    desk.part.search.setText("没有这个人")
    desk.part.reload()
    desk.calm()
    assert (opened, desk.rows) == ([taken], [])


def test_the_reserve_is_opened_asked_for_filled_corrected_and_printed(
    payer: Workspace, at: At, folder: Path
) -> None:
    desk = at(payer, "reserve")
    assert desk.label("reserve_sums") == "备用金台账还没有建立"
    desk.click("reserve_open")
    desk.fill(amount="49230")
    assert desk.label("reserve_sums") == "余额 49,230.00 元　　规定 50,000.00 元（待本地确认）"
    opening = desk.page.findChild(QPushButton, "reserve_open")
    assert isinstance(opening, QPushButton)
    assert opening.isHidden()  # it is opened once
    desk.click("reserve_request")
    assert "770.00 元" in desk.said
    desk.queue("requests")
    (asked,) = desk.rows
    assert asked.amount == Decimal("770.00")
    desk.click("reserve_paper")
    assert (folder / f"F26R-{asked.number}.pdf").exists()
    desk.click("reserve_arrived")
    desk.fill(amount="700")  # number and amount stand there; the bank sent less
    (asked,) = desk.rows
    assert (asked.arrived, asked.amount) == (Decimal("700.00"), Decimal("770.00"))
    desk.click("reserve_arrived")
    desk.fill()  # what is still lacking stands there
    assert desk.rows == []
    desk.queue("ledger")
    assert [row.balance for row in desk.rows] == [
        Decimal("49230.00"),
        Decimal("49930.00"),
        Decimal("50000.00"),
    ]
    desk.part.table.choose(1)
    desk.click("reserve_correct")
    desk.fill(reason="到账金额写错")
    assert [row.kind for row in desk.rows] == ["期初", "补充到账", "补充到账", "冲正"]
    desk.click("reserve_file")
    assert "没有卷宗" in desk.said
    desk.click("reserve_book")
    desk.fill(month="2026-03")
    desk.click("leaving_take")
    assert list(folder.glob("F26-文2026-*.pdf"))


def test_a_month_is_counted_at_one_desk_and_signed_at_another(
    town: Town, payer: Workspace, at: At, folder: Path
) -> None:
    payer.write(reserve.open_reserve, Decimal(1000))
    town.on(date(2026, 4, 2))
    desk = at(payer, "reserve")
    assert "待盘点 2026-03" in desk.label("reserve_sums")
    desk.queue("closings")
    desk.click("reserve_count")
    desk.fill(counted="990")
    assert desk.dialog().isVisible()  # the difference wants its reason
    desk.fill(explanation="找零差错待查")
    assert "待复核 2026-03" in desk.label("reserve_sums")
    desk.click("reserve_sign")
    assert "不能都是您" in desk.said
    head = at(town.head, "reserve")
    head.queue("closings")
    assert not enabled(head, "reserve_count")
    head.click("reserve_sign")
    (row,) = head.rows
    assert (row.first, row.second) == ("钱统计", "王主任")
    head.click("reserve_closing")
    assert list(folder.glob("F26C-文2026-*.pdf"))
    assert payer.read(reserve_months.month_to_count) == ""


@pytest.fixture
def home(town: Town) -> str:
    """A family of three with 低保 from December 2025."""
    town.on(date(2025, 10, 13))
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return taken


@pytest.mark.usefixtures("home")
def test_a_batch_is_listed_looked_through_and_confirmed_by_another(
    town: Town, payer: Workspace, at: At, folder: Path
) -> None:
    desk = at(payer, "batches")
    desk.click("batches_new")
    disaster_rate = desk.dialog().findChild(QWidget, "batch.disaster")
    assert disaster_rate is not None
    assert not disaster_rate.isVisible()
    desk.fill(kind="price", month="2025-12", notice="示例发〔2025〕9号", dibao="25.50", tekun="30")
    assert desk.part.key == "lines"
    (line,) = desk.rows
    assert (line.programme, line.heads, line.amount) == ("最低生活保障", 3, Decimal("76.50"))
    desk.click("batches_exclude")
    desk.fill(reason="已迁出本镇街")
    assert desk.label("batches_sums").startswith("0 户　0 人")
    desk.click("batches_back")
    desk.queue("batches")
    assert not enabled(desk, "batches_confirm")
    head = at(town.head, "batches")
    head.click("batches_confirm")
    (batch,) = head.rows
    assert (batch.state, batch.total) == ("confirmed", Decimal("76.50"))
    head.click("batches_paper")
    head.click("leaving_take")
    assert (folder / f"F21B-{batch.number}.pdf").exists()


def test_in_winter_a_household_is_added_by_its_number(
    town: Town, payer: Workspace, at: At, home: str
) -> None:
    assert home
    struck = surveyed(town, single(town, "disaster"))
    flood = Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=1)
    town.checker.write(disaster.register_damage, struck, flood)
    other = rows(town, surveyed(town, single(town, "dibao", order=81))).household
    desk = at(payer, "batches")
    desk.click("batches_new")
    desk.fill(kind="winter_spring", month="2025-12", notice="示例应急〔2025〕3号", disaster="149")
    assert "不能低于 150.00 元" in desk.label("batch.disaster.problem")
    desk.fill(disaster="200")
    assert [row.amount for row in desk.rows] == [Decimal("200.00")]
    desk.click("batches_include")
    desk.fill(number=other.number)
    assert [row.heads for row in desk.rows] == [1, 1]
    edit = desk.part.findChild(QLineEdit, "batches_search")
    assert edit is not None
    assert payer.read(paying_out.due) == []
