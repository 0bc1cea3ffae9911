"""Which column of a stranger's table is which of ours: proposed by heading and by what stands below it, never decided."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from jiuzhu.domain.ledger import Column

LIKELY = 0.62
"""From this likeness on a column is proposed; a heading that is a known word for ours is 0.9 and more."""

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "id": re.compile(r"\d{15}|\d{17}[\dXx]", re.ASCII),
    "account": re.compile(r"[\d -]{8,40}", re.ASCII),
    "date": re.compile(r"\d{4}[-年./]?\d{1,2}[-月./]?\d{0,2}日?.*", re.ASCII),
    "month": re.compile(r"\d{4}[-年./]?\d{1,2}.*", re.ASCII),
    "money": re.compile(r"¥?[\d,]+(\.\d{1,2})?元?", re.ASCII),
    "integer": re.compile(r"\d{1,4}", re.ASCII),
}
"""Kind → what its cells look like."""

_MOST = 0.6
"""Share of the cells that must look like the kind."""


def plain_heading(text: str) -> str:
    """A heading as it is compared: half-width, without spaces, brackets and the star of a required column."""
    told = re.sub(r"[\s*:：]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[(\[（【].*?[)\]）】]", "", told) or told


def _words(column: Column) -> list[str]:
    return [plain_heading(word) for word in (column.title, *column.also)]


def likeness(column: Column, heading: str, cells: Sequence[str]) -> float:
    """How likely a column of theirs is ours, from 0 to 1: its heading, held against what stands below it."""
    told = plain_heading(heading)
    if not told:
        return 0.0
    words = _words(column)
    if told in words:
        score = 1.0 - 0.01 * words.index(told)
    else:
        score = max(0.8 * SequenceMatcher(None, told, word).ratio() for word in words)
    filled = [cell for cell in cells if cell]
    shape = _SHAPES.get(column.kind)
    if shape is None or not filled:
        return score
    fits = sum(shape.fullmatch(cell) is not None for cell in filled) >= _MOST * len(filled)
    if not fits:
        return 0.3 * score
    return max(score, LIKELY) if column.kind == "id" and not column.total else score


def suggest(
    columns: Sequence[Column], headings: Sequence[str], cells: Sequence[Sequence[str]]
) -> dict[str, int]:
    """Our column → place of theirs, the likeliest pairs first and each used once. `cells`: samples by their column."""
    scored = sorted(
        (
            (-likeness(column, heading, cells[place]), order, place, column.name)
            for order, column in enumerate(columns)
            for place, heading in enumerate(headings)
        ),
    )
    found: dict[str, int] = {}
    for score, _, place, name in scored:
        if -score >= LIKELY and name not in found and place not in found.values():
            found[name] = place
    return found


def remembered(columns: Mapping[str, str], headings: Sequence[str]) -> dict[str, int] | None:
    """Our column → place, for a sender whose headings are known; None when one is missing now or stands twice."""
    plain = [plain_heading(heading) for heading in headings]
    wanted = {name: plain_heading(heading) for name, heading in columns.items()}
    if any(plain.count(heading) != 1 for heading in wanted.values()):
        return None
    return {name: plain.index(heading) for name, heading in wanted.items()}
