from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain import dossier_json
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.casework import assessing, files
from jiuzhu.services.counter import intake, recording, relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.office import searching
from town import Town, complete, id_number, urban_couple, urban_three


def test_an_accepted_household_stands_in_every_record(town: Town) -> None:
    receipt = town.accept(urban_three(town))

    assert receipt.number == "受2025-500112001-A00001-1"
    assert (receipt.accepted_on, receipt.promised_on, receipt.promised_days) == (
        date(2025, 10, 13),
        date(2025, 11, 17),
        25,
    )
    stored = town.clerk.read(files.dossier, receipt.application_id)
    assert [member.name for member in stored.members] == ["甲示例", "乙示例", "丙示例"]
    assert stored.incomes[0].declared == Decimal("1560.00")
    assert stored.findings[0].monthly == Decimal("950.00")
    assert [line.programme for line in stored.findings if line.result == "entitled"] == [
        "dibao",
        "disability_living",
        "disability_care",
    ]
    assert len(stored.authorisations) == 3


def test_nothing_is_taken_while_a_field_is_wrong(town: Town) -> None:
    dossier = complete(urban_three(town), town.clerk.today())
    dossier.members[1].id_number = dossier.members[1].id_number[:-1] + "0"
    dossier.members[0].name = "长" * 200
    dossier.application.reason = ""

    with pytest.raises(InvalidInput) as told:
        town.clerk.write(intake.accept, dossier, "")

    assert {"members.1.id_number", "members.0.name", "application.reason"} <= {
        problem.field for problem in told.value.problems
    }
    assert town.clerk.read(searching.search, "甲示例") == []


def test_missing_papers_and_signatures_are_named_together(town: Town) -> None:
    dossier = complete(urban_three(town), town.clerk.today())
    dossier.members[1].authorised_on = None
    next(part for part in dossier.materials if part.code == "bank_card").received_on = None

    with pytest.raises(Refused) as told:
        town.clerk.write(intake.accept, dossier, "")

    assert "银行卡" in told.value.message
    assert "乙示例" in told.value.message


def test_the_correction_list_is_given_once_and_the_clock_starts_at_completion(town: Town) -> None:
    town.on(date(2025, 10, 9))
    dossier = complete(urban_couple(town), town.clerk.today())
    dossier.members[1].authorised_on = None
    given = town.clerk.write(intake.issue_correction, dossier, "", ["妻子的核对授权"])
    waiting = town.clerk.read(files.dossier, given.application_id)
    assert (waiting.application.state, waiting.application.accepted_on) == ("to_complete", None)
    with pytest.raises(Refused, match="不能再出第二份"):
        town.clerk.write(intake.issue_correction, waiting, "", ["又想起一份"])

    town.on(date(2025, 10, 13))
    receipt = town.clerk.write(intake.complete, given.application_id, complete(waiting, town.clerk.today()))

    assert (receipt.accepted_on, receipt.promised_on) == (date(2025, 10, 13), date(2025, 11, 17))
    after = town.clerk.read(files.dossier, given.application_id)
    assert after.correction.completed_on == date(2025, 10, 13)
    assert after.application.submitted_on == date(2025, 10, 9)


def test_the_same_people_are_not_taken_twice(town: Town) -> None:
    receipt = town.accept(urban_three(town))

    with pytest.raises(Refused, match=receipt.number):
        town.accept(urban_three(town))


def test_a_person_counted_elsewhere_blocks_with_the_other_number(town: Town) -> None:
    receipt = town.accept(urban_three(town))
    other = urban_couple(town)
    taken = urban_three(town).members[1]
    taken.relation = "29"
    other.members.append(taken)

    with pytest.raises(Refused, match=receipt.number):
        town.accept(other)


def test_a_known_household_is_not_typed_again(town: Town) -> None:
    receipt = town.accept(urban_three(town))
    stored = town.clerk.read(files.dossier, receipt.application_id)

    again = town.clerk.read(intake.from_person, stored.members[0].id)

    assert [member.id_number for member in again.members] == [member.id_number for member in stored.members]
    assert again.household.account_number == "6200000000000000001"
    assert again.incomes == []


