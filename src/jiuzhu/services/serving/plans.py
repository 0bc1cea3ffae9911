"""三方服务协议和服务计划 (F31): what a person is visited for, how often, by whom, within an agreement and its tariffs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Worker
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.serving.service_files import visits_told
from jiuzhu.storage.queries import plans as queries
from jiuzhu.storage.queries import served
from jiuzhu.storage.queries import visits as visit_rows
from jiuzhu.storage.unit import Unit

SHORTEST, LONGEST, MOST_VISITS, DAY = 10, 720, 62, 24 * 60
"""Minutes of one visit at least and at most, visits a month at most, minutes of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the three agree on; the wishes are empty where there is none. Times are minutes after midnight."""

    agreement_id: str
    items: tuple[str, ...]
    visits_a_month: int
    minutes: int
    starts_on: date
    ends_on: date
    workers: int = 1
    worker_sex: str = ""
    language: str = ""
    worker_id: str | None = None
    earliest: int = 480
    latest: int = 1080
    place: str = ""
    duties: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A plan in the place of another one, and the visits of the old one that are still booked after its end."""

    id: str
    number: str
    visits: tuple[str, ...]


def sign_plan(unit: Unit, service_file_id: str, terms: Terms, signed_on: date | None = None) -> str:
    """订立服务计划; returns its id. Without `signed_on` it is drawn up to be printed (F31) and signed.

    Raises `InvalidInput` with every term that cannot be.
    """
    unit.require("serve")
    return _made(unit, unit.get(ServiceFile, service_file_id), terms, signed_on, None).id


def record_signature(unit: Unit, service_plan_id: str, seen_version: int, signed_on: date) -> None:
    """登记三方签字: from then on visits can be booked."""
    unit.require("serve")
    plan = _open(unit, service_plan_id, seen_version)
    if plan.signed_on is not None:
        raise Refused(f"计划 {plan.number} 已于 {plan.signed_on} 签字。没有改动任何内容。")
    if signed_on > unit.today:
        raise InvalidInput([Problem("signed_on", "签字日期还没有到，请核对。")])
    plan.signed_on = signed_on
    unit.about(plan.service_file_id)


def change_plan(
    unit: Unit, service_plan_id: str, seen_version: int, terms: Terms, signed_on: date | None = None
) -> Changed:
    """变更服务计划 from `terms.starts_on` on: a new one begins on the day the old one ends.

    Visits booked under the old plan from that day on are listed, to be planned anew on the calendar.
    """
    unit.require("serve")
    old = _open(unit, service_plan_id, seen_version)
    first = terms.starts_on
    if not max(old.starts_on, unit.today) <= first <= old.ends_on:
        raise InvalidInput(
            [
                Problem(
                    "starts_on", f"变更要从今天或以后、在原计划期内（{old.starts_on} 至 {old.ends_on}）开始。"
                )
            ]
        )
    made = _made(unit, unit.get(ServiceFile, old.service_file_id), terms, signed_on, old)
    old.ended_on, old.end_reason = first, f"变更为 {made.number}"
    left = served.booked_from(unit.session, first, plan_ids=[old.id])
    return Changed(made.id, made.number, tuple(visits_told(unit, left)))


def end_plan(unit: Unit, service_plan_id: str, seen_version: int, on: date, reason: str) -> None:
    """终止服务计划 from a day on. Raises `Refused` with every visit that is booked or was made on that day or later."""
    unit.require("serve")
    plan = _open(unit, service_plan_id, seen_version)
    reason = written(reason, "终止原因", "reason")
    if not plan.starts_on <= on <= plan.ends_on:
        raise InvalidInput([Problem("on", f"终止日期要在计划期内（{plan.starts_on} 至 {plan.ends_on}）。")])
    there = [
        one
        for one in visit_rows.of_plans(unit.session, [plan.id], on, plan.ends_on)
        if one.state in {"booked", "done"}
    ]
    if there:
        there.sort(key=lambda one: (one.day, one.starts))
        told = "；".join(visits_told(unit, there))
        raise Refused(
            f"{on} 起还有服务：{told}。没有改动任何内容；请先在日历上取消，已上门的请改晚终止日期。"
        )
    plan.ended_on, plan.end_reason = on, reason
    unit.about(plan.service_file_id)


def _open(unit: Unit, service_plan_id: str, seen_version: int) -> ServicePlan:
    plan = unit.get(ServicePlan, service_plan_id)
    unit.unchanged(plan, seen_version)
    if plan.ended_on is not None:
        raise Refused(f"计划 {plan.number} 已于 {plan.ended_on} 终止。没有改动任何内容。")
    return plan


