"""F14: the objection with its objector, its posting, and the second posting that followed [57 Art 20]."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.paper import papers
from on_the_way import surveyed
from town import Town, urban_couple


@pytest.fixture
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
