"""A why for every yuan: a reason is decided by what it names and by nothing else, and a change touches only what depends on it.

Every case file is turned one fact at a time (`mutated`), some 13,000 households; Hypothesis invents further ones.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.finding import (
    Finding,
    Input,
    WhyLine,
)
from jiuzhu.domain.facts import (
    HouseholdFacts,
)
from mutated import mutated
from reasoned import CALENDAR, CASES, OF_PERSONS, PACK, households


class Key(NamedTuple):
    """What a reason is about: its programme, its question (the step without the answer), and what it names."""

    programme: str
    question: str
    inputs: tuple[tuple[str, Input], ...]


def question(step: str) -> str:
    """The step without its last word, which is the answer: `tekun.obligor.able` asks `tekun.obligor`."""
    return step.rsplit(".", 1)[0]


def reasons(facts: HouseholdFacts) -> dict[Key, WhyLine]:
    return {
        Key(code, question(line.step), line.inputs): line
        for code, finding in assess(facts, PACK, CALENDAR).findings.items()
        for line in finding.why
    }


def require_same_answers(one: dict[Key, WhyLine], other: dict[Key, WhyLine]) -> None:
    """A question that names the same has the same answer, figure and paper: nothing unnamed was used."""
    for key, line in one.items():
        if key in other:
            assert other[key] == line


@pytest.mark.parametrize("place", range(len(CASES)))
def test_nothing_but_what_is_named_decides(place: int) -> None:
    before = reasons(CASES[place])
    for name, other in mutated(CASES[place]):
        if (
            name != "settings"
        ):  # another figure is another paper: the reason names the paper, not each of its figures
            require_same_answers(before, reasons(other))


@given(households(), households())
@settings(max_examples=300, deadline=None)
def test_nothing_but_what_is_named_decides_in_any_two_households(
    one: HouseholdFacts, other: HouseholdFacts
) -> None:
    require_same_answers(reasons(one), reasons(replace(other, kind=one.kind)))


@given(households(), st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_nothing_but_what_is_named_decides_when_one_fact_changes(facts: HouseholdFacts, place: int) -> None:
    changes = [other for name, other in mutated(facts) if name != "settings"]
    require_same_answers(reasons(facts), reasons(changes[place % len(changes)]))


_PROPERTY = {"property.housing", "property.money", "property.vehicle"}
_TEKUN = {"tekun", "tekun.income", "tekun.money", "tekun.obligor"}
_RIGID = {"rigid", "rigid.income", "rigid.ratio"}
_RESULT = {"dibao", "dibao.alone", "edge", "elder.care", "living", "service"}

DEPENDS: dict[str, set[str]] = {
    "birth": {
        *_TEKUN, *_PROPERTY - {"property.money"}, *_RESULT, "property", "child", "child.parents", "child.ruled", "elder",
        "member", "orphan", "temporary",
    },
    "disability": {
        *_TEKUN, *_PROPERTY - {"property.money"}, *_RESULT - {"edge"}, "property", "care", "child", "child.parents",
        "temporary",
    },
    "illness": {*_RESULT, "property.money", "child", "child.parents", "rigid.ratio"},
    "student": {"child", "dibao", "edge", "elder.care", "member", "service"},
    "self_care": {"elder.care", "service", "tekun", "temporary"},
    "bedridden": {"dibao", "dibao.alone", "elder.care", "service", "tekun"},
    "receives": {
        *_TEKUN, *_PROPERTY, "care", "child", "elder.care", "income", "living", "member", "service", "temporary",
        "temporary.income",
    },
    "income": {
        *_TEKUN, *_PROPERTY, *_RIGID, *_RESULT, "child", "dibao.income", "edge.income", "income", "temporary",
        "temporary.income",
    },
    "assets": {
        *_RIGID, *_RESULT, "child", "income", "property.money", "tekun", "tekun.money", "tekun.obligor", "temporary",
    },
    "housing": {*_RIGID, *_RESULT, "child", "income", "property.housing", "property.money", "tekun", "temporary"},
    "vehicles": {
        *_RIGID, *_RESULT, "child", "income", "property.money", "property.vehicle", "tekun", "tekun.obligor", "temporary",
    },
    "expenses": {
        *_RIGID, *_PROPERTY, "dibao", "dibao.income", "edge.income", "income", "member", "property", "service",
    },
    "standing": {
        *_PROPERTY, "child", "elder.care", "income", "living", "member", "service", "tekun", "tekun.obligor", "temporary",
        "temporary.income",
    },
    "monitored": {"income", "property.money", "service", "temporary", "temporary.income"},
    "kind": {
        *_TEKUN - {"tekun.obligor"}, *_RIGID, *_RESULT, "child", "dibao.income", "edge.income", "income",
        "property.money", "temporary",
    },
    "obligor": {
        "child", "child.parents", "dibao", "dibao.income", "edge", "edge.income", "elder.care", "income", "service",
        "tekun", "tekun.income", "tekun.obligor",
    },
    "parents": {"child", "child.parents", "child.ruled", "orphan", "tekun"},
    "incident": {"temporary"},
    "unused": set(),
}  # fmt: skip
"""Fact → the questions whose reasons change with it in some case file; a fact no rule reads changes nothing."""

RARELY: dict[str, set[str]] = {
    "illness": {*_TEKUN, *_RIGID, "income", "member", "temporary"},  # exempts money, and is a parent's state
    "income": {"member"},
    "assets": {"member", "tekun.income"},
    "housing": {"member", "tekun.income", "tekun.money", "tekun.obligor"},
    "vehicles": {"member", "tekun.income", "tekun.money"},
    "expenses": {"temporary"},
    "monitored": {"member"},
    "kind": {"member", "tekun.obligor"},
    "obligor": {"tekun.money", "temporary"},
    "parents": {"temporary"},
}
"""The same where only an invented household shows it: by a result that somebody else's question hangs on."""


