"""Whose something is, in words: a member's name with what they are to the head."""

from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Person
from jiuzhu.storage.queries import people
from jiuzhu.storage.unit import Unit

HOUSEHOLD = "全户"
_HEAD = "01"


def of_row(unit: Unit, row: Any) -> str:
    """`甲示例（妻）` from a row with `struck`, `person_id`, `relation` and `head_id`; a head who is head no more is told as such."""
    return named(unit, row.struck, row.relation, head=row.head_id == row.person_id)


def named(unit: Unit, name: str | None, relation: str | None, *, head: bool) -> str:
    """A name with the relation; the whole household without one."""
    if not name:
        return HOUSEHOLD
    if head or relation == _HEAD:
        return f"{name}（{'户主' if head else '原户主'}）"
    told = unit.desk.label("relation", relation) if relation else ""
    return f"{name}（{told}）" if told else name


def of_entitlement(unit: Unit, row: Entitlement) -> str:
    """Whose an entitlement is, by the household whose account it is paid by."""
    if row.person_id is None:
        return HOUSEHOLD
    relation = people.last_relation(unit.session, row.person_id, row.household_id)
    head = unit.get(Household, row.household_id).head_id == row.person_id
    return named(unit, unit.get(Person, row.person_id).name, relation, head=head)


def may_ask(unit: Unit, person_id: str, otherwise: str) -> str:
    """Who may ask for help after an end: who stays behind once it was somebody who died; begins a sentence."""
    return otherwise if unit.get(Person, person_id).died_on is None else "家属有困难的，"


def told_to(unit: Unit, person_id: str) -> str:
    """Whom a notice meant for somebody is for: them, or their family once they have died."""
    person = unit.get(Person, person_id)
    return person.name if person.died_on is None else f"{person.name}家属"
