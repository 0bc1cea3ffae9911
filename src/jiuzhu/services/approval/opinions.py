"""初审意见: drafted from the findings, given, and what it leads to; and what 残联 says of a subsidy before the head."""

from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Opinion
from jiuzhu.domain.assessment.explain import deciding_line, sentence
from jiuzhu.domain.assessment.finding import MANUAL
from jiuzhu.domain.assessment.single import STEP, names_of
from jiuzhu.domain.money import shown
from jiuzhu.domain.policy_words import WORDS
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import as_read
from jiuzhu.services.approval.proposing import (
    Proposal,
    given,
    granted,
    lacking,
    proposals,
    require_inhabited,
    require_settled,
)
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.assessing import as_json
from jiuzhu.services.counter.claims import incident_of, require_single_use
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_TOLD = (
    "dibao.income", "edge.", "property.", "dibao.monthly", STEP, "living.", "care.", "tekun.", "rigid.", "orphan.", "child.",
    "elder.", "temporary.class", "temporary.income", "temporary.illness", "temporary.months", "temporary.below_floor", "disaster.",
)  # fmt: skip
"""Steps of the reasoning an opinion tells in full."""


def _said(name: str, size: int, found: list[Proposal], way: str) -> str:
    asked = "、".join(one.label for one in found)
    looked = "经调查核实" if WAYS[way].surveyed else "经审核材料"
    lines = [f"{looked}，申请人{name}家庭共同生活成员 {size} 人，申请{asked}。"]
    for one in found:
        told = [sentence(line) for line in one.finding.why if line.step.startswith(_TOLD)]
        reasons = [one.yields] if one.yields else told
        lines.append(f"{one.label}：{'；'.join(reasons) or one.reason}。")
        said = lines[-1]
        lines += [f"注意：{clash}。" for clash in one.clashes if clash not in said]
        if one.grants and one.finding.needs:
            lines.append(f"附：{'；'.join(one.finding.needs)}。")
    gained = [one for one in found if one.grants]
    lacking = [one for one in found if not one.grants and one.finding.result == MANUAL and not one.yields]
    lost = [one.label for one in found if not one.grants and one not in lacking]
    if gained:
        lines.append(f"拟同意确认：{'，'.join(_sum_of(one) for one in gained)}。")
    elif not lacking:
        above = all(_yields_to_dibao(one) for one in found)
        lines.append(
            "低保在先：这户符合最低生活保障，低保边缘家庭不再确认，请申请人改为申请低保。"
            if above
            else "以上事项均不符合条件，拟不予确认。"
        )
        return "\n".join(lines)
    if lost:
        lines.append(f"不符合条件，拟不予确认：{'、'.join(lost)}。")
    lines += [
        f"{one.label}还不能认定，还需：{'；'.join(one.finding.needs) or one.reason}。" for one in lacking
    ]
    return "\n".join(lines)


def _yields_to_dibao(one: Proposal) -> bool:
    """Whether nothing stands against 低保边缘 but that the household fits 低保."""
    line = deciding_line(one.finding)
    return one.item.programme == "edge" and line is not None and line.step == "edge.is_dibao"


def _sum_of(one: Proposal) -> str:
    if one.amount:
        return f"{one.label}一次性 {shown(one.amount)} 元"
    alone = names_of(one.finding) if one.item.programme == "dibao" else ""
    label = f"{one.label}（单人户：{alone}）" if alone else one.label
    return f"{label}每月 {shown(one.monthly)} 元" if one.monthly else label


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """An opinion prefilled from the findings; `result` is empty while they still wait for something."""

    result: str  # grant | refuse | ""
    text: str
    monthly: Decimal


def drafted(unit: Unit, application_id: str) -> OpinionDraft:
    """The result the findings point to, its text, and the monthly sum."""
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    found = proposals(unit.desk, rows, files.assessment_of(unit.desk, dossier, rows, unit.today))
    if rows.emptied:
        asked = "、".join(one.label for one in found)
        gone = f"申请人{dossier.applicant.name}一户已经没有共同生活成员（死亡、迁出或并入其他户），申请的{asked}拟不予确认。"
        return OpinionDraft("refuse", gone, Decimal("0.00"))
    result = "grant" if any(one.grants for one in found) else "refuse"
    result = "" if lacking(found) else result
    said = _said(dossier.applicant.name, dossier.household.size, found, rows.application.way)
    return OpinionDraft(result, said, granted(found))


