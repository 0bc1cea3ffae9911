"""What stands in the way of taking an application, told beside the field it is about."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.dossier import (
    ApplicationPart,
    BillPart,
    Dossier,
    HouseholdPart,
    IncidentPart,
    LinePart,
    MemberPart,
    ObligorPart,
)
from jiuzhu.domain.form import load_forms
from jiuzhu.domain.identity_number import check_digit
from jiuzhu.domain.intake_rules import adults, problems, require_sound, unsigned
from jiuzhu.errors import InvalidInput

CODES = load_codes(paths.resources() / "codes")
FORMS = load_forms(paths.forms(), frozenset(CODES))
TODAY = date(2025, 10, 13)
BIRTH = date(1980, 3, 5)


def _number(birth: date, order: int = 1) -> str:
    """A number of a region that does not exist; an odd order is a man."""
    first = f"500199{birth:%Y%m%d}{order:03d}"
    return first + check_digit(first)


def _member(name: str = "陈甲", birth: date = BIRTH, order: int = 1, relation: str = "01") -> MemberPart:
    return MemberPart(
        name=name,
        id_number=_number(birth, order),
        sex="1" if order % 2 else "2",
        birth=birth,
        relation=relation,
        phone="13900000000",
    )


def _sound() -> Dossier:
    return Dossier(
        application=ApplicationPart(
            reason="爱人残疾，孩子上学", cause="illness", submitted_on=TODAY, truth_promised=True
        ),
        household=HouseholdPart(village="云溪社区", address="云溪路 8 号"),
        members=[_member(), _member("陈乙", date(2012, 9, 1), 2, "30")],
    )


def _told(file: Dossier) -> dict[str, str]:
    return {item.field: item.message for item in problems(file, FORMS, CODES, TODAY)}


Change = Callable[[Dossier], object]


def _set(path: str, value: object) -> Change:
    """The change that puts a value into `part.name` or `list.place.name`."""
    *where, name = path.split(".")

    def change(file: Dossier) -> None:
        owner: object = file
        for step in where:
            owner = owner[int(step)] if isinstance(owner, list) else getattr(owner, step)
        assert hasattr(owner, name)
        setattr(owner, name, value)

    return change


def _changed(*changes: Change) -> dict[str, str]:
    file = _sound()
    for change in changes:
        change(file)
    return _told(file)


def test_a_sound_form_meets_nothing_in_its_way() -> None:
    file = _sound()
    assert file.application.cause in CODES["hardship_cause"].codes
    assert _told(file) == {}
    require_sound(file, FORMS, CODES, TODAY)


def test_every_problem_is_told_at_once_the_first_in_the_bar() -> None:
    file = _sound()
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
    file = _sound()
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
    assert _changed(_set(path, value)) == {path: sentence}


@pytest.mark.parametrize("length", [60, 61, 200])
def test_a_name_of_two_hundred_characters_is_told_and_sixty_are_taken(length: int) -> None:
    told = _changed(_set("members.0.name", "阿" * length))
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
    assert _changed(_set(path, value)) == {path: words}


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [("-0.01", "申报金额（元）不能是负数。"), ("0", ""), ("0.01", "")],
)
def test_money_is_never_negative(amount: str, sentence: str) -> None:
    file = _sound()
    file.assets = [LinePart(kind="deposit", declared=Decimal(amount))]
    assert file.assets[0].kind in CODES["asset_kind"].codes
    assert _told(file).get("assets.0.declared", "") == sentence
    assert len(_told(file)) == bool(sentence)


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
    file = _sound()
    file.obligors = [ObligorPart(name="陈丙", of_person=file.applicant.id, relation="20", family_size=size)]
    assert _told(file) == ({"obligors.0.family_size": sentence} if sentence else {})


def test_why_somebody_is_not_counted_is_asked_of_those_alone() -> None:
    assert _changed(_set("members.1.counted", False)) == {
        "members.1.not_counted_reason": "请填写不计入的原因。"
    }
    assert _changed(_set("members.1.counted", False), _set("members.1.not_counted_reason", "服役")) == {}


def test_a_disability_needs_its_grade() -> None:
    assert set(_changed(_set("members.1.disability_kind", "4"))) == {"members.1.disability_grade"}


def test_the_proxy_is_named_when_somebody_applies_by_proxy() -> None:
    """民发〔2021〕57号 Art 6."""
    assert _changed(_set("application.source", "proxy")) == {"application.proxy_name": "请填写代办人姓名。"}
    assert _changed(_set("application.source", "proxy"), _set("application.proxy_name", "周丁")) == {}


def test_what_does_not_concern_the_case_is_not_checked() -> None:
    """A proxy typed before the applicant came in person stays where it is and stands in nobody's way."""
    left_over = _set("application.proxy_id_number", "123")
    assert _changed(left_over) == {}
    named = (_set("application.source", "proxy"), _set("application.proxy_name", "周丁"))
    assert set(_changed(left_over, *named)) == {"application.proxy_id_number"}
    whole = _set("application.proxy_id_number", _number(date(1970, 1, 1)))
    assert _changed(whole, *named) == {}


