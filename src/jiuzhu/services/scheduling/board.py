"""What stands in the way of a visit: everything that decides it, loaded once for a plan and its days.

Every reason is told at once, beside the field it belongs to, so that nobody has to try again and again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.serving.clashes import TAKES_TIME, Clash, clashes, span_of
from jiuzhu.domain.serving.hours import HourAccount, hours
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.spending import price
from jiuzhu.domain.serving.supply import Agreement, Fund, Provider, ServicePlan, Worker
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.errors import Problem
from jiuzhu.services.serving import funds
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.queries import spending
from jiuzhu.storage.queries import visits as queries
from jiuzhu.storage.unit import Unit

DAY_ENDS, SHORTEST = 24 * 60, 10
"""Minutes of a day, and those below which nothing is a visit."""


def clock(minutes: int) -> str:
    """Minutes after midnight as people write them: 545 → "9:05"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit somebody wants to make; `visit_id` names the one it takes the place of, "" for a new one."""

    item: str
    day: date
    starts: int
    ends: int
    worker_id: str
    second_worker_id: str | None = None
    vehicle_id: str | None = None
    visit_id: str = ""

    @property
    def workers(self) -> tuple[str, ...]:
        """Who is sent."""
        return tuple(filter(None, (self.worker_id, self.second_worker_id)))


class Board:
    """A plan's days, with everybody who may be sent in them; what is put on it stands in the way of what follows."""

    def __init__(
        self, unit: Unit, plan: ServicePlan, first: date, last: date, wanted: Iterable[Wanted]
    ) -> None:
        self._unit = unit
        self.plan = plan
        self.file = unit.get(ServiceFile, plan.service_file_id)
        self.agreement = unit.get(Agreement, plan.agreement_id)
        self.provider = unit.get(Provider, self.agreement.provider_id)
        several = list(wanted)
        ids = {identity for one in several for identity in one.workers}
        self._workers = {identity: unit.get(Worker, identity) for identity in ids}
        self._visits = queries.taking_part(
            unit.session,
            first,
            last,
            TAKES_TIME,
            workers=ids,
            file_id=plan.service_file_id,
        )
        vehicles = {one.vehicle_id for one in several if one.vehicle_id}
        self._visits += [
            visit
            for identity in sorted(vehicles)
            for visit in queries.taking_part(
                unit.session, first, last, TAKES_TIME, workers=(), vehicle_id=identity
            )
            if visit not in self._visits
        ]
        self._shifts = queries.shifts(unit.session, ids)
        self._absences = queries.absences(unit.session, ids, first, last)
        self._papers = queries.qualifications(unit.session, self.provider.id)
        self._village = queries.village_of(unit.session, self.file.household_id)
        self._accounts: dict[int, HourAccount] = {
            year: account_of(unit, self.file.id, year) for year in range(first.year, last.year + 1)
        }
        self._taken: dict[int, int] = {}  # minutes by year put on the board since it was loaded
        self._agreed = agreement_left(unit, self.agreement)
        self._fund = unit.get(Fund, self.agreement.fund_id)
        self._rates = spending.tariffs(unit.session, self.agreement.id)
        self._money = funds.balance_of(unit, self._fund).left

    def put(self, visit: Visit, was: int = 0) -> None:
        """A visit that was booked or moved; `was`: the minutes it held before."""
        if visit not in self._visits:
            self._visits.append(visit)
        minutes = visit.ends - visit.starts - was
        self._taken[visit.day.year] = self._taken.get(visit.day.year, 0) + minutes
        self._money -= self._cost(visit.item, visit.day, visit.ends - visit.starts)
        self._money += self._cost(visit.item, visit.day, was) if was else 0
        if self._agreed is not None:
            self._agreed -= minutes

    def problems(self, wanted: Wanted) -> list[Problem]:
        """Every reason against a visit, [] when it can be made."""
        if not 0 <= wanted.starts < wanted.ends <= DAY_ENDS or wanted.ends - wanted.starts < SHORTEST:
            return [Problem("starts", f"开始和结束时刻不对：一次服务至少 {SHORTEST} 分钟，不能跨过午夜。")]
        return [
            *self._of_days(wanted),
            *self._of_person(wanted),
            *(problem for identity in wanted.workers for problem in self._of_worker(wanted, identity)),
            *self._of_number(wanted),
            *self._of_clashes(wanted),
            *self._of_hours(wanted),
            *self._of_money(wanted),
        ]

    def _of_days(self, wanted: Wanted) -> Iterable[Problem]:
        day, plan, agreement = wanted.day, self.plan, self.agreement
        if day < self._unit.today:
            yield Problem("day", f"{day} 已经过去，不能再安排；已上门的请录入服务记录。")
        if not plan.starts_on <= day <= plan.ends_on or _over(plan.ended_on, day):
            yield Problem("day", f"{day} 不在服务计划的期限内（{plan.starts_on} 至 {plan.ends_on}）。")
        if not agreement.starts_on <= day <= agreement.ends_on or _over(agreement.ended_on, day):
            yield Problem(
                "day",
                f"{day} 不在与{self.provider.name}的协议期限内（{agreement.starts_on} 至 {agreement.ends_on}）。",
            )
        if _over(self.provider.ended_on, day):
            yield Problem("day", f"{self.provider.name}已停止合作，请换服务机构。")
        for paper in self._papers:
            if paper.valid_until < day:
                yield Problem(
                    "day", f"{self.provider.name}的{paper.title}到 {paper.valid_until} 为止，请先核实续期。"
                )

    def _of_person(self, wanted: Wanted) -> Iterable[Problem]:
        day, plan = wanted.day, self.plan
        if plan.signed_on is None:
            yield Problem("day", "三方服务协议还没有签字，签字后才能安排。")
        if _over(self.file.ended_on, day):
            yield Problem("day", f"服务档案 {self.file.number} 已停止服务。")
        if self.file.home_care_on(day):
            yield Problem(
                "day", "该对象正在享受残联居家托养，不同时享受政府购买的居家上门服务；请与残联核对。"
            )
        if wanted.item not in plan.items.split():
            label = self._unit.desk.label("service_item", wanted.item)
            yield Problem("item", f"服务计划里没有“{label}”，请先变更服务计划。")

    def _of_worker(self, wanted: Wanted, identity: str) -> Iterable[Problem]:
        worker = self._workers[identity]
        field = "worker_id" if identity == wanted.worker_id else "second_worker_id"
        if worker.provider_id != self.provider.id:
            yield Problem(field, f"{worker.name}不是{self.provider.name}的服务人员。")
        if _over(worker.ended_on, wanted.day):
            yield Problem(field, f"{worker.name}已离职。")
        if wanted.item not in worker.skills.split():
            label = self._unit.desk.label("service_item", wanted.item)
            yield Problem(field, f"{worker.name}没有“{label}”的技能登记。")
        if worker.villages and self._village not in worker.villages.split():
            yield Problem(field, f"{worker.name}不负责{self._village}。")
        if not any(
            one.worker_id == identity
            and one.weekday == wanted.day.weekday()
            and one.starts <= wanted.starts
            and wanted.ends <= one.ends
            and one.since <= wanted.day
            and (one.until is None or wanted.day <= one.until)
            for one in self._shifts
        ):
            yield Problem(
                field,
                f"{worker.name}在 {wanted.day} {clock(wanted.starts)}–{clock(wanted.ends)} 不在班。",
            )
        for absence in self._absences:
            if (
                absence.worker_id == identity
                and absence.first_day <= wanted.day <= absence.last_day
                and not _over(absence.ended_on, wanted.day)
            ):
                yield Problem(
                    field,
                    f"{worker.name} {absence.first_day} 至 {absence.last_day} 请假（{absence.reason}）。",
                )

    def _of_number(self, wanted: Wanted) -> Iterable[Problem]:
        if wanted.second_worker_id == wanted.worker_id:
            yield Problem("second_worker_id", "两名服务人员不能是同一个人。")
        if self.plan.workers > len(wanted.workers):
            yield Problem("second_worker_id", "这项服务要两个人一起上门，请再选一名服务人员。")

    def _of_clashes(self, wanted: Wanted) -> Iterable[Problem]:
        span = span_of(
            Visit(
                id=wanted.visit_id,
                service_file_id=self.file.id,
                service_plan_id=self.plan.id,
                item=wanted.item,
                day=wanted.day,
                starts=wanted.starts,
                ends=wanted.ends,
                worker_id=wanted.worker_id,
                second_worker_id=wanted.second_worker_id,
                vehicle_id=wanted.vehicle_id,
            )
        )
        others = [span_of(one) for one in self._visits if one.state in TAKES_TIME]
        for clash in clashes(span, others):
            yield self._told(clash, wanted)

    def _told(self, clash: Clash, wanted: Wanted) -> Problem:
        when = f"{clash.other.day} {clock(clash.other.starts)}–{clock(clash.other.ends)}"
        if clash.what == "person":
            return Problem("starts", f"该对象 {when} 已有别的服务。")
        if clash.what == "vehicle":
            return Problem("vehicle_id", f"这辆车 {when} 已经派出。")
        field = "worker_id" if clash.who == wanted.worker_id else "second_worker_id"
        person = queries.person_of(self._unit.session, clash.other.person)
        return Problem(field, f"{self._workers[clash.who].name} {when} 已安排到{person}家。")

    def _of_hours(self, wanted: Wanted) -> Iterable[Problem]:
        year, minutes = wanted.day.year, wanted.ends - wanted.starts
        held = next(
            (
                one.ends - one.starts
                for one in self._visits
                if one.id == wanted.visit_id and one.state == "booked" and one.day.year == year
            ),
            0,
        )
        account = self._accounts[year]
        left = account.left - self._taken.get(year, 0) + held
        if minutes > left:
            yield Problem(
                "ends",
                f"{year} 年小时账户只剩 {hours(left)}，不够这次的 {hours(minutes)}（全年 {hours(account.granted)}，"
                f"已服务 {hours(account.delivered)}，已安排 {hours(account.booked)}）。",
            )
        if self._agreed is not None and minutes > self._agreed + held:
            yield Problem(
                "ends", f"协议 {self.agreement.number} 约定的总时长只剩 {hours(self._agreed + held)}。"
            )

    def _of_money(self, wanted: Wanted) -> Iterable[Problem]:
        """A booked visit is money promised: never more than the fund has [池民社救〔2023〕38号 三(四)]."""
        more = self._cost(wanted.item, wanted.day, wanted.ends - wanted.starts)
        more -= sum(
            self._cost(one.item, one.day, one.ends - one.starts)
            for one in self._visits
            if one.id == wanted.visit_id and one.state == "booked"
        )
        if more > 0 and more > self._money:
            yield Problem("ends", funds.short(self._unit, self._fund, self._money, more))

    def _cost(self, item: str, day: date, minutes: int) -> Decimal:
        return price(self._rates, item, day, minutes)


def _over(ended_on: date | None, day: date) -> bool:
    return ended_on is not None and day >= ended_on


def agreement_left(unit: Unit, agreement: Agreement) -> int | None:
    """The minutes an agreement still pays for, None when it has no limit; what was made counts as it was recorded."""
    if agreement.minutes is None:
        return None
    return agreement.minutes - spending.minutes_used(unit.session, [agreement.id]).get(agreement.id, 0)
