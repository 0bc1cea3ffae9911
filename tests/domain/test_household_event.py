"""What the kinds of household events do stands beside the code table and the fields of a person."""

from dataclasses import fields

from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.household import Person
from jiuzhu.domain.household_event import ABILITY, CLEARS, EFFECTS, MARKED, NOTHING, TELLS
from jiuzhu.paths import resources

PERSON = {field.name for field in fields(Person)}


def test_every_kind_of_event_has_its_effect_and_no_other() -> None:
    table = load_codes(resources() / "codes")["household_event"]
    assert set(EFFECTS) == set(table.labels)
    assert ABILITY | set(TELLS) | set(CLEARS) <= set(EFFECTS)


def test_nobody_leaves_and_joins_by_the_same_event() -> None:
    assert not [kind for kind, effect in EFFECTS.items() if effect.leaves and effect.joins]
    assert {kind for kind, effect in EFFECTS.items() if effect.leaves} == {
        "death",
        "move_out",
        "marry",
        "divorce",
        "split",
    }


def test_what_an_event_marks_is_a_field_of_the_person() -> None:
    marks = {effect.marks for effect in EFFECTS.values()} - {""}
    told = {name for names in TELLS.values() for name in names} | {
        name for cleared in CLEARS.values() for name in cleared
    }
    assert (marks | told | MARKED | set(NOTHING)) - PERSON == set()
    assert told <= MARKED
    for mark in marks:  # what is set by one event can be taken back by another
        assert {effect.value for effect in EFFECTS.values() if effect.marks == mark} <= {True, False}
    assert EFFECTS["released"] == EFFECTS["imprisoned"]._replace(value=False)
    assert EFFECTS["returned"] == EFFECTS["missing"]._replace(value=False)
