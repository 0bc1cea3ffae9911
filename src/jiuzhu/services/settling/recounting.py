"""核对: a month counted once more from visits, records and rates, by other code than settles, and every difference told.

Nothing here uses `pricing`, `counting` or the hour account's own sums: what two ways agree on is right.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jiuzhu.domain.calendar import last_day
from jiuzhu.domain.money import ZERO, shown
from jiuzhu.domain.serving.pricing import sha256_of
from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.domain.serving.supply import Tariff
from jiuzhu.domain.serving.visits import Visit, VisitRecord
from jiuzhu.services.granting.rosters import require_month
from jiuzhu.services.serving import funds
from jiuzhu.services.serving.hours import accounts_of
from jiuzhu.services.serving.whole import require_whole
from jiuzhu.storage.queries import settlements as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing two counts do not agree on: what it is of, what was expected and what stands there."""

    what: str
    about: str
    expected: str
    found: str


@dataclass(slots=True)
class Recount:
    """What a month comes to by itself, and where the books say something else."""

    month: str
    records: int = 0
    minutes: int = 0
    amount: Decimal = ZERO
    differences: list[Difference] = field(default_factory=list)

    def hold(self, what: str, about: str, expected: object, found: object) -> None:
        """Keep a difference if there is one."""
        if expected != found:
            self.differences.append(Difference(what, about, _said(expected), _said(found)))


Taken = defaultdict[tuple[str, date], list[tuple[int, int, str]]]
"""Who (a worker or a service file) and day → from, to, number of the file."""


def _said(value: object) -> str:
    return shown(value) if isinstance(value, Decimal) else str(value)


def reconciled(unit: Unit, month: str) -> Recount:
    """Recount a month of every agreement and list what does not agree; an empty list is what is wanted.

    A record that was changed after its month was settled stands there until the next settlement or correction takes it up.
    """
    unit.require("read")
    require_whole(unit, "核对")
    require_month(month)
    first, last = date.fromisoformat(f"{month}-01"), last_day(month)
    told = Recount(month)
    standing = _standing(unit, first, last)
    _lines(unit, told, standing, first, last)
    for one in queries.of_month(unit.session, month):
        _header(unit, told, one)
    _accounts(unit, told, {record.service_file_id for record, _ in standing.values()})
    _funds(unit, told)
    return told


def _standing(unit: Unit, first: date, last: date) -> dict[str, tuple[VisitRecord, str]]:
    """Records nobody reversed → the newest word about each, "" for none."""
    words = {one.visit_record_id: one.result for one in queries.verifications_between(unit.session, first, last)}  # fmt: skip
    rows = queries.records_between(unit.session, first, last)
    gone = {row.reverses_id for row in rows}
    return {
        row.id: (row, words.get(row.id, "")) for row in rows if row.reverses_id is None and row.id not in gone
    }


def _yuan(tariffs: list[Tariff], agreement_id: str, item: str, record: VisitRecord) -> Decimal | None:
    """What one record costs by the rate of its day, None without one."""
    for one in tariffs:
        if one.agreement_id != agreement_id or one.item != item or record.day < one.since:
            continue
        if one.until is not None and record.day > one.until:
            continue
        times = Decimal(1) if one.unit == "visit" else Decimal(record.ends - record.starts) / 60
        return (one.rate * times).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return None


