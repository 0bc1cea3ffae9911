"""需求评估表 (F30) and 三方服务协议和服务计划 (F31) as they leave."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.serving.directory import DirectoryEntry
from jiuzhu.domain.serving.served import NeedAnswer
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.errors import Refused
from jiuzhu.services.paper import service_papers
from jiuzhu.services.serving import needs, needs_list
from jiuzhu.services.serving.needs import Found
from jiuzhu.storage.unit import Unit
from serving_people import change_person
from serving_town import MONDAY, ServingTown, opened

HEADINGS = ("economy", "health", "education", "housing", "employment", "guardianship", "inclusion")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        made.town.clerk.write(change_person, "戊示例", disability_kind="4", disability_grade="1")
        yield made


def words(path: Path) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def chosen(unit: Unit, need_id: str, service_file_id: str) -> None:
    entry = unit.add(
        DirectoryEntry(
            number="示例", kind="resource", title="借用轮椅", owner="残联", headings="health", valid_from=unit.today,
            verified_on=unit.today, verified_by=unit.actor.operator_id,
        )
    )  # fmt: skip
    for state in ("arranged", "dropped"):
        unit.add(
            NeedAnswer(
                service_file_id=service_file_id, need_id=need_id, directory_entry_id=entry.id, score=10, card="",
                reason="最合适", chosen_by=unit.actor.operator_id, chosen_on=unit.today, state=state,
            )
        )  # fmt: skip


def test_the_assessment_prints_what_is_known_found_and_chosen(at: ServingTown, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="还没有评估过需求"):
        at.coordinator.write(service_papers.issue_assessment, at.file, tmp_path)
    found = [
        Found(one, 2 if one == "health" else 0, "需要轮椅" if one == "health" else "") for one in HEADINGS
    ]
    at.coordinator.write(
        needs.assess_needs,
        at.file,
        found,
        assessed_on=MONDAY,
        assessors=("王评估", "李评估"),
        note="本人在场",
    )
    (row,) = at.coordinator.read(needs_list.needs, ("open",))
    at.town.clerk.write(chosen, row.id, at.file)
    made = at.coordinator.write(service_papers.issue_assessment, at.file, tmp_path)
    text = words(made.path)
    for word in (
        "服2025-500112001-A00001-1", "第1类", "肢体残疾一级", "需要轮椅", "借用轮椅；待落实", "王评估", "李评估", "本人在场", "社会融入",
    ):  # fmt: skip
        assert word in text, word
    assert text.count("借用轮椅") == 1
    again = at.coordinator.write(service_papers.issue_assessment, at.file, tmp_path)
    assert (again.number, again.reprint, again.prints) == (made.number, True, 2)


def test_the_plan_prints_parties_tariffs_and_wishes_under_its_own_number(
    at: ServingTown, tmp_path: Path
) -> None:
    def wishes(unit: Unit) -> None:
        plan = unit.get(ServicePlan, at.plan)
        plan.worker_sex, plan.language, plan.worker_id = "2", "chongqing", at.workers["示例甲工"]
        plan.duties = "周末不上门"

    at.town.clerk.write(wishes)
    made = at.coordinator.write(service_papers.issue_plan, at.plan, tmp_path)
    number = at.coordinator.read(lambda unit: unit.get(ServicePlan, at.plan).number)
    text = words(made.path)
    assert made.number == number
    for word in (
        number, "示例街道办事处", "示例社工服务中心", "戊示例", "助洁", "每小时", "40.00", "女、重庆话、示例甲工", "8:00至18:00",
        "2025年24.0小时", "本人住处", "周末不上门", "2025年1月2日", "023-00000001",
    ):  # fmt: skip
        assert word in text, word
