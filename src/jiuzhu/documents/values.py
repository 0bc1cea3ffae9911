"""How values are written on paper: dates, money, codes, lists, and running text with places for them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

from jiuzhu.domain import money
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import FIELD_TYPES, known_paths
from jiuzhu.errors import UserError

GAP = "＿＿＿＿"
"""In running text: what is not known yet is written in by hand."""

_PLACE = re.compile(r"\{([a-z_.]+)(?::([a-z_]+))?\}")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Labels(Protocol):
    """What a code table must be able to do here."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Code → words."""
        ...

    def label(self, code: str) -> str:
        """The words for a code."""
        ...


Codes = Mapping[str, Labels]
Show = Callable[[Any], str]


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    if text.isalnum():
        return text
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", text.replace("\u3000", " ")).strip()


def line(value: Any) -> str:
    """Any value as one line of clean text: no control characters, white space as single spaces."""
    text = _text(value)
    return text if "\n" not in text else " ".join(text.split("\n"))


def _money(value: Any) -> str:
    return "" if value is None or value == "" else money.shown(Decimal(value))


def _decimal(value: Any) -> str:
    if value is None or value == "":
        return ""
    number = Decimal(value)
    return f"{number.normalize():f}" if number % 1 else f"{number:.0f}"


def day(value: Any) -> str:
    """`2025年10月13日`."""
    if isinstance(value, str):  # a moment already in local words
        return line(value)
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


def _month(value: Any) -> str:
    year, dash, month = str(value or "").partition("-")
    return f"{year}年{int(month)}月" if dash and month.isdigit() else year


def _yes_no(value: Any) -> str:
    return "" if value is None else "是" if value else "否"


def _select(table: Labels, value: Any) -> str:
    return "" if value is None or value == "" else table.label(str(value))


_SHOW: dict[str, Show] = {
    "text": line, "long_text": _text, "integer": line, "decimal": _decimal, "money": _money, "date": day,
    "month": _month, "yes_no": _yes_no, "id_number": line, "phone": line, "account": line, "person": line,
}  # fmt: skip


def _words_or_code(table: Labels, value: Any) -> str:
    """Free text that may also be one of a table's codes."""
    return table.labels.get(value) or line(value)


def _listed(show: Show, numbered: bool, value: Any) -> str:
    if not isinstance(value, list | tuple):
        return show(value)
    said = [text for text in map(show, value) if text]
    if numbered and len(said) > 1:
        return "\n".join(f"{position}．{text}" for position, text in enumerate(said, start=1))
    return "、".join(said)


def _by_value(value: Any) -> str:
    """Running text does not name types: the value itself tells how it is written."""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, Decimal):
        return _money(value)
    if isinstance(value, date):
        return day(value)
    return _text(value)


def shower(kind: str, codes: Codes, table: str = "") -> Show:
    """The function that writes a value of a field type as it is printed; empty values become an empty text."""
    if kind.startswith("select"):
        show: Show = partial(_select, codes[table])
        return partial(_listed, show, False)
    if table:
        return partial(_listed, partial(_words_or_code, codes[table]), False)
    return partial(_listed, _SHOW[kind], kind == "long_text")


class Template:
    """Running text with `{path}`, `{path:field type}` or `{path:code table}` places.

    A paragraph that begins with `?` is left out while all its places are empty.
    """

    def __init__(self, text: str, codes: Codes, where: str) -> None:
        self.paths: list[str] = []
        self._paragraphs = [self._compile(line, codes, where) for line in text.strip("\n").split("\n")]

    def _compile(
        self, line: str, codes: Codes, where: str
    ) -> tuple[bool, list[str], list[tuple[Callable[[Any], Any], Show]]]:
        optional = line.startswith("?")
        pieces = _PLACE.split(line.removeprefix("?"))
        places: list[tuple[Callable[[Any], Any], Show]] = []
        for path, kind in zip(pieces[1::3], pieces[2::3], strict=True):
            if path not in known_paths():
                raise UserError(f"表单 {where}：不认识的字段 {path}")
            if kind and kind not in FIELD_TYPES and kind not in codes:
                raise UserError(f"表单 {where}：不认识的类型或代码表 {kind}")
            self.paths.append(path)
            show = (
                partial(_listed, _by_value, True)
                if not kind
                else shower(kind, codes)
                if kind in FIELD_TYPES
                else shower("select_one", codes, kind)
            )
            places.append((attrgetter(path), show))
        return optional, pieces[0::3], places

    def __call__(self, dossier: Dossier, gap: str = GAP) -> tuple[str, ...]:
        """The paragraphs, filled."""
        filled: list[str] = []
        for optional, words, places in self._paragraphs:
            said = [show(get(dossier)) for get, show in places]
            if optional and not any(said):
                continue
            text = words[0] + "".join(
                (value or gap) + word for value, word in zip(said, words[1:], strict=True)
            )
            filled += text.split("\n")
        return tuple(filled)
