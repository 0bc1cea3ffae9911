"""小时账户 of a person: what was given for a year, and what is left of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from jiuzhu.domain.serving import counting
from jiuzhu.domain.serving.hours import HourAccount, account
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.visits import HourGrant
from jiuzhu.domain.written import written
from jiuzhu.errors import UserError
from jiuzhu.storage.queries import visits as queries
from jiuzhu.storage.unit import Unit


class _OfFile(Protocol):
    service_file_id: str


T = TypeVar("T", bound=_OfFile)

_DAY = 24 * 60
MOST = 366 * _DAY
"""Minutes nobody can be given in a year: a slip of the finger."""


def account_of(unit: Unit, service_file_id: str, year: int) -> HourAccount:
    """The account of one person and year."""
    return accounts_of(unit, [service_file_id], year)[service_file_id]


def accounts_of(unit: Unit, file_ids: Collection[str], year: int) -> dict[str, HourAccount]:
    """The accounts of many people for a year, by service file."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    records = queries.records(unit.session, file_ids, first, last)
    told = queries.verifications(unit.session, file_ids, first, last)
    grants = _by_file(queries.grants(unit.session, file_ids, year))
    visits = _by_file(queries.waiting(unit.session, file_ids, first, last))
    written_down = _by_file(records)
    found = _by_file(told)
    return {
        identity: account(
            year,
            grants[identity],
            visits[identity],
            counting.counted(written_down[identity], found[identity]),
            unit.today,
        )
        for identity in file_ids
    }


def _by_file(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[row.service_file_id].append(row)
    return found


def grant(unit: Unit, service_file_id: str, year: int, minutes: int, reason: str) -> str:
    """Give minutes for a year, or take back by a negative number what was given wrongly; returns the id.

    Nothing is taken back that is booked or used already.
    """
    unit.require("serve")
    unit.get(ServiceFile, service_file_id)
    reason = written(reason, "依据", "reason")
    if not 0 < abs(minutes) <= MOST:
        raise UserError("请填写时长，不能为零，也不能超过全年的时间。", field="minutes")
    left = account_of(unit, service_file_id, year).left
    if left + minutes < 0:
        raise UserError(
            f"{year} 年账户里只剩 {left} 分钟没有用，收不回这么多。没有改动任何内容。", field="minutes"
        )
    unit.about(service_file_id)
    made = HourGrant(
        service_file_id=service_file_id,
        year=year,
        minutes=minutes,
        reason=reason,
        granted_by=unit.actor.operator_id,
        granted_on=unit.today,
    )
    return unit.add(made).id
