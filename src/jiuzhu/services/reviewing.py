"""One file as the approving page shows it: everything that is read, in one read."""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.errors import UserError
from jiuzhu.services import deciding, files
from jiuzhu.services.assessing import finding_parts
from jiuzhu.services.deciding import COUNTY_VISIT, Verdict
from jiuzhu.services.files import ClockLine
from jiuzhu.services.posting import earliest_close
from jiuzhu.services.proposing import OpinionDraft, drafted, proposals
from jiuzhu.storage.unit import Unit

STEP_LABELS = {
    **{move.name: move.label for way in WAYS.values() for move in way.moves},
    "accept": "受理",
    "issue_correction": "出具补正告知",
    "check_replied": "登记核对答复",
    "tell_applicant": "告知申请人核查结果",
    "pause": "计时中止",
    "resume": "恢复计时",
    COUNTY_VISIT: "审批机关入户核查",
    "deliver": "送达",
    "deliberate": "民主评议",
}
"""Name of a step of the history → what people call it."""


_QUIET = frozenset({"L8", "L9", "L16"})
"""Clocks a file does not show: the posting speaks for itself, and the outer alarm of the old statute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file with what can be done with it now."""

    application_id: str
    version: int
    state: str
    state_label: str
    way: str
    dossier: Dossier
    clocks: list[ClockLine]
    draft: OpinionDraft | None  # while an opinion is due
    clause: str  # what a refusal would rest on by the findings
    obstacle: str  # why this operator cannot approve now, "" when they can
    earliest_close: date | None  # while posted
    county_visit_due: bool
    paused: bool
    undelivered: bool


def _obstacle(unit: Unit, application: app.Application) -> str:
    if application.state != "submitted" or not unit.actor.may("decide"):
        return ""
    verdict = Verdict(result="approved", seen_version=application.version)
    try:
        deciding.require_approvable(unit, application.id, verdict)
    except UserError as error:
        return error.message.replace("没有改动任何内容；", "")  # nothing was tried yet
    return ""


def _opinion_due(application: app.Application) -> bool:
    straight = application.state == "accepted" and application.way == "subsidy"
    return straight or application.state == "to_opine"


def view(unit: Unit, application_id: str) -> FileView:
    """The file for the page: what is in it, what is due, what may be done."""
    application = unit.get(app.Application, application_id)
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    assessment = files.assessment_of(unit.desk, dossier, rows)
    dossier.findings = finding_parts(unit.desk, dossier, assessment)
    found = proposals(unit.desk, rows, assessment)
    against = next((one for one in found if not one.grants), None)
    visited = any(row.move == COUNTY_VISIT for row in rows.steps)
    return FileView(
        application_id=application.id,
        version=application.version,
        state=application.state,
        state_label=STATE_LABELS[application.state],
        way=application.way,
        dossier=dossier,
        clocks=[line for line in files.clock_lines(unit, application_id) if line.code not in _QUIET],
        draft=drafted(unit, application_id) if _opinion_due(application) else None,
        clause=against.clause if against else "",
        obstacle=_obstacle(unit, application),
        earliest_close=earliest_close(unit, rows) if application.state == "posted" else None,
        county_visit_due=application.state == "submitted"
        and deciding.needs_county_visit(rows)
        and not visited,
        paused=any(row.ends_on is None for row in rows.pauses),
        undelivered=any(row.delivered_on is None for row in rows.decisions),
    )
