"""An accepted application brought to the step a test is about, without the windows of the survey."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.checking import Check, HomeVisit
from jiuzhu.domain.dossier import Dossier, IncidentPart, LinePart, MemberPart
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files, moving
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import Receipt
from jiuzhu.services.survey import caring, checking
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from town import Town, complete, id_number, urban_couple, urban_three

SEEN = VisitPart(present="丁示例", dwelling_condition="两间旧房", second_investigator="周网格")


def in_survey(town: Town) -> str:
    """A couple whose survey began on the day of the application."""
    identity = town.accept(urban_couple(town)).application_id
    town.checker.write(checking.start_survey, identity)
    return identity


def visit(town: Town, identity: str) -> str:
    """The home visit by the checker and somebody of the village."""
    return town.checker.write(checking.record_visit, identity, SEEN, [town.checker.actor.operator_id])


def surveyed(
    town: Town, dossier: Dossier, *, deposit: Decimal | None = None, report_on: date | None = None
) -> str:
    """Accepted, visited and checked today; `deposit` is what the check found and the office accepted."""
    dossier.application.source = "self"
    taken = town.accept(dossier).application_id

    def survey(unit: Unit) -> None:
        application = unit.get(app.Application, taken)
        for row in files.load_rows(unit, taken).lines:
            if row.category == "asset" and deposit is not None:
                row.checked = row.accepted = deposit
                row.judgement = "omitted"
        unit.add(
            Check(
                application_id=taken,
                number=unit.number("check"),
                requested_on=unit.today,
                replied_on=unit.today,
                report_on=report_on or unit.today,
                conclusion="fits",
            )
        )
        unit.add(
            HomeVisit(
                application_id=taken,
                visited_on=unit.today,
                first_investigator="李核查",
                second_investigator="张经办",
                signed=True,
            )
        )
        application.survey_started_on = unit.today
        moving.step(unit, application, "start_survey", "investigating")
        moving.step(unit, application, "finish_check", "to_opine")
        moving.settle_due(unit, application)

    town.checker.write(survey)
    return taken


def opined(town: Town, dossier: Dossier) -> str:
    """With the checker's favourable opinion, ready to be posted."""
    taken = surveyed(town, dossier)
    text = town.checker.read(approving.opinion_draft, taken)
    town.checker.write(approving.give_opinion, taken, "grant", text)
    return taken


def submitted(town: Town, dossier: Dossier, posted: date, sent: date) -> str:
    """Opinion and posting on one day, sent to the authority on another."""
    town.on(posted)
    taken = opined(town, dossier)
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(sent)
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    return taken


def opined_tekun(town: Town, order: int = 71) -> str:
    """A man who asks for 特困, cannot walk indoors and is meant to be granted it by the opinion."""
    taken = surveyed(town, single(town, "tekun", order=order))
    person, hands = rows(town, taken).members[0].person_id, ("李核查", "张经办")
    town.checker.write(
        caring.record_self_care, person, ["walk"], hands, town.clerk.today(), application_id=taken
    )
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    return taken


def submitted_tekun(town: Town, sent: date) -> str:
    """The same man, posted today and sent to the authority on a day."""
    taken = opined_tekun(town)
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(sent)
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    return taken


def version(town: Town, taken: str) -> int:
    """The version of the application as it is stored now."""
    return town.head.read(files.dossier, taken).version


def approve(town: Town, taken: str) -> list[str]:
    """The head's yes to what is stored now."""
    verdict = approving.Verdict(result="approved", seen_version=version(town, taken))
    return town.head.write(approving.decide, taken, verdict)


def family(town: Town) -> Dossier:
    """Case 5: couple, pupil, grandfather of 73; 1,800 a month; 1,440 due."""
    dossier = urban_three(town, 401)
    dossier.application.programmes = ["dibao"]
    dossier.members[1].disability_kind = dossier.members[1].disability_grade = ""
    born = date(1952, 1, 1)
    dossier.members.append(
        MemberPart(name="丁示例", id_number=id_number(born, 405), sex="1", birth=born, relation="51")
    )
    dossier.incomes[0].declared = Decimal("1800.00")
    return dossier


MAN = date(1958, 5, 5)


def single(town: Town, *programmes: str, birth: date = MAN, order: int = 71) -> Dossier:
    dossier = town.clerk.read(intake.new_dossier)
    dossier.application.programmes = list(programmes)
    dossier.application.reason = "无人照料"
    dossier.application.cause = "other"
    dossier.household.kind = "rural"
    dossier.household.village = "示例村"
    dossier.household.address = "示例村 3 组"
    dossier.household.bank, dossier.household.account_number = "示例农商银行", "6200000000000000071"
    dossier.members = [
        MemberPart(
            name="己示例", id_number=id_number(birth, order), sex="1", birth=birth, relation="01", lives_alone=True,
            phone="13800000071",
        )
    ]  # fmt: skip
    dossier.members[0].no_obligors = "tekun" in programmes
    dossier.household.account_name = "己示例"
    dossier.incomes = [
        LinePart(
            kind="property",
            person=dossier.members[0].id,
            item="土地流转",
            period="year",
            declared=Decimal("600.00"),
        )
    ]
    dossier.assets = [LinePart(kind="deposit", declared=Decimal("8000.00"))]
    if {"quick", "temporary"} & set(programmes):
        dossier.incident = IncidentPart(kind="fire", cause="房屋起火", happened_on=date(2025, 10, 10))
    return dossier


def rows(town: Town, taken: str) -> FileRows:
    return town.clerk.read(files.load_rows, taken)


def edited(unit: Unit, taken: str) -> None:
    """Somebody writes more into the reason of an application."""
    unit.get(app.Application, taken).reason = "家庭情况有补充"


def accept(town: Town, dossier: Dossier) -> Receipt:
    return town.clerk.write(intake.accept, complete(dossier, town.clerk.today()), "")
