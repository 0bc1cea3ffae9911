"""The paper's faces: Noto Sans SC with HanaMinB behind it, widths, and line breaking for Chinese."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jiuzhu import paths
from jiuzhu.errors import UserError

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
RARE = "HanaMinB"

NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕％”’…—·,.;:!?)]}%")
"""Punctuation that never begins a line (GB/T 15834)."""
NOT_LAST = frozenset("（《〈「『【〔“‘([{")
"""Opening marks that never end a line."""

_TOKEN = re.compile(r".?\d{4}-[\dA-Z-]{8,}|[!-~]+|\s+|.", re.DOTALL)
"""One of the office's numbers with its word, a Latin word or number, white space, or one character."""

_IDENTITY = re.compile(r"(\d{6})(\d{8})(\d{3}[\dX])", re.ASCII)
_PART = re.compile(r"[^-]+-?|-")
"""A part of a number up to its hyphen."""


@dataclass(frozen=True, slots=True)
class Face:
    """One registered face: its characters and their widths in em."""

    name: str
    widths: Mapping[str, float]
    known: frozenset[str]


def _mend_to_unicode() -> None:
    """Make copied and searched text exact outside the BMP: reportlab writes those characters with too few digits."""
    from reportlab.pdfbase import ttfonts  # noqa: PLC0415  # reportlab loads only when a paper is made

    def cmap(fontname: str, subset: list[int]) -> str:
        pairs = [
            f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
            for code, point in enumerate(subset)
        ]
        blocks: list[str] = []
        for start in range(0, len(pairs), 100):  # PDF allows at most 100 pairs in one block
            part = pairs[start : start + 100]
            blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
        return "\n".join([
            "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo",
            f"<< /Registry ({fontname})", f"/Ordering ({fontname})", "/Supplement 0", ">> def",
            f"/CMapName /{fontname} def", "/CMapType 2 def", "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>", "endcodespacerange", *blocks,
            "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
        ])  # fmt: skip

    ttfonts.makeToUnicodeCMap = cmap


def _folder() -> Path:
    return paths.resources() / "fonts"


@cache
def face(name: str) -> Face:
    """Register one face with reportlab, once, when it is first needed; `UserError` when its file is missing."""
    from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415  # reportlab loads only when a paper is made

    _mend_to_unicode()
    path = _folder() / f"{name}.ttf"
    if not path.is_file():
        raise UserError(f"字体文件 {path.name} 不在了，不能出文书。数据没有改动，请重新安装程序。")
    font = ttfonts.TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    made: Any = font.face
    default = made.defaultWidth
    widths = {chr(code): made.charWidths.get(code, default) / 1000 for code in made.charToGlyph}
    return Face(name, widths, frozenset(widths))


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    """Characters of the main face that are at most one em wide: enough to know that a short text fits."""
    return frozenset(character for character, width in face(REGULAR).widths.items() if width <= 1)


def _missing(character: str) -> UserError:
    return UserError(
        f"“{character}”（U+{ord(character):04X}）字体中没有，文书没有生成。"
        "填写的内容都在；请核对这个字，或联系管理员更新字体后再打印。"
    )


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """What can be printed, bold or not; seventy thousand characters, too many to be put together for every text."""
    return frozenset(face(REGULAR).known & face(BOLD).known | face(RARE).known)


def unprintable(text: str) -> str:
    """The first character no face has, "" when the text can be printed."""
    known = _known()
    return next((character for character in text if character not in known), "")


def printable(text: str) -> str:
    """A text nobody wrote for a paper, such as a file's name: each character no font has is a □."""
    return "".join("□" if unprintable(one) else one for one in text)


