"""What stands in the way of taking an application, told beside the field it is about."""

from datetime import date
from decimal import Decimal

import pytest

from intake_form import CODES, FORMS, TODAY, number_of, put, sound_form, struck_form, told_after, told_of
from jiuzhu.domain.dossier import (
    Dossier,
    IncidentPart,
    LinePart,
    ObligorPart,
)
from jiuzhu.domain.intake_rules import problems, require_sound
from jiuzhu.errors import InvalidInput


def test_a_sound_form_meets_nothing_in_its_way() -> None:
    file = sound_form()
    assert file.application.cause in CODES["hardship_cause"].codes
    assert told_of(file) == {}
    require_sound(file, FORMS, CODES, TODAY)


def test_every_problem_is_told_at_once_the_first_in_the_bar() -> None:
    file = sound_form()
    file.applicant.name = ""
    file.application.submitted_on = date(2025, 10, 14)
    with pytest.raises(InvalidInput) as refusal:
        require_sound(file, FORMS, CODES, TODAY)
    assert [item.field for item in refusal.value.problems] == ["members.0.name", "application.submitted_on"]
    assert refusal.value.message == "请填写姓名。（另有 1 处）"
    assert refusal.value.field == "members.0.name"


def test_a_field_is_told_one_thing_at_a_time() -> None:
    """The applicant's name stands on both forms: it is asked for once."""
    found = [item.field for item in problems(Dossier(), FORMS, CODES, TODAY)]
    assert len(found) == len(set(found))
    assert found.count("members.0.name") == 1


def test_a_birth_date_wrong_in_two_ways_is_told_once() -> None:
    file = sound_form()
    file.members[1].birth = date(2025, 10, 14)  # neither that of the number nor possible
    assert [item.field for item in problems(file, FORMS, CODES, TODAY)] == ["members.1.birth"]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("members.0.name", "", "请填写姓名。"),
        ("members.0.name", "　 ", "请填写姓名。"),  # blanks are not a name
        ("members.0.birth", None, "请填写出生日期。"),
        ("members.1.relation", "", "请填写与申请人关系。"),
        ("application.programmes", [], "请填写申请的救助事项。"),
        ("application.reason", "", "请填写申请理由。"),
        ("household.village", "", "请填写村（社区）。"),
        ("members.1.id_number", "", "请填写身份证号。"),
    ],
)
def test_what_the_form_requires_must_be_there(path: str, value: object, sentence: str) -> None:
    assert told_after(put(path, value)) == {path: sentence}


@pytest.mark.parametrize("length", [60, 61, 200])
def test_a_name_of_two_hundred_characters_is_told_and_sixty_are_taken(length: int) -> None:
    told = told_after(put("members.0.name", "阿" * length))
    assert told == (
        {} if length == 60 else {"members.0.name": f"姓名最多 60 个字，现在有 {length} 个，请缩短。"}
    )


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("household.kind", "moon", "低保类别“moon”不在选项里，请重新选择。"),
        ("members.1.relation", "00", "与申请人关系“00”不在选项里，请重新选择。"),
        (
            "application.programmes",
            ["dibao", "gold", "iron"],
            "申请的救助事项“gold、iron”不在选项里，请重新选择。",
        ),
    ],
)
def test_a_code_nobody_knows_is_told(path: str, value: object, words: str) -> None:
    assert told_after(put(path, value)) == {path: words}


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [("-0.01", "申报金额（元）不能是负数。"), ("0", ""), ("0.01", "")],
)
def test_money_is_never_negative(amount: str, sentence: str) -> None:
    file = sound_form()
    file.assets = [LinePart(kind="deposit", declared=Decimal(amount))]
    assert file.assets[0].kind in CODES["asset_kind"].codes
    assert told_of(file).get("assets.0.declared", "") == sentence
    assert len(told_of(file)) == bool(sentence)


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (-1, "其家庭人数不能是负数。"),
        (0, "其家庭人数不能小于 1，请核对。"),
        (1, ""),
        (30, ""),
        (31, "其家庭人数不能大于 30，请核对是否多填了位数。"),
    ],
)
def test_a_number_stays_within_what_the_form_allows(size: int, sentence: str) -> None:
    file = sound_form()
    file.obligors = [ObligorPart(name="陈丙", of_person=file.applicant.id, relation="20", family_size=size)]
    assert told_of(file) == ({"obligors.0.family_size": sentence} if sentence else {})


