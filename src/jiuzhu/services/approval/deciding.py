"""审核确认: the head's signature under each item, with the snapshot it was made on, and what it grants."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from dateutil.relativedelta import relativedelta

from jiuzhu.domain import application as app
from jiuzhu.domain import dossier_json
from jiuzhu.domain.approving import Decision, Opinion
from jiuzhu.domain.assessment.assess import Assessment, to_json
from jiuzhu.domain.authority import level_of
from jiuzhu.domain.deadlines import first_month, next_recheck
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.money import shown
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import Conflict, Refused, UserError
from jiuzhu.services.approval import joining, levels
from jiuzhu.services.approval.obligations import require_compatible
from jiuzhu.services.approval.proposing import (
    Proposal,
    given,
    granted,
    level,
    proposals,
    require_inhabited,
    require_settled,
)
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.approval.refusing import grounds, require_words
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.assessing import finding_parts
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.counter import declared, declared_kin
from jiuzhu.services.counter.claims import beside
from jiuzhu.services.counter.duplicates import duplicates
from jiuzhu.services.counter.numbering_later import unnumbered
from jiuzhu.services.granting.differing import to_difference
from jiuzhu.services.granting.entitling import grant
from jiuzhu.services.survey.checking import must_be_checked
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.spot_checks import VISITED
from jiuzhu.storage.unit import Unit

COUNTY_VISIT = VISITED


class ChangedSinceSeen(Conflict):
    """The file was saved after the head had opened it: what would be signed is not what was read."""

    def __init__(self) -> None:
        super().__init__([])
        self.message = "看过之后有改动，请重看。没有签署任何内容；重新打开这份卷宗，看过再签。"
        self.args = (self.message,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the head signs. `reason` and `clause` are needed for a refusal.

    `seen_version` is what was on screen; `seen_people` what it said of the household (`dossier_json.people_read`), None
    where no screen was read.
    """

    result: str  # approved | refused
    seen_version: int
    seen_people: str | None = None
    reason: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """A file as it stands before the signature."""

    application: app.Application
    rows: FileRows
    dossier: Dossier
    assessment: Assessment
    found: list[Proposal]
    opinion: Opinion


def _loaded(unit: Unit, application_id: str, verdict: Verdict) -> _Case:
    """The file, when this person may sign it now; `Refused` says what is missing."""
    unit.require("decide")
    application = unit.get(app.Application, application_id)
    WAYS[application.way].require("decide", application.state, verdict.result)
    if application.version != verdict.seen_version:
        raise ChangedSinceSeen
    rows = files.load_rows(unit, application_id)
    if not rows.opinions:
        raise Refused("还没有初审意见，不能签署。没有改动任何内容；请退回补充初审。")
    opinion = rows.opinions[-1]
    _require_other_hands(unit, rows, opinion)
    if must_be_checked(rows):
        _require_report(unit, rows)
        _require_county_visit(rows)
    dossier = files.build(unit.desk, rows, unit.today)
    if verdict.seen_people not in {None, dossier_json.people_read(dossier)}:
        raise ChangedSinceSeen
    assessment = files.assessment_of(unit.desk, dossier, rows, unit.today)
    dossier.findings = finding_parts(unit.desk, dossier, assessment)
    found = proposals(unit.desk, rows, assessment)
    levels.require(unit, level(unit, rows, found))
    return _Case(application, rows, dossier, assessment, found, opinion)


_TAKING = frozenset({"accept", "complete", "issue_correction"})  # steps of whoever took some part of it


def _require_other_hands(unit: Unit, rows: FileRows, opinion: Opinion) -> None:
    me = unit.actor.operator_id
    took = {row.by for row in rows.steps if row.move in _TAKING} | {rows.application.clerk_id}
    if me in took:
        raise Refused("这份申请是您受理的，不能由您签署决定。没有改动任何内容；请由另一位同事签署。")
    if opinion.given_by == me:
        raise Refused("初审意见是您提出的，不能由您签署决定。没有改动任何内容；请由另一位同事签署。")
    require_unrelated(unit, rows.application.household_id)


