"""People of low-income homes as the tests about the people served need them."""

from typing import Any

import family
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.storage.unit import Unit
from serving_town import VILLAGE
from town import id_number


def low_income(unit: Unit, names: tuple[str, ...], first: int = 30) -> str:
    """A monitored home of these people, born in 1980; returns its id."""
    home = family.household(unit, names=names)
    unit.session.flush()
    household = unit.get(Household, home)
    household.village, household.monitored = VILLAGE, "marginal"
    for one in unit.session.query(Member).filter_by(household_id=home):
        person = unit.get(Person, one.person_id)
        assert person.birth is not None
        person.id_number = id_number(person.birth, first + one.position)
    return home


def person_of(unit: Unit, name: str) -> str:
    """The id of the one person of that name."""
    return unit.session.query(Person).filter_by(name=name).one().id


def change_person(unit: Unit, /, name: str, **fields: Any) -> None:
    """Something became known of a person."""
    person = unit.get(Person, person_of(unit, name))
    for field, value in fields.items():
        setattr(person, field, value)
    unit.about(person.id)
