"""Who lives in a household: leaving, entering, splitting, merging, and what goes with a person from one home to another."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from jiuzhu.domain.application import EconomicLine
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.correction import checked
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household, HouseholdEvent, Member, Person, is_minor
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.kin import other_sex
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.household import arriving, supporting
from jiuzhu.services.household.leaving import SPOUSES
from jiuzhu.storage.queries import arriving as arrived
from jiuzhu.storage.queries import back_payments as repair_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.household_facts import basis_of
from jiuzhu.storage.unit import Unit


def require_member(unit: Unit, home: Household, person_id: str) -> Member:
    """The membership of somebody who lives here; `Refused` when they do not."""
    for member in file_rows.members_of(unit.session, home.id):
        if member.person_id == person_id:
            return member
    raise Refused("这位不是本户现在的成员。没有改动任何内容；请刷新后重新选择。")


class NewHead(NamedTuple):
    """Who is the head from now on, and what everybody else is to them, by person."""

    person_id: str = ""
    relations: Mapping[str, str] = MappingProxyType({})
    guardian: str = ""  # of a child who is the head
    phone: str = ""  # by which the head is reached


def leave(unit: Unit, home: Household, event: HouseholdEvent, told: NewHead) -> None:
    """Whom the event names lives here no longer; an own household is made for who splits off.

    When the head leaves and more than one stay, a person says who is the head now and what everybody is to them. Of
    somebody only named here, who counts in another household, nothing but the naming ends.
    """
    member = require_member(unit, home, event.person_id or "")
    if event.effective_on < member.joined_on and event.kind != "death":
        raise InvalidInput(
            [Problem("effective_on", f"这位成员 {member.joined_on} 才登记到本户，变动日期不能更早。")]
        )
    member.left_on, member.left_reason = max(event.effective_on, member.joined_on), event.kind
    person = unit.get(Person, member.person_id)
    if event.kind == "death":
        person.died_on = event.effective_on
    counts_elsewhere = not member.counted and people.home_on(unit.session, person.id, event.effective_on)
    if event.kind == "split" and not counts_elsewhere:
        event.other_household_id = _split_off(unit, home, person, event.effective_on)
    rest = [one for one in file_rows.members_of(unit.session, home.id) if one.person_id != person.id]
    if not rest:
        home.ended_on = event.effective_on
    elif home.head_id == person.id:
        _succeed(unit, home, rest, event, told)


_HEAD = "01"
_SPOUSE_BY_SEX = {"1": "11", "2": "12"}


def change_head(unit: Unit, home: Household, event: HouseholdEvent, told: NewHead) -> None:
    """Another head from now on, and what everybody else is to them as it was told.

    Only husband and wife are certain without a word; `InvalidInput` beside everybody else who is not told of.
    """
    chosen = require_member(unit, home, told.person_id)
    if home.head_id == told.person_id:
        raise InvalidInput([Problem("new_head", "这位已经是户主，请选择新的户主。")])
    here = file_rows.members_of(unit.session, home.id)
    home.head_id = _head_by(unit, here, chosen, told.relations, home.head_id)
    _tell(unit, here, event, told, asked="head_phone")


def _succeed(unit: Unit, home: Household, rest: list[Member], event: HouseholdEvent, told: NewHead) -> None:
    """The head of who is left after the head: who stays alone, else as it was told; `InvalidInput` while it is not.

    Whoever counts comes first, an adult before a child; of a child the guardian is told.
    """
    chosen = next((one for one in rest if one.person_id == told.person_id), None)
    if len(rest) == 1:
        chosen = rest[0]
    if chosen is None:
        raise InvalidInput(
            [Problem("next_head", "户主不在本户了，请选择新的户主，并选择其他成员是新户主的什么人。")]
        )
    guardian = "" if len(rest) == 1 else _guarded(unit, rest, chosen, told.guardian.strip())
    home.head_id = _head_by(unit, rest, chosen, told.relations, home.head_id, asked="next")
    _tell(unit, rest, event, told, guardian, asked="next_phone")


def _tell(
    unit: Unit, here: list[Member], event: HouseholdEvent, told: NewHead, guardian: str = "", *, asked: str
) -> None:
    """Who is the head now, how they are reached, and what everybody else is to them stands with the event."""
    known = file_rows.people_of(unit.session, [one.person_id for one in here])
    phone = ""
    if told.phone.strip():
        phone, wrong = checked("person.phone", told.phone)
        if wrong:
            raise InvalidInput([Problem(asked, f"{wrong}。")])
    said = [
        part for part in (f"监护人：{guardian}" if guardian else "", f"电话{phone}" if phone else "") if part
    ]
    words: list[str] = []
    for member in here:
        person = known[member.person_id]
        if member.relation == _HEAD:
            person.phone = phone or person.phone
            words.insert(0, f"户主改为{person.name}" + (f"（{'，'.join(said)}）" if said else ""))
        else:
            words.append(f"{person.name}（{unit.desk.label('relation', member.relation)}）")
    event.details = "；".join(part for part in (event.details, "，".join(words)) if part)


def _guarded(unit: Unit, rest: list[Member], chosen: Member, guardian: str) -> str:
    """The guardian of a child who becomes the head; `InvalidInput` where somebody else has to be chosen."""
    known = file_rows.people_of(unit.session, [one.person_id for one in rest])
    here = {one.person_id for one in rest if one.counted and not _is_away(known[one.person_id])}
    minors = {one.person_id for one in rest if is_minor(known[one.person_id].birth, unit.today)}
    name = known[chosen.person_id].name
    if here and chosen.person_id not in here:
        told = f"{name}不计入本户（服刑、失踪等，或只是登记在户），请选择计入的成员作户主；只有孩子计入的，选孩子并填写监护人。"
        raise InvalidInput([Problem("next_head", told)])
    if chosen.person_id not in minors:
        return ""
    if here - minors:
        raise InvalidInput([Problem("next_head", f"{name}还未成年，请选择成年的成员作户主。")])
    if not guardian:
        told = f"{name}还未成年，请填写监护人的姓名、与{name}的关系和电话。"
        raise InvalidInput([Problem("guardian", told)])
    return guardian


def _is_away(person: Person) -> bool:
    """In prison, in 强制隔离戒毒 or missing: such a person does not count [57 Art 7]."""
    return person.in_prison or person.in_detox or person.missing


def _head_by(
    unit: Unit,
    members: list[Member],
    chosen: Member,
    relations: Mapping[str, str],
    before: str,
    *,
    asked: str = "relation",
) -> str:
    """What everybody is to a new head, who is returned; `before` was the head, `asked` begins the name of the question."""
    married = chosen.relation in SPOUSES
    missing = []
    for member in members:
        person = unit.get(Person, member.person_id)
        told = relations.get(member.person_id, "")
        if member is chosen:
            told = _HEAD
        elif not told and married and member.person_id == before:
            told = _SPOUSE_BY_SEX.get(person.sex, "10")
        field = f"{asked}.{person.id}"
        if not told or (told == _HEAD and member is not chosen):
            missing.append(Problem(field, f"请选择{person.name}是新户主的什么人。"))
        elif other_sex(told, person.sex):
            label = unit.desk.label("relation", told)
            missing.append(Problem(field, f"“{label}”与{person.name}的性别不符，请重新选择。"))
        member.relation = told
    if missing:
        raise InvalidInput(missing)
    return chosen.person_id


def _split_off(unit: Unit, home: Household, person: Person, on: date) -> str:
    made = unit.add(
        Household(
            number=unit.number("household"),
            kind=home.kind,
            district=home.district,
            township=home.township,
            village=home.village,
            address=home.address,
            phone=person.phone,
            head_id=person.id,
            cause=home.cause,
        )
    )
    unit.add(Member(household_id=made.id, person_id=person.id, relation="01", joined_on=on))
    follow(unit, person.id, made.id, on)
    return made.id


def enter(unit: Unit, home: Household, comes: Member, event: HouseholdEvent) -> None:
    """A membership begins, the last on the form, and what belongs to the person comes along.

    Who was named here without counting is not named twice: that ends where counting begins, and else is what holds.
    Who only is named keeps what belongs to them where they count. What is paid to who comes to count here goes on to be
    paid where it was, until another person has confirmed the account (`arriving`).
    """
    here = file_rows.members_of(unit.session, home.id)
    standing = next((one for one in here if one.person_id == comes.person_id), None)
    if standing is None or comes.counted:
        comes.household_id, comes.position = home.id, len(here)
        unit.add(comes)
        if standing is not None:
            standing.left_on, standing.left_reason = max(comes.joined_on, standing.joined_on), event.kind
    if comes.counted:
        arriving.arrive(unit, comes.person_id, home, comes.joined_on)
        supporting.bring(unit, comes.person_id, home.id, comes.joined_on)
        arriving.ask(unit, home)


def merge(unit: Unit, home: Household, event: HouseholdEvent) -> None:
    """The other household's people come to live here with what they earn and own; it ends. Their own pay follows (`arriving`).

    What was still to be made up to it or is asked back of it comes along, to be decided.
    """
    other_id, on = event.other_household_id or "", event.effective_on
    if other_id == home.id:
        raise Refused("不能把一户并入它自己。没有改动任何内容。")
    other = unit.get(Household, other_id)
    rows = entitlement_rows.not_ended(unit.session, other.id, month_of(unit.today))
    if any(row.person_id is None for row in rows):
        raise Refused(f"要并入的户（{other.number}）还有待遇在发放。没有改动任何内容；请先终止那一户的待遇。")
    for member in file_rows.members_of(unit.session, other.id):
        member.left_on, member.left_reason = on, event.kind
        comes = replace(
            member, id=new_id(), version=1, relation="97", joined_on=on, left_on=None, left_reason="", lives_alone=False,
        )  # fmt: skip
        enter(unit, home, comes, event)
    for row in rows:  # of who came to live here before, or is only named
        if row.person_id is not None:
            arriving.arrive(unit, row.person_id, home, on)
            if people.home_on(unit.session, row.person_id, on) == home.id:
                supporting.bring(unit, row.person_id, home.id, on)
    arriving.ask(unit, home)
    other.ended_on = on
    _bring_lines(unit, home, other, on)
    _bring_repairs(unit, home, other, on)


def _bring_repairs(unit: Unit, home: Household, other: Household, on: date) -> None:
    """What was to be made up to the other household, and what is asked back of it, is this one's matter or its people's.

    Money that would be paid to another account than it was decided for is decided again, not by who proposed it nor by
    who records the merger (`back_paying`); nothing is kept from this household's grants before a person has said so.
    """
    for owed in repair_rows.owed_to(unit.session, other.id):
        owed.household_id, owed.reason = home.id, _of(other, owed)
        owed.state, owed.pay_month, owed.decided_by, owed.decided_on = "proposed", "", None, None
    for asked in arrived.asked_of(unit.session, other.id):
        lives = people.home_on(unit.session, asked.person_id, on) if asked.person_id else None
        asked.household_id, asked.pay_month, asked.reason = lives or home.id, "", _of(other, asked)


def _of(other: Household, row: BackPayment) -> str:
    return f"{row.reason}（原属{other.number}，已并户）"


def _bring_lines(unit: Unit, home: Household, other: Household, on: date) -> None:
    """What the other household's file says of means that hold on the day, into this one's file from that day.

    A household without a file of its means has nothing counted by them: there is nothing to bring lines into.
    """
    basis, brought = basis_of(unit.session, home.id), basis_of(unit.session, other.id)
    if basis is None or brought is None:
        return
    for line in file_rows.of_application(unit.session, EconomicLine, brought, "position"):
        begun = line.starts_on is None or line.starts_on <= on
        if line.judgement == "withdrawn" or not begun or (line.ends_on is not None and line.ends_on < on):
            continue
        unit.add(replace(line, id=new_id(), application_id=basis, starts_on=on, version=1))


def follow(unit: Unit, person_id: str, household_id: str, on: date) -> None:
    """What a person receives of their own, and who supports them, goes along where a second person signs, or nobody else is paid.

    Paid where they live from the month after the event that is still to be paid.
    """
    arriving.move_pay(unit, person_id, household_id, on)
    supporting.bring(unit, person_id, household_id, on)
