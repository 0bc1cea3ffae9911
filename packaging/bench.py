"""Runs the benchmark rows, each in a process of its own, and prints one table or JSON lines.

A row NAME is the sibling module `bench_NAME` with `run(scale: float) -> list[dict]`; each dict is one figure with
the keys name, ours, peer, unit, ratio, target and holds (see measure.py). `scale` 1 is the size the targets speak of.
"""

import argparse
import contextlib
import importlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROWS = (
    "start",
    "search",
    "ledger",
    "forms",
    "assess",
    "table",
    "save",
    "bulk",
    "journal",
    "restore",
    "desks",
    "proposal",
    "villages",
    "calendar",
    "serving",
    "carrying",
)
KEYS = ("name", "ours", "peer", "unit", "ratio", "target", "holds")


def figures(row: str, scale: float) -> list[dict[str, Any]]:
    """Measure one row in this process."""
    module = importlib.import_module(f"bench_{row}")
    result: list[dict[str, Any]] = module.run(scale)
    for figure in result:
        if set(figure) != set(KEYS):
            raise ValueError(f"bench_{row}: a figure has the keys {sorted(figure)}, wanted {sorted(KEYS)}")
    return result


def measured(row: str, scale: float) -> list[dict[str, Any]] | None:
    """Measure one row in a fresh process; None when it failed, its error is then on standard error."""
    if not Path(__file__).with_name(f"bench_{row}.py").is_file():
        print(f"packaging/bench_{row}.py is missing", file=sys.stderr)
        return None
    command = [sys.executable, __file__, row, "--here", "--scale", str(scale)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print(f"bench_{row} failed with exit code {done.returncode}", file=sys.stderr)
        return None
    return [json.loads(line) for line in done.stdout.splitlines()]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns padded to their widest cell, full-width characters counted as two."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def main(arguments: Sequence[str]) -> int:
    """0 when every row asked for was measured, whether or not it reached its target."""
    parser = argparse.ArgumentParser(prog="bench.sh", description="The figures of jiuzhu beside their peers.")
    parser.add_argument("row", nargs="?", choices=ROWS, help="one row; all when left out")
    parser.add_argument("--json", action="store_true", help="one JSON line per figure")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the full size, 0.1 for a quick look"
    )
    parser.add_argument(
        "--here", action="store_true", help=argparse.SUPPRESS
    )  # this is the row's own process
    asked = parser.parse_args(arguments)
    if asked.here:
        with contextlib.redirect_stdout(sys.stderr):  # a row's own chatter never mixes with the figures
            result = figures(asked.row, asked.scale)
        for figure in result:
            print(json.dumps(figure, ensure_ascii=False), flush=True)
        return 0
    failed = 0
    lines: list[Sequence[str]] = [("row", "figure", "ours", "peer", "unit", "ratio", "target", "holds")]
    for row in [asked.row] if asked.row else ROWS:
        found = measured(row, asked.scale)
        if found is None:
            failed += 1
            lines.append((row, "could not be measured", "", "", "", "", "", "no"))
            continue
        for figure in found:
            if asked.json:
                print(json.dumps(figure, ensure_ascii=False), flush=True)
            values = ["–" if figure[key] is None else str(figure[key]) for key in KEYS[:-1]]
            lines.append((row, *values, "yes" if figure["holds"] else "NO"))
    if not asked.json:
        if asked.scale != 1.0:
            print(f"scale {asked.scale:g}: a quick look, the targets are meant for scale 1")
        print(table(lines))
    return 1 if failed else 0


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