@lru_cache(maxsize=65536)
def runs(text: str, bold: bool = False) -> tuple[tuple[str, str], ...]:
    """The text as (face name, part) pairs, rare characters in HanaMinB; `UserError` names a character nobody has."""
    main = face(BOLD if bold else REGULAR)
    if main.known.issuperset(text):
        return ((main.name, text),) if text else ()
    rare = face(RARE)
    parts: list[tuple[str, str]] = []
    for character in text:
        if character in main.known:
            name = main.name
        elif character in rare.known:
            name = rare.name
        else:
            raise _missing(character)
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + character)
        else:
            parts.append((name, character))
    return tuple(parts)


@lru_cache(maxsize=65536)
def em_width(text: str, bold: bool = False) -> float:
    """Width in em (multiply by the size in points)."""
    main = face(BOLD if bold else REGULAR)
    if main.known.issuperset(text):
        return sum(map(main.widths.__getitem__, text))
    return sum(sum(map(face(name).widths.__getitem__, part)) for name, part in runs(text, bold))


def width(text: str, size: float, bold: bool = False) -> float:
    """Width in points."""
    return em_width(text, bold) * size


def fits(text: str, size: float, room: float) -> bool:
    """Whether the text goes on one line of `room` points; measures only when counting characters is not enough."""
    if len(text) * size <= room and _plain().issuperset(text):
        return True
    return width(text, size) <= room + 0.01


def _tokens(text: str, room: float) -> Iterator[tuple[str, float]]:
    """Unbreakable pieces with their em widths; a word wider than the whole line falls into parts behind its hyphens.

    An ID number falls into its three groups, what is wider still into characters.
    """
    for found in _TOKEN.finditer(text):
        token = found[0]
        wide = em_width(token)
        if len(token) == 1 or wide <= room:
            yield token, wide
        else:
            known = _IDENTITY.fullmatch(token)
            for part in known.groups() if known else _PART.findall(token):
                wide = em_width(part)
                yield from [(part, wide)] if wide <= room else ((one, em_width(one)) for one in part)


def break_lines(text: str, size: float, room: float) -> tuple[str, ...]:
    """Lines of at most `room` points; line feeds in the text are kept.

    No line begins with a closing mark or ends with an opening one; words and numbers stay whole where they fit.
    """
    if "\n" not in text and fits(text, size, room):
        return (text,)
    return tuple(line for paragraph in text.split("\n") for line in _break_paragraph(paragraph, room / size))


@lru_cache(maxsize=1024)
def _break_paragraph(text: str, room: float) -> list[str]:
    lines: list[str] = []
    line: list[tuple[str, float]] = []
    used = 0.0
    for token, wide in _tokens(text, room):
        if used + wide > room + 0.001 and line:
            carried: list[tuple[str, float]] = []
            if not token.isspace():
                first = token
                while len(line) > 1 and (first[0] in NOT_FIRST or line[-1][0] in NOT_LAST):
                    carried.insert(0, line.pop())
                    first = carried[0][0]
            lines.append("".join(piece for piece, _ in line).rstrip())
            line, used = carried, sum(wide for _, wide in carried)
            if token.isspace() and not line:
                continue
        line.append((token, wide))
        used += wide
    lines.append("".join(piece for piece, _ in line).rstrip())
    return lines


def forget() -> None:
    """Drop the texts measured so far: what was printed does not stay in memory after the paper."""
    for measured in (runs, em_width, _break_paragraph):
        measured.cache_clear()


def label_lines(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """A printed label: as written when it fits, else broken into lines of equal length, brackets kept whole."""
    lines: list[str] = []
    for part in text.split("\n"):
        if width(part, size, bold) <= room:
            lines.append(part)
            continue
        head, bracket, tail = part.partition("（")
        if bracket and width(head, size, bold) <= room and width(bracket + tail, size, bold) <= room:
            lines += [head, bracket + tail]
            continue
        count = max(2, -int(-width(part, size, bold) // room))
        share = -(-len(part) // count)
        while width(part[:share], size, bold) > room and share > 1:
            share -= 1
        lines += [part[start : start + share] for start in range(0, len(part), share)]
    return lines