def touched_by(before: dict[Key, WhyLine], after: dict[Key, WhyLine]) -> set[str]:
    return {key.question for key, _ in before.items() ^ after.items()}


@pytest.mark.parametrize("place", range(len(CASES)))
def test_a_change_touches_only_what_depends_on_it(place: int) -> None:
    before = reasons(CASES[place])
    for name, other in mutated(CASES[place]):
        if name in DEPENDS:
            strange = touched_by(before, reasons(other)) - DEPENDS[name] - RARELY.get(name, set())
            assert (name, strange) == (name, set())


@given(households(), st.integers(0, 10_000))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_change_touches_only_what_depends_on_it_in_any_household(facts: HouseholdFacts, place: int) -> None:
    changes = [(name, other) for name, other in mutated(facts) if name in DEPENDS]
    name, other = changes[place % len(changes)]
    strange = touched_by(reasons(facts), reasons(other)) - DEPENDS[name] - RARELY.get(name, set())
    assert (name, strange) == (name, set())


def test_the_statement_of_dependency_allows_nothing_the_cases_do_not_show() -> None:
    """A statement that allows too much would prove nothing."""
    shown: dict[str, set[str]] = {name: set() for name in DEPENDS}
    for facts in CASES:
        before = reasons(facts)
        for name, other in mutated(facts):
            if name in DEPENDS:
                shown[name] |= touched_by(before, reasons(other))
    assert {name: idle for name in DEPENDS if (idle := DEPENDS[name] - shown[name])} == {}


MEANS = {"income", "assets", "housing", "vehicles", "expenses", "obligor", "kind"}
"""Facts that reach what follows only through the finding of another programme."""
FOLLOWS = ("disability_living", "elder_care", "service_class")
"""Programmes that hang on what another one found about the household."""


