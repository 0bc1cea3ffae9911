"""What the border of villages costs in the encrypted file: a checker bound to three villages beside one who is not.

100,000 households in 200 villages, each with an application, one in ten of them to be checked. The border narrows every
statement row by row, so who sees little reads the more rows for a page the rarer theirs are among all.
"""

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import bench_search
import crowd
from measure import RUNS, Figure, at_most, percentile
from other_desk import desk_of

from jiuzhu.domain.ids import new_id
from jiuzhu.services.office import searching, workbench
from jiuzhu.services.office.workspace import Workspace

HOUSEHOLDS = 100_000
PEOPLE_A_HOUSEHOLD = 2.28
OPEN_EVERY = 10
VILLAGES = 3
LOOKS = 3
PAGE_MS, SEARCH_MS = 150.0, 150.0


def run(scale: float) -> list[Figure]:
    """p95 of the workbench, of a page of the queue and of a keystroke of a search, bound beside not bound."""
    with tempfile.TemporaryDirectory() as folder:
        office = crowd.found_office(Path(folder) / "office")
        try:
            count = max(2_000, int(HOUSEHOLDS * scale))
            sample = crowd.fill(office.file, int(count * PEOPLE_A_HOUSEHOLD))
            villages = _applications(office)
            checker = replace(office.actor, roles=frozenset({"checker"}))
            whole = desk_of(office, checker)
            bound = desk_of(office, replace(checker, villages=villages))
            return _measured(whole, bound, sample, count)
        finally:
            office.close()


def _applications(office: Workspace) -> frozenset[str]:
    """An application for every household, one in ten waiting for its check; the villages with most households."""
    raw = office.file.raw()
    raw.create_function("current_unit", 0, lambda: "crowd")
    try:
        today, clerk = date.today(), office.actor.operator_id.replace("-", "")
        homes = raw.execute("SELECT id, head_id FROM household").fetchall()
        raw.execute("BEGIN")
        crowd.insert_rows(
            raw,
            "application",
            [
                {
                    "id": (identity := new_id().replace("-", "")), "number": f"受{identity}", "household_id": home,
                    "applicant_id": head, "state": "approved" if place % OPEN_EVERY else "accepted", "way": "household",
                    "due_on": f"{today + timedelta(days=place % 40 - 20)}", "submitted_on": "2026-01-06",
                    "accepted_on": "2026-01-06", "clerk_id": clerk, "window": "A",
                }
                for place, (home, head) in enumerate(homes)
            ],
        )  # fmt: skip
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        most = "SELECT village FROM household GROUP BY village ORDER BY count(*) DESC, village LIMIT ?"
        return frozenset(village for (village,) in raw.execute(most, (VILLAGES,)))
    finally:
        raw.close()


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds of one core: the pages are in memory, and a busy machine tells the same."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def _measured(
    whole: Workspace, bound: Workspace, sample: list[crowd.Invented], households: int
) -> list[Figure]:
    chance = random.Random(11)  # noqa: S311  # the same texts in every run
    typed = [
        text
        for kind in bench_search.KINDS
        for one in chance.sample(sample, LOOKS)
        for text in bench_search.texts(kind, one)
    ]

    def keystrokes(desk: Workspace) -> list[Callable[[], object]]:
        return [lambda text=text: desk.read(searching.search, text, bench_search.SHOWN) for text in typed]  # type: ignore[misc]  # a default binds the text

    rows = (
        ("the workbench's numbers", lambda desk: [lambda: desk.read(workbench.today)] * LOOKS, PAGE_MS),
        ("a page of the queue", lambda desk: [lambda: desk.read(workbench.queue, "to_check")] * LOOKS, PAGE_MS),
        ("a keystroke of a search", keystrokes, SEARCH_MS),
    )  # fmt: skip
    figures = []
    for name, works, limit in rows:
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(RUNS + 1):
            for desk, kept in ((bound, ours), (whole, theirs)):
                waits = [_spent(work) for work in works(desk)]
                kept.extend(waits if number else [])
        for share in (0.5, 0.95):
            told = f"{name}, bound to {VILLAGES} villages, {households:,} households, p{share * 100:.0f}"
            figures.append(at_most(told, percentile(ours, share), "ms", limit, percentile(theirs, share)))
    return figures
