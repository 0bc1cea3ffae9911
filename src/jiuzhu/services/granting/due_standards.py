"""标准已到、待遇没有调整: a new monthly figure began, and what was granted before it has not been looked at since."""

from datetime import date, timedelta

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.policy import Standards
from jiuzhu.services.granting.reassessing import MONEY, under_way
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit

_INSTITUTION = "std.orphan.institution"
_PAID_BY = (
    ("std.dibao.", ("dibao",)),
    ("dibao.addon.", ("dibao",)),
    ("std.tekun.", ("tekun",)),
    ("tekun.care.", ("tekun",)),
    (_INSTITUTION, ("orphan", "unsupported_child")),
    ("std.orphan.scattered", ("orphan",)),
    ("std.unsupported_child", ("unsupported_child",)),
    ("disability.living", ("disability_living",)),
    ("disability.care", ("disability_care",)),
    ("elder.allowance.", ("elder_allowance",)),
    ("elder.care", ("elder_care",)),
)
"""Figure → the programmes whose sum it is; the first part of its key."""


def due(unit: Unit) -> list[str]:
    """A sentence for each day on which monthly figures changed and since which no 标准调整 was carried out.

    Told only while somebody is paid by a decision made before that day, for whom no other decision has set the sum since.
    """
    policy, district = unit.desk.policy, unit.desk.office.district
    month = month_of(unit.today)
    begun = under_way(unit)
    told = [f"{begun}，这些月份的花名册不能封存；请在“发放—标准调整”里点“执行”办完。"] if begun else []
    for day in policy.starts(district, MONEY, unit.today):
        if queries.brought_in(unit.session, day):
            continue
        now, before = policy.in_force(district, day), policy.in_force(district, day - timedelta(days=1))
        keys = [key for key in sorted(now) if key.startswith(MONEY) and _changed(now, before, key)]
        paid = queries.paid_since_before(unit.session, day, month) if keys else set()
        names = [_named(unit, now, key) for key in keys if any(_pays(key, *one) for one in paid)]
        if names:
            told.append(_said(names, day))
    return told


def _changed(now: Standards, before: Standards, key: str) -> bool:
    return key in before and before[key].value != now[key].value


def _pays(key: str, programme: str, inside: bool) -> bool:
    if key == _INSTITUTION and not inside:
        return False
    return any(key.startswith(begins) and programme in programmes for begins, programmes in _PAID_BY)


def _named(unit: Unit, now: Standards, key: str) -> str:
    return f"{unit.desk.label('parameter', key)} {now[key].value} {now[key].unit}"


def _said(names: list[str], day: date) -> str:
    return (
        f"{'、'.join(names)}从 {day} 起执行，还没有做标准调整，以前确认的待遇仍按原标准发放；"
        "请在“发放—标准调整”里制作清单。"
    )
