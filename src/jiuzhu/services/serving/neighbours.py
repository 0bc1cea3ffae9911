"""邻里互助: a neighbour looks after a person, the village writes down each time, the township approves a yearly subsidy.

[池民社救〔2023〕38号 三(六)6]
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.merging import Shown
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving.served import NeighbourHelp, NeighbourSubsidy, NeighbourVisit, ServiceFile
from jiuzhu.domain.serving.supply import Fund
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.office import merging
from jiuzhu.services.serving import funds
from jiuzhu.storage.queries import neighbours as queries
from jiuzhu.storage.unit import Unit

SUBSIDY_STATES = {"proposed": "待审批", "approved": "已批准", "returned": "已退回"}


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """A neighbour who helps, with what was done in the year and where its subsidy stands ("" before it is proposed)."""

    id: str
    service_file_id: str
    number: str
    person: str
    village: str
    helper: str
    phone: str
    trained_on: date | None
    starts_on: date
    ended_on: date | None
    yearly: Decimal
    times: int
    last_on: date | None
    last_content: str
    year: int
    subsidy_id: str
    subsidy_version: int
    state: str
    amount: Decimal | None
    proposed_by: str
    paid_on: date | None


def start_help(
    unit: Unit,
    service_file_id: str,
    helper: str,
    yearly: Decimal,
    *,
    starts_on: date,
    phone: str = "",
    trained_on: date | None = None,
) -> str:
    """登记邻里互助 for a person with a service file; returns its id."""
    unit.require("serve")
    file = unit.get(ServiceFile, service_file_id)
    if file.ended_on is not None and file.ended_on <= starts_on:
        raise Refused(f"服务档案 {file.number} 已停止服务。没有登记。")
    made = NeighbourHelp(
        service_file_id=file.id,
        helper=written(helper, "帮扶邻里的姓名", "helper", 2),
        phone=phone.strip(),
        trained_on=_trained(unit, trained_on),
        starts_on=starts_on,
        yearly=_yearly(yearly),
    )
    unit.add(made)
    unit.about(file.id)
    return made.id


def change_help(
    unit: Unit,
    neighbour_help_id: str,
    *,
    phone: str,
    trained_on: date | None,
    yearly: Decimal,
    before: Shown | None = None,
) -> None:
    """更正 telephone, training or the agreed subsidy of a neighbour. `before`: see `merging`."""
    row = _open(unit, neighbour_help_id)
    typed: dict[str, Any] = {
        "phone": phone.strip(),
        "trained_on": _trained(unit, trained_on),
        "yearly": _yearly(yearly),
    }
    merging.save(unit, row, typed, before, about=[row.service_file_id])


def end_help(unit: Unit, neighbour_help_id: str, day: date) -> None:
    """停止互助 from a day on."""
    row = _open(unit, neighbour_help_id)
    if not row.starts_on <= day <= unit.today:
        raise UserError("停止日期要在开始以后、今天以前。", field="day")
    last = max((one.day for one in queries.visits_of(unit.session, row.id, unit.today.year)), default=day)
    if last > day:
        raise UserError(f"{last} 还登记了一次互助，停止日期不能早于这一天。没有改动任何内容。", field="day")
    row.ended_on = day


def record_help(unit: Unit, neighbour_help_id: str, day: date, content: str) -> str:
    """记一次互助 as the village wrote it down, one a day; returns its id. Never for a year whose subsidy is proposed."""
    row = _open(unit, neighbour_help_id)
    if not row.starts_on <= day <= unit.today:
        raise UserError("互助日期要在开始以后、今天以前。", field="day")
    subsidy = queries.subsidy_of(unit.session, row.id, day.year)
    if subsidy is not None and subsidy.state != "returned":
        raise Refused(f"{day.year} 年的补贴已经提出，不能再补记这一年的次数。没有登记。")
    if any(one.day == day for one in queries.visits_of(unit.session, row.id, day.year)):
        raise Refused(f"{day} 的互助已经登记，一天记一次。没有重复登记。")
    made = NeighbourVisit(
        service_file_id=row.service_file_id,
        neighbour_help_id=row.id,
        day=day,
        content=written(content, "做了什么", "content", 2),
        recorded_by=unit.actor.operator_id,
    )
    return unit.add(made).id


def _open(unit: Unit, neighbour_help_id: str) -> NeighbourHelp:
    unit.require("serve")
    row = unit.get(NeighbourHelp, neighbour_help_id)
    if row.ended_on is not None:
        raise Refused(f"{row.helper}的互助已于 {row.ended_on} 停止。没有改动任何内容。")
    unit.about(row.service_file_id)
    return row


def _trained(unit: Unit, trained_on: date | None) -> date | None:
    if trained_on is not None and trained_on > unit.today:
        raise UserError("培训日期不能晚于今天。", field="trained_on")
    return trained_on


def _yearly(yearly: Decimal) -> Decimal:
    if yearly is None or yearly < ZERO:
        raise UserError("请填写每年补贴，没有就填 0。", field="yearly")
    return yearly


def propose_subsidy(unit: Unit, neighbour_help_id: str, year: int, fund_id: str, amount: Decimal) -> str:
    """提出一年的补贴 by the times the village wrote down; refused beyond the agreed sum or the fund. Returns its id."""
    unit.require("settle")
    row = unit.get(NeighbourHelp, neighbour_help_id)
    before = queries.subsidy_of(unit.session, row.id, year)
    if before is not None and before.state != "returned":
        raise Refused(f"{row.helper} {year} 年的补贴已经提出过。没有再提一次。")
    times = len(queries.visits_of(unit.session, row.id, year))
    problems = []
    if not times:
        problems.append(Problem("year", f"{year} 年没有登记过互助，不能提出补贴。"))
    if amount is None or not ZERO < amount <= row.yearly:
        problems.append(Problem("amount", f"补贴要大于零，不超过约定的每年 {row.yearly:,.2f} 元。"))
    fund = unit.get(Fund, fund_id)
    if fund.year != year:
        problems.append(Problem("fund_id", f"请选择 {year} 年的资金。"))
    if problems:
        raise InvalidInput(problems)
    funds.require_room(unit, fund.id, amount)
    made = NeighbourSubsidy(
        service_file_id=row.service_file_id,
        neighbour_help_id=row.id,
        fund_id=fund.id,
        year=year,
        correction=before.correction + 1 if before else 0,
        times=times,
        amount=amount,
        proposed_by=unit.actor.operator_id,
    )
    unit.add(made)
    unit.about(row.service_file_id)
    return made.id


def approve_subsidy(unit: Unit, neighbour_subsidy_id: str, seen_version: int) -> None:
    """批准补贴: by the township, never by who proposed it, and only what the fund still holds."""
    row = _to_decide(unit, neighbour_subsidy_id, seen_version)
    fund = unit.get(Fund, row.fund_id)
    left = funds.balance_of(unit, fund).left  # what was proposed is counted in it
    if left < ZERO:
        raise Refused(f"{funds.short(unit, fund, left + row.amount, row.amount)}没有批准。")
    row.state, row.decided_by, row.decided_on = "approved", unit.actor.operator_id, unit.today
    unit.about(row.service_file_id)


def return_subsidy(unit: Unit, neighbour_subsidy_id: str, seen_version: int) -> None:
    """退回补贴: nothing is paid by it; the year is open again, and it may be proposed otherwise."""
    row = _to_decide(unit, neighbour_subsidy_id, seen_version)
    row.state, row.decided_by, row.decided_on = "returned", unit.actor.operator_id, unit.today
    unit.about(row.service_file_id)


def _to_decide(unit: Unit, neighbour_subsidy_id: str, seen_version: int) -> NeighbourSubsidy:
    unit.require("sign_settlement")
    row = unit.get(NeighbourSubsidy, neighbour_subsidy_id)
    unit.unchanged(row, seen_version)
    if row.state != "proposed":
        raise Refused(f"这笔补贴{SUBSIDY_STATES[row.state]}。没有改动任何内容。")
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("自己提出的补贴不能自己批准。没有改动任何内容；请另一位同事登录。")
    return row


def pay_subsidy(unit: Unit, neighbour_subsidy_id: str, paid_on: date) -> None:
    """登记发放 of an approved subsidy."""
    unit.require("settle")
    row = unit.get(NeighbourSubsidy, neighbour_subsidy_id)
    if row.state != "approved" or row.decided_on is None:
        raise Refused("补贴还没有批准，不能登记发放。没有改动任何内容。")
    if row.paid_on is not None:
        raise Refused(f"这笔补贴已于 {row.paid_on} 发放。没有改动任何内容。")
    if not row.decided_on <= paid_on <= unit.today:
        raise UserError("发放日期要在批准以后、今天以前。", field="paid_on")
    row.paid_on = paid_on
    unit.about(row.service_file_id)


def neighbours(unit: Unit, year: int, text: str = "") -> list[NeighbourRow]:
    """Who helps whom, with the times of a year and its subsidy; who helps now first."""
    unit.require("read")
    rows = queries.helps(unit.session, text.strip())
    ids = [row.id for row in rows]
    done: dict[str, list[NeighbourVisit]] = {row.id: [] for row in rows}
    for one in queries.visits(unit.session, ids, year):
        done[one.neighbour_help_id].append(one)
    paid = {one.neighbour_help_id: one for one in queries.subsidies(unit.session, ids, year)}
    found = []
    for row in rows:
        last = done[row.id][-1] if done[row.id] else None
        subsidy = paid.get(row.id)
        found.append(
            NeighbourRow(
                row.id, row.service_file_id, row.number, row.person, row.village, row.helper, row.phone, row.trained_on,
                row.starts_on, row.ended_on, row.yearly, len(done[row.id]), last.day if last else None,
                last.content if last else "", year, subsidy.id if subsidy else "", subsidy.version if subsidy else 0,
                subsidy.state if subsidy else "", subsidy.amount if subsidy else None, subsidy.proposed_by if subsidy else "",
                subsidy.paid_on if subsidy else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.ended_on is not None, one.village, one.person))


def files(unit: Unit) -> list[tuple[str, str]]:
    """Every service file that goes on: id, and words of which any part is typed to choose it."""
    unit.require("read")
    return [
        (row.id, f"{row.person}　{row.village}　{row.number}")
        for row in queries.files(unit.session, unit.today)
    ]