def told_of(finding: Finding) -> dict[tuple[Input, str], set[Input]]:
    """Person and label → the values named."""
    told: dict[tuple[Input, str], set[Input]] = {}
    for line in finding.why:
        person = dict(line.inputs).get("成员", "")
        for label, value in line.inputs:
            if label != "成员":
                told.setdefault((person, label), set()).add(value)
    return told


@pytest.mark.parametrize("place", range(len(CASES)))
def test_what_hangs_on_another_programme_names_what_it_found(place: int) -> None:
    """Where somebody's means turn the answer, both reasons name something that is not the same any more."""
    before = assess(CASES[place], PACK, CALENDAR).findings
    for name, other in mutated(CASES[place]):
        if name not in MEANS:
            continue
        after = assess(other, PACK, CALENDAR).findings
        for code in FOLLOWS:
            one, two = before[code], after[code]
            if not one.why or not two.why or (one.result, one.figures) == (two.result, two.figures):
                continue
            first, second = told_of(one), told_of(two)
            assert any(first[key] != second[key] for key in first.keys() & second.keys()), (code, name)


ANSWERS = ("情形", "原因", "依据")
"""Codes of a ground stand among the inputs of a reason but are its answer."""

OPENS = {
    *(("dibao.alone", label) for label in ("上限", "人均月收入", "卧床月数", "年限", "年龄", "残疾等级", "残疾类别", "起始日期")),
    *(("service", label) for label in ("卧床月数", "未达到指标数", "残疾等级", "残疾类别")),
    *(("tekun", label) for label in ("卧床月数",)),
    *(("tekun.obligor", label) for label in ("残疾等级", "残疾类别")),
    *(("care", label) for label in ("养老服务补贴", "已享受", "护理补贴")),
    *(("member", label) for label in ("年限", "年龄", "起始日期")),
    *(("property.money", label) for label in ("豁免上限",)),
    *(("property.vehicle", label) for label in ("上限", "价值", "类别")),
    ("child.ruled", "文书"),
    ("elder.care", "卧床月数"),
    ("elder.care", "救助身份"),
    ("service", "救助身份"),
    ("property", "经营性财产"),
    ("property.housing", "住房套数"),
    ("rigid", "已符合"),
}  # fmt: skip
"""Inputs that open a reason: with another value it is not this reason that is told, but another one or none."""

DESCRIBES = {
    ("child", "养育方式"),
    ("dibao.income", "类别"),
    ("edge.income", "标准"),
    ("elder", "年龄"),
    ("elder", "起点"),
    ("income", "期间"),
    ("income", "类别"),
    ("income", "项目"),
    ("property", "申报数"),
    ("property", "类别"),
    ("tekun.income", "不计收入"),
}
"""Inputs that say which entry, standard or tier is meant: no two cases differ in them alone."""


def test_every_input_a_reason_names_can_decide_it() -> None:
    """For each named input there are two reasons alike in all other inputs, with another value and another answer."""
    named: set[tuple[str, str]] = set()
    pool: dict[tuple[Any, ...], set[tuple[Any, Any]]] = {}
    for facts in CASES:
        for some in (facts, *(other for _, other in mutated(facts))):
            for key, line in reasons(some).items():
                answer = (line.step, line.figure, [value for label, value in key.inputs if label in ANSWERS])
                told = [one for one in key.inputs if one[0] not in OF_PERSONS + ANSWERS]
                for label, value in told:
                    named.add((key.question, label))
                    rest = tuple(one for one in told if one[0] != label)
                    found = pool.setdefault((key.programme, key.question, label, rest), set())
                    found.add((value, repr(answer)))
    decisive = {
        (asked, label)
        for (_, asked, label, _), found in pool.items()
        if len({value for value, _ in found}) > 1 and len({answer for _, answer in found}) > 1
    }
    assert named - decisive - OPENS - DESCRIBES == set()
    assert (OPENS | DESCRIBES) - named == set()
