"""Random days of an office: what its people do there is drawn from a seed, so two offices live the same days.

Mostly somebody does what a file waits for; every fourth time anything at all, which is mostly refused. What each step was answered
is kept in words, refusals among them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import random_standards

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import UserError
from jiuzhu.services.approval import approving, delivering, interrupting, opinions, posting
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import adjusting, back_paying, consequences, rosters, sealing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import accounts, events, withdrawing
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.referral import transferring
from jiuzhu.services.relief import paying_out, quick_relief, reserve
from jiuzhu.services.survey import checking, visiting
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import single, surveyed
from receiving import four, granted, succession
from town import Town, complete, urban_couple, urban_three

BEGIN = date(2025, 10, 13)
_MONTHS = ("2025-10", "2025-11", "2025-12")
_ASTRAY, _NEW, _LATER, _PAYING = 0.2, 0.1, 0.08, 0.5
_CASES = (("tekun",), ("dibao",), ("medical",), ("quick",), ("disability_care",))


@dataclass(slots=True)
class Days:
    """One office and what was done there; `answers` tells each step with its answer."""

    town: Town
    payer: Workspace
    chance: random.Random
    day: date = BEGIN
    order: int = 11
    taken: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: int = 0

    def live(self, steps: int) -> None:
        """Do that many steps, and look at what the queues and lists show after them. Every other office pays families already."""
        if self.chance.random() < _PAYING:
            self._do("received", self._received)
        self.town.on(self.day)
        self._do("open_reserve", lambda: self.payer.write(reserve.open_reserve, Decimal(5000)))
        for _ in range(steps):
            draw = self.chance.random()
            if draw < _NEW or not self.taken:
                self._do("take", self._take)
            elif draw < _NEW + _LATER:
                self.pass_days(self.chance.choice((1, 1, 2, 5, 9)))
            else:
                one = self.chance.choice(self.taken)
                name = self._next(one)
                self._do(name, partial(STEPS[name], self, one))
        self._do("look", self._look)

    def pass_days(self, days: int) -> None:
        """It is later for everybody."""
        self.day += timedelta(days=days)
        self.town.on(self.day)

    def rows(self, one: str) -> FileRows:
        """A file as it is stored now."""
        return self.town.clerk.read(files.load_rows, one)

    def _do(self, name: str, step: Callable[[], object]) -> None:
        try:
            told = f"{name}: {step()}"
        except UserError as error:
            self.refused += 1
            told = f"{name} refused: {type(error).__name__} {error}"
        self.answers.append(told)

    def _next(self, one: str) -> str:
        if self.chance.random() < _ASTRAY:
            return self.chance.choice(sorted(STEPS))
        asked = self.town.clerk.read(_application, one)
        return self.chance.choice(
            USUAL.get((asked.way, asked.state)) or USUAL.get(("", asked.state), ("look",))
        )

    def _take(self) -> str:
        town, self.order = self.town, self.order + 6
        draw = self.chance.random()
        if draw < 0.3:
            made = urban_three(town, self.order)
            made.incomes[0].declared = Decimal(self.chance.randrange(0, 320_000)) / 100
        elif draw < 0.5:
            made = urban_couple(town, self.order, ill=self.chance.random() < 0.5)
        else:
            made = single(town, *self.chance.choice(_CASES), order=self.order)
            if "disability_care" in made.application.programmes:
                made.members[0].disability_kind, made.members[0].disability_grade = "4", "1"
        made.members[0].phone = f"138{self.order:08d}"
        if self.chance.random() < 0.15:
            town.clerk.write(intake.keep_draft, new_id(), made)
            return "draft"
        if self.chance.random() < 0.7 and "dibao" in made.application.programmes:
            self.taken.append(surveyed(town, made))
        else:
            asked = complete(made, town.clerk.today())
            self.taken.append(town.clerk.write(intake.accept, asked, "").application_id)
        return self.rows(self.taken[-1]).application.number

    def _received(self) -> list[str]:
        """Families that were granted 低保 one after the other before the first day."""
        for begin in (BEGIN - timedelta(days=ago) for ago in (70, 56, 42)):
            self.town.on(begin)
            made, self.order = four(self.town, self.order), self.order + 6
            made.incomes[0].declared = Decimal(self.chance.randrange(100_000, 300_000)) / 100
            found = granted(self.town, made, begin + timedelta(days=11))
            self.taken.append(found.application.id)
        return list(self.taken)

    def _look(self) -> str:
        clerk, head = self.town.clerk, self.town.head
        seen: list[Any] = [
            clerk.read(checking.queue),
            head.read(approving.counts),
            clerk.read(intake.drafts),
            clerk.read(events.waiting),
            head.read(adjusting.adjustments),
            head.read(back_paying.back_payments),
            *(clerk.read(rosters.roster, month, "dibao") for month in _MONTHS),
            *(self.town.auditor.read(checking.file, one) for one in self.taken),
        ]
        return "\n".join(map(repr, seen))


def _application(unit: Unit, one: str) -> app.Application:
    return unit.get(app.Application, one)


def _line(days: Days, one: str) -> object:
    lines = days.rows(one).lines
    line = days.chance.choice(lines)
    figure = Decimal(days.chance.randrange(0, 300_000)) / 100
    return days.town.checker.write(
        checking.settle_line, line.id, explanation=days.chance.choice(("", "打零工补上的")), evidence="流水",
        visited=figure, judgement=days.chance.choice(("", "true", "omitted", "wrong")), figure=figure,
    )  # fmt: skip


def _visit(days: Days, one: str) -> object:
    part = VisitPart(
        present="甲示例", second_investigator="示例村 癸示例", dwelling_condition="砖混", opinion="情况属实"
    )
    hands = [days.town.checker.actor.operator_id, days.town.clerk.actor.operator_id]
    return days.town.checker.write(visiting.record_visit, one, part, hands)


def _opine(days: Days, one: str) -> object:
    text = days.town.checker.read(opinions.opinion_draft, one)
    result = days.chance.choice(("grant", "grant", "grant", "refuse"))
    return days.town.checker.write(opinions.give_opinion, one, result, text or "调查属实。")


def _decide(days: Days, one: str) -> object:
    version = days.rows(one).application.version
    result = days.chance.choice(("approved", "approved", "approved", "refused"))
    words = ("收入超过标准", "57号 第十条") if result == "refused" else ("", "")
    verdict = approving.Verdict(result=result, seen_version=version, reason=words[0], clause=words[1])
    return days.town.head.write(approving.decide, one, verdict)


def _close(days: Days, one: str) -> object:
    if days.chance.random() < 0.8:
        days.pass_days(9)
    return days.town.checker.write(posting.close_notice, one)


def _happen(days: Days, one: str) -> object:
    found = days.rows(one)
    kind = days.chance.choice(("employed", "death", "income", "ill", "recovered", "other"))
    person = days.chance.choice(found.members).person_id
    wage = NewLine(category="income", kind="wage", figure=Decimal(days.chance.randrange(100, 2500)))
    begins = [wage] if kind in {"employed", "income"} else []
    more: dict[str, Any] = {"marks": {"illness": "major"}} if kind == "ill" else {}
    if kind == "death":
        more = succession(days.town, found.household.id, person)
    happened = Happened(
        kind=kind, effective_on=days.day - timedelta(days=days.chance.randrange(40)), person_id=person,
        begins=begins, details="邻居反映", **more,
    )  # fmt: skip
    return days.town.checker.write(events.record_event, found.household.id, happened)


def _take_back(days: Days, one: str) -> object:
    found: list[HouseholdEvent] = days.town.clerk.read(events.events, days.rows(one).household.id)
    if not found:
        return "nothing happened"
    event = days.chance.choice(found)
    return days.town.checker.write(withdrawing.withdraw_event, event.id, "登记错了，不是这一户")


def _propose(days: Days, one: str) -> list[str]:
    home = days.rows(one).household.id
    return [
        days.town.checker.write(
            adjusting.propose_adjustment, row.entitlement_id, row.change,
            Ground(cause="event", evidence="入户核实，有流水"), list(row.why),
        )
        for row in days.town.checker.read(consequences.consequences, home)
        if row.change.kind not in {"keep", "manual"}
    ]  # fmt: skip


def _sign(days: Days, one: str) -> list[str]:  # noqa: ARG001  # whichever wait
    return [
        days.town.head.write(
            adjusting.decide_adjustment, row.id, approved=days.chance.random() < 0.8, note="情况不实"
        )
        for row in days.town.head.read(adjusting.adjustments)
    ]


def _account(days: Days, one: str) -> list[object]:
    wanted = NewAccount(
        bank="示例农商银行", account_name="甲示例", account_number=f"62{days.chance.randrange(10**15):017d}",
        reason="原账户已销户",
    )  # fmt: skip
    made: object = days.town.clerk.write(accounts.propose_account, days.rows(one).household.id, wanted)
    return [
        made,
        *(
            days.town.head.write(accounts.decide_account, row.id, confirmed=days.chance.random() < 0.8)
            for row in days.town.head.read(accounts.proposed)
        ),
    ]


def _seal(days: Days, one: str) -> str:  # noqa: ARG001  # of everybody
    return days.payer.write(sealing.seal_month, days.chance.choice(_MONTHS), "dibao", checked=True).number


def _pay(days: Days, one: str) -> str:
    form, source = days.chance.choice((("cash", "reserve"), ("transfer", "county")))
    made = days.payer.write(
        paying_out.pay_out, one, form=form, source=source, receipt=f"领{days.chance.randrange(99)}"
    )
    return f"{made.amount}"


def _refer(days: Days, one: str) -> object:
    return days.town.clerk.write(transferring.refer, one, "住院自付费用高", "结算单")


def _answer(days: Days, one: str) -> object:  # noqa: ARG001  # whichever wait
    return [
        days.town.clerk.write(
            transferring.answer, slip.id, result="granted", text="已救助", on=days.day, amount=Decimal(1000)
        )
        for slip in days.town.clerk.read(transferring.transfers, ("sent",))
    ]


def _delivered(days: Days, one: str) -> object:
    return days.town.clerk.write(delivering.deliver_notice, one, "direct", days.day)


def _periods(days: Days, one: str) -> list[str]:
    def look(unit: Unit) -> list[str]:
        rows = files.load_rows(unit, one)
        found = every(unit.session, rows.household.id)
        signed: list[Decision] = list(rows.decisions)
        return [f"{row.first_month} {row.last_month} {row.monthly}" for row in found] + [
            row.snapshot_hash for row in signed
        ]

    return days.town.auditor.read(look)


def _ledger(days: Days, one: str) -> str:  # noqa: ARG001  # of everybody
    return repr(days.town.clerk.read(ledgers.page, "dibao_households", {}))


def _edit(days: Days, one: str) -> object:
    def more(unit: Unit) -> None:
        unit.get(app.Application, one).reason = f"补充：{days.order}"
        unit.about(one)

    return days.town.clerk.write(more)


Step = Callable[[Days, str], object]


def _by(who: str, service: Callable[..., Any], *words: str) -> Step:
    def step(days: Days, one: str) -> object:
        desk: Workspace = getattr(days.town, who)
        return desk.write(service, one, *words)

    return step


STEPS: dict[str, Step] = {
    "start": _by("checker", checking.start_survey),
    "request": _by("checker", checking.request_check),
    "line": _line,
    "matching": _by("checker", checking.accept_all_matching),
    "visit": _visit,
    "finish": _by("checker", checking.finish),
    "opine": _opine,
    "review": lambda days, one: days.town.checker.write(opinions.record_review, one, True, "残联审核通过"),
    "post": _by("checker", posting.post_notice, "示例社区公示栏"),
    "object": _by("checker", posting.object_to_notice, "", "有车没有申报"),
    "settle": _by("checker", posting.settle_objection, "入户核实无车", "查无此事", "dismissed"),
    "close": _close,
    "submit": _by("checker", posting.submit),
    "decide": _decide,
    "return": _by("head", interrupting.return_file, "请补充流水"),
    "pause": _by("checker", interrupting.pause, "等待法院文书"),
    "resume": _by("checker", interrupting.resume),
    "withdraw": _by("clerk", interrupting.withdraw, "不再申请"),
    "terminate": _by("clerk", interrupting.terminate, "不配合调查"),
    "deliver": _delivered,
    "quick": lambda days, one: days.town.checker.write(
        quick_relief.propose_quick, one, Decimal(days.chance.randrange(100, 900)), "入户查看，邻居证明"
    ),
    "pay": _pay,
    "refer": _refer,
    "answer": _answer,
    "event": _happen,
    "take_back": _take_back,
    "propose": _propose,
    "sign": _sign,
    "account": _account,
    "seal": _seal,
    "edit": _edit,
    "periods": _periods,
    "ledger": _ledger,
    "standard": random_standards.bring_in,
    "yearly": random_standards.look_again,
    "carry_out": random_standards.carry_out,
    "look": lambda days, one: days.town.head.read(files.dossier, one).version,
}
"""What may be done, by a short name."""

USUAL: dict[tuple[str, str], tuple[str, ...]] = {
    ("quick", "accepted"): ("quick", "quick", "decide"),
    ("transfer", "accepted"): ("refer",),
    ("transfer", "referred"): ("answer",),
    ("subsidy", "accepted"): ("opine",),
    ("", "accepted"): ("start",),
    ("", "investigating"): ("request", "line", "matching", "visit", "finish", "pause", "resume"),
    ("", "to_opine"): ("opine",),
    ("", "reviewing"): ("review",),
    ("", "to_post"): ("post",),
    ("", "posted"): ("close", "close", "close", "object"),
    ("", "objected"): ("settle",),
    ("", "to_submit"): ("submit",),
    ("", "submitted"): ("decide", "decide", "decide", "return"),
    ("", "approved"): (
        "deliver", "pay", "event", "event", "propose", "sign", "account", "seal", "take_back", "ledger", "standard", "yearly",
        "carry_out", "carry_out",
    ),
}  # fmt: skip
"""Way and state of a file, "" for any way, → what it waits for."""
