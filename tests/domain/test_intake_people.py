"""What stands in the way of taking an application because of its people: numbers, birth, signatures."""

from datetime import date

import pytest

from intake_form import (
    BIRTH,
    CODES,
    FORMS,
    TODAY,
    line_of,
    number_of,
    put,
    sound_form,
    struck_form,
    told_after,
    told_of,
)
from jiuzhu.domain.dossier import (
    Dossier,
    MemberPart,
    ObligorPart,
)
from jiuzhu.domain.intake_rules import adults, problems, unsigned


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
    file = sound_form()
    file.application.programmes = programmes
    file.incident.no_number_reason = reason
    file.members[1].id_number = ""
    found = told_of(file).get("members.1.id_number", "")
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
    file = sound_form()
    file.application.programmes, file.application.truth_promised = programmes, False
    file.members = [MemberPart(name="姓名不详（男，约50岁）")]
    file.incident.no_number_reason = reason
    found = problems(file, FORMS, CODES, TODAY, frozenset({"quick", "vagrant"}))
    assert [problem.field for problem in found] == told


def test_what_is_typed_of_somebody_unknown_is_checked_all_the_same() -> None:
    file = sound_form()
    file.application.programmes = ["vagrant"]
    file.incident.no_number_reason = "身上没有证件"
    file.members = [MemberPart(name="姓名不详", phone="1" * 61, birth=date(1800, 1, 1))]
    found = problems(file, FORMS, CODES, TODAY, frozenset({"vagrant"}))
    assert [problem.field for problem in found] == ["members.0.phone", "members.0.birth"]


def test_a_wrong_id_number_is_told_beside_it() -> None:
    right = number_of(BIRTH)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    told = told_after(put("members.0.id_number", wrong))
    assert set(told) == {"members.0.id_number"}
    assert "校验位不对" in told["members.0.id_number"]
    assert wrong not in told["members.0.id_number"]  # messages may reach a log


def test_a_wrong_number_of_an_obligor_is_told_and_none_is_no_fault() -> None:
    file = sound_form()
    file.obligors = [
        ObligorPart(name="陈丙", of_person=file.applicant.id, relation="20", id_number=number)
        for number in ("", number_of(date(1985, 1, 1)), "500199")
    ]
    assert list(told_of(file)) == ["obligors.2.id_number"]


def test_a_birth_date_that_differs_from_the_number_is_told() -> None:
    assert told_after(put("members.0.birth", date(1980, 3, 6))) == {
        "members.0.birth": "与身份证号里的出生日期 1980-03-05 不一致，请核对。"
    }


def test_a_sex_that_differs_from_the_number_is_told_an_unknown_one_is_not() -> None:
    assert told_after(put("members.0.sex", "2")) == {"members.0.sex": "与身份证号里的性别不一致，请核对。"}
    assert told_after(put("members.0.sex", "0")) == {}
    assert told_after(put("members.0.sex", "9")) == {}


def test_the_same_number_twice_on_one_form_is_told_at_the_second() -> None:
    twin = line_of("陈乙", relation="30")
    file = sound_form()
    file.members = [file.members[1], line_of(), twin]
    file.members[0].relation = "01"
    assert told_of(file) == {"members.2.id_number": "与第 2 位成员的身份证号相同，请核对。"}


def test_the_same_number_written_with_a_small_x_is_the_same() -> None:
    birth, order = next(
        (date(1980, 1, day), order)
        for day in range(1, 29)
        for order in range(1, 40, 2)
        if number_of(date(1980, 1, day), order).endswith("X")
    )
    file = sound_form()
    file.members = [line_of("陈甲", birth, order), line_of("陈乙", birth, order, "30")]
    file.members[1].id_number = file.members[1].id_number.lower()
    assert list(told_of(file)) == ["members.1.id_number"]


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
    told = told_after(put("members.1.birth", birth), put("members.1.id_number", ""))
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


def test_nobody_signs_where_nothing_is_checked() -> None:
    assert unsigned(struck_form("quick"), TODAY) == []
    assert unsigned(struck_form("temporary"), TODAY) == ["陈甲"]


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
