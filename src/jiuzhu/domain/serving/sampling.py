"""抽查: a stratified random sample anybody can draw again from its seed [池民社救〔2023〕38号: at least 30 %].

Within a stratum the records are ordered by SHA-256 of seed and id, and the first are taken: the same on every machine
and in every language, and nobody can choose who is in it once the seed is written down.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping


def share(count: int, percent: int) -> int:
    """So many of a stratum, rounded up: 30 % of 3 is 1."""
    return -(-count * percent // 100)


def draw(strata: Mapping[str, str], seed: str, percent: int) -> list[str]:
    """The ids of a sample, in order; `strata` names the stratum of every id of the population."""
    members: dict[str, list[str]] = defaultdict(list)
    for identity, stratum in strata.items():
        members[stratum].append(identity)
    return sorted(
        identity
        for ids in members.values()
        for identity in sorted(ids, key=lambda one: _place(seed, one))[: share(len(ids), percent)]
    )


def _place(seed: str, identity: str) -> tuple[str, str]:
    return hashlib.sha256(f"{seed}:{identity}".encode()).hexdigest(), identity


def population_hash(ids: Iterable[str]) -> str:
    """SHA-256 of the sorted ids, a line each: what a sample was drawn from."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
