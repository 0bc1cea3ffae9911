"""A later form of a family that receives already changes nothing of it before somebody has decided on the form."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, IncidentPart, MemberPart
from jiuzhu.domain.household import Person
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import Receipt
from jiuzhu.services.granting import consequences, rosters
from jiuzhu.storage.queries.files import FileRows
from on_the_way import accept, approve, rows, submitted
from once import once
from town import Town, id_number, urban_three

FOREIGN = "6299999999999999999"


def form(town: Town, *programmes: str) -> Dossier:
    dossier = urban_three(town)
    dossier.application.programmes = list(programmes)
    return dossier


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    taken = submitted(town, form(town, "dibao"), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return rows(town, taken)


def again(town: Town, home: FileRows, *programmes: str) -> Dossier:
    """The same family at the counter again."""
    dossier = form(town, *programmes)
    dossier.household.id = home.household.id
    if "quick" in programmes:
        dossier.incident = IncidentPart(kind="fire", cause="房屋起火", happened_on=town.clerk.today())
    return dossier


def paid(town: Town) -> list[tuple[str, str, int, Decimal]]:
    roster = town.clerk.read(rosters.roster, "2026-01", "dibao")
    return [(one.payee, one.account_number, one.members, one.total) for one in roster.lines]


def kept(town: Town, home: FileRows) -> bool:
    """Whether the household is paid as before and nothing follows from what was typed."""
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    as_before = [("甲示例", "6200000000000000001", 3, Decimal("950.00"))]
    return found.change.kind == "keep" and paid(town) == as_before


def test_who_asks_for_quick_help_alone_sends_nobody_away(town: Town, home: FileRows) -> None:
    dossier = again(town, home, "quick")
    del dossier.members[1:]
    receipt = accept(town, dossier)
    assert kept(town, home)
    town.clerk.write(approving.withdraw, receipt.application_id, "申请人不办了")
    assert kept(town, home)


def test_a_form_that_waits_for_papers_moves_no_account_and_nobody(town: Town, home: FileRows) -> None:
    dossier = again(town, home, "quick")
    del dossier.members[1:]
    dossier.household.account_number, dossier.household.account_name = FOREIGN, "某某"
    dossier.household.kind = "rural"
    told = town.clerk.write(intake.issue_correction, dossier, "", ["身份证"])
    assert kept(town, home)
    seen = town.clerk.read(files.dossier, told.application_id)
    assert (seen.household.account_number, seen.household.kind) == (
        FOREIGN,
        "rural",
    )  # the file keeps what was said


def test_an_illness_only_told_raises_nothing(town: Town, home: FileRows) -> None:
    dossier = again(town, home, "quick")
    dossier.members[0].illness, dossier.members[0].illness_name = "major", "肿瘤"
    dossier.members[0].phone = "13900000009"
    taken = accept(town, dossier).application_id
    assert kept(town, home)
    seen = town.clerk.read(files.dossier, taken).members[0]
    assert (seen.illness, seen.illness_name) == ("major", "肿瘤")
    assert town.clerk.read(lambda unit: unit.get(Person, seen.id)).phone == "13900000009"  # how to reach them


def asked_for_care(town: Town, home: FileRows) -> Receipt:
    dossier = again(town, home, "disability_care")
    dossier.members[0].illness, dossier.members[0].illness_name = "major", "尿毒症"
    dossier.household.account_number = FOREIGN
    return accept(town, dossier)


def test_a_signed_decision_makes_what_was_declared_a_fact(town: Town, home: FileRows) -> None:
    taken = asked_for_care(town, home).application_id
    assert kept(town, home)
    town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放护理补贴。")
    from jiuzhu.services.approval import opinions  # noqa: PLC0415  # here alone

    town.checker.write(opinions.record_review, taken, True, "残联审核通过")
    approve(town, taken)
    assert [line[1] for line in paid(town)] == [FOREIGN]
    found = town.checker.read(consequences.consequences, home.household.id)
    assert [(one.programme, one.change.kind) for one in found] == [
        ("dibao", "raise"), ("disability_care", "keep"),
    ]  # fmt: skip


def test_a_refused_form_leaves_everything_as_it_was(town: Town, home: FileRows) -> None:
    taken = asked_for_care(town, home).application_id
    town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放护理补贴。")
    from jiuzhu.services.approval import opinions  # noqa: PLC0415  # here alone

    town.checker.write(opinions.record_review, taken, True, "残联审核通过")
    version = town.head.read(files.dossier, taken).version
    verdict = approving.Verdict(
        result="refused", seen_version=version, reason="残疾证已过期", clause="国发〔2015〕52号"
    )
    town.head.write(approving.decide, taken, verdict)
    assert kept(town, home)


def test_a_household_form_with_other_people_asks_for_an_event_first(town: Town, home: FileRows) -> None:
    fewer = again(town, home, "edge")
    del fewer.members[2:]
    with pytest.raises(Refused, match=r"少了丙示例.*户情变动"):
        accept(town, fewer)
    more = again(town, home, "quick")
    born = date(2025, 9, 1)
    more.members.append(
        MemberPart(name="小示例", id_number=id_number(born, 91), sex="1", birth=born, relation="20")
    )
    with pytest.raises(Refused, match=r"多了小示例.*户情变动"):
        accept(town, more)
    assert kept(town, home)


def test_what_another_household_writes_of_somebody_who_receives_waits_too(town: Town, home: FileRows) -> None:
    dossier = form(town, "medical")
    dossier.members[0].illness, dossier.members[0].student = "major", "university"
    del dossier.members[1:]
    town.clerk.write(intake.issue_correction, dossier, "", ["身份证"])
    assert kept(town, home)


def test_a_family_that_receives_nothing_is_recorded_as_it_says(town: Town) -> None:
    first = form(town, "dibao")
    told = town.clerk.write(intake.issue_correction, first, "", ["身份证"])
    later = form(town, "quick")
    later.household.id = rows(town, told.application_id).household.id
    later.incident = IncidentPart(kind="fire", cause="房屋起火", happened_on=town.clerk.today())
    del later.members[1:]
    later.members[0].illness, later.members[0].illness_name = "major", "肿瘤"
    accept(town, later)
    seen = town.clerk.read(files.dossier, told.application_id)
    assert [one.name for one in seen.members] == [
        "甲示例",
        "乙示例",
        "丙示例",
    ]  # quick help is about nobody's home
    assert seen.members[0].illness == "major"


def test_only_an_accepted_form_tells_who_lives_in_a_home(town: Town) -> None:
    told = town.clerk.write(intake.issue_correction, form(town, "dibao"), "", ["身份证"])
    dossier = town.clerk.read(files.dossier, told.application_id)
    del dossier.members[2:]
    assert len(rows(town, told.application_id).members) == 3
    from town import complete  # noqa: PLC0415  # here alone

    town.clerk.write(intake.complete, told.application_id, complete(dossier, town.clerk.today()))
    assert len(rows(town, told.application_id).members) == 2