def test_drafts_are_offered_again_until_they_are_taken(town: Town) -> None:
    draft_id = new_id()
    dossier = urban_three(town)
    town.clerk.write(intake.keep_draft, draft_id, dossier)
    [row] = town.clerk.read(intake.drafts)
    assert (row.title, row.mine) == ("甲示例", True)
    assert dossier_json.dump(town.clerk.read(intake.open_draft, draft_id)) == dossier_json.dump(dossier)

    town.clerk.write(intake.accept, complete(dossier, town.clerk.today()), draft_id)

    assert town.clerk.read(intake.drafts) == []
    with pytest.raises(UserError, match="已受理"):
        town.clerk.read(intake.open_draft, draft_id)


def test_only_the_window_clerk_takes_applications(town: Town) -> None:
    dossier = complete(urban_three(town), town.clerk.today())

    with pytest.raises(Refused, match="受理申请"):
        town.head.write(intake.accept, dossier, "")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("甲", 1), ("甲示例", 1), ("示例", 3), ("13800000001", 1), ("示例路", 3), ("0005", 0)],
)
def test_search_before_create(town: Town, typed: str, found: int) -> None:
    town.accept(urban_three(town))

    hits = town.clerk.read(searching.search, typed)

    assert len(hits) == found
    assert all("*" in hit.id_masked for hit in hits)


def test_search_by_pinyin_initials(town: Town) -> None:
    town.accept(urban_three(town))

    assert "甲示例" in {hit.name for hit in town.clerk.read(searching.search, "jsl")}
    assert town.clerk.read(searching.search, "qqq") == []


def test_search_finds_the_last_four_of_an_id_number(town: Town) -> None:
    town.accept(urban_three(town))
    number = id_number(date(1980, 3, 2), 11)

    assert [hit.name for hit in town.clerk.read(searching.search, number[-4:].lower())] == ["甲示例"]


def test_the_radar_asks_for_what_is_not_filled_in(town: Town) -> None:
    dossier = urban_three(town)
    dossier.incomes, dossier.assets = [], []

    lines = {line.programme: line for line in assessing.radar(town.clerk.rules, dossier, town.clerk.today())}

    assert lines["dibao"].result == "manual"
    assert lines["dibao"].needs
    assert lines["disability_care"].result == "entitled"


def test_a_number_finds_its_file_with_or_without_its_first_word(town: Town) -> None:
    receipt = town.accept(urban_three(town))

    assert town.clerk.read(searching.find_number, receipt.number) == receipt.application_id
    assert town.clerk.read(searching.find_number, f" {receipt.number[1:].lower()} ") == receipt.application_id
    assert town.clerk.read(searching.find_number, "受2025-500112001-A99999-0") is None


def test_the_promise_of_truth_is_asked_for(town: Town) -> None:
    dossier = complete(urban_three(town), town.clerk.today())
    dossier.application.truth_promised = False

    with pytest.raises(InvalidInput, match="诚信声明"):
        town.clerk.write(intake.accept, dossier, "")


def test_a_list_of_missing_papers_does_not_promise_for_the_family(town: Town) -> None:
    dossier = urban_couple(town)
    given = town.clerk.write(intake.issue_correction, dossier, "", ["户口簿"])
    waiting = town.clerk.read(files.dossier, given.application_id)
    waiting = complete(waiting, town.clerk.today())
    waiting.application.truth_promised = town.clerk.read(
        files.dossier, given.application_id
    ).application.truth_promised

    with pytest.raises(InvalidInput, match="诚信声明"):
        town.clerk.write(intake.complete, given.application_id, waiting)


def test_a_relation_that_becomes_known_later_keeps_its_staff_from_signing(town: Town) -> None:
    taken = town.accept(urban_three(town)).application_id
    seen = town.head.read(files.dossier, taken).version

    known = StaffRelation(name="王主任", unit="示例街道民政办", relation="申请人之兄")
    town.clerk.write(relatives.file_relative, taken, known)

    stored = town.head.read(files.dossier, taken)
    assert stored.application.related_staff == "示例街道民政办王主任（申请人之兄）"
    assert stored.version > seen
    [filed] = town.clerk.read(files.load_rows, taken).relatives
    assert filed.operator_id == town.head.actor.operator_id
    with pytest.raises(Refused, match="受理申请"):
        town.head.write(relatives.file_relative, taken, known)


def test_whatever_is_written_of_a_household_can_be_typed(town: Town) -> None:
    typed = {
        field.name.removeprefix("household.")
        for form in (town.clerk.rules.forms["F01"], town.clerk.rules.forms["F02"])
        for section in form.sections
        for field in section.fields
    }
    of_the_office = {"district", "township"}
    assert set(recording.HOUSEHOLD_FACTS) - of_the_office <= typed
