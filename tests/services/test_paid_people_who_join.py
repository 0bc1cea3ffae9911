"""Who is paid of their own and joins a family by its application goes there, pay and all, with the favourable decision."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.household import Member, Person
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, opinions
from jiuzhu.services.casework import files
from jiuzhu.services.counter import duplicates
from jiuzhu.services.granting import consequences, rosters
from jiuzhu.services.household import events, household_facts
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, submitted, version
from once import once
from paid_families import care, confirmed, told, with_child
from receiving import account_confirmed
from town import Town, urban_couple, urban_three


def joined_by(town: Town, person: Person, *, disabled: bool = False) -> Dossier:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    comes = MemberPart(
        name=person.name, id_number=person.id_number, sex="1", birth=person.birth, relation="97"
    )
    comes.student = "" if disabled else "compulsory"
    if disabled:
        comes.disability_kind, comes.disability_grade = "4", "1"
    dossier.members.append(comes)
    return dossier


def paid(town: Town, programme: str, month: str = "2026-01") -> list[tuple[str, Decimal]]:
    return [
        (line.account_number, line.total) for line in town.clerk.read(rosters.roster, month, programme).lines
    ]


def living(town: Town, home: str) -> list[str]:
    return [one.name for one in town.clerk.read(household_facts.facts_on, home, town.clerk.today()).members]


@pytest.fixture
@once
def man(town: Town) -> FileRows:
    """A man who lives alone and is paid 护理补贴."""
    old = rows(town, care(town))
    town.on(date(2025, 12, 1))
    return old


def person_of(home: FileRows) -> Person:
    return home.people[home.application.applicant_id]


def asked(town: Town, man: FileRows) -> str:
    return submitted(
        town, joined_by(town, person_of(man), disabled=True), date(2025, 12, 1), date(2025, 12, 9)
    )


def test_while_the_application_waits_he_is_paid_where_he_lives(town: Town, man: FileRows) -> None:
    before, who = paid(town, "disability_care"), person_of(man).name
    taken = asked(town, man)
    there = rows(town, taken).household.id
    notes = {note.title: note.lines for note in town.head.read(approving.view, taken).notes}
    assert f"{who}来本户共同生活：登记的是在另一户" in notes["申报与登记不一致"]
    assert who in [one.name for one in town.head.read(files.dossier, taken).members]
    for _ in range(2):
        assert paid(town, "disability_care") == before
        assert living(town, man.household.id) == [who]
        assert who not in living(town, there)
        assert [kind for _, kind, _ in told(town, man.household.id)] == ["keep"]
        if rows(town, taken).application.state != "withdrawn":
            town.clerk.write(approving.withdraw, taken, "不再申请")


def test_the_favourable_decision_takes_him_and_his_pay_along(town: Town, man: FileRows) -> None:
    ((_, monthly),) = paid(town, "disability_care")
    taken = asked(town, man)
    town.on(date(2025, 12, 15))
    assert person_of(man).id in [one.id for one in town.head.read(files.dossier, taken).members]
    approve(town, taken)
    there = rows(town, taken).household
    assert paid(town, "disability_care") == [(there.account_number, monthly)]
    assert paid(town, "disability_care", "2025-12") == [(man.household.account_number, monthly)]
    assert living(town, man.household.id) == []
    assert len(living(town, there.id)) == 4
    assert town.checker.read(consequences.consequences, man.household.id) == []
    assert [kind for _, kind, _ in told(town, there.id)] == ["keep", "keep"]
    (line,) = town.clerk.read(rosters.roster, "2026-01", "dibao").lines
    assert line.members == 4


def test_a_refusal_leaves_him_where_he_lives(town: Town, man: FileRows) -> None:
    before = paid(town, "disability_care")
    taken = asked(town, man)
    verdict = approving.Verdict(
        result="refused", seen_version=version(town, taken), reason="收入超过标准", clause="57-8"
    )
    town.head.write(approving.decide, taken, verdict)
    assert paid(town, "disability_care") == before
    assert living(town, man.household.id) == [person_of(man).name]


def test_he_cannot_be_asked_for_in_a_second_family_meanwhile(town: Town, man: FileRows) -> None:
    taken = asked(town, man)
    number = rows(town, taken).application.number
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    couple.members.append(joined_by(town, person_of(man), disabled=True).members[-1])
    with pytest.raises(Refused, match=number):
        accept(town, couple)
    found = town.clerk.read(duplicates.duplicates, couple)
    assert ("pending", True) in [(one.kind, one.blocks) for one in found]


def test_an_orphan_goes_to_the_uncles_family_with_pay_and_parents(town: Town) -> None:
    old = rows(town, confirmed(town, with_child(single(town, "unsupported_child", birth=date(2015, 5, 5)))))
    town.on(date(2025, 12, 1))
    dossier = joined_by(town, person_of(old))
    taken = submitted(town, dossier, date(2025, 12, 1), date(2025, 12, 9))
    town.on(date(2025, 12, 15))
    approve(town, taken)
    there = rows(town, taken).household
    assert [account for account, _ in paid(town, "unsupported_child")] == [there.account_number]
    assert told(town, old.household.id) == []
    assert {kind for _, kind, _ in told(town, there.id)} <= {"keep", "cut"}
    parents = town.clerk.read(lambda unit: file_rows.parents_of(unit.session, there.id))
    assert [one.state for one in parents] == ["dead", "prison"]


def test_a_merge_brings_the_pay_of_who_came_before(town: Town, man: FileRows) -> None:
    """He was moved by hand-made records, as an earlier version did it: his pay stayed behind."""
    taken = accept(town, joined_by(town, person_of(man), disabled=True)).application_id
    home = rows(town, taken).household

    def behind(unit: Unit) -> None:
        (old,) = file_rows.members_of(unit.session, man.household.id)
        old.left_on = date(2025, 12, 1)
        unit.add(Member(household_id=home.id, person_id=old.person_id, relation="97", joined_on=unit.today))

    town.clerk.write(behind)
    merged = Happened(kind="merge", effective_on=date(2025, 12, 1), other_household_id=man.household.id)
    town.checker.write(events.record_event, home.id, merged)
    account_confirmed(town)
    assert [account for account, _ in paid(town, "disability_care")] == [home.account_number]


def named_only(town: Town, man: FileRows) -> str:
    """A first form of the family names him as a son who lives apart, and is taken back; returns its household."""
    dossier = joined_by(town, person_of(man), disabled=True)
    line = dossier.members[-1]
    line.counted, line.not_counted_reason, line.relation = False, "已成年另过", "21"
    taken = accept(town, dossier).application_id
    town.clerk.write(approving.withdraw, taken, "不再申请")
    return rows(town, taken).household.id


def counted_in(town: Town, man: FileRows) -> list[str]:
    who = person_of(man).id
    found = town.clerk.read(lambda unit: people.households_of(unit.session, [who], unit.today))
    return [row.household_id for row in found if row.counted]


def test_who_was_only_named_before_is_counted_by_the_decision_and_not_by_the_form(
    town: Town, man: FileRows
) -> None:
    home, before = named_only(town, man), paid(town, "disability_care")
    dossier = joined_by(town, person_of(man), disabled=True)
    dossier.household.id = home
    taken = submitted(town, dossier, date(2025, 12, 1), date(2025, 12, 9))
    assert counted_in(town, man) == [man.household.id]
    assert paid(town, "disability_care") == before
    seen = {one.name: one.counted for one in town.head.read(files.dossier, taken).members}
    assert len(seen) == 4
    assert seen[person_of(man).name]
    (line,) = dossier.members[-1:]
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    couple.members.append(line)
    with pytest.raises(Refused, match=rows(town, taken).application.number):
        accept(town, couple)
    town.on(date(2025, 12, 15))
    approve(town, taken)
    there = rows(town, taken).household
    assert counted_in(town, man) == [there.id]
    assert [account for account, _ in paid(town, "disability_care")] == [there.account_number]
    assert len(living(town, there.id)) == 4


def test_a_form_of_a_family_in_receipt_counts_him_with_its_decision_too(town: Town, man: FileRows) -> None:
    """The family is in 低保 and names him; a form for a subsidy says he lives with them."""
    first = joined_by(town, person_of(man), disabled=True)
    line = first.members[-1]
    line.counted, line.not_counted_reason, line.relation = False, "已成年另过", "21"
    taken = submitted(town, first, date(2025, 12, 1), date(2025, 12, 9))
    town.on(date(2025, 12, 15))
    approve(town, taken)
    home = rows(town, taken).household
    again = joined_by(town, person_of(man), disabled=True)
    again.household.id, again.application.programmes = home.id, ["disability_living"]
    asked_for = accept(town, again).application_id
    assert counted_in(town, man) == [man.household.id]
    town.checker.write(approving.give_opinion, asked_for, "grant", "证件齐全，拟同意发放护理补贴。")
    town.checker.write(opinions.record_review, asked_for, True, "残联审核通过")
    approve(town, asked_for)
    assert counted_in(town, man) == [home.id]
