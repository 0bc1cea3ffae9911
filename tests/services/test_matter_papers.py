"""Papers of one matter: the same content keeps its number, a matter keeps its own, and the words are the record's."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.documents.values import GAP
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.paper import papers
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.services.referral import transferring
from on_the_way import accept, approve, rows, single, submitted
from town import Town, urban_three


def words(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_slip_is_printed_with_the_number_it_left_under(town: Town, tmp_path: Path) -> None:
    taken = accept(town, single(town, "medical")).application_id
    (number,) = town.clerk.write(transferring.refer, taken, "住院自付费用高", "结算单")
    (slip,) = town.clerk.read(transferring.transfers, ("sent",))
    made = town.clerk.write(issue_matter, "F27", slip.id, tmp_path)
    assert (made.number, made.reprint) == (number, False)
    assert town.clerk.write(issue_matter, "F27", slip.id, tmp_path).reprint
    told = words(made.path)
    assert "住院自付费用高" in told
    assert "区县医保局" in told
    assert "{" not in told
    assert "第六十条" in told  # whoever is unsure where to go is handed on; the next article is about secrecy
    assert town.clerk.read(transferring.scanned, f"JZ|F27|{number}|x").id == slip.id


def test_a_change_without_a_calculation_leaves_no_blank_for_one(town: Town, tmp_path: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    grant = next(row for row in rows(town, taken).entitlements if row.programme == "dibao")
    change = town.checker.read(consequences.by_hand, grant.id, Decimal("900.00"), "更正计算错误", "57-33")
    ground = Ground(cause="recheck", evidence="复核审批表", statement="没有意见")
    town.checker.write(adjusting.propose_adjustment, grant.id, change, ground, [])
    (row,) = town.checker.read(adjusting.adjustments)
    assert GAP not in words(town.checker.write(issue_matter, "F18", row.id, tmp_path).path)


def test_a_change_is_told_with_its_reasons_and_remedies(town: Town, tmp_path: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    grant = next(row for row in rows(town, taken).entitlements if row.programme == "dibao")
    change = town.checker.read(consequences.by_hand, grant.id, Decimal("900.00"), "更正计算错误", "57-33")
    number = town.checker.write(
        adjusting.propose_adjustment,
        grant.id,
        change,
        Ground(cause="recheck", evidence="复核审批表"),
        ["原按四人计"],
    )
    (row,) = town.checker.read(adjusting.adjustments)
    made = town.checker.write(issue_matter, "F18", row.id, tmp_path)
    told = words(made.path)
    assert made.number == number
    for part in (
        "900.00",
        "950.00",
        "更正计算错误",
        "原按四人计",
        "复核审批表",
        "依据：《最低生活保障审核确认办法》（民发〔2021〕57号）第三十三条",
    ):
        assert part in told
    assert "行政复议" not in told  # the family is told when it is signed, not before
    assert "{" not in told
    with pytest.raises(Refused, match="还没有签署同意，不能通知家庭"):
        town.checker.write(issue_matter, "F18N", row.id, tmp_path)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    notice = town.checker.write(issue_matter, "F18N", row.id, tmp_path)
    told = words(notice.path)
    assert notice.number != number
    for part in (
        number,
        "900.00",
        "950.00",
        "更正计算错误",
        "57号）第三十三条",
        "60 日内",
        "6 个月内",
        "送达回证",
        "渝北区民政局",
    ):
        assert part in told, part
    assert "{" not in told


def test_a_paper_most_files_never_have_is_not_offered_grey(town: Town) -> None:
    taken = accept(town, urban_three(town)).application_id
    offered = {offer.form for offer in town.clerk.read(papers.available, taken)}
    assert not offered & {"F12", "F14"}
