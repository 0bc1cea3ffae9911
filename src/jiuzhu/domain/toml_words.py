"""What is wrong with a file that cannot be read as TOML, in Chinese; the parser itself speaks English only."""

import re

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
_STRANGE = "写法不对，请对照一个能用的文件检查"
_TWICE = "同一个名称写了两遍，只能留一处"
_QUOTE = "文字缺少收尾的引号"

_SAID = (
    ("Invalid statement", "这一行既不是“名称 = 值”，也不是“[表名]”"),
    ("Expected newline", "一行只能写一项，这里多了内容；文字要加双引号"),
    ("Expected '='", "名称后面缺少等号；中文名称要加双引号"),
    ("Expected ']", "表名后面缺少方括号"),
    ("Expected", _QUOTE),
    ("Found invalid character", "有看不见的控制字符，请删去"),
    ("Illegal character", "有看不见的控制字符，或文字没有收尾的引号就换了行"),
    ("Cannot declare", "同一张表写了两遍，只能留一处"),
    ("Cannot", _TWICE),
    ("Duplicate", _TWICE),
    ("Invalid initial character", "名称的第一个字符不能用；中文名称要加双引号"),
    ("Unclosed array", "方括号没有收尾"),
    ("Unclosed inline table", "花括号没有收尾"),
    ("Unescaped", "文字里的反斜杠要写成两个"),
    ("Invalid hex", "反斜杠后面的字符编码不对"),
    ("Escaped character", "反斜杠后面的字符编码不对"),
    ("Unterminated string", _QUOTE),
    ("Invalid date", "没有这个日期或时间"),
    ("Invalid value", "值的写法不对：文字要加双引号，日期写成 2025-10-13，金额写成加双引号的数"),
)
"""How the message of `tomllib` begins → what it means."""


def misread(problem: Exception) -> str:
    """`第 2 行第 5 列：…` of what `tomllib` could not read, or the key that is not there."""
    if isinstance(problem, KeyError):
        return f"缺少 {problem.args[0]}"
    message = str(problem)
    place = _PLACE.search(message)
    where = ""
    if place:
        where = f"第 {place[1]} 行第 {place[2]} 列" if place[1] else "文件末尾"
    for begins, meaning in _SAID:
        if message.startswith(begins):
            return f"{where}：{meaning}" if where else meaning
    return f"{where}{_STRANGE}"
