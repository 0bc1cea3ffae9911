"""初审意见: what is proposed for each item asked for, on the accepted figures, and the opinion that says so."""

from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Opinion
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.explain import deciding_line, headline, sentence
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.single import STEP, grounds_of, names_of
from jiuzhu.domain.assessment.temporary import ground_of
from jiuzhu.domain.authority import Level, decides, highest, level_of
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.clauses import rests_on
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.money import shown
from jiuzhu.domain.obligations import lower_shares
from jiuzhu.domain.policy_words import WORDS
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.assessing import as_json, monthly_of
from jiuzhu.services.casework.clashing import clashes_of
from jiuzhu.services.casework.findings import finding_for
from jiuzhu.services.counter.claims import incident_of, require_single_use
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_TOLD = (
    "dibao.income", "edge.", "property.", "dibao.monthly", STEP, "living.", "care.", "tekun.", "rigid.", "orphan.", "child.",
    "elder.", "temporary.class", "temporary.income", "temporary.illness", "temporary.months", "temporary.below_floor", "disaster.",
)  # fmt: skip
_FOLLOWS_DIBAO = "disability_living"
_NOBODY = {"disability_living": "国发〔2015〕52号", "disability_care": "国发〔2015〕52号"}


def _spelled(line: WhyLine) -> str:
    """Clause and document of a reason, as papers name them."""
    return rests_on(line.clause, line.document)


