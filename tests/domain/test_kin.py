"""Who is the same relative in two statements, and what a file reads while one of them waits."""

from dataclasses import replace
from typing import Any

import pytest

from jiuzhu.domain.household import Obligor, Parent
from jiuzhu.domain.kin import matched, other_sex, read_with, same_kin


def son(row_id: str = "new", **more: Any) -> Obligor:
    made = Obligor(id=row_id, household_id="h", of_person_id="p", name="甲示例", relation="20")
    return replace(made, **more)


def parent(row_id: str, name: str, state: str = "none", **more: Any) -> Parent:
    made = Parent(id=row_id, household_id="h", of_person_id="c", name=name, state=state)
    return replace(made, **more)


@pytest.mark.parametrize(
    ("told", "known", "same"),
    [
        ({}, {}, True),
        ({}, {"of_person_id": "q"}, False),
        ({}, {"name": "乙示例"}, False),
        ({"id_number": "50000019900101001x"}, {"name": "乙示例", "id_number": "50000019900101001X"}, True),
        ({"id_number": "1"}, {"id_number": "2"}, False),
        ({"id_number": "1"}, {}, True),
        ({"relation": "51"}, {"name": "乙示例", "relation": "51"}, True),
        ({"relation": "51"}, {"name": "乙示例", "relation": "52"}, False),
        ({"name": " 甲示例"}, {"relation": "21"}, True),
    ],
)
def test_the_same_obligor(told: dict[str, str], known: dict[str, str], same: bool) -> None:
    assert same_kin(son(**told), son(**known)) is same


def pairs(told: list[Parent], known: list[Parent], sure: dict[str, str] | None = None) -> dict[str, str]:
    return {one: row.id for one, row in matched(told, known, sure or {}).items()}


KNOWN = [parent("1", "庚示例", "dead"), parent("2", "辛示例", "prison")]


def test_a_child_has_no_third_parent() -> None:
    assert pairs([parent("a", "壬示例", "prison")], KNOWN) == {"a": "2"}
    assert pairs([parent("a", "壬示例"), parent("b", "癸示例")], KNOWN) == {"a": "1", "b": "2"}
    assert pairs([parent("a", "壬示例"), parent("b", "庚示例")], KNOWN) == {"a": "2", "b": "1"}
    assert pairs([parent("a", "壬示例")], [KNOWN[0], parent("2", "")]) == {"a": "2"}
    assert pairs([parent("a", "壬示例")], KNOWN[:1]) == {}
    assert pairs([parent("a", "壬示例", of_person_id="d")], KNOWN) == {}


def test_what_was_settled_before_stays_and_each_row_is_spoken_of_once() -> None:
    told = [parent("a", "庚示例"), parent("b", "庚示例")]
    assert pairs(told, KNOWN, {"a": "2"}) == {"a": "2", "b": "1"}
    assert pairs(told, KNOWN, {"a": "1", "b": "1"}) == {"a": "1", "b": "2"}
    assert matched([son("a", name="乙示例")], [son("1")], {"a": "gone"}) == {}


def test_a_file_reads_what_its_form_says_in_the_place_of_the_record() -> None:
    said = parent("a", "庚示例", replaces_id="1")
    assert [row.id for row in read_with(KNOWN[:1], [said, parent("b", "壬示例")])] == ["a", "b"]
    assert [row.id for row in read_with([son("1")], [son("b", name="乙示例")])] == ["1", "b"]


def test_a_record_that_changed_since_is_nearer_than_the_form() -> None:
    assert [row.id for row in read_with(KNOWN[1:], [parent("a", "庚示例", replaces_id="1")])] == ["2"]
    assert [row.id for row in read_with(KNOWN, [parent("a", "辛示例")])] == ["1", "2"]


def test_a_parent_decided_on_in_between_under_another_name_is_no_third() -> None:
    assert [row.id for row in read_with(KNOWN, [parent("a", "庚氏", "dead"), parent("b", "")])] == ["1", "2"]
    said = parent("a", "庚示例", replaces_id="1")
    assert [row.id for row in read_with(KNOWN, [said, parent("b", "壬示例")])] == ["a", "2"]


@pytest.mark.parametrize(
    ("relation", "sex", "against"),
    [
        ("11", "2", True),
        ("12", "2", False),
        ("52", "1", True),
        ("51", "0", False),
        ("10", "1", False),
        ("", "2", False),
    ],
)
def test_who_stands_in_a_relation_of_the_other_sex_is_known_by_it(
    relation: str, sex: str, *, against: bool
) -> None:
    assert other_sex(relation, sex) is against
