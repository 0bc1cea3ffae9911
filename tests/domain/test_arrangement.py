"""What an office arranges in a list that came with the program."""

import json
from datetime import date

import pytest

from jiuzhu.domain.arrangement import (
    Arranged,
    Entry,
    Line,
    arrange,
    dump,
    in_force,
    lines_of,
    parse,
    told,
)
from jiuzhu.domain.office import OfficeRule
from jiuzhu.errors import UserError

SHIPPED = (
    Entry("a", "甲", group="1", hinted=True, asked=True),
    Entry("b", "乙", group="1", fixed="要用", named="要认"),
    Entry("c", "丙", group="2"),
)


def keys(made: Arranged) -> list[str]:
    return [entry.key for entry in made.entries]


def rule(kind: str, starts: date, ends: date | None = None) -> OfficeRule:
    return OfficeRule(kind=kind, name="x", content="", starts=starts, ends=ends, set_by="", set_on=starts)


def test_without_lines_everything_stays() -> None:
    assert arrange(SHIPPED, ()) == Arranged(SHIPPED, ())
    assert arrange((), ()) == Arranged((), ())


def test_order_is_within_a_group_and_new_entries_come_last() -> None:
    assert keys(arrange(SHIPPED, [Line("c"), Line("b")])) == ["b", "a", "c"]


def test_words_hint_and_demand_are_taken() -> None:
    (made, *_) = arrange(SHIPPED, [Line("a", "新", hint="提示", required=True)]).entries
    assert (made.label, made.hint, made.required, made.off) == ("新", "提示", True, False)
    (made, *_) = arrange(SHIPPED, [Line("a", off=True, required=True)]).entries
    assert (made.off, made.required) == (True, False)  # what is off is not demanded


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line("x"), "没有“x”这一项"),
        (Line("x", "新"), "没有“x”这一项"),
        (Line("b", off=True), "“乙”不能停用：要用"),
        (Line("b", "新"), "“乙”不能改名：要认"),
        (Line("c", hint="提示"), "“丙”不在屏幕上填写，没有提示可设"),
        (Line("c", required=True), "“丙”不能改成必填或选填"),
        (Line("a", "长" * 41), "“长长长长长长长长长长…”太长，名称最多 40 个字"),
        (Line("a", hint="长" * 81), "“长长长长长长长长长长…”太长，提示最多 80 个字"),
        (Line("a", "甲\t乙"), "名称里有不能显示的字符"),
        (Line("a", "乙"), "有两项都叫“乙”"),
    ],
)
def test_what_cannot_be_followed_is_told_and_left_out(line: Line, said: str) -> None:
    made = arrange(SHIPPED, [line])
    assert made.problems == (said,)
    assert all(not entry.off and not entry.hint for entry in made.entries)
    assert {entry.key for entry in made.entries} == {"a", "b", "c"}


def test_an_entry_named_twice_counts_once() -> None:
    made = arrange(SHIPPED, [Line("a", "新"), Line("a", "旧")])
    assert made.problems == ("“甲”写了两次",)
    assert made.entries[0].label == "新"


def test_an_own_entry_is_added_where_it_may_be() -> None:
    made = arrange(SHIPPED[:1], [Line("own1", "另")], addable=True)
    assert (made.problems, keys(made), made.entries[1].own) == ((), ["a", "own1"], True)
    assert arrange(SHIPPED, [Line("own1")], addable=True).problems == ("没有“own1”这一项",)


def test_one_entry_stays_on() -> None:
    made = arrange(SHIPPED[:1], [Line("a", off=True)])
    assert made.problems == ("至少要留一项在用",)
    assert not made.entries[0].off


def test_what_cannot_stand_first_is_told_and_the_shipped_order_holds() -> None:
    shipped = (Entry("a", "甲"), Entry("b", "乙", behind="要合计"))
    made = arrange(shipped, [Line("b"), Line("a", "新")])
    assert made.problems == ("“乙”不能排在最前面：要合计",)
    assert [entry.label for entry in made.entries] == ["新", "乙"]
    assert arrange(shipped, [Line("a", off=True)]).problems == ("“乙”不能排在最前面：要合计",)


def test_lines_hold_what_differs_and_are_read_again() -> None:
    wanted = arrange(
        SHIPPED, [Line("b"), Line("a", "新", hint="", required=True), Line("c", off=True)], addable=True
    ).entries
    lines = lines_of([*wanted, Entry("own1", "另", own=True)], SHIPPED)
    assert lines == (
        Line("b"), Line("a", "新", required=True), Line("c", off=True), Line("own1", "另"),
    )  # fmt: skip
    assert parse(dump(lines)) == lines
    every = (Line("a", "新", off=True, hint="", required=False),)
    assert parse(dump(every)) == every
    assert json.loads(dump([Line("a")])) == {"lines": [{"key": "a"}]}


def test_a_changed_hint_is_a_line_of_its_own() -> None:
    wanted = arrange(SHIPPED, [Line("a", hint="提示")]).entries
    assert lines_of(wanted, SHIPPED)[0] == Line("a", hint="提示")


@pytest.mark.parametrize(
    "content",
    ["", "1", "{}", '{"lines": 1}', '{"lines": [1]}', '{"lines": [{}]}', '{"lines": [{"key": 1}]}',
     '{"lines": [{"key": "a", "colour": "red"}]}', '{"lines": [{"key": "a", "off": "no"}]}'],
)  # fmt: skip
def test_text_that_is_no_arrangement_is_refused(content: str) -> None:
    with pytest.raises(UserError, match="读不出来"):
        parse(content)


def test_the_last_that_began_holds_and_of_one_day_the_last_set() -> None:
    old, new, newest = (
        rule("form", date(2025, 1, 1)),
        rule("form", date(2026, 1, 1)),
        rule("form", date(2026, 1, 1)),
    )
    rules = [newest, old, new, rule("calendar", date(2025, 1, 1))]
    assert in_force(rules, date(2024, 12, 31)) == {}
    assert in_force(rules, date(2025, 12, 31)) == {("form", "x"): old}
    assert in_force(rules, date(2026, 1, 1)) == {("form", "x"): newest}
    ended = rule("codes", date(2025, 1, 1), date(2025, 1, 31))
    assert in_force([ended], date(2025, 1, 31))
    assert not in_force([ended], date(2025, 2, 1))


def test_what_changed_is_told_in_a_line() -> None:
    after = arrange(
        SHIPPED, [Line("b"), Line("a", "新", hint="提示", required=True), Line("own1", "另")], addable=True
    ).entries
    assert told(SHIPPED, after) == (
        "“甲”改名为“新”；“新”改为必填；“新”的提示改为“提示”；新增“另”；调整了顺序"
    )
    assert told(after, arrange(SHIPPED, [Line("b"), Line("a")]).entries).startswith(
        "“新”改名为“甲”；“甲”改为选填"
    )
    assert told(SHIPPED, arrange(SHIPPED, [Line("c", off=True)]).entries) == "停用“丙”"
    assert told(arrange(SHIPPED, [Line("c", off=True)]).entries, SHIPPED) == "启用“丙”"
    assert told(SHIPPED, SHIPPED) == ""
