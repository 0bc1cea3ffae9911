"""Whether a file may be signed as it stands: by this person, after what was seen, and approved at all."""

from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Opinion
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.money import shown
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import ChangedSinceSeen, Refused
from jiuzhu.services.approval import as_read, levels
from jiuzhu.services.approval.county_visit import require_county_visit
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
from jiuzhu.services.casework import files
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.counter.duplicates import duplicates
from jiuzhu.services.survey.readiness import must_be_checked
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_TAKING = frozenset({"accept", "complete", "issue_correction"})
"""Steps of whoever took some part of the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the head signs. `reason` and `clause` are needed for a refusal.

    `seen_version` is what was on screen; `seen_file` the whole file as it stood there (`dossier_json.file_read`), None
    where no screen was read.
    """

    result: str  # approved | refused
    seen_version: int
    seen_file: str | None = None
    reason: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A file as it stands before the signature."""

    application: app.Application
    rows: FileRows
    dossier: Dossier
    assessment: Assessment
    found: list[Proposal]
    opinion: Opinion


def loaded(unit: Unit, application_id: str, verdict: Verdict) -> Case:
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
        require_county_visit(rows)
    dossier, assessment = as_read.read(unit, rows, verdict.seen_file)
    found = proposals(unit.desk, rows, assessment)
    levels.require(unit, level(unit, rows, found))
    return Case(application, rows, dossier, assessment, found, opinion)


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


def require_grantable(unit: Unit, case: Case) -> None:
    """Refuse, with what to do, what cannot be approved: nothing fits, not posted, not settled, or changed since the opinion."""
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


def _only_the_standard(unit: Unit, case: Case) -> bool:
    """Whether the sum differs from the posted one by nothing but a standard that began since the opinion."""
    then = files.assessment_of(unit.desk, case.dossier, case.rows, case.opinion.given_on)
    return granted(proposals(unit.desk, case.rows, then)) == case.opinion.monthly


def require_approvable(unit: Unit, application_id: str, verdict: Verdict) -> None:
    """Refuse, with what to do, when this operator cannot approve the file as it stands. Changes nothing."""
    require_grantable(unit, loaded(unit, application_id, verdict))
