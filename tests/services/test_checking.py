from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.dossier_course import NeighbourPart
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files, turns
from jiuzhu.services.counter import intake, relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.survey import checking, readiness
from jiuzhu.storage.queries import checking as queries
from jiuzhu.storage.unit import Unit
from on_the_way import SEEN, in_survey, visit
from once import once
from town import Town, complete, urban_couple, urban_three

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
@once
def couple(town: Town) -> str:
    """A couple accepted on Monday 2025-10-13, survey begun on the same day."""
    return in_survey(town)


def reply(town: Town, number: str, *, bank: str = "41000.00") -> Callable[[Unit], None]:
    """Stand in for the check centre: the deposit was found, the request is answered."""

    def come(unit: Unit) -> None:
        check = queries.checks_numbered(unit.session, [number])[number]
        check.replied_on = check.report_on = unit.today
        rows = files.load_rows(unit, check.application_id)
        line = next(row for row in rows.lines if row.category == "asset")
        line.checked, line.check_source = Decimal(bank), "示例银行"
        unit.about(check.application_id)

    town.checker.write(come)
    return come


def test_the_survey_starts_within_three_working_days(town: Town) -> None:
    identity = town.accept(urban_couple(town)).application_id

    assert [row.due_title for row in town.checker.read(checking.queue)] == ["启动家庭经济状况调查"]
    town.on(date(2025, 10, 15))
    town.checker.write(checking.start_survey, identity)

    row = town.checker.read(checking.queue)[0]
    assert (row.state, row.open_differences) == ("investigating", 0)
    clock = next(line for line in town.checker.read(turns.clock_lines, identity) if line.code == "L4")
    assert "10-15 办结" in clock.text
    assert town.checker.read(checking.queue, "accepted") == []
    assert town.checker.read(checking.queue_total, text="丁示") == 1
    assert town.checker.read(checking.queue_total, text=row.number[-9:].lower()) == 1  # a small letter
    with pytest.raises(Refused, match="调查中"):
        town.checker.write(checking.start_survey, identity)


def test_only_those_who_check_may_start(town: Town) -> None:
    identity = town.accept(urban_couple(town)).application_id
    for stranger in (town.head, town.auditor):
        with pytest.raises(Refused, match="核查"):
            stranger.write(checking.start_survey, identity)


def test_no_request_leaves_while_a_signature_is_missing(town: Town, couple: str) -> None:
    def revoke(unit: Unit) -> None:
        rows = files.load_rows(unit, couple)
        wife = next(one for one in rows.people.values() if one.name == "戊示例")
        permit = next(row for row in rows.authorisations if row.person_id == wife.id)
        permit.revoked_on = unit.today

    town.clerk.write(revoke)
    with pytest.raises(Refused, match="戊示例") as told:
        town.checker.write(checking.request_check, couple)
    assert "丁示例" not in told.value.message
    assert town.checker.read(files.dossier, couple).check.number == ""


def test_a_signature_that_ran_out_is_none(town: Town, couple: str) -> None:
    town.on(date(2026, 10, 14))
    with pytest.raises(Refused, match="丁示例、戊示例"):
        town.checker.write(checking.request_check, couple)


def test_a_minor_stands_under_the_guardian(town: Town) -> None:
    dossier = intake_without_the_sons_paper(town)
    identity = town.clerk.write(intake.accept, dossier, "").application_id
    town.checker.write(checking.start_survey, identity)
    number = town.checker.write(checking.request_check, identity)
    assert number.startswith("核2025-")
    assert len(town.checker.read(lambda unit: files.load_rows(unit, identity).authorisations)) == 2


def intake_without_the_sons_paper(town: Town) -> Dossier:
    dossier = complete(urban_three(town), town.clerk.today())
    dossier.members[2].authorised_on = None
    return dossier


def test_a_request_is_numbered_once_and_not_doubled(town: Town, couple: str) -> None:
    number = town.checker.write(checking.request_check, couple)
    assert town.checker.read(files.dossier, couple).check.requested_on == date(2025, 10, 13)
    with pytest.raises(Refused, match="还没有答复"):
        town.checker.write(checking.request_check, couple)
    reply(town, number)
    again = town.checker.write(checking.request_check, couple)
    assert again != number


def test_a_request_waits_for_the_survey(town: Town) -> None:
    identity = town.accept(urban_couple(town)).application_id
    with pytest.raises(Refused, match="开始调查"):
        town.checker.write(checking.request_check, identity)


