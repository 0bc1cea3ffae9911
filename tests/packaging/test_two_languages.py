"""What is told twice, in English and in Chinese, tells the same: every command and every file to type, word for word."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_WORD = re.compile(r"`[^`\n]+`")


def told(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_page_about_the_server_has_the_same_commands_in_both_languages() -> None:
    english, chinese = told("docs/server.md"), told("docs/server.zh-CN.md")
    assert len(_BLOCK.findall(english)) > 7
    assert _BLOCK.findall(chinese) == _BLOCK.findall(english)
    rest, theirs = _BLOCK.sub("", english), _BLOCK.sub("", chinese)
    assert _HEADING.findall(theirs) == _HEADING.findall(rest)
    assert set(_WORD.findall(rest)) <= set(_WORD.findall(theirs))


def test_each_language_leads_to_the_other_and_each_reader_to_their_own() -> None:
    assert "](server.zh-CN.md)" in told("docs/server.md")
    assert "](server.md)" in told("docs/server.zh-CN.md")
    assert "](docs/server.md)" in told("README.md")
    assert "](docs/server.zh-CN.md)" in told("README.zh-CN.md")
