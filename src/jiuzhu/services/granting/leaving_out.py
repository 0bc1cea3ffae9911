"""What a signed list says and is not done: left out with its reason as a portion is carried out, and told to who looks into it."""

from collections.abc import Iterable, Iterator
from typing import Any

from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.granting import Reassessment
from jiuzhu.domain.indicators import RUN
from jiuzhu.domain.money import shown
from jiuzhu.services.granting.reassessed import lines_of
from jiuzhu.services.granting.reassessing import PROGRAMMES
from jiuzhu.services.granting.setting_aside import open_events, set_aside
from jiuzhu.services.household.household_facts import facts_of_households
from jiuzhu.services.monitoring.noticing import Notice, of_source, raise_alerts
from jiuzhu.storage.queries import carrying_out as carried
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.queries.carrying_out import Portion
from jiuzhu.storage.unit import Unit

REPAIRED = "制作清单以后这个月已另行补发（追回），没有执行"
STALE = "制作清单以后待遇有变化，没有执行"
ENDED = "制作清单以后已决定终止，到终止的月份为止按新标准补发"
MOVED = "制作清单以后改由新户的账户发放，到改付以前的月份为止按新标准补发；以后的月份另列预警"
WAITS = "等待审批，没有执行；办完后再做一次标准调整"
EVENT = "；没有执行"
_MOVE = "moved"


def leave_out(unit: Unit, row: Reassessment, portion: Portion) -> list[Any]:
    """Leave out what is not as the list says any more; returns what has ended since with a later month, to be made up to it."""
    session = unit.session
    going_on = {line.position for line in carried.ended_since(session, portion, row.from_month)}
    stale = [place for place in carried.changed_since(session, portion) if place not in going_on]
    carried.leave_out_lines(session, row.id, stale, STALE)  # past months stand as they were paid
    carried.leave_out_lines(session, row.id, carried.repaired_since(session, portion), REPAIRED)
    for line in carried.waiting(session, portion):
        carried.leave_out_lines(session, row.id, [line.position], f"调整 {line.number} {WAITS}")
    _leave_out_changing(unit, portion)
    ended = carried.ended_since(session, portion, row.from_month)
    for why, is_moved in ((ENDED, False), (MOVED, True)):
        positions = [line.position for line in ended if (line.ended_reason == _MOVE) == is_moved]
        carried.leave_out_lines(session, row.id, positions, why)
    return ended


def _leave_out_changing(unit: Unit, portion: Portion) -> None:
    """Families with an event that waits keep what they get, lest a new amount hides its past months."""
    events = open_events(unit)
    for household_id, positions in carried.changed_in(unit.session, portion).items() if events else ():
        if household_id in events:
            carried.leave_out_lines(unit.session, portion.run_id, positions, f"{events[household_id]}{EVENT}")


def alert(unit: Unit, row: Reassessment) -> int:
    """What the run cannot carry out has an owner and a day: the colleague who took the family's file."""
    (model,) = of_source(unit, RUN)
    found = [*_by_hand(unit, row), *_not_listed(unit, row)]
    keepers = carried.keepers(unit.session, sorted({household_id for household_id, _, _ in found}))
    notices: Iterable[Notice] = (
        Notice(
            model, household_id, person_id, f"{told}（{row.number}）", keepers.get(household_id, row.made_by)
        )
        for household_id, person_id, told in found
    )
    return raise_alerts(unit, notices)


def _by_hand(unit: Unit, row: Reassessment) -> Iterator[tuple[str, str, str]]:
    for line in queries.lines(unit.session, row.id, ("manual",)):
        label = unit.desk.label("item", line.programme)
        yield line.household_id, line.person_id or "", f"{label}要人工核定：{line.reason}"
    for line in carried.lines_left(unit.session, row.id, (STALE, ENDED, MOVED)):
        label = unit.desk.label("item", line.programme)
        yield line.household_id, line.person_id or "", f"{label}没有按新标准调整：{line.left_out}"


def _not_listed(unit: Unit, row: Reassessment) -> Iterator[tuple[str, str, str]]:
    """Entitlements granted or changed after the list was made, where the new standard gives something else."""
    rows = carried.unlisted(unit.session, row.id, row.from_month, PROGRAMMES, unit.today)
    aside = set_aside(unit, rows)
    policy, calendar = unit.desk.policy, unit.desk.calendar
    for household_id, facts in facts_of_households(unit, sorted(rows), unit.today, row.from_month):
        found = assess(facts, policy, calendar, row.standards_on)
        for line in lines_of(
            household_id, facts, found, rows[household_id], from_month=row.from_month, aside=aside
        ):
            if line["outcome"] not in {"unchanged", "gained"}:
                label = unit.desk.label("item", line["programme"])
                now = f"现在每月 {shown(line['before'])} 元，按新标准 {shown(line['after'])} 元"
                if line["outcome"] == "manual":
                    now = f"要人工核定：{line['reason']}"
                yield household_id, line["person_id"] or "", f"{label}不在清单里：制作以后批准或变更，{now}"
