"""The day in the clerk's words: each sentence of the feature file is one step over the real services."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from other_desk import desk_of
from pytest_bdd import given, parsers, scenarios, then, when

from jiuzhu.documents import workbook
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_course import NeighbourPart, VisitPart
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import assessing, files, queue
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import Receipt
from jiuzhu.services.granting import rosters
from jiuzhu.services.office import proving
from jiuzhu.services.paper import papers
from jiuzhu.services.survey import checking
from on_the_way import submitted
from town import Town, complete, open_town, urban_couple, urban_three

scenarios("窗口的一天.feature")

LABELS = {"低保": "dibao", "困难残疾人生活补贴": "disability_living"}


@dataclass
class Day:
    """What the sentences hand on to each other."""

    town: Town
    folder: Path
    dossier: Dossier = field(default_factory=Dossier)
    taken: str = ""
    receipt: Receipt | None = None

    def go(self, text: str) -> None:
        self.town.on(date.fromisoformat(text))

    def file(self) -> Dossier:
        return self.town.checker.read(files.dossier, self.taken)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    town = open_town(tmp_path / "office")
    yield Day(town, tmp_path)
    town.close()


@given("示例街道的窗口开着，张经办受理、李核查入户、王主任签字")
def _(day: Day) -> None:
    assert {day.town.clerk.actor.name, day.town.checker.actor.name, day.town.head.actor.name} == {
        "张经办",
        "李核查",
        "王主任",
    }


@given(parsers.parse("今天是 {text}"))
def _(day: Day, text: str) -> None:
    day.go(text)


@when(
    "甲示例来申请低保和两项残疾人补贴：三口人，兼职月收入 1560.00 元，妻子肢体二级残疾，孩子上小学，存款 21000.00 元"
)
def _(day: Day) -> None:
    day.dossier = urban_three(day.town)


@when("丁示例夫妻来申请低保：月收入 600.00 元，申报存款 20000.00 元，妻子没有签授权")
def _(day: Day) -> None:
    day.dossier = complete(urban_couple(day.town), day.town.clerk.today())
    day.dossier.members[1].authorised_on = None


@then(parsers.parse("政策雷达说 {label} 符合，每月 {amount} 元"))
def _(day: Day, label: str, amount: str) -> None:
    lines = assessing.radar(day.town.clerk.rules, day.dossier, day.town.clerk.today())
    [line] = [line for line in lines if line.programme == LABELS[label]]
    assert (line.result, line.headline) == ("entitled", f"符合：{amount} 元/月")


@when("张经办收齐材料和授权，受理")
def _(day: Day) -> None:
    day.receipt = day.town.accept(day.dossier)
    day.taken = day.receipt.application_id


@then(parsers.parse("受理通知书写明承诺办结日 {text}"))
def _(day: Day, text: str) -> None:
    assert day.receipt is not None
    assert day.receipt.promised_on == date.fromisoformat(text)
    issued = day.town.clerk.write(papers.issue, "F04", day.taken, day.folder)
    assert issued.path.stat().st_size > 1000


@then(parsers.re(r"最先到期的是“(?P<title>.+)”，(?P<text>[\d-]+)"))
def _(day: Day, title: str, text: str) -> None:
    states = ("accepted", "submitted", "investigating")
    [row] = day.town.clerk.read(queue.rows, states)
    assert (row.due_title, row.due_on) == (title, date.fromisoformat(text))


@when("李核查开始调查，发起核对并导出名单")
def _(day: Day) -> None:
    day.town.checker.write(checking.start_survey, day.taken)
    day.town.checker.write(checking.request_check, day.taken)
    written = day.town.checker.write(checking.export_check_request, [day.taken], day.folder / "核对名单.xlsx")
    assert written == sum(1 for member in day.file().members if member.counted and member.authorised_on)


@when(parsers.re(r"(?P<text>[\d-]+) 核对中心送回结果：存款 (?P<amount>[\d.]+) 元"))
def _(day: Day, text: str, amount: str) -> None:
    day.go(text)
    file = day.file()
    first = file.members[0]
    rows = [
        [
            file.check.number,
            member.name,
            member.id_number,
            "银行",
            "存款",
            "有",
            Decimal(amount),
            day.town.checker.today(),
            "",
        ]
        if member is first
        else [file.check.number, member.name, member.id_number, "银行", "存款", "无", None, None, ""]
        for member in file.members
    ]
    path = day.folder / "核对结果.xlsx"
    workbook.write(
        path,
        day.town.checker.rules.ledgers["check_reply"],
        rows,
        title="核对结果",
        subtitle="",
        filters_text="",
        made_by="核对中心",
        made_at=datetime(2025, 10, 20, tzinfo=UTC),
    )
    preview = day.town.checker.read(checking.read_check_reply, path)
    assert (preview.good, preview.bad) == (len(rows), 0)
    day.town.checker.write(checking.apply_check_reply, preview)


@when("李核查和张经办入户调查，问了两户邻居")
def _(day: Day) -> None:
    checker, clerk = day.town.checker, day.town.clerk
    seen = VisitPart(
        present=day.file().members[0].name,
        dwelling_kind="自有住房",
        dwelling_area="62",
        dwelling_condition="一般",
        belongings="普通家具家电",
        food_clothing="温饱",
        opinion="与申报一致",
    )
    checker.write(
        checking.record_visit, day.taken, seen, [checker.actor.operator_id, clerk.actor.operator_id]
    )
    for name in ("邻居一", "邻居二"):
        checker.write(
            checking.record_neighbour,
            day.taken,
            NeighbourPart(name=name, relation="邻居", statement="情况属实"),
        )


@when("李核查逐项认定，核查完成")
def _(day: Day) -> None:
    day.town.checker.write(checking.accept_all_matching, day.taken)
    day.town.checker.write(checking.finish, day.taken)


@then(parsers.parse("核查报告的结论是 {label}"))
def _(day: Day, label: str) -> None:
    assert day.town.checker.rules.label("check_conclusion", day.file().check.conclusion) == label


@then(parsers.parse("有 {count:d} 处差异没有结论"))
def _(day: Day, count: int) -> None:
    [row] = day.town.checker.read(queue.rows, ("investigating",))
    assert row.open_differences == count
    with pytest.raises(Refused):
        day.town.checker.write(checking.finish, day.taken)


@when(parsers.parse("李核查听了解释，按漏报认定存款 {amount} 元"))
def _(day: Day, amount: str) -> None:
    [line] = day.file().assets
    day.town.checker.write(checking.explain, line.id, "忘了另一本存折", "银行流水")
    day.town.checker.write(checking.accept_figure, line.id, Decimal(amount), "omitted")


@when(parsers.re(r"(?P<text>[\d-]+) 李核查提出初审意见并在示例社区公示栏张榜"))
def _(day: Day, text: str) -> None:
    day.go(text)
    opinion = day.town.checker.read(approving.opinion_draft, day.taken)
    day.town.checker.write(approving.give_opinion, day.taken, "grant", opinion)
    day.town.checker.write(approving.post_notice, day.taken, "示例社区公示栏")


@then(
    parsers.re(
        r"公示只写姓名、人数 (?P<count>\d+)、事项和金额 (?P<amount>[\d.]+) 元，到 (?P<text>[\d-]+) 期满"
    )
)
def _(day: Day, count: str, amount: str, text: str) -> None:
    notice = day.file().notice
    assert (notice.members, notice.monthly, notice.programmes, notice.ends_on) == (
        int(count),
        Decimal(amount),
        ["dibao"],
        date.fromisoformat(text),
    )


@then(parsers.re(r"(?P<text>[\d-]+) 还不能结束公示"))
def _(day: Day, text: str) -> None:
    day.go(text)
    with pytest.raises(Refused, match="下一步最早 2025-11-03"):
        day.town.checker.write(approving.close_notice, day.taken)


@when(parsers.re(r"(?P<text>[\d-]+) 公示期满上报"))
def _(day: Day, text: str) -> None:
    day.go(text)
    day.town.checker.write(approving.close_notice, day.taken)
    day.town.checker.write(approving.submit, day.taken)


@when(parsers.re(r"(?P<text>[\d-]+) 王主任签署同意"))
def _(day: Day, text: str) -> None:
    day.go(text)
    verdict = approving.Verdict(result="approved", seen_version=day.file().version)
    day.town.head.write(approving.decide, day.taken, verdict)


@then(
    parsers.re(r"低保从 (?P<month>[\d-]+) 起每月 (?P<amount>[\d.]+) 元，两项补贴每月合计 (?P<more>[\d.]+) 元")
)
def _(day: Day, month: str, amount: str, more: str) -> None:
    decisions = day.file().decisions
    assert {item.first_month for item in decisions} == {month}
    assert [item.monthly for item in decisions if item.programme == "dibao"] == [Decimal(amount)]
    assert sum(item.monthly or 0 for item in decisions if item.programme != "dibao") == Decimal(more)


@then(parsers.parse("下次复核在 {text}"))
def _(day: Day, text: str) -> None:
    assert day.file().decisions[0].next_recheck_on == date.fromisoformat(text)


@then(parsers.re(r"(?P<month>[\d-]+) 的花名册上有甲示例，合计 (?P<amount>[\d.]+) 元"))
def _(day: Day, month: str, amount: str) -> None:
    roster = day.town.clerk.read(rosters.roster, month, "dibao")
    assert [(line.payee, line.total) for line in roster.lines] == [("甲示例", Decimal(amount))]
    assert roster.total == Decimal(amount)


@then("全部文书都能打印，编号各不相同")
def _(day: Day) -> None:
    offers = [offer for offer in day.town.clerk.read(papers.available, day.taken) if offer.ready]
    assert {"F01", "F02", "F03", "F04", "F08", "F09", "F13", "F15", "F16", "WHY"} <= {
        offer.form for offer in offers
    }
    folder = day.folder / "文书"
    folder.mkdir()
    issued = [
        day.town.clerk.write(papers.issue, offer.form, day.taken, folder, offer.decision_id)
        for offer in offers
    ]
    assert len({(item.form, item.number) for item in issued}) == len(issued)
    assert all(re.match(rb"%PDF-", item.path.read_bytes()) for item in issued)


@then("日志核验没有发现改动")
def _(day: Day) -> None:
    assert day.town.auditor.read(proving.verify_journal).problems == ()


@then("不能受理，只出一份补正告知")
def _(day: Day) -> None:
    with pytest.raises(Refused, match="戊示例"):
        day.town.clerk.write(intake.accept, day.dossier, "")
    given_out = day.town.clerk.write(intake.issue_correction, day.dossier, "", ["戊示例的核对授权"])
    day.taken = given_out.application_id


@when(parsers.re(r"(?P<text>[\d-]+) 妻子来签了授权，受理"))
def _(day: Day, text: str) -> None:
    day.go(text)
    waiting = complete(day.file(), day.town.clerk.today())
    day.receipt = day.town.clerk.write(intake.complete, day.taken, waiting)


@when(parsers.re(r"(?P<text>[\d-]+) 李核查提出不同意的初审意见"))
def _(day: Day, text: str) -> None:
    day.go(text)
    draft = day.town.checker.read(approving.drafted, day.taken)
    assert draft.result == "refuse"
    day.town.checker.write(approving.give_opinion, day.taken, "refuse", draft.text)


@then("没有公示过")
def _(day: Day) -> None:
    assert day.file().notice.posted_on is None


@when("王主任签署不同意，写明理由")
def _(day: Day) -> None:
    verdict = approving.Verdict(
        result="refused", seen_version=day.file().version, reason="家庭货币财产超过规定上限", clause="57-14"
    )
    day.town.head.write(approving.decide, day.taken, verdict)


@then(parsers.parse("不予确认通知书最迟 {text} 送达"))
def _(day: Day, text: str) -> None:
    [row] = day.town.clerk.read(queue.rows, ("refused",))
    assert row.due_on == date.fromisoformat(text)
    assert day.town.clerk.write(papers.issue, "F17", day.taken, day.folder).path.is_file()


@when(parsers.re(r"(?P<text>[\d-]+) 直接送达"))
def _(day: Day, text: str) -> None:
    day.go(text)
    day.town.clerk.write(approving.deliver_notice, day.taken, "direct", date.fromisoformat(text))


@then("这份申请不再有到期事项")
def _(day: Day) -> None:
    [row] = day.town.clerk.read(queue.rows, ("refused",))
    assert row.due_on is None


@when("甲示例一家走到待签字")
def _(day: Day) -> None:
    day.taken = submitted(day.town, urban_three(day.town), date(2025, 10, 24), date(2025, 11, 3))


@then("张经办即使有审批岗位也不能签字")
def _(day: Day) -> None:
    actor = day.town.clerk.actor
    both = Actor(
        actor.operator_id, actor.login, actor.name, actor.roles | {"approver"}, actor.station_id, "A"
    )
    verdict = approving.Verdict(result="approved", seen_version=day.file().version)
    with pytest.raises(Refused, match="受理"):
        desk_of(day.town.clerk, both).write(approving.decide, day.taken, verdict)
