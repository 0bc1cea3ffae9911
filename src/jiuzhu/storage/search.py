"""What makes people findable: pinyin initials, and the words a name and an address are looked for by."""

import json
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


LONGEST_WORD = 16
"""Characters of a search word that are kept; more than that tells nobody apart."""

_ENDS = frozenset("省市区县旗镇乡道村组队路街巷弄号栋幢楼室院")
"""After these characters the next part of an address begins."""

_UNITS = frozenset("组队号栋幢座楼层室单之")
"""They belong to the number before them and begin nothing."""

_NEVER_FIRST = _UNITS | _ENDS  # 街道 is one word


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _parts(address: str) -> list[str]:
    """The address from each of its parts on: "示例街道白坝村3组" → itself and "白坝村3组"."""
    starts = [
        place
        for place, character in enumerate(address)
        if place == 0
        or (
            is_han(character)
            and character not in _NEVER_FIRST
            and (address[place - 1] in _ENDS or not is_han(address[place - 1]))
        )
    ]
    return [address[place:] for place in starts]


def name_word(text: str) -> str:
    """The word whose beginning is looked for in the middle of names."""
    return "n" + _squeezed(text)[:LONGEST_WORD]


def initials_word(letters: str) -> str:
    """The word whose beginning is looked for among pinyin initials."""
    return "p" + letters[:LONGEST_WORD]


def address_word(text: str) -> str:
    """The word whose beginning is looked for among parts of addresses."""
    return "a" + _squeezed(text)[:LONGEST_WORD]


@lru_cache(maxsize=64)
def search_words(name: str | None, readings: str | None, address: str | None) -> str:
    """Every word a person is found by, as a JSON list: SQL calls it when a person is written.

    A change of what it returns needs a migration that writes `person_word` anew: old words are found by it.
    """
    squeezed, where = _squeezed(name or "")[:200], _squeezed(address or "")[:200]
    words = [
        name_word(squeezed[place:]) for place in range(1, len(squeezed))
    ]  # the whole name has its own index
    words += [initials_word(reading) for reading in (readings or "").split()]
    words += [address_word(part) for part in _parts(where) if part]
    return json.dumps(list(dict.fromkeys(words)), ensure_ascii=False)


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
        elif place == 0:
            choices.append(_SURNAMES.get(character) or _letters(character)[:1])
        else:
            choices.append(_letters(character)[:2])
    readings = ("".join(letters) for letters in product(*(choice or ("",) for choice in choices)))
    return " ".join(list(dict.fromkeys(readings))[:4])


def is_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return any(character >= _HAN_FIRST for character in text)
