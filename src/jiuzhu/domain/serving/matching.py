"""供需匹配 with a score card: every entry of the lists gets named rules with weight, result and words; the clerk decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jiuzhu.domain.obligations import never_beside
from jiuzhu.domain.serving.conditions import Whom, held
from jiuzhu.domain.serving.directory import stale

HEADING, KNOWN, VERIFIED, FREE, NEAR, NEW = 40, 15, 15, 10, 10, 10
"""Points of the rules that rank; together 100. What a person needs counts most, then how sure one can be of it."""
FULL = HEADING + KNOWN + VERIFIED + FREE + NEAR + NEW

_MARKS = {"met": "✓", "missed": "—", "unknown": "？", "barred": "✗"}


class Entry(Protocol):
    """What is looked at of a `DirectoryEntry`."""

    id: str
    title: str
    kind: str
    headings: str
    classes: str
    area: str
    age_from: int | None
    age_below: int | None
    conditions: str
    programme: str
    valid_from: date
    valid_until: date | None
    verified_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a score card. `result`: met | missed | unknown | barred; `points` of `weight`, 0 of 0 for a condition."""

    name: str
    result: str
    words: str
    weight: int = 0

    @property
    def points(self) -> int:
        """What it adds to the score."""
        return self.weight if self.result == "met" else 0

    @property
    def told(self) -> str:
        """The rule as one line."""
        counted = f"（{self.points}/{self.weight} 分）" if self.weight else ""
        return f"{_MARKS[self.result]} {self.name}{counted}：{self.words}"