def _require_report(unit: Unit, rows: FileRows) -> None:
    months = standards_of(unit, rows).number("check.age.months")
    report = rows.checks[-1].report_on if rows.checks else None
    if report is None:
        raise Refused("还没有核对报告，不能签署。没有改动任何内容；请退回补做信息核对。")
    if report + relativedelta(months=months) < unit.today:
        raise Refused(
            f"核对报告是 {report:%Y-%m-%d} 出具的，已超过 {months} 个月，不能签署。没有改动任何内容；请退回重新核对。"
        )


def needs_county_visit(rows: FileRows) -> bool:
    """Whether the authority must visit itself: relatives of staff, or a dispute [57 Art 20; TL Art 33]."""
    return bool(rows.relatives or rows.objections)


def county_visit_due(rows: FileRows) -> bool:
    """Whether that visit is still to be made: once for every entry of 近亲属备案, once for a dispute."""
    unseen = any(row.visited_on is None for row in rows.relatives)
    return unseen or (needs_county_visit(rows) and not any(row.move == COUNTY_VISIT for row in rows.steps))


def _require_county_visit(rows: FileRows) -> None:
    if county_visit_due(rows):
        why = "近亲属备案" if rows.relatives else "公示有异议"
        raise Refused(
            f"这户{why}，审核确认前必须由审批机关入户核查，卷宗里还没有记录。没有改动任何内容；请先登记入户核查。"
        )


def _require_grantable(unit: Unit, case: _Case) -> None:
    require_inhabited(case.rows)
    if case.opinion.result != "grant":
        raise Refused(
            "初审意见是拟不同意，没有公示过，不能直接同意。没有改动任何内容；认为应当同意的，请退回重新初审。"
        )
    notice = case.rows.notices[-1] if case.rows.notices else None
    posted = notice is not None and notice.closed_on is not None and notice.posted_on >= case.opinion.given_on
    if WAYS[case.application.way].posted and not posted:
        raise Refused("初审意见还没有公示期满，不能同意。没有改动任何内容；请退回补公示。")
    if case.application.open_differences:
        raise Refused(
            f"还有 {case.application.open_differences} 处差异没有结论，不能同意。没有改动任何内容；请退回核查。"
        )
    require_settled(case.found)
    now, once = granted(case.found), given(case.found)
    if not any(one.grants for one in case.found):
        raise Refused("按现在的认定没有一项符合条件，不能同意。没有改动任何内容；请退回或签署不同意。")
    if now != case.opinion.monthly and not _only_the_standard(unit, case):
        raise Refused(
            f"初审以后认定有变化：初审每月 {shown(case.opinion.monthly)} 元，现在 {shown(now)} 元。"
            "没有改动任何内容；请退回重新初审、公示。"
        )
    if once != case.opinion.amount:
        raise Refused(
            f"初审以后救助金额有变化：初审 {shown(case.opinion.amount)} 元，现在 {shown(once)} 元。"
            "没有改动任何内容；请退回重新初审。"
        )
    twice = [line.text for line in duplicates(unit, case.dossier) if line.blocks]
    if twice:
        raise Refused(
            f"{''.join(dict.fromkeys(twice))}一人不能重复享受或计入两户。没有改动任何内容；请退回核实。"
        )
    require_compatible(unit, case.application, case.found, [row.person_id for row in case.rows.members])


def _only_the_standard(unit: Unit, case: _Case) -> bool:
    """Whether the sum differs from the posted one by nothing but a standard that began since the opinion."""
    then = files.assessment_of(unit.desk, case.dossier, case.rows, case.opinion.given_on)
    return granted(proposals(unit.desk, case.rows, then)) == case.opinion.monthly


