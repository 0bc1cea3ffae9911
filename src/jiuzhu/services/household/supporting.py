"""Parents of a child and relatives who owe support: a state ends on the day another one begins, nothing is overwritten.

民发〔2021〕43号 Art 24 (an obligor gains ability, or a new one is found); 民发〔2019〕62号 (a parent comes back or is lost).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier import ParentPart
from jiuzhu.domain.household import Household, Obligor, Parent
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Refused
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import kin as kin_rows
from jiuzhu.storage.unit import Unit

_PARENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligorChange:
    """What is known now of a relative who owes support, by name; what is left empty stays. `gone`: owes none any more."""

    name: str
    relation: str = ""
    birth: date | None = None
    income_month: Decimal | None = None
    status: str = ""  # code table obligor_status
    gone: bool = False


def change_parent(unit: Unit, home: Household, child_id: str, told: ParentPart, on: date) -> None:
    """A parent's state from a day; somebody not known yet is added while a child has one parent at most on record."""
    known = [row for row in file_rows.parents_of(unit.session, home.id) if row.of_person_id == child_id]
    name = told.name.strip()
    row = next((one for one in known if one.name == name), None)
    if row is None and len(known) >= _PARENTS:
        names = "、".join(one.name or "（未填姓名）" for one in known)
        raise Refused(f"已经登记了两位父母：{names}。没有改动任何内容；请填写其中一位的姓名。")
    if row is not None:
        row.ended_on = on
    unit.add(
        Parent(
            household_id=home.id,
            of_person_id=child_id,
            name=name,
            state=told.state,
            since=told.since or on,
            until=told.until,
            started_on=on,
        )
    )


def change_obligor(unit: Unit, home: Household, owed_id: str, told: ObligorChange, on: date) -> None:
    """A new obligor, another state of one on record, or one who owes support no more.

    Who is not on record may be named by a form that waits: what it says stays where the event says nothing, and the
    form says from now on what the event does.
    """
    known = [row for row in file_rows.obligors_of(unit.session, home.id) if row.of_person_id == owed_id]
    name = told.name.strip()
    row = next((one for one in known if one.name == name), None)
    said = [] if row else [one for one in kin_rows.said_obligors(unit.session, owed_id) if one.name == name]
    if row is None and not said and told.gone:
        raise Refused(f"没有登记名为“{name}”的义务人。没有改动任何内容；请核对姓名。")
    if told.gone:
        for one in [row] if row else said:
            one.ended_on = on
        return
    if row is not None:
        row.ended_on = on
    before = row or (said[-1] if said else Obligor(household_id=home.id, of_person_id=owed_id, name=name))
    made = replace(
        before, id=new_id(), household_id=home.id, started_on=on, ended_on=None, waits_for=None, replaces_id=None, version=1
    )  # fmt: skip
    for one in (made, *said):
        _change(one, told)
    unit.add(made)
    for one in said:
        one.replaces_id = made.id


def _change(row: Obligor, told: ObligorChange) -> None:
    row.relation = told.relation or row.relation
    row.birth = told.birth or row.birth
    row.status = told.status or row.status
    if told.income_month is not None:
        row.income_month, row.income_told = told.income_month, True


def bring(unit: Unit, person_id: str, household_id: str, on: date) -> None:
    """What is on record of a person's parents and obligors, with them into the household they live in from a day."""
    rows: list[Any] = kin_rows.supporters_of(unit.session, person_id)
    for row in rows:
        if row.household_id != household_id:
            unit.add(replace(row, id=new_id(), household_id=household_id, started_on=on, version=1))
            row.ended_on = on
