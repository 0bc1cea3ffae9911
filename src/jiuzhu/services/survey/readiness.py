"""Whether the survey of a file may end: what is missing, what to mind, and whether the applicant must be told first."""

from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_course import FindingPart
from jiuzhu.domain.obligations import MAIN
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.casework import files
from jiuzhu.services.survey.checking_lines import (
    table,
    unsettled,
)
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the check may end: what is missing, what else to mind, and whether the county must visit."""

    missing: list[str]
    warnings: list[str]
    county_visit: str  # why the county must visit, "" when it need not


def readiness(unit: Unit, application_id: str) -> Readiness:
    """Everything between this file and the opinion, all at once."""
    rows = files.load_rows(unit, application_id)
    return readiness_of(unit, files.dossier(unit, application_id), rows)


def must_be_checked(rows: FileRows) -> bool:
    """Whether income and property are checked: by the way, except for 支出型 relief of recognised families.

    For households in force only the necessary spending is checked [民发〔2018〕23号; 2026 opinion].
    """
    if rows.application.way != "temporary":
        return WAYS[rows.application.way].checked
    month = month_of(rows.application.accepted_on or rows.application.submitted_on)
    return not any(
        row.programme in MAIN and row.first_month <= month and (not row.last_month or row.last_month >= month)
        for row in rows.received
    )


def _lacking_assessment(rows: FileRows) -> list[str]:
    """特困: whoever may be recognised is assessed in the six indicators first [43 Art 20-22]."""
    if rows.application.way != "tekun" or rows.self_care:
        return []
    return ["没有生活自理能力评估"]


def readiness_of(unit: Unit, dossier: Dossier, rows: FileRows) -> Readiness:
    """The same of a file that is loaded already."""
    if not must_be_checked(rows):
        visit = [] if rows.visits or rows.application.way == "temporary" else ["没有两名调查人的入户调查"]
        return Readiness(visit, [], "")
    lines = table(unit, dossier, rows)
    missing = _lacking_assessment(rows)
    opened = [line for line in lines if line.is_open]
    if opened:
        named = "、".join(f"{line.person}{line.kind_label}" for line in opened)
        missing.append(f"还有 {len(opened)} 处差异没有认定（{named}）")
    rest = unsettled([line for line in lines if not line.is_open])
    if rest:
        missing.append(f"还有 {len(rest)} 项没有认定（{'、'.join(rest)}）")
    if not rows.visits:
        missing.append("没有两名调查人的入户调查")
    missing += _lacking_check(unit, rows)
    warnings = []
    least = files.standards_of(unit, rows).number("survey.neighbours")
    if len(rows.neighbours) < least:
        warnings.append(f"邻里访问只有 {len(rows.neighbours)} 人，一般不少于 {least} 人")
    waiting = [letter.unit for letter in rows.letters if letter.replied_on is None]
    if waiting:
        warnings.append(f"信函还没有回复：{'、'.join(waiting)}")
    if is_unfit(dossier) and rows.checks and rows.checks[-1].replied_on and not told_since(rows):
        warnings.append("按核查结果不符合条件，还没有告知申请人（57号 第十八条）")
    reasons = []
    if rows.relatives:
        reasons.append("近亲属备案")
    if rows.objections:
        reasons.append("有异议")
    return Readiness(missing, warnings, "、".join(reasons))


def _lacking_check(unit: Unit, rows: FileRows) -> list[str]:
    if not rows.checks:
        return ["没有发起信息核对"]
    check = rows.checks[-1]
    if check.replied_on is None:
        return [f"核对委托 {check.number} 还没有答复"]
    months = _months(unit, rows)
    if check.report_on is None or check.report_on + relativedelta(months=months) < unit.today:
        return [f"核对报告已超过 {months} 个月，要重新发起核对"]
    return []


def _months(unit: Unit, rows: FileRows) -> int:
    on = rows.application.accepted_on or unit.today
    return unit.desk.policy.in_force(unit.desk.office.district, on).number("check.age.months")


def is_unfit(dossier: Dossier) -> bool:
    """Whether nothing that was asked for can be granted on the figures known now (pure)."""
    asked = asked_findings(dossier)
    return bool(asked) and all(part.result == "not_entitled" for part in asked)


def asked_findings(dossier: Dossier) -> list[FindingPart]:
    """The findings of what was asked for (pure)."""
    return [part for part in dossier.findings if part.programme in dossier.application.programmes]


def told_since(rows: FileRows) -> bool:
    """Whether the applicant was told of the result since the last reply of a check [57 Art 18]."""
    replied = max((step.at for step in rows.steps if step.move == "check_replied"), default=None)
    return any(
        step.move == "tell_applicant" and (replied is None or step.at >= replied) for step in rows.steps
    )
