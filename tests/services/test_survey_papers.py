"""核查表, 邻里访问记录 and 信函索证函 of a real survey: everything asked, found and answered, and blanks where nothing is."""

import hashlib
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from jiuzhu.domain.application import Attachment
from jiuzhu.domain.dossier import LinePart, ObligorPart
from jiuzhu.domain.dossier_course import NeighbourPart, VisitPart
from jiuzhu.errors import Refused
from jiuzhu.services.casework import files
from jiuzhu.services.paper import papers
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.services.paper.papers import Issued
from jiuzhu.services.survey import checking, visiting
from jiuzhu.storage.unit import Unit
from on_the_way import opined
from once import once
from town import Town, id_number, urban_couple, urban_three

SEEN = VisitPart(
    present="甲示例", dwelling_kind="砖混", dwelling_condition="两间旧房", utilities="每月约 120 元",
    debts="欠亲戚 2 万元", illness="妻子肢体残疾", opinion="与申报一致，生活困难", second_investigator="周网格",
    phone_fees=Decimal(60), property_fees=Decimal("35.50"), luxuries=Decimal(0),
)  # fmt: skip


def said(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.fixture
@once
def family(town: Town) -> str:
    """Three people who say all the form asks for, being surveyed."""
    made = urban_three(town)
    man, wife, _ = made.members
    man.marital, man.education, man.occupation, man.employer = "20", "70", "24", "示例物业公司"
    man.registration, man.special_identity, wife.registered_unemployed = "urban", "veteran", True
    made.incomes += [
        LinePart(
            kind="property", person=man.id, item="土地流转", period="year", declared=Decimal("600.00"),
        ),
        LinePart(kind="transfer", person=wife.id, item="basic_pension", declared=Decimal("125.00")),
    ]  # fmt: skip
    made.obligors = [
        ObligorPart(
            of_person=man.id, name="甲父示例", relation="51", id_number=id_number(date(1952, 1, 1), 901),
            birth=date(1952, 1, 1), family_size=2, income_month=Decimal("3001.00"), occupation="退休工人",
        )
    ]  # fmt: skip
    made.vehicles = [LinePart(kind="motorcycle", person=man.id, item="代步", declared=Decimal("1500.00"))]
    taken = town.accept(made).application_id
    town.checker.write(checking.start_survey, taken)
    return taken


def visit(town: Town, taken: str) -> None:
    town.checker.write(checking.record_visit, taken, SEEN, [town.checker.actor.operator_id])


def test_the_survey_is_on_one_paper(town: Town, family: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="还没有入户调查记录"):
        town.checker.write(papers.issue, "F10", family, tmp_path)
    visit(town, family)
    made = town.checker.write(papers.issue, "F10", family, tmp_path)
    told = said(made.path)
    for part in (
        "渝北区", "示例街道", "示例社区", "城市", "甲示例", "非农业", "初级中学教育", "已婚", "工人", "示例物业公司", "退役军人",
        "1,735.00", "1,560.00", "50.00", "125.00", "土地流转", "城乡居民基础养老金", "甲父示例", "男", "73", "3,001.00",
        "1,500.50", "退休工人", "62", "普通二轮摩托车", "21,000.00", "每月约120元", "60.00", "35.50", "与申报一致，生活困难",
        "欠亲戚2万元", "13800000001",
    ):  # fmt: skip
        assert part in told, part
    assert "{" not in told
    assert made.number.startswith("文")


def test_a_family_that_said_little_leaves_ruled_blanks(town: Town, tmp_path: Path) -> None:
    taken = town.accept(urban_couple(town)).application_id
    town.checker.write(checking.start_survey, taken)
    bare = VisitPart(present="丁示例", second_investigator="周网格")
    town.checker.write(checking.record_visit, taken, bare, [town.checker.actor.operator_id])
    told = said(town.checker.write(papers.issue, "F10", taken, tmp_path).path)
    assert told.count("无") >= 4  # no obligors, homes, vehicles, bills
    assert "None" not in told
    assert "F11" not in {offer.form for offer in town.checker.read(papers.available, taken)}


def test_other_ways_have_no_such_table(town: Town) -> None:
    made = urban_couple(town)
    made.application.programmes = ["elder_allowance"]
    taken = town.accept(made).application_id
    assert "F10" not in {offer.form for offer in town.clerk.read(papers.available, taken)}


def test_neighbours_are_asked_by_somebody_and_printed(town: Town, family: str, tmp_path: Path) -> None:
    for name in ("邻居甲", "邻居乙", "邻居丙", "邻居丁"):
        part = NeighbourPart(
            asked_by="李核查、张经办", name=name, relation="同楼", statement=f"{name}说：一家人节俭，没有看到有车。" * 40
        )  # fmt: skip
        town.checker.write(checking.record_neighbour, family, part)
    made = town.checker.write(papers.issue, "F11", family, tmp_path)
    told = said(made.path)
    assert made.pages > 1
    assert (told.count("俭"), told.count("车")) == (160, 160)  # nothing is cut where the page breaks
    assert told.count("李核查、张经办") == 4


def test_a_letter_leaves_with_its_number_and_its_slip(town: Town, family: str, tmp_path: Path) -> None:
    number = town.checker.write(checking.send_letter, family, "示例物业公司", "请核实甲示例近三个月的工资")
    (letter,) = town.checker.read(files.dossier, family).letters
    made = town.checker.write(issue_matter, "F11L", letter.id, tmp_path)
    told = said(made.path)
    assert (made.number, made.pages, made.reprint) == (number, 1, False)
    for part in (
        "示例物业公司：",
        "请核实甲示例近三个月的工资",
        "李核查",
        "回执",
        "加盖公章",
        "2025年10月13日",
    ):
        assert part in told, part
    town.on(date(2025, 10, 20))
    town.checker.write(checking.answer_letter, family, number, "每月 1560 元", date(2025, 10, 18))
    again = town.checker.write(issue_matter, "F11L", letter.id, tmp_path)
    assert (again.number, again.reprint) == (number, False)
    told = said(again.path)
    assert "每月1560元" in told
    assert "2025年10月18日" in told


def test_what_an_income_costs_is_told_beside_it(town: Town, tmp_path: Path) -> None:
    """12,345.67 a year of which 3,500 were declared as cost and 2,000 accepted."""
    made = urban_couple(town)
    his = made.members[0].id
    pension = LinePart(
        kind="transfer", person=made.members[1].id, item="basic_pension", declared=Decimal(125)
    )
    made.incomes = [
        LinePart(
            kind="business", person=his, item="种植", period="year", declared=Decimal("12345.67"), cost=Decimal(3500)
        ),
        pension,
    ]  # fmt: skip
    taken = town.accept(made).application_id
    town.checker.write(checking.start_survey, taken)
    town.checker.write(checking.request_check, taken)
    visit(town, taken)
    crops = town.checker.read(files.dossier, taken).incomes[0]
    town.checker.write(checking.explain, crops.id, "种子化肥有票的只有2千元", "购货票据")
    town.checker.write(checking.accept_figure, crops.id, Decimal("12345.67"), "true", Decimal(2000))
    for form in ("F08", "F09", "F10"):
        told = said(town.checker.write(papers.issue, form, taken, tmp_path).path)
        assert "申报成本" in told, form
        assert "3,500.00" in told, form
        assert ("认定成本" in told, "2,000.00" in told) == (form != "F09", form != "F09")
        assert "basic_pension" not in told, form


def test_the_calculation_of_a_decision_tells_what_was_deducted(town: Town, tmp_path: Path) -> None:
    made = urban_three(town)
    made.incomes[0].cost = Decimal(60)
    taken = opined(town, made)
    told = said(town.checker.write(papers.issue, "F15", taken, tmp_path).path)
    assert "1,560.00元，扣除成本60.00元" in told


def test_no_visit_makes_another_vanish(town: Town, family: str, tmp_path: Path) -> None:
    """The later day is the newest, whenever it was typed; every visit stands on the papers with its own photos."""
    first = replace(SEEN, present="乙示例", opinion="头一回：无人看家", dwelling_condition="正屋漏雨")
    second = replace(SEEN, opinion="第二回：与申报一致")
    pair = [town.checker.actor.operator_id]

    def photo(name: str) -> checking.Photo:
        path = tmp_path / f"{name}.png"
        Image.new("RGB", (30, 20), (len(name) * 40, 9, 9)).save(path)
        return checking.Photo(name, path, consent=True)

    town.on(date(2025, 10, 17))
    later = replace(second, visited_on=date(2025, 10, 16))
    town.checker.write(checking.record_visit, family, later, pair, [photo("灶房")])
    assert "历次入户" not in said(town.checker.write(papers.issue, "F09", family, tmp_path).path)
    earlier = replace(first, visited_on=date(2025, 10, 14))
    town.checker.write(checking.record_visit, family, earlier, pair, [photo("堂"), photo("里间屋")])
    dossier = town.checker.read(files.dossier, family)
    assert [(one.visited_on, one.photos) for one in dossier.visits] == [
        (date(2025, 10, 14), 2), (date(2025, 10, 16), 1),
    ]  # fmt: skip
    assert dossier.visit.opinion == "第二回：与申报一致"
    assert dossier.visit.photos == 3
    for form in ("F09", "F10"):
        told = said(town.checker.write(papers.issue, form, family, tmp_path).path)
        assert "历次入户" in told, form
        assert told.index("头一回：无人看家") < told.rindex("第二回：与申报一致"), form
        for part in ("2025年10月14日", "2025年10月16日", "正屋漏雨", "在场：乙示例"):
            assert part in told, (form, part)
        if form == "F09":
            assert "照片1堂（家庭同意拍摄）第1次入户2025-10-14" in told
            assert "照片3灶房（家庭同意拍摄）第2次入户2025-10-16" in told
    noted = [step.note for step in dossier.steps if step.move == "home_visit"]
    assert len(noted) == 2
    assert "2025-10-14 李核查、周网格，在场：乙示例；头一回：无人看家；照片 2 张" in noted[1]


def test_the_photos_of_the_visit_are_printed_with_what_they_are(
    town: Town, family: str, tmp_path: Path
) -> None:
    def issue() -> Issued:
        return town.checker.write(papers.issue, "F09", family, tmp_path)

    def take(name: str, content: bytes) -> None:
        path = tmp_path / f"{name}.jpg"
        path.write_bytes(content)
        photo = checking.Photo(name, path, consent=True)
        town.checker.write(checking.record_visit, family, SEEN, [town.checker.actor.operator_id], [photo])

    def images(made: Issued) -> int:
        return sum(len(page.images) for page in PdfReader(made.path).pages)

    visit(town, family)
    bare = issue()
    assert "入户照片" not in said(bare.path)
    large = io.BytesIO()
    Image.new("RGB", (2400, 1800), "darkgreen").save(large, "JPEG")
    take("堂屋", large.getvalue())
    take("坏的", b"\xff\xd8\xff not a photo")
    first = issue()
    assert first.number != bare.number
    assert images(first) == 1
    digest = hashlib.sha256(large.getvalue()).hexdigest()[:12]
    assert f"照片1堂屋（家庭同意拍摄）第2次入户2025-10-13校验{digest}" in said(first.path)
    assert "照片2坏的（家庭同意拍摄）（打不开，没有印出）" in said(first.path)
    assert first.path.stat().st_size < 300_000
    assert issue().number == first.number

    def other_picture(unit: Unit) -> None:
        unit.get(Attachment, visiting.photos(unit, family)[0].id).content += b"0"

    town.checker.write(other_picture)
    changed = issue()
    assert (changed.number != first.number, images(changed)) == (True, 0)
    assert "照片1堂屋（家庭同意拍摄）（与登记时不一致，没有印出）" in said(changed.path)


def test_the_name_of_a_photo_blocks_no_paper(town: Town, family: str, tmp_path: Path) -> None:
    path = tmp_path / "😀表情.png"
    Image.new("RGB", (30, 20), "darkgreen").save(path)
    photo = checking.Photo("", path, consent=True)
    town.checker.write(checking.record_visit, family, SEEN, [town.checker.actor.operator_id], [photo])
    assert town.checker.read(visiting.photos, family)[0].title == "😀表情（家庭同意拍摄）"
    made = town.checker.write(papers.issue, "F09", family, tmp_path)
    assert "照片1□表情（家庭同意拍摄）" in said(made.path)
