"""What a week asks of the machine that proposes it: who waits for what, who could come, what stands already.

Where people live is known by village only, so ways are told by village.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jiuzhu.domain.calendar import last_day, month_of
from jiuzhu.domain.proposal.problem import Due, Pot, Problem, Span, Standing, Wish, WishKind
from jiuzhu.domain.proposal.problem import Worker as Somebody
from jiuzhu.domain.serving.clashes import TAKES_TIME
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Worker
from jiuzhu.errors import UserError
from jiuzhu.services.scheduling.board import DAY_ENDS, agreement_left
from jiuzhu.services.scheduling.calendar_view import Waiting, waiting
from jiuzhu.storage.queries import visits as queries
from jiuzhu.storage.unit import Unit

WEEK = 7
NEAR, FAR = 10, 30
"""Minutes from one home to another in the same village, and in another one."""

LOOKED_BACK = timedelta(days=180)
"""Who came last within it is the worker a person knows."""

HOME = ""
"""Where workers live is not known: their ways there and back cost nothing."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a week asks, and the words for it."""

    first_day: date
    problem: Problem
    plans: dict[str, Waiting]
    "By id of the due visit."


def gather(unit: Unit, first_day: date, provider_id: str = "") -> Gathered:
    """Everything a proposal for the seven days needs, of one provider or of all. Raises `UserError` when nobody waits."""
    unit.require("serve")
    days = [day for step in range(WEEK) if (day := first_day + timedelta(days=step)) > unit.today]
    if not days:
        raise UserError("自动排班只能排明天以后的日子，请先翻到以后的一周。")
    workers = queries.workers(unit.session, provider_id, days[0])
    collected = _Collected(unit, workers, first_day)
    for part in _by_month(days):
        for one in waiting(unit, part[0], part[-1]):
            if provider_id in {"", one.provider_id}:
                collected.add(one, part)
    if not collected.due:
        raise UserError("这一周没有还要安排的服务：签过字的服务计划都已排够次数，或不在期限内。")
    standing = _standing(unit, days)
    problem = Problem(
        _staff(unit, workers, days),
        tuple(collected.due),
        _ways({visit.place for visit in collected.due} | {visit.place for visit in standing}),
        standing,
        collected.pots,
        far=FAR,
    )
    return Gathered(first_day, problem, collected.plans)