@pytest.mark.parametrize(
    ("programmes", "reason", "told"),
    [
        (["quick"], "证件烧毁了", ""),
        (["quick"], "无", "可以先行救助"),
        (["quick", "temporary"], "证件烧毁了", "请填写身份证号。"),
        (["dibao"], "证件烧毁了", "请填写身份证号。"),
    ],
)
def test_only_quick_help_takes_somebody_whose_number_follows(
    programmes: list[str], reason: str, told: str
) -> None:
    file = _sound()
    file.application.programmes = programmes
    file.incident.no_number_reason = reason
    file.members[1].id_number = ""
    found = _told(file).get("members.1.id_number", "")
    assert (told in found) if told else not found


@pytest.mark.parametrize(
    ("programmes", "reason", "told"),
    [
        (["vagrant"], "身上没有证件", []),
        (["vagrant", "quick"], "身上没有证件", ["incident.kind", "incident.happened_on", "incident.cause"]),
        (["vagrant"], "无", ["members.0.id_number"]),
        (
            ["vagrant", "charity"],
            "身上没有证件",
            ["members.0.id_number", "members.0.birth", "members.0.phone", "application.truth_promised"],
        ),
    ],
)
def test_of_whom_nobody_knows_nothing_is_asked_that_only_papers_could_tell(
    programmes: list[str], reason: str, told: list[str]
) -> None:
    file = _sound()
    file.application.programmes, file.application.truth_promised = programmes, False
    file.members = [MemberPart(name="姓名不详（男，约50岁）")]
    file.incident.no_number_reason = reason
    found = problems(file, FORMS, CODES, TODAY, frozenset({"quick", "vagrant"}))
    assert [problem.field for problem in found] == told


def test_what_is_typed_of_somebody_unknown_is_checked_all_the_same() -> None:
    file = _sound()
    file.application.programmes = ["vagrant"]
    file.incident.no_number_reason = "身上没有证件"
    file.members = [MemberPart(name="姓名不详", phone="1" * 61, birth=date(1800, 1, 1))]
    found = problems(file, FORMS, CODES, TODAY, frozenset({"vagrant"}))
    assert [problem.field for problem in found] == ["members.0.phone", "members.0.birth"]


def test_a_wrong_id_number_is_told_beside_it() -> None:
    right = _number(BIRTH)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    told = _changed(_set("members.0.id_number", wrong))
    assert set(told) == {"members.0.id_number"}
    assert "校验位不对" in told["members.0.id_number"]
    assert wrong not in told["members.0.id_number"]  # messages may reach a log


def test_a_wrong_number_of_an_obligor_is_told_and_none_is_no_fault() -> None:
    file = _sound()
    file.obligors = [
        ObligorPart(name="陈丙", of_person=file.applicant.id, relation="20", id_number=number)
        for number in ("", _number(date(1985, 1, 1)), "500199")
    ]
    assert list(_told(file)) == ["obligors.2.id_number"]


def test_a_birth_date_that_differs_from_the_number_is_told() -> None:
    assert _changed(_set("members.0.birth", date(1980, 3, 6))) == {
        "members.0.birth": "与身份证号里的出生日期 1980-03-05 不一致，请核对。"
    }


def test_a_sex_that_differs_from_the_number_is_told_an_unknown_one_is_not() -> None:
    assert _changed(_set("members.0.sex", "2")) == {"members.0.sex": "与身份证号里的性别不一致，请核对。"}
    assert _changed(_set("members.0.sex", "0")) == {}
    assert _changed(_set("members.0.sex", "9")) == {}


def test_the_same_number_twice_on_one_form_is_told_at_the_second() -> None:
    twin = _member("陈乙", relation="30")
    file = _sound()
    file.members = [file.members[1], _member(), twin]
    file.members[0].relation = "01"
    assert _told(file) == {"members.2.id_number": "与第 2 位成员的身份证号相同，请核对。"}


def test_the_same_number_written_with_a_small_x_is_the_same() -> None:
    birth, order = next(
        (date(1980, 1, day), order)
        for day in range(1, 29)
        for order in range(1, 40, 2)
        if _number(date(1980, 1, day), order).endswith("X")
    )
    file = _sound()
    file.members = [_member("陈甲", birth, order), _member("陈乙", birth, order, "30")]
    file.members[1].id_number = file.members[1].id_number.lower()
    assert list(_told(file)) == ["members.1.id_number"]


def test_the_day_of_the_application_is_today_or_before() -> None:
    assert _changed(_set("application.submitted_on", date(2025, 10, 14))) == {
        "application.submitted_on": "提交日期不能晚于今天。"
    }
    assert _changed(_set("application.submitted_on", TODAY)) == {}
    assert _changed(_set("application.submitted_on", date(2025, 10, 12))) == {}


