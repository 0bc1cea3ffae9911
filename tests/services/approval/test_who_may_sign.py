"""Who may sign, and what is not signed: changed since, without report, with open differences, granted elsewhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from other_desk import desk_of

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Decision, Entitlement, Opinion
from jiuzhu.domain.checking import Check
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import Conflict, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.storage.unit import Unit
from on_the_way import approve, edited, rows, submitted, surveyed, version
from town import Town, complete, urban_three


def test_the_maker_is_never_the_approver(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = version(town, taken)
    verdict = approving.Verdict(result="approved", seen_version=seen)
    for workspace, why in ((town.clerk, "您受理"), (town.checker, "初审意见是您")):
        actor = workspace.actor
        both = Actor(
            actor.operator_id,
            actor.login,
            actor.name,
            frozenset({"approver"}),
            actor.station_id,
            actor.window,
        )
        with pytest.raises(Refused, match=why):
            desk_of(workspace, both).write(approving.decide, taken, verdict)
    with pytest.raises(Refused, match=r"审核确认.*审批"):
        town.checker.write(approving.decide, taken, verdict)

    def related(unit: Unit) -> None:
        unit.add(
            RelativeOfStaff(
                application_id=taken,
                operator_id=town.head.actor.operator_id,
                staff_name="王主任",
                filed_on=unit.today,
            )
        )

    town.clerk.write(related)
    with pytest.raises(Refused, match="回避"):
        town.head.write(approving.decide, taken, verdict)
    assert rows(town, taken).decisions == []


def test_what_changed_since_it_was_seen_is_not_signed(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = version(town, taken)
    town.checker.write(edited, taken)
    with pytest.raises(Conflict, match="看过之后有改动，请重看"):
        town.head.write(approving.decide, taken, approving.Verdict(result="approved", seen_version=seen))
    approve(town, taken)


@pytest.mark.parametrize(("report", "told"), [(date(2025, 8, 1), "已超过 3 个月"), (None, "还没有核对报告")])
def test_no_signature_on_an_old_or_missing_report(town: Town, report: date | None, told: str) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))

    def age(unit: Unit) -> None:
        check: Check = files.load_rows(unit, taken).checks[0]
        check.report_on = report

    town.checker.write(age)
    with pytest.raises(Refused, match=told):
        approve(town, taken)


def test_no_approval_with_open_differences_or_other_sums_than_proposed(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))

    def find(unit: Unit, found: Decimal, accepted: Decimal | None) -> None:
        line = next(row for row in files.load_rows(unit, taken).lines if row.category == "income")
        line.checked, line.accepted = found, accepted
        unit.get(app.Application, taken).open_differences = int(accepted is None)

    town.checker.write(find, Decimal("1600.00"), None)
    with pytest.raises(Refused, match="1 处差异没有结论"):
        approve(town, taken)
    town.checker.write(find, Decimal("1600.00"), Decimal("1600.00"))
    with pytest.raises(Refused, match=r"初审每月 1,110\.00 元，现在 1,070\.00 元"):
        approve(town, taken)


def test_a_person_already_granted_elsewhere_is_not_granted_again(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))

    def grant_elsewhere(unit: Unit) -> None:
        file = files.load_rows(unit, taken)
        decision = Decision(
            application_id=taken,
            item_id=file.items[0].id,
            programme="dibao",
            number="决-示例",
            result="approved",
            authority="county",
            decided_by=town.head.actor.operator_id,
            decided_on=unit.today,
            snapshot="{}",
            snapshot_hash="",
            notice_due_on=unit.today,
        )
        unit.add(decision)
        unit.add(
            Entitlement(
                household_id=file.household.id,
                application_id=taken,
                decision_id=decision.id,
                programme="dibao",
                monthly=Decimal(500),
                first_month="2025-09",
            )
        )

    town.clerk.write(grant_elsewhere)
    with pytest.raises(Refused, match=r"正在享受最低生活保障，每月 500\.00 元.*不能重复享受"):
        approve(town, taken)


def test_whoever_completed_the_papers_does_not_sign(town: Town) -> None:
    both = replace(town.head.actor, roles=frozenset({"clerk", "approver"}))
    other = desk_of(town.clerk, both)
    given = town.clerk.write(intake.issue_correction, urban_three(town), "", ["户口簿"])
    waiting = town.clerk.read(files.dossier, given.application_id)
    other.write(intake.complete, given.application_id, complete(waiting, town.clerk.today()))

    def submit(unit: Unit) -> None:
        unit.get(app.Application, given.application_id).state = "submitted"
        unit.add(
            Opinion(
                application_id=given.application_id,
                result="refuse",
                text="不符合",
                given_by=town.checker.actor.operator_id,
                given_on=unit.today,
            )
        )

    town.checker.write(submit)
    verdict = approving.Verdict(result="refused", seen_version=version(town, given.application_id))
    with pytest.raises(Refused, match="是您受理的"):
        other.write(approving.decide, given.application_id, verdict)


def test_everybody_named_in_the_register_stands_back(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.related_staff = "李核查（舅舅）、王主任（表叔）"
    town.on(date(2025, 10, 24))
    taken = surveyed(town, dossier)
    text = town.clerk.read(approving.opinion_draft, taken)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(approving.give_opinion, taken, "grant", text)
    town.clerk.write(approving.give_opinion, taken, "grant", text)
    town.clerk.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 11, 3))
    town.clerk.write(approving.close_notice, taken)
    town.clerk.write(approving.submit, taken)
    with pytest.raises(Refused, match="应当回避"):
        approve(town, taken)
