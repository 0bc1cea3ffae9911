"""九项服务 as data: who is to be on the roster of a service, who may be once a fact is known, and who is not, with the reason."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, NamedTuple

from jiuzhu.domain.obligations import never_beside
from jiuzhu.domain.serving.conditions import CONDITIONS, Whom, certificate, held
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError

LISTED, UNSURE, OUT = "listed", "unsure", "out"
_NINE = range(1, 10)
_CLASSES = {1, 2, 3}


@dataclass(frozen=True, slots=True)
class Townships:
    """Where a service is offered: how the name of the township ends, and which ones are left out."""

    ends: str
    without: tuple[str, ...] = ()

    def holds(self, township: str) -> bool:
        """Whether a township is one of them."""
        return township.endswith(self.ends) and township not in self.without


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: whose it is, for whom, what of the records tells that, and the clause."""

    key: str
    number: int  # 1 to 9, of the nine
    title: str
    owner: str
    classes: tuple[int, ...]
    reads: str
    clause: str
    document: str
    age_from: int | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    programme: str = ""  # of `domain.obligations`: what it never stands beside
    townships: Townships | None = None
    disability: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    note: str = ""


class Standing(NamedTuple):
    """How a person stands to a service: listed | unsure (a fact is missing) | out, and why."""

    state: str
    reason: str


def standing(service: Service, whom: Whom, words: Mapping[str, str]) -> Standing:
    """One person held against one service; `words`: code of a condition or heading → its word."""
    found = [
        _class(service, whom), *_township(service, whom), *_age(service, whom), *_disability(service, whom),
        *_conditions(service, whom, words), *_exclusion(service, whom), *_needs(service, whom, words),
    ]  # fmt: skip
    for state in (OUT, UNSURE):
        told = [one.reason for one in found if one.state == state]
        if told:
            return Standing(state, "；".join(told))
    return Standing(LISTED, "；".join(one.reason for one in found))


_STATES = {True: LISTED, False: OUT, None: UNSURE}


def _class(service: Service, whom: Whom) -> Standing:
    if whom.service_class in service.classes:
        return Standing(LISTED, f"第 {whom.service_class} 类")
    classes = "、".join(map(str, service.classes))
    return Standing(OUT, f"是第 {whom.service_class} 类，这项服务面向第 {classes} 类")


def _township(service: Service, whom: Whom) -> list[Standing]:
    if service.townships is None:
        return []
    if service.townships.holds(whom.township):
        return [Standing(LISTED, f"住{whom.township}")]
    without = f"（不含{'、'.join(service.townships.without)}）" if service.townships.without else ""
    return [Standing(OUT, f"住{whom.township}，只在{service.townships.ends}{without}")]


def _age(service: Service, whom: Whom) -> list[Standing]:
    if service.age_from is None:
        return []
    if whom.age is None:
        return [Standing(UNSURE, "没有出生日期")]
    if whom.age < service.age_from:
        return [Standing(OUT, f"{whom.age} 周岁，未满 {service.age_from} 周岁")]
    return [Standing(LISTED, f"{whom.age} 周岁")]


def _disability(service: Service, whom: Whom) -> list[Standing]:
    if not service.disability:
        return []
    for one in whom.member.disability:
        if one.kind in service.disability and one.grade in (service.disability[one.kind] or one.grade):
            return [Standing(LISTED, f"残疾证 {certificate(one.kind, one.grade)}")]
    told = "、".join(certificate(one.kind, one.grade) for one in whom.member.disability)
    return [Standing(OUT, f"残疾证 {told} 不在范围内" if told else "没有登记残疾证")]


def _conditions(service: Service, whom: Whom, words: Mapping[str, str]) -> list[Standing]:
    made = []
    for code in service.all:
        found = held(code, whom)
        made.append(Standing(_STATES[found.holds], f"{words[code]}：{found.by}"))
    if service.any:
        made.append(_any(service, whom, words))
    return made


def _any(service: Service, whom: Whom, words: Mapping[str, str]) -> Standing:
    found = {code: held(code, whom) for code in service.any}
    sure = [f"{words[code]}：{one.by}" for code, one in found.items() if one.holds]
    if sure:
        return Standing(LISTED, "、".join(sure))
    unknown = [words[code] for code, one in found.items() if one.holds is None]
    if unknown:
        return Standing(UNSURE, f"是否{'、'.join(unknown)}没有登记，请入户核实")
    return Standing(OUT, f"不属于{'、'.join(words[code] for code in found)}")


def _exclusion(service: Service, whom: Whom) -> list[Standing]:
    """居家上门 and 居家托养 are not received together [渝北实施方案 2025-02-28 二(五)2]."""
    against = never_beside(service.programme) if service.programme else frozenset()
    made = []
    if "home_care" in against:
        found = held("home_care", whom)
        if found.holds is not False:
            state = OUT if found.holds else UNSURE
            made.append(Standing(state, found.by + "，不同时享受" if found.holds else found.by))
    if "home_service" in against and whom.home_service:
        made.append(Standing(OUT, "有居家上门服务计划，不同时享受"))
    return made


def _needs(service: Service, whom: Whom, words: Mapping[str, str]) -> list[Standing]:
    if not service.needs:
        return []
    if whom.needs is None:
        return [Standing(UNSURE, "还没有评估过服务需求")]
    fits = [words[one] for one in whom.needs if one in service.needs]
    return [
        Standing(LISTED, f"评估有{'、'.join(fits)}需求") if fits else Standing(OUT, "评估没有需要转介的需求")
    ]


def read_services(text: str, headings: Collection[str]) -> dict[str, Service]:
    """The `[[service]]` tables by key; `UserError` names the service and what is unknown, missing or doubled."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"服务目录读不出来：{misread(problem)}。") from problem
    document = raw.get("document", "")
    if not document:
        raise UserError("服务目录缺少依据文件 document。")
    made: dict[str, Service] = {}
    for place, table in enumerate(raw.get("service", []), start=1):
        service = _service(table, document, f"服务目录第 {place} 项")
        wrong = _wrong(service, headings)
        if wrong:
            raise UserError(f"服务目录第 {place} 项：{wrong}。")
        if service.key in made:
            raise UserError(f"服务目录第 {place} 项的 {service.key} 重复了。")
        made[service.key] = service
    return made


def _service(table: Mapping[str, Any], document: str, where: str) -> Service:
    known = {
        item.name: item.default is MISSING and item.default_factory is MISSING for item in fields(Service)
    }
    del known["document"]
    strange = sorted(table.keys() - known.keys())
    if strange:
        raise UserError(f"{where}有不认识的项 {strange[0]}。")
    lacking = sorted(name for name, needed in known.items() if needed and name not in table)
    if lacking:
        raise UserError(f"{where}缺少 {lacking[0]}。")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    if "townships" in values:
        told = values["townships"]
        values["townships"] = Townships(told["ends"], tuple(told.get("without", ())))
    grades = {kind: tuple(among) for kind, among in values.get("disability", {}).items()}
    return Service(**values | {"document": document, "disability": grades})


def _wrong(service: Service, headings: Collection[str]) -> str:
    if service.number not in _NINE:
        return f"没有第 {service.number} 项服务"
    if not service.classes or not set(service.classes) <= _CLASSES:
        return "适用对象只能是 1、2、3 类"
    strange = sorted(set(service.all + service.any) - CONDITIONS) + sorted(set(service.needs) - set(headings))
    return f"不认识的条件 {strange[0]}" if strange else ""
