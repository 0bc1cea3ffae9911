"""What a week asks: workers and their shifts, visits that stand, visits still due, and what a plan costs.

Days are `date`, times of day whole minutes after midnight, ways whole minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts` to `ends` on one day."""

    day: date
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who visits. `place` is where the day begins and ends; those two ways cost, but lie outside the shifts."""

    id: str
    name: str
    provider_id: str
    place: str
    skills: frozenset[str]
    sex: str = ""
    languages: frozenset[str] = frozenset()
    shifts: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()
    places: frozenset[str] = frozenset()
    "Where the worker goes; everywhere when empty."
    limit: int = 8 * 60
    "Minutes of visits a day, the ways not counted."


@dataclass(frozen=True, slots=True)
class Standing:
    """A visit that stands and is not moved, whatever it looks like."""

    span: Span
    client_id: str
    item: str
    place: str
    worker_ids: tuple[str, ...]


class WishKind(StrEnum):
    """What a person may ask for besides the visit itself."""

    WORKER = "worker"
    "This worker."
    BEFORE = "before"
    "The worker who came before."
    SEX = "sex"
    "Everybody who comes is of this sex."
    LANGUAGE = "language"
    "Somebody who comes speaks this language."


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish; `value` is a worker's id, a code of the sex or of the language, `words` says who is wished for."""

    kind: WishKind
    value: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A visit to be placed on one of `days`, wholly between `opens` and `closes`, by `staff` workers at once."""

    id: str
    client_id: str
    place: str
    provider_id: str
    item: str
    minutes: int
    days: tuple[date, ...]
    opens: int = 0
    closes: int = 24 * 60
    staff: int = 1
    wishes: tuple[Wish, ...] = ()
    pots: tuple[str, ...] = ()
    "What its minutes are taken from: the agreement's quota, the person's hours."

    def __post_init__(self) -> None:
        """A visit takes time, and one or two people."""
        if self.minutes <= 0 or self.staff not in {1, 2}:
            raise ValueError(f"a visit of {self.minutes} minutes by {self.staff} workers")


@dataclass(frozen=True, slots=True)
class Pot:
    """Minutes that are left of something limited, and its name in words."""

    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Prices:
    """What a plan costs, in minutes of a way."""

    unplaced: int = 1000
    further_worker: int = 30
    "For each worker a person sees in the week beyond those that one visit needs."
    wishes: Mapping[WishKind, int] = field(
        default_factory=lambda: {
            WishKind.WORKER: 60,
            WishKind.BEFORE: 30,
            WishKind.SEX: 60,
            WishKind.LANGUAGE: 60,
        }
    )


@dataclass(frozen=True)
class Problem:
    """A week to be planned. `ways` holds the minutes from one place to another; what it leaves out is `far`."""

    workers: tuple[Worker, ...]
    due: tuple[Due, ...]
    ways: Mapping[tuple[str, str], int]
    standing: tuple[Standing, ...] = ()
    pots: Mapping[str, Pot] = field(default_factory=dict)
    prices: Prices = Prices()
    far: int = 60

    def way(self, start: str, end: str) -> int:
        """Minutes from one place to another; one direction stands for both when only one is known."""
        found = self.ways.get((start, end))
        if found is None:
            found = self.ways.get((end, start), 0 if start == end else self.far)
        return found


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a due visit went."""

    day: date
    starts: int
    worker_ids: tuple[str, ...]


Plan = Mapping[str, Placed]
"""The placed visits by id; a due visit that is not in it found no place."""


def granted(wish: Wish, workers: tuple[Worker, ...]) -> bool:
    """Whether those who come fulfil the wish."""
    if wish.kind is WishKind.SEX:
        return all(worker.sex == wish.value for worker in workers)
    if wish.kind is WishKind.LANGUAGE:
        return any(wish.value in worker.languages for worker in workers)
    return any(worker.id == wish.value for worker in workers)
