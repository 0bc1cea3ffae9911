"""What a form says of somebody who receives already waits with its application until a decision has found it true.

A grant is read from the records of people and households, so nothing unverified may reach them: no illness only told, no
other account, nobody who "left" because a form for one man lists one man.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jiuzhu.domain.application import Application
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import Dossier, HouseholdPart, MemberPart
from jiuzhu.domain.household import JOINS, Declared, Household, Person
from jiuzhu.domain.obligations import MAIN
from jiuzhu.domain.ways import split
from jiuzhu.errors import Refused
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import obligations, people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

ABOUT_HOME = frozenset({"household", "tekun"})
"""Ways whose subject is who lives together on what."""

VERIFYING = frozenset({"household", "tekun", "child", "subsidy"})
"""Ways whose decision has looked at the facts of the people; help given once or handed on has not."""

ACCOUNT = frozenset({"bank", "account_name", "account_number"})
"""Where the money goes: a number is one of a bank, in a name."""

Said = dict[str, list[Any]]
"""Field → [as recorded when the form was taken, as declared], both as JSON has them."""


def receives(unit: Unit, household_id: str, programmes: Iterable[str] = ()) -> bool:
    """Whether a household, or somebody it counts, receives something, or one of these programmes, or will."""
    rows = obligations.not_ended(unit.session, household_id, month_of(unit.today))
    wanted = set(programmes)
    return any(not wanted or row.programme in wanted for row in rows)


def is_settled(unit: Unit, household_id: str) -> bool:
    """Whether only events say who lives in a household: it is in a main category, its grant is counted by heads."""
    return receives(unit, household_id, MAIN)


def on_the_way(unit: Unit, household_id: str, application: Application | None = None) -> list[Any]:
    """Accepted applications about who lives in a household that are not decided, but those of the same form."""
    form = "" if application is None else application.bundle_id or application.id
    return [row for row in _accepted(unit, household_id, form) if row.way in ABOUT_HOME]


def _accepted(unit: Unit, household_id: str, form: str) -> list[Any]:
    """Applications of a household that are accepted and not at their end, but those of one form."""
    found = people.applications_of(unit.session, [household_id])
    return [row for row in found if row.accepted_on is not None and form not in {row.id, row.bundle_id}]


def is_bound(unit: Unit, household_id: str, form: str) -> bool:
    """Whether something is paid, or on its way to be decided, by what is on record of a household; but for one form."""
    return receives(unit, household_id) or bool(_accepted(unit, household_id, form))


def receivers(unit: Unit, persons: Iterable[str]) -> set[str]:
    """Those of these people whom an entitlement in force or to come looks at, in whichever household."""
    wanted = list(persons)
    homes = people.households_of(unit.session, wanted, unit.today)
    rows = people.entitlements_of(
        unit.session, list({one.household_id for one in homes}), month_of(unit.today)
    )
    paid = {row.household_id for row in rows if row.person_id is None}
    own = {row.person_id for row in rows if row.person_id is not None}
    return {one.person_id for one in homes if one.household_id in paid or one.person_id in own}


def paid_elsewhere(unit: Unit, person_id: str, household_id: str) -> bool:
    """Whether somebody receives something of their own in another household."""
    own = entitlement_rows.of_person(unit.session, person_id, month_of(unit.today))
    return any(row.household_id != household_id for row in own)


def require_same_people(unit: Unit, dossier: Dossier, known: Mapping[str, Person | None]) -> None:
    """Refuse a form that names others than live in a household that receives or whose file is on its way.

    `known` is line of the form → record.

    Who asks for something of their own may come without the others; a form about the household names everybody counted.
    """
    home = dossier.household.id
    if not home:
        return
    settled, pending = is_settled(unit, home), on_the_way(unit, home)
    if not settled and not pending:
        return
    present = {row.person_id: row for row in file_rows.members_of(unit.session, home)}
    listed = {person.id for person in known.values() if person is not None}
    strange = [
        part.name or "未填姓名的一位"
        for part in dossier.members
        if (person := known[part.id]) is None or person.id not in present
    ]
    missing = [one for one, row in present.items() if row.counted and one not in listed]
    told = [f"多了{'、'.join(strange)}"] if strange else []
    if missing and ABOUT_HOME & split(dossier.application.programmes).keys():
        names = file_rows.people_of(unit.session, missing)
        told.append(f"少了{'、'.join(names[one].name for one in missing)}")
    if told:
        raise Refused(
            f"这户{'正在享受待遇' if settled else f'的申请（受理编号 {pending[0].number}）正在办理'}，家庭成员与登记的不一致：表上{'，'.join(told)}。没有受理；填写的内容都已保存。"
            "请先在“监测—户情变动”登记，再受理。"
        )


def _json(value: Any) -> Any:
    """A field as JSON has it; lists as the records keep them."""
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value) if isinstance(value, list) else value


def differing(row: Any, part: Any, names: Iterable[str]) -> Said:
    """Fields of a form that say otherwise than the record; of an account all of it, since its parts mean one account."""
    found = {name: [_json(getattr(row, name)), _json(getattr(part, name))] for name in names}
    other = {name for name, said in found.items() if said[0] != said[1]}
    if other & ACCOUNT:
        other |= ACCOUNT
    return {name: said for name, said in found.items() if name in other}


def _holds(record: Any, said: Said) -> dict[str, Any]:
    """Field of the record → what was declared, where the record is as it was then; an account whole or not at all."""
    own = {name: one for name, one in said.items() if hasattr(record, name)}
    changed = {name for name, (was, _) in own.items() if _json(getattr(record, name)) != was}
    if changed & ACCOUNT:
        changed |= ACCOUNT
    return {name: _typed(record, name, now) for name, (_, now) in own.items() if name not in changed}


def joining(part: MemberPart, place: int, names: Iterable[str]) -> Said:
    """A membership that waits, as `Declared.joining` reads it."""
    return {JOINS: [None, {name: getattr(part, name) for name in names} | {"position": place}]}


def keep(unit: Unit, application: Application, said: Mapping[str | None, Said]) -> None:
    """Put what differs, by person or None for the household, with the application; what an earlier form said is replaced."""
    present = {row.person_id: row for row in file_rows.of_application(unit.session, Declared, application.id)}
    for who in (*said, *(one for one in present if one not in said)):
        facts = json.dumps(said.get(who, {}), ensure_ascii=False, sort_keys=True)
        row = present.get(who)
        if row is None and said[who]:
            unit.add(Declared(application_id=application.id, person_id=who, facts=facts))
        elif row is not None and row.facts != facts:
            row.facts = facts


def _said(row: Declared) -> Said:
    made: Said = json.loads(row.facts)
    return made


def counts(row: Declared) -> bool:
    """Whether a form counts somebody who is only named on record."""
    return _said(row).get("counted") == [False, True]


def shown(rows: FileRows, members: list[MemberPart], home: HouseholdPart) -> None:
    """The form's own words in its file, where the records have not changed since."""
    parts: dict[str | None, Any] = {one.id: one for one in members}
    parts[None] = home
    for row in rows.declared_facts:
        part = parts.get(row.person_id)
        if part is not None:
            for name, value in _holds(part, _said(row)).items():
                setattr(part, name, value)


