import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from jiuzhu.documents import fonts, qr
from jiuzhu.documents.content import Speaker
from jiuzhu.documents.layout import Layout
from jiuzhu.documents.paper import Paper, content_hash, render, render_many
from jiuzhu.documents.values import Codes
from jiuzhu.domain.dossier import ApplicationPart, Dossier, HouseholdPart, MemberPart, PaperPart
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.errors import UserError

from . import sample

PAPERS = (
    "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F11L", "F13", "F13S", "F15", "F16", "F17", "F18", "F18N", "F19",
    "F20", "F20R", "F21", "F21B", "F22", "F22A", "F23A", "F23B", "F23C", "F23D", "F23E", "F23F", "F23G", "F24A", "F24B", "F24C", "F25", "F25R", "F26", "F26C", "F26R", "F28", "F29",
    "F30", "F31", "F32", "F33", "F34", "F34C", "F35A", "F35B", "F35C",
    "F35D", "WHY",
)  # fmt: skip


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def said(paper: Paper) -> str:
    return re.sub(r"\s", "", "".join(texts(paper.pdf)))


def small_form(*sections: Section, **changes: Any) -> Form:
    return replace(Form("T01", "测试文书", "测试", "某办法第一条", sections), **changes)


def grid(*fields: FormField) -> Section:
    return Section("grid", "fields", fields=fields)


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_says_its_content(name: str, forms: Mapping[str, Form], codes: Codes) -> None:
    form, dossier = forms[name], sample.dossier()
    paper = render(form, dossier, codes)
    text = said(paper)
    content = Speaker(form, codes).content(dossier)
    assert form.title in text
    for part in content.parts:
        for row in part.rows:
            for value in row:
                assert re.sub(r"\s", "", value) in text, value
    for page, page_text in enumerate(texts(paper.pdf), start=1):
        flat = re.sub(r"\s", "", page_text)
        assert f"第{page}页共{paper.pages}页" in flat
        assert "文2025-500112999-A00012-7" in flat
        assert paper.content_hash[:16] in flat


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("long", [False, True])
def test_nothing_leaves_its_cell(name: str, long: bool, forms: Mapping[str, Form], codes: Codes) -> None:
    dossier = sample.dossier()
    if long:
        dossier.members[0].name = "张𬎆" * 100
        dossier.household.address = "某某小区" * 50
        dossier.office.name = "示例区示例街道办事处" * 3
        dossier.application.reason = "爱人生病，孩子上学。\n" * 60
        dossier.decision.reason = dossier.opinion.text = dossier.visit.opinion = "人均收入高于标准。" * 80
        dossier.household.account_number = "6217" * 12
        dossier.taper.work = dossier.recheck.found = dossier.events[0].details = "在超市做收银员。" * 90
        dossier.adjustment.statement = dossier.adjustments[0].reason = "希望继续关注孩子上学的困难。" * 40
        dossier.declined.reason = dossier.declined.advice = dossier.letter.question = "户籍不在本市。" * 80
        dossier.letter.unit = dossier.relatives[0].staff_unit = "示例区示例街道某某管理有限责任公司" * 4
        dossier.relatives[0].staff_name = dossier.neighbours[0].name = "张𬎆" * 30
        dossier.relatives[0].visit_found = dossier.neighbours[0].statement = "与申报一致，没有车。" * 90
        dossier.roster.lines[0].payee = "张𬎆" * 100
        dossier.reserve.lines[0].payee = dossier.damage.lines[0].name = dossier.payout.payee = "张𬎆" * 30
        dossier.reserve.lines[0].cause = dossier.incident.cause = dossier.reserve.explanation = (
            "出租屋失火。" * 80
        )
    form = forms[name]
    layout = Layout(form)
    for row in layout.rows(Speaker(form, codes).content(dossier)):
        for place, lines in zip(row.shape.places, row.texts, strict=True):
            for line in lines:
                size = place.shrunk(line) if place.one_line else place.size
                assert fonts.width(line, size, place.bold) <= place.wide + 0.01, line
            assert place.block(len(lines)) + place.drop + place.reserve <= row.height + 0.01
            assert layout.sheet.side <= place.x
            assert place.x + place.wide <= layout.sheet.width - layout.sheet.side + 0.01
        for label in row.shape.labels:
            for line in label.lines:
                assert fonts.width(line, label.place.size, label.place.bold) <= label.place.wide + 0.01, line
            assert label.place.block(len(label.lines)) <= row.height
    pages = PdfReader(io.BytesIO(render(form, dossier, codes).pdf)).pages
    assert len(pages) < 16


@pytest.mark.parametrize("name", [name for name in PAPERS if name not in {"F01", "F02", "F03"}])
def test_labels_are_not_broken_mid_word(name: str, forms: Mapping[str, Form]) -> None:
    form = forms[name]
    labels = {word for field in form.fields.values() for word in (field.label, field.short) if word}
    starts = {part for word in labels for part in re.split(r"[（\n]", word)}
    shapes = {row.shape for row in Layout(form).rows(Speaker(form, sample.codes()).content(sample.dossier()))}
    for shape in shapes:
        for label in shape.labels:
            if len(label.lines) > 1 and "".join(label.lines) in labels:
                assert all(line.strip("（").split("（")[0] in starts for line in label.lines), label.lines


