"""Which declared line an answer of the data check speaks about: exactly, or not at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jiuzhu.domain.application import EconomicLine

ADDITIVE = frozenset({"asset", "income"})
"""Several answers about one line add up (two banks); dwellings and vehicles are each a thing of their own."""

_CENT = Decimal("0.01")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Where a check item's figure belongs; `category` is `fact` when it carries words only."""

    category: str
    kind: str
    period: str = "month"
    item: str = ""  # code of an income that is not counted, e.g. basic_pension
    label: str = ""


@dataclass(slots=True)
class Answer:
    """One row of the reply, recognised: `line` is the line it speaks about, None for one not declared.

    What is answered about an obligor living apart (`obligor_id`) is kept as said; it never becomes the household's.
    """

    row: int
    person_id: str
    department: str
    target: Target
    status: str  # hit | none | unanswered
    value: Decimal | None = None
    as_of: date | None = None
    note: str = ""
    line: EconomicLine | None = None
    fresh: bool = False  # a hit that no declared line carries: it becomes a found line
    problem: str = ""
    obligor_id: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the departments found about one line together."""

    line: EconomicLine
    figure: Decimal
    sources: str
    as_of: date | None


@dataclass(slots=True)
class Matched:
    """The outcome: a figure per declared line, hits nobody declared, lines a department knows nothing of."""

    found: list[Found] = field(default_factory=list)
    fresh: list[Answer] = field(default_factory=list)
    unknown: list[EconomicLine] = field(default_factory=list)


def targets(labels: Mapping[str, str]) -> dict[str, Target]:
    """Item in words → where it belongs, from the code table `check_item`."""
    made = {}
    for code, label in labels.items():
        category, kind, period, item, _ = (*code.split("."), "", "", "")[:5]
        made[label] = Target(category, kind, period or "month", item, label)
    return made


def figure_for(line: EconomicLine, target: Target, value: Decimal) -> Decimal:
    """A found figure in the line's own period: a year is twelve months, half cents round up."""
    if line.category != "income" or line.period == target.period:
        return value
    if line.period == "year":
        return value * _MONTHS
    return (value / _MONTHS).quantize(_CENT, ROUND_HALF_UP)


def _pool(
    answer: Answer, lines: Sequence[EconomicLine], uncounted: frozenset[str]
) -> tuple[EconomicLine, ...]:
    """The lines an answer may speak about: the person's own, else those of the whole household."""
    target = answer.target
    alike = [
        line
        for line in lines
        if line.category == target.category
        and line.kind == target.kind
        and (line.category != "income" or (line.item if line.item in uncounted else "") == target.item)
    ]
    own = tuple(line for line in alike if line.person_id == answer.person_id)
    return own or tuple(line for line in alike if line.person_id is None)


def names_of(lines: Sequence[EconomicLine]) -> dict[str, EconomicLine]:
    """The word by which a reply may name each line: its item, address or declared figure, numbered when alike."""
    words = [line.item or line.address or f"申报{line.declared}" for line in lines]
    count, seen = Counter(words), Counter[str]()
    made = {}
    for word, line in zip(words, lines, strict=True):
        seen[word] += 1
        made[f"{word}（{seen[word]}）" if count[word] > 1 else word] = line
    return made


def _share(hits: list[Answer], lines: tuple[EconomicLine, ...]) -> None:
    """Give each hit its line, a found line of its own, or a problem; never the nearest."""
    names = names_of(lines)
    for hit in hits:
        hit.line = names.get(hit.note) if hit.note else None
    rest = [hit for hit in hits if hit.line is None]
    additive = hits[0].target.category in ADDITIVE
    if additive and len(lines) == 1:
        for hit in rest:
            hit.line = lines[0]
        return
    taken = {id(hit.line) for hit in hits if hit.line is not None}
    free = [line for line in lines if id(line) not in taken]
    rest, free = _pair_equal(rest, free)
    if not free:
        for hit in rest:
            hit.fresh = True
    elif len(free) == len(rest) == 1:
        rest[0].line = free[0]
    else:
        told = "、".join(f"“{name}”" for name, line in names.items() if line in free)
        for hit in rest:
            hit.problem = (
                f"申报了 {len(lines)} 项{hit.target.label}，分不清是哪一项，请在“说明”列只写它的名称：{told}"
            )


def _pair_equal(hits: list[Answer], lines: list[EconomicLine]) -> tuple[list[Answer], list[EconomicLine]]:
    """Pair a hit and a line that alone carry the same figure; what is left of both."""
    for hit in list(hits):
        same_line = [
            line for line in lines if figure_for(line, hit.target, hit.value or Decimal(0)) == line.declared
        ]
        same_hit = [other for other in hits if other.value == hit.value]
        if len(same_line) == len(same_hit) == 1:
            hit.line = same_line[0]
            lines.remove(same_line[0])
            hits.remove(hit)
    return hits, lines


def match(answers: Iterable[Answer], lines: Sequence[EconomicLine], uncounted: frozenset[str]) -> Matched:
    """Match the answers about one application with its lines; what is unclear gets a `problem` and no line.

    `uncounted` are the income items with a code of their own. "None" of a department is no figure: casual wages are
    not taxed. It only takes back what an earlier report had found.
    """
    figures = [answer for answer in answers if answer.target.category != "fact" and not answer.problem]
    groups: dict[tuple[str, ...], tuple[tuple[EconomicLine, ...], list[Answer]]] = {}
    silent: list[EconomicLine] = []
    for answer in figures:
        lines_of = _pool(answer, lines, uncounted)
        if answer.status == "hit":
            key = tuple(line.id for line in lines_of) or (
                answer.person_id,
                answer.target.category,
                answer.target.kind,
            )
            groups.setdefault(key, (lines_of, []))[1].append(answer)
        elif answer.status == "none":
            answer.line = lines_of[0] if len(lines_of) == 1 else None
            silent += lines_of
    for lines_of, hits in groups.values():
        _share(hits, lines_of)
    made = Matched(fresh=[answer for answer in figures if answer.fresh])
    by_line: dict[str, list[Answer]] = {}
    for answer in figures:
        if answer.status == "hit" and answer.line is not None:
            by_line.setdefault(answer.line.id, []).append(answer)
    made.found = [_together(hits) for hits in by_line.values()]
    made.unknown = [line for line in silent if line.id not in by_line and line.checked is not None]
    return made


def _together(hits: list[Answer]) -> Found:
    line = hits[0].line
    if line is None:
        msg = "an answer without a line has no figure for one"
        raise ValueError(msg)
    figure = sum((figure_for(line, hit.target, hit.value or Decimal(0)) for hit in hits), Decimal(0))
    days = [hit.as_of for hit in hits if hit.as_of]
    return Found(
        line, figure, "、".join(dict.fromkeys(hit.department for hit in hits)), max(days, default=None)
    )
