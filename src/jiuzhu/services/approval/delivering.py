"""What stands around a signature: the authority's own visit before it, and the handing over of its notices."""

import re
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from jiuzhu.domain import application as app
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval import recusing
from jiuzhu.services.approval.county_visit import COUNTY_VISIT
from jiuzhu.services.casework import files, moving
from jiuzhu.storage.unit import Unit

_NAMES = re.compile(r"[、，,；;\s]+")


def record_county_visit(
    unit: Unit, application_id: str, visitors: str, found: str, on: date | None = None
) -> None:
    """入户核查 by the authority, compulsory for relatives of staff and disputes: which two went, when, what they found.

    `on` is today unless it was a day since the acceptance.
    """
    if not unit.actor.may("decide"):
        unit.require("check")
    application = unit.get(app.Application, application_id)
    recusing.require_apart(unit, application, "check")
    if application.state != "submitted":
        raise Refused("这份申请还没有上报，不用登记审批机关入户核查。没有改动任何内容。")
    who, seen = written(visitors, "入户人员（两人以上）", "visitors"), written(found, "入户核查情况", "found")
    names = [name for name in _NAMES.split(who) if name]
    if len(names) < 2:
        raise InvalidInput([Problem("visitors", "入户核查要两人以上，请写明每一位，用顿号隔开。")])
    went = on or unit.today
    if not (application.accepted_on or went) <= went <= unit.today:
        raise InvalidInput([Problem("on", "入户日期要在受理以后、今天以前，请核对。")])
    if near := recusing.near_among(unit, application.household_id, names):
        raise Refused(f"{near}在这户的近亲属备案里，不能参加入户核查。没有保存；请换一位。")
    for row in files.load_rows(unit, application_id).relatives:
        row.visited_on, row.visitors, row.visit_found = went, who, seen
    note = f"{went} {who}：{seen}"
    moving.step(unit, application, COUNTY_VISIT, application.state, note)
    moving.settle_due(unit, application)


def remedies(delivered_on: date) -> tuple[date, date]:
    """Last days for 行政复议 (60 days) and 行政诉讼 (6 months), running from delivery [57 Art 38] (pure)."""
    return delivered_on + relativedelta(days=60), delivered_on + relativedelta(months=6)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The periods that began with a delivery."""

    review_until: date
    suit_until: date


def deliver_notice(unit: Unit, application_id: str, way: str, on: date) -> Delivered:
    """送达: the notices of all decisions, or of 不予受理, reached the family on a day; their remedies run from it."""
    unit.require("deliver")
    application = unit.get(app.Application, application_id)
    if way not in unit.desk.codes["delivery"].offered:
        raise InvalidInput([Problem("way", "请选择送达方式。没有改动任何内容。")])
    rows = files.load_rows(unit, application_id)
    days = {row.id: row.decided_on for row in rows.decisions} | {
        row.id: row.declined_on for row in rows.declined
    }
    open_ones = rows.undelivered
    if not open_ones:
        raise Refused("没有等待送达的决定。没有改动任何内容。")
    if on < max(days[row.id] for row in open_ones):
        raise InvalidInput([Problem("on", "送达日期不能早于决定日期，请核对。")])
    if on > unit.today:
        raise InvalidInput([Problem("on", "送达日期还没有到，请在送达以后登记。")])
    for row in open_ones:
        row.delivered_on, row.delivery_way = on, way
    moving.step(unit, application, "deliver", application.state, unit.desk.label("delivery", way))
    moving.settle_due(unit, application)
    return Delivered(*remedies(on))
