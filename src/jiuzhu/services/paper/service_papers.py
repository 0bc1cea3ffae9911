"""Papers about somebody who is served: 需求评估表 (F30), 三方服务协议和服务计划 (F31)."""

from collections.abc import Sequence
from pathlib import Path

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_serving import (
    AssessmentPart,
    NeedLine,
    PlanPart,
    ServedPart,
    TariffLine,
)
from jiuzhu.domain.household import Person, age_on
from jiuzhu.domain.serving import basis
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.served import Need, NeedsAssessment, ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Worker
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.paper.care_papers import home_of, standing_of
from jiuzhu.services.paper.papers import Issued, leave
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.serving.hours import account_of
from jiuzhu.services.serving.needs import STATES
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import needs as need_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.queries import plans as plan_rows
from jiuzhu.storage.unit import Unit

_UNITS = {"hour": "每小时", "visit": "每次"}


def issue_assessment(unit: Unit, service_file_id: str, folder: Path) -> Issued:
    """Print F30 of the newest assessment of a person. The same content is the same paper."""
    unit.require("print")
    file = unit.get(ServiceFile, service_file_id)
    made = need_rows.newest_assessment(unit.session, file.id)
    if made is None:
        raise Refused("还没有评估过需求。没有打印任何文书。")
    dossier = assessment_dossier(unit, file, made)
    return _leave(unit, "F30", dossier, folder, about=f"{file.number} {made.assessed_on}")


def assessment_dossier(unit: Unit, file: ServiceFile, made: NeedsAssessment) -> Dossier:
    """What F30 of an assessment prints."""
    dossier = served_dossier(unit, file)
    dossier.assessment = file_parts.copied(
        AssessmentPart,
        made,
        recorded_by=file_rows.operator_names(unit.session).get(made.recorded_by, ""),
        lines=_lines(unit, file, made),
    )
    return dossier


def _lines(unit: Unit, file: ServiceFile, made: NeedsAssessment) -> list[NeedLine]:
    """The headings in the order of the code table, each with what the file knows today."""
    facts = facts_on(unit, file.household_id, unit.today)
    member = next((one for one in facts.members if one.id == file.person_id), None)
    known = basis.basis(facts, member, unit.desk.label) if member is not None else {}
    found = {one.heading: one for one in need_rows.of_assessment(unit.session, made.id)}
    titles = need_rows.answer_titles(unit.session, [one.id for one in found.values()])
    return [
        NeedLine(
            heading=heading,
            known="；".join(known.get(heading, ())),
            score=one.score,
            priority=one.priority if one.score else None,
            content=one.content,
            result=_result(one, titles.get(one.id, ())) if one.score else "",
        )
        for heading in unit.desk.codes["need_heading"].labels
        if (one := found.get(heading)) is not None
    ]


def _result(need: Need, chosen: Sequence[str]) -> str:
    told = [*chosen, STATES[need.state], need.end_reason]
    return "；".join(filter(None, told))


def issue_plan(unit: Unit, service_plan_id: str, folder: Path) -> Issued:
    """Print F31 of a plan under the plan's own number, before it is signed or after."""
    unit.require("print")
    plan = unit.get(ServicePlan, service_plan_id)
    return _leave(unit, "F31", plan_dossier(unit, plan), folder, about=plan.number, own=plan.number)


def plan_dossier(unit: Unit, plan: ServicePlan) -> Dossier:
    """What F31 of a plan prints."""
    file = unit.get(ServiceFile, plan.service_file_id)
    agreement = unit.get(Agreement, plan.agreement_id)
    provider = unit.get(Provider, agreement.provider_id)
    label = unit.desk.label
    dossier = served_dossier(unit, file)
    granted = account_of(unit, file.id, plan.starts_on.year).granted
    items = plan.items.split()
    dossier.plan = file_parts.copied(
        PlanPart,
        plan,
        payer=agreement.payer,
        provider=provider.name,
        provider_phone=provider.phone,
        agreement_number=agreement.number,
        items="、".join(label("service_item", one) for one in items),
        wishes=_wishes(unit, plan),
        hours=f"{clock(plan.earliest)} 至 {clock(plan.latest)}",
        granted=f"{plan.starts_on.year} 年 {hours(granted)}" if granted else "",
        place=plan.place or "本人住处",
        tariffs=[
            TariffLine(item=one.item, unit=_UNITS[one.unit], rate=one.rate, document=one.document)
            for one in plan_rows.tariffs_of(unit.session, agreement.id, plan.starts_on)
            if one.item in items
        ],
    )
    return dossier


def _wishes(unit: Unit, plan: ServicePlan) -> str:
    named = unit.get(Worker, plan.worker_id).name if plan.worker_id else ""
    label = unit.desk.label
    wishes = (label("sex", plan.worker_sex), label("language", plan.language), named)
    return "、".join(filter(None, wishes))


def served_dossier(unit: Unit, file: ServiceFile) -> Dossier:
    """Who is served, as every paper about them begins."""
    person = unit.get(Person, file.person_id)
    dossier = home_of(unit, file.household_id)
    dossier.served = file_parts.copied(
        ServedPart,
        person,
        number=file.number,
        age=age_on(person.birth, unit.today),
        phone=person.phone or dossier.applicant.phone,
        standing=standing_of(unit, file.household_id, person.id),
        service_class=f"第 {file.service_class} 类",
        class_reason=file.class_reason,
    )
    return dossier


def _leave(unit: Unit, form_id: str, dossier: Dossier, folder: Path, *, about: str, own: str = "") -> Issued:
    form = unit.desk.forms[form_id]
    title = f"{form.title} {about}"
    found = (
        queries.numbered(unit.session, own) if own else queries.newest_titled(unit.session, form_id, title)
    )
    return leave(
        unit, form, dossier, folder, title=title, found=found, own_number=own, kind="paper", application_id=None
    )  # fmt: skip
