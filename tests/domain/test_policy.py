import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.policy import OWN_SETTING, Policy, PolicyRow, load_pack, read_rows
from jiuzhu.errors import UserError

PACK = load_pack(paths.resources() / "policy" / "500000")
OPERATOR = "01890000-0000-7000-8000-000000000001"
ROW = PolicyRow(
    "std.dibao.urban",
    Decimal(770),
    "元",
    "500000",
    date(2025, 7, 1),
    None,
    "渝民规〔2025〕6号",
    "57-23",
    "verified",
)


def test_the_whole_table_of_standards() -> None:
    table = {
        date(2018, 6, 1): (546, 410, 710),
        date(2019, 6, 1): (580, 440, 754),
        date(2020, 9, 1): (620, 496, 806),
        date(2021, 9, 1): (636, 515, 827),
        date(2022, 12, 1): (717, 581, 932),
        date(2023, 9, 1): (735, 600, 955),
        date(2025, 6, 30): (750, 610, 975),
        date(2025, 7, 1): (770, 630, 1001),
    }
    for on, (urban, rural, tekun) in table.items():
        standards = PACK.in_force("500112", on)
        found = [standards.amount(key) for key in ("std.dibao.urban", "std.dibao.rural", "std.tekun.base")]
        assert found == [urban, rural, tekun], on


def test_children_in_institutions_from_january_2026() -> None:
    assert PACK.in_force("500112", date(2025, 12, 31)).amount("std.orphan.institution") == 1851
    later = PACK.in_force("500112", date(2026, 1, 1))
    assert later["std.orphan.institution"].document == "渝民规〔2025〕15号"
    assert later.amount("std.orphan.institution") == 2000
    assert later.amount("std.orphan.scattered") == later.amount("std.unsupported_child") == 1651


def test_figures_know_their_paper_and_whether_it_was_confirmed() -> None:
    figure = PACK.in_force("500112", date(2025, 10, 13))["std.dibao.urban"]
    assert (figure.value, figure.document, figure.confirmed) == (Decimal(770), "渝民规〔2025〕6号", True)
    assert not PACK.in_force("500112", date(2026, 7, 1))["std.dibao.urban"].confirmed
    assert not PACK.in_force("500112", date(2025, 10, 13))["rigid.ratio"].confirmed


def test_every_key_of_the_minimum_set_is_there() -> None:
    keys = [
        "std.dibao.urban",
        "std.dibao.rural",
        "std.tekun.base",
        "tekun.care.full",
        "tekun.care.half",
        "tekun.care.none",
        "dibao.addon.disabled",
        "dibao.addon.severe",
        "dibao.addon.illness",
        "dibao.addon.age70",
        "dibao.addon.preschool",
        "dibao.addon.student",
        "edge.multiple",
        "single.parental.multiple",
        "property.money.multiple",
        "property.housing.multiple",
        "property.vehicle.exempt",
        "property.illness.cap",
        "rigid.ratio",
        "rigid.living.basis",
        "disposable.year",
        "total.wd.normal",
        "total.wd.special",
        "survey.start.wd",
        "check.start.wd",
        "county.wd",
        "refusal.notice.wd",
        "publicity.days",
        "republicity.days",
        "recheck.A",
        "recheck.B",
        "recheck.C",
        "fade.months",
        "fade.amount",
        "death.months",
        "grant.start",
        "pay.due_day",
        "reserve.size",
        "reserve.limit",
        "quick.cap_basis",
        "quick.days",
        "service.hours.year",
        "single.count_family_support",
        "authority.dibao",
        "income.exclude.base_pension",
        "mass_review",
        "transfer.wd",
        "district.unified_standard",
    ]
    standards = PACK.in_force("500112", date(2025, 10, 13))
    assert [key for key in keys if key not in standards] == []
    assert set(standards) >= set(keys)


CONFLICTS = {
    "C-01": ("grant.start", "next"),
    "C-02": ("single.clergy.years", Decimal(3)),
    "C-03": ("total.wd.normal", Decimal(25)),
    "C-04": ("mass_review", "on_dispute"),
    "C-05": ("recheck.C", "off"),
    "C-06": ("republicity.days", Decimal(3)),
    "C-07": ("publicity.days", Decimal(7)),
}


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_each_conflict_of_two_texts_is_a_setting_with_the_safe_value_and_says_so(conflict: str) -> None:
    key, safe = CONFLICTS[conflict]
    row = PACK.rows_in_force("500112", date(2025, 10, 13))[key]
    assert row.value == safe
    assert conflict in row.note
    assert conflict in load_codes(paths.resources() / "codes")["parameter"].labels[key]


