"""The drafted opinion: what still has to be found out is not called a refusal."""

from decimal import Decimal

import pytest

from jiuzhu.errors import InvalidInput
from jiuzhu.services.approval import approving, opinions, reviewing
from jiuzhu.services.casework import files
from on_the_way import surveyed
from town import Town, urban_couple, urban_three


def test_what_waits_for_a_person_is_named_and_never_drafted_as_not_fitting(town: Town) -> None:
    dossier = urban_couple(town)
    dossier.members[1].counted, dossier.members[1].not_counted_reason = False, "分开住"
    draft = town.checker.read(opinions.drafted, surveyed(town, dossier))
    assert "不符合条件" not in draft.text
    assert "还不能认定，还需：" in draft.text


def waiting(town: Town) -> str:
    """A file whose finding still needs something: the spouse was left out, nobody knows yet."""
    dossier = urban_couple(town)
    dossier.members[1].counted, dossier.members[1].not_counted_reason = False, "分开住"
    return surveyed(town, dossier)


def test_what_only_waits_is_drafted_as_neither_and_goes_back_to_the_survey(town: Town) -> None:
    taken = waiting(town)
    seen = town.checker.read(reviewing.view, taken)
    assert seen.draft is not None
    assert seen.draft.result == ""
    assert "还需：" in seen.lacking
    with pytest.raises(InvalidInput, match="还要查清什么"):
        town.checker.write(approving.look_again, taken, "")
    town.checker.write(approving.look_again, taken, "请核实配偶是否共同生活")
    rows = town.checker.read(files.load_rows, taken)
    assert (rows.application.state, rows.steps[-1].note) == ("investigating", "请核实配偶是否共同生活")


def test_a_rule_the_family_meets_is_never_offered_as_the_ground_of_a_refusal(town: Town) -> None:
    """The income is below the standard and nothing is failed yet: no clause stands there, and none is made up."""
    taken = waiting(town)
    town.checker.write(approving.give_opinion, taken, "refuse", "材料没有补齐，拟不同意。")
    seen = town.head.read(reviewing.view, taken)
    assert (seen.clause, bool(seen.lacking)) == ("", True)
    verdict = approving.Verdict(result="refused", seen_version=seen.version, reason="一直没有补齐材料")
    with pytest.raises(InvalidInput) as refused:
        town.head.write(approving.decide, taken, verdict)
    assert refused.value.problems[0].field == "clause"


def test_each_item_is_refused_by_the_rule_it_fails_itself(town: Town) -> None:
    dossier = urban_three(town)
    dossier.members[1].disability_grade = "3"
    taken = surveyed(town, dossier, deposit=Decimal("410000.00"))
    town.checker.write(approving.give_opinion, taken, "refuse", "货币财产超过上限，拟不同意。")
    seen = town.head.read(reviewing.view, taken)
    assert "渝府办发〔2022〕128号" in seen.clause
    verdict = approving.Verdict(
        result="refused", seen_version=seen.version, reason="货币财产超过上限", clause=seen.clause
    )
    town.head.write(approving.decide, taken, verdict)
    found = {row.programme: row.clause for row in town.head.read(files.load_rows, taken).decisions}
    assert found["dibao"] == seen.clause
    assert found["disability_care"] != seen.clause
    assert all(found.values())
