"""The table of 核查: declared, found twice, explained, accepted; one line at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier import ECONOMIC_LISTS, Dossier, LinePart
from jiuzhu.domain.facts_of import difference_of, is_open
from jiuzhu.domain.merging import Shown
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import file_parts, files, moving
from jiuzhu.services.office import merging
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

CATEGORY_LABELS = {
    "income": "收入",
    "asset": "货币财产",
    "housing": "住房",
    "vehicle": "车船机械",
    "expense": "刚性支出",
}
KIND_TABLES = {
    "income": "income_kind",
    "asset": "asset_kind",
    "housing": "property_kind",
    "vehicle": "vehicle_kind",
    "expense": "expense_kind",
}
JUDGEMENTS = ("true", "omitted", "mistaken", "unproved")
UNPROVED = "unproved"
WITH_COST = ("business", "property")
"""Kinds of income that may have a cost to deduct, whether or not one was declared."""
_COLUMNS = {"cost": "cost_accepted"}
_JUDGED = ("visited", "judgement", "accepted", "cost")
"""What is judged, and what was found before."""
WORKED_IN = ("investigating", "objected")
"""States in which figures may still change."""
_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One row of the table; figures are yuan (a month or a year), square metres for dwellings."""

    line_id: str
    category: str
    category_label: str
    kind_label: str
    person: str
    item: str
    unit: str
    declared: Decimal | None
    cost_declared: Decimal | None  # None where a line has no cost
    cost: Decimal | None  # accepted
    checked: Decimal | None
    check_source: str
    check_as_of: date | None
    replies: str  # what departments without a figure answered
    visited: Decimal | None
    difference: Decimal | None
    explanation: str
    evidence: str
    judgement: str
    judgement_label: str
    accepted: Decimal | None
    accepted_by: str
    accepted_on: date | None
    is_open: bool


def lines_of(rows: FileRows) -> list[app.EconomicLine]:
    """The lines in force: what the family took back before acceptance is left out."""
    return [line for line in rows.lines if line.judgement != file_parts.WITHDRAWN]


def table(unit: Unit, dossier: Dossier, rows: FileRows) -> list[CheckLine]:
    """Every line, by category in the order of the form."""
    answers: dict[str, list[str]] = {}
    for reply in rows.replies:
        if reply.line_id and reply.status != "hit":
            word = unit.desk.codes["reply_status"].labels.get(reply.status, reply.status)
            answers.setdefault(reply.line_id, []).append(f"{reply.department}：{word}")
    return [
        _shown(unit, category, line, "；".join(answers.get(line.id, [])))
        for category, name in ECONOMIC_LISTS.items()
        for line in getattr(dossier, name)
    ]


def _shown(unit: Unit, category: str, line: LinePart, replies: str) -> CheckLine:
    item = (
        unit.desk.codes["income_item"].labels.get(line.item, line.item) if category == "income" else line.item
    )
    period = "元/年" if line.period == "year" else "元/月"
    units = {"income": period, "housing": "㎡"}
    return CheckLine(
        line_id=line.id,
        category=category,
        category_label=CATEGORY_LABELS[category],
        kind_label=unit.desk.codes[KIND_TABLES[category]].labels.get(line.kind, line.kind),
        person=line.person_name or "家庭",
        item=item or line.address,
        unit=units.get(category, "元"),
        declared=line.declared,
        cost_declared=(line.cost or Decimal(0)) if category == "income" and _has_cost(line) else None,
        cost=line.cost_accepted,
        checked=line.checked,
        check_source=line.check_source,
        check_as_of=line.check_as_of,
        replies=replies,
        visited=line.visited,
        difference=difference_of(line),
        explanation=line.explanation,
        evidence=line.evidence,
        judgement=line.judgement,
        judgement_label=unit.desk.codes["judgement"].labels.get(line.judgement, ""),
        accepted=line.accepted,
        accepted_by=line.accepted_by,
        accepted_on=line.accepted_on,
        is_open=is_open(line),
    )


def _has_cost(line: LinePart) -> bool:
    return bool(line.cost) or line.kind in WITH_COST


