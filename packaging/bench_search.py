"""Search as you type over a million invented people in the encrypted file, keystroke by keystroke, beside raw SQL.

Ours is the whole service: a unit of work, the people, their households, what they receive and ask for. The peer
sends the driver the best hand-written statements for the people alone. Every keystroke of a text is one search.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import crowd
from measure import RUNS, Figure, at_most, percentile

from jiuzhu.services.office import searching
from jiuzhu.services.office.workspace import Workspace

PEOPLE = 1_000_000
TEXTS = 60  # of each kind and round
SHOWN = 50
LIMIT = 8.0
KINDS = ("name", "given name", "pinyin initials", "last four", "ID number", "phone", "address")


def run(scale: float) -> list[Figure]:
    """p50 and p99 over every keystroke of all rounds, and p99 of each kind of text."""
    with tempfile.TemporaryDirectory() as folder:
        office = crowd.found_office(Path(folder) / "office")
        try:
            sample = crowd.fill(office.file, max(10_000, int(PEOPLE * scale)))
            return measured(office, sample)
        finally:
            office.close()


def measured(office: Workspace, sample: list[crowd.Invented], rounds: int = RUNS) -> list[Figure]:
    """Both sides in turns over the same texts, in an order a seed decides; one round warms up and does not count."""
    raw = office.file.raw()
    ours: dict[str, list[float]] = {kind: [] for kind in KINDS}
    peer: dict[str, list[float]] = {kind: [] for kind in KINDS}
    chance = random.Random(11)  # noqa: S311  # the same texts in every run
    try:
        for number in range(rounds + 1):
            typed = [
                (kind, text)
                for kind in KINDS
                for one in chance.sample(sample, TEXTS)
                for text in texts(kind, one)
            ]
            chance.shuffle(typed)
            for side, search in ((ours, _service(office)), (peer, lambda text: by_hand(raw, text))):
                for kind, text in typed:
                    begin = time.perf_counter()
                    search(text)
                    if number:
                        side[kind].append((time.perf_counter() - begin) * 1000)
    finally:
        raw.close()
    every, theirs = ([one for each in side.values() for one in each] for side in (ours, peer))
    figures = [
        at_most("search as you type p50", percentile(every, 0.5), "ms", LIMIT, percentile(theirs, 0.5)),
        at_most("search as you type p99", percentile(every, 0.99), "ms", LIMIT, percentile(theirs, 0.99)),
    ]
    return figures + [
        at_most(f"{kind} p99", percentile(ours[kind], 0.99), "ms", LIMIT, percentile(peer[kind], 0.99))
        for kind in KINDS
    ]


def _service(office: Workspace) -> Callable[[str], object]:
    return lambda text: office.read(searching.search, text, SHOWN)


def texts(kind: str, one: crowd.Invented) -> Iterator[str]:
    """What stands in the box after each keystroke while somebody looks for a person this way."""
    whole = {
        "name": one.name,
        "given name": one.name[1:],
        "pinyin initials": one.initials.split()[0],
        "last four": one.id_number[-4:],
        "ID number": one.id_number,
        "phone": one.phone,
        "address": one.address.removeprefix("示例街道"),
    }[kind]
    yield from (whole[:length] for length in range(1, len(whole) + 1))


_LAST = "\U0010ffff"
_COLUMNS = "p.id, p.name, p.id_number, p.sex, p.birth, p.phone, p.address"
_BY_WORD = (
    f"SELECT {_COLUMNS} FROM person_word AS w JOIN person AS p ON p.search_key = w.person_key "  # noqa: S608  # our own columns
    "WHERE w.word >= ? AND w.word < ? ORDER BY w.word, w.person_key LIMIT 50"
)
_BY_TAIL = f"SELECT {_COLUMNS} FROM person AS p WHERE substr(p.id_number, -4) = ? LIMIT 50"  # noqa: S608  # as above


def by_hand(raw: Any, typed: str) -> list[Any]:
    """The people of a text by the statements a person would write for this schema."""
    if typed.isascii() and typed.isalpha() and typed not in {"x", "X"}:
        return _worded(raw, f"p{typed}")
    if typed.isascii():
        found = list(raw.execute(_BY_TAIL, (typed,))) if len(typed) == 4 else []
        for column in ("id_number", "phone"):
            if len(found) < SHOWN:
                found += _prefixed(raw, column, typed)
        return found
    found = _prefixed(raw, "name", typed)
    for kind in ("n", "a"):
        if len(found) < SHOWN:
            found += _worded(raw, kind + typed[:16])
    return found


def _worded(raw: Any, word: str) -> list[Any]:
    return list(raw.execute(_BY_WORD, (word, word + _LAST)))


def _prefixed(raw: Any, column: str, typed: str) -> list[Any]:
    statement = f"SELECT {_COLUMNS} FROM person AS p WHERE p.{column} >= ? AND p.{column} < ? ORDER BY p.{column} LIMIT 50"  # noqa: S608  # as above
    return list(raw.execute(statement, (typed, typed + _LAST)))
