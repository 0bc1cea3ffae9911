"""One file as the approving page shows it: everything that is read, in one read."""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.assessment import service_class
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.assessment.finding import ENTITLED
from jiuzhu.domain.authority import Level
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.errors import UserError
from jiuzhu.services.approval.before_signing import Verdict, require_approvable
from jiuzhu.services.approval.county_visit import COUNTY_VISIT, county_visit_due
from jiuzhu.services.approval.opinions import OpinionDraft, drafted
from jiuzhu.services.approval.posting import earliest_close
from jiuzhu.services.approval.proposing import (
    Proposal,
    failed,
    lacking,
    level,
    proposals,
)
from jiuzhu.services.casework import files, turns
from jiuzhu.services.casework.assessing import finding_parts
from jiuzhu.services.casework.file_notes import Note, notes
from jiuzhu.services.casework.turns import ClockLine, MoveOffer
from jiuzhu.services.counter import standing
from jiuzhu.services.counter.claims import beside
from jiuzhu.services.counter.numbering_later import IDENTITY
from jiuzhu.services.counter.standing import Standing
from jiuzhu.services.relief.quick_relief import Caps, caps
from jiuzhu.services.survey.adopting import ADOPTED
from jiuzhu.services.survey.visiting import VISITED
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
    "stop": "通知部门停办",
    "deliberate": "民主评议",
    VISITED: "入户调查",
    ADOPTED: "采用同一申请的核对结果",
    IDENTITY: "补录身份",
}
"""Name of a step of the history → what people call it."""


_QUIET = frozenset({"L8", "L9", "L16", "T5", "T5r"})
"""Clocks a file does not show: the posting speaks for itself, and the outer alarm of the old statute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file with what can be done with it now."""

    application_id: str
    household_id: str
    version: int
    way: str
    way_title: str
    state: str
    state_label: str
    moves: list[MoveOffer]  # what the table allows now, the usual next step first
    level: Level | None  # who signs, None for what a department decides
    notes: list[Note]
    beside: list[str]  # other claims of about the same time, bills that look like another's
    standing: Standing  # what the household has had so far
    caps: Caps | None  # 快救 before it is proposed: how much may be
    dossier: Dossier
    clocks: list[ClockLine]
    draft: OpinionDraft | None  # while an opinion is due
    clause: str  # of the rule the household fails, "" when it fails none
    lacking: str  # what the findings still wait for, "" when they are settled
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
        require_approvable(unit, application.id, verdict)
    except UserError as error:
        return error.message.replace("没有改动任何内容；", "")  # nothing was tried yet
    return ""


def _classes(assessment: Assessment) -> list[Note]:
    """Which class of services everybody is in, with its reason [渝北实施方案 2025-02-28]."""
    finding = assessment.findings[service_class.CODE]
    return [Note(service_class.TITLE, list(explain(finding)))] if finding.result == ENTITLED else []


def _yielding(found: list[Proposal]) -> list[Note]:
    """What fits and is not granted all the same."""
    lines = [f"{one.label}：{one.yields}" for one in found if one.yields]
    return [Note("不重复享受", lines)] if lines else []


def view(unit: Unit, application_id: str) -> FileView:
    """The file for the page: what is in it, what is due, what may be done."""
    application = unit.get(app.Application, application_id)
    rows = files.load_rows(unit, application_id)
    dossier = files.build(unit.desk, rows, unit.today)
    assessment = files.assessment_of(unit.desk, dossier, rows, unit.today)
    dossier.findings = finding_parts(unit.desk, dossier, assessment)
    found = proposals(unit.desk, rows, assessment)
    signed_by = level(unit, rows, found)
    moves = turns.moves(unit, application_id, signed_by)

    def leads(name: str) -> bool:
        return any(offer.move == name for offer in moves)

    return FileView(
        application_id=application.id,
        household_id=application.household_id,
        version=application.version,
        way=application.way,
        way_title=WAYS[application.way].title,
        moves=moves,
        level=signed_by,
        notes=notes(unit, rows) + _yielding(found) + _classes(assessment),
        beside=beside(unit, rows),
        standing=standing.of_household(unit, application.household_id),
        caps=caps(unit, application_id) if application.way == "quick" and leads("submit") else None,
        state=application.state,
        state_label=STATE_LABELS[application.state],
        dossier=dossier,
        clocks=[line for line in turns.clock_lines(unit, application_id) if line.code not in _QUIET],
        draft=drafted(unit, application_id) if leads("give_opinion") else None,
        clause=failed(found),
        lacking="" if rows.emptied else lacking(found),
        obstacle=_obstacle(unit, application),
        earliest_close=earliest_close(unit, rows) if leads("close_notice") else None,
        county_visit_due=application.state == "submitted" and county_visit_due(rows),
        paused=any(row.ends_on is None for row in rows.pauses),
        undelivered=bool(rows.undelivered),
    )
