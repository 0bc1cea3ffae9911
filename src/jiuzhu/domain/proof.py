"""检查点: what the end of every chain was at a moment, in one signed text that leaves the machine.

A chain by itself shows no rewrite that cuts its end or computes it anew from some entry on. Whoever holds what a
checkpoint said, on paper or on a stick, sees both.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from jiuzhu.domain.ids import new_id

FORMAT = 1
GROUPS, DIGITS = 12, 4
"""Of the code people read aloud: 48 decimal digits, 159 bits of SHA-256."""

WHY = {"day": "每日", "month": "封存花名册", "asked": "手工"}
"""What a checkpoint was made for."""


class Head(NamedTuple):
    """An entry by its place in its chain and its hash: the newest one, or one somebody remembers."""

    station_id: str
    epoch: str
    seq: int
    hash: str


@dataclass(kw_only=True, eq=False)
class Checkpoint:
    """One signed text with what it says of itself; never changed."""

    id: str = field(default_factory=new_id)
    station_id: str  # the desk that signed it, with a key of its own
    day: date
    why: str  # a key of WHY
    content: str  # the exact text that is signed
    public_key: str  # base64, Ed25519
    signature: str  # base64
    made_by: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Statement:
    """A checkpoint's text, read."""

    office_id: str
    day: date
    at: datetime  # UTC
    why: str
    heads: tuple[Head, ...]


def stated(office_id: str, day: date, at: datetime, why: str, heads: Sequence[Head]) -> str:
    """The text of a checkpoint: the same facts give the same characters."""
    told = {
        "format": FORMAT,
        "office": office_id,
        "day": day.isoformat(),
        "at": at.isoformat(),
        "why": why,
        "chains": [list(head) for head in sorted(heads)],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(content: str) -> Statement:
    """A checkpoint's text taken apart; `ValueError` when it is none of ours."""
    try:
        told: Any = json.loads(content)
        if told["format"] != FORMAT:
            raise ValueError(content)
        heads = tuple(
            Head(str(station), str(epoch), int(seq), str(last))
            for station, epoch, seq, last in told["chains"]
        )
        return Statement(
            str(told["office"]),
            date.fromisoformat(told["day"]),
            datetime.fromisoformat(told["at"]),
            str(told["why"]),
            heads,
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(content) from error


def short_code(content: str) -> str:
    """Twelve groups of four digits that stand for a checkpoint's text: to print, to read aloud, to compare."""
    number = int(hashlib.sha256(content.encode()).hexdigest(), 16) % 10 ** (GROUPS * DIGITS)
    digits = f"{number:0{GROUPS * DIGITS}d}"
    return " ".join(digits[place : place + DIGITS] for place in range(0, len(digits), DIGITS))


def key_code(public_key: str) -> str:
    """Four groups of four digits that stand for a desk's public key."""
    return " ".join(short_code(public_key).split()[:4])