def test_why_somebody_is_not_counted_is_asked_of_those_alone() -> None:
    assert told_after(put("members.1.counted", False)) == {
        "members.1.not_counted_reason": "请填写不计入的原因。"
    }
    assert told_after(put("members.1.counted", False), put("members.1.not_counted_reason", "服役")) == {}


def test_a_disability_needs_its_grade() -> None:
    assert set(told_after(put("members.1.disability_kind", "4"))) == {"members.1.disability_grade"}


def test_the_proxy_is_named_when_somebody_applies_by_proxy() -> None:
    """民发〔2021〕57号 Art 6."""
    assert told_after(put("application.source", "proxy")) == {"application.proxy_name": "请填写代办人姓名。"}
    assert told_after(put("application.source", "proxy"), put("application.proxy_name", "周丁")) == {}


def test_what_does_not_concern_the_case_is_not_checked() -> None:
    """A proxy typed before the applicant came in person stays where it is and stands in nobody's way."""
    left_over = put("application.proxy_id_number", "123")
    assert told_after(left_over) == {}
    named = (put("application.source", "proxy"), put("application.proxy_name", "周丁"))
    assert set(told_after(left_over, *named)) == {"application.proxy_id_number"}
    whole = put("application.proxy_id_number", number_of(date(1970, 1, 1)))
    assert told_after(whole, *named) == {}


def test_the_day_of_the_application_is_today_or_before() -> None:
    assert told_after(put("application.submitted_on", date(2025, 10, 14))) == {
        "application.submitted_on": "提交日期不能晚于今天。"
    }
    assert told_after(put("application.submitted_on", TODAY)) == {}
    assert told_after(put("application.submitted_on", date(2025, 10, 12))) == {}


def test_what_struck_a_family_is_asked_only_of_who_asks_help_for_it() -> None:
    file = struck_form("quick")
    assert told_of(file) == {}
    file.incident = IncidentPart(persons=0)
    assert set(told_of(file)) == {
        "incident.kind",
        "incident.happened_on",
        "incident.cause",
        "incident.persons",
    }
    file.application.programmes = ["dibao"]
    assert told_of(file) == {}


def test_neither_an_event_nor_a_bill_is_of_tomorrow() -> None:
    file = struck_form("temporary")
    file.incident.happened_on = file.bills[0].issued_on = date(2025, 10, 14)
    assert set(told_of(file)) == {"incident.happened_on", "bills.0.issued_on"}
    file.application.programmes = ["rigid"]
    assert set(told_of(file)) == {"bills.0.issued_on"}
    file.application.programmes = ["quick"]
    assert set(told_of(file)) == {"incident.happened_on"}


def test_others_do_not_pay_more_than_a_bill_says() -> None:
    file = struck_form("temporary")
    file.bills[0].insurer_paid = Decimal(90)
    assert told_of(file) == {}
    file.bills[0].insurer_paid = Decimal("90.01")
    assert set(told_of(file)) == {"bills.0.insurer_paid"}
    file.bills[0].total = file.bills[0].issued_on = None
    assert set(told_of(file)) == {"bills.0.total", "bills.0.issued_on"}


@pytest.mark.parametrize(
    ("programme", "kind", "told"),
    [("quick", "living", True), ("quick", "fire", False), ("temporary", "living", False)],
)
def test_spending_is_no_emergency(programme: str, kind: str, told: bool) -> None:
    file = struck_form(programme)
    file.incident.kind = kind
    assert ("incident.kind" in told_of(file)) is told