class _Collected:
    """The visits that are due, plan by plan, and what their minutes are taken from."""

    def __init__(self, unit: Unit, workers: Iterable[Worker], first_day: date) -> None:
        self._unit = unit
        self._names = {worker.id: worker.name for worker in workers}
        self._first_day = first_day
        self.due: list[Due] = []
        self.plans: dict[str, Waiting] = {}
        self.pots: dict[str, Pot] = {}

    def add(self, waits: Waiting, days: list[date]) -> None:
        """The share of a month's missing visits that falls on these days of it."""
        unit = self._unit
        plan = unit.get(ServicePlan, waits.service_plan_id)
        agreement = unit.get(Agreement, plan.agreement_id)
        possible = tuple(_possible(unit, plan, agreement, days))
        month_left = (last_day(month_of(days[0])) - days[0]).days + 1
        count = min(-(-waits.missing * len(days) // month_left), len(possible))
        pots = self._pots_of(waits, agreement, days[0].year)
        for number, item in enumerate(self._items(plan, count)):
            made = Due(
                id=f"{plan.id} {days[0]} {number}",
                client_id=waits.service_file_id,
                place=waits.village,
                provider_id=waits.provider_id,
                item=item,
                minutes=plan.minutes,
                days=possible,
                opens=plan.earliest,
                closes=plan.latest,
                staff=plan.workers,
                wishes=self._wishes(plan),
                pots=pots,
            )
            self.due.append(made)
            self.plans[made.id] = waits

    def _items(self, plan: ServicePlan, count: int) -> list[str]:
        """The items of the plan in turn, those that came least of late first."""
        first = self._first_day - LOOKED_BACK
        visits = queries.of_plans(
            self._unit.session, [plan.id], first, self._first_day + timedelta(days=WEEK)
        )
        made = Counter(visit.item for visit in visits if visit.state in {"booked", "done"})
        items = plan.items.split()
        chosen = []
        for _ in range(count):
            item = min(items, key=lambda one: made[one])
            made[item] += 1
            chosen.append(item)
        return chosen

    def _pots_of(self, waits: Waiting, agreement: Agreement, year: int) -> tuple[str, ...]:
        hours = f"{waits.service_file_id} {year}"
        self.pots[hours] = Pot(f"{year} 年小时账户", waits.left)
        left = agreement_left(self._unit, agreement)
        if left is None:
            return (hours,)
        self.pots[agreement.id] = Pot(f"协议 {agreement.number} 约定的总时长", left)
        return hours, agreement.id

    def _wishes(self, plan: ServicePlan) -> tuple[Wish, ...]:
        label = self._unit.desk.label
        wishes = []
        if plan.worker_id:
            name = self._unit.get(Worker, plan.worker_id).name
            wishes.append(Wish(WishKind.WORKER, plan.worker_id, f"由{name}上门"))
        elif before := self._before(plan.service_file_id):
            wishes.append(Wish(WishKind.BEFORE, before, f"上次来的{self._names[before]}再来"))
        if plan.worker_sex:
            wishes.append(Wish(WishKind.SEX, plan.worker_sex, f"{label('sex', plan.worker_sex)}性服务人员"))
        if plan.language:
            wishes.append(
                Wish(WishKind.LANGUAGE, plan.language, f"会{label('language', plan.language)}的服务人员")
            )
        return tuple(wishes)

    def _before(self, file_id: str) -> str:
        """Who came last and still works here."""
        until = self._first_day - timedelta(days=1)
        visits = queries.of_files(self._unit.session, [file_id], until - LOOKED_BACK, until)
        came = [one.worker_id for one in visits if one.state in TAKES_TIME and one.worker_id in self._names]
        return came[-1] if came else ""


def _by_month(days: list[date]) -> list[list[date]]:
    months = dict.fromkeys(month_of(day) for day in days)
    return [[day for day in days if month_of(day) == month] for month in months]


def _possible(unit: Unit, plan: ServicePlan, agreement: Agreement, days: list[date]) -> Iterable[date]:
    """The days on which a visit of the plan may be made at all."""
    file = unit.get(ServiceFile, plan.service_file_id)
    provider = unit.get(Provider, agreement.provider_id)
    ends = [plan.ended_on, agreement.ended_on, provider.ended_on, file.ended_on]
    papers = [paper.valid_until for paper in queries.qualifications(unit.session, provider.id)]
    for day in days:
        year = unit.desk.calendar.year(day.year)
        if (
            max(plan.starts_on, agreement.starts_on) <= day <= min(plan.ends_on, agreement.ends_on, *papers)
            and all(end is None or day < end for end in ends)
            and not file.home_care_on(day)
            and not (year and day in year.off)
        ):
            yield day


def _staff(unit: Unit, workers: Iterable[Worker], days: list[date]) -> tuple[Somebody, ...]:
    ids = [worker.id for worker in workers]
    shifts = queries.shifts(unit.session, ids)
    absences = queries.absences(unit.session, ids, days[0], days[-1])
    return tuple(
        Somebody(
            id=worker.id,
            name=worker.name,
            provider_id=worker.provider_id,
            place=HOME,
            skills=frozenset(worker.skills.split()),
            sex=worker.sex,
            languages=frozenset(worker.languages.split()),
            shifts=tuple(
                Span(day, shift.starts, shift.ends)
                for day in days
                for shift in shifts
                if shift.worker_id == worker.id
                and shift.weekday == day.weekday()
                and shift.since <= day
                and (shift.until is None or day <= shift.until)
                and (worker.ended_on is None or day < worker.ended_on)
            ),
            away=tuple(
                Span(day, 0, DAY_ENDS)
                for day in days
                for absence in absences
                if absence.worker_id == worker.id
                and absence.first_day <= day <= absence.last_day
                and (absence.ended_on is None or day < absence.ended_on)
            ),
            places=frozenset(worker.villages.split()),
        )
        for worker in workers
    )


def _standing(unit: Unit, days: list[date]) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            Span(row.day, row.starts, row.ends),
            row.service_file_id,
            row.item,
            row.village,
            tuple(filter(None, (row.worker_id, row.second_worker_id))),
        )
        for row in queries.rows(unit.session, days[0], days[-1], "", "")
        if row.state in TAKES_TIME
    )


def _ways(villages: Iterable[str]) -> dict[tuple[str, str], int]:
    return {(HOME, village): 0 for village in villages} | {(village, village): NEAR for village in villages}
