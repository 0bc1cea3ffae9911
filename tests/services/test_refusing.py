"""A refusal: a ground that can be looked up, for the item it is about, and papers that say what the head said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from jiuzhu.errors import InvalidInput
from jiuzhu.services.approval import approving, reviewing
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.casework import files
from jiuzhu.services.paper import papers
from on_the_way import rows, submitted, surveyed
from town import Town, urban_couple, urban_three


def before_head(town: Town) -> str:
    """A family that fits, posted and sent: the head has the last word."""
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 5))
    return taken


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def verdict(town: Town, taken: str, reason: str, clause: str) -> Verdict:
    seen = rows(town, taken).application.version
    return Verdict(result="refused", seen_version=seen, reason=reason, clause=clause)


@pytest.mark.parametrize("clause", ["好", "按规定", "不符合条件", "57-8x"])
def test_what_nobody_can_look_up_is_no_ground(town: Town, clause: str) -> None:
    taken = before_head(town)
    with pytest.raises(InvalidInput) as refused:
        town.head.write(approving.decide, taken, verdict(town, taken, "家庭另有收入没有申报", clause))
    assert [one.field for one in refused.value.problems] == ["clause"]
    assert "文号" in refused.value.message
    assert rows(town, taken).application.state == "submitted"


def test_a_ground_written_short_is_kept_as_papers_spell_it(town: Town) -> None:
    taken = before_head(town)
    town.head.write(approving.decide, taken, verdict(town, taken, "家庭另有收入没有申报", "57-8"))
    (decision,) = (row for row in rows(town, taken).decisions if row.programme == "dibao")
    assert decision.clause == "《最低生活保障审核确认办法》（民发〔2021〕57号）第八条"


def test_a_head_who_decides_against_the_finding_says_why_and_the_file_remembers(town: Town) -> None:
    taken = before_head(town)
    with pytest.raises(InvalidInput) as refused:
        town.head.write(approving.decide, taken, verdict(town, taken, "", "57-8"))
    assert refused.value.problems[0].field == "reason"
    assert "不按认定" in refused.value.message
    town.head.write(approving.decide, taken, verdict(town, taken, "家庭另有收入没有申报", "57-8"))
    step = rows(town, taken).steps[-1]
    assert step.note.startswith("家庭另有收入没有申报（与认定不同：")
    assert "符合：" in step.note


def test_the_paper_of_a_refusal_against_the_finding_says_nothing_for_it(town: Town) -> None:
    taken = before_head(town)
    town.head.write(approving.decide, taken, verdict(town, taken, "家庭另有收入没有申报", "57-8"))
    (decision,) = (row for row in rows(town, taken).decisions if row.programme == "dibao")
    said = words_of(town.head.read(papers.preview, "F17", taken, decision.id))
    assert "家庭另有收入没有申报" in said
    assert "第八条" in said
    assert "符合：" not in said.replace("不符合：", "")


def test_the_paper_of_a_refusal_by_the_finding_shows_it(town: Town) -> None:
    taken = surveyed(town, urban_couple(town), deposit=Decimal("41000.00"))
    town.checker.write(approving.give_opinion, taken, "refuse", "货币财产超过上限，拟不同意。")
    offered = town.head.read(reviewing.view, taken).clause
    town.head.write(approving.decide, taken, verdict(town, taken, "货币财产超过上限", offered))
    decision = rows(town, taken).decisions[0]
    said = words_of(town.head.read(papers.preview, "F17", taken, decision.id))
    assert "不符合：因为人均货币财产" in said


def test_nothing_falls_by_a_clause_of_something_else_on_the_form(town: Town) -> None:
    """The income is above the line of 低保 and below that of 低保边缘: the clause of the one is not the other's."""
    made = urban_couple(town)
    made.application.programmes = ["dibao", "edge"]
    made.incomes[0].declared = Decimal("1800.00")
    taken = surveyed(town, made)
    town.checker.write(approving.give_opinion, taken, "refuse", "收入超过标准，拟不同意。")
    view = town.head.read(reviewing.view, taken)
    found = {part.programme: part.result for part in town.head.read(files.dossier, taken).findings}
    assert (found["dibao"], found["edge"]) == ("not_entitled", "entitled")
    asked = verdict(town, taken, "收入超过标准", view.clause)
    with pytest.raises(InvalidInput, match="低保边缘家庭符合") as refused:
        town.head.write(approving.decide, taken, asked)
    assert refused.value.problems[0].field == "clause"
    town.head.write(approving.decide, taken, replace(asked, clause="民发〔2021〕57号第四条"))
    assert {row.clause for row in rows(town, taken).decisions} == {"民发〔2021〕57号第四条"}
