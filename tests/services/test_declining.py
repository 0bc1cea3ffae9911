"""不予受理: told once, in writing, with its remedies; missing papers alone are no reason before their day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import declining, intake
from jiuzhu.services.counter.declining import Declining
from jiuzhu.services.paper import papers
from jiuzhu.storage import journal
from on_the_way import rows, single
from town import Town, complete, urban_couple, urban_three

TOLD = Declining(
    ground="not_here",
    reason="申请人和家庭成员的户籍都不在本市",
    clause="民发〔2021〕57号第四条",
    advice="请向户籍所在地的乡镇人民政府申请，可以带走本次填写的材料",
)


def said(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_form_is_not_accepted_with_its_reason_and_remedies(town: Town, tmp_path: Path) -> None:
    dossier = urban_three(town)
    town.clerk.write(intake.keep_draft, "d1", dossier)
    receipt = town.clerk.write(declining.decline, dossier, TOLD, "d1")
    assert receipt.others == ()  # the subsidies ride along
    assert town.clerk.read(intake.drafts) == []
    found = rows(town, receipt.application_id)
    assert (found.application.state, found.application.accepted_on) == ("not_accepted", None)
    assert {item.state for item in found.items} == {"not_accepted"}
    made = town.clerk.write(papers.issue, "F06", receipt.application_id, tmp_path)
    assert made.number == receipt.number
    told = said(made.path).replace("\n", "")
    for part in (
        "甲示例", "最低生活保障、困难残疾人生活补贴、重度残疾人护理补贴", TOLD.reason, TOLD.clause, "户籍所在地的乡镇",
        "60 日内", "6 个月内", "不属于本街道（乡镇）受理范围", "023-00000001",
    ):  # fmt: skip
        assert part in told, part
    assert "{" not in told
    assert town.clerk.write(papers.issue, "F06", receipt.application_id, tmp_path).reprint
    assert not town.clerk.read(lambda unit: journal.verify(unit.session.connection())).problems


@pytest.mark.parametrize(
    ("programmes", "ways"),
    [
        (["dibao", "medical"], ["household", "transfer"]),
        (["tekun"], ["tekun"]),
        (["orphan"], ["child"]),
        (["elder_allowance"], ["subsidy"]),
        (["temporary", "disaster"], ["temporary", "disaster"]),
        (["quick"], ["quick"]),
    ],
)
def test_every_way_of_a_form_has_its_notice(
    town: Town, tmp_path: Path, programmes: list[str], ways: list[str]
) -> None:
    receipt = town.clerk.write(declining.decline, single(town, *programmes), TOLD)
    each = (receipt, *receipt.others)
    assert [rows(town, one.application_id).application.way for one in each] == ways
    assert len({one.number for one in each}) == len(each)
    made = town.clerk.write(papers.issue_each, "F06", [one.application_id for one in each], tmp_path)
    assert [one.number for one in made] == [one.number for one in each]
    assert all(one.programmes in said(paper.path) for one, paper in zip(each, made, strict=True))


def test_all_ways_know_the_move_and_its_paper() -> None:
    assert {way.move("decline").paper for way in WAYS.values()} == {"F06"}


def waiting(town: Town) -> str:
    dossier = complete(urban_couple(town), town.clerk.today())
    dossier.members[1].authorised_on = None
    return town.clerk.write(intake.issue_correction, dossier, "", ["妻子的核对授权"]).application_id


def test_papers_that_did_not_come_are_no_reason_before_their_day(town: Town) -> None:
    late = Declining(
        ground="overdue", reason="告知后没有补交", clause="民发〔2021〕57号第十条", advice="补齐后重新申请"
    )
    with pytest.raises(Refused, match="要先一次性告知补正"):
        town.clerk.write(declining.decline, urban_couple(town, 41), late)
    taken = waiting(town)
    due = rows(town, taken).corrections[-1].due_on
    dossier = town.clerk.read(files.dossier, taken)
    town.on(due)
    with pytest.raises(Refused, match="还没有过"):
        town.clerk.write(declining.decline, dossier, late)
    assert rows(town, taken).application.state == "to_complete"
    town.on(date.fromordinal(due.toordinal() + 1))
    receipt = town.clerk.write(declining.decline, dossier, late)
    assert receipt.application_id == taken
    with pytest.raises(Refused, match="不能“不予受理”"):
        town.clerk.write(declining.decline, town.clerk.read(files.dossier, taken), late)


@pytest.mark.parametrize("lacking", ["ground", "reason", "clause", "advice"])
def test_nothing_is_declined_without_its_words(town: Town, lacking: str) -> None:
    words = {name: getattr(TOLD, name) for name in ("ground", "reason", "clause", "advice")} | {lacking: " "}
    with pytest.raises(InvalidInput) as refusal:
        town.clerk.write(declining.decline, urban_three(town), Declining(**words))
    assert refusal.value.problems[0].field == lacking


@pytest.mark.parametrize("nowhere", ["不符合规定", "按文件办理"])
def test_the_clause_of_a_notice_can_be_looked_up(town: Town, nowhere: str) -> None:
    with pytest.raises(InvalidInput, match=f"“{nowhere}”查不到") as refusal:
        town.clerk.write(declining.decline, urban_three(town), replace(TOLD, clause=nowhere))
    assert refusal.value.problems[0].field == "clause"


def test_a_clause_in_our_own_marks_is_spelled_on_the_notice(town: Town) -> None:
    taken = town.clerk.write(
        declining.decline, urban_three(town), replace(TOLD, clause="649-60")
    ).application_id
    assert rows(town, taken).declined[-1].clause == "《社会救助暂行办法》第六十条"


def test_nobody_without_a_name_and_nothing_asked_for(town: Town) -> None:
    for spoil, field in (("name", "members.0.name"), ("items", "application.programmes")):
        dossier = urban_three(town)
        if spoil == "name":
            dossier.members[0].name = " "
        else:
            dossier.application.programmes = []
        with pytest.raises(UserError) as refusal:
            town.clerk.write(declining.decline, dossier, TOLD)
        assert refusal.value.field == field
    with pytest.raises(Refused):
        town.auditor.write(declining.decline, urban_three(town), TOLD)


def test_the_notice_waits_for_its_delivery(town: Town) -> None:
    taken = town.clerk.write(declining.decline, urban_three(town), TOLD).application_id
    found = rows(town, taken)
    assert (
        found.application.due_on == found.declined[0].notice_due_on == date(2025, 10, 16)
    )  # three working days
    queued, _ = town.clerk.read(approving.queue_of, "to_deliver")
    assert [(row.application_id, row.due_title) for row in queued] == [(taken, "送达不予受理通知书")]
    assert town.clerk.read(approving.view, taken).undelivered
    town.on(date(2025, 10, 15))
    with pytest.raises(InvalidInput):
        town.clerk.write(approving.deliver_notice, taken, "direct", date(2025, 10, 12))
    told = town.clerk.write(approving.deliver_notice, taken, "direct", date(2025, 10, 14))
    assert (told.review_until, told.suit_until) == (date(2025, 12, 13), date(2026, 4, 14))
    assert rows(town, taken).application.due_on is None
    assert town.clerk.read(approving.queue_of, "to_deliver") == ([], 0)


def test_who_was_not_accepted_may_ask_again(town: Town) -> None:
    town.clerk.write(declining.decline, urban_three(town), TOLD)
    assert town.accept(urban_three(town)).promised_days == 25
