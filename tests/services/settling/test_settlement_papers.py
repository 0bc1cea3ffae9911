"""The signed settlement on paper and as a workbook: both names, every line, the same cents."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.domain.serving.overseeing import SpotCheck, SpotCheckLine
from jiuzhu.errors import Refused
from jiuzhu.services.ledger import exporting, ledgers
from jiuzhu.services.settling import settlement_papers, settling
from jiuzhu.storage.unit import Unit
from serving_town import ServingTown, opened
from stated import SAID
from visited import SEPTEMBER, found, settled, visited


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office", date(2025, 10, 9)) as made:
        yield made


def said(path: Path) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def checked(unit: Unit, record_id: str, file_id: str, number: str = "抽1") -> None:
    check = unit.add(
        SpotCheck(
            number=number,
            month=SEPTEMBER,
            drawn_at=unit.now,
            drawn_by=unit.actor.operator_id,
            seed="1",
            percent=30,
            population=3,
            sha256="0" * 64,
        )
    )
    unit.session.flush()
    unit.add(
        SpotCheckLine(
            service_file_id=file_id,
            spot_check_id=check.id,
            visit_record_id=record_id,
            stratum="示例社工服务中心 cleaning",
            way="live",
            result="true",
        )
    )


def test_the_paper_has_both_names_and_every_line(at: ServingTown, tmp_path: Path) -> None:
    sent, day = at.workers["示例甲工"], date(2025, 9, 23)
    waits = at.coordinator.write(visited, at.plan, sent, day, result="")
    record, made = settled(at)
    at.town.clerk.write(checked, record, at.file)
    at.town.clerk.write(checked, waits, at.file, "抽2")  # in no line: it is not one of the three
    with pytest.raises(Refused, match="还没有两个人签字"):
        at.payer.write(settlement_papers.issue_settlement, made.id, tmp_path, SAID)
    at.town.head.write(settling.sign_settlement, made.id, 1)
    issued = at.payer.write(settlement_papers.issue_settlement, made.id, tmp_path, SAID)
    assert issued.path.name == f"F34-{made.number}.pdf"
    text = said(issued.path)
    for word in (
        "孙统计", "王主任", "2025-10-09", "戊示例", "113.33", "33.33", "80.00", "壹佰壹拾叁元叁角叁分", "不予认可：人不在家", "1.5小时",
        "1/3条（33.3%）", "示例社工服务中心",
    ):  # fmt: skip
        assert word in text, word
    again = at.payer.write(settlement_papers.issue_settlement, made.id, tmp_path, SAID)
    assert (again.reprint, again.prints, again.number) == (True, 2, made.number)


def test_a_correction_that_takes_back_says_so(at: ServingTown, tmp_path: Path) -> None:
    record, made = settled(at)
    at.town.head.write(settling.sign_settlement, made.id, 1)
    at.coordinator.write(found, record, "refused", "电话回访没有去")
    correction = at.payer.write(settling.correct_settlement, made.id, "回访发现没有去")
    at.town.head.write(settling.sign_settlement, correction.id, 1)
    issued = at.payer.write(settlement_papers.issue_settlement, correction.id, tmp_path, SAID)
    text = said(issued.path)
    for word in (
        "应退回叁拾叁元叁角叁分",
        "第1次更正",
        made.number,
        "-33.33",
        "电话回访没有去",
        "本月没有认可的服务",
        "—",
    ):
        assert word in text, word


def test_the_workbook_adds_up_to_the_settlement(at: ServingTown, tmp_path: Path) -> None:
    _, made = settled(at)
    at.town.head.write(settling.sign_settlement, made.id, 1)
    told = at.payer.read(
        exporting.outlook, lambda unit: settlement_papers.settlement_of(unit, made.id, "xlsx")
    )
    assert (told.what.rows, told.what.details) == (3, f"{SEPTEMBER} {made.number}")
    path = tmp_path / "明细.xlsx"
    left = at.payer.write(settlement_papers.export_settlement, made.id, path, SAID)
    assert left.rows == 3
    sheet = load_workbook(path)["服务结算明细"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "序号")
    titles = rows[head]
    total = rows[head + 4]
    assert total[0] == "合计（3 行）"
    sums = dict(zip(titles, total, strict=True))
    assert (sums["计费分钟"], sums["不付分钟"], Decimal(str(sums["金额"]))) == (170, 90, made.amount)
    register = at.payer.read(ledgers.page, "exports", {})
    assert register.total == 1
