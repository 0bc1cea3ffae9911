"""近亲属备案: who stands in it keeps away, the county visits for every entry, and the paper says both."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.application import Application
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving, county_visit
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.paper import papers
from jiuzhu.storage.unit import Unit
from on_the_way import approve, submitted
from once import once
from town import Town, id_number, urban_three

NUMBER = id_number(date(1975, 4, 1), 511)
BROTHER = StaffRelation(
    name="赵某某",
    id_number=NUMBER.lower(),
    unit="示例村村委会",
    post="委员",
    role="村级协助",
    relation="申请人之兄",
)


@pytest.fixture
@once
def sent(town: Town) -> str:
    """A file with an entry of the form, before the authority."""
    dossier = urban_three(town)
    dossier.application.related_staff = "示例村委员赵某某（申请人之兄）"
    return submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))


def entry(town: Town, taken: str, place: int = 0) -> str:
    return str(town.clerk.read(files.load_rows, taken).relatives[place].id)


def said(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_form_of_the_application_makes_the_paper_and_the_county_fills_it(
    town: Town, sent: str, tmp_path: Path
) -> None:
    offered = {offer.form for offer in town.clerk.read(papers.available, sent)}
    assert "F07" in offered
    sparse = said(town.clerk.write(papers.issue, "F07", sent, tmp_path).path)
    assert "示例村委员赵某某（申请人之兄）" in sparse
    town.clerk.write(relatives.amend_relative, entry(town, sent), BROTHER)
    town.on(date(2025, 11, 12))
    with pytest.raises(Refused, match=r"近亲属备案.*入户"):
        approve(town, sent)
    town.head.write(approving.record_county_visit, sent, "区民政局周某、吴某", "与申报一致，没有车辆")
    made = town.clerk.write(papers.issue, "F07", sent, tmp_path)
    told = said(made.path)
    for part in (
        "甲示例", NUMBER, "示例村村委会", "委员", "村级协助", "申请人之兄", "最低生活保障", "示例路8号3-2",
        "区民政局周某、吴某", "与申报一致，没有车辆", "2025年11月12日",
    ):  # fmt: skip
        assert part in told, part
    assert "{" not in told
    approve(town, sent)


def test_two_people_visit_on_a_day_since_the_acceptance(town: Town, sent: str) -> None:
    town.on(date(2025, 11, 12))
    visit = "区民政局周某、吴某", "与申报一致，没有车辆"
    with pytest.raises(InvalidInput, match="两人以上"):
        town.head.write(approving.record_county_visit, sent, "区民政局周某", visit[1])
    for wrong in (date(2025, 10, 23), date(2025, 11, 13)):
        with pytest.raises(InvalidInput, match="受理以后、今天以前"):
            town.head.write(approving.record_county_visit, sent, *visit, wrong)
    town.head.write(approving.record_county_visit, sent, *visit, date(2025, 11, 10))
    (row,) = town.head.read(files.load_rows, sent).relatives
    assert row.visited_on == date(2025, 11, 10)


def test_who_stood_in_an_earlier_application_of_the_family_does_not_go(town: Town, sent: str) -> None:
    found = town.clerk.read(files.load_rows, sent).application

    def earlier(unit: Unit) -> None:
        before = unit.add(
            Application(
                number="示例〔2024〕1号", household_id=found.household_id, applicant_id=found.applicant_id, state="refused",
                submitted_on=date(2024, 5, 6), clerk_id=found.clerk_id, window="1号窗口",
            )
        )  # fmt: skip
        unit.session.flush()
        me = town.checker.actor.operator_id
        for name, login in (("核查岗位", me), ("孙某某", None)):
            unit.add(
                RelativeOfStaff(
                    application_id=before.id, filed_on=date(2024, 5, 6), staff_name=name, operator_id=login
                )
            )
        unit.about(before.id)

    town.clerk.write(earlier)
    town.on(date(2025, 11, 12))
    for near in (town.checker.actor.name, "孙某某"):
        with pytest.raises(Refused, match=f"{near}在这户的近亲属备案里"):
            town.head.write(
                approving.record_county_visit, sent, f"区民政局周某、{near}", "与申报一致，没有车辆"
            )
    town.head.write(approving.record_county_visit, sent, "区民政局周某、吴某", "与申报一致，没有车辆")


def test_an_entry_made_after_the_visit_needs_its_own(town: Town, sent: str) -> None:
    town.on(date(2025, 11, 12))
    town.head.write(approving.record_county_visit, sent, "区民政局周某、吴某", "与申报一致，没有车辆")
    town.clerk.write(relatives.file_relative, sent, StaffRelation(name="钱某某", relation="申请人之妹夫"))
    assert county_visit.county_visit_due(town.head.read(files.load_rows, sent))
    assert town.head.read(approving.view, sent).county_visit_due
    with pytest.raises(Refused, match=r"近亲属备案.*入户"):
        approve(town, sent)
    town.head.write(approving.record_county_visit, sent, "区民政局周某、吴某", "再次入户，没有变化")
    assert not town.head.read(approving.view, sent).county_visit_due
    approve(town, sent)
    with pytest.raises(Refused, match="已经办结"):
        town.clerk.write(relatives.amend_relative, entry(town, sent), BROTHER)
    with pytest.raises(Refused, match="已经办结"):
        town.clerk.write(relatives.file_relative, sent, BROTHER)


def test_who_stands_in_the_register_does_not_visit_for_the_county(town: Town, sent: str) -> None:
    town.clerk.write(relatives.amend_relative, entry(town, sent), BROTHER)
    with pytest.raises(Refused, match="赵某某在这户的近亲属备案里"):
        town.head.write(approving.record_county_visit, sent, "赵某某、吴某", "与申报一致")
    colleague = StaffRelation(name="民政办李核查同志", relation="申请人之舅")
    town.clerk.write(relatives.file_relative, sent, colleague)
    with pytest.raises(Refused, match="李核查在这户的近亲属备案里"):
        town.head.write(approving.record_county_visit, sent, "李核查、吴某", "与申报一致")


def test_completing_an_entry_frees_nobody(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.related_staff = "李核查（舅舅）、王主任（表叔）"
    taken = town.accept(dossier).application_id
    for name in ("李核查", "某某某"):  # the login that is noted stays; the other colleague would be freed
        told = StaffRelation(name=name, relation="申请人的亲戚")
        with pytest.raises(Refused, match="原来也写着王主任"):
            town.clerk.write(relatives.amend_relative, entry(town, taken), told)
    assert town.clerk.read(files.load_rows, taken).relatives[0].staff_name == "李核查（舅舅）、王主任（表叔）"


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        (StaffRelation(name="赵", relation="申请人之兄"), "name"),
        (StaffRelation(name="赵某某", relation="兄"), "relation"),
        (StaffRelation(name="赵某某", relation="申请人之兄", id_number=NUMBER[:17]), "id_number"),
    ],
)
def test_an_entry_says_who_and_how_related(town: Town, spoilt: StaffRelation, field: str) -> None:
    taken = town.accept(urban_three(town)).application_id
    with pytest.raises(InvalidInput) as refusal:
        town.clerk.write(relatives.file_relative, taken, spoilt)
    assert refusal.value.problems[0].field == field
