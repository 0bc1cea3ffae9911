"""A form that came back from 补正 is accepted over what colleagues saved since it was opened, field by field."""

from datetime import date

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.merging import Shown
from jiuzhu.errors import Conflict, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter import completing, intake
from jiuzhu.storage.unit import Unit
from once import once
from town import Town, complete, urban_couple


@pytest.fixture
@once
def waiting(town: Town) -> str:
    dossier = complete(urban_couple(town), town.clerk.today())
    dossier.members[1].authorised_on = None
    return town.clerk.write(intake.issue_correction, dossier, "", ["妻子的核对授权"]).application_id


def opened(town: Town, waiting: str) -> tuple[Dossier, Shown]:
    dossier = town.clerk.read(files.dossier, waiting)
    return complete(dossier, town.clerk.today()), completing.shown(dossier)


def saved_meanwhile(town: Town, dossier: Dossier, *, phone: str = "", bank: str = "") -> None:
    """A colleague writes into the records the form was opened from."""

    def save(unit: Unit) -> None:
        home = unit.get(Household, dossier.household.id)
        if phone:
            unit.get(Person, dossier.members[1].id).phone = phone
        home.bank = bank or home.bank
        unit.about(home.id)

    town.checker.write(save)


def test_what_a_colleague_saved_meanwhile_stays(town: Town, waiting: str) -> None:
    dossier, before = opened(town, waiting)
    saved_meanwhile(town, dossier, phone="13900000000", bank="示例农商行")
    dossier.members[0].phone = "13800000000"
    dossier.application.reason = "妻子补签了授权，家里没有收入。"
    town.clerk.write(intake.complete, waiting, dossier, before)
    after = town.clerk.read(files.dossier, waiting)
    assert [one.phone for one in after.members[:2]] == ["13800000000", "13900000000"]
    assert (after.household.bank, after.application.reason) == ("示例农商行", dossier.application.reason)
    assert after.application.state == "accepted"
    [note] = [one for one in town.clerk.notes if "手机" in one or "电话" in one]
    assert note.startswith("李核查")


def test_what_both_changed_is_chosen_by_a_person_and_nothing_is_accepted(town: Town, waiting: str) -> None:
    dossier, before = opened(town, waiting)
    saved_meanwhile(town, dossier, phone="13900000000", bank="示例农商行")
    dossier.members[1].phone = "13800000000"
    dossier.household.account_number = "6200000000000000009"  # a bank and its number are one thing
    with pytest.raises(Conflict) as told:
        town.clerk.write(intake.complete, waiting, dossier, before)
    phone = f"members.{dossier.members[1].id}.phone"
    found = {one.field: one for one in told.value.differences}
    assert found.keys() == {phone, "household.bank", "household.account_number"}
    assert (found[phone].mine, found[phone].theirs, found[phone].who) == (
        "13800000000",
        "13900000000",
        "李核查",
    )
    assert town.clerk.read(files.dossier, waiting).application.state == "to_complete"

    completing.put(dossier, {phone: found[phone].stored, "household.bank": "示例农商行"})
    before.update({name: one.stored for name, one in found.items()})
    town.clerk.write(intake.complete, waiting, dossier, before)
    after = town.clerk.read(files.dossier, waiting)
    assert after.members[1].phone == "13900000000"
    assert (after.household.bank, after.household.account_number) == ("示例农商行", "6200000000000000009")


def test_who_joined_the_household_meanwhile_is_not_passed_over(town: Town, waiting: str) -> None:
    dossier, before = opened(town, waiting)

    def join(unit: Unit) -> None:
        child = unit.add(Person(id=new_id(), name="丙示例", id_number=""))
        unit.session.flush()
        unit.add(
            Member(
                household_id=dossier.household.id,
                person_id=child.id,
                relation="20",
                joined_on=date(2025, 10, 9),
            )
        )

    town.checker.write(join)
    with pytest.raises(Refused, match="家庭成员有变动"):
        town.clerk.write(intake.complete, waiting, dossier, before)
    assert town.clerk.read(files.dossier, waiting).application.state == "to_complete"
