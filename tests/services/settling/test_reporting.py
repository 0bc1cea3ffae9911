"""汇总 out of the office's own rows: its money is the settlements', its visits those counted by hand; paper and workbook agree."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from other_desk import desk_of
from pypdf import PdfReader
from sqlalchemy import select

from jiuzhu.domain.granting import MonthRoster
from jiuzhu.domain.serving.overseeing import CallBack
from jiuzhu.domain.serving.served import Need, NeedsAssessment, RaisedNeed
from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.domain.serving.span import Span
from jiuzhu.domain.serving.visits import Verification, VisitRecord
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.delivering import recording, spot_checking
from jiuzhu.services.ledger import exporting
from jiuzhu.services.serving import funds
from jiuzhu.services.settling import recounting, report_papers, reporting, settling
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.serving import checks_part
from relief_case import colleague
from serving_town import ServingTown, opened, served, supply, worker
from stated import SAID
from visited import found, visited

THIRD = Span("2025-07", "2025-09")
"""Settled but for September of the second provider, which waits."""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServingTown]:
    with opened(tmp_path_factory.mktemp("report"), date(2025, 10, 9)) as office:
        lay(office)
        yield office


def lay(at: ServingTown) -> None:
    clerk, payer, head = at.town.clerk, at.payer, at.town.head
    provider, _, other = clerk.write(supply, "示例护理站", Decimal("38.50"), "elder_care")
    second = clerk.write(worker, provider, "示例丙工")
    _, plan = clerk.write(served, other, ("庚示例",), village="示例二村")
    first = at.workers["示例甲工"]

    def visits(unit: Unit) -> str:
        for month in range(6, 10):
            visited(unit, at.plan, first, date(2025, month, 3), 50)
            visited(unit, at.plan, first, date(2025, month, 10), 65, item="bath")
            visited(unit, plan, second, date(2025, month, 4), 20 + month)
        visited(unit, plan, second, date(2025, 8, 18), 90, result="refused", reason="人不在家")
        visited(unit, plan, second, date(2025, 9, 18), 90, result="")
        recording.reverse(unit, visited(unit, at.plan, first, date(2025, 9, 22), 30), "时间写错")
        return visited(unit, at.plan, first, date(2025, 7, 22), 120)

    wrong = at.coordinator.write(visits)
    for month in range(6, 10):
        for agreement in (at.agreement, other):
            made = payer.write(settling.make_settlement, agreement, f"2025-{month:02}")
            if (month, agreement) != (9, other):
                head.write(settling.sign_settlement, made.id, 1)
            if month == 7 and agreement == at.agreement:
                at.coordinator.write(found, wrong, "refused", "电话回访没有去")  # August takes it back
    clerk.write(said, at.file)
    for name, total in (("2025-06", "770.00"), ("2025-08", "1540.40"), ("2025-09", "770.20")):
        payer.write(sealed, name, Decimal(total))


def sealed(unit: Unit, month: str, total: Decimal) -> None:
    """What 低保 was in a month."""
    unit.add(
        MonthRoster(
            number=f"册{month}", month=month, programme="dibao", households=2, people=2, base=total, addons=Decimal(0),
            repaired=Decimal(0), total=total, sealed_by=unit.actor.operator_id, sealed_on=unit.today,
        )
    )  # fmt: skip


def said(unit: Unit, file_id: str) -> None:
    """Two call-backs, a complaint, and two needs, one of which is asked about."""
    record = min(unit.session.scalars(select(VisitRecord)), key=lambda one: one.day)
    me = unit.actor.operator_id
    for day, grade, about in ((date(2025, 7, 2), 5, record.id), (date(2025, 9, 30), 2, None)):
        unit.add(
            CallBack(
                service_file_id=file_id, visit_record_id=about, called_on=day, way="phone", called_by=me, grade=grade,
            )
        )  # fmt: skip
    made = NeedsAssessment(
        service_file_id=file_id, assessed_on=date(2025, 8, 1), first_assessor="甲示例", second_assessor="乙示例", recorded_by=me
    )  # fmt: skip
    unit.add(made)
    unit.session.flush()
    for heading, state, ended in (("health", "met", date(2025, 9, 2)), ("housing", "raised", None)):
        need = unit.add(
            Need(
                service_file_id=file_id, needs_assessment_id=made.id, heading=heading, score=2, priority=1, content="示例",
                state=state, ended_on=ended,
            )
        )  # fmt: skip
    unit.session.flush()
    unit.add(
        RaisedNeed(
            service_file_id=file_id, need_id=need.id, level="township", question="示例", raised_by=me,
            raised_on=date(2025, 9, 3),
        )
    )  # fmt: skip


def by_hand(unit: Unit, span: Span) -> tuple[set[str], int, int, Decimal]:
    """People, visits and minutes of records that stand and were last found right, and yuan of the signed settlements."""
    records = list(unit.session.scalars(select(VisitRecord)))
    gone = {one.reverses_id for one in records}
    words = {
        one.visit_record_id: one.result for one in sorted(unit.session.scalars(select(Verification)), key=lambda one: one.at)
    }  # fmt: skip
    ours = [
        one
        for one in records
        if one.reverses_id is None
        and one.id not in gone
        and words.get(one.id) == "verified"
        and span.first <= f"{one.day:%Y-%m}" <= span.last
    ]
    yuan = [
        one.amount
        for one in unit.session.scalars(select(Settlement))
        if one.state == "signed" and span.first <= one.month <= span.last
    ]
    return {one.service_file_id for one in ours}, len(ours), sum(one.ends - one.starts for one in ours), sum(yuan, Decimal(0))  # fmt: skip


@pytest.mark.parametrize("span", [THIRD, Span("2025-08", "2025-08"), Span("2025-01", "2025-12")])
def test_it_agrees_with_rows_counted_by_hand(at: ServingTown, span: Span) -> None:
    made = at.payer.read(reporting.report, span)
    people, visits, minutes, yuan = at.payer.read(by_hand, span)
    total = made.total
    assert (total.people, total.visits, total.minutes, total.amount) == (len(people), visits, minutes, yuan)
    before = at.payer.read(by_hand, span.before)
    assert (total.before_visits, total.before_minutes, total.before_amount) == before[1:]
    for rows in made.groups.values():
        assert sum(one.amount for one in rows) == yuan
        assert sum(one.visits for one in rows) == visits
        assert sum(one.minutes for one in rows) == minutes
    assert sum(one.settled for one in made.funds) == yuan


def test_the_quarter_tells_what_was_taken_back_and_what_waits(at: ServingTown) -> None:
    made = at.payer.read(reporting.report, THIRD)
    figures = {one.label.strip(): (one.now, one.before) for one in made.measures}
    assert figures["其中以前月份更正（元）"] == ("-80.00", "0.00")
    assert figures["待审核结算（元）"] == ("18.61", "0.00")  # 29 minutes at 38.50
    assert figures["待核实（条）"] == ("1", "0")
    assert figures["不予认可（条）"] == ("2", "0")
    assert figures["回访满意率"] == ("50.0%", "—")
    assert (figures["新评估需求（项）"][0], figures["已满足需求（项）"][0], figures["期末未满足需求（项）"][0]) == ("2", "1", "1")  # fmt: skip
    assert {one.label: one.asked for one in made.needs if one.unmet} == {"居住": 1}
    assert [(one.label, one.people) for one in made.groups["village"]] == [("示例社区", 1), ("示例二村", 1)]
    assert {one.label: one.left for one in made.hours} == {"2025 年": 2 * 1440 - made_minutes(at)}
    assert [(one.times, one.before_times) for one in made.grants] == [(4, 2)]
    assert figures["同期发放救助金（元）"] == ("2,310.60", "770.00")
    assert made.until == date(2025, 9, 30)
    assert at.payer.read(reporting.report, Span("2025-10", "2025-12")).until == date(2025, 10, 9)


def made_minutes(at: ServingTown) -> int:
    """Minutes taken from the accounts: verified ones, one nobody verified yet, and one that is to be made again."""
    return at.payer.read(by_hand, Span("2025-01", "2025-12"))[2] + 90 + 30


def test_months_that_make_no_span_are_refused(at: ServingTown) -> None:
    for first, last, field in (
        ("2025-09", "2025-08", "last"), ("2023-01", "2025-01", "last"), ("2025-11", "2025-12", "first"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            at.payer.read(reporting.report, Span(first, last))
        assert [one.field for one in refused.value.problems] == [field]


def test_who_sees_some_villages_is_not_shown_a_part_as_the_whole(at: ServingTown) -> None:
    bound = desk_of(at.town.clerk, replace(at.town.checker.actor, villages=frozenset({"示例社区"})))
    with pytest.raises(Refused, match="只管部分村"):
        bound.read(reporting.report, THIRD)
    with pytest.raises(Refused, match="只管部分村"):
        bound.read(recounting.reconciled, "2025-09")
    with pytest.raises(Refused, match="只管部分村"):
        bound.read(funds.funds)
    with pytest.raises(Refused, match="只管部分村"):
        bound.read(spot_checking.progress, 2025)
    _, words = bound.read(checks_part.loaded, "lines", "")
    assert words == ""  # the samples of their villages they see


def text_of(path: Path) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def test_paper_and_workbook_say_the_same_and_name_nobody(at: ServingTown, tmp_path: Path) -> None:
    made = at.payer.read(reporting.report, THIRD)
    issued = at.payer.write(report_papers.issue_report, THIRD, tmp_path, SAID)
    said_on_paper = text_of(issued.path)
    for one in made.measures:
        assert f"{one.label}{one.now}{one.before}".replace(" ", "").replace("　", "") in said_on_paper, one
    assert "每月已核实服务时长" in said_on_paper
    path = tmp_path / "汇总.xlsx"
    left = at.payer.write(report_papers.export_report, THIRD, path, SAID)
    book = load_workbook(path)
    assert [sheet.title for sheet in book] == [
        "服务和结算",
        "物质救助",
        "资金来源",
        "监督和满意度",
        "需求",
        "登记情况",
        "小时账户（分钟）",
    ]
    rows = [row for row in book["服务和结算"].iter_rows(values_only=True) if row[0]]
    whole_row = next(row for row in rows if row[0] == "全部")
    assert whole_row[1:6] == (
        "合计",
        made.total.people,
        made.total.visits,
        made.total.minutes,
        float(made.total.amount),
    )
    items = [row for row in rows if row[0] == "服务项目"]
    assert sum(Decimal(str(row[5])) for row in items) == made.total.amount
    assert [row[6:] for row in rows if row[0] == "月份"] == [(None,) * 4] * 3
    words = said_on_paper + "".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    for name in ("戊示例", "庚示例", "示例甲工"):
        assert name not in words
    again = at.payer.write(report_papers.issue_report, THIRD, tmp_path, SAID)
    assert (again.reprint, again.number) == (True, issued.number)
    assert left.rows == at.payer.read(report_papers.report_of, THIRD, "xlsx").rows


def test_it_leaves_by_the_door_and_only_for_who_may(at: ServingTown, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with pytest.raises(InvalidInput):
        at.payer.write(report_papers.export_report, THIRD, path, replace(SAID, recipient=""))
    administrator = colleague(at.town, "guanli", "郑管理", "administrator")
    for act, where in ((report_papers.export_report, path), (report_papers.issue_report, tmp_path)):
        with pytest.raises(Refused):
            administrator.write(act, THIRD, where, SAID)
    assert list(tmp_path.iterdir()) == []
    outlook = at.payer.read(exporting.outlook, partial(report_papers.report_of, span=THIRD, kind="xlsx"))
    assert (outlook.what.classes, outlook.what.details) == (("money",), "2025 年第三季度")
    assert at.town.head.read(reporting.report, THIRD).total == at.payer.read(reporting.report, THIRD).total
