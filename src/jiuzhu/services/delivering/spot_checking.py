"""抽查: a sample of a month's records that anybody can draw again, what was found, and whether the year reaches its share."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.calendar import last_day, month_of
from jiuzhu.domain.serving.overseeing import SpotCheck, SpotCheckLine, percent
from jiuzhu.domain.serving.sampling import draw as drawn_from
from jiuzhu.domain.serving.sampling import population_hash, share
from jiuzhu.domain.serving.visits import Verification, VisitRecord
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.delivering import record_view
from jiuzhu.services.serving.whole import require_whole
from jiuzhu.storage.queries import overseeing as queries
from jiuzhu.storage.queries import records as record_queries
from jiuzhu.storage.unit import CHINA, Unit

WAYS = {"live": "现场查看", "phone": "电话核实", "home": "入户核实"}
"""How a record is looked at → its word."""
RESULTS = {"true": "属实", "wrong": "不属实"}
"""What was found → its word."""
_SEED = 16  # bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample that was drawn: its number, how many records it was drawn from and how many are in it."""

    spot_check_id: str
    number: str
    population: int
    sample: int


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What drawing again says: nothing differs, or every difference in words."""

    number: str
    seed: str
    population: int
    sample: int
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record of a sample and what was found; minutes after midnight."""

    id: str
    number: str
    month: str
    service_file_id: str
    household_id: str
    visit_record_id: str
    spot_check_id: str
    file_number: str
    person: str
    phone: str
    village: str
    day: date
    starts: int
    ends: int
    item: str
    provider: str
    worker: str
    signed_by: str
    condition: str
    recorded_by: str
    way: str
    result: str
    found: str
    checker: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a provider's year is looked at; `missing`: records still to look at for the share in force.

    `checked` are those somebody went to look at; `phoned`, asked about by telephone, do not count towards the share.
    """

    provider_id: str
    provider: str
    records: int
    checked: int
    phoned: int
    missing: int

    @property
    def percent(self) -> str:
        """The share that was looked at, of a hundred."""
        return percent(self.checked, self.records)


def least(unit: Unit, on: date) -> int:
    """The share to be looked at, in per cent, as in force on a day."""
    return unit.desk.policy.in_force(unit.desk.office.district, on).number("service.check.percent")


def draw(unit: Unit, month: str, percent: int | None = None) -> Drawn:
    """Draw a sample of a month's records that were in no population before; by default the share in force.

    Strata are provider and item; of each as many as the per cent say, rounded up. A record is in one population only:
    nobody draws until they like what comes out.
    """
    unit.require("spot_check")
    record_view.require_all(unit)
    percent = least(unit, unit.today) if percent is None else percent
    if not least(unit, unit.today) <= percent <= 100:
        raise UserError(f"抽查比例要在 {least(unit, unit.today)}% 到 100% 之间。", field="percent")
    first = date.fromisoformat(f"{month}-01")
    if first > unit.today:
        raise UserError("这个月还没有到，不能抽查。", field="month")
    before = queries.checks(unit.session, month)
    since = before[0].drawn_at if before else None
    rows = queries.population(unit.session, first, last_day(month), since, unit.now)
    if not rows:
        told = (
            f"{month} 的服务记录都已在抽查 {before[0].number} 的范围内"
            if before
            else f"{month} 还没有服务记录"
        )
        raise Refused(f"{told}，没有可抽的。没有改动任何内容。")
    strata = {row.id: _stratum(row) for row in rows}
    made = unit.add(
        SpotCheck(
            number=unit.number("spot_check"),
            month=month,
            drawn_at=unit.now,
            drawn_by=unit.actor.operator_id,
            seed=secrets.token_hex(_SEED),
            percent=percent,
            population=len(strata),
            sha256=population_hash(strata),
        )
    )
    sample = set(drawn_from(strata, made.seed, percent))
    for row in rows:
        if row.id in sample:
            unit.add(
                SpotCheckLine(
                    service_file_id=row.service_file_id,
                    spot_check_id=made.id,
                    visit_record_id=row.id,
                    stratum=strata[row.id],
                )
            )
    return Drawn(made.id, made.number, len(strata), len(sample))


def _stratum(row: Any) -> str:
    """Provider and what was done, as the record holds them: its visit may be moved after a reversal."""
    return f"{row.provider_id} {row.items.split()[0]}"


def redraw(unit: Unit, spot_check_id: str) -> Redrawn:
    """Draw a sample again from its seed, over the records that stood then, and tell what is not the same."""
    unit.require("read")
    record_view.require_all(unit)
    check = unit.get(SpotCheck, spot_check_id)
    earlier = [one for one in queries.checks(unit.session, check.month) if one.drawn_at < check.drawn_at]
    since = earlier[0].drawn_at if earlier else None
    first = date.fromisoformat(f"{check.month}-01")
    rows = queries.population(unit.session, first, last_day(check.month), since, check.drawn_at)
    strata = {row.id: _stratum(row) for row in rows}
    lines = queries.lines_of(unit.session, check.id)
    drawn = {line.visit_record_id for line in lines}
    again = set(drawn_from(strata, check.seed, check.percent))
    differences = []
    if len(strata) != check.population:
        differences.append(f"抽取时的范围是 {check.population} 次，现在找到 {len(strata)} 次")
    if population_hash(strata) != check.sha256:
        differences.append("范围内的服务记录与抽取时不同（校验值不符）")
    if again - drawn:
        differences.append(f"按种子应抽到而名单里没有的 {len(again - drawn)} 次")
    if drawn - again:
        differences.append(f"名单里有而按种子抽不到的 {len(drawn - again)} 次")
    if any(strata.get(line.visit_record_id, line.stratum) != line.stratum for line in lines):
        differences.append("有记录的机构或项目与抽取时不同")
    due = least(unit, check.drawn_at.astimezone(CHINA).date())
    if check.percent < due:
        differences.append(f"抽取比例 {check.percent}% 低于规定的 {due}%")
    return Redrawn(check.number, check.seed, len(strata), len(again), tuple(differences))


def record_check(unit: Unit, spot_check_line_id: str, way: str, result: str, found: str) -> None:
    """Write down what somebody found who neither recorded nor verified; what is wrong is not accepted from then on.

    What was only asked about by telephone may still be looked at by somebody who goes there.
    """
    unit.require("spot_check")
    line = unit.get(SpotCheckLine, spot_check_line_id)
    if line.result and not (goes_on(line) and way != "phone"):
        raise Refused(f"这次服务在 {line.checked_on} 已经查过。没有改动任何内容。")
    if way not in WAYS:
        raise UserError("请选择怎样查的。", field="way")
    if result not in RESULTS:
        raise UserError("请选择属实还是不属实。", field="result")
    record = unit.get(VisitRecord, line.visit_record_id)
    if record.recorded_by == unit.actor.operator_id:
        raise Refused("这条服务记录是您自己录入的，要由别人抽查。没有改动任何内容。")
    if unit.actor.operator_id in record_queries.told_by(unit.session, record.id, "verified"):
        raise Refused("这条服务记录是您自己核实的，要由别人抽查。没有改动任何内容。")
    if record_queries.reversal_of(unit.session, record.id) is not None:
        raise Refused("这条服务记录已经冲销，不用再查。没有改动任何内容。")
    line.way, line.result = way, result
    line.found = written(found, "查到的情况", "found")
    line.checked_by, line.checked_on = unit.actor.operator_id, unit.today
    if result == "wrong":
        unit.add(
            Verification(
                service_file_id=line.service_file_id,
                visit_record_id=record.id,
                result="refused",
                reason=f"抽查不属实：{line.found}",
                by=unit.actor.operator_id,
                at=unit.now,
            )
        )
    unit.about(line.service_file_id)


def goes_on(line: Line | SpotCheckLine) -> bool:
    """Whether somebody may still go and look: nobody did, or it was only told to be true by telephone."""
    return not line.result or (line.way, line.result) == ("phone", "true")


_FIELDS = [name for name in Line.__slots__ if name not in {"checker", "phone"}]


def lines(unit: Unit, text: str = "", *, checked: bool = False, spot_check_id: str = "") -> list[Line]:
    """Records of samples nobody looked at yet, or those somebody did; of one sample: all of them.

    `text`: part of a name, a number, a village or a provider.
    """
    unit.require("read")
    wanted = text.strip()
    return [
        Line(
            **{name: getattr(row, name) for name in _FIELDS},
            checker=row.checker or "",
            phone=row.phone or "",
        )
        for row in queries.lines(unit.session, checked=checked, spot_check_id=spot_check_id)
        if not wanted
        or any(wanted in one for one in (row.person, row.number, row.file_number, row.village, row.provider))
    ]


def checks(unit: Unit) -> Sequence[SpotCheck]:
    """Every sample that was drawn, the newest first."""
    unit.require("read")
    return queries.checks(unit.session)


def drawn_words(check: SpotCheck) -> str:
    """When a sample was drawn, local time."""
    return f"{check.drawn_at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def progress(unit: Unit, year: int) -> list[Progress]:
    """Each provider's records of a year and how many were looked at, by name."""
    unit.require("read")
    require_whole(unit, "抽查比例")
    last = date(year, 12, 31)
    due = least(unit, min(last, unit.today))
    return [
        Progress(
            row.id,
            row.name,
            row.records,
            row.checked,
            row.phoned,
            max(share(row.records, due) - row.checked, 0),
        )
        for row in queries.progress(unit.session, date(year, 1, 1), last)
    ]


def months(unit: Unit) -> list[str]:
    """Months a sample may be drawn of: this one and the eleven before, the newest first."""
    day, found = unit.today, []
    for _ in range(12):
        found.append(month_of(day))
        day = date.fromordinal(day.replace(day=1).toordinal() - 1)
    return found
