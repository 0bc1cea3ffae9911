"""A stop names the fact, with its day, and the programme's own law; after a last death the family is told, not the dead."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from pypdf import PdfReader

from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.paper.care_papers import issue_care
from jiuzhu.services.paper.matter_papers import issue_matter
from on_the_way import single
from receiving import dies, granted, happens, propose, sign, tekun, told
from town import Town, urban_three

_DIBAO = "最低生活保障审核确认办法"


def words(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_end_of_support_after_a_death_is_told_to_the_family_by_the_law_of_tekun(
    town: Town, tmp_path: Path
) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 24))
    dies(town, home, date(2025, 11, 20), "己示例")
    change = told(town, home).change
    assert (change.kind, change.reason, change.clause) == ("stop", "己示例已于 2025-11-20 死亡", "43-24")
    record = propose(town, told(town, home))
    town.checker.write(adjusting.post_end, record, "示例村公示栏")
    town.on(date(2025, 12, 8))
    sign(town)
    decision = words(town.clerk.write(issue_care, "F23G", record, tmp_path).path)
    assert "己示例家属：经查，己示例已于2025-11-20死亡，公示期满，现决定终止救助供养。" in decision
    assert "受送达人：己示例家属" in decision
    notice = words(town.checker.write(issue_matter, "F18N", record, tmp_path).path)
    assert "己示例家属：经审核，决定对己示例的特困人员救助供养作如下调整。" in notice
    assert "受送达人：己示例家属" in notice
    assert "家属有困难的，可以向" in decision  # nobody is told to apply who is dead
    assert "终止供养后符合" not in decision
    assert "停发以后符合条件的" not in notice
    form = words(town.checker.write(issue_matter, "F18", record, tmp_path).path)
    for paper in (decision, notice, form):
        assert "己示例已于2025-11-20死亡" in paper
        assert "《特困人员认定办法》（民发〔2021〕43号）第二十四条" in paper
        for wrong in ("不再符合", "请终止", _DIBAO):
            assert wrong not in paper, wrong


def test_a_last_death_in_a_family_of_dibao_is_told_to_who_is_left_behind(town: Town, tmp_path: Path) -> None:
    town.on(date(2025, 8, 4))
    dossier = single(town, "dibao", birth=date(1970, 5, 5))
    dossier.household.kind = "urban"
    home = granted(town, dossier)
    town.on(date(2025, 11, 24))
    dies(town, home, date(2025, 11, 20), "己示例")
    change = told(town, home).change
    assert (change.kind, change.clause) == ("stop", "57-32")
    assert change.reason == "己示例已于 2025-11-20 死亡，家庭已没有共同生活的成员"
    record = propose(town, told(town, home))
    sign(town)
    notice = words(town.checker.write(issue_matter, "F18N", record, tmp_path).path)
    assert "己示例家属：经审核，决定对己示例家庭的最低生活保障作如下调整。" in notice


def test_who_moved_away_is_not_said_to_be_dead(town: Town) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 24))
    happens(town, home, "move_out", date(2025, 11, 20), "己示例")
    change = told(town, home).change
    assert (change.kind, change.clause) == ("stop", "43-24")
    assert change.reason == "己示例已不在本户，家庭已没有共同生活的成员"


def test_a_subsidy_stops_by_its_own_law(town: Town, tmp_path: Path) -> None:
    town.on(date(2025, 8, 4))
    dossier = urban_three(town, 411)
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "1"
    dossier.application.programmes = ["dibao", "disability_care"]
    home = granted(town, dossier)
    town.on(date(2025, 11, 24))
    happens(town, home, "recovered", date(2025, 11, 1), "甲示例", marks={"disability_grade": "3"})
    dies(town, home, date(2025, 11, 20), "乙示例")
    found = town.checker.read(consequences.consequences, home.household.id)
    stops = {one.person: one for one in found if one.programme == "disability_care"}
    assert {name: one.change.clause for name, one in stops.items()} == {
        "甲示例（户主）": "国发〔2015〕52号",
        "乙示例（妻）": "国发〔2015〕52号",
    }
    assert stops["乙示例（妻）"].change.reason == "乙示例已于 2025-11-20 死亡"
    record = propose(town, stops["乙示例（妻）"])
    town.head.write(adjusting.decide_adjustment, record, approved=True)
    notice = words(town.checker.write(issue_matter, "F18N", record, tmp_path).path)
    assert "甲示例：经审核" in notice
    assert "困难残疾人生活补贴和重度残疾人护理补贴制度的意见》（国发〔2015〕52号）" in notice
    assert _DIBAO not in notice
    row = stops["甲示例（户主）"]
    by_hand = town.checker.read(consequences.by_hand, row.entitlement_id, Decimal(0), "残疾等级变更", "")
    assert by_hand.clause == "国发〔2015〕52号"
