"""The checklist: what is asked for, what the government has already, and ticks that stay."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.catalogue import DepartmentKind
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.dossier import (
    BillPart,
    Dossier,
    IncidentPart,
    LinePart,
    MaterialPart,
    MemberPart,
    ParentPart,
)
from jiuzhu.domain.materials import RULES, before_acceptance, checklist, missing

CODES = load_codes(paths.resources() / "codes")
ALWAYS = {"application_form", "declaration_form", "identity_card"}
BY_DATA = {"household_register", "marriage", "property_register"}
ON = date(2025, 10, 13)


def _codes(file: Dossier) -> set[str]:
    return {part.code for part in checklist(file)}


def _disabled() -> Dossier:
    return Dossier(members=[MemberPart(), MemberPart(disability_kind="4", disability_grade="1")])


def _with(member: MemberPart) -> Dossier:
    return Dossier(members=[MemberPart(), member])


def test_the_simplest_household_brings_four_papers() -> None:
    assert _codes(Dossier()) == ALWAYS | BY_DATA | {"bank_card"}


def _proxied() -> Dossier:
    file = Dossier()
    file.application.source = "proxy"
    return file


@pytest.mark.parametrize(
    ("file", "paper"),
    [
        (_proxied(), "proxy_letter"),  # Art 6: 委托手续
        (_with(MemberPart(illness="major")), "diagnosis"),
        (_with(MemberPart(illness="chronic")), "diagnosis"),
        (_with(MemberPart(student="senior")), "school_letter"),
        (_with(MemberPart(student="vocational")), "school_letter"),
        (_with(MemberPart(student="bachelor")), "school_letter"),
        (Dossier(incomes=[LinePart(kind="wage")]), "wage_slip"),
        (Dossier(vehicles=[LinePart(kind="car")]), "vehicle_value"),
        (Dossier(vehicles=[LinePart(kind="boat")]), "vehicle_value"),
        (_disabled(), "disability_card"),
    ],
)
def test_a_circumstance_asks_for_its_paper_and_no_other(file: Dossier, paper: str) -> None:
    assert _codes(file) == _codes(Dossier()) | {paper}


@pytest.mark.parametrize(
    "file",
    [
        _with(MemberPart(student="preschool")),
        _with(MemberPart(student="compulsory")),
        Dossier(incomes=[LinePart(kind="transfer")]),
        Dossier(
            vehicles=[LinePart(kind="motorcycle"), LinePart(kind="disability_scooter"), LinePart(kind="")]
        ),
    ],
)
def test_what_needs_no_proof_asks_for_none(file: Dossier) -> None:
    assert _codes(file) == _codes(Dossier())


@pytest.mark.parametrize(
    ("programmes", "asked"),
    [
        (["dibao"], True),
        (["disability_living"], True),
        (["edge", "disability_care"], True),
        (["edge"], False),  # no money is paid, so no account is asked for
        ([], False),
    ],
)
def test_an_account_is_asked_for_where_money_is_paid(programmes: list[str], asked: bool) -> None:
    file = Dossier()
    file.application.programmes = programmes
    assert ("bank_card" in _codes(file)) is asked


def test_what_the_government_has_is_never_asked_of_the_family() -> None:
    file = _disabled()
    by_data = {part.name for part in checklist(file) if part.by_data}
    assert by_data == {"户口信息", "婚姻登记信息", "残疾人证信息", "不动产、车辆、工商登记信息"}
    assert not by_data & set(missing(file))


def test_papers_come_before_data_in_the_order_the_clerk_asks() -> None:
    flags = [part.by_data for part in checklist(_disabled())]
    assert flags == sorted(flags)


def test_what_was_ticked_stays_ticked_when_the_list_grows() -> None:
    file = Dossier()
    file.materials = checklist(file)
    card = next(part for part in file.materials if part.code == "identity_card")
    card.received_on, card.note = ON, "看过原件"
    file.members.append(MemberPart(illness="major"))
    again = {part.code: part for part in checklist(file)}
    assert (again["identity_card"].received_on, again["identity_card"].note) == (ON, "看过原件")
    assert again["diagnosis"].received_on is None


def test_making_the_list_changes_nothing_in_the_file() -> None:
    file = _disabled()
    before = deepcopy(file)
    checklist(file)
    assert file == before


def test_missing_is_what_was_asked_for_and_not_brought() -> None:
    file = Dossier()
    assert missing(file) == [part.name for part in checklist(file) if not part.by_data]
    file.materials = [MaterialPart(code=code, received_on=ON) for code in ALWAYS]
    assert missing(file) == ["收款银行卡或存折（看原件）"]
    file.materials.append(MaterialPart(code="bank_card", received_on=ON))
    assert missing(file) == []


def test_a_paper_that_is_needed_no_more_is_not_missed() -> None:
    file = _with(MemberPart(illness="major"))
    file.materials = checklist(file)
    file.members.pop()
    assert "疾病诊断证明或病历" not in missing(file)


def test_every_paper_is_listed_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("table", "make"),
    [
        ("vehicle_kind", lambda code: Dossier(vehicles=[LinePart(kind=code)])),
        ("income_kind", lambda code: Dossier(incomes=[LinePart(kind=code)])),
        ("student", lambda code: _with(MemberPart(student=code))),
        ("illness", lambda code: _with(MemberPart(illness=code))),
        ("disability_kind", lambda code: _with(MemberPart(disability_kind=code))),
    ],
)
def test_the_circumstances_are_told_by_codes_the_office_uses(
    table: str, make: Callable[[str], Dossier]
) -> None:
    """Each table has a code that asks for a paper and, disability apart, one that asks for none."""
    asked = [_codes(make(code)) != _codes(Dossier()) for code in CODES[table].codes if code]
    assert any(asked)
    assert all(asked) is (table == "disability_kind")


def test_the_receipt_says_why_a_paper_of_data_was_not_received() -> None:
    parts = checklist(_disabled())
    assert {part.note for part in parts if part.by_data} == {"由数据获取，不用提交"}
    assert {part.note for part in parts if not part.by_data} == {""}


def _asking(*programmes: str) -> Dossier:
    file = Dossier()
    file.application.programmes = list(programmes)
    return file


@pytest.mark.parametrize(
    ("programmes", "papers"),
    [
        (["tekun"], {"declaration_form", "tekun_statement", "bank_card", "marriage", "property_register"}),
        (["orphan"], {"guardian", "bank_card", "parents_state"}),
        (["unsupported_child"], {"guardian", "bank_card", "parents_state"}),
        (["disability_care"], {"bank_card"}),
        (["disability_living"], {"bank_card", "standing"}),
        (["elder_allowance"], {"bank_card"}),
        (["elder_care"], {"bank_card", "standing"}),
        (["temporary"], {"declaration_form", "bank_card", "marriage", "property_register", "standing"}),
        (["rigid"], {"declaration_form", "bills", "marriage", "property_register"}),
        (["quick"], set()),
        (["disaster"], {"bank_card", "damage_photos", "house_title"}),
        (["medical"], set()),
    ],
)
def test_a_kind_asks_for_its_own_papers(programmes: list[str], papers: set[str]) -> None:
    always = {"application_form", "identity_card", "household_register"}
    assert _codes(_asking(*programmes)) == always | papers


@pytest.mark.parametrize(
    ("kind", "paper"),
    [
        ("fire", "incident_proof"), ("traffic", "incident_proof"), ("accident", "incident_proof"),
        ("disaster", "incident_proof"), ("illness", "incident_diagnosis"), ("long_treatment", "incident_diagnosis"),
        ("other", ""),
    ],
)  # fmt: skip
def test_what_struck_the_family_is_proved(kind: str, paper: str) -> None:
    file = _asking("quick")
    file.incident = IncidentPart(kind=kind)
    assert _codes(file) - _codes(_asking("quick")) == ({paper} if paper else set())


def test_an_illness_is_proved_once() -> None:
    file = _asking("temporary")
    file.members = [MemberPart(illness="major")]
    file.incident = IncidentPart(kind="illness")
    assert {"diagnosis", "bills"} <= _codes(file)
    assert "incident_diagnosis" not in _codes(file)


def test_bills_are_asked_for_where_there_are_any() -> None:
    file = _asking("temporary")
    file.incident = IncidentPart(kind="education")
    assert "bills" in _codes(file)
    file.incident = IncidentPart(kind="fire")
    assert "bills" not in _codes(file)
    file.bills = [BillPart()]
    assert "bills" in _codes(file)


@pytest.mark.parametrize(
    ("state", "paper"),
    [
        ("major_illness", "parent_diagnosis"),
        ("unreachable", "parent_lost"),
        ("not_found", "parent_lost"),
        ("dead", ""),
    ],
)
def test_of_parents_only_what_no_register_knows_is_asked_for(state: str, paper: str) -> None:
    file = _asking("unsupported_child")
    file.parents = [ParentPart(state=state)]
    assert _codes(file) - _codes(_asking("unsupported_child")) == ({paper} if paper else set())


def test_who_is_helped_at_once_brings_the_papers_afterwards() -> None:
    assert before_acceptance(_asking("quick")) == []
    assert missing(_asking("quick")) == ["社会救助申请书（签字）", "全体家庭成员身份证（看原件）"]


def test_beside_other_kinds_their_papers_are_needed_and_those_of_the_event_are_not() -> None:
    file = _asking("quick", "elder_allowance")
    file.incident = IncidentPart(kind="fire")
    assert "火灾、事故等情形的证明或现场照片" in missing(file)
    assert before_acceptance(file) == missing(_asking("elder_allowance"))


MEDICAL = DepartmentKind(
    programme="medical",
    department="medical_insurance",
    offered_to=(),
    papers=("结算单", "诊断证明"),
    basis="649-30",
)
CATALOGUE = {"medical": MEDICAL, "legal_aid": replace(MEDICAL, programme="legal_aid", papers=("案情说明",))}


def test_papers_of_a_department_are_asked_for_with_its_kind_and_stand_before_what_comes_by_data() -> None:
    file = _asking("medical", "dibao")
    names = [part.name for part in checklist(file, CATALOGUE)]
    assert names.index("结算单") < names.index("诊断证明") < names.index("户口信息")
    assert "案情说明" not in names
    assert "结算单" not in {part.name for part in checklist(_asking("dibao"), CATALOGUE)}


def test_a_departments_paper_stays_ticked_and_is_missing_until_it_is_there() -> None:
    file = _asking("medical")
    file.materials = checklist(file, CATALOGUE)
    assert {"结算单", "诊断证明"} <= set(before_acceptance(file))
    next(part for part in file.materials if part.name == "结算单").received_on = date(2025, 10, 13)
    file.materials = checklist(file, CATALOGUE)
    assert "结算单" not in missing(file)
    assert "诊断证明" in missing(file)
    file.application.programmes = ["dibao"]
    assert "诊断证明" not in missing(file)
