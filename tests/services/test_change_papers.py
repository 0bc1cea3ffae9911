"""渐退期审批表, 定期复核审批表 and 动态管理记录 of a family whose case ran through the services."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, family, rows, submitted
from once import once
from town import Town

CHECKERS = ("李核查", "张经办")


def said(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    town.on(date(2025, 6, 9))
    taken = submitted(town, family(town), date(2025, 6, 10), date(2025, 6, 18))
    town.on(date(2025, 6, 20))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return rows(town, taken)


def works(town: Town, home: FileRows, wage: str, details: str = "示例超市收银员，签订一年合同") -> None:
    wife = next(one.id for one in home.people.values() if one.name == "乙示例")
    happened = Happened(
        kind="employed", effective_on=date(2025, 12, 1), person_id=wife, details=details, evidence="劳动合同",
        begins=[NewLine(category="income", kind="wage", figure=Decimal(wage), item="超市收银")],
    )  # fmt: skip
    town.checker.write(events.record_event, home.household.id, happened)


def proposed(town: Town, home: FileRows, cause: str = "event", **more: Any) -> str:
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    ground = Ground(cause=cause, evidence="入户核实，有工资流水", **more)
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, found.change, ground, found.why)
    (row,) = town.head.read(adjusting.adjustments)
    return row.id


def recheck(town: Town, home: FileRows, outcome: str, found: str = "收入、人口和财产没有变化") -> str:
    return town.checker.write(
        rechecking.record_recheck, home.entitlements[0].id, outcome=outcome, found=found, checkers=CHECKERS,
        done_on=town.checker.today(),
    )  # fmt: skip


def test_a_taper_tells_the_job_what_it_brings_and_its_last_day(
    town: Town, home: FileRows, tmp_path: Path
) -> None:
    works(town, home, "2200.00")
    record = proposed(town, home)
    town.checker.write(adjusting.hear, record, "同意渐退")
    town.head.write(adjusting.decide_adjustment, record, approved=True, note="同意渐退六个月")
    made = town.checker.write(issue_matter, "F19", record, tmp_path)
    told = said(made.path)
    for part in (
        "乙示例", "2025年12月1日", "示例超市收银员，签订一年合同", "2,200.00", "1,000.00", "770.00", "1,155.00", "1,440.00",
        "2026年1月", "2026年6月", "2026年6月30日", "同意渐退六个月", "入户核实，有工资流水", "李核查", "王主任", "甲示例",
        "示例路8号3-2", "渝北区民政局",
    ):  # fmt: skip
        assert part in told, part
    assert "{" not in told
    assert made.number.startswith("文")
    assert town.checker.write(issue_matter, "F19", record, tmp_path).reprint
    notice = said(town.checker.write(issue_matter, "F18N", record, tmp_path).path)
    for part in ("渐退", "2026年1月", "2026年6月", "同意渐退", "兜底保障工作的通知", "60日内"):
        assert part in notice, part


def test_the_event_is_found_when_the_adjustment_names_none_and_another_change_has_no_taper(
    town: Town, home: FileRows, tmp_path: Path
) -> None:
    works(town, home, "2200.00", details="")
    record = proposed(town, home, "recheck")
    told = said(town.checker.write(issue_matter, "F19", record, tmp_path).path)
    assert "劳动合同" in told  # what the event has in place of words
    town.head.write(adjusting.decide_adjustment, record, approved=False, note="工作不稳定")
    grant = home.entitlements[0].id
    less = town.checker.read(consequences.by_hand, grant, Decimal("900.00"), "更正计算错误", "57-33")
    town.checker.write(
        adjusting.propose_adjustment, grant, less, Ground(cause="error", evidence="更正审批表"), []
    )
    (row,) = town.head.read(adjusting.adjustments)
    with pytest.raises(Refused, match="不是渐退"):
        town.checker.write(issue_matter, "F19", row.id, tmp_path)
    assert "依据：《最低生活保障审核确认办法》（民发〔2021〕57号）第三十三条。" in said(
        town.checker.write(issue_matter, "F18", row.id, tmp_path).path
    )


def test_a_recheck_has_its_paper_with_the_day_before_it_and_what_came_of_it(
    town: Town, home: FileRows, tmp_path: Path
) -> None:
    first = recheck(town, home, "no_change")
    sparse = town.checker.write(issue_matter, "F20", first, tmp_path)
    told = said(sparse.path)
    assert sparse.number.startswith("复")
    assert "13800000001" in told
    for part in (
        "2025年6月20日",
        "2025年12月3日",
        "2026年6月3日",
        "B类（每半年）",
        "无变化",
        "1,440.00",
        "李核查",
        "张经办",
    ):
        assert part in told, part
    town.on(date(2026, 5, 28))
    works(town, home, "2200.00")
    second = recheck(town, home, "taper", "妻子就业，人均超过标准")
    proposed(town, home, "recheck")
    told = said(town.checker.write(issue_matter, "F20", second, tmp_path).path)
    for part in ("2025年12月3日", "2026年5月28日", "就业渐退", "渐退", "2026年6月", "妻子就业"):
        assert part in told, part
    assert "调2026" in told  # the adjustment names the recheck it came from
    assert "调2026" not in said(town.checker.write(issue_matter, "F20", first, tmp_path).path)


def test_the_record_of_a_household_keeps_everything_and_breaks_pages(
    town: Town, home: FileRows, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="还没有复核、变动和调整"):
        town.checker.write(issue_matter, "F20R", home.household.id, tmp_path)
    works(town, home, "2200.00", "在示例路某某超市做收银员。" * 30)
    record = proposed(town, home)
    town.head.write(adjusting.decide_adjustment, record, approved=True)
    for number in range(1, 25):
        happened = Happened(
            kind="other", effective_on=date(2025, 12, 2), details=f"第{number}次走访，房屋漏雨"
        )
        town.checker.write(events.record_event, home.household.id, happened)
    made = town.checker.write(issue_matter, "F20R", home.household.id, tmp_path)
    told = said(made.path)
    assert made.pages > 1
    assert told.count("收银员") == 30
    assert all(f"第{number}次走访，房屋漏雨" in told for number in range(1, 25))
    assert "就业后人均月收入1,000.00元" in told
    assert "13800000001" in told  # the phone of the head, the one that is corrected everywhere
    assert "王主任" in told
    assert "{" not in told


def test_recorded_rechecks_are_listed_the_newest_first(town: Town, home: FileRows) -> None:
    recheck(town, home, "no_change")
    town.on(date(2026, 5, 28))
    recheck(town, home, "change", "收入减少，需要调增")
    found = town.checker.read(rechecking.done)
    assert [(row.outcome, row.name) for row in found] == [("需要调整金额", "甲示例"), ("无变化", "甲示例")]
    assert town.checker.read(rechecking.done, found[0].number)[0].id == found[0].id
    assert town.checker.read(rechecking.done, "没有这个人") == []