@dataclass(frozen=True, slots=True)
class Card:
    """How an entry fits a need of a person: conditions first, then what ranks it."""

    entry_id: str
    title: str
    kind: str
    rules: tuple[Rule, ...]

    @property
    def score(self) -> int:
        """0 to 100."""
        return sum(rule.points for rule in self.rules)

    @property
    def barred(self) -> tuple[str, ...]:
        """Why it cannot be chosen; empty for a candidate."""
        return tuple(f"{rule.name}：{rule.words}" for rule in self.rules if rule.result == "barred")

    @property
    def told(self) -> str:
        """One rule a line, as it is kept with the answer."""
        return "\n".join(rule.told for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Asked:
    """A need of a person on a day: its heading, what the person had before, and after how many days an entry is stale."""

    whom: Whom
    heading: str
    heading_word: str
    today: date
    stale_days: int
    had: frozenset[str] = frozenset()  # ids of entries


@dataclass(frozen=True, slots=True)
class Offered:
    """An entry with what only the records know: what is left (None: it does not run out), what it costs, words for codes."""

    entry: Entry
    left: int | None
    free: bool
    words: dict[str, str]  # code of a condition → its word


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates the best first, and the rejected."""

    candidates: tuple[Card, ...]
    rejected: tuple[Card, ...]


def ranked(offers: Iterable[Offered], asked: Asked) -> Ranking:
    """Every entry with its card; of equal scores the title decides, so that two looks give one order."""
    cards = sorted(
        (card_of(one, asked) for one in offers), key=lambda card: (-card.score, card.title, card.entry_id)
    )
    return Ranking(
        tuple(card for card in cards if not card.barred), tuple(card for card in cards if card.barred)
    )


def card_of(offered: Offered, asked: Asked) -> Card:
    """One entry held against one need."""
    entry = offered.entry
    conditions = _conditions(offered, asked)
    rules = (
        _in_force(entry, asked.today), _class(entry, asked.whom), _age(entry, asked.whom), _area(entry, asked.whom),
        *conditions, *_exclusion(entry, asked.whom), *_stock(offered),
        _heading(entry, asked), _known(entry, asked.whom, conditions), _verified(entry, asked), _free(offered),
        _near(entry, asked.whom), _new(entry, asked),
    )  # fmt: skip
    return Card(entry.id, entry.title, entry.kind, rules)


def _in_force(entry: Entry, today: date) -> Rule:
    if entry.ended_on is not None:
        return Rule("有效期", "barred", f"{entry.ended_on} 已停用")
    if entry.valid_from > today:
        return Rule("有效期", "barred", f"{entry.valid_from} 才生效")
    if entry.valid_until is not None and entry.valid_until < today:
        return Rule("有效期", "barred", f"{entry.valid_until} 已到期")
    return Rule("有效期", "met", f"到 {entry.valid_until}" if entry.valid_until else "长期有效")


def _class(entry: Entry, whom: Whom) -> Rule:
    classes = entry.classes.split()
    words = f"面向第 {'、'.join(classes)} 类，本人第 {whom.service_class} 类"
    return Rule("对象类别", "met" if str(whom.service_class) in classes else "barred", words)


def _age(entry: Entry, whom: Whom) -> Rule:
    if entry.age_from is None and entry.age_below is None:
        return Rule("年龄", "met", "不限年龄")
    if whom.age is None:
        return Rule("年龄", "unknown", "没有出生日期，请先补齐")
    if entry.age_from is not None and whom.age < entry.age_from:
        return Rule("年龄", "barred", f"要满 {entry.age_from} 周岁，本人 {whom.age} 周岁")
    if entry.age_below is not None and whom.age >= entry.age_below:
        return Rule("年龄", "barred", f"要未满 {entry.age_below} 周岁，本人 {whom.age} 周岁")
    return Rule("年龄", "met", f"本人 {whom.age} 周岁")


def _area(entry: Entry, whom: Whom) -> Rule:
    areas = entry.area.split()
    if not areas or {whom.village, whom.township}.intersection(areas):
        return Rule("地域", "met", "、".join(areas) or "不限地域")
    return Rule("地域", "barred", f"只在{'、'.join(areas)}，本人在{whom.village or '没有登记的村（居）'}")


_RESULTS = {True: "met", False: "barred", None: "unknown"}


def _conditions(offered: Offered, asked: Asked) -> tuple[Rule, ...]:
    made = []
    for code in offered.entry.conditions.split():
        found = held(code, asked.whom)
        made.append(Rule(offered.words[code], _RESULTS[found.holds], found.by))
    return tuple(made)


def _exclusion(entry: Entry, whom: Whom) -> tuple[Rule, ...]:
    """居家上门 and 居家托养 are not received together [渝北实施方案 2025-02-28 二(五)2]."""
    against = never_beside(entry.programme) if entry.programme else frozenset()
    made = []
    if "home_care" in against:
        found = held("home_care", whom)
        words = f"{found.by}，不与居家上门服务同时享受" if found.holds else found.by
        made.append(Rule("互斥", {True: "barred", False: "met", None: "unknown"}[found.holds], words))
    if "home_service" in against:
        words = (
            "有居家上门服务计划，不与残联居家托养同时享受" if whom.home_service else "没有居家上门服务计划"
        )
        made.append(Rule("互斥", "barred" if whom.home_service else "met", words))
    return tuple(made)


def _stock(offered: Offered) -> tuple[Rule, ...]:
    if offered.left is None:
        return ()
    return (Rule("数量", "met" if offered.left > 0 else "barred", f"还剩 {offered.left}"),)


def _heading(entry: Entry, asked: Asked) -> Rule:
    fits = asked.heading in entry.headings.split()
    words = f"对应“{asked.heading_word}”需求" if fits else f"不是针对“{asked.heading_word}”需求的"
    return Rule("对应需求", "met" if fits else "missed", words, HEADING)


def _known(entry: Entry, whom: Whom, conditions: tuple[Rule, ...]) -> Rule:
    open_ones = [rule.name for rule in conditions if rule.result == "unknown"]
    if (entry.age_from, entry.age_below) != (None, None) and whom.age is None:
        open_ones.append("年龄")
    words = f"待核实：{'、'.join(open_ones)}" if open_ones else "条件都有记录"
    return Rule("条件清楚", "missed" if open_ones else "met", words, KNOWN)


def _verified(entry: Entry, asked: Asked) -> Rule:
    old = stale(entry.verified_on, asked.today, asked.stale_days)
    words = f"{entry.verified_on} 核实" if entry.verified_on else "还没有核实过"
    if old and entry.verified_on:
        words += f"，超过 {asked.stale_days} 天"
    return Rule("近期核实", "missed" if old else "met", words, VERIFIED)


def _free(offered: Offered) -> Rule:
    return Rule(
        "个人不负担费用", "met" if offered.free else "missed", "免费" if offered.free else "要自己付费", FREE
    )


def _near(entry: Entry, whom: Whom) -> Rule:
    near = bool(whom.village) and whom.village in entry.area.split()
    return Rule(
        "就近", "met" if near else "missed", f"就在{whom.village}" if near else "不是本村（居）专有的", NEAR
    )


def _new(entry: Entry, asked: Asked) -> Rule:
    new = entry.id not in asked.had
    return Rule("还没有享受过", "met" if new else "missed", "第一次" if new else "以前或正在享受", NEW)
