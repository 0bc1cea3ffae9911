"""A need is met by an entry of the lists; its outcome feeds the 幸福清单, and what did not come about goes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.serving.directory import KINDS, DirectoryEntry
from jiuzhu.domain.serving.served import Need, NeedAnswer
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.serving.matching import card_for
from jiuzhu.services.serving.raising import LEVELS
from jiuzhu.storage.queries import directory as queries
from jiuzhu.storage.unit import Unit

_OPEN = ("open", "arranged", "raised")
_GRADES = range(1, 6)
_CONTENT = 3
"""The grade (一般) from which an outcome has met a need; below it the need is open again."""


def answer_need(
    unit: Unit, need_id: str, seen_version: int, directory_entry_id: str, reason: str, *, quantity: int = 0
) -> str:
    """Meet a need by an entry: its score card of today and the reason stay, a stock gets less; returns the id.

    Raises `Refused` with every condition that does not hold, `InvalidInput` for what is not told.
    """
    unit.require("assess_needs")
    need = unit.get(Need, need_id)
    unit.unchanged(need, seen_version)
    if need.state not in _OPEN:
        raise Refused("这项需求已经落实或已结束。没有改动任何内容；请刷新列表。")
    entry = unit.get(DirectoryEntry, directory_entry_id)
    left = _left(unit, entry)
    card = card_for(unit, need, entry, left)
    if card.barred:
        raise Refused(f"“{entry.title}”不适合：{'；'.join(card.barred)}。没有改动任何内容；请另选一条。")
    if any(
        one.state == "arranged" and one.directory_entry_id == entry.id
        for one in queries.answers_of(unit.session, need.id)
    ):
        raise Refused(f"“{entry.title}”已经用来解决这项需求，正在落实。没有改动任何内容。")
    made = unit.add(
        NeedAnswer(
            service_file_id=need.service_file_id,
            need_id=need.id,
            directory_entry_id=entry.id,
            score=card.score,
            card=card.told,
            reason=written(reason, "选择理由", "reason"),
            quantity=_quantity(entry, left, quantity),
            chosen_by=unit.actor.operator_id,
            chosen_on=unit.today,
        )
    )
    need.state = "arranged"
    unit.about(need.service_file_id)
    return made.id


def _left(unit: Unit, entry: DirectoryEntry) -> int | None:
    if entry.quantity is None:
        return None
    return entry.quantity - queries.taken(unit.session, [entry.id]).get(entry.id, 0)


def _quantity(entry: DirectoryEntry, left: int | None, quantity: int) -> int:
    if left is None:
        return 0
    if not 1 <= quantity <= left:
        problem = f"请填写给多少，最多 {left} {entry.unit}。"
        raise InvalidInput([Problem("quantity", problem.replace(" 。", "。"))])
    return quantity


def record_effect(
    unit: Unit, need_answer_id: str, seen_version: int, effect: str, *, grade: int, on: date
) -> str:
    """登记成效 into the 幸福清单, grade 5 (best) to 1; returns what became of the need: met, open or arranged.

    A need is met once nothing for it is under way any more and somebody was content with an outcome; else it is open again.
    """
    answer = _arranged(unit, need_answer_id, seen_version)
    if grade not in _GRADES:
        raise UserError("请选择满意度。", field="grade")
    if not answer.chosen_on <= on <= unit.today:
        raise UserError(f"成效日期要在 {answer.chosen_on} 至今天之间。", field="on")
    answer.effect = written(effect, "成效", "effect")
    answer.effect_on, answer.grade, answer.state = on, grade, "done"
    return _settle(unit, answer)


def drop_answer(unit: Unit, need_answer_id: str, seen_version: int, reason: str) -> None:
    """不再落实: it stays with its reason, what it took of a stock is there again, and the need waits again."""
    answer = _arranged(unit, need_answer_id, seen_version)
    answer.effect = written(reason, "不再落实的原因", "reason")
    answer.effect_on, answer.state = unit.today, "dropped"
    _settle(unit, answer)


def _settle(unit: Unit, answer: NeedAnswer) -> str:
    """The state of a need once one of its answers has ended: met when somebody is content with one, else open again."""
    need = unit.get(Need, answer.need_id)
    unit.session.flush()
    every = queries.answers_of(unit.session, need.id)
    if need.state == "arranged" and not any(one.state == "arranged" for one in every):
        content = any(one.state == "done" and (one.grade or 0) >= _CONTENT for one in every)
        need.state, need.ended_on = ("met", unit.today) if content else ("open", None)
    return need.state


def _arranged(unit: Unit, need_answer_id: str, seen_version: int) -> NeedAnswer:
    unit.require("assess_needs")
    answer = unit.get(NeedAnswer, need_answer_id)
    unit.unchanged(answer, seen_version)
    if answer.state != "arranged":
        raise Refused("这一条已经登记过成效或不再落实。没有改动任何内容；请刷新列表。")
    unit.about(answer.service_file_id)
    return answer


STATES: Mapping[str, str] = {"arranged": "落实中", "done": "已见成效", "dropped": "不再落实"}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: whose need, by what, why, and what became of it."""

    id: str
    version: int
    service_file_id: str
    file_number: str
    name: str
    village: str
    heading: str
    content: str
    list: str
    title: str
    owner: str
    quantity: str
    score: int
    card: str
    reason: str
    chooser: str
    chosen_on: date
    state: str
    effect: str
    effect_on: date | None
    grade: str


def under_way(unit: Unit, text: str = "") -> list[AnswerRow]:
    """What was chosen and has no outcome yet."""
    return _rows(unit, ("arranged",), text)


def outcomes(unit: Unit, text: str = "") -> list[AnswerRow]:
    """幸福清单: what came to an outcome, the newest first."""
    return _rows(unit, ("done",), text)


def _rows(unit: Unit, states: tuple[str, ...], text: str) -> list[AnswerRow]:
    unit.require("read")
    label = unit.desk.label
    return [
        AnswerRow(
            row.id, row.version, row.service_file_id, row.file_number, row.name, row.village,
            label("need_heading", row.heading), row.content, KINDS[row.kind], row.title, label("department", row.owner),
            f"{row.quantity} {row.unit}".strip() if row.quantity else "", row.score, row.card, row.reason, row.chooser or "",
            row.chosen_on, STATES[row.state], row.effect, row.effect_on,
            label("satisfaction", str(row.grade or "")),
        )
        for row in queries.answers(unit.session, states, text)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GatheredRow:
    """汇集清单: a need that was raised, to whom, and the answer that came back."""

    id: str
    service_file_id: str
    file_number: str
    name: str
    village: str
    heading: str
    content: str
    level: str
    question: str
    raiser: str
    raised_on: date
    answer: str
    answered_on: date | None


def gathered(unit: Unit, text: str = "") -> list[GatheredRow]:
    """Needs nobody near could meet, those that wait for an answer first [渝北实施方案 2025-02-28 二(四)1]."""
    unit.require("read")
    return [
        GatheredRow(
            row.id, row.service_file_id, row.file_number, row.name, row.village,
            unit.desk.label("need_heading", row.heading), row.content, LEVELS[row.level], row.question, row.raiser or "",
            row.raised_on, row.answer, row.answered_on,
        )
        for row in queries.gathered(unit.session, text)
    ]  # fmt: skip
