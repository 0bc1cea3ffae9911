"""What a case file may hold: its tables, their keys, and the words allowed in them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain import facts
from jiuzhu.domain.assessment.terms import CONSUMPTION_RULES
from jiuzhu.domain.case_values import (
    Read,
    amount,
    bad,
    choice,
    choices,
    count,
    day,
    district,
    flag,
    named,
    names,
    rows,
    table,
    text,
)
from jiuzhu.domain.policy import Value

_KINDS = ("urban", "rural")
_ILLNESS = ("none", "chronic", "major")
_STUDENT = ("none", "preschool", "compulsory", "senior", "vocational", "bachelor")
_SELF_CARE = ("eat", "dress", "bed", "toilet", "walk", "bath")
_RELATIONS = ("01", "02", "10", "11", "12", *(str(code) for code in range(20, 90)), "97", "99")
_SEX = ("0", "1", "2", "9")
_RECEIVES = (
    "tekun_care", "elder_care", "tekun", "orphan", "unsupported_child", "home_care", "disability_living", "dibao",
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


def _settings(raw: Any, where: str) -> dict[str, Value | tuple[date, date]]:
    """Values by key; `{ from, to }` days say when a switch is on."""
    if not isinstance(raw, dict):
        raise bad(where, raw, "一张表")
    found: dict[str, Value | tuple[date, date]] = {}
    for key, value in _flat(raw):
        if isinstance(value, int) and not isinstance(value, bool):
            found[key] = Decimal(value)
        elif isinstance(value, Decimal | str | bool | tuple):
            found[key] = value
        else:
            raise bad(f"[settings] 的 {key}", value, "数字、文字、true 或 false")
    return found


def _flat(raw: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Keys may be quoted whole (`"grant.start"`) or written as TOML's dotted keys."""
    for key, value in raw.items():
        if isinstance(value, dict) and value.keys() == {"from", "to"}:
            name = f"[settings] 的 {prefix}{key}"
            yield f"{prefix}{key}", (day(value["from"], name), day(value["to"], name))
        elif isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _expect(raw: Any, where: str) -> dict[str, Any]:
    return table(raw, where.replace("（文件开头）的 expect", "[expect]"), dict.fromkeys(_EXPECT, _as_is))


def _as_is(raw: Any, _where: str) -> Any:
    return raw


def _events(raw: Any, _where: str) -> dict[str, Any]:
    return table(raw, "[events]", _EVENTS)


def _incident(raw: Any, _where: str) -> facts.IncidentFacts:
    readers = {"kind": choice(_INCIDENTS), "on": day, "self_paid": amount, "persons": count}
    return facts.IncidentFacts(**table(raw, "[incident]", readers, required=("kind",)))


_DISABILITY = rows(
    facts.Disability,
    {"kind": choice(tuple("1234567")), "grade": choice(tuple("1234"))},
    ("kind", "grade"),
)
_MEMBER: dict[str, Read] = {
    "id": named,
    "relation": choice(_RELATIONS),
    "sex": choice(_SEX),
    "birth": day,
    "disability": _DISABILITY,
    "illness": choice(_ILLNESS),
    "student": choice(_STUDENT),
    "self_care_unmet": choices(_SELF_CARE),
    "counted": flag,
    "lives_alone": flag,
    "registered_unemployed": flag,
    "bedridden_months": count,
    "in_prison": flag,
    "in_detox": flag,
    "missing": flag,
    "clergy_since": day,
    "soldier": flag,
    "in_institution": flag,
    "child_support": flag,
    "ruled_as": choice(("orphan", "unsupported_child")),
    "ruled_by": text,
    "obligors_asked": flag,
    "receives": choices(_RECEIVES),
    "own_dibao": amount,
    "name": text,
}
_EVENTS: dict[str, Read] = {
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
        day,
    ),
    "special": text,
}
TOP: dict[str, Read] = {
    "title": text,
    "clause": text,
    "on": day,
    "kind": choice(_KINDS),
    "district": district,
    "settings": _settings,
    "members": rows(facts.MemberFacts, _MEMBER, ("id", "relation", "sex", "birth")),
    "obligors": rows(
        facts.ObligorFacts,
        {
            "of": named,
            "relation": choice(_RELATIONS),
            "birth": day,
            "income_month": amount,
            "disability": _DISABILITY,
            "status": choice(_OBLIGOR),
            "property_fits": flag,
        },
        ("of",),
    ),
    "incomes": rows(
        facts.IncomeFacts,
        {
            "member": named,
            "kind": choice(_INCOME),
            "item": text,
            "amount": amount,
            "cost": amount,
            "period": choice(_PERIOD),
        },
        ("member", "kind", "amount", "period"),
    ),
    "assets": rows(
        facts.AssetFacts,
        {"kind": choice(_ASSET), "amount": amount, "declared": amount},
        ("kind", "amount"),
    ),
    "housing": rows(facts.HousingFacts, {"area": amount, "danger": choice(_DANGER)}, ("area",)),
    "vehicles": rows(
        facts.VehicleFacts,
        {"kind": choice(_VEHICLE), "value": amount, "value_proved": flag},
        ("kind", "value"),
    ),
    "expenses": rows(facts.ExpenseFacts, {"kind": choice(_EXPENSE), "amount": amount}, ("kind", "amount")),
    "events": _events,
    "expect": _expect,
    "consumption": choices(CONSUMPTION_RULES),
    "premises": choices(_PREMISES),
    "disaster": flag,
    "pending": choices(_PENDING),
    "parents": rows(
        facts.ParentFacts,
        {"of": named, "state": choice(_PARENT_STATES), "since": day, "until": day},
        ("of", "state"),
    ),
    "incident": _incident,
    "standing": choices(_STANDING),
    "dibao_base": amount,
    "dibao_unsplit": flag,
    "dibao_income": amount,
    "dibao_heads": names,
    "monitored": flag,
}
"""Key of the file → how it is read."""
