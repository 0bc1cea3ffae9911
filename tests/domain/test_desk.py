"""What a desk shows for a code."""

from dataclasses import replace
from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.desk import Desk, Shipped, addable, composed, title_of
from jiuzhu.domain.form import load_forms
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.domain.office import Office, OfficeRule, Station
from jiuzhu.domain.policy import load_pack

TABLES = load_codes(paths.resources() / "codes")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(
        office=Office(
            name="云溪街道社会救助服务窗口",
            district="500112",
            district_name="渝北区",
            township="500112999",
            township_name="云溪街道",
        ),
        station=Station(window="A"),
        policy=load_pack(paths.resources() / "policy" / "500000"),
        calendar=load_calendar(paths.resources() / "policy" / "calendar"),
        forms=load_forms(paths.forms(), frozenset(TABLES)),
        codes=TABLES,
        ledgers=load_ledgers(paths.resources() / "ledgers"),
    )


def test_a_code_is_shown_in_words(desk: Desk) -> None:
    assert desk.label("sex", "2") == "女"
    assert desk.label("case_source", "proxy") == "委托代办"


def test_what_was_not_answered_is_shown_as_nothing(desk: Desk) -> None:
    assert desk.label("housing_danger", "") == ""


def test_a_code_of_another_version_is_shown_as_itself_and_stops_nobody(desk: Desk) -> None:
    assert desk.label("sex", "7") == "7"


def test_a_desk_of_the_shipped_data_knows_its_working_days(desk: Desk) -> None:
    assert desk.calendar.is_working(date(2025, 10, 13))


DAY, NEXT = date(2025, 12, 3), date(2025, 12, 4)


def rule(kind: str, name: str, content: str, starts: date = DAY) -> OfficeRule:
    return OfficeRule(kind=kind, name=name, content=content, starts=starts, set_by="", set_on=starts)


@pytest.fixture(scope="module")
def shipped(desk: Desk) -> Desk:
    return replace(desk, shipped=Shipped(desk.forms, desk.codes, desk.ledgers, desk.calendar))


def test_a_desk_without_what_was_shipped_stays_as_it_is(desk: Desk) -> None:
    assert desk.on(DAY) is desk
    assert composed(desk, [], DAY) is desk


def test_a_rule_begins_on_its_day_and_the_days_between_change_nothing(shipped: Desk) -> None:
    later = rule("codes", "delivery", '{"lines": [{"key": "mail", "label": "邮政寄送"}]}', NEXT)
    made = composed(shipped, [later], date(2025, 12, 1))
    assert made.on(date(2025, 12, 1)) is made
    assert made.on(DAY).codes is made.codes
    assert made.on(NEXT).codes["delivery"].label("mail") == "邮政寄送"
    assert made.on(NEXT).on(DAY).codes["delivery"].label("mail") == "邮寄送达"
    assert shipped.on(DAY).day == DAY  # nothing was ever looked at: it is looked at now


def test_form_codes_ledger_and_calendar_are_laid_over_what_was_shipped(shipped: Desk) -> None:
    made = composed(
        shipped,
        [
            rule("form", "F01", '{"lines": [{"key": "applicant/applicant.phone", "label": "手机"}]}'),
            rule("ledger", "applications", '{"lines": [{"key": "id_number", "off": true}]}'),
            rule("calendar", "2027", '{"off": ["2027-01-01"], "worked": []}'),
        ],
        DAY,
    )
    assert made.forms["F01"].fields["applicant.phone"].label == "手机"
    assert "id_number" not in [column.name for column in made.ledgers["applications"].columns]
    assert made.calendar.years[-1] == 2027
    assert made.warnings == ()


def test_what_cannot_be_followed_is_told_and_the_shipped_holds(shipped: Desk) -> None:
    made = composed(
        shipped,
        [
            rule("form", "F99", '{"lines": []}'),
            rule("codes", "delivery", "{"),
            rule("ledger", "roster", '{"lines": [{"key": "shoe"}]}'),
            rule("calendar", "2027", '{"off": [1]}'),
            rule("calendar", "soon", '{"off": [], "worked": []}'),
        ],
        DAY,
    )
    assert made.warnings == (
        "2027 年放假安排没有采用：保存的内容读不出来。",
        "soon 年放假安排没有采用：保存的内容读不出来。",
        "表单“F99”（2025-12-03 起）的设置没有采用：程序里没有它。",
        "代码表“送达方式”（2025-12-03 起）的设置没有采用：保存的内容读不出来。",
        "台账“最低生活保障金发放花名册”（2025-12-03 起）有一处没有采用：没有“shoe”这一项。",
    )
    assert made.codes["delivery"] == shipped.codes["delivery"]
    assert made.on(NEXT).warnings == made.warnings  # told again on the next day


def test_codes_may_be_added_to_open_tables_alone(shipped: Desk) -> None:
    assert addable(shipped.codes["delivery"])
    for closed in ("sex", "journal_verb", "income_kind"):
        assert not addable(shipped.codes[closed])
    assert not addable(shipped.forms["F01"])
    assert title_of(shipped.forms["F01"]) == "F01 社会救助申请书"
    assert title_of(shipped.codes["sex"]) == "性别"
