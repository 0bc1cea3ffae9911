"""How every long run is asked for and tells what it saw: rounds, a seed, a folder that goes away, one JSON line."""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import crowd
import shared_office
import temporary_server


@contextmanager
def office_on(*, server: bool) -> Iterator[None]:
    """While it lasts, offices that are staffed lie on a server, if asked for."""
    if not server:
        yield
        return
    running = temporary_server.start(believing=False, quick=False)
    crowd.elsewhere = partial(shared_office.staffed, running)
    try:
        yield
    finally:
        crowd.elsewhere = None
        running.stop()


def main(
    word: str,
    torture: Callable[[int, int, Path], Any],
    arguments: Sequence[str],
    *,
    about: str | None,
    rounds: int,
    shared: bool = False,
) -> int:
    """Run `torture(rounds, seed, folder)` and print its result, a dataclass with `holds`; 0 when it holds.

    `shared`: it staffs its office by `crowd.staffed`, several people at once, so that it may lie on a server too.
    """
    parser = argparse.ArgumentParser(prog=f"torture.sh {word}", description=(about or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true", help="one JSON line")
    if shared:
        parser.add_argument(
            "--server", action="store_true", help="the office lies on a shared server of its own"
        )
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, office_on(server=shared and asked.server):
        result = torture(asked.rounds, asked.seed, Path(folder))
    if asked.json:
        print(json.dumps({**asdict(result), "holds": result.holds}, ensure_ascii=False))
    else:
        for name, value in asdict(result).items():
            print(f"{name:18}{value}")
        print("holds" if result.holds else "DOES NOT HOLD")
    return 0 if result.holds else 1