def test_rare_names_are_exact_and_their_face_is_embedded(forms: Mapping[str, Form], codes: Codes) -> None:
    paper = render(forms["F15"], sample.dossier(), codes)
    assert f"张{sample.RARE}" in said(paper)
    reader = PdfReader(io.BytesIO(paper.pdf))
    faces: dict[str, Any] = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf types any object
            faces[str(font.get_object()["/BaseFont"])] = font.get_object()["/FontDescriptor"]
    assert any(name.endswith(fonts.RARE) for name in faces)
    assert all("/FontFile2" in descriptor for descriptor in faces.values())


def test_a_missing_character_stops_the_paper_and_is_named(forms: Mapping[str, Form], codes: Codes) -> None:
    dossier = sample.dossier()
    dossier.members[0].name = "张\U000323af"
    with pytest.raises(UserError, match="U\\+323AF"):
        render(forms["F01"], dossier, codes)


def test_a_long_table_goes_on_with_its_head(forms: Mapping[str, Form], codes: Codes) -> None:
    dossier = sample.dossier(roster=sample.roster(120))
    paper = render(forms["F21"], dossier, codes)
    pages = texts(paper.pdf)
    assert paper.pages == len(pages) > 3
    counted = 0
    for page, text in enumerate(pages, start=1):
        flat = re.sub(r"\s", "", text)
        assert f"第{page}页共{len(pages)}页" in flat
        lines = len(re.findall(r"户2025-500112999-A\d{5}-3", flat))
        assert bool(lines) == ("户编号" in flat)
        counted += lines
    assert counted == 120
    assert "制表人" in pages[-1]


def test_an_empty_table_says_so(forms: Mapping[str, Form], codes: Codes) -> None:
    text = said(render(forms["F21"], sample.dossier(roster=sample.roster(0)), codes))
    assert "本月没有应发放的家庭" in text


def test_a_text_longer_than_a_page_goes_on(codes: Codes) -> None:
    form = small_form(grid(FormField("application.reason", "理由", "long_text", span=2)))
    dossier = sample.dossier()
    dossier.application.reason = "\n".join(f"第{number}条理由" for number in range(150))
    paper = render(form, dossier, codes)
    assert paper.pages > 2
    assert "第149条理由" in said(paper)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("applicant.name", "张示列"),
        ("household.size", 4),
        ("application.accepted_on", date(2025, 10, 14)),
        ("decision.monthly", Decimal("950.01")),
        ("members", [*sample.members()[:2], replace(sample.members()[2], student="none")]),
        ("office.district_name", "样本区"),
        ("paper.number", "文2025-500112999-A00013-5"),
        ("paper.issued_on", date(2025, 10, 14)),
    ],
)
def test_the_hash_changes_with_any_printed_value(
    path: str, value: object, forms: Mapping[str, Form], codes: Codes
) -> None:
    form = forms["F16"] if path.startswith(("office", "decision")) else forms["F15"]
    dossier = sample.dossier()
    before = content_hash(form, dossier, codes)
    assert before == content_hash(form, sample.dossier(), codes)
    owner: Any = dossier
    *parts, name = path.split(".")
    for part in parts:
        owner = getattr(owner, part)
    setattr(owner, name, value)
    assert content_hash(form, dossier, codes) != before


def test_the_hash_changes_with_a_label(forms: Mapping[str, Form], codes: Codes) -> None:
    dossier = sample.dossier()
    forms_said = {
        content_hash(small_form(grid(FormField("applicant.name", label))), dossier, codes) for label in "甲乙"
    }
    assert len(forms_said) == 2
    assert content_hash(forms["F15"], dossier, codes) not in forms_said


def test_the_same_input_gives_the_same_bytes(forms: Mapping[str, Form], codes: Codes) -> None:
    first = render(forms["F15"], sample.dossier(), codes)
    assert first == render(forms["F15"], sample.dossier(), codes)


def test_metadata_holds_nobody(forms: Mapping[str, Form], codes: Codes) -> None:
    paper = render(forms["F15"], sample.dossier(), codes)
    metadata = str(PdfReader(io.BytesIO(paper.pdf)).metadata)
    for private in ("张示例", "500112198003020017", "王经办", "13900000001"):
        assert private not in metadata


def test_copies_count_their_own_pages(forms: Mapping[str, Form], codes: Codes) -> None:
    paper = render(forms["F15"], sample.dossier(), codes, copies=2)
    pages = texts(paper.pdf)
    assert len(pages) == 2 * paper.pages
    assert pages[0] == pages[paper.pages]


def test_many_papers_in_one_document(forms: Mapping[str, Form], codes: Codes) -> None:
    dossiers = [sample.dossier(paper=PaperPart(number=f"文2025-{number}")) for number in range(5)]
    pages = texts(render_many(forms["F13"], dossiers, codes))
    assert [f"文2025-{number}" in page for number, page in enumerate(pages)] == [True] * 5