def test_a_difference_needs_the_familys_word_before_it_is_settled(town: Town, couple: str) -> None:
    reply(town, town.checker.write(checking.request_check, couple))
    line = next(row for row in town.checker.read(checking.file, couple).lines if row.category == "asset")
    assert (line.declared, line.checked, line.difference) == (
        Decimal("20000.00"),
        Decimal("41000.00"),
        Decimal("21000.00"),
    )

    with pytest.raises(Refused, match="说明"):
        town.checker.write(checking.accept_figure, line.line_id, Decimal(41000), "omitted")
    town.checker.write(checking.explain, line.line_id, "忘了定期存单", "存单复印件")
    town.checker.write(checking.accept_figure, line.line_id, Decimal("41000.00"), "omitted")

    file = town.checker.read(checking.file, couple)
    line = next(row for row in file.lines if row.category == "asset")
    assert (line.accepted, line.accepted_by, line.accepted_on, line.judgement_label) == (
        Decimal("41000.00"),
        "李核查",
        date(2025, 10, 13),
        "漏报",
    )
    assert (file.open_count, file.unfit) == (0, True)
    assert "41,000.00" in "".join(readiness.asked_findings(file.dossier)[0].why)


def test_proof_still_wanted_leaves_the_line_open(town: Town, couple: str) -> None:
    reply(town, town.checker.write(checking.request_check, couple))
    line = next(row for row in town.checker.read(checking.file, couple).lines if row.category == "asset")
    town.checker.write(checking.accept_figure, line.line_id, Decimal(41000), "unproved")

    file = town.checker.read(checking.file, couple)
    assert file.open_count == 1
    assert town.checker.read(checking.queue)[0].open_differences == 1
    assert next(row for row in file.lines if row.category == "asset").accepted is None


@pytest.mark.parametrize("figure", ["-1", "0.001", "NaN", "1e12"])
def test_an_impossible_figure_is_not_accepted(town: Town, couple: str, figure: str) -> None:
    line = town.checker.read(checking.file, couple).lines[0]
    with pytest.raises(UserError, match="没有保存"):
        town.checker.write(checking.accept_figure, line.line_id, Decimal(figure), "true")


def test_all_that_match_are_accepted_together_and_differences_stay(town: Town, couple: str) -> None:
    reply(town, town.checker.write(checking.request_check, couple))
    assert town.checker.write(checking.accept_all_matching, couple) == (1, 0)
    lines = town.checker.read(checking.file, couple).lines
    assert [(row.category, row.accepted) for row in lines] == [("income", Decimal("600.00")), ("asset", None)]


def test_a_found_line_was_declared_as_nothing(town: Town, couple: str) -> None:
    part = LinePart(kind="car", item="旧面包车", visited=Decimal("8000.00"))
    town.checker.write(checking.add_found_line, couple, "vehicle", part)
    line = next(row for row in town.checker.read(checking.file, couple).lines if row.category == "vehicle")
    assert (line.declared, line.difference, line.is_open) == (Decimal("0.00"), Decimal("8000.00"), True)
    with pytest.raises(UserError, match="类别"):
        town.checker.write(
            checking.add_found_line, couple, "vehicle", LinePart(kind="wage", visited=Decimal(1))
        )


def test_a_figure_from_the_visit_opens_an_accepted_line(town: Town, couple: str) -> None:
    town.checker.write(checking.accept_all_matching, couple)
    line = town.checker.read(checking.file, couple).lines[0]
    town.checker.write(checking.record_visited_figure, line.line_id, Decimal("900.00"))
    line = town.checker.read(checking.file, couple).lines[0]
    assert (line.visited, line.difference, line.accepted) == (Decimal("900.00"), Decimal("300.00"), None)


def test_letters_go_out_with_a_number_and_come_back_once(town: Town, couple: str) -> None:
    number = town.checker.write(checking.send_letter, couple, "示例公司", "请核实工资")
    assert number.startswith("函2025-")
    assert "示例公司" in "".join(town.checker.read(readiness.readiness, couple).warnings)
    for early in (date(2025, 10, 12), date(2025, 10, 14)):
        with pytest.raises(UserError, match="以后、今天以前"):
            town.checker.write(checking.answer_letter, couple, number, "每月 600 元", early)
    town.checker.write(checking.answer_letter, couple, number, "每月 600 元")
    letter = town.checker.read(files.dossier, couple).letters[0]
    assert (letter.reply, letter.replied_on, letter.sent_by) == ("每月 600 元", date(2025, 10, 13), "李核查")
    with pytest.raises(Refused, match="登记过回函"):
        town.checker.write(checking.answer_letter, couple, number, "又一次")
    with pytest.raises(UserError, match="没有这个编号"):
        town.checker.write(checking.answer_letter, couple, "函2025-1", "x")