def _lines(
    unit: Unit, told: Recount, standing: dict[str, tuple[VisitRecord, str]], first: date, last: date
) -> None:
    """Every record of a settled month against the lines about it, and against the calendar."""
    numbers = queries.file_numbers(unit.session, {record.service_file_id for record, _ in standing.values()})
    visits = {
        row.id: (row, agreement_id)
        for row, agreement_id in queries.visits_recorded(unit.session, first, last)
    }
    paid, minutes = defaultdict[str, Decimal](lambda: ZERO), defaultdict[str, int](int)
    for line in queries.lines_of_month(unit.session, told.month):
        if line.kind != "refused":
            paid[line.visit_record_id] += line.amount
            minutes[line.visit_record_id] += line.minutes
    settled = {one.agreement_id for one in queries.of_month(unit.session, told.month)}
    tariffs = queries.all_tariffs(unit.session)
    seen, taken = set[str](), Taken(list)
    for identity, (record, word) in standing.items():
        visit, agreement_id = visits[record.visit_id]
        about = f"{numbers[record.service_file_id]} {record.day}"
        told.hold("日历上的状态", about, "done", visit.state)
        told.hold("一次服务只有一条有效记录", about, False, record.visit_id in seen)  # two counts
        seen.add(record.visit_id)
        if word == "verified":
            _take(taken, record, visit, numbers[record.service_file_id])
        done = record.items.split()
        item = visit.item if visit.item in done else done[0]
        cost = _yuan(tariffs, agreement_id, item, record) if word == "verified" else ZERO
        if word == "verified":
            told.records += 1
            told.minutes += record.ends - record.starts
            told.amount += cost or ZERO
        if agreement_id in settled:
            told.hold("结算金额", about, cost, paid[identity])
            length = record.ends - record.starts if word == "verified" else 0
            told.hold("结算分钟", about, length, minutes[identity])
        else:
            told.hold("没有结算单的月份", about, ZERO, paid[identity])
    for identity in paid.keys() - standing.keys():
        told.hold("已冲销的记录", identity[-6:], ZERO, paid[identity])
    _once(told, taken)


def _take(taken: Taken, record: VisitRecord, visit: Visit, number: str) -> None:
    """Lay the time of a verified record on everybody who was there."""
    for who in (record.worker_id, visit.second_worker_id, record.service_file_id):
        if who:
            taken[who, record.day].append((record.starts, record.ends, number))


def _once(told: Recount, taken: Taken) -> None:
    """No minute of a worker or of a person is verified twice."""
    for (_, day), spans in taken.items():
        spans.sort()
        until, before = 0, ""
        for starts, ends, number in spans:
            told.hold(
                "同一时间只核实一次", f"{before} 与 {number} {day}", 0, max(min(until, ends) - starts, 0)
            )
            until, before = max((until, before), (ends, number))


def _header(unit: Unit, told: Recount, made: Settlement) -> None:
    """A settlement against its own lines."""
    lines = queries.lines(unit.session, made.id)
    told.hold("结算单合计金额", made.number, sum((one.amount for one in lines), ZERO), made.amount)
    paid = sum(one.minutes for one in lines if one.kind != "refused")
    told.hold("结算单合计分钟", made.number, paid, made.minutes)
    refused = sum(one.minutes for one in lines if one.kind == "refused")
    told.hold("结算单不予认可分钟", made.number, refused, made.refused_minutes)
    told.hold("结算单明细校验", made.number, sha256_of(lines), made.sha256)


def _accounts(unit: Unit, told: Recount, file_ids: set[str]) -> None:
    """The year's hour accounts of everybody served in the month against the records of the year."""
    year = int(told.month[:4])
    delivered, disputed = defaultdict[str, int](int), defaultdict[str, int](int)
    for record, word in _standing(unit, date(year, 1, 1), date(year, 12, 31)).values():
        if word in {"", "verified"}:
            delivered[record.service_file_id] += record.ends - record.starts
        elif word == "disputed":
            disputed[record.service_file_id] += record.ends - record.starts
    numbers = queries.file_numbers(unit.session, file_ids)
    for identity, account in accounts_of(unit, file_ids, year).items():
        told.hold("小时账户已服务", numbers[identity], delivered[identity], account.delivered)
        told.hold("小时账户有争议", numbers[identity], disputed[identity], account.disputed)
        told.hold("小时账户余额不为负", numbers[identity], max(account.left, 0), account.left)


def _funds(unit: Unit, told: Recount) -> None:
    """What the year's funds paid for visits against the signed settlements, and never more than they may."""
    for fund in queries.funds(unit.session, int(told.month[:4])):
        balance = funds.balance_of(unit, fund)
        label = unit.desk.label("fund_source", fund.source)
        paid = sum((one.amount for one in queries.of_fund(unit.session, fund.id)), ZERO)
        subsidies = sum(queries.approved_subsidies(unit.session, fund.id), ZERO)
        told.hold("资金已支出", label, paid + subsidies, balance.spent)
        told.hold("资金没有超出额度", label, min(balance.spent, balance.limit), balance.spent)
