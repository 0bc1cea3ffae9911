"""The seven questions two valid texts answer differently, and figures that are words."""

import ast
from datetime import date
from pathlib import Path

import pytest

import jiuzhu
from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.conflicts import load_conflicts, read_conflicts
from jiuzhu.domain.deadlines import next_recheck, next_step, notice_end, working_posting
from jiuzhu.domain.policy import Standards, load_pack
from jiuzhu.domain.policy_words import WORDS
from jiuzhu.errors import UserError

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
CONFLICTS = load_conflicts(paths.resources() / "conflicts.toml")
DAY = date(2025, 12, 3)


def standards(**settings: str) -> Standards:
    return PACK.in_force("500112", DAY).with_settings(
        {key.replace("__", "."): settings[key] for key in settings}
    )


def test_all_seven_are_there_and_the_pack_stands_on_the_safe_reading() -> None:
    assert {one.id for one in CONFLICTS} == {f"C-0{number}" for number in range(1, 8)}
    rows = PACK.rows_in_force("500112", DAY)
    for one in CONFLICTS:
        assert str(rows[one.key].value) == one.safe.value, one.key
        assert one.id in rows[one.key].note, one.key
        assert all(reading.source and reading.text for reading in one.readings)
        if one.key in WORDS:
            assert {reading.value for reading in one.readings} == set(WORDS[one.key])
    assert CONFLICTS[0].reading("same") is not None
    assert CONFLICTS[0].reading("never") is None


SOUND = """[[conflict]]
id = "C"
title = "t"
key = "k"
effect = "e"
[[conflict.reading]]
value = "1"
text = "一"
source = "甲"
safe = true
[[conflict.reading]]
value = "2"
text = "二"
source = "乙"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[", "读不出来"),
        (SOUND.replace('effect = "e"', 'colour = "e"'), "第 1 项有不认识的项 colour"),
        (SOUND.replace('effect = "e"\n', ""), "第 1 项不完整"),
        (SOUND.replace('source = "乙"', ""), "第 1 项不完整"),
        (SOUND.replace("safe = true\n", ""), "其中一种是稳妥的"),
        (SOUND.replace('value = "2"', 'value = "1"'), "两种以上不同的读法"),
        (SOUND.split('[[conflict.reading]]\nvalue = "2"', maxsplit=1)[0], "两种以上不同的读法"),
    ],
)
def test_a_conflict_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_conflicts(text)


def test_a_file_without_conflicts_has_none() -> None:
    assert read_conflicts("") == ()
    assert read_conflicts(SOUND)[0].safe.text == "一"


def test_every_figure_that_is_a_word_says_which_words_a_formula_knows() -> None:
    labels = load_codes(paths.resources() / "codes")["parameter_value"].labels
    for row in PACK.rows:
        if isinstance(row.value, str):
            assert row.value in WORDS[row.key], row.key
    assert {word for words in WORDS.values() for word in words} <= set(labels)
    for path in (Path(jiuzhu.__file__).parent / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") == "word"
                and len(node.args) == 2
            ):
                key, allowed = node.args
                if isinstance(key, ast.Constant) and isinstance(allowed, ast.Tuple):
                    words = [getattr(one, "value", None) for one in allowed.elts]
                    assert None in words or set(words) == set(WORDS[str(key.value)]), key.value


def test_posting_in_working_days_leaves_out_weekends_and_holidays() -> None:
    posted = date(2025, 9, 25)  # a Thursday before the October holidays and two worked weekend days
    assert not working_posting(standards())
    assert working_posting(standards(publicity__counts="working_days"))
    assert not working_posting(Standards("500112", {}))
    assert notice_end(posted, 7, CALENDAR).day == date(2025, 10, 9)
    assert notice_end(posted, 7, CALENDAR, working=True).day == date(2025, 10, 11)
    assert next_step(posted, 7, CALENDAR, working=True).day == date(2025, 10, 13)


def test_class_c_is_rechecked_as_often_as_was_set_and_never_while_it_is_off() -> None:
    assert next_recheck(DAY, "C", standards(recheck__C="monthly"), CALENDAR).day == date(2026, 1, 4)
    assert next_recheck(DAY, "C", standards(recheck__C="quarterly"), CALENDAR).day == date(2026, 3, 3)
    with pytest.raises(UserError, match=r"recheck\.C 只能是"):
        next_recheck(DAY, "C", standards(), CALENDAR)
