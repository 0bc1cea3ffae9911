"""Papers about money given once: what they say, that they are the same when nothing changed, and when they may not leave."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import batches
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.paper import papers, relief_papers
from jiuzhu.services.paper.papers import Issued
from jiuzhu.services.relief import disaster, paying_out, quick_relief, reserve, reserve_months
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.services.relief.paying_out import Collector
from on_the_way import approve, rows, single, submitted, surveyed
from relief_case import FIRE, burnt, colleague, helped, taken_without_papers
from stated import SAID
from town import Town, id_number, urban_three


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "papers"


def said(paper: Issued) -> str:
    text = "".join(page.extract_text() for page in PdfReader(paper.path).pages)
    return re.sub(r"\s", "", text)


def test_the_registration_of_quick_relief(town: Town, folder: Path) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    offers = {offer.form: offer.ready for offer in town.clerk.read(papers.available, taken)}
    assert offers["F25"]
    text = said(town.clerk.write(papers.issue, "F25", taken, folder))
    for words in ("临时救助申请登记表", "火灾", "出租屋失火", "2026年3月9日", "乡镇（街道）"):
        assert words in text
    assert "再次救助的理由" not in text  # of a first claim nothing stands there
    assert "0.00" not in text  # what nobody has told yet is no sum
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    approve(town, taken)
    text = said(town.clerk.write(papers.issue, "F25", taken, folder))
    for words in ("770.00", "柒佰柒拾元整", "王主任", "李核查", "2026年3月16日"):
        assert words in text


def test_other_files_do_not_offer_it(town: Town) -> None:
    taken = town.accept(urban_three(town)).application_id
    assert "F25" not in {offer.form for offer in town.clerk.read(papers.available, taken)}


def test_a_receipt_carries_the_number_of_its_payout(town: Town, payer: Workspace, folder: Path) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = helped(town, amount=Decimal(770))
    paid = payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001")
    first = payer.write(relief_papers.issue_receipt, paid.id, folder)
    assert (first.number, first.reprint) == (paid.number, False)
    text = said(first)
    for words in ("己示例", "770.00", "柒佰柒拾元整", "现金", "备用金", "领001", "王主任", "钱统计", "火灾"):
        assert words in text
    again = payer.write(relief_papers.issue_receipt, paid.id, folder)
    assert (again.number, again.prints, again.reprint) == (paid.number, 2, True)
    payer.write(paying_out.return_payout, paid.id, "领款人不在家")
    changed = payer.write(relief_papers.issue_receipt, paid.id, folder)
    assert (changed.number, changed.reprint) == (paid.number, False)
    assert "已于2026-03-09退回：领款人不在家" in said(changed)
    assert {row.form for row in payer.read(papers.issued, taken)} == {"F25R"}


def test_who_collects_for_another_stands_on_the_receipt(town: Town, payer: Workspace, folder: Path) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = helped(town, amount=Decimal(770))
    number = id_number(date(1970, 1, 1), 991)
    good = Collector("壬示例", f"{number[:6]} {number[6:].lower()}", "邻居", "身份证、委托书")
    for wrong, field in (
        (replace(good, name=""), "collector_name"),
        (replace(good, name="己示例"), "collector_name"),
        (replace(good, name="钱统计"), "collector_name"),
        (replace(good, id_number="123"), "collector_id_number"),
        (replace(good, relation=" "), "collector_relation"),
        (replace(good, document=""), "collector_document"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            payer.write(
                paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001", collector=wrong
            )
        assert refusal.value.problems[0].field == field
    with pytest.raises(InvalidInput, match="不需要代领人"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="reserve", collector=good)
    paid = payer.write(
        paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001", collector=good
    )
    text = said(payer.write(relief_papers.issue_receipt, paid.id, folder))
    for words in ("己示例", "壬示例", number, "邻居", "身份证、委托书", "领款人或代领人（签字、按指印）"):
        assert words in text
    (row,) = payer.read(paying_out.paid)
    assert row.collector == "壬示例（邻居）"


def test_whoever_came_themselves_leaves_the_lines_blank(town: Town, payer: Workspace, folder: Path) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    paid = payer.write(
        paying_out.pay_out,
        helped(town),
        form="cash",
        source="reserve",
        receipt="领001",
        collector=Collector(),
    )
    assert "代领人（本人来领的不填）" in said(payer.write(relief_papers.issue_receipt, paid.id, folder))
    (row,) = payer.read(paying_out.paid)
    assert not row.collector


def test_a_month_of_the_reserve_begins_where_the_last_one_ended(
    town: Town, payer: Workspace, folder: Path
) -> None:
    with pytest.raises(Refused, match="还没有建立备用金台账"):
        payer.write(relief_papers.issue_reserve_month, "2026-02", folder, SAID)
    town.on(date(2026, 2, 10))
    payer.write(reserve.open_reserve, Decimal(49900))
    town.on(FIRE)
    payer.write(paying_out.pay_out, helped(town, amount=Decimal(770)), form="transfer", source="reserve")
    text = said(payer.write(relief_papers.issue_reserve_month, "2026-03", folder, SAID))
    for words in (
        "49,900.00",
        "49,130.00",
        "肆万玖仟壹佰叁拾元整",
        "火灾：出租屋失火",
    ):
        assert words in text
    assert "期初" not in text
    empty = said(payer.write(relief_papers.issue_reserve_month, "2026-04", folder, SAID))
    assert "本月没有收支" in empty
    assert "期初" in said(payer.write(relief_papers.issue_reserve_month, "2026-02", folder, SAID))


def test_a_request_tells_what_was_paid_since_money_arrived(
    town: Town, payer: Workspace, folder: Path
) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    first = payer.write(paying_out.pay_out, helped(town), form="transfer", source="reserve")
    payer.write(reserve.replenish, "渝北民〔2026〕3号", Decimal(500))
    payer.write(paying_out.pay_out, helped(town, 211, Decimal(770)), form="transfer", source="reserve")
    asked = payer.write(reserve.request_replenishment)
    made = payer.write(relief_papers.issue_request, asked.id, folder)
    text = said(made)
    assert made.number == asked.number
    for words in ("申请补充770.00元（柒佰柒拾元整）", "余额49,230.00元", "规定规模50,000.00元", "钱统计"):
        assert words in text
    assert "500.00" not in text.replace("50,000.00", "")  # what was replenished before is not asked for again
    assert first.amount == Decimal(500)


def test_a_count_leaves_when_two_have_signed(town: Town, payer: Workspace, folder: Path) -> None:
    payer.write(reserve.open_reserve, Decimal(1000))
    town.on(date(2025, 11, 3))
    made = payer.write(reserve_months.count_month, "2025-10", Decimal(990), "找零差错待查")
    with pytest.raises(Refused, match="还没有人复核签字"):
        payer.write(relief_papers.issue_closing, made.id, folder)
    town.head.write(reserve_months.sign_month, made.id)
    text = said(payer.write(relief_papers.issue_closing, made.id, folder))
    for words in (
        "1,000.00",
        "990.00",
        "-10.00",
        "找零差错待查",
        "钱统计",
        "王主任",
    ):
        assert words in text


def test_damaged_rooms_on_paper(town: Town, payer: Workspace, folder: Path) -> None:
    with pytest.raises(Refused, match="没有登记倒损住房"):
        town.checker.write(relief_papers.issue_damage, folder, said=SAID)
    taken = surveyed(town, single(town, "disaster"))
    flood = Damage(
        disaster="flood",
        happened_on=date(2025, 9, 1),
        collapsed=3,
        severe=2,
        structure="土木",
        rebuild="move",
    )
    town.checker.write(disaster.register_damage, taken, flood)
    for more in ({}, {"application_id": taken}, {"village": "示例村", "since": date(2025, 9, 1)}):
        text = said(town.checker.write(relief_papers.issue_damage, folder, **{"said": SAID} | more))
        for words in ("己示例", "洪涝", "土木", "异地新建", "20,000.00", "贰万元整", "现场照片粘贴处"):
            assert words in text
    with pytest.raises(Refused, match="没有登记倒损住房"):
        town.checker.write(relief_papers.issue_damage, folder, since=date(2025, 9, 2), said=SAID)
    assert payer.actor.may("print")


def test_a_batch_leaves_when_it_is_confirmed(town: Town, payer: Workspace, folder: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    made = payer.write(
        batches.draft_batch, "price", notice="渝发改〔2025〕88号", month="2025-12", rates={"dibao": Decimal("25.50")}
    )  # fmt: skip
    with pytest.raises(Refused, match="还没有确认"):
        payer.write(relief_papers.issue_batch, made.id, folder, SAID)
    town.head.write(batches.confirm_batch, made.id)
    paper = payer.write(relief_papers.issue_batch, made.id, folder, SAID)
    assert paper.number == made.number
    text = said(paper)
    for words in (
        "临时价格补贴",
        "渝发改〔2025〕88号",
        "甲示例",
        "76.50",
        "柒拾陆元伍角",
        rows(town, taken).household.number,
    ):
        assert words in text


def test_who_may_not_print_prints_nothing(town: Town, payer: Workspace, folder: Path) -> None:

    payer.write(reserve.open_reserve, Decimal(1000))
    system = colleague(town, "xitong", "吴系统", "administrator")
    with pytest.raises(Refused, match="打印文书"):
        system.write(relief_papers.issue_reserve_month, "2025-10", folder, SAID)
    assert not folder.exists()