def _target(case: _Case, verdict: Verdict) -> str:
    """小额快救 that was helped before its papers were there waits for them; everything else is at its end."""
    lacking = any(row.needed and not row.by_data and row.received_on is None for row in case.rows.materials)
    lacking = lacking or bool(unnumbered(case.rows))
    waits = case.application.way == "quick" and verdict.result == "approved" and lacking
    return "to_make_up" if waits else verdict.result


def _snapshot(case: _Case, standards: Standards) -> str:
    """What was on the desk when it was signed, as canonical JSON: dossier, findings, the figures used."""
    used = {line.document for one in case.assessment.findings.values() for line in one.why}
    figures = {
        key: {"value": str(figure.value), "document": figure.document, "clause": figure.clause,
              "unit": figure.unit, "confirmed": figure.confirmed}
        for key in sorted(standards)
        for figure in (standards[key],)
        if key in case.assessment.settings_used or figure.document in used
    }  # fmt: skip
    content = {
        "dossier": json.loads(dossier_json.dump(case.dossier)),
        "findings": to_json(case.assessment),
        "standards": figures,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Signing:
    """What all decisions of one signature share."""

    bound: Standards
    today: Standards
    snapshot: str
    digest: str
    recheck: date
    notice_due: date


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What the head said of a refusal, as the history keeps it, and the clause of each item by its id."""

    said: str
    clauses: Mapping[str, str]


def _signing(unit: Unit, case: _Case) -> _Signing:
    bound = standards_of(unit, case.rows)
    today = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    snapshot = _snapshot(case, bound)
    return _Signing(
        bound=bound,
        today=today,
        snapshot=snapshot,
        digest=hashlib.sha256(snapshot.encode()).hexdigest(),
        recheck=next_recheck(unit.today, case.assessment.recheck_class, today, unit.desk.calendar).day,
        notice_due=unit.desk.calendar.add_working_days(unit.today, bound.number("refusal.notice.wd")).day,
    )


def _sign(unit: Unit, case: _Case, verdict: Verdict, refusal: _Refusal | None = None) -> list[str]:
    signing = _signing(unit, case)
    if verdict.result == "approved":
        joining.confirm(unit, case.rows)
    made, months = [], []
    for one in case.found:
        grants = verdict.result == "approved" and one.grants
        month = first_month(unit.today, signing.today, one.item.programme)
        decision = unit.add(
            Decision(
                application_id=case.application.id,
                item_id=one.item.id,
                programme=one.item.programme,
                number=unit.number("decision"),
                result="approved" if grants else "refused",
                monthly=one.monthly if grants else Decimal(0),
                amount=one.amount if grants else Decimal(0),
                first_month=month if grants and not one.amount else "",
                reason=verdict.reason.strip() if refusal else one.reason,
                clause=refusal.clauses[one.item.id] if refusal else one.clause,
                authority=level_of(signing.bound, one.signed_as, one.amount).authority,
                decided_by=unit.actor.operator_id,
                decided_on=unit.today,
                snapshot=signing.snapshot,
                snapshot_hash=signing.digest,
                notice_due_on=signing.notice_due,
            )
        )
        one.item.state = decision.result
        made.append(decision)
        if grants:
            months += [decision.first_month] if decision.first_month else []
            grant(
                unit,
                case.application,
                one,
                decision,
                recheck=(case.assessment.recheck_class, signing.recheck),
            )
    if verdict.result == "approved":
        declared.confirm(unit, case.rows)
        declared_kin.confirm(unit, case.rows, min(months, default=""))
    target = _target(case, verdict)
    if target == "to_make_up":
        limit = signing.bound.number("tmp.makeup.wd")
        case.rows.incidents[-1].makeup_due_on = unit.desk.calendar.add_working_days(unit.today, limit).day
    moving.move(unit, case.application, "decide", target, refusal.said if refusal else verdict.reason.strip())
    moving.settle_due(unit, case.application)
    to_difference(unit, made, case.application.household_id, case.opinion.given_by)
    return [decision.number for decision in made]


def require_approvable(unit: Unit, application_id: str, verdict: Verdict) -> None:
    """Refuse, with what to do, when this operator cannot approve the file as it stands. Changes nothing."""
    _require_grantable(unit, _loaded(unit, application_id, verdict))


def decide(unit: Unit, application_id: str, verdict: Verdict) -> list[str]:
    """签署决定 [57 Art 20-21]: one decision for each item, in the order of the form. Returns their numbers.

    Approved: items that fit are granted from the first month by `grant.start`, the others refused with their reason.
    Refused: every item is refused with the head's reason and a clause of its own (`grounds`), never without one. Never by the person who took the file or gave
    the opinion, never on a file that changed since it was seen, never without report, posting and compulsory visit.
    """
    case = _loaded(unit, application_id, verdict)
    if verdict.result == "approved":
        _require_grantable(unit, case)
        return _sign(unit, case, verdict)
    said = require_words(case.found, verdict.reason, emptied=case.rows.emptied)
    return _sign(unit, case, verdict, _Refusal(said, grounds(case.found, verdict.clause)))


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What was (or in a preview would be) signed, what is left out and why, and what is late all the same."""

    signed: list[str]
    excluded: list[tuple[str, str, str]]  # application id, number, why
    flagged: list[tuple[str, str, str]]  # signed though overdue: application id, number, what is late
    numbers: list[str]  # of the decisions; empty in a preview
    seen: dict[str, str]  # application id → what was said of its household, as a `Verdict` has it


def _single_handling(unit: Unit, case: _Case) -> str:
    """Why a file needs a signature of its own, or nothing."""
    if beside(unit, case.rows):
        return "同期另有临时救助或者票据相似，要看过再单独签署"
    if case.opinion.result != "grant":
        return "拟不同意的要单独签署"
    programmes = {one.item.programme for one in case.found if one.grants}
    lost = [
        one.label
        for one in case.found
        if not one.grants and not (one.item.programme == "edge" and "dibao" in programmes)
    ]
    return f"有不符合的事项（{'、'.join(lost)}），要单独签署" if lost else ""


def _batch(
    unit: Unit, chosen: Sequence[tuple[str, int]], seen: Mapping[str, str], *, sign: bool
) -> BatchResult:
    unit.require("decide")
    made = BatchResult([], [], [], [], {})
    for application_id, seen_version in dict(chosen).items():
        application = unit.get(app.Application, application_id)
        verdict = Verdict(result="approved", seen_version=seen_version, seen_people=seen.get(application_id))
        try:
            case = _loaded(unit, application_id, verdict)
            why = _single_handling(unit, case)
            if not why:
                _require_grantable(unit, case)
        except UserError as error:
            why = error.message.partition("没有改动任何内容")[0].partition("没有签署任何内容")[0]
        if why:
            made.excluded.append((application_id, application.number, why))
            continue
        if application.due_on is not None and application.due_on < unit.today:
            late = f"已过 {application.due_on:%Y-%m-%d} 的时限"
            made.flagged.append((application_id, application.number, late))
        made.signed.append(application_id)
        made.seen[application_id] = dossier_json.people_read(case.dossier)
        if sign:
            made.numbers.extend(_sign(unit, case, verdict))
    return made


def batch_preview(unit: Unit, chosen: Sequence[tuple[str, int]]) -> BatchResult:
    """What `decide_batch` would sign and leave out, for files and the versions seen. Changes nothing."""
    return _batch(unit, chosen, {}, sign=False)


def decide_batch(
    unit: Unit, chosen: Sequence[tuple[str, int]], seen: Mapping[str, str] = MappingProxyType({})
) -> BatchResult:
    """Approve many at once, in one transaction; a file that needs its own look is left out with the reason.

    `seen` is of the preview: a household told of otherwise since is left out.
    """
    return _batch(unit, chosen, seen, sign=True)