def test_who_stands_in_the_register_asks_no_neighbour(town: Town, couple: str) -> None:
    kept = StaffRelation(name="李核查", relation="申请人之舅")
    town.clerk.write(relatives.file_relative, couple, kept)
    part = NeighbourPart(asked_by="张经办、李核查", name="邻居甲", statement="生活困难")
    with pytest.raises(Refused, match="李核查在这户的近亲属备案里（申请人之舅），不能参加调查"):
        town.clerk.write(checking.record_neighbour, couple, part)
    with pytest.raises(Refused, match="您在这户的近亲属备案中"):
        town.checker.write(
            checking.record_neighbour, couple, NeighbourPart(name="邻居甲", statement="生活困难")
        )
    town.clerk.write(checking.record_neighbour, couple, NeighbourPart(name="邻居甲", statement="生活困难"))
    assert town.checker.read(files.dossier, couple).neighbours[0].asked_by == "张经办"


def test_spending_is_never_negative(town: Town, couple: str) -> None:
    me = [town.checker.actor.operator_id]
    part = replace(SEEN, luxuries=Decimal(-1))
    with pytest.raises(UserError, match="不能是负数"):
        town.checker.write(checking.record_visit, couple, part, me)


def ready(town: Town, identity: str, *, bank: str = "20000.00") -> None:
    """Everything a check needs to end."""
    reply(town, town.checker.write(checking.request_check, identity), bank=bank)
    visit(town, identity)
    town.checker.write(checking.accept_all_matching, identity)


def test_the_end_names_everything_missing_at_once(town: Town, couple: str) -> None:
    with pytest.raises(Refused) as told:
        town.checker.write(checking.finish, couple)
    for word in ("2 项没有认定", "入户调查", "没有发起信息核对"):
        assert word in told.value.message
    number = town.checker.write(checking.request_check, couple)
    with pytest.raises(Refused, match=f"{number} 还没有答复"):
        town.checker.write(checking.finish, couple)
    reply(town, number)
    with pytest.raises(Refused, match="1 处差异没有认定（家庭存款）"):
        town.checker.write(checking.finish, couple)
    assert town.checker.read(files.dossier, couple).application.state == "investigating"


def test_a_complete_check_goes_to_the_opinion(town: Town, couple: str) -> None:
    ready(town, couple)
    town.checker.write(checking.record_neighbour, couple, NeighbourPart(name="邻居甲", statement="生活困难"))
    assert "1 人" in town.checker.read(readiness.readiness, couple).warnings[0]
    report = town.checker.write(checking.finish, couple)

    assert (report.conclusion, report.county_visit) == ("fits", "")
    dossier = town.checker.read(files.dossier, couple)
    assert (dossier.application.state, dossier.check.conclusion) == ("to_opine", "fits")
    assert town.checker.read(checking.queue) == []
    line = dossier.assets[0]
    with pytest.raises(Refused, match="不在核查中"):
        town.checker.write(checking.explain, line.id, "晚了", "")
    with pytest.raises(Refused, match="不在调查中"):
        visit(town, couple)


def test_a_report_grows_too_old(town: Town, couple: str) -> None:
    ready(town, couple)
    town.on(date(2026, 1, 13))
    assert town.checker.read(readiness.readiness, couple).missing == []
    town.on(date(2026, 1, 14))
    with pytest.raises(Refused, match="超过 3 个月"):
        town.checker.write(checking.finish, couple)


def test_a_registered_relative_sends_the_county_to_the_home(town: Town, couple: str) -> None:
    town.clerk.write(relatives.file_relative, couple, StaffRelation(name="钱主任", relation="父亲"))
    ready(town, couple)
    assert town.checker.write(checking.finish, couple).county_visit == "近亲属备案"
    assert "区县必须入户" in town.checker.read(files.dossier, couple).steps[-1].note


def test_who_is_not_eligible_is_told_and_may_be_checked_again(town: Town, couple: str) -> None:
    with pytest.raises(Refused, match="不需要这次告知"):
        town.checker.write(checking.tell_applicant, couple, "当面告知")
    ready(town, couple, bank="41000.00")
    file = town.checker.read(checking.file, couple)
    assert (file.unfit, file.told) == (True, False)
    assert any("没有告知申请人" in line for line in file.readiness.warnings)

    town.checker.write(checking.tell_applicant, couple, "当面告知")
    file = town.checker.read(checking.file, couple)
    assert file.told
    assert "当面告知" in file.dossier.steps[-1].note
    town.checker.write(checking.request_check, couple)
