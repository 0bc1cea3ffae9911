"""Who comes to live in a household by an event: what must be told of them, and that it is nobody who cannot come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain import identity_number
from jiuzhu.domain.dossier import MemberPart
from jiuzhu.domain.household import Household, HouseholdEvent, Member, Person, age_on
from jiuzhu.domain.kin import other_sex
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.household import membership
from jiuzhu.services.household.means import NewLine
from jiuzhu.storage.queries import living, people
from jiuzhu.storage.queries.household_facts import basis_of
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit

_APPLICANT = frozenset({"", "01", "02"})
"""Relations nobody new has to the head: 本人, 户主."""


@dataclass(frozen=True, slots=True)
class Comes:
    """Who comes on a day by an event of a kind, with what: lines that begin, or told that there are none."""

    kind: str
    on: date
    part: MemberPart
    begins: list[NewLine]
    no_means: bool


def lacking(unit: Unit, home: Household, comes: Comes) -> list[Problem]:
    """What is not told of somebody who comes, or cannot be so; the ID number tells birth date and sex.

    A newborn child may have no number yet and has no means; of all others what they earn and own is told, or that it
    is nothing.
    """
    who = list(_who(unit, comes.part, comes.on))
    return [*_when(unit, home, comes), *who, *_means(unit, home, comes)]


def _who(unit: Unit, part: MemberPart, on: date) -> Iterator[Problem]:
    if not part.name.strip():
        yield Problem("name", "请填写新成员的姓名。")
    number = identity_number.normalised(part.id_number)
    if number:
        try:
            told = identity_number.check(number, on=unit.today)
        except InvalidInput as wrong:
            yield Problem("id_number", wrong.problems[0].message)
            return
        if part.birth not in {None, told.birth}:
            yield Problem("birth", f"身份证号里的出生日期是 {told.birth}，与填写的不一致，请核对。")
        part.birth, part.sex = told.birth, told.sex
    elif part.birth is None:
        yield Problem("birth", "请填写出生日期。")
    elif _age(part.birth, on) >= 1:
        yield Problem("id_number", "请填写身份证号；只有未满一岁、还没有身份证号的孩子可以先不填。")
    if part.relation in _APPLICANT:
        yield Problem("relation", "请选择新成员与户主的关系。")
    elif other_sex(part.relation, part.sex):
        label = unit.desk.label("relation", part.relation)
        yield Problem("relation", f"“{label}”与这位的性别不符，请重新选择。")


def _when(unit: Unit, home: Household, comes: Comes) -> Iterator[Problem]:
    part, on = comes.part, comes.on
    if part.birth is not None and part.birth > on:
        yield Problem("birth", f"变动日期 {on} 时这位还没有出生，请核对出生日期。")
    elif comes.kind == "birth" and part.birth is not None and _age(part.birth, on) >= 1:
        yield Problem("birth", "出生日期比变动日期早一年以上，不是新出生；请核对，或登记为迁入、收养。")
    began = living.began_on(unit.session, home.id)
    if began is not None and on < began:
        yield Problem("effective_on", f"本户 {began} 才登记，变动日期不能更早，请核对。")


def _means(unit: Unit, home: Household, comes: Comes) -> Iterator[Problem]:
    if comes.begins and comes.no_means:
        yield Problem("no_means", "已填写收入、财产，就不能再勾选没有；请核对。")
    elif (
        comes.kind != "birth" and not comes.begins and not comes.no_means and basis_of(unit.session, home.id)
    ):
        yield Problem("no_means", "请填写新成员的收入、财产；确实没有的，勾选“没有收入、财产”。")


def _age(birth: date, on: date) -> int:
    return age_on(birth, on) or 0


def join(unit: Unit, home: Household, part: MemberPart, event: HouseholdEvent) -> None:
    """Somebody comes to live here by an event, known or new, with what belongs to them; the event is about them.

    Refused for who lives here already, by number or by name and birth date, counts elsewhere on the day, or has died.
    """
    on = event.effective_on
    number = identity_number.normalised(part.id_number)
    person = _known(unit, home, part, number)
    if person is None:
        person = unit.add(
            Person(
                name=part.name.strip(),
                initials=initials(part.name),
                id_number=number,
                sex=part.sex,
                birth=part.birth,
                address=home.address,
                student=part.student,
            )
        )
    elif not person.id_number:
        person.id_number = number
    if person.died_on is not None:
        raise Refused(
            f"{person.name}已于 {person.died_on} 登记死亡，不能再迁入。没有改动任何内容；请核对是哪一位。"
        )
    elsewhere = [row for row in people.households_of(unit.session, [person.id], on) if row.counted]
    if any(row.household_id == home.id for row in elsewhere):
        raise Refused(f"{person.name}已经是本户成员。没有改动任何内容。")
    if elsewhere:
        raise Refused(
            f"{person.name}在 {on} 计入另一户（{elsewhere[0].number}），一人不能计入两户。没有改动任何内容；请先在那一户登记迁出，或核对日期。"
        )
    event.person_id = person.id
    comes = Member(household_id="", person_id=person.id, relation=part.relation, joined_on=on)
    membership.enter(unit, home, comes, event)


def _known(unit: Unit, home: Household, part: MemberPart, number: str) -> Person | None:
    """Who it is on record: of that number, else who lives or lived here by that name and was born that day."""
    name = part.name.strip()
    for row in people.by_id_number(unit.session, [number]) if number else ():
        if row.name != name:
            raise InvalidInput([Problem("name", f"这个身份证号登记的姓名是{row.name}，请核对。")])
        return unit.get(Person, row.id)
    for identity in living.ever_lived(unit.session, home.id):
        person = unit.get(Person, identity)
        if (person.name, person.birth) == (name, part.birth) and (not number or not person.id_number):
            return person
    return None
