"""Case files: a household in TOML, with the result somebody expects of it; nothing in them is guessed."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.domain import facts
from jiuzhu.domain.assessment.terms import CONSUMPTION_RULES
from jiuzhu.domain.policy import Value
from jiuzhu.errors import UserError

_KINDS = ("urban", "rural")
_ILLNESS = ("none", "chronic", "major")
_STUDENT = ("none", "preschool", "compulsory", "senior", "vocational", "bachelor")
_SELF_CARE = ("eat", "dress", "bed", "toilet", "walk", "bath")
_RELATIONS = ("01", "02", "10", "11", "12", *(str(code) for code in range(20, 90)), "97", "99")
_SEX = ("0", "1", "2", "9")
_RECEIVES = (
    "tekun_care", "elder_care", "tekun", "orphan", "unsupported_child", "home_care", "disability_living",
)  # fmt: skip
_PARENT_STATES = (
    "none", "severe_disability", "major_illness", "prison", "detox", "restrained", "unreachable", "dead",
    "missing_declared", "not_found",
)  # fmt: skip
_INCIDENTS = (
    "fire", "traffic", "accident", "illness", "long_treatment", "education", "living", "disaster", "other",
)  # fmt: skip
_STANDING = ("dibao", "edge", "rigid", "tekun")
_OBLIGOR = ("ordinary", "tekun", "dibao", "incapable")
_INCOME = ("wage", "business", "property", "transfer", "other")
_PERIOD = ("month", "year")
_ASSET = ("deposit", "security", "fund", "insurance", "receivable", "fintech")
_DANGER = ("", "C", "D")
_VEHICLE = ("car", "boat", "machinery", "motorcycle", "disability_scooter")
_EXPENSE = ("medical", "education", "rehabilitation", "other")
_PREMISES = ("shop", "company")
_PENDING = ("income", "assets", "housing", "vehicles")
_EXPECT = (
    "on",
    "findings",
    "deadlines",
    "first_month",
    "next_recheck",
    "settings_used",
    "recheck_class",
    "missing_years",
)
_EARLIEST = date(1900, 1, 1)

_Read = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A household, its one-sentence title, the part of the result it expects (`{}` when it expects nothing), its clause."""

    title: str
    facts: facts.HouseholdFacts
    expect: Mapping[str, Any]
    clause: str = ""


def load_case(path: Path) -> CaseFile:
    """Read one file; `UserError` names what cannot be read."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as problem:
        raise UserError(f"没有找到案例文件 {path}。请核对文件名和所在文件夹。") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError(
            f"案例文件 {path.name} 读不出来：它要是一个能打开的 UTF-8 文本文件。没有计算。"
        ) from problem
    return parse_case(text, path.name)


def parse_case(text: str, name: str = "案例") -> CaseFile:
    """Case text to facts; `UserError` names the key, its table and the values allowed."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise UserError(
            f"{name} 不是正确的 TOML：{problem}。没有计算；可以照 tests/cases 里的案例写。"
        ) from problem
    top = _table(raw, "（文件开头）", _TOP, required=("on", "kind", "district", "members"))
    if "settings" in top:
        top["settings"] = {
            key: value[0] <= top["on"] <= value[1] if isinstance(value, tuple) else value
            for key, value in top["settings"].items()
        }
    title, expect, events = top.pop("title", ""), top.pop("expect", {}), top.pop("events", {})
    clause = top.pop("clause", "")
    household = facts.HouseholdFacts(**top, events=facts.EventsFacts(accepted=top["on"], **events))
    _check_references(household)
    return CaseFile(title, household, expect, clause)


def difference(expected: Any, found: Any, path: str = "expect") -> str | None:
    """The first place where `found` (JSON data) is not what the case expects, as a sentence; None when all agree.

    Tables may expect a part of what is there; lists must agree entry by entry.
    """
    if isinstance(expected, dict):
        return _table_difference(expected, found, path)
    if isinstance(expected, list):
        return _list_difference(expected, found, path)
    wanted = expected.isoformat() if isinstance(expected, date) else expected
    if wanted == found and isinstance(wanted, bool) is isinstance(found, bool):
        return None
    return f"{path}：应为 {_plain(wanted)}，实际为 {_plain(found)}。"


def _table_difference(expected: dict[str, Any], found: Any, path: str) -> str | None:
    if not isinstance(found, dict):
        return f"{path}：应为一组值，实际为 {_plain(found)}。"
    for key, value in expected.items():
        if key not in found:
            return f"{path}.{key}：结果中没有这一项（有：{'、'.join(found)}）。"
        first = difference(value, found[key], f"{path}.{key}")
        if first:
            return first
    return None