def test_every_figure_has_a_name_the_settings_page_can_show() -> None:
    labels = load_codes(paths.resources() / "codes")["parameter"].labels
    assert {row.key for row in PACK.rows} <= set(labels)


def test_every_word_a_figure_can_be_has_a_name() -> None:
    labels = load_codes(paths.resources() / "codes")["parameter_value"].labels
    assert {row.value for row in PACK.rows if isinstance(row.value, str)} <= set(labels)


def test_help_at_once_has_a_national_paper_from_2026_on() -> None:
    before, after = (PACK.in_force("500112", date(year, 1, 1))["quick.cap_basis"] for year in (2025, 2026))
    assert (before.document, before.confirmed) == ("待本地确认", False)
    assert (after.value, after.document) == ("per_case", "民政部、财政部2026-01意见")


def test_no_row_without_a_document_number() -> None:
    assert all(row.document.strip() for row in PACK.rows)
    with pytest.raises(UserError, match="没有文号，不能保存"):
        replace(ROW, document=" ")


def test_rows_that_cannot_be() -> None:
    with pytest.raises(UserError, match="verified 或 unconfirmed"):
        replace(ROW, status="sure")
    with pytest.raises(UserError, match="早于起始日"):
        replace(ROW, ends=date(2025, 6, 30))


@pytest.mark.parametrize("ends", [None, date(2026, 7, 1)])
def test_overlapping_rows_are_refused(ends: date | None) -> None:
    with pytest.raises(UserError, match="时段重叠"):
        Policy([replace(ROW, ends=ends), replace(ROW, starts=date(2026, 7, 1))])


def test_rows_may_touch() -> None:
    policy = Policy(
        [replace(ROW, starts=date(2026, 7, 1), value=Decimal(800)), replace(ROW, ends=date(2026, 6, 30))]
    )
    assert policy.in_force("500112", date(2026, 6, 30)).amount("std.dibao.urban") == 770
    assert policy.in_force("500112", date(2026, 7, 1)).amount("std.dibao.urban") == 800


def test_a_districts_own_row_goes_before_the_citys() -> None:
    policy = Policy([ROW, replace(ROW, district="500112", value=Decimal(780), ends=date(2025, 12, 31))])
    assert policy.in_force("500112", date(2025, 10, 1)).amount("std.dibao.urban") == 780
    assert policy.in_force("500112", date(2026, 1, 1)).amount("std.dibao.urban") == 770
    assert policy.in_force("500120", date(2025, 10, 1)).amount("std.dibao.urban") == 770


def test_what_is_not_in_force_is_told() -> None:
    with pytest.raises(UserError, match="没有政策参数 std"):
        PACK.in_force("341702", date(2025, 10, 1))["std.dibao.urban"]
    with pytest.raises(UserError, match="没有政策参数 std"):
        PACK.in_force("500112", date(2017, 12, 31)).amount("std.dibao.urban")


def test_answers_of_one_period_are_the_same_object() -> None:
    assert PACK.in_force("500112", date(2025, 10, 13)) is PACK.in_force("500112", date(2025, 11, 13))


def test_values_of_the_wrong_kind_are_told() -> None:
    standards = PACK.in_force("500112", date(2025, 10, 13))
    with pytest.raises(UserError, match="应是数字"):
        standards.amount("grant.start")
    with pytest.raises(UserError, match="只能是 true 或 false"):
        standards.flag("grant.start")
    with pytest.raises(UserError, match="只能是 a、b"):
        standards.word("grant.start", ("a", "b"))