def _granting(finding: Finding) -> WhyLine | None:
    """The reason a grant rests on where it is not the last one: 边缘 is a matter of income, property only does not stand against it."""
    return next((line for line in finding.why if line.step == "edge.income.below"), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One item asked for with its finding, and what it gives each month."""

    item: app.Item
    label: str
    finding: Finding
    monthly: Decimal
    amount: Decimal = Decimal("0.00")  # once
    clashes: tuple[str, ...] = ()  # what stands against it
    yields: str = ""  # why nobody is left to be granted it, though the finding fits

    @property
    def conditional(self) -> str:
        """What must be confirmed before the item can be: the subsidy of a person who would enter 低保 alone.

        Needs of other entitled findings are papers that prove what the finding already took as given.
        """
        entitled = self.finding.result == ENTITLED
        return "；".join(self.finding.needs) if entitled and self.item.programme == _FOLLOWS_DIBAO else ""

    @property
    def signed_as(self) -> str:
        """The programme whose level of approval binds: 急难型 beyond the cap of 小额快救 is signed like 支出型."""
        cap = self.finding.figures.get("quick_cap")
        beyond = self.item.programme == "quick" and isinstance(cap, Decimal) and self.amount > cap
        return "temporary" if beyond else self.item.programme

    @property
    def grants(self) -> bool:
        """Whether the item can be approved."""
        return self.finding.result == ENTITLED and not self.conditional and not self.yields

    @property
    def reason(self) -> str:
        """The finding in one line, as decisions quote it."""
        if self.yields:
            return self.yields
        return f"还需：{self.conditional}" if self.conditional else headline(self.finding)

    @property
    def clause(self) -> str:
        """The clause and the standard the finding stands on, spelled for a paper."""
        if self.grants and names_of(self.finding):
            return _spelled(grounds_of(self.finding)[0])
        if self.grants and self.item.programme in {"quick", "temporary"}:
            return _spelled(ground_of(self.finding, self.amount, quick=self.item.programme == "quick"))
        line = _granting(self.finding) if self.grants else deciding_line(self.finding)
        if line is None and self.finding.why:
            line = self.finding.why[-1]
        if line is None:
            return _NOBODY.get(self.item.programme, "")
        return _spelled(line)

    @property
    def failed(self) -> str:
        """The clause of the rule the household fails, spelled; "" while it fails none, whatever is still needed."""
        if self.finding.result != NOT_ENTITLED:
            return ""
        line = deciding_line(self.finding)
        return _spelled(line) if line is not None else _NOBODY.get(self.item.programme, "")


def shares_of(finding: Finding) -> dict[str, Decimal]:
    """Person → yuan a month, for a programme that belongs to persons; empty for a household's one."""
    persons = finding.figures.get("persons")
    return {str(one["member"]): one["monthly"] for one in persons} if isinstance(persons, list) else {}


def proposals(desk: Desk, rows: FileRows, assessment: Assessment) -> list[Proposal]:
    """The items still asked for, in the order of the form; nobody gets the same twice, or the lower one of a pair."""
    asked = [item for item in rows.items if item.state == "open"]
    found = {item.programme: finding_for(rows, item, assessment) for item in asked}
    _confirm_alone(found)
    entitled = {code: shares_of(one) for code, one in found.items() if one.result == ENTITLED}
    lower = lower_shares(entitled)
    clashes = clashes_of(desk, assessment, found.keys())
    month = month_of(rows.application.accepted_on or rows.application.submitted_on)
    made = []
    for item in asked:
        finding, yields = found[item.programme], ""
        for why, gone in (
            ("已在享受", _receiving(rows, item.programme, month)),
            ("就高享受另一项补贴", {person for code, person in lower if code == item.programme}),
        ):
            finding, left = _without(finding, gone)
            yields = yields or ("" if left else why)
        label = desk.label("item", item.programme)
        yields = f"{yields}，不再确认本项" if yields else ""
        made.append(
            Proposal(
                item,
                label,
                finding,
                Decimal("0.00") if yields else monthly_of(finding),
                amount_of(finding),
                tuple(clashes.get(item.programme, ())),
                yields,
            )
        )
    return made


def _confirm_alone(found: dict[str, Finding]) -> None:
    """What waits for somebody's 单人户 waits no longer where the same signature grants it."""
    living, dibao = found.get(_FOLLOWS_DIBAO), found.get("dibao")
    if living is None or dibao is None or not names_of(dibao):
        return
    if shares_of(living).keys() <= shares_of(dibao).keys():
        found[_FOLLOWS_DIBAO] = living._replace(needs=())


def _receiving(rows: FileRows, programme: str, month: str) -> set[str]:
    """Who has the programme in force by another decision."""
    return {
        row.person_id
        for row in rows.received
        if row.programme == programme and row.person_id and (not row.last_month or row.last_month >= month)
    }


def _without(finding: Finding, gone: set[str]) -> tuple[Finding, bool]:
    """A finding without some of its persons, and whether anything is left of it."""
    persons = finding.figures.get("persons")
    if not gone or finding.result != ENTITLED or not isinstance(persons, list):
        return finding, True
    kept = [one for one in persons if one["member"] not in gone]
    return finding._replace(figures={**finding.figures, "persons": kept}), bool(kept)


def amount_of(finding: Finding) -> Decimal:
    """Yuan a finding gives once."""
    amount = finding.figures.get("amount")
    return amount if finding.result == ENTITLED and isinstance(amount, Decimal) else Decimal("0.00")


def given(found: list[Proposal]) -> Decimal:
    """Yuan given once by everything that can be approved."""
    return sum((one.amount for one in found if one.grants), Decimal("0.00"))


def level(unit: Unit, rows: FileRows, found: list[Proposal]) -> Level | None:
    """Who signs the file: by what can be granted, else by what was asked for; None for what a department decides."""
    standards = files.standards_of(unit, rows)
    signed = [one for one in found if one.grants] or found
    return highest(
        level_of(standards, one.signed_as, one.amount) for one in signed if decides(one.item.programme)
    )


def granted(found: list[Proposal]) -> Decimal:
    """Yuan a month of everything that can be approved."""
    return sum((one.monthly for one in found if one.grants), Decimal("0.00"))


def lacking(found: list[Proposal]) -> str:
    """What findings still wait for, in words; "" when all of them are settled."""
    return "；".join(
        f"{one.label}还需：{'；'.join(one.finding.needs) or '人工核定'}"
        for one in found
        if one.finding.result == MANUAL
    )


def failed(found: list[Proposal]) -> str:
    """The clause a refusal of everything would rest on: of the first rule that is failed, "" when none is."""
    return next((one.failed for one in found if one.failed), "")


def require_settled(found: list[Proposal]) -> None:
    """Refuse while a finding still waits for a person's judgement."""
    waiting = lacking(found)
    if waiting:
        raise Refused(f"{waiting}。认定还没有结果，没有改动任何内容；请先在核查中补齐。")


def require_inhabited(rows: FileRows) -> None:
    """Refuse a grant to a household in which nobody who counts is left; its file is closed in words."""
    if rows.emptied:
        raise Refused(
            f"户 {rows.household.number} 已经没有共同生活成员（死亡、迁出或并入其他户），不能同意。"
            "没有改动任何内容；请签署不同意并写明原因，或办理申请人撤回。"
        )


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


def record_review(unit: Unit, application_id: str, passed: bool, note: str) -> None:
    """登记残联审核结果: passed goes to the authority, a return comes back to the window with what was said."""
    application = unit.get(app.Application, application_id)
    said = written(note, "残联审核意见", "note")
    moving.move(unit, application, "record_review", "submitted" if passed else "accepted", said)
    if passed:
        application.sent_on = unit.today
    moving.settle_due(unit, application)


def _reviewed_always(unit: Unit, rows: FileRows) -> bool:
    """Whether 民主评议 is held for every household [TL Art 17] and not only on a dispute [57 Art 19] (C-04)."""
    return files.standards_of(unit, rows).word("mass_review", WORDS["mass_review"]) == "always"


def give_opinion(unit: Unit, application_id: str, result: str, text: str) -> None:
    """初审意见 [57 Art 19]: `grant` goes to posting, `refuse` straight to the authority, nothing is posted.

    Raises `Refused` when the findings allow no grant, or wait for a judgement; `InvalidInput` for an empty text.
    """
    if result not in {"grant", "refuse"}:
        raise UserError("请选择拟同意或拟不同意。", field="result")
    application = unit.get(app.Application, application_id)
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
