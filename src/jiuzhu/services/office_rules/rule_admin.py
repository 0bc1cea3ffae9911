"""What the office sets for itself: dated figures with their document, and the days off of a year.

A figure is never rewritten. The district's own row stands above the pack's from its day on, so any past decision can
still be told by the figures of its day; the same holds for a confirmed figure. What one person set holds from its day and
stays unconfirmed until another person has looked at it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.desk import composed
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.money import cents
from jiuzhu.domain.office import OfficeRule
from jiuzhu.domain.policy import AWAITS_CONFIRMATION, Policy, PolicyRow, Value
from jiuzhu.domain.policy_words import WORDS
from jiuzhu.errors import Conflict, Difference, InvalidInput, Problem, Refused
from jiuzhu.services.office.admin import figure_mark
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import replaced
from jiuzhu.storage import policy_store
from jiuzhu.storage.queries import offices, without_families
from jiuzhu.storage.unit import Unit

OWN_SOURCE = "本单位设置"
"""How the source of a row begins that the office set for itself."""
_FLAGS = {"是": True, "true": True, "否": False, "false": False}
_PLAIN = re.compile(r"\d[\d,]*(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure as typed: `value` in the words of the one it follows, from `starts` on, by a document."""

    key: str
    value: str
    starts: date | None
    document: str
    note: str = ""
    replaces: bool = False  # the person has read which months it takes the place of