def test_settings_of_a_case_go_on_top() -> None:
    standards = PACK.in_force("500112", date(2025, 10, 13))
    assert standards.with_settings({}) is standards
    own = standards.with_settings({"rigid.ratio": "0.70", "grant.start": "same", "quick.days": Decimal(2)})
    assert own.amount("rigid.ratio") == Decimal("0.70")
    assert (own["grant.start"].value, own["grant.start"].document) == ("same", OWN_SETTING)
    assert standards["grant.start"].value == "next"


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("grant.begin", "same", "grant.begin 不是政策参数"),
        ("grant.start", True, "应与“next”同类"),
        ("quick.days", "many", "应与“3”同类"),
        ("quick.days", True, "应与“3”同类"),
        ("quick.days", "NaN", "应与“3”同类"),
        ("single.count_family_support", "false", "应与“False”同类"),
    ],
)
def test_settings_that_cannot_be(key: str, value: str | bool, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        PACK.in_force("500112", date(2025, 10, 13)).with_settings({key: value})


_GOOD = '[[row]]\nkey = "a"\nvalue = 1\nstarts = 2025-01-01\ndocument = "某号"\nclause = "一"\nstatus = "verified"\n'


def test_reads_rows_of_every_kind() -> None:
    for text, value in (("1", Decimal(1)), ("1.5", Decimal("1.5")), ('"x"', "x"), ("true", True)):
        (row,) = read_rows(_GOOD.replace("value = 1", f"value = {text}"), "a.toml", "500000")
        assert row.value == value
        assert type(row.value) is type(value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[[row]]", "[[row]", "a.toml 读不出来"),
        ("clause", "paragraph", "不认识的项 paragraph"),
        ('clause = "一"\n', "", "缺少 clause"),
        ("2025-01-01", '"2025"', "缺少 starts"),
        ("value = 1", "value = [1]", "value 应是数字"),
        ('document = "某号"\n', "", "没有文号"),
    ],
)
def test_broken_rows_are_refused(old: str, new: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_rows(_GOOD.replace(old, new), "a.toml", "500000")


def test_an_empty_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有找到"):
        load_pack(tmp_path)


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)))
def test_standards_never_have_a_gap(on: date) -> None:
    for key in ("std.dibao.urban", "std.dibao.rural", "std.tekun.base"):
        assert key in PACK.in_force("500112", on)


@given(st.integers(0, 4000))
def test_cached_periods_give_what_a_fresh_search_gives(shift: int) -> None:
    on = date(2018, 1, 1) + timedelta(days=shift)
    rows = {
        row.key: row.value
        for row in PACK.rows
        if row.district == "500000" and row.starts <= on and (row.ends is None or on <= row.ends)
    }
    standards = PACK.in_force("500112", on)
    assert {key: standards[key].value for key in standards} == rows


def test_the_list_of_figures_is_the_list_in_force_and_no_neighbours() -> None:
    neighbour = replace(ROW, district="500110", value=Decimal(900))
    own = replace(ROW, district="500112", value=Decimal(780), ends=date(2025, 12, 31))
    policy = Policy([ROW, neighbour, own])

    assert policy.rows_in_force("500112", date(2025, 10, 1)) == {ROW.key: own}
    assert policy.rows_in_force("500112", date(2026, 1, 1)) == {ROW.key: ROW}
    assert policy.rows_in_force("500110", date(2026, 1, 1)) == {ROW.key: neighbour}


def test_what_a_person_reads_of_a_figure_is_chinese() -> None:
    told = [text for row in PACK.rows for text in (row.source, row.note)]
    assert [text for text in told if re.search(r"[a-z_]{3,}", text)] == []


def test_what_one_person_set_waits_until_it_is_verified() -> None:
    unsure = replace(ROW, status="unconfirmed")
    assert [row.waits for row in (unsure, replace(unsure, set_by=OPERATOR), replace(ROW, set_by=OPERATOR))] == [
        False, True, False,
    ]  # fmt: skip


def test_the_days_on_which_figures_of_a_kind_came_into_force() -> None:
    urban = PACK.starts("500112", ("std.dibao.urban",), date(2025, 7, 1))
    assert urban[-2:] == [date(2024, 9, 1), date(2025, 7, 1)]
    assert PACK.starts("500112", ("std.dibao.urban",), date(2025, 6, 30)) == urban[:-1]
    assert PACK.starts("110101", ("std.dibao.urban",), date(2025, 7, 1)) == []  # another city's


def test_every_value_a_figure_has_had_for_a_district_up_to_a_day() -> None:
    had = PACK.values("500112", "std.dibao.urban", date(2025, 6, 30))
    assert {Decimal(750), Decimal(735), Decimal(546)} <= had
    assert Decimal(770) not in had
    assert PACK.values("110101", "std.dibao.urban", date(2025, 6, 30)) == set()  # another city's