_DATES = frozenset({"birth", "self_care_on", "clergy_since"})


def _typed(row: Any, name: str, value: Any) -> Any:
    if name in _DATES:
        return date.fromisoformat(value) if value else None
    return value.split() if isinstance(getattr(row, name), list) else value


def _records(unit: Unit, rows: FileRows, person_id: str | None) -> list[Any]:
    """What is on record of the household, or of a person and their membership."""
    if person_id is None:
        return [rows.household]
    here = [row for row in rows.members if row.person_id == person_id]
    return [unit.get(Person, person_id), *here]


def waiting(unit: Unit, rows: FileRows) -> list[tuple[str | None, Said]]:
    """What a form says by person, None for the household, that no decision took over and the records do not say yet.

    What an event or another form has told since is left aside.
    """
    made = []
    for row in rows.declared_facts:
        if row.confirmed_on is not None:
            continue
        said = _said(row)
        held = {name for one in _records(unit, rows, row.person_id) for name in _holds(one, said)}
        if any(member.id == row.id for member in rows.members):  # by this form alone
            held.add(JOINS)
        facts = {name: told for name, told in said.items() if name in held and told[0] != told[1]}
        if facts:
            made.append((row.person_id, facts))
    return made


def account_asked(unit: Unit, application_id: str) -> tuple[str, str] | None:
    """Bank and number of the account a form names that is not the household's and that no decision took over."""
    home = unit.get(Household, unit.get(Application, application_id).household_id)
    for row in file_rows.of_application(unit.session, Declared, application_id):
        if row.person_id is None and row.confirmed_on is None:
            held = _holds(home, _said(row))
            if "account_number" in held:
                return held["bank"], held["account_number"]
    return None


def confirm(unit: Unit, rows: FileRows) -> None:
    """A favourable decision makes facts of what was declared, where its way has looked at them.

    What an event changed since stays as the event says.
    """
    if rows.application.way not in VERIFYING:
        return
    for row in rows.declared_facts:
        if row.confirmed_on is not None:
            continue
        row.confirmed_on = unit.today
        for record in _records(unit, rows, row.person_id):
            for name, value in _holds(record, _said(row)).items():
                setattr(record, name, value)