@pytest.mark.parametrize(
    ("birth", "odd"),
    [
        (date(2025, 10, 14), True),
        (TODAY, False),  # born today
        (date(1894, 12, 31), True),
        (date(1895, 1, 1), False),
    ],
)
def test_nobody_is_born_tomorrow_or_a_hundred_and_thirty_years_ago(birth: date, odd: bool) -> None:
    told = _changed(_set("members.1.birth", birth), _set("members.1.id_number", ""))
    assert ("不合常理" in told.get("members.1.birth", "")) is odd


def test_minors_need_no_signature_of_their_own() -> None:
    """核对授权: adults sign for themselves, a guardian signs for the others; 18 is reached on the birthday."""
    born = {"今日满十八": date(2007, 10, 13), "明日满十八": date(2007, 10, 14), "成年": BIRTH}
    file = Dossier(members=[MemberPart(name=name, birth=day) for name, day in born.items()])
    assert [member.name for member in adults(file, TODAY)] == ["今日满十八", "成年"]


def test_an_unknown_age_counts_as_adult() -> None:
    assert unsigned(Dossier(members=[MemberPart(name="陈甲")]), TODAY) == ["陈甲"]


def test_who_is_not_counted_need_not_sign() -> None:
    assert adults(Dossier(members=[MemberPart(birth=BIRTH, counted=False)]), TODAY) == []


def test_unsigned_names_those_whose_signature_is_missing_by_place_when_nameless() -> None:
    file = Dossier(
        members=[
            MemberPart(name="陈甲", birth=BIRTH, authorised_on=TODAY),
            MemberPart(name="", birth=BIRTH),
            MemberPart(name="陈丙", birth=date(2015, 1, 1)),
            MemberPart(name="陈丁", birth=BIRTH),
        ]
    )
    assert unsigned(file, TODAY) == ["第 2 位成员", "陈丁"]


def test_who_was_born_on_a_leap_day_is_adult_on_the_first_of_march() -> None:
    file = Dossier(members=[MemberPart(birth=date(2008, 2, 29))])
    assert adults(file, date(2026, 2, 28)) == []
    assert len(adults(file, date(2026, 3, 1))) == 1


def _struck(*programmes: str) -> Dossier:
    file = _sound()
    file.application.programmes = list(programmes)
    file.incident = IncidentPart(kind="fire", cause="失火", happened_on=TODAY, persons=2)
    bill = BillPart(kind="medical", number="1", issuer="示例医院", issued_on=TODAY, total=Decimal(90))
    file.bills = [bill]
    return file


def test_what_struck_a_family_is_asked_only_of_who_asks_help_for_it() -> None:
    file = _struck("quick")
    assert _told(file) == {}
    file.incident = IncidentPart(persons=0)
    assert set(_told(file)) == {"incident.kind", "incident.happened_on", "incident.cause", "incident.persons"}
    file.application.programmes = ["dibao"]
    assert _told(file) == {}


def test_nobody_signs_where_nothing_is_checked() -> None:
    assert unsigned(_struck("quick"), TODAY) == []
    assert unsigned(_struck("temporary"), TODAY) == ["陈甲"]


def test_neither_an_event_nor_a_bill_is_of_tomorrow() -> None:
    file = _struck("temporary")
    file.incident.happened_on = file.bills[0].issued_on = date(2025, 10, 14)
    assert set(_told(file)) == {"incident.happened_on", "bills.0.issued_on"}
    file.application.programmes = ["rigid"]
    assert set(_told(file)) == {"bills.0.issued_on"}
    file.application.programmes = ["quick"]
    assert set(_told(file)) == {"incident.happened_on"}


def test_others_do_not_pay_more_than_a_bill_says() -> None:
    file = _struck("temporary")
    file.bills[0].insurer_paid = Decimal(90)
    assert _told(file) == {}
    file.bills[0].insurer_paid = Decimal("90.01")
    assert set(_told(file)) == {"bills.0.insurer_paid"}
    file.bills[0].total = file.bills[0].issued_on = None
    assert set(_told(file)) == {"bills.0.total", "bills.0.issued_on"}


def test_obligors_of_tekun_sign_but_for_who_cannot() -> None:
    file = Dossier(members=[MemberPart(name="陈甲", authorised_on=TODAY)])
    file.obligors = [
        ObligorPart(name="陈戊"),
        ObligorPart(status="tekun"),
        ObligorPart(name="陈己", status="incapable"),
    ]
    assert unsigned(file, TODAY) == []
    file.application.programmes = ["tekun"]
    assert unsigned(file, TODAY) == ["陈戊（义务人）", "未填姓名（义务人）"]
    for one in file.obligors[:2]:
        one.authorised_on = TODAY
    assert unsigned(file, TODAY) == []


@pytest.mark.parametrize(
    ("programme", "kind", "told"),
    [("quick", "living", True), ("quick", "fire", False), ("temporary", "living", False)],
)
def test_spending_is_no_emergency(programme: str, kind: str, told: bool) -> None:
    file = _struck(programme)
    file.incident.kind = kind
    assert ("incident.kind" in _told(file)) is told
