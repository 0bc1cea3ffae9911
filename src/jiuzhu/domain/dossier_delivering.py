"""Papers about what was served, as forms see them: 服务记录 (F32), 满意度回访 (F33), 抽查 (F34C)."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(kw_only=True)
class VisitRecordPart:
    """服务记录 of one visit (F32)."""

    file_number: str = ""
    name: str = ""
    village: str = ""
    provider: str = ""
    worker: str = ""
    day: date | None = None
    starts: str = ""  # 9:05
    ends: str = ""
    minutes: int | None = None
    items: str = ""  # in words
    place: str = ""
    condition: str = ""
    signed: str = ""  # by whom and how, in words
    recorded_by: str = ""
    recorded_at: str = ""
    reason: str = ""  # of a late entry
    standing: str = ""  # how it stands, in words, with the reason
    doubts: str = ""  # a line each


@dataclass(kw_only=True)
class CallBackPart:
    """满意度回访 (F33)."""

    file_number: str = ""
    name: str = ""
    phone: str = ""
    village: str = ""
    provider: str = ""
    served_on: date | None = None
    called_on: date | None = None
    way: str = ""
    caller: str = ""
    grade: str = ""  # code table satisfaction
    problems: str = ""
    improvement: str = ""
    improved_on: date | None = None


@dataclass(kw_only=True)
class SpotCheckLinePart:
    """One visit of a sample."""

    position: int = 0
    file_number: str = ""
    name: str = ""
    village: str = ""
    day: date | None = None
    time: str = ""
    item: str = ""
    worker: str = ""
    provider: str = ""
    result: str = ""
    found: str = ""
    checker: str = ""


@dataclass(kw_only=True)
class SpotCheckPart:
    """服务抽查表 (F34C): the sample and what anybody needs to draw it again."""

    number: str = ""
    month: str = ""
    drawn_at: str = ""
    drawn_by: str = ""
    population: int = 0
    percent: int = 0
    sample: int = 0
    checked: int = 0
    wrong: int = 0
    seed: str = ""
    sha256: str = ""
    lines: list[SpotCheckLinePart] = field(default_factory=list)
