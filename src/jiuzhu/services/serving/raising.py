"""提请: what nobody at a level can meet is asked of the next one, and the answer comes back [渝北实施方案 2025-02-28 二(四)1]."""

from jiuzhu.domain.serving.served import Need, RaisedNeed
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.serving.needs import open_need
from jiuzhu.storage.queries import needs as queries
from jiuzhu.storage.unit import Unit

LEVELS = {"village": "村（社区）", "township": "镇街", "consortium": "联合体"}
"""Who is asked → the word, from near to far."""


def raise_need(unit: Unit, need_id: str, seen_version: int, level: str, question: str) -> str:
    """提请 a need to a level above all that were asked before; returns the id of the question."""
    unit.require("assess_needs")
    need = open_need(unit, need_id, seen_version)
    before = queries.raised_of(unit.session, need.id)
    if any(one.answered_on is None for one in before):
        raise Refused("这项需求已经提请，正等答复。没有改动任何内容。")
    order = list(LEVELS)
    asked = [order.index(one.level) for one in before]
    if level not in LEVELS or order.index(level) <= max(asked, default=-1):
        higher = "、".join(LEVELS[one] for one in order[max(asked, default=-1) + 1 :])
        raise UserError(
            f"请选择还没有提请过的上一级：{higher}。" if higher else "各级都已答复过，不能再提请。",
            field="level",
        )
    made = RaisedNeed(
        service_file_id=need.service_file_id,
        need_id=need.id,
        level=level,
        question=written(question, "要解决什么", "question"),
        raised_by=unit.actor.operator_id,
        raised_on=unit.today,
    )
    unit.add(made)
    need.state = "raised"
    unit.about(need.service_file_id)
    return made.id


def answer_raised(unit: Unit, raised_need_id: str, answer: str) -> None:
    """登记答复: the need waits to be arranged again, or goes on being arranged, with the answer beside it."""
    unit.require("assess_needs")
    raised = unit.get(RaisedNeed, raised_need_id)
    if raised.answered_on is not None:
        raise Refused(f"{raised.answered_on} 已登记过答复。没有改动任何内容。")
    raised.answer = written(answer, "答复内容", "answer")
    raised.answered_by, raised.answered_on = unit.actor.operator_id, unit.today
    need = unit.get(Need, raised.need_id)
    if need.state == "raised":
        need.state = "arranged" if queries.answers_under_way(unit.session, need.id) else "open"
    unit.about(raised.service_file_id)