def _list_difference(expected: list[Any], found: Any, path: str) -> str | None:
    if not isinstance(found, list) or len(found) != len(expected):
        return f"{path}：应为 {len(expected)} 项，实际为 {_plain(found)}。"
    for place, (one, other) in enumerate(zip(expected, found, strict=True)):
        first = difference(one, other, f"{path}[{place}]")
        if first:
            return first
    return None


def _plain(value: Any) -> str:
    return "空" if value is None else str(value)


def _bad(key: str, value: Any, allowed: str) -> UserError:
    return UserError(f"{key} 的值“{value}”不对，应为：{allowed}。")


def _table(
    raw: Any, where: str, readers: Mapping[str, _Read], *, required: Iterable[str] = ()
) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _bad(where, raw, "一张表")
    for key in raw:
        if key not in readers:
            raise UserError(f"{where} 里有不认识的项 {key}，可用的有：{'、'.join(readers)}。")
    for key in required:
        if key not in raw:
            raise UserError(f"{where} 里缺少 {key}。")
    return {key: readers[key](value, f"{where} 的 {key}") for key, value in raw.items()}


def _rows(make: Callable[..., Any], readers: Mapping[str, _Read], required: tuple[str, ...]) -> _Read:
    def read(raw: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise _bad(where, raw, "若干张表")
        table = where.rsplit(" ", 1)[-1]
        return tuple(
            make(**_table(row, f"[[{table}]] 第 {place} 条", readers, required=required))
            for place, row in enumerate(raw, start=1)
        )

    return read


def _choice(allowed: tuple[str, ...]) -> _Read:
    def read(raw: Any, where: str) -> str:
        if not isinstance(raw, str) or raw not in allowed:
            raise _bad(where, raw, "、".join(f'"{one}"' for one in allowed))
        return raw

    return read


def _choices(allowed: tuple[str, ...]) -> _Read:
    one = _choice(allowed)

    def read(raw: Any, where: str) -> tuple[str, ...]:
        if not isinstance(raw, list):
            raise _bad(where, raw, f"列表，每项为 {'、'.join(allowed)}")
        return tuple(one(value, where) for value in raw)

    return read


def _text(raw: Any, where: str) -> str:
    if not isinstance(raw, str):
        raise _bad(where, raw, "文字")
    return raw


def _named(raw: Any, where: str) -> str:
    if not _text(raw, where).strip():
        raise _bad(where, raw, "不能为空的文字")
    return str(raw)


def _district(raw: Any, where: str) -> str:
    if not isinstance(raw, str) or len(raw) != 6 or not (raw.isascii() and raw.isdigit()):
        raise _bad(where, raw, "GB/T 2260 的 6 位数字")
    return raw


def _flag(raw: Any, where: str) -> bool:
    if not isinstance(raw, bool):
        raise _bad(where, raw, "true、false")
    return raw


def _count(raw: Any, where: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 1200:
        raise _bad(where, raw, "0 到 1200 的整数")
    return raw


def _day(raw: Any, where: str) -> date:
    if not isinstance(raw, date) or isinstance(raw, datetime) or raw < _EARLIEST:
        raise _bad(where, raw, "日期，如 2025-10-13")
    return raw


def _amount(raw: Any, where: str) -> Decimal:
    whole, _, rest = raw.partition(".") if isinstance(raw, str) else ("", "", "")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12) or (
        rest and not (rest.isascii() and rest.isdigit())
    ):
        raise _bad(where, raw, '不为负、带两位小数的文字，如 "1560.00"')
    if len(rest) > 2 or raw.endswith("."):
        raise _bad(where, raw, '最多两位小数的文字，如 "1560.00"')
    return Decimal(raw)


def _settings(raw: Any, where: str) -> dict[str, Value | tuple[date, date]]:
    """Values by key; `{ from, to }` days say when a switch is on."""
    if not isinstance(raw, dict):
        raise _bad(where, raw, "一张表")
    found: dict[str, Value | tuple[date, date]] = {}
    for key, value in _flat(raw):
        if isinstance(value, int) and not isinstance(value, bool):
            found[key] = Decimal(value)
        elif isinstance(value, Decimal | str | bool | tuple):
            found[key] = value
        else:
            raise _bad(f"[settings] 的 {key}", value, "数字、文字、true 或 false")
    return found


def _flat(raw: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Keys may be quoted whole (`"grant.start"`) or written as TOML's dotted keys."""
    for key, value in raw.items():
        if isinstance(value, dict) and value.keys() == {"from", "to"}:
            name = f"[settings] 的 {prefix}{key}"
            yield f"{prefix}{key}", (_day(value["from"], name), _day(value["to"], name))
        elif isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _expect(raw: Any, where: str) -> dict[str, Any]:
    return _table(raw, where.replace("（文件开头） 的 expect", "[expect]"), dict.fromkeys(_EXPECT, _as_is))


def _as_is(raw: Any, _where: str) -> Any:
    return raw


def _events(raw: Any, _where: str) -> dict[str, Any]:
    return _table(raw, "[events]", _EVENTS)


def _incident(raw: Any, _where: str) -> facts.IncidentFacts:
    readers = {"kind": _choice(_INCIDENTS), "on": _day, "self_paid": _amount, "persons": _count}
    return facts.IncidentFacts(**_table(raw, "[incident]", readers, required=("kind",)))


def _check_references(household: facts.HouseholdFacts) -> None:
    ids = [member.id for member in household.members]
    for member in household.members:
        if ids.count(member.id) > 1:
            raise UserError(f"[[members]] 的 id “{member.id}”重复了，每人一个。")
        if member.birth is not None and member.birth > household.on:
            raise _bad(f"[[members]] {member.id} 的 birth", member.birth, f"不晚于 {household.on} 的日期")
    named = [("[[incomes]] 的 member", income.member) for income in household.incomes]
    named += [("[[obligors]] 的 of", obligor.of) for obligor in household.obligors]
    named += [("[[parents]] 的 of", parent.of) for parent in household.parents]
    for where, member_id in named:
        if member_id not in ids:
            raise _bad(where, member_id, "、".join(ids))


_DISABILITY = _rows(
    facts.Disability,
    {"kind": _choice(tuple("1234567")), "grade": _choice(tuple("1234"))},
    ("kind", "grade"),
)
_MEMBER: dict[str, _Read] = {
    "id": _named,
    "relation": _choice(_RELATIONS),
    "sex": _choice(_SEX),
    "birth": _day,
    "disability": _DISABILITY,
    "illness": _choice(_ILLNESS),
    "student": _choice(_STUDENT),
    "self_care_unmet": _choices(_SELF_CARE),
    "counted": _flag,
    "lives_alone": _flag,
    "registered_unemployed": _flag,
    "bedridden_months": _count,
    "in_prison": _flag,
    "in_detox": _flag,
    "missing": _flag,
    "clergy_since": _day,
    "soldier": _flag,
    "in_institution": _flag,
    "child_support": _flag,
    "receives": _choices(_RECEIVES),
    "name": _text,
}
_EVENTS: dict[str, _Read] = {
    **dict.fromkeys(
        (
            "survey_started",
            "check_requested",
            "check_replied",
            "posted",
            "objection",
            "reposted",
            "sent_to_county",
            "decided",
            "care_reported",
            "reassessed",
            "end_posted",
            "rechecked",
        ),
        _day,
    ),
    "special": _text,
}
_TOP: dict[str, _Read] = {
    "title": _text,
    "clause": _text,
    "on": _day,
    "kind": _choice(_KINDS),
    "district": _district,
    "settings": _settings,
    "members": _rows(facts.MemberFacts, _MEMBER, ("id", "relation", "sex", "birth")),
    "obligors": _rows(
        facts.ObligorFacts,
        {
            "of": _named,
            "relation": _choice(_RELATIONS),
            "birth": _day,
            "income_month": _amount,
            "disability": _DISABILITY,
            "status": _choice(_OBLIGOR),
            "property_fits": _flag,
        },
        ("of",),
    ),
    "incomes": _rows(
        facts.IncomeFacts,
        {
            "member": _named,
            "kind": _choice(_INCOME),
            "item": _text,
            "amount": _amount,
            "cost": _amount,
            "period": _choice(_PERIOD),
        },
        ("member", "kind", "amount", "period"),
    ),
    "assets": _rows(
        facts.AssetFacts,
        {"kind": _choice(_ASSET), "amount": _amount, "declared": _amount},
        ("kind", "amount"),
    ),
    "housing": _rows(facts.HousingFacts, {"area": _amount, "danger": _choice(_DANGER)}, ("area",)),
    "vehicles": _rows(
        facts.VehicleFacts,
        {"kind": _choice(_VEHICLE), "value": _amount, "value_proved": _flag},
        ("kind", "value"),
    ),
    "expenses": _rows(facts.ExpenseFacts, {"kind": _choice(_EXPENSE), "amount": _amount}, ("kind", "amount")),
    "events": _events,
    "expect": _expect,
    "consumption": _choices(CONSUMPTION_RULES),
    "premises": _choices(_PREMISES),
    "disaster": _flag,
    "pending": _choices(_PENDING),
    "parents": _rows(
        facts.ParentFacts,
        {"of": _named, "state": _choice(_PARENT_STATES), "since": _day, "until": _day},
        ("of", "state"),
    ),
    "incident": _incident,
    "standing": _choices(_STANDING),
    "monitored": _flag,
}
