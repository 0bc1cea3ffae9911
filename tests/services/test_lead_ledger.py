"""主动发现线索台账: every lead with its source, its day, what became of it and whether that was in time."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.services.ledger import ledgers
from jiuzhu.services.ledger.lead_ledger import clock
from jiuzhu.services.paper import ledger_papers
from jiuzhu.services.referral import leading
from jiuzhu.services.referral.leading import Told
from on_the_way import accept, single
from stated import SAID
from town import Town

TODAY = date(2025, 10, 13)


def lead(town: Town, name: str, **more: Any) -> str:
    told = {
        "source": "hotline",
        "content": "房屋漏雨，老人独居",
        "found_on": TODAY,
        "village": "示例村",
        **more,
    }
    number = town.clerk.write(leading.record_lead, Told(name=name, reporter="李邻居", **told)).number
    return next(row.id for row in town.clerk.read(leading.leads) if row.number == number)


@pytest.fixture
def leads(town: Town) -> None:
    """One of each end, and one that waits."""
    taken = accept(town, single(town, "medical"))
    ends: dict[str, dict[str, Any]] = {
        "己示例": {"outcome": "case", "application_number": taken.number},
        "庚示例": {"outcome": "referral", "to": "区医保局"},
        "辛示例": {"outcome": "reason"},
    }
    for name, end in ends.items():
        made = lead(town, name)
        if name == "辛示例":
            town.clerk.write(leading.record_lead_visit, made, TODAY, "房屋完好，子女同住")
            town.on(date(2025, 11, 3))
        town.clerk.write(leading.close_lead, made, reason="按核实的情况办结", **end)
    lead(town, "壬示例", source="petition", found_on=date(2025, 11, 3), village="新城社区")


def listed(town: Town, **filters: Any) -> list[dict[str, Any]]:
    found = town.clerk.read(ledgers.page, "leads", filters)
    names = [column.name for column in town.clerk.rules.ledgers["leads"].columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


@pytest.mark.usefixtures("leads")
def test_each_lead_tells_its_source_its_end_and_its_clock(town: Town) -> None:
    told = [(row["name"], row["source"], row["state"], row["clock"]) for row in listed(town)]
    due = listed(town)[0]["due_on"]
    assert told == [
        ("壬示例", "信访", "待核实", f"还有 {(due - date(2025, 11, 3)).days} 天"),
        ("辛示例", "12345热线", "不予立案", "超期 14 天"),
        ("庚示例", "12345热线", "已转介", "按期办结"),
        ("己示例", "12345热线", "已立案受理", "按期办结"),
    ]
    last = listed(town)[-1]
    assert last["went_to"].startswith("受2025-")
    assert [row["went_to"] for row in listed(town)][:3] == ["", "", "区医保局"]
    assert listed(town)[1]["visit_found"] == "房屋完好，子女同住"


@pytest.mark.usefixtures("leads")
@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"state": "open"}, ["壬示例"]),
        ({"state": "case"}, ["己示例"]),
        ({"state": "reason"}, ["辛示例"]),
        ({"village": "新城社区"}, ["壬示例"]),
        ({"date_to": TODAY}, ["辛示例", "庚示例", "己示例"]),
        ({"date_from": date(2025, 10, 14)}, ["壬示例"]),
        ({"text": "庚示"}, ["庚示例"]),
        ({"text": "没有"}, []),
    ],
)
def test_the_leads_are_narrowed(town: Town, filters: dict[str, Any], names: list[str]) -> None:
    assert [row["name"] for row in listed(town, **filters)] == names
    assert town.clerk.read(ledgers.page, "leads", filters).total == len(names)


@pytest.mark.usefixtures("leads")
def test_the_filters_offer_the_villages_of_the_leads_and_their_ends(town: Town) -> None:
    (info,) = [one for one in town.clerk.read(ledgers.ledgers) if one.id == "leads"]
    assert [code for code, _ in info.choices["village"]] == ["新城社区", "示例村"]
    assert [label for _, label in info.choices["state"]] == ["待核实", "已立案受理", "已转介", "不予立案"]


@pytest.mark.usefixtures("leads")
def test_the_leads_leave_as_a_workbook_and_as_a_paper_without_who_told(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "线索.xlsx"
    town.clerk.write(ledgers.export, "leads", {}, path, SAID)
    sheet = load_workbook(path).worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"线索来源", "发现日期", "结果", "时限", "己示例", "区医保局"} <= cells
    made = town.clerk.write(ledger_papers.issue_ledger, "leads", {}, tmp_path, SAID)
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(made.path).pages)
    assert "主动发现线索台账" in printed
    assert "已立案受理" in printed
    assert not any("李邻居" in one for one in (*cells, printed))


@pytest.mark.parametrize(
    ("closed", "today", "words"),
    [
        (None, date(2025, 10, 19), "还有 1 天"), (None, date(2025, 10, 20), "今天到期"),
        (None, date(2025, 10, 21), "超期 1 天"), (date(2025, 10, 20), date(2025, 12, 1), "按期办结"),
        (date(2025, 10, 22), date(2025, 12, 1), "超期 2 天"),
    ],
)  # fmt: skip
def test_the_clock_stands_when_a_lead_is_closed(closed: date | None, today: date, words: str) -> None:
    assert clock(date(2025, 10, 20), closed, today) == words


@pytest.mark.usefixtures("leads")
def test_a_lead_is_found_by_the_initials_of_the_name(town: Town) -> None:
    assert [row["name"] for row in listed(town, text="GSL")] == ["庚示例"]
    assert [row.name for row in town.clerk.read(leading.leads, ("open",), "rs")] == ["壬示例"]
    (waits,) = town.clerk.read(leading.leads)
    town.clerk.write(leading.record_lead_visit, waits.id, date(2025, 11, 3), "上门见到本人，姓氏登记错了")
    town.clerk.write(leading.correct_lead, waits.id, name="癸示例")
    assert [row["name"] for row in listed(town, text="gsl")] == ["癸示例", "庚示例"]
    assert listed(town, text="rsl") == []