def _made(
    unit: Unit, file: ServiceFile, terms: Terms, signed_on: date | None, old: ServicePlan | None
) -> ServicePlan:
    if file.ended_on is not None:
        raise Refused(f"服务档案 {file.number} 已停止服务。没有改动任何内容。")
    problems = [*_numbers(unit, terms, signed_on), *_within(unit, file, terms, old)]
    if problems:
        raise InvalidInput(problems)
    made = ServicePlan(
        number=unit.number("service_plan"),
        service_file_id=file.id,
        agreement_id=terms.agreement_id,
        items=" ".join(terms.items),
        visits_a_month=terms.visits_a_month,
        minutes=terms.minutes,
        workers=terms.workers,
        worker_sex=terms.worker_sex,
        language=terms.language,
        worker_id=terms.worker_id,
        earliest=terms.earliest,
        latest=terms.latest,
        place=terms.place.strip(),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        signed_on=signed_on,
        duties=terms.duties.strip(),
    )
    unit.add(made)
    unit.about(file.id)
    if file.service_class != 1:
        unit.notes.append(
            f"{file.number} 是第 {file.service_class} 类；政府购买的居家上门服务面向第 1 类，请核对。"
        )
    if file.home_care_on(terms.starts_on):
        unit.notes.append(f"{file.number} 正在享受残联居家托养，托养期间不能安排上门服务。")
    return made


def _numbers(unit: Unit, terms: Terms, signed_on: date | None) -> Iterator[Problem]:
    if not terms.items:
        yield Problem("items", "请选择服务项目。")
    if not 1 <= terms.visits_a_month <= MOST_VISITS:
        yield Problem("visits_a_month", f"每月次数填 1 至 {MOST_VISITS}。")
    if not SHORTEST <= terms.minutes <= LONGEST:
        yield Problem("minutes", f"每次时长填 {SHORTEST} 至 {LONGEST} 分钟。")
    if terms.workers not in {1, 2}:
        yield Problem("workers", "每次上门的人数是一人或两人。")
    if not 0 <= terms.earliest < terms.latest <= DAY or terms.latest - terms.earliest < terms.minutes:
        yield Problem("latest", "可上门的时段比一次服务还短，请核对。")
    if terms.ends_on < terms.starts_on:
        yield Problem("ends_on", "计划的截止日早于开始日，请核对。")
    if signed_on is not None and signed_on > unit.today:
        yield Problem("signed_on", "签字日期还没有到，请核对。")


def _within(unit: Unit, file: ServiceFile, terms: Terms, old: ServicePlan | None) -> Iterator[Problem]:
    """What the agreement, its provider and the person's other plans say against the terms."""
    if not terms.agreement_id:
        yield Problem("agreement_id", "请选择服务机构的协议。")
        return
    agreement = unit.get(Agreement, terms.agreement_id)
    provider = unit.get(Provider, agreement.provider_id)
    ends_on = min(filter(None, (agreement.ends_on, agreement.ended_on)))
    if terms.starts_on < agreement.starts_on or terms.ends_on > ends_on:
        yield Problem(
            "ends_on",
            f"计划要在与{provider.name}的协议期限内（{agreement.starts_on} 至 {ends_on}）。",
        )
    if provider.ended_on is not None and provider.ended_on <= terms.ends_on:
        yield Problem("agreement_id", f"{provider.name}已停止合作，请换服务机构。")
    priced = queries.items_of(unit.session, agreement.id, terms.starts_on)
    missing = [one for one in terms.items if one not in priced]
    if missing:
        labels = "、".join(unit.desk.label("service_item", one) for one in missing)
        yield Problem("items", f"协议 {agreement.number} 在 {terms.starts_on} 没有{labels}的收费标准。")
    for plan in queries.open_plans(unit.session, file.id, terms.starts_on):
        other = plan is not old and plan.agreement_id == agreement.id
        if other and plan.starts_on <= terms.ends_on:
            yield Problem("starts_on", f"这段时间已有同一协议的计划 {plan.number}，请变更它。")
    if terms.worker_id:
        yield from _of_worker(unit, provider, terms)


def _of_worker(unit: Unit, provider: Provider, terms: Terms) -> Iterator[Problem]:
    worker = unit.get(Worker, terms.worker_id or "")
    if worker.provider_id != provider.id:
        yield Problem("worker_id", f"{worker.name}不是{provider.name}的服务人员。")
    if worker.ended_on is not None and worker.ended_on <= terms.ends_on:
        yield Problem("worker_id", f"{worker.name}已离职。")
    if not set(terms.items) <= set(worker.skills.split()):
        yield Problem("worker_id", f"{worker.name}的技能登记不包括全部服务项目。")
    if terms.worker_sex and terms.worker_sex != worker.sex:
        yield Problem("worker_sex", f"指定的{worker.name}与希望的性别不同，请改一处。")
    if terms.language and terms.language not in worker.languages.split():
        yield Problem("language", f"指定的{worker.name}没有这种语言的登记，请改一处。")


@dataclass(frozen=True, slots=True)
class Offer:
    """An agreement a plan can be made under: what it prices and who could be wished for (id, name)."""

    agreement_id: str
    label: str
    starts_on: date
    ends_on: date
    items: tuple[str, ...]
    workers: tuple[tuple[str, str], ...]


def offers(unit: Unit, on: date) -> list[Offer]:
    """The agreements of a day with their items and workers."""
    unit.require("read")
    return [_offer(unit, row, on) for row in queries.agreements_on(unit.session, on)]


def _offer(unit: Unit, row: Any, on: date) -> Offer:
    workers = [(one.id, one.name) for one in visit_rows.workers(unit.session, row.provider_id, on)]
    items = queries.items_of(unit.session, row.id, max(on, row.starts_on))
    return Offer(
        row.id, f"{row.provider}（{row.number}）", row.starts_on, row.ends_on, tuple(items), tuple(workers)
    )
