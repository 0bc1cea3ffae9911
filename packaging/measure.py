"""What every row of the benchmarks shares: medians, and one figure beside its peer and its target."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

Figure = dict[str, Any]
RUNS = 5  # the fewest runs a median is taken of


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, by the wall clock."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def alternate(ours: Callable[[], float], peer: Callable[[], float], runs: int = RUNS) -> tuple[float, float]:
    """Medians of both, run in turns so that a noisy minute of the machine hits both alike."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(max(runs, RUNS)):
        mine.append(ours())
        theirs.append(peer())
    return statistics.median(mine), statistics.median(theirs)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0–1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ratio_at_most(name: str, ours: float, peer: float, unit: str, limit: float) -> Figure:
    """A figure that may be at most `limit` times its peer's."""
    return _figure(name, ours, peer, unit, f"≤ {limit:g} × peer", holds=ours <= limit * peer)


def ratio_at_least(name: str, ours: float, peer: float, unit: str, limit: float) -> Figure:
    """A figure that must be at least `limit` times its peer's (speeds: larger is better)."""
    return _figure(name, ours, peer, unit, f"≥ {limit:g} × peer", holds=ours >= limit * peer)


def at_most(name: str, ours: float, unit: str, limit: float, peer: float | None = None) -> Figure:
    """A figure with a ceiling of its own; a peer is shown for comparison."""
    return _figure(name, ours, peer, unit, f"≤ {limit:g} {unit}", holds=ours <= limit)


def at_least(name: str, ours: float, unit: str, limit: float, peer: float | None = None) -> Figure:
    """A figure with a floor of its own; a peer is shown for comparison."""
    return _figure(name, ours, peer, unit, f"≥ {limit:g} {unit}", holds=ours >= limit)


def _figure(name: str, ours: float, peer: float | None, unit: str, target: str, *, holds: bool) -> Figure:
    return {
        "name": name,
        "ours": _short(ours),
        "peer": None if peer is None else _short(peer),
        "unit": unit,
        "ratio": round(ours / peer, 3) if peer else None,
        "target": target,
        "holds": holds,
    }


def _short(value: float) -> float:
    return float(f"{value:.4g}")
