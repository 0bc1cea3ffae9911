"""What makes people findable: pinyin initials of names and texts split into characters."""

from functools import cache, lru_cache
from itertools import product

_HAN_FIRST = "\u2e80"

_SURNAMES = {
    "曾": "z", "仇": "q", "单": "s", "解": "x", "朴": "p", "查": "z", "区": "o", "覃": "qt", "缪": "m", "尉": "wy",
    "乐": "yl", "盖": "gg", "召": "s", "员": "y", "种": "c", "折": "s", "黑": "h", "秘": "b", "冼": "x", "华": "h",
    "任": "r", "宁": "n", "纪": "j", "万": "w", "燕": "y", "应": "y", "过": "g", "哈": "h", "沈": "s", "翟": "z",
    "逄": "p", "洗": "x", "郗": "cx", "眭": "s", "繁": "p", "祭": "z", "车": "c", "石": "s", "重": "c", "长": "c",
}  # fmt: skip
"""Surnames whose reading differs from the common word; several letters mean several readings."""


def spaced(text: str | None) -> str:
    """The text with a space between characters, so that full-text search finds one or two of them."""
    return " ".join((text or "").replace(" ", ""))


@cache
def _letters(character: str) -> str:
    from pypinyin import Style, pinyin  # noqa: PLC0415  # 180 ms, only when the first name is saved

    readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0]
    found = [
        reading[0].lower()
        for reading in readings
        if reading and reading[0].isascii() and reading[0].isalpha()
    ]
    return "".join(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """Pinyin initials of a name, lower case; up to four readings separated by spaces ("zjg cjg").

    The surname's own reading comes first; a character without a reading is left out.
    """
    characters = [character for character in name if character.strip()]
    if not characters:
        return ""
    choices: list[str] = []
    for place, character in enumerate(characters):
        if character.isascii():
            choices.append(character.lower() if character.isalnum() else "")
        elif place == 0 and character in _SURNAMES:
            choices.append(_SURNAMES[character])
        else:
            choices.append(_letters(character)[:2])
    readings = ("".join(letters) for letters in product(*(choice or ("",) for choice in choices)))
    return " ".join(list(dict.fromkeys(readings))[:4])


def is_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return any(character >= _HAN_FIRST for character in text)
