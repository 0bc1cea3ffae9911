"""A file as text and back: nothing lost, one text for one file, files of other versions still open."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiuzhu.domain.dossier import Dossier, LinePart, MemberPart, ObligorPart, ParentPart
from jiuzhu.domain.dossier_course import FindingPart
from jiuzhu.domain.dossier_json import dump, file_read, load

_SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=4),
    int: st.integers(-5, 10**6),
    bool: st.booleans(),
    date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    type(None): st.none(),
}


@cache
def _strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Any value a part of the file may hold, read from its annotation."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    if get_origin(kind) is list:
        return st.lists(_strategy(get_args(kind)[0]), max_size=2)
    if get_origin(kind) is UnionType:
        return st.one_of([_strategy(part) for part in get_args(kind)])
    return st.builds(kind, **{name: _strategy(part) for name, part in get_type_hints(kind).items()})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(_strategy(Dossier))
def test_any_file_comes_back_as_it_was(file: Dossier) -> None:
    again = load(dump(file))
    assert again == file
    assert dump(again) == dump(file)


def test_money_and_days_come_back_as_money_and_days() -> None:
    file = Dossier(incomes=[LinePart(declared=Decimal("1234.50"), check_as_of=date(2025, 9, 30))])
    line = load(dump(file)).incomes[0]
    assert isinstance(line.declared, Decimal)
    assert str(line.declared) == "1234.50"
    assert line.check_as_of == date(2025, 9, 30)
    assert line.accepted is None


def test_the_same_file_is_always_the_same_text() -> None:
    file = Dossier(members=[MemberPart(name="龚䶮")])
    text = dump(file)
    assert text == dump(deepcopy(file))
    assert "龚䶮" in text  # readable by people
    assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text


def test_another_file_is_another_text() -> None:
    assert dump(Dossier(version=1)) != dump(Dossier(version=2))


def test_what_another_version_wrote_and_this_one_does_not_know_is_left_out() -> None:
    file = Dossier(members=[MemberPart(name="陈甲")])
    raw = json.loads(dump(file))
    raw["drones"] = [{"kind": "x"}]
    raw["household"]["colour"] = "red"
    raw["members"][0]["pets"] = 3
    assert load(json.dumps(raw)) == file


def test_what_an_older_version_did_not_write_is_empty() -> None:
    raw = json.loads(dump(Dossier(members=[MemberPart(name="陈甲", phone="13900000000")])))
    del raw["roster"]
    del raw["members"][0]["phone"]
    file = load(json.dumps(raw))
    assert file.roster.lines == []
    assert (file.members[0].name, file.members[0].phone) == ("陈甲", "")


def test_the_applicant_is_the_first_member_also_afterwards() -> None:
    file = load(dump(Dossier(members=[MemberPart(name="陈甲"), MemberPart(name="陈乙")])))
    assert file.applicant is file.members[0]
    assert file.applicant.name == "陈甲"


def test_a_value_no_part_may_hold_is_a_bug_and_not_a_silent_text() -> None:
    file = Dossier()
    file.opinion.given_on = object()  # type: ignore[assignment]  # something no part may hold
    with pytest.raises(TypeError, match="object"):
        dump(file)


@pytest.mark.parametrize("part", ["household", "members", "obligors", "parents", "application", "findings"])
def test_another_word_of_a_file_is_another_value(part: str) -> None:
    dossier = Dossier(members=[MemberPart(name="甲示例")])
    before = file_read(dossier)
    assert file_read(load(dump(dossier))) == before
    match part:
        case "household":
            dossier.household.address = "示例路 9 号"
        case "members":
            dossier.members[0].phone = "13800000001"
        case "obligors":
            dossier.obligors.append(ObligorPart(name="乙示例"))
        case "parents":
            dossier.parents.append(ParentPart(name="丙示例"))
        case "application":
            dossier.application.reason = "另一个理由"
        case _:
            dossier.findings.append(FindingPart(programme="dibao"))
    assert file_read(dossier) != before
