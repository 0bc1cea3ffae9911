"""Case files: a household in TOML, with the result somebody expects of it; nothing in them is guessed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.domain import facts
from jiuzhu.domain.case_tables import TOP
from jiuzhu.domain.case_values import bad, table
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A household, its one-sentence title, the part of the result it expects (`{}` when it expects nothing), its clause."""

    title: str
    facts: facts.HouseholdFacts
    expect: Mapping[str, Any]
    clause: str = ""


_LARGEST = 200_000
"""Bytes of a case; the largest of ours has three thousand."""


def load_case(path: Path) -> CaseFile:
    """Read one file; `UserError` names what cannot be read."""
    try:
        with path.open("rb") as stream:
            body = stream.read(_LARGEST + 1)
        text = body.decode("utf-8")
    except FileNotFoundError as problem:
        raise UserError(f"没有找到案例文件 {path}。请核对文件名和所在文件夹。") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError(
            f"案例文件 {path.name} 读不出来：它要是一个能打开的 UTF-8 文本文件。没有计算。"
        ) from problem
    if len(body) > _LARGEST:
        raise UserError(f"案例文件 {path.name} 超过 {_LARGEST // 1000} KB，不是案例文件。没有计算。")
    return parse_case(text, path.name)


def parse_case(text: str, name: str = "案例") -> CaseFile:
    """Case text to facts; `UserError` names the key, its table and the values allowed."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise UserError(
            f"{name} 不是正确的 TOML：{misread(problem)}。没有计算；可以照 tests/cases 里的案例写。"
        ) from problem
    except RecursionError as problem:
        raise UserError(f"{name} 里一层套一层，太深了，不是案例文件。没有计算。") from problem
    top = table(raw, "（文件开头）", TOP, required=("on", "kind", "district", "members"))
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


def _check_references(household: facts.HouseholdFacts) -> None:
    ids = [member.id for member in household.members]
    for member in household.members:
        if ids.count(member.id) > 1:
            raise UserError(f"[[members]] 的 id “{member.id}”重复了，每人一个。")
        if member.birth is not None and member.birth > household.on:
            raise bad(f"[[members]] {member.id} 的 birth", member.birth, f"不晚于 {household.on} 的日期")
    named = [("[[incomes]] 的 member", income.member) for income in household.incomes]
    named += [("[[obligors]] 的 of", obligor.of) for obligor in household.obligors]
    named += [("[[parents]] 的 of", parent.of) for parent in household.parents]
    for where, member_id in named:
        if member_id not in ids:
            raise bad(where, member_id, "、".join(ids))


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
