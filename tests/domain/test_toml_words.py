"""What is said of a file that is no TOML: in Chinese, with the line and the column, never in the parser's words."""

import re
import tomllib

import pytest

from jiuzhu.domain.toml_words import misread

BROKEN = {
    "a = ": "文件末尾",
    "a = 1\nb = 男": "第 2 行第 5 列",
    "a = 1 2": "第 1 行第 7 列",
    "a 1": "第 1 行第 3 列",
    "中文 = 1": "第 1 行第 1 列",
    '"a" = 1\n= 2': "第 2 行第 1 列",
    "[a": "文件末尾",
    "[[a]": "第 1 行第 4 列",
    "[a]\n[a]": "第 2 行第 3 列",
    "a = 1\na = 2": "文件末尾",
    "a = 1\n[a.b]": "第 2 行第 5 列",
    "a = [1, 2": "文件末尾",
    "a = {b = 1": "文件末尾",
    "a = {b = 1, b = 2}": "第 1 行第 18 列",
    'a = "x': "文件末尾",
    "a = 'x": "文件末尾",
    'a = """x': "文件末尾",
    "a = '''x": "文件末尾",
    "a = '''x\ny'": "文件末尾",
    'a = "\\q"': "第 1 行第 8 列",
    'a = "\\u12"': "第 1 行第 8 列",
    'a = "\\ud800"': "第 1 行第 12 列",
    'a = "\x01"': "第 1 行第 6 列",
    "a = 2025-02-30": "第 1 行第 5 列",
    "# \x01": "第 1 行第 3 列",
    "a.b = 1\n[a]\nb.c = 1": "第 2 行第 3 列",
    "a = {b = 1}\n[a.c]": "第 2 行",
    "a = {b = 1}\na.c = 1": "文件末尾",
    "[a]\nb.c = 1\n[a.b]\n[a]\nb.d = 1": "第 3 行第 5 列",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_told_in_chinese_with_its_place(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as refusal:
        tomllib.loads(text)
    said = misread(refusal.value)
    assert said.startswith(BROKEN[text]), (said, refusal.value)
    assert "写法不对，请" not in said, (said, refusal.value)  # each kind of mistake has words of its own
    assert not re.search(r"[A-Za-z]{3}", said), said


def test_what_the_parser_says_newly_is_told_by_its_place_alone() -> None:
    assert (
        misread(ValueError("Quite new (at line 3, column 5)"))
        == "第 3 行第 5 列写法不对，请对照一个能用的文件检查"
    )
    assert misread(ValueError("Quite new")) == "写法不对，请对照一个能用的文件检查"


def test_a_key_that_is_not_there_is_named() -> None:
    assert misread(KeyError("worked")) == "缺少 worked"
    assert misread(TypeError("unsupported operand")) == "写法不对，请对照一个能用的文件检查"