def test_a_preview_without_number_carries_no_code(forms: Mapping[str, Form], codes: Codes) -> None:
    paper = render(forms["F13"], sample.dossier(paper=PaperPart()), codes)
    assert "校验" not in said(paper)


def test_values_are_written_as_the_office_writes_them(codes: Codes) -> None:
    fields = (
        FormField("application.accepted_on", "日期", "date"),
        FormField("decision.monthly", "金额", "money"),
        FormField("decision.first_month", "月份", "month"),
        FormField("application.truth_promised", "承诺", "yes_no"),
        FormField("applicant.relation", "关系", "select_one", "relation"),
        FormField("application.programmes", "事项", "select_multiple", "item"),
        FormField("applicant.id_number", "身份证号", "id_number"),
        FormField("correction.missing", "缺", "long_text"),
        FormField("decision.delivered_on", "送达", "date"),
        FormField("applicant.employer", "单位"),
    )
    dossier = sample.dossier()
    dossier.decision.monthly = Decimal("1234.5")
    dossier.members[0].employer = "某\t单位\n\x07保安"
    row = Speaker(small_form(grid(*fields)), codes).content(dossier).parts[0].rows[0]
    assert row == (
        "2025年10月13日", "1,234.50", "2025年12月", "是", "本人",
        "最低生活保障、困难残疾人生活补贴、重度残疾人护理补贴", "500112198003020017",
        "1．李样本的核对授权书\n2．残疾人证复印件", "", "某 单位 保安",
    )  # fmt: skip


def test_an_empty_dossier_prints_blank_cells(forms: Mapping[str, Form], codes: Codes) -> None:
    for name in PAPERS:
        text = said(render(forms[name], Dossier(application=ApplicationPart(source="self")), codes))
        assert "None" not in text


def test_running_text_leaves_out_what_is_not_there(codes: Codes) -> None:
    section = Section(
        "text", "text", text="{applicant.name}：\n?理由：{decision.reason}\n于{decision.decided_on}"
    )
    content = Speaker(small_form(section), codes).content(Dossier(members=[MemberPart(name="张示例")]))
    assert content.parts[0].text == ("张示例：", "于＿＿＿＿")


@pytest.mark.parametrize("text", ["{applicant.secret}", "{applicant.name:nothing}"])
def test_an_unknown_place_in_running_text_is_refused(text: str, codes: Codes) -> None:
    with pytest.raises(UserError, match="不认识的"):
        Speaker(small_form(Section("text", "text", text=text)), codes)


def test_members_are_printed_by_name_not_by_key(forms: Mapping[str, Form], codes: Codes) -> None:
    part = next(
        part
        for part in Speaker(forms["F15"], codes).content(sample.dossier()).parts
        if part.section.repeat == "assets"
    )
    assert part.rows[0][0] == "张示例"


def test_the_code_says_form_number_and_hash(forms: Mapping[str, Form], codes: Codes) -> None:
    digest = content_hash(forms["F13"], sample.dossier(), codes)
    words = qr.text("F13", "文2025-500112999-A00012-7", digest)
    assert words == f"JZ|F13|文2025-500112999-A00012-7|{digest[:16]}"
    side = qr.side(words)
    assert side == 33
    squares = [tuple(map(int, cell.split())) for cell in re.findall(r"(\d+ \d+ \d+ 1) re", qr.squares(words))]
    assert sum(square[2] for square in squares) == sum(map(sum, qr.modules(words)))
    assert squares[0] == (0, 0, 7, 1)  # the finder pattern's upper edge


def test_a_slip_stands_at_the_foot_of_its_page(forms: Mapping[str, Form], codes: Codes) -> None:
    for name in ("F04", "F05", "F16", "F17"):
        paper = render(forms[name], sample.dossier(), codes)
        assert "送达回证" in texts(paper.pdf)[-1]
        assert "送达人（签字）" in texts(paper.pdf)[-1]


def test_a_form_without_household_needs_no_people(codes: Codes) -> None:
    form = small_form(grid(FormField("household.bank", "开户银行")))
    assert render(form, Dossier(household=HouseholdPart(bank="示例银行")), codes).pages == 1


def test_a_long_office_name_leaves_the_day_of_the_seal_readable(
    forms: Mapping[str, Form], codes: Codes
) -> None:
    dossier = sample.dossier()
    dossier.office.name = "示例区示例街道办事处社会救助和民生保障综合服务中心一楼社会救助服务窗口"
    heights: list[tuple[float, str]] = []

    def visit(text: str, _cm: Any, matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            heights.append((round(matrix[5], 1), text))

    last = PdfReader(io.BytesIO(render(forms["F13"], dossier, codes).pdf)).pages[-1]
    last.extract_text(visitor_text=visit)
    seal = next(place for place, (_, text) in enumerate(heights) if "盖章" in text)
    below = next(height for height, text in heights[seal + 1 :] if "年" in text)
    assert heights[seal][0] - below >= 14  # points: the large type of the posting