def kinds(unit: Unit, category: str) -> list[tuple[str, str]]:
    """Codes and labels of the kinds a category knows."""
    return list(unit.desk.codes[KIND_TABLES[category]].labels.items())


def _working(unit: Unit, application_id: str) -> app.Application:
    unit.require("check")
    application = unit.get(app.Application, application_id)
    if application.state not in WORKED_IN:
        raise Refused(
            "这份申请不在核查中，核查内容不能再改。没有改动任何内容；确需更正时请由审批人退回核查。"
        )
    recusing.require_apart(unit, application, "check")
    unit.about(application.id)
    return application


def _found(line: app.EconomicLine) -> Decimal | None:
    figures = [figure for figure in (line.checked, line.visited) if figure is not None]
    return max(figures, default=None)


def _sound(figure: Decimal, name: str = "figure") -> Decimal:
    if not figure.is_finite() or figure < 0 or figure >= _LARGEST:
        raise UserError("金额要填 0 或大于 0 的数，没有保存。", field=name)
    if figure != figure.quantize(_CENT):
        raise UserError("最多填两位小数，没有保存。", field=name)
    return figure.quantize(_CENT)


def explain(unit: Unit, line_id: str, explanation: str, evidence: str) -> None:
    """What the family says about a line and what it rests on [57 Art 18]."""
    line = unit.get(app.EconomicLine, line_id)
    application = _working(unit, line.application_id)
    line.explanation, line.evidence = explanation.strip(), evidence.strip()
    moving.settle_due(unit, application)


def accept_figure(
    unit: Unit, line_id: str, figure: Decimal, judgement: str, cost: Decimal | None = None
) -> None:
    """Settle a line: the figure that counts from now on, judged 属实, 漏报 or 误报, by whom and when.

    With 需佐证 (`unproved`) the judgement is kept and the line stays open. A figure that differs from the declared
    one, or a found difference, needs the family's explanation first. `cost` is what may be deducted from an income; None
    leaves the declared cost.
    """
    line = unit.get(app.EconomicLine, line_id)
    application = _working(unit, line.application_id)
    if judgement not in JUDGEMENTS:
        raise UserError("请选择认定：属实、漏报、误报或需佐证。没有保存。", field="judgement")
    figure = _sound(figure)
    found, declared = _found(line), line.declared or Decimal(0)
    differs = figure != declared or (found is not None and found != declared)
    if cost is not None:
        cost = _sound(cost, "cost")
        if cost > figure:
            raise UserError("成本不能大于认定数，没有保存。", field="cost")
        differs = differs or cost != line.cost
    if judgement == UNPROVED:
        line.judgement = judgement
        line.accepted, line.accepted_by, line.accepted_on, line.cost_accepted = None, None, None, None
    else:
        if differs and not line.explanation:
            raise Refused(
                "这一项与申报不一致，要先告知申请人并记下他的说明，才能认定。没有改动任何内容；请先填写说明。"
            )
        line.judgement = judgement
        line.accepted, line.accepted_by, line.accepted_on = figure, unit.actor.operator_id, unit.today
        line.cost_accepted = cost
    moving.settle_due(unit, application)


class Matched(NamedTuple):
    """How many lines were accepted together, and how many without a difference wait for somebody to look at their cost."""

    accepted: int
    costs: int


def accept_all_matching(unit: Unit, application_id: str) -> Matched:
    """Accept every line without a difference at its declared figure.

    A declared cost has no figure found beside it: its line stays open until the cost is accepted by itself.
    """
    application = _working(unit, application_id)
    count = costs = 0
    for line in lines_of(files.load_rows(unit, application_id)):
        found = _found(line)
        same = found is None or found == (line.declared or Decimal(0))
        if not same or line.accepted is not None or line.judgement == UNPROVED or line.declared is None:
            continue
        if line.cost:
            costs += 1
            continue
        line.judgement, line.accepted = "true", line.declared
        line.accepted_by, line.accepted_on = unit.actor.operator_id, unit.today
        count += 1
    moving.settle_due(unit, application)
    return Matched(count, costs)


