"""F14: the objection with its objector, its posting, and the second posting that followed [57 Art 20]."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, reviewing
from jiuzhu.services.casework import files
from jiuzhu.services.office import history
from jiuzhu.services.paper import papers
from jiuzhu.ui.approving.file_text import html
from on_the_way import rows, surveyed
from once import once
from town import Town, urban_couple


@pytest.fixture
@once
def objected(town: Town) -> str:
    taken = surveyed(town, urban_couple(town))
    town.checker.write(approving.give_opinion, taken, "grant", "拟同意给予低保。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 5))
    town.checker.write(approving.object_to_notice, taken, "庚示例", "家里有车跑运输")
    return taken


def test_the_sheet_tells_who_objected_and_when_it_was_posted_again(
    town: Town, objected: str, tmp_path: Path
) -> None:
    (open_one,) = town.clerk.read(files.dossier, objected).objections
    assert (open_one.objector, open_one.reposted_on) == ("庚示例", None)
    town.on(date(2025, 11, 17))
    town.checker.write(
        approving.settle_objection, objected, "再次入户并查车管信息", "经查没有车辆。", "dismissed"
    )
    town.checker.write(approving.post_notice, objected, "示例村公示栏")
    (settled,) = town.clerk.read(files.dossier, objected).objections
    assert (settled.posted_on, settled.reposted_on, settled.repost_ends_on) == (
        open_one.posted_on, date(2025, 11, 17), date(2025, 11, 20),
    )  # fmt: skip
    assert settled.notice_number == open_one.notice_number
    path = town.clerk.write(papers.issue, "F14", objected, tmp_path).path
    text = "".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())
    for word in ("庚示例", "异议不成立", "2025年11月17日", "2025年11月20日", settled.notice_number):
        assert word in text, word


@pytest.mark.parametrize("state", ["withdrawn", "terminated"])
def test_a_file_that_ends_leaves_no_objection_open(
    town: Town, objected: str, tmp_path: Path, state: str
) -> None:
    end, told, reason = {
        "withdrawn": (approving.withdraw, "申请人撤回申请", "家里有了办法，不申请了"),
        "terminated": (approving.terminate, "终止办理", "三次上门都不配合"),
    }[state]
    town.on(date(2025, 11, 6))
    hand = town.clerk if state == "withdrawn" else town.checker
    hand.write(end, objected, reason)
    found = rows(town, objected)
    assert found.application.state == state
    (row,) = found.objections
    assert (row.outcome, row.settled_on) == ("ended", date(2025, 11, 6))
    assert row.investigation == f"{told}：{reason}"
    path = town.clerk.write(papers.issue, "F14", objected, tmp_path).path
    text = "".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "申请已结束，不再复查" in text
    assert "申请已结束，不再复查" in html(town.head.read(reviewing.view, objected), town.head.rules.codes)
    told_of = [one.fields for one in town.clerk.read(history.history, objected)]
    assert "申请已结束，不再复查" in str(told_of)
    with pytest.raises(Refused):
        town.checker.write(approving.settle_objection, objected, "再次入户", "经查没有车辆。", "dismissed")


def test_an_objection_that_was_settled_stays_as_it_was(town: Town, objected: str) -> None:
    town.on(date(2025, 11, 17))
    town.checker.write(approving.settle_objection, objected, "查车管信息", "经查没有车辆。", "dismissed")
    town.clerk.write(approving.withdraw, objected, "家里有了办法，不申请了")
    (row,) = rows(town, objected).objections
    assert (row.outcome, row.investigation) == ("dismissed", "查车管信息")


def test_a_clock_that_stood_still_ends_with_the_file(town: Town, objected: str) -> None:
    town.checker.write(approving.pause, objected, "等待车管所函复")
    town.on(date(2025, 11, 7))
    town.clerk.write(approving.withdraw, objected, "家里有了办法，不申请了")
    (pause,) = rows(town, objected).pauses
    assert pause.ends_on == date(2025, 11, 6)
    with pytest.raises(Refused, match="计时没有中止"):
        town.checker.write(approving.resume, objected)
