"""A pause, a withdrawal and an ending keep everything, and the papers say so."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.paper import papers
from on_the_way import rows, surveyed
from town import Town, urban_couple, urban_three


def test_a_pause_moves_the_due_day_on(town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    before = rows(town, taken).application.due_on
    town.checker.write(approving.pause, taken, "申请人住院，无法入户")
    with pytest.raises(Refused, match="已经中止"):
        town.checker.write(approving.pause, taken, "申请人住院，无法入户")
    town.on(date(2025, 10, 16))
    town.checker.write(approving.resume, taken)
    file = rows(town, taken)
    assert (file.pauses[0].starts_on, file.pauses[0].ends_on) == (date(2025, 10, 13), date(2025, 10, 15))
    assert before == date(2025, 10, 27)
    assert file.application.due_on == date(2025, 10, 29)
    with pytest.raises(Refused, match="没有中止"):
        town.checker.write(approving.resume, taken)


def test_withdrawal_and_ending_keep_everything(town: Town) -> None:
    first = surveyed(town, urban_three(town))
    town.clerk.write(approving.withdraw, first, "申请人已就业，不再申请")
    file = rows(town, first)
    assert (file.application.state, {item.state for item in file.items}) == ("withdrawn", {"withdrawn"})
    second = surveyed(town, urban_couple(town))
    with pytest.raises(Refused, match="没有这个岗位"):
        town.head.write(approving.terminate, second, "三次约访均拒绝入户")
    town.checker.write(approving.terminate, second, "三次约访均拒绝入户")
    file = rows(town, second)
    assert (file.application.state, file.application.ended_on) == ("terminated", date(2025, 10, 13))
    with pytest.raises(Refused, match="没有正在计算的时限"):
        town.checker.write(approving.pause, second, "申请人住院")


def test_a_file_that_was_withdrawn_keeps_saying_what_was_asked_for(town: Town, tmp_path: Path) -> None:
    taken = surveyed(town, urban_three(town))
    before = town.clerk.read(files.dossier, taken).application.programmes

    def said(form: str) -> str:
        path = town.clerk.write(papers.issue, form, taken, tmp_path).path
        return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)

    assert "撤回" not in said("F04")
    town.clerk.write(approving.withdraw, taken, "申请人已就业，不再申请")
    kept = town.clerk.read(files.dossier, taken)
    assert kept.application.programmes == before == ["dibao", "disability_living", "disability_care"]
    assert kept.decisions == []
    for form in ("F01", "F04", "F10"):
        assert "（申请已撤回）" in said(form), form
    for form in ("F01", "F04"):
        assert "最低生活保障、困难残疾人生活补贴" in said(form), form
    offered = {offer.form for offer in town.clerk.read(papers.available, taken)}
    assert {"F35A", "F35B"} <= offered


def test_the_papers_of_a_file_that_was_ended_say_so(town: Town, tmp_path: Path) -> None:
    taken = surveyed(town, urban_three(town))
    town.checker.write(approving.terminate, taken, "三次约访均拒绝入户")
    path = town.clerk.write(papers.issue, "F10", taken, tmp_path).path
    assert "（已终止办理）" in "".join(page.extract_text() for page in PdfReader(path).pages)