@dataclass(frozen=True, slots=True)
class Seen:
    """The figure a person holds against its document: its value as it is stored, and the day it starts."""

    key: str
    value: str
    starts: date


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a figure from a day on concerns; nothing of it is changed by setting the figure."""

    replaces: str  # which months of other figures it takes the place of, in words

    decisions: int  # signed on or after the day, by the old figure
    households: int  # with anything in force now


def touched(unit: Unit, key: str, starts: date) -> Touched:
    """How many decisions were signed since a day, how many households receive something, which figures it replaces."""
    unit.require("configure")
    return Touched(
        replaced.told(_stored(unit), unit.desk.office.district, key, starts, unit.today),
        without_families.decisions_since(unit.session, starts),
        without_families.households_receiving(unit.session, month_of(unit.today)),
    )


def _word(key: str, text: str, labels: Mapping[str, str]) -> str:
    """One of the words a formula knows, as its code or its label."""
    allowed = WORDS.get(key, ())
    found = next((word for word in allowed if text in {word, labels.get(word, word)}), None)
    if found is None:
        said = "、".join(labels.get(word, word) for word in allowed) or "随程序的值"
        raise InvalidInput([Problem("value", f"只能是：{said}。")])
    return found


def _value_like(old: PolicyRow, typed: str, labels: Mapping[str, str]) -> Value:
    text, value, unit = typed.strip(), old.value, old.unit
    if isinstance(value, bool):
        if text not in _FLAGS:
            raise InvalidInput([Problem("value", "请填写“是”或“否”。")])
        return _FLAGS[text]
    if isinstance(value, Decimal):
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            number = Decimal(-1)
        if not _PLAIN.fullmatch(text) or not number.is_finite():
            raise InvalidInput([Problem("value", f"请填写不小于零的数字（单位：{unit or '无'}）。")])
        if "元" in unit and number != cents(number):
            raise InvalidInput([Problem("value", "金额最多填到分（两位小数），请核对。")])
        return number
    return _word(old.key, text, labels)


def _far_off(old: PolicyRow, value: Value) -> str:
    """What is unlikely about a number that is more than twice, or less than half, of the one it follows; "" when nothing is."""
    if not isinstance(value, Decimal) or not isinstance(old.value, Decimal) or not old.value:
        return ""
    if old.value / 2 <= value <= old.value * 2:
        return ""
    return f"与现行的 {old.value:f} {old.unit} 相差一倍以上，请核对；没有填错的，在“说明”里写明原因再保存。"


def _stored(unit: Unit) -> Policy:
    """The figures as they are stored now: another desk may have set one since this one opened."""
    return policy_store.load_policy(unit.session.connection())


def _in_force(unit: Unit, key: str, on: date) -> PolicyRow:
    row = _stored(unit).rows_in_force(unit.desk.office.district, on).get(key)
    if row is None:
        raise Refused(f"{on} 没有政策参数 {key}，不能接着它设置新值。没有改动任何内容。")
    return row


def _require_as_shown(unit: Unit, new: NewFigure, before: Shown) -> None:
    """Refuse, with both values, a figure somebody set or withdrew since it was shown (`figure_mark`)."""
    district, rows = unit.desk.office.district, _stored(unit).rows
    mark = figure_mark(rows, district, new.key)
    if before["value"] == mark:
        return
    own = [row for row in rows if (row.key, row.district) == (new.key, district)]
    last = max(own, key=lambda row: (row.set_on or date.min, row.starts), default=None)
    last = last or _in_force(unit, new.key, unit.today)
    words = unit.desk.codes["parameter_value"].labels
    names = offices.names(unit.session)
    told = f"{words.get(str(last.value), str(last.value))} {last.unit}（{last.starts} 起，{last.document}）"
    raise Conflict(
        [
            Difference(
                "value",
                unit.desk.label("parameter", new.key),
                words.get(new.value, new.value),
                told,
                names.get(last.set_by or "", ""),
                str(last.set_on or ""),
                typed=new.value,
                stored=str(last.value),
                base=mark,
            )
        ]
    )


def _add_figure(unit: Unit, new: NewFigure, before: Shown | None) -> None:
    unit.require("configure")
    if before is not None:
        _require_as_shown(unit, new, before)
    problems = []
    if new.starts is None:
        problems.append(Problem("starts", "请填写从哪天起执行。"))
    if not new.document.strip():
        problems.append(
            Problem("document", f"请填写文号；还没拿到文件的写“{AWAITS_CONFIRMATION}”，核对时再写明。")
        )
    if problems or new.starts is None:
        raise InvalidInput(problems)
    old = _in_force(unit, new.key, new.starts)
    value = _value_like(old, new.value, unit.desk.codes["parameter_value"].labels)
    unlikely = _far_off(old, value)
    if unlikely and not new.note.strip():
        raise InvalidInput([Problem("value", unlikely)])
    district = unit.desk.office.district
    own = [row for row in _stored(unit).rows if (row.key, row.district) == (new.key, district)]
    if any(row.starts == new.starts for row in own):
        told = f"{new.starts} 起已经设置过这个参数，请核对日期；设错的先在“本单位设置”里撤销。"
        raise InvalidInput([Problem("starts", told)])
    told = replaced.told(_stored(unit), district, new.key, new.starts, unit.today)
    if told and not new.replaces:
        raise InvalidInput([Problem("replaces", f"{told}。核对无误请勾选，再保存。")])
    made = PolicyRow(
        key=new.key,
        value=value,
        unit=old.unit,
        district=district,
        starts=new.starts,
        ends=min((row.starts - timedelta(days=1) for row in own if row.starts > new.starts), default=None),
        document=new.document.strip(),
        clause=old.clause,
        status="unconfirmed",
        source=f"{OWN_SOURCE}（{unit.actor.name}，{unit.today}）",
        note=new.note.strip(),
        set_by=unit.actor.operator_id,
        set_on=unit.today,
    )
    for row in own:
        if row.starts < new.starts and (row.ends is None or row.ends >= new.starts):
            policy_store.end_row(unit, row, new.starts - timedelta(days=1))
    policy_store.save_rows(unit, (made,))
    unit.about(unit.desk.office.id)


def _looked_at(unit: Unit, seen: Seen) -> PolicyRow:
    """What the office set from that day, or what is in force today; `Refused` when it is not what the person has seen."""
    own = (seen.key, unit.desk.office.district, seen.starts)
    row = next((one for one in _stored(unit).rows if (one.key, one.district, one.starts) == own), None)
    row = row or _in_force(unit, seen.key, unit.today)
    if (str(row.value), row.starts) != (seen.value, seen.starts):
        raise Refused(
            f"{seen.starts} 起的数值已经不是您看到的 {seen.value}，刚刚撤销或重设过。没有改动任何内容；请刷新后对照文件再核对。"
        )
    return row


def _add_confirmation(unit: Unit, seen: Seen, document: str) -> None:
    unit.require("confirm")
    said = document.strip()
    if not said or said == AWAITS_CONFIRMATION:
        raise InvalidInput([Problem("document", "请填写核实所依据的文号或会议纪要。")])
    old = _looked_at(unit, seen)
    if old.status == "verified":
        raise Refused("这个参数已经核实过。没有改动任何内容。")
    if old.set_by == unit.actor.operator_id:
        raise Refused(
            "这个数值是您设置的，不能由您核对。没有改动任何内容；请另一位系统管理员或审批岗位的同事登录，"
            "在“设置—标准与参数—本单位设置”里登记核实。"
        )
    if old.district == unit.desk.office.district:
        policy_store.confirm_row(unit, old, said)
    else:
        made = replace(
            old, district=unit.desk.office.district, document=said, status="verified", source="本单位核实",
            confirmed_by=unit.actor.operator_id, confirmed_on=unit.today,
        )  # fmt: skip
        policy_store.save_rows(unit, (made,))
    unit.about(unit.desk.office.id)


def set_figure(workspace: Workspace, new: NewFigure, *, before: Shown | None = None) -> None:
    """From its day on the district's own figure stands, unconfirmed until another person has looked; this desk works by it at once.

    Raises `InvalidInput` beside the field: no document, another kind of value, a day that is already set; `Conflict` when
    somebody set or withdrew it since `before` (its `mark`) was shown.
    """
    workspace.write(_add_figure, new, before)
    take_over(workspace)


def confirm_figure(workspace: Workspace, seen: Seen, document: str) -> None:
    """A figure was held against its document by another person than who set it: it keeps its value and period.

    Raises `Refused` when it was set otherwise since that person saw it.
    """
    workspace.write(_add_confirmation, seen, document)
    take_over(workspace)


def _days(text: str, year: int, field: str) -> frozenset[date]:
    """Days of a year: one a line or separated by 、; a stretch is written with 至."""
    found: set[date] = set()
    for part in re.split(r"[\n、,，;；]+", text):
        if not part.strip():
            continue
        try:
            ends = [date(*(int(one) for one in day.split("-"))) for day in _DAY.findall(part)]
        except ValueError:
            ends = []
        if len(ends) not in {1, 2} or ends[0] > ends[-1] or any(day.year != year for day in ends):
            raise InvalidInput(
                [
                    Problem(
                        field,
                        f"“{part.strip()}”读不出来，请写成 {year}-10-01 或 {year}-10-01 至 {year}-10-07。",
                    )
                ]
            )
        found |= {ends[0] + timedelta(days=step) for step in range((ends[-1] - ends[0]).days + 1)}
    return frozenset(found)


def _add_calendar(  # noqa: PLR0917  # what the form asks, in its order
    unit: Unit, year: int, document: str, off: str, worked: str, fewer: bool
) -> None:
    unit.require("configure")
    if not document.strip():
        raise InvalidInput([Problem("document", "请填写放假通知的文号。")])
    if abs(year - unit.today.year) > 1:
        raise InvalidInput([Problem("year", "只能导入今年、上一年或下一年的放假安排。")])
    holidays, workdays = _days(off, year, "off"), _days(worked, year, "worked")
    if not holidays:
        raise InvalidInput([Problem("off", "请填写放假的日期。")])
    both = sorted(holidays & workdays)
    if both:
        raise InvalidInput([Problem("worked", f"{both[0]} 既放假又补班，请核对。")])
    weekday = sorted(day for day in workdays if day.isoweekday() <= 5)
    if weekday:
        raise InvalidInput([Problem("worked", f"{weekday[0]} 不是周末，不用补班，请核对。")])
    held = unit.desk.calendar.year(year)
    if held is not None and len(holidays) < len(held.off) and not fewer:
        told = f"{year} 年原有 {len(held.off)} 天放假（{held.document}），现在只有 {len(holidays)} 天，保存后原来的不再算。"
        raise InvalidInput([Problem("fewer", f"{told}确认这是全年的安排，请勾选后保存；不是的请补齐。")])
    content = json.dumps(
        {"off": sorted(map(str, holidays)), "worked": sorted(map(str, workdays))}, ensure_ascii=False
    )
    unit.add(
        OfficeRule(
            kind="calendar",
            name=str(year),
            content=content,
            starts=unit.today,
            document=document.strip(),
            set_by=unit.actor.operator_id,
            set_on=unit.today,
        )
    )
    unit.about(unit.desk.office.id)


def set_calendar(  # noqa: PLR0917  # what the form asks, in its order
    workspace: Workspace, year: int, document: str, off: str, worked: str, fewer: bool = False
) -> None:
    """The days off and the weekend days worked of a year, by its notice; running limits are counted by it at once.

    A year is replaced whole: fewer days off than are held need `fewer`, the word of who looked that nothing is lacking.
    """
    workspace.write(_add_calendar, year, document, off, worked, fewer)
    take_over(workspace)


def take_over(workspace: Workspace) -> None:
    """This desk works by what is stored now."""
    policy, rules = workspace.read(offices.own_rules)
    workspace.rules = composed(replace(workspace.rules, policy=policy), rules, workspace.today())
