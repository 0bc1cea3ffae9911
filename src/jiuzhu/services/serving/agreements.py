"""购买服务协议: signed with a fund and a quota, its rates by the day, and what becomes of it when a provider is replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving import spending
from jiuzhu.domain.serving.supply import Agreement, Fund, Provider, ServicePlan, Tariff
from jiuzhu.domain.serving.visits import Visit, VisitSeries
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.scheduling import booking, series
from jiuzhu.services.scheduling.calendar_view import Slot, slots
from jiuzhu.services.serving import funds
from jiuzhu.services.serving.plans import Changed, change_plan
from jiuzhu.services.serving.plans import Terms as PlanTerms
from jiuzhu.services.serving.supply import colour_of
from jiuzhu.storage.queries import records
from jiuzhu.storage.queries import spending as money
from jiuzhu.storage.queries import supply as queries
from jiuzhu.storage.queries.visits import person_of
from jiuzhu.storage.unit import Unit

_DAY = timedelta(days=1)
_NAMED = 3  # days named at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says; `minutes` of all visits together, None without a limit."""

    provider_id: str
    fund_id: str
    payer: str
    signed_on: date
    starts_on: date
    ends_on: date
    minutes: int | None = None
    duties: str = ""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in the list, with the rates that count or will; `colour`: warn when it ends soon, bad when it is over."""

    id: str
    number: str
    provider_id: str
    provider: str
    fund_id: str
    fund: str
    payer: str
    starts_on: date
    ends_on: date
    minutes: int | None
    used: int  # minutes booked, or made and not refused
    duties: str
    ended_on: date | None
    end_reason: str
    colour: str
    plans: int
    rates: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class PlanOf:
    """A service plan of an agreement that goes on."""

    id: str
    number: str
    service_file_id: str
    person: str
    village: str
    items: tuple[str, ...]
    ends_on: date
    booked: int  # visits from the day on


@dataclass(frozen=True, slots=True)
class Ended:
    """An agreement that is over: the plans that need another one, and the visits nobody makes any more."""

    plans: list[PlanOf]
    visits: list[Slot]


def sign_agreement(unit: Unit, terms: Terms) -> str:
    """签订购买服务协议; returns its id. It lies in the year of its fund, and its provider serves."""
    unit.require("contract")
    provider, fund = unit.get(Provider, terms.provider_id), unit.get(Fund, terms.fund_id)
    problems = list(_problems(terms, provider, fund))
    if problems:
        raise InvalidInput(problems)
    made = Agreement(
        number=unit.number("purchase"),
        provider_id=provider.id,
        fund_id=fund.id,
        payer=written(terms.payer, "购买单位", "payer"),
        signed_on=terms.signed_on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        minutes=terms.minutes,
        duties=terms.duties.strip(),
    )
    unit.about(unit.add(made).id)
    return made.id


def _problems(terms: Terms, provider: Provider, fund: Fund) -> Iterable[Problem]:
    if terms.ends_on < terms.starts_on:
        yield Problem("ends_on", "终止日期不能早于起始日期。")
    elif (terms.starts_on.year, terms.ends_on.year) != (fund.year, fund.year):
        yield Problem(
            "fund_id", f"这笔资金是 {fund.year} 年的，协议期限要在这一年之内；跨年的请按年度分别签订。"
        )
    if terms.signed_on > terms.ends_on:
        yield Problem("signed_on", "签订日期不能晚于终止日期。")
    if terms.minutes is not None and terms.minutes <= 0:
        yield Problem("minutes", "总时长要大于零；没有限制就不填。")
    if provider.ended_on is not None and provider.ended_on <= terms.ends_on:
        yield Problem("provider_id", f"{provider.name}已停止合作（{provider.ended_on}），不能再签协议。")


def set_tariff(
    unit: Unit, agreement_id: str, item: str, rate: Decimal, *, kind: str, since: date, document: str
) -> str:
    """一个项目的收费标准 from a day on, `kind` hour or visit; the old one ends the day before. Returns its id.

    Never in a month that is settled already: what was paid keeps its rate. The first rate of an item may begin there,
    because nothing was paid by it; what was done is made up for by the next settlement.
    """
    unit.require("contract")
    agreement = unit.get(Agreement, agreement_id)
    problems = []
    if item not in unit.desk.codes["service_item"].labels:
        problems.append(Problem("item", "请选择服务项目。"))
    if kind not in spending.UNITS:
        problems.append(Problem("kind", "请选择按小时还是按次收费。"))
    if rate is None or rate <= ZERO:
        problems.append(Problem("rate", "请填写收费标准，要大于零。"))
    last = min(filter(None, (agreement.ends_on, agreement.ended_on)))
    if not agreement.starts_on <= since <= last:
        problems.append(Problem("since", f"起算日期要在协议期限内（{agreement.starts_on} 至 {last}）。"))
    settled = money.last_settled(unit.session, agreement_id)
    rated = any(one.item == item for one in money.tariffs(unit.session, agreement_id))
    if rated and settled and month_of(since) <= settled:
        problems.append(Problem("since", f"{settled} 已经结算，新标准只能从以后的月份起算。"))
    if problems:
        raise InvalidInput(problems)
    fund = unit.get(Fund, agreement.fund_id)
    before = funds.balance_of(unit, fund).left
    old = _open_tariff(unit, agreement_id, item)
    if old is not None:
        if old.since >= since:
            raise InvalidInput(
                [Problem("since", f"这个项目已有 {old.since} 起的标准，新标准要从更晚的日期起算。")]
            )
        old.until = since - _DAY
    made = Tariff(
        agreement_id=agreement_id,
        item=item,
        unit=kind,
        rate=rate,
        since=since,
        document=written(document, "收费文件", "document"),
    )
    unit.add(made)
    unit.about(agreement_id)
    unit.session.flush()
    left = funds.balance_of(unit, fund).left
    if left < ZERO and left < before:  # what is booked already would cost more than there is
        raise InvalidInput([Problem("rate", funds.short(unit, fund, before, before - left))])
    return made.id


def _open_tariff(unit: Unit, agreement_id: str, item: str) -> Tariff | None:
    return next(
        (one for one in money.tariffs(unit.session, agreement_id) if one.item == item and one.until is None),
        None,
    )


def end_agreement(unit: Unit, agreement_id: str, day: date, reason: str) -> Ended:
    """终止协议: `day` is the first without it. Returns the plans that go on without one, and the visits booked afterwards."""
    unit.require("contract")
    agreement = unit.get(Agreement, agreement_id)
    if agreement.ended_on is not None:
        raise Refused(f"协议 {agreement.number} 已于 {agreement.ended_on} 终止。没有改动任何内容。")
    if not agreement.starts_on <= day <= agreement.ends_on:
        raise UserError(
            f"终止日期要在协议期限内（{agreement.starts_on} 至 {agreement.ends_on}）。", field="day"
        )
    settled = money.last_settled(unit.session, agreement_id)
    if settled and month_of(day) <= settled:
        raise UserError(f"{settled} 已经结算，终止日期不能更早。没有改动任何内容。", field="day")
    made = records.counted_between(unit.session, day, agreement.ends_on, agreement_id)
    later = {one.record.day for one in made if one.standing not in {"reversed", "refused"}}
    later |= {
        one.day for one in queries.booked_under(unit.session, agreement_id, day) if one.day < unit.today
    }
    if later:
        raise UserError(
            f"{day} 起还有已上门或没有录入的服务（{'、'.join(str(one) for one in sorted(later)[:_NAMED])}）。"
            "没有改动任何内容；请改晚终止日期，记错的先冲销，没有上门的先取消。",
            field="day",
        )
    agreement.ended_on, agreement.end_reason = day, written(reason, "终止原因", "reason")
    unit.about(agreement_id)
    unit.session.flush()
    return left_behind(unit, agreement_id, day)


def left_behind(unit: Unit, agreement_id: str, day: date) -> Ended:
    """Plans of an agreement that go on after a day, and the visits booked under it from that day on."""
    unit.require("read")
    agreement = unit.get(Agreement, agreement_id)
    plans = queries.plans_of(unit.session, agreement_id, day)
    every = {one.id for one in queries.booked_under(unit.session, agreement_id, day)}
    found = [slot for slot in slots(unit, day, agreement.ends_on, agreement.provider_id) if slot.id in every]
    return Ended(
        [
            PlanOf(
                row.id,
                row.number,
                row.service_file_id,
                row.person,
                row.village,
                tuple(row.items.split()),
                row.ends_on,
                sum(slot.service_plan_id == row.id for slot in found),
            )
            for row in plans
        ],
        found,
    )


def move_plans(unit: Unit, plan_ids: Iterable[str], agreement_id: str, day: date) -> list[Changed]:
    """Plans go on under another agreement from a day: the old ones end, new ones wait to be signed; all or none.

    A new provider is a new party to the three-sided agreement, so each plan is a new one with its own number, signed anew;
    the wish for a worker of the old provider falls away. Visits booked under an old plan stay until `cancel_behind`.
    """
    target = unit.get(Agreement, agreement_id)
    last = min(filter(None, (target.ends_on, target.ended_on)))
    return [_moved(unit, unit.get(ServicePlan, one), target, day, last) for one in plan_ids]


def _moved(unit: Unit, plan: ServicePlan, target: Agreement, day: date, last: date) -> Changed:
    same = unit.get(Agreement, plan.agreement_id).provider_id == target.provider_id
    terms = PlanTerms(
        agreement_id=target.id,
        items=tuple(plan.items.split()),
        visits_a_month=plan.visits_a_month,
        minutes=plan.minutes,
        starts_on=max(day, plan.starts_on),
        ends_on=last,
        workers=plan.workers,
        worker_sex=plan.worker_sex,
        language=plan.language,
        worker_id=plan.worker_id if same else None,
        earliest=plan.earliest,
        latest=plan.latest,
        place=plan.place,
        duties=plan.duties,
    )
    try:
        return change_plan(unit, plan.id, plan.version, terms)
    except InvalidInput as error:  # its fields are those of one plan, not of this press
        person = person_of(unit.session, plan.service_file_id)
        raise Refused(f"{person}的计划不能转：{error.message}一个也没有转。") from error


def cancel_behind(unit: Unit, agreement_id: str, reason: str) -> int:
    """Cancel every visit booked after an agreement ended, series with them; their minutes go back. Returns how many."""
    unit.require("serve")
    agreement = unit.get(Agreement, agreement_id)
    if agreement.ended_on is None:
        raise Refused("协议还没有终止。没有改动任何内容。")
    day = max(agreement.ended_on, unit.today)
    visits: list[Visit] = queries.booked_under(unit.session, agreement_id, day)
    several = sorted({one.visit_series_id for one in visits if one.visit_series_id})
    going = [one for one in several if series.goes_on(unit.get(VisitSeries, one), day)]
    gone = sum(series.end_from(unit, one, day, "provider", reason) for one in going)
    for visit in visits:
        if visit.state == "booked":
            booking.cancel(unit, visit.id, visit.version, "cancelled", by="provider", reason=reason)
            gone += 1
    return gone


def agreements(unit: Unit, text: str = "") -> list[AgreementRow]:
    """Every agreement, those that go on first; `text` narrows by number or provider."""
    unit.require("read")
    rows = queries.agreements(unit.session, text.strip())
    ids = [row.id for row in rows]
    rates = money.open_tariffs(unit.session, ids, unit.today)
    used, plans = money.minutes_used(unit.session, ids), queries.plans_count(unit.session, ids, unit.today)
    found = [
        AgreementRow(
            row.id, row.number, row.provider_id, row.provider, row.fund_id,
            f"{row.year} {unit.desk.label('fund_source', row.source)}", row.payer, row.starts_on, row.ends_on, row.minutes,
            used.get(row.id, 0), row.duties, row.ended_on, row.end_reason,
            "" if row.ended_on else colour_of(unit, row.ends_on), plans.get(row.id, 0),
            tuple(rate for rate in rates if rate.agreement_id == row.id),
        )
        for row in rows
    ]  # fmt: skip
    over = {row.id for row in found if row.ended_on or row.colour == "bad"}
    return sorted(found, key=lambda row: (row.id in over, row.ends_on, row.number))
