"""What a plan could not give, in words for the coordinator: each broken wish, and each visit without a place."""

from collections import Counter, defaultdict
from datetime import date
from enum import StrEnum

from jiuzhu.domain.proposal.checking import Held, timetable
from jiuzhu.domain.proposal.ground import Intervals, goes_to, starts_in, working
from jiuzhu.domain.proposal.problem import Due, Plan, Problem, Wish, Worker, granted

NEAREST = 3
"Workers told of when a visit finds no place."


class Hurdle(StrEnum):
    """Why somebody does not come, in the words the coordinator reads."""

    SKILL = "没有这项技能"
    PLACE = "不负责这个村（社区）"
    SHIFT = "这几天没有合适的班"
    AWAY = "这几天请假"
    LIMIT = "当天服务时长已满"
    FULL = "已排满"
    FREE = "有空，但绕路或换人的代价更大"


def explained(problem: Problem, plan: Plan) -> dict[str, tuple[str, ...]]:
    """By id of each due visit what it could not have and why; empty for one that has everything."""
    week = _Week(problem, plan)
    return {
        due.id: week.without_place(due) if due.id not in plan else week.broken_wishes(due)
        for due in problem.due
    }


class _Week:
    """The plan seen by worker and by person."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._plan = plan
        self._workers = {worker.id: worker for worker in problem.workers}
        self._of_worker = defaultdict[tuple[str, date], list[Held]](list)
        self._of_person = defaultdict[tuple[str, date], list[Held]](list)
        for held in timetable(problem, plan):
            self._of_person[held.client_id, held.span.day].append(held)
            for worker_id in held.worker_ids:
                self._of_worker[worker_id, held.span.day].append(held)

    def broken_wishes(self, due: Due) -> tuple[str, ...]:
        """A sentence for each broken wish of a placed visit."""
        come = tuple(self._workers[worker_id] for worker_id in self._plan[due.id].worker_ids)
        return tuple(self._why(due, wish, come) for wish in due.wishes if not granted(wish, come))

    def _why(self, due: Due, wish: Wish, come: tuple[Worker, ...]) -> str:
        able = [worker for worker in self._colleagues(due) if worker not in come and granted(wish, (worker,))]
        wished = f"希望{wish.words}"
        if not able:
            others = "别的" if any(granted(wish, (worker,)) for worker in come) else ""
            return f"{wished}：机构现在没有{others}这样的服务人员。"
        hurdles = Counter(self.hurdle(due, worker) for worker in able)
        if len(able) == 1:
            return f"{wished}：{able[0].name}{next(iter(hurdles))}。"
        if len(hurdles) == 1:
            return f"{wished}：符合的 {len(able)} 人都{next(iter(hurdles))}。"
        told = "，".join(f"{hurdles[hurdle]} 人{hurdle}" for hurdle in Hurdle if hurdles[hurdle])
        return f"{wished}：符合的 {len(able)} 人中，{told}。"

    def without_place(self, due: Due) -> tuple[str, ...]:
        """Sentences about a visit that found no place: what is used up, or what keeps the nearest workers."""
        for pot in due.pots:
            drawn = sum(
                other.minutes for other in self._problem.due if pot in other.pots and other.id in self._plan
            )
            left = self._problem.pots[pot].minutes - drawn
            if left < due.minutes:
                return (
                    f"按这个排法，{self._problem.pots[pot].name}只剩 {left} 分钟，不够这次的 {due.minutes} 分钟。",
                )
        if not self._days(due):
            return ("可安排的日子里，本人都已另有服务。",)
        able = [
            worker
            for worker in self._colleagues(due)
            if self.hurdle(due, worker) not in {Hurdle.SKILL, Hurdle.PLACE}
        ]
        if not able:
            return ("机构没有会这项服务、又负责这个村（社区）的人员。",)
        able.sort(key=lambda worker: self._problem.way(worker.place, due.place))
        told = "；".join(
            f"{worker.name}{self._alone(due, self.hurdle(due, worker))}" for worker in able[:NEAREST]
        )
        if due.staff > len(able):
            return (f"要两人一起上门，只有一人能来：{told}。",)
        return (f"离得最近的 {len(able[:NEAREST])} 人：{told}。",)

    @staticmethod
    def _alone(due: Due, hurdle: Hurdle) -> str:
        if hurdle is Hurdle.FREE and due.staff == 2:
            return "有空，但没有第二个人能同时来"
        return hurdle

    def _colleagues(self, due: Due) -> list[Worker]:
        return [worker for worker in self._problem.workers if worker.provider_id == due.provider_id]

    def _days(self, due: Due) -> list[date]:
        """The days on which the person can still be visited for this."""
        return [
            day
            for day in due.days
            if not any(
                held.name != due.id and (held.new or held.item == due.item)
                for held in self._of_person[due.client_id, day]
            )
        ]

    def hurdle(self, due: Due, worker: Worker) -> Hurdle:
        """What keeps a worker of the provider from a visit, everything else staying where it is."""
        if due.item not in worker.skills:
            return Hurdle.SKILL
        if not goes_to(worker, due.place):
            return Hurdle.PLACE
        days = self._days(due)
        shifts = {
            day: tuple((shift.starts, shift.ends) for shift in worker.shifts if shift.day == day)
            for day in days
        }
        if not any(self._starts(due, day, shifts[day]) for day in days):
            return Hurdle.SHIFT
        days = [day for day in days if self._starts(due, day, working(worker, day))]
        if not days:
            return Hurdle.AWAY
        days = [day for day in days if self._minutes(worker, day) + due.minutes <= worker.limit]
        if not days:
            return Hurdle.LIMIT
        return Hurdle.FREE if any(self._fits(due, worker, day) for day in days) else Hurdle.FULL

    def _starts(self, due: Due, day: date, spans: Intervals) -> Intervals:
        others = [held for held in self._of_person[due.client_id, day] if held.name != due.id]
        return starts_in(due, spans, [held.span for held in others])

    def _minutes(self, worker: Worker, day: date) -> int:
        return sum(held.span.ends - held.span.starts for held in self._of_worker[worker.id, day])

    def _fits(self, due: Due, worker: Worker, day: date) -> bool:
        """Whether a gap of the day takes the visit and its ways."""
        way = self._problem.way
        begins, ends = [0], []
        for held in self._of_worker[worker.id, day]:
            ends.append(held.span.starts - way(due.place, held.place))
            begins.append(max(begins[-1], held.span.ends + way(held.place, due.place)))
        ends.append(24 * 60)
        return any(
            max(first, begin) <= min(last, end - due.minutes)
            for begin, end in zip(begins, ends, strict=True)
            for first, last in self._starts(due, day, working(worker, day))
        )