def record_visited_figure(unit: Unit, line_id: str, figure: Decimal | None) -> None:
    """What the investigators found about a line at the visit; an accepted line opens again."""
    line = unit.get(app.EconomicLine, line_id)
    application = _working(unit, line.application_id)
    figure = None if figure is None else _sound(figure)
    if line.visited != figure:
        line.visited = figure
        line.accepted, line.accepted_by, line.accepted_on, line.judgement = None, None, None, ""
        line.cost_accepted = None
    moving.settle_due(unit, application)


def settle_line(
    unit: Unit,
    line_id: str,
    *,
    explanation: str,
    evidence: str,
    visited: Decimal | None,
    judgement: str = "",
    figure: Decimal | None = None,
    cost: Decimal | None = None,
    before: Shown | None = None,
) -> None:
    """Everything typed under one row, at once: what was found at the visit, what the family says, the figure.

    Without a judgement and a figure the words are kept and the line stays open. `before` is what the row showed: what
    a colleague saved since is kept beside it, or both have to be chosen from (`merging`). A figure is accepted after what was
    found, so the two stand or fall together.
    """
    line = unit.get(app.EconomicLine, line_id)
    _working(unit, line.application_id)
    if judgement and figure is None:
        raise UserError("请填写认定数。没有保存。", field="accepted")
    if judgement and before is not None and before["checked"] != line.checked:
        raise Refused("这一项的信息核对结果刚刚有变化。没有保存，填写的内容仍在；请对照新的核对结果再认定。")
    typed: dict[str, Any] = {
        "visited": visited,
        "explanation": explanation.strip(),
        "evidence": evidence.strip(),
    }
    if judgement:
        typed["judgement"] = judgement
    if judgement not in {"", UNPROVED}:
        typed |= {"accepted": figure, "cost": cost}
    stored = merging.shown(line, typed, _COLUMNS)
    made = merging.merged(
        unit, line, typed, before, about=[line.application_id], together=[_JUDGED], columns=_COLUMNS
    )
    if made["visited"] != line.visited:
        record_visited_figure(unit, line_id, made["visited"])
    if (made["explanation"], made["evidence"]) != (line.explanation, line.evidence):
        explain(unit, line_id, made["explanation"], made["evidence"])
    if judgement and figure is not None and not _is_theirs(made, stored, before):
        accept_figure(unit, line_id, made.get("accepted", figure), made["judgement"], made.get("cost", cost))


def _is_theirs(made: Shown, stored: Shown, before: Shown | None) -> bool:
    """Whether what a form saves is judged so already: it stays signed by whoever judged it."""
    return before is not None and all(made[name] == stored[name] for name in _JUDGED if name in made)


def add_found_line(unit: Unit, application_id: str, category: str, part: LinePart) -> str:
    """Something nobody declared, found at the visit or by letter: declared 0; returns its id.

    `part` carries kind, person, item, period, address and the figure in `visited` (or `checked` with its source).
    """
    application = _working(unit, application_id)
    if category not in CATEGORY_LABELS:
        raise UserError("请选择是哪一类：收入、财产、住房、车船或支出。没有保存。", field="category")
    if part.kind not in unit.desk.codes[KIND_TABLES[category]].labels:
        raise UserError("请选择类别。没有保存。", field="kind")
    if part.visited is None and part.checked is None:
        raise UserError("请填写发现的数。没有保存。", field="visited")
    rows = files.load_rows(unit, application_id)
    if part.person and part.person not in rows.people:
        raise UserError("请选择这户的成员。没有保存。", field="person")
    line = unit.add(
        app.EconomicLine(
            application_id=application.id,
            category=category,
            kind=part.kind,
            person_id=part.person or None,
            item=part.item.strip(),
            period=part.period,
            declared=Decimal("0.00"),
            checked=None if part.checked is None else _sound(part.checked),
            check_source=part.check_source,
            visited=None if part.visited is None else _sound(part.visited),
            explanation=part.explanation.strip(),
            evidence=part.evidence.strip(),
            address=part.address.strip(),
            danger=part.danger,
            value_proved=part.value_proved,
            position=len(rows.lines),
        )
    )
    moving.settle_due(unit, application)
    return line.id


def unsettled(lines: Sequence[CheckLine]) -> list[str]:
    """The lines that still lack an accepted figure, in words."""
    return [f"{line.person}{line.kind_label}" for line in lines if line.accepted is None]
