"""What was half-typed when another operator took over the desk: kept as it stood, for its owner only."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiuzhu.storage.queries import drafts
from jiuzhu.storage.unit import CHINA, Unit


@dataclass(frozen=True, slots=True)
class Interrupted:
    """One window that was open: its title, when, and what stood in it as label and words."""

    id: str
    title: str
    at: str  # YYYY-MM-DD HH:MM, local
    lines: tuple[tuple[str, str], ...]


Words = tuple[str, Sequence[tuple[str, str]]]
"""A window's title, and what stood in it as label and words."""


def body(words: Words) -> str:
    """As it is stored."""
    return json.dumps(words, ensure_ascii=False)


def keep_interrupted(unit: Unit, windows: Mapping[str, str]) -> None:
    """Keep each window's words (id → `body`) as a draft of whoever is logged in."""
    for draft_id, stored in windows.items():
        title, lines = json.loads(stored)
        drafts.keep(
            unit.session,
            draft_id,
            owner_id=unit.actor.operator_id,
            title=title[:200],
            body=json.dumps(lines, ensure_ascii=False),
            now=unit.now,
            kind=drafts.INTERRUPTED,
        )


def interrupted(unit: Unit) -> list[Interrupted]:
    """What waits for the operator."""
    return [
        Interrupted(
            row.id,
            row.title,
            row.updated_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"),
            tuple((label, words) for label, words in json.loads(row.content)),
        )
        for row in drafts.interrupted(unit.session, unit.actor.operator_id)
    ]


def put_aside(unit: Unit, draft_id: str) -> None:
    """The operator has it where it belongs, or needs it no more: its words are emptied."""
    mine = {row.id for row in drafts.interrupted(unit.session, unit.actor.operator_id)}
    if draft_id in mine:
        drafts.close(unit.session, draft_id, unit.now)
