"""A form taken while another file of the family is on its way changes nothing of that file, and pays nobody otherwise."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.dossier_json import file_read
from jiuzhu.domain.household import Member, Person
from jiuzhu.errors import ChangedSinceSeen, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import declining, intake
from jiuzhu.services.counter.declining import Declining
from jiuzhu.services.granting import rosters
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from on_the_way import accept, approve, rows, single, submitted, surveyed
from paid_families import confirmed, family, posted, with_child
from paid_families import told as paid_by
from town import Town, complete, id_number, urban_three

OWN = ("甲示例", "6200000000000000001")
FOREIGN = "6200000000000009999"


def beside(town: Town, home: FileRows, *programmes: str) -> Dossier:
    """The same family at the counter with another wish."""
    dossier = family(town, *programmes)
    dossier.household.id = home.household.id
    return dossier


def listed(town: Town, dossier: Dossier) -> str:
    return town.clerk.write(intake.issue_correction, dossier, "", ["身份证"]).application_id


def withdrawn(town: Town, dossier: Dossier) -> str:
    taken = listed(town, dossier)
    town.clerk.write(approving.withdraw, taken, "不再申请")
    return taken


def declined(town: Town, dossier: Dossier) -> str:
    told = Declining(ground="not_here", reason="不属于本窗口办理", clause="649-60", advice="请到区县办理。")
    return town.clerk.write(declining.decline, dossier, told).application_id


def elsewhere(dossier: Dossier) -> Dossier:
    dossier.household.account_name, dossier.household.account_number = "庚示例", FOREIGN
    return dossier


def cousin(order: int = 911) -> MemberPart:
    born = date(1990, 1, 1)
    return MemberPart(name="庚示例", id_number=id_number(born, order), birth=born, sex="1", relation="97")


def due(town: Town, taken: str) -> Decimal | None:
    return next(
        one.monthly for one in town.head.read(files.dossier, taken).findings if one.programme == "dibao"
    )


@pytest.mark.parametrize("how", ["withdrawn", "declined", "listed", "accepted"])
def test_another_account_on_another_form_is_not_paid_to(town: Town, how: str) -> None:
    taken = submitted(town, family(town, "dibao"), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    seen = town.head.read(files.dossier, taken)
    if how == "accepted":
        other = accept(town, elsewhere(beside(town, rows(town, taken), "medical"))).application_id
    else:
        ways = {"withdrawn": withdrawn, "declined": declined, "listed": listed}
        other = ways[how](town, elsewhere(beside(town, rows(town, taken), "disability_care")))
    assert town.head.read(files.dossier, taken).household.account_number == OWN[1]
    assert town.clerk.read(files.dossier, other).household.account_number == FOREIGN  # its own file keeps it
    town.head.write(approving.decide, taken, approving.Verdict(result="approved", seen_version=seen.version))
    (line,) = town.clerk.read(rosters.roster, "2025-12", "dibao").lines
    assert (line.payee, line.account_number) == OWN


@pytest.mark.parametrize("end", [withdrawn, declined])
def test_who_is_named_on_a_list_lives_nowhere_by_it(town: Town, end: Callable[[Town, Dossier], str]) -> None:
    taken = surveyed(town, family(town, "dibao"))
    before = due(town, taken)
    form = beside(town, rows(town, taken), "disability_care")
    form.members.append(cousin())
    form.members[0].disability_kind, form.members[0].disability_grade = "4", "1"
    form.members[1].not_counted_reason, form.members[1].counted = "已成年另过", False
    other = end(town, form)
    assert before == Decimal("950.00")
    assert due(town, taken) == before
    assert [one.name for one in town.head.read(files.dossier, taken).members] == [
        "甲示例",
        "乙示例",
        "丙示例",
    ]
    kept = town.clerk.read(files.dossier, other).members
    assert [(one.name, one.counted) for one in kept] == [
        ("甲示例", True), ("乙示例", False), ("丙示例", True), ("庚示例", True),
    ]  # fmt: skip
    assert (kept[0].disability_kind, kept[0].disability_grade) == ("4", "1")


def test_a_completed_list_makes_facts_of_what_it_says(town: Town) -> None:
    dossier = family(town, "dibao")
    first = withdrawn(town, dossier)
    again = beside(town, rows(town, first), "dibao")
    again.members.append(cousin())
    again.members[0].illness, again.members[0].illness_name = "major", "肿瘤"
    elsewhere(again)
    waiting = listed(town, again)
    home = rows(town, first).household
    assert home.account_number == OWN[1]
    form = complete(town.clerk.read(files.dossier, waiting), town.clerk.today())
    town.clerk.write(intake.complete, waiting, form)
    found = rows(town, waiting)
    assert [found.people[one.person_id].name for one in found.members] == [
        "甲示例",
        "乙示例",
        "丙示例",
        "庚示例",
    ]
    assert found.household.account_number == FOREIGN
    assert found.people[found.application.applicant_id].illness == "major"
    assert [row.facts for row in found.declared_facts] == ["{}"] * 3
    stored = town.clerk.read(lambda unit: [unit.get(Member, one.id).joined_on for one in found.members])
    assert len(stored) == 4


def test_a_number_learnt_for_a_list_is_not_lost(town: Town) -> None:
    dossier = family(town, "dibao")
    number, dossier.members[1].id_number = dossier.members[1].id_number, ""
    first = withdrawn(town, dossier)
    again = town.clerk.read(intake.from_person, rows(town, first).application.applicant_id)
    again.application.programmes = ["dibao"]
    again.members[1].id_number = number
    waiting = listed(town, again)
    assert town.clerk.read(files.dossier, waiting).members[1].id_number == number
    assert town.clerk.read(lambda unit: unit.get(Person, again.members[1].id)).id_number == ""


def test_a_list_of_another_family_takes_no_child_into_it(town: Town) -> None:
    his = confirmed(town, with_child(single(town, "unsupported_child", birth=date(2015, 5, 5))))
    old = rows(town, his)
    child = old.people[old.application.applicant_id]
    town.on(date(2025, 12, 1))
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    dossier.members.append(
        MemberPart(
            name=child.name, id_number=child.id_number, sex="1", birth=child.birth, relation="97",
            student="compulsory",
        )
    )  # fmt: skip
    other = withdrawn(town, dossier)
    on = date(2026, 3, 10)
    town.on(on)
    assert town.clerk.read(lambda unit: people.home_on(unit.session, child.id, on)) == old.household.id
    assert [kind for _, kind, _ in paid_by(town, old.household.id)] == ["keep"]
    assert "己示例" in [one.name for one in town.clerk.read(files.dossier, other).members]


def test_one_persons_own_application_leaves_the_familys_file_whole(town: Town) -> None:
    taken = surveyed(town, family(town, "dibao"))
    home = rows(town, taken)
    old = home.people[home.members[1].person_id]
    own = single(town, "tekun")
    own.household.id = home.household.id
    own.members[0].name, own.members[0].id_number, own.members[0].birth = old.name, old.id_number, old.birth
    own.members[0].sex = old.sex
    with pytest.raises(Refused, match=r"正在办理.*少了甲示例、丙示例.*户情变动"):
        accept(town, own)
    assert due(town, taken) == Decimal("950.00")
    more = beside(town, home, "medical")
    more.members.append(cousin())
    with pytest.raises(Refused, match=r"多了庚示例"):
        accept(town, more)
    approve_later = beside(town, home, "disability_care")
    accept(town, approve_later)  # the same people may ask for more
    assert due(town, taken) == Decimal("950.00")


@pytest.mark.parametrize("changed", [False, True])
def test_an_account_is_taken_whole_and_the_later_change_wins(town: Town, changed: bool) -> None:
    taken = posted(town, family(town, "dibao"))
    home = rows(town, taken).household
    town.on(date(2025, 12, 1))
    form = beside(town, rows(town, taken), "unsupported_child")
    form.household.bank, form.household.account_number = "乙银行", "6200000000000000002"
    number = surveyed(town, with_child(form))
    if changed:
        wanted = NewAccount(
            bank=home.bank, account_name="甲示例", account_number="6200000000000000003", reason="卡遗失换卡"
        )
        change = town.checker.write(accounts.propose_account, home.id, wanted)
        town.head.write(accounts.decide_account, change, confirmed=True)
    expected = (home.bank, "6200000000000000003") if changed else ("乙银行", "6200000000000000002")
    seen = town.head.read(files.dossier, number).household
    assert (seen.bank, seen.account_number) == expected
    town.checker.write(approving.give_opinion, number, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, number)
    approve(town, number)
    now = rows(town, taken).household
    assert (now.bank, now.account_number) == expected


@pytest.mark.parametrize("batch", [False, True])
def test_what_was_told_of_the_people_since_is_looked_at_again(town: Town, batch: bool) -> None:
    taken = submitted(town, family(town, "dibao"), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    seen = town.head.read(files.dossier, taken)
    chosen = [(taken, seen.version)]
    preview = town.head.read(approving.batch_preview, chosen)
    assert preview.seen == {taken: file_read(seen)}
    form = beside(town, rows(town, taken), "medical")
    form.members[2].school = "示例小学"
    accept(town, form)
    read = [file_read(seen), file_read(town.head.read(files.dossier, taken))]
    if batch:
        left = town.head.write(approving.decide_batch, chosen, preview.seen)
        assert (left.signed, [why for _, _, why in left.excluded]) == ([], ["看过之后有改动，请重看。"])
        assert town.head.write(approving.decide_batch, chosen, {taken: read[1]}).signed == [taken]
        return
    old, new = (
        approving.Verdict(result="approved", seen_version=seen.version, seen_file=one) for one in read
    )
    with pytest.raises(ChangedSinceSeen):
        town.head.write(approving.decide, taken, old)
    town.head.write(approving.decide, taken, new)
