"""一人一档: what lies in a file, what is missing, and the whole of it as one PDF with an index that is right."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from jiuzhu.domain.application import Application, Material
from jiuzhu.domain.approving import IssuedPaper
from jiuzhu.domain.household import Member, Person
from jiuzhu.domain.serving.served import Need, NeedsAssessment, ServiceFile
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.serving import archive
from jiuzhu.storage.unit import Unit
from serving_town import NINE, TEN, ServingTown, made, opened

DAY = date(2025, 10, 13)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office") as town:
        yield town


def words(at: ServingTown) -> dict[str, str]:
    return {one.title: one.word for one in at.coordinator.read(archive.contents, at.file)}


def assess(unit: Unit, file_id: str) -> None:
    done = unit.add(
        NeedsAssessment(
            service_file_id=file_id,
            assessed_on=date(2025, 10, 13),
            first_assessor="李网格",
            second_assessor="陈协理",
            recorded_by=unit.actor.operator_id,
        )
    )
    unit.session.flush()
    unit.add(
        Need(
            service_file_id=file_id,
            needs_assessment_id=done.id,
            heading="health",
            score=3,
            priority=1,
            content="需要人帮助洗澡",
        )
    )


def test_what_lies_in_a_file_and_what_is_missing(at: ServingTown) -> None:
    assert words(at) == {
        "身份证复印件": "缺", "户口本复印件（户口信息）": "缺", "疾病证明": "不需要", "残疾证（残疾人证信息）": "不需要", "救助身份证明": "缺",
        "服务需求评估表": "缺", "三方服务协议和服务计划": "有", "服务记录表": "缺", "满意度回访表": "不需要",
    }  # fmt: skip

    def falls_ill(unit: Unit) -> None:
        person = unit.get(Person, unit.get(ServiceFile, at.file).person_id)
        person.illness, person.disability_kind = "major", "4"

    at.town.clerk.write(falls_ill)
    at.town.clerk.write(assess, at.file)
    made(at, date(2025, 10, 14), NINE, TEN)
    told = words(at)
    assert (told["疾病证明"], told["残疾证（残疾人证信息）"]) == ("缺", "缺")
    assert (told["服务需求评估表"], told["服务记录表"], told["满意度回访表"]) == ("有", "有", "缺")
    (row,) = at.coordinator.read(archive.archives)
    assert row.missing == ("身份证复印件", "户口本复印件（户口信息）", "疾病证明", "残疾证（残疾人证信息）", "救助身份证明", "满意度回访表")  # fmt: skip
    assert at.coordinator.read(archive.archives, ended=True) == []


def test_a_paper_that_may_be_another_persons_is_to_be_looked_at(at: ServingTown) -> None:
    def card(unit: Unit) -> None:
        file = unit.get(ServiceFile, at.file)
        unit.get(Person, file.person_id).disability_kind = "4"
        taken = unit.add(
            Application(
                number="W-A1", household_id=file.household_id, applicant_id=file.person_id, state="approved",
                submitted_on=DAY, clerk_id=unit.actor.operator_id, window="A",
            )
        )  # fmt: skip
        unit.session.flush()
        unit.add(Material(application_id=taken.id, code="disability_card", name="残疾人证信息", by_data=True))

    def another(unit: Unit) -> None:
        other = unit.add(Person(name="庚示例", illness="none", disability_kind="3"))
        unit.session.flush()
        home = unit.get(ServiceFile, at.file).household_id
        unit.add(Member(household_id=home, person_id=other.id, relation="12", position=9, joined_on=DAY))

    at.town.clerk.write(card)
    assert words(at)["残疾证（残疾人证信息）"] == "有"
    at.town.clerk.write(another)
    assert words(at)["残疾证（残疾人证信息）"] == "待核对"
    (row,) = at.coordinator.read(archive.archives)
    assert "残疾证（残疾人证信息）" in row.missing


def test_the_whole_file_is_one_paper_whose_index_is_right(at: ServingTown, tmp_path: Path) -> None:
    at.town.clerk.write(assess, at.file)
    first = made(at, date(2025, 10, 14), NINE, TEN)
    wrong = made(at, date(2025, 10, 15), NINE, TEN)
    at.town.checker.write(verifying.verify, first, "verified", "与本人核对")
    at.coordinator.write(recording.reverse, wrong, "日期写错了")
    told = at.coordinator.write(archive.issue_archive, at.file, tmp_path / "out")
    reader = PdfReader(told.path)
    texts = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert len(texts) == told.pages
    assert "服务类社会救助个人档案" in texts[0]
    assert "卷内目录" in texts[0]
    outline: list[Any] = reader.outline
    titles = [str(one.title).split(" ")[0] for one in outline]
    assert titles == ["封面和目录", "服务需求评估表", "三方服务协议和服务计划", "服务记录表"]
    for one, title in zip(outline, titles, strict=True):
        page = reader.get_destination_page_number(one)
        assert page is not None
        assert f"档{page + 1}/{told.pages}" in texts[page]
        if page:
            assert title[-3:] in texts[page]
            assert f"{title}" in texts[0]

    def issued(unit: Unit) -> IssuedPaper:
        return unit.session.scalars(select(IssuedPaper).filter_by(number=told.number)).one()

    assert at.coordinator.read(issued).form == "F00"
