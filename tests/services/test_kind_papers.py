"""Papers of one kind of assistance: offered where it is asked for, ready in their turn, with the file's own figures."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.dossier import BillPart, Dossier, LinePart, MemberPart, ObligorPart, ParentPart
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import Verdict
from jiuzhu.services.casework import files
from jiuzhu.services.paper import kind_papers, papers
from jiuzhu.services.survey import caring
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, submitted, surveyed, version
from relief_case import bill
from town import Town, id_number, urban_three

FORMS = frozenset(kind_papers.OF_KINDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "papers"


def said(town: Town, form: str, taken: str, folder: Path) -> str:
    made = town.clerk.write(papers.issue, form, taken, folder)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(made.path).pages))
    assert "{" not in text
    return text


def offered(town: Town, taken: str) -> dict[str, bool]:
    return {one.form: one.ready for one in town.clerk.read(papers.available, taken) if one.form in FORMS}


def holds(text: str, *words: str) -> None:
    for one in words:
        assert one in text, one


def alone(town: Town) -> Dossier:
    """A man of 67 with a field let, and a daughter who earns nothing of note."""
    dossier = single(town, "tekun")
    dossier.obligors = [
        ObligorPart(
            of_person=dossier.members[0].id, name="庚示例", id_number="", relation="20", birth=date(1950, 1, 1), status="tekun",
            income_month=Decimal("300.00"), occupation="务农", phone="13800000072",
            authorised_on=town.clerk.today(), authorised_by="庚示例",
        )
    ]  # fmt: skip
    return dossier


def tekun(town: Town, dossier: Dossier) -> str:
    """Up to the authority."""
    town.on(date(2025, 10, 13))
    taken = surveyed(town, dossier)
    person = rows(town, taken).members[0].person_id
    town.checker.write(
        caring.record_self_care, person, ["walk", "bath"], ("李核查", "张经办"), town.clerk.today(), application_id=taken
    )  # fmt: skip
    town.on(date(2025, 10, 24))
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 3))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    return taken


def test_each_paper_is_offered_where_its_kind_is_asked_for(town: Town) -> None:
    of = {
        "tekun": {"F23A": True, "F23B": False, "F23C": False, "F23D": False},
        "edge": {"F24A": True, "F24B": False},
        "disability_care": {"F35B": True},
        "orphan": {"F35C": True},
        "dibao": {},
    }
    for place, (programme, wanted) in enumerate(of.items()):
        born = date(2015, 5, 5) if programme == "orphan" else date(1958, 5, 5)
        dossier = single(town, programme, order=71 + 2 * place, birth=born)
        if programme == "orphan":
            dossier.parents = [
                ParentPart(of_person=dossier.members[0].id, name=name, state="dead") for name in ("庚", "辛")
            ]
        taken = accept(town, dossier).application_id
        assert offered(town, taken) == wanted, programme
    with pytest.raises(Refused, match="还没有"):
        town.clerk.write(papers.issue, "F23D", taken, Path())


def test_the_sheets_of_tekun(town: Town, folder: Path) -> None:
    taken = tekun(town, alone(town))
    assert offered(town, taken) == dict.fromkeys(("F23A", "F23B", "F23C", "F23D"), True)
    holds(
        said(town, "F23A", taken, folder), "特困人员救助供养申请书", "己示例", "13800000071", "庚示例", "土地流转", "600.00", "8,000.00",
        "无劳动能力", "义务人（签字、按指印）",
    )  # fmt: skip
    holds(said(town, "F23B", taken, folder), "李核查", "张经办", "庚示例", "600.00", "邻里访问")
    text = said(town, "F23D", taken, folder)
    holds(text, "己示例", "半护理", "李核查", "张经办", "2025年10月13日")
    assert text.count("是", text.index("评估人二")) >= 4
    text = said(town, "F23C", taken, folder)
    holds(text, "半护理", "拟同意认定特困人员", "示例村公示栏", "每月1,201.00元", "没有履行能力", "庚示例")
    assert "壹仟贰佰零壹元整" not in text
    town.on(date(2025, 11, 20))
    approve(town, taken)
    text = said(town, "F23C", taken, folder)
    holds(text, "壹仟贰佰零壹元整", "2025年12月", "王主任", "分散供养")
    assert "低保边缘" not in text  # what else was looked at stands in the explanation


def test_what_is_not_known_yet_is_a_ruled_blank(town: Town, folder: Path) -> None:
    dossier = single(town, "tekun")
    dossier.incomes, dossier.assets = [], []
    dossier.household.bank = dossier.household.account_number = ""
    taken = accept(town, dossier).application_id
    text = said(town, "F23A", taken, folder)
    holds(text, "开户银行", "收款账号", "赡养、抚养、扶养义务人")
    assert "None" not in text


def rigid(town: Town) -> Dossier:
    dossier = urban_three(town)
    dossier.application.programmes = ["rigid"]
    dossier.incomes[0].declared = Decimal("4000.00")
    dossier.bills = [
        BillPart(
            person=dossier.members[1].id, kind="medical", number=f"结算-{place}", issuer="示例医院",
            issued_on=date(2025, 9, 1), total=Decimal("30000.00"), insurer_paid=Decimal("12000.00"),
        )
        for place in (1, 2)
    ]  # fmt: skip
    dossier.expenses = [
        LinePart(kind="education", person=dossier.members[2].id, item="学费", declared=Decimal("1500.00")),
        LinePart(kind="medical", person=dossier.members[1].id, item="门诊", declared=Decimal("99.00")),
    ]
    return dossier


def test_rigid_spending_is_told_bill_by_bill(town: Town, folder: Path) -> None:
    taken = submitted(town, rigid(town), date(2025, 10, 24), date(2025, 11, 3))
    assert offered(town, taken) == {"F24A": True, "F24B": True, "F24C": True}
    text = said(town, "F24C", taken, folder)
    holds(
        text, "结算-1", "结算-2", "30,000.00", "12,000.00", "18,000.00", "36,000.00", "申报：学费", "1,500.00", "37,500.00", "48,000.00",
        "0.7813", "0.7500", "乙示例", "丙示例", "0.0313",
    )  # fmt: skip
    assert "门诊" not in text  # the bills of the same person and kind stand for it
    holds(
        said(town, "F24A", taken, folder),
        "结算-2",
        "示例医院",
        "刚性支出困难家庭认定有效期",
        "甲示例",
        "4,000.00",
    )
    holds(said(town, "F24B", taken, folder), "37,500.00", "0.7813", "公示", "甲示例")
    town.on(date(2025, 11, 12))
    approve(town, taken)
    text = said(town, "F24B", taken, folder)
    holds(text, "王主任", "同意")
    assert said(town, "F24C", taken, folder).count("37,500.00") == 1


def test_a_long_list_of_bills_breaks_its_pages_and_loses_nothing(town: Town, folder: Path) -> None:
    dossier = rigid(town)
    dossier.bills = [
        bill(f"结算-{place:03d}", "示例区人民医院（第一住院部结算处）", total=Decimal(8000) + place)
        for place in range(70)
    ]
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    made = town.clerk.write(papers.issue, "F24C", taken, folder)
    pages = [page.extract_text() for page in PdfReader(made.path).pages]
    assert made.pages == len(pages) > 2
    text = "".join(pages)
    for place in range(70):
        assert text.count(f"结算-{place:03d}") == 1
    assert sum("票据号码" in page for page in pages) >= 3  # the head of the table stands on every page


def test_an_edge_family_has_its_own_sheets(town: Town, folder: Path) -> None:
    dossier = urban_three(town)
    dossier.application.programmes = ["edge"]
    dossier.incomes[0].declared = Decimal("2600.00")
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    assert offered(town, taken) == {"F24A": True, "F24B": True}
    holds(said(town, "F24B", taken, folder), "低保边缘家庭", "公示", "李核查")


def test_subsidies_of_the_disabled(town: Town, folder: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    assert offered(town, taken) == {"F35A": True, "F35B": True}
    for form, title in (("F35A", "困难残疾人生活补贴申请审定表"), ("F35B", "重度残疾人护理补贴申请审定表")):
        text = said(town, form, taken, folder)
        holds(text, title, "乙示例", "肢体残疾", "二级", "80.00", "捌拾元整", "区县残联", "甲示例")
        assert "拟给予金额：每月80.00元" in text  # this sheet's own sum, not that of everything asked for
        own = {"F35A": "困难残疾人生活补贴", "F35B": "重度残疾人护理补贴"}[form]
        assert f"经审核，乙示例申请的{own}符合条件，拟同意确认，理由见“核定和依据”。" in text
        assert (
            "家庭共同生活成员" not in text
        )  # a paper of one person says nothing of what the family asked for
        assert "申请最低生活保障" not in text
    town.on(date(2025, 11, 12))
    approve(town, taken)
    text = said(town, "F35B", taken, folder)
    holds(text, "重度残疾人护理补贴", "每月80.00元", "王主任")


def test_an_opinion_against_the_file_is_told_for_the_person_alone(town: Town, folder: Path) -> None:
    taken = surveyed(town, urban_three(town))
    assert "拟同意" not in said(town, "F35A", taken, folder)  # nobody has given an opinion yet
    town.checker.write(approving.give_opinion, taken, "refuse", "家庭存款没有说清，拟不同意。")
    text = said(town, "F35A", taken, folder)
    assert "经审核，乙示例申请的困难残疾人生活补贴拟不予确认，理由见本件初审意见。" in text
    assert "存款" not in text


def test_a_person_who_does_not_fit_is_told_the_own_reason(town: Town, folder: Path) -> None:
    dossier = urban_three(town)
    dossier.members[1].disability_grade = "4"
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    text = said(town, "F35B", taken, folder)
    assert "经审核，乙示例申请的重度残疾人护理补贴不符合条件，拟不予确认，理由见“核定和依据”。" in text


def test_who_asks_for_himself_has_nobody_acting_for_him(town: Town) -> None:
    alone = single(town, "disability_care", birth=date(1970, 5, 5), order=91)
    alone.members[0].disability_kind, alone.members[0].disability_grade = "3", "1"
    taken = town.accept(alone).application_id

    def guardian(unit: Unit) -> str:
        dossier = files.dossier(unit, taken)
        kind_papers.fill(unit, "F35B", dossier, taken)
        return dossier.subsidy.guardian_name

    assert town.clerk.read(guardian) == ""


def test_children_have_their_form_with_both_parents(town: Town, folder: Path) -> None:
    dossier = single(town, "unsupported_child", birth=date(2015, 5, 5))
    child = dossier.members[0].id
    dossier.parents = [
        ParentPart(of_person=child, name="庚示例", state="dead"),
        ParentPart(of_person=child, name="辛示例", state="prison", since=date(2025, 1, 10)),
    ]
    dossier.application.proxy_name, dossier.application.proxy_relation = "壬示例", "祖母"
    taken = surveyed(town, dossier)
    assert offered(town, taken) == {"F35D": True}
    text = said(town, "F35D", taken, folder)
    holds(
        text,
        "己示例",
        "辛示例",
        "服刑在押",
        "2025年1月10日",
        "壬示例",
        "祖母",
        "严格保密，不公示",
        "1,651.00",
    )
    town.checker.write(approving.give_opinion, taken, "refuse", "材料不足。")
    verdict = Verdict(
        result="refused", seen_version=version(town, taken), reason="父母情形没有证明", clause="57-8"
    )
    town.head.write(approving.decide, taken, verdict)
    text = said(town, "F35D", taken, folder)
    assert "材料不足。" in text  # the file asks for nothing else: the opinion is this paper's own
    holds(text, "父母情形没有证明", "不予")
    assert "0.00元" not in text  # a refusal writes no sum


def test_a_childs_form_names_the_parents_of_no_other_child(town: Town, folder: Path) -> None:
    dossier = single(town, "unsupported_child", birth=date(2015, 5, 5))
    born = date(2017, 3, 3)
    dossier.members.append(
        MemberPart(name="癸示例", id_number=id_number(born, 73), sex="1", birth=born, relation="70")
    )
    child, other = (member.id for member in dossier.members)
    dossier.parents = [
        ParentPart(of_person=child, name="庚示例", state="dead"),
        ParentPart(of_person=child, name="辛示例", state="prison", since=date(2025, 1, 10)),
        ParentPart(of_person=other, name="子示例", state="none"),
        ParentPart(of_person=other, name="辛示例", state="prison", since=date(2025, 1, 10)),
    ]
    text = said(town, "F35D", surveyed(town, dossier), folder)
    holds(text, "庚示例", "辛示例")
    assert "子示例" not in text
    assert "癸示例" not in text


def test_every_paper_a_move_makes_is_there(town: Town) -> None:
    made = {paper for way in WAYS.values() for move in way.moves for paper in move.paper.split()}
    assert made <= town.clerk.rules.forms.keys()
    own = {
        code: {form for move in way.moves for form in move.paper.split()} & FORMS
        for code, way in WAYS.items()
    }
    assert own == {
        "household": {"F24B", "F24C"}, "tekun": {"F23B", "F23C", "F23D"}, "child": {"F35C", "F35D"},
        "subsidy": {"F35A", "F35B"}, "temporary": set(), "quick": set(), "disaster": set(), "transfer": set(),
    }  # fmt: skip


def test_a_recognition_names_no_sum_and_its_day_of_expiry(town: Town, folder: Path) -> None:
    """刚性支出困难家庭 is recognised, not paid [GX57 Art 10]: no `0.00`, no 零元整 on notice, approval and letter."""
    taken = submitted(town, rigid(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    for form in ("F13", "F15", "F16"):
        text = said(town, form, taken, folder)
        assert "零元" not in text
        assert "每月0.00" not in text
        holds(text, "认定本身不发放救助金")
    assert not re.search(r"(?<![\d,.])0\.00", said(town, "F16", taken, folder))
    assert not re.search(r"(?<![\d,.])0\.00", said(town, "F13", taken, folder))
    holds(
        said(town, "F16", taken, folder),
        "有效期至2026-11-12",
        "《刚性支出困难家庭认定办法》（民发〔2024〕57号）第六条",
    )
    holds(said(town, "F15", taken, folder), "有效期至2026-11-12")
