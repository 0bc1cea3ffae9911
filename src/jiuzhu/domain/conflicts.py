"""Where two valid texts disagree: both readings with their ground, and the setting that says which is in force."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the law: the setting's value, in words, and where it stands."""

    value: str
    text: str
    source: str
    safe: bool = False  # the reading to stand on while nobody decided


@dataclass(frozen=True, slots=True, kw_only=True)
class LawConflict:
    """One question two texts answer differently."""

    id: str
    title: str
    key: str  # the setting it is decided by
    effect: str  # what changes with it
    procedure: bool = False  # a clock or a step changes, no money
    readings: tuple[Reading, ...]

    @property
    def safe(self) -> Reading:
        """The reading to stand on while nobody decided."""
        return next(one for one in self.readings if one.safe)

    def reading(self, value: str) -> Reading | None:
        """The reading with this value; None for a value of the office's own."""
        return next((one for one in self.readings if one.value == value), None)


def _made(kind: type, table: Mapping[str, Any], where: str) -> Any:
    unknown = sorted(table.keys() - {item.name for item in fields(kind)})
    if unknown:
        raise UserError(f"{where}有不认识的项 {unknown[0]}。")
    try:
        return kind(**table)
    except TypeError as problem:
        raise UserError(f"{where}不完整（{problem}）。") from problem


def read_conflicts(text: str) -> tuple[LawConflict, ...]:
    """The `[[conflict]]` tables in order; `UserError` names what is unknown, missing or undecided."""
    try:
        tables = tomllib.loads(text).get("conflict", [])
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"口径冲突表读不出来：{misread(problem)}。") from problem
    made = []
    for place, table in enumerate(tables, start=1):
        where = f"口径冲突第 {place} 项"
        readings = tuple(_made(Reading, one, where) for one in table.pop("reading", []))
        conflict: LawConflict = _made(LawConflict, {**table, "readings": readings}, where)
        values = [one.value for one in readings]
        if len(values) < 2 or len(set(values)) < len(values) or sum(one.safe for one in readings) != 1:
            raise UserError(f"{where}要有两种以上不同的读法，其中一种是稳妥的。")
        made.append(conflict)
    return tuple(made)


def load_conflicts(path: Path) -> tuple[LawConflict, ...]:
    """The conflicts of a file."""
    return read_conflicts(path.read_text("utf-8"))