def opinion_draft(unit: Unit, application_id: str) -> str:
    """The opinion's text, prefilled from the findings on the accepted figures."""
    return drafted(unit, application_id).text


def _after_opinion(unit: Unit, application: app.Application, result: str) -> str:
    """Where the opinion leads: posting, or straight on where nothing may be posted; 残联 first for the disabled."""
    way = WAYS[application.way]
    if result != "grant":
        return "submitted"
    if way.posted:
        return "to_post"
    if way.code == "subsidy":
        asked = {row.programme for row in files.load_rows(unit, application.id).items if row.state == "open"}
        return "reviewing" if asked & {"disability_living", "disability_care"} else "submitted"
    return "to_submit"


def record_review(
    unit: Unit, application_id: str, passed: bool, note: str, *, seen_file: str | None = None
) -> None:
    """登记残联审核结果: passed goes to the authority, a return comes back to the window with what was said.

    `seen_file`: see `as_read`.
    """
    application = unit.get(app.Application, application_id)
    as_read.require(unit, application_id, seen_file)
    said = written(note, "残联审核意见", "note")
    moving.move(unit, application, "record_review", "submitted" if passed else "accepted", said)
    if passed:
        application.sent_on = unit.today
    moving.settle_due(unit, application)


def _reviewed_always(unit: Unit, rows: FileRows) -> bool:
    """Whether 民主评议 is held for every household [TL Art 17] and not only on a dispute [57 Art 19] (C-04)."""
    return files.standards_of(unit, rows).word("mass_review", WORDS["mass_review"]) == "always"


def give_opinion(
    unit: Unit, application_id: str, result: str, text: str, *, seen_file: str | None = None
) -> None:
    """初审意见 [57 Art 19]: `grant` goes to posting, `refuse` straight to the authority, nothing is posted.

    Raises `Refused` when the findings allow no grant, or wait for a judgement; `InvalidInput` for an empty text;
    `ChangedSinceSeen` when the file is not the one that was read (`as_read`).
    """
    if result not in {"grant", "refuse"}:
        raise UserError("请选择拟同意或拟不同意。", field="result")
    application = unit.get(app.Application, application_id)
    as_read.require(unit, application_id, seen_file)
    moving.move(unit, application, "give_opinion", _after_opinion(unit, application, result))
    said = written(text, "初审意见", "text")
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    assessment = files.assessment_of(unit.desk, dossier, rows, unit.today)
    found = proposals(unit.desk, rows, assessment)
    if application.way == "disaster" and not rows.deliberations:
        raise Refused(
            "受灾救助要先经村（居）民主评议，卷宗里还没有评议记录。没有改动任何内容；请先登记评议。"
        )
    if application.way == "household" and _reviewed_always(unit, rows) and not rows.deliberations:
        raise Refused(
            "本单位设置了每户都要民主评议（C-04），卷宗里还没有评议记录。没有改动任何内容；请先登记评议。"
        )
    if application.way == "temporary":
        incident = incident_of(rows)
        incident.family_class = str(assessment.findings["temporary"].figures.get("family_class", ""))
    require_single_use(unit, rows)
    if result == "grant":
        require_inhabited(rows)
        require_settled(found)
        if not any(one.grants for one in found):
            raise Refused(
                "按已认可的数字，申请的事项没有一项符合条件，不能提出拟同意。没有改动任何内容；"
                "请提出拟不同意，或回到核查核对数字。"
            )
    if application.state == "submitted":
        application.sent_on = unit.today
    unit.add(
        Opinion(
            application_id=application.id,
            result=result,
            text=said,
            monthly=granted(found) if result == "grant" else Decimal(0),
            amount=given(found) if result == "grant" else Decimal(0),
            findings=as_json(assessment),
            given_by=unit.actor.operator_id,
            given_on=unit.today,
        )
    )
    moving.settle_due(unit, application)
