"""汇总: the figures of a quarter, a year or any months, gathered; what they come to is told by the domain."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving import report_whole
from jiuzhu.domain.serving.directory import KINDS
from jiuzhu.domain.serving.pricing import item_of
from jiuzhu.domain.serving.report_facts import (
    Answered,
    Facts,
    Filed,
    FundState,
    Graded,
    Granted,
    Lasting,
    Needed,
    Overseen,
    Paid,
    Served,
)
from jiuzhu.domain.serving.report_whole import Report, Words
from jiuzhu.domain.serving.span import MOST_MONTHS, Span
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services.serving import funds
from jiuzhu.services.serving.hours import accounts_of
from jiuzhu.services.serving.whole import require_whole
from jiuzhu.storage.queries import overseeing, records
from jiuzhu.storage.queries import reports as queries
from jiuzhu.storage.unit import Unit

_UNKNOWN = "未登记村（社区）"


def report(unit: Unit, span: Span) -> Report:
    """The report of the months of a span; raises `InvalidInput` for months the wrong way round, too many or to come.

    Refused to whoever sees some villages only: their part would be read as the whole.
    """
    unit.require("read")
    require_whole(unit, "汇总")
    _checked(span, unit.today)
    files = {row.id: row for row in queries.files(unit.session)}
    desk = unit.desk
    words = Words(
        classes=[_class_word(one) for one in (1, 2, 3)],
        headings=list(desk.codes["need_heading"].labels.values()),
        kinds=list(KINDS.values()),
        grade=lambda grade: desk.label("satisfaction", str(grade)),
    )
    sides = (_facts(unit, span, files), _facts(unit, span.before, files))
    return report_whole.whole(span, min(span.last_day, unit.today), sides, _lasting(unit, span, files), words)


def _checked(span: Span, today: date) -> None:
    if span.count < 1:
        raise InvalidInput([Problem("last", "截止月份早于起始月份，请核对。")])
    if span.count > MOST_MONTHS:
        raise InvalidInput([Problem("last", f"一次最多汇总 {MOST_MONTHS} 个月，请缩短。")])
    if span.first > month_of(today):
        raise InvalidInput([Problem("first", "这段时间还没有到，没有可以汇总的。")])


def _class_word(service_class: int) -> str:
    return f"第 {service_class} 类"


def _facts(unit: Unit, span: Span, files: Mapping[str, Any]) -> Facts:
    """What lies in the days and months of one span."""
    first, last = span.first_day, span.last_day
    visits = queries.visits(unit.session, first, last)

    def of(file_id: str, item: str, provider: str, month: str) -> dict[str, str]:
        file = files[file_id]
        return {
            "class": _class_word(file.service_class),
            "item": unit.desk.label("service_item", item),
            "provider": provider,
            "village": file.village or _UNKNOWN,
            "month": month,
        }

    served = []
    for one in records.counted_between(unit.session, first, last):
        item, provider = visits[one.record.visit_id]
        done = item_of(one.record.items.split(), item)
        told = of(one.record.service_file_id, done, provider, month_of(one.record.day))
        served.append(Served(one.standing, one.minutes, one.record.service_file_id, told))
    paid = [
        Paid(
            row.kind,
            row.minutes,
            row.amount,
            unit.desk.label("fund_source", row.source),
            of(row.service_file_id, row.item, row.provider, row.month),
        )
        for row in queries.settled(unit.session, span.first, span.last)
    ]
    wrong = queries.found_wrong(unit.session, first, last)
    return Facts(
        served=served,
        paid=paid,
        unsigned=sum(queries.unsigned(unit.session, span.first, span.last), ZERO),
        subsidies=[
            (unit.desk.label("fund_source", row.source), row.amount)
            for row in queries.subsidies(unit.session, first, last)
        ],
        granted=[
            Granted(unit.desk.label("item", row.programme), row.households, row.total)
            for row in queries.granted(unit.session, span.first, span.last)
        ],
        overseen=[
            Overseen(row.name, row.records, row.checked, wrong.get(row.id, 0))
            for row in overseeing.progress(unit.session, first, last)
        ],
        graded=[Graded(row.grade, row.name or "") for row in queries.graded(unit.session, first, last)],
        complaints=queries.complaints(unit.session, first, last),
    )


def _lasting(unit: Unit, span: Span, files: Mapping[str, Any]) -> Lasting:
    asked: dict[str, list[tuple[date, date | None]]] = {}
    for row in queries.asked(unit.session):
        asked.setdefault(row.need_id, []).append((row.raised_on, row.answered_on))
    needs = [
        Needed(
            id=row.id,
            file=row.service_file_id,
            heading=unit.desk.label("need_heading", row.heading),
            state=row.state if row.ended_on or not row.file_ended else "ended",
            assessed_on=row.assessed_on,
            ended_on=row.ended_on or row.file_ended,
            asked=asked.get(row.id, ()),
        )
        for row in queries.needs(unit.session)
    ]
    states = [
        FundState(one.label, one.balance.limit, one.balance.spent, one.balance.committed, one.balance.left)
        for one in funds.funds(unit)
        if one.year == span.last_day.year
    ]
    return Lasting(
        files=[Filed(_class_word(row.service_class), row.opened_on, row.ended_on) for row in files.values()],
        needs=needs,
        answers=[
            Answered(KINDS[row.kind], row.chosen_on, row.state, row.effect_on)
            for row in queries.answers(unit.session)
        ],
        accounts={
            year: list(accounts_of(unit, list(files), year).values())
            for year in range(span.first_day.year, span.last_day.year + 1)
        },
        funds=states,
    )
