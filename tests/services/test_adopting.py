"""One form, several ways, one check; who signs; what the authority looks at itself; obligors allow the check too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain import application as app
from jiuzhu.domain.checking import Check, CheckReply, NeighbourInterview
from jiuzhu.domain.dossier import Dossier, IncidentPart, ObligorPart
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.domain.policy import Policy
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files, moving
from jiuzhu.services.counter import intake
from jiuzhu.services.survey import caring, checking, readiness
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, opined_tekun, rows, single, surveyed
from town import Town, complete, urban_three


def both(town: Town) -> tuple[str, str]:
    """低保 and 支出型 on one form: the first checked to its end, the second being surveyed."""
    made = urban_three(town)
    made.application.programmes = ["dibao", "temporary"]
    made.application.source = "self"
    made.incident = IncidentPart(
        kind="illness", happened_on=date(2025, 9, 1), cause="住院", self_paid=Decimal("23000.00")
    )
    receipt = accept(town, made)
    first, second = receipt.application_id, receipt.others[0].application_id
    for taken in (first, second):
        town.checker.write(checking.start_survey, taken)
    number = town.checker.write(checking.request_check, first)
    answer(town, first, number)
    return first, second


def answer(town: Town, taken: str, number: str) -> None:
    """The check found the savings larger; one more bank book nobody declared; everything is settled."""

    def reply(unit: Unit) -> None:
        found = files.load_rows(unit, taken)
        check = found.checks[-1]
        assert check.number == number
        check.replied_on, check.report_on, check.report_number = unit.today, unit.today, "核报〔2025〕7号"
        for line in found.lines:
            line.accepted = line.declared
            if line.category == "asset":
                line.checked = line.accepted = Decimal("22000.00")
                line.judgement, line.explanation = "mistaken", "记错了"
                unit.add(
                    CheckReply(
                        check_id=check.id, application_id=taken, person_id=found.members[0].person_id, department="银行",
                        item="存款", status="hit", value="22000.00", line_id=line.id,
                    )
                )  # fmt: skip
        unit.add(
            app.EconomicLine(
                application_id=taken, category="asset", kind="deposit", item="另一存折", checked=Decimal("300.00"),
                accepted=Decimal("300.00"), judgement="omitted",
            )
        )  # fmt: skip
        unit.add(NeighbourInterview(application_id=taken, asked_on=unit.today, name="邻居甲"))
        unit.about(taken)

    town.checker.write(reply)
    person = town.checker.actor.operator_id
    visit = VisitPart(second_investigator="村干部", present="甲示例")
    town.checker.write(checking.record_visit, taken, visit, [person])


def test_a_check_of_the_same_form_is_taken_over_once_it_is_finished(town: Town) -> None:
    first, second = both(town)
    assert town.checker.read(checking.file, second).adoptable == ""
    with pytest.raises(Refused, match="还没有完成核查"):
        town.checker.write(checking.adopt_check, second)
    town.checker.write(checking.finish, first)
    number = rows(town, first).application.number
    assert town.checker.read(checking.file, second).adoptable == number
    assert town.checker.read(checking.file, first).adoptable == ""

    assert town.checker.write(checking.adopt_check, second) == number

    taken = rows(town, second)
    assert (taken.checks[-1].report_number, taken.checks[-1].report_on) == (
        "核报〔2025〕7号",
        date(2025, 10, 13),
    )
    assert taken.checks[-1].number != rows(town, first).checks[-1].number
    own = {line.id for line in taken.lines}
    assert {reply.line_id for reply in taken.replies} <= own
    assets = [
        (line.declared, line.accepted, line.judgement) for line in taken.lines if line.category == "asset"
    ]
    assert assets == [
        (Decimal("21000.00"), Decimal("22000.00"), "mistaken"),
        (None, Decimal("300.00"), "omitted"),
    ]
    assert len(taken.visits) == len(taken.neighbours) == 1
    assert taken.steps[-1].note == f"采用受理编号 {number} 的核对结果"
    assert town.checker.read(readiness.readiness, second).missing == []
    with pytest.raises(Refused, match="已有核对"):
        town.checker.write(checking.adopt_check, second)
    town.checker.write(checking.finish, second)
    assert rows(town, second).application.state == "to_opine"


def test_what_was_accepted_here_already_stays(town: Town) -> None:
    first, second = both(town)
    town.checker.write(checking.finish, first)
    line = next(one for one in rows(town, second).lines if one.category == "asset")
    town.checker.write(checking.explain, line.id, "村委会证明", "证明")

    def accepted(unit: Unit) -> None:
        unit.get(app.EconomicLine, line.id).accepted = Decimal("21000.00")
        unit.about(second)

    town.checker.write(accepted)
    town.checker.write(checking.adopt_check, second)
    kept = next(one for one in rows(town, second).lines if one.id == line.id)
    assert (kept.accepted, kept.explanation) == (Decimal("21000.00"), "村委会证明")


def test_another_form_of_the_household_lends_nothing(town: Town) -> None:
    first, _ = both(town)
    town.checker.write(checking.finish, first)
    other = accept(town, single(town, "temporary", order=75)).application_id
    town.checker.write(checking.start_survey, other)
    assert town.checker.read(checking.file, other).adoptable == ""


def with_son(town: Town, status: str = "ordinary") -> Dossier:
    made = single(town, "tekun")
    made.obligors = [
        ObligorPart(
            of_person=made.members[0].id, name="癸示例", relation="20", status=status, birth=date(1985, 1, 1)
        )
    ]
    return made


def test_an_obligor_who_did_not_sign_stops_the_acceptance_of_tekun(town: Town) -> None:
    made = complete(with_son(town), town.clerk.today())
    with pytest.raises(Refused, match=r"还没有签核对授权：癸示例（义务人）"):
        town.clerk.write(intake.accept, made, "")
    made.obligors[0].authorised_on = town.clerk.today()
    taken = town.clerk.write(intake.accept, made, "").application_id
    found = rows(town, taken)
    assert [(row.obligor_id is not None, row.signed_on) for row in found.authorisations] == [
        (False, date(2025, 10, 13)), (True, date(2025, 10, 13)),
    ]  # fmt: skip
    stored = town.clerk.read(files.dossier, taken)
    assert [part.name for part in stored.authorisations] == ["己示例", "癸示例"]
    assert stored.obligors[0].authorised_on == date(2025, 10, 13)
    town.checker.write(checking.start_survey, taken)
    assert town.checker.read(checking.file, taken).unsigned == []


def test_an_obligor_who_took_the_signature_back_stops_the_check(town: Town) -> None:
    made = complete(with_son(town), town.clerk.today())
    made.obligors[0].authorised_on = town.clerk.today()
    taken = town.clerk.write(intake.accept, made, "").application_id
    town.checker.write(checking.start_survey, taken)

    def revoke(unit: Unit) -> None:
        for row in files.load_rows(unit, taken).authorisations:
            if row.obligor_id:
                row.revoked_on = unit.today
        unit.about(taken)

    town.checker.write(revoke)
    with pytest.raises(Refused, match="还没有有效的核对授权：癸示例"):
        town.checker.write(checking.request_check, taken)


def test_who_cannot_sign_is_not_waited_for_and_dibao_asks_no_obligor(town: Town) -> None:
    accept(town, with_son(town, "incapable"))
    made = with_son(town)
    made.members[0] = single(town, order=77).members[0]
    made.obligors[0].of_person = made.members[0].id
    made.application.programmes = ["dibao"]
    taken = accept(town, made).application_id
    assert len(rows(town, taken).authorisations) == 1


def test_a_check_that_asked_no_obligor_is_not_taken_over_for_tekun(town: Town) -> None:
    made = with_son(town)
    made.obligors[0].authorised_on = town.clerk.today()
    made.application.programmes = ["dibao", "tekun"]
    receipt = accept(town, made)
    first, second = (one.application_id for one in (receipt, *receipt.others))
    for taken in (first, second):
        town.checker.write(checking.start_survey, taken)
    surveyed_check(town, first)
    assert town.checker.read(checking.file, second).adoptable == ""

    def answer(unit: Unit) -> None:
        check = files.load_rows(unit, first).checks[-1]
        obligor = files.load_rows(unit, second).obligors[0]
        unit.add(
            CheckReply(
                check_id=check.id, application_id=first, person_id=obligor.of_person_id, obligor_id=obligor.id,
                department="人社局", item="工资薪金", status="none",
            )
        )  # fmt: skip

    town.checker.write(answer)
    assert town.checker.read(checking.file, second).adoptable == receipt.number


def surveyed_check(town: Town, taken: str) -> None:
    """An answered check and the survey at its end."""

    def survey(unit: Unit) -> None:
        number = unit.number("check")
        moving.step(unit, unit.get(app.Application, taken), "finish_check", "to_opine")
        unit.add(
            Check(
                application_id=taken, number=number, requested_on=unit.today, replied_on=unit.today, report_on=unit.today,
            )
        )  # fmt: skip

    town.checker.write(survey)


def test_a_subsidy_alone_needs_nobodys_signature(town: Town) -> None:
    made = single(town, "elder_allowance", birth=date(1940, 1, 1))
    made = complete(made, town.clerk.today())
    made.members[0].authorised_on = None
    taken = town.clerk.write(intake.accept, made, "").application_id
    assert rows(town, taken).authorisations == []


def test_an_assessment_is_fixed_once_an_opinion_rests_on_it(town: Town) -> None:
    taken = opined_tekun(town)
    person = rows(town, taken).members[0].person_id
    with pytest.raises(Refused, match="不能再改评估"):
        town.checker.write(
            caring.record_self_care,
            person,
            [],
            ("李核查", "张经办"),
            town.clerk.today(),
            application_id=taken,
        )


def test_tekun_is_posted_again_for_the_whole_period(town: Town) -> None:
    taken = opined_tekun(town)
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    posted = rows(town, taken)
    assert (posted.application.due_code, posted.notices[-1].ends_on) == ("T5", date(2025, 10, 20))
    town.checker.write(approving.object_to_notice, taken, "", "有儿子在外地")
    town.checker.write(approving.settle_objection, taken, "走访核实没有子女", "已答复异议人", "dismissed")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    again = rows(town, taken)
    assert (again.application.due_code, again.notices[-1].ends_on) == ("T5r", date(2025, 10, 20))
    assert again.notices[-1].repost


def test_the_countys_own_visits_are_counted_and_shown(town: Town) -> None:
    taken, unseen = opined_tekun(town), opined_tekun(town, order=75)
    for one in (taken, unseen):
        town.checker.write(approving.post_notice, one, "示例村公示栏")
    town.on(date(2025, 10, 21))
    for one in (taken, unseen):
        town.checker.write(approving.close_notice, one)
        town.checker.write(approving.submit, one)
    town.head.write(approving.record_county_visit, taken, "区民政局周某、吴某", "独居，与申报一致")
    approve(town, taken)
    approve(town, unseen)
    (line,) = next(
        note.lines for note in town.head.read(approving.view, taken).notes if note.title == "区县入户抽查"
    )
    assert line == "今年已审核确认的特困 2 件，区县入户抽查 1 件（50%），应不少于 30%"
    desk = town.head.rules
    more = [
        replace(row, value=Decimal(45)) if row.key == "tekun.spot.share" else row for row in desk.policy.rows
    ]
    town.head.rules = replace(desk, policy=Policy(more))
    shown = next(
        note.lines for note in town.head.read(approving.view, taken).notes if note.title == "区县入户抽查"
    )
    assert shown[0].endswith("应不少于 45%")  # the district's own share
    town.head.rules = desk
    other = surveyed(town, single(town, "tekun", order=79))
    notes = town.head.read(approving.view, other).notes
    assert [note.title for note in notes] == ["区县入户抽查", "服务类救助对象分类"]


def test_a_file_says_who_signs_it_and_the_decision_keeps_it(town: Town) -> None:
    first, second = both(town)
    view = town.head.read(approving.view, first)
    assert view.level is not None
    assert (view.level.authority, view.level.why) == ("county", "由区县审核确认（本窗口设置）")
    view = town.head.read(approving.view, second)
    assert view.level is not None
    assert view.level.why == "由区县审核确认（待本地确认）"
    sibling = accept(town, single(town, "quick", order=73)).application_id
    view = town.head.read(approving.view, sibling)
    assert view.level is not None
    assert view.level.authority == "township"


def test_what_departments_decide_is_signed_by_nobody_here(town: Town) -> None:
    taken = accept(town, single(town, "medical")).application_id
    assert town.head.read(approving.view, taken).level is None
