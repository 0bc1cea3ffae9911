"""核查: from the first working day of the survey to a file ready for the opinion [民发〔2021〕57号 Arts 15–18]."""

from dataclasses import dataclass, field
from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.checking import Check
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import files, moving, turns
from jiuzhu.services.casework import queue as queues
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.casework.turns import ClockLine, MoveOffer
from jiuzhu.services.counter.permits import obligor_permits, permits
from jiuzhu.services.office.history import HistoryLine, history
from jiuzhu.services.survey import adopting
from jiuzhu.services.survey.adopting import adopt_check
from jiuzhu.services.survey.caring import SelfCareLine, assessments, record_self_care
from jiuzhu.services.survey.check_exchange import (
    ReplyPreview,
    ReplyRow,
    apply_check_reply,
    conclusion_of,
    export_check_request,
    read_check_reply,
    request_of,
)
from jiuzhu.services.survey.checking_lines import (
    CheckLine,
    Matched,
    accept_all_matching,
    accept_figure,
    add_found_line,
    explain,
    kinds,
    record_visited_figure,
    settle_line,
    table,
)
from jiuzhu.services.survey.readiness import (
    Readiness,
    asked_findings,
    is_unfit,
    readiness,
    readiness_of,
    told_since,
)
from jiuzhu.services.survey.visiting import (
    Investigator,
    Photo,
    answer_letter,
    investigators,
    record_neighbour,
    record_visit,
    send_letter,
)
from jiuzhu.storage.queries.queues import Wanted
from jiuzhu.storage.unit import Unit

__all__ = [
    "CheckFile",
    "CheckLine",
    "Finished",
    "Investigator",
    "Matched",
    "Photo",
    "QueueRow",
    "Readiness",
    "ReplyPreview",
    "ReplyRow",
    "accept_all_matching",
    "accept_figure",
    "add_found_line",
    "adopt_check",
    "answer_letter",
    "apply_check_reply",
    "explain",
    "export_check_request",
    "file",
    "finish",
    "investigators",
    "kinds",
    "queue",
    "queue_total",
    "read_check_reply",
    "readiness",
    "record_neighbour",
    "record_self_care",
    "record_visit",
    "record_visited_figure",
    "request_check",
    "request_of",
    "send_letter",
    "settle_line",
    "start_survey",
    "tell_applicant",
]

QUEUE_STATES = ("accepted", "investigating")
MUST_BE_VISITED = "区县必须入户"
"""Written on the step when a relative is registered or somebody objected [57 Art 20; TL Art 18(4), 33]."""


def queue(
    unit: Unit, state: str = "", text: str = "", *, offset: int = 0, limit: int = 200
) -> list[QueueRow]:
    """Applications to survey and to check, the first due first."""
    return queues.chosen(unit, waiting(state, text), offset=offset, limit=limit)


def queue_total(unit: Unit, state: str = "", text: str = "") -> int:
    """How many `queue` pages through."""
    return queues.count(unit, waiting(state, text))


def waiting(state: str = "", text: str = "") -> Wanted:
    """Which applications wait for a survey: 快救, subsidies and what departments decide need none."""
    surveyed = tuple(code for code, way in WAYS.items() if way.surveyed)
    return Wanted(states=(state,) if state else QUEUE_STATES, text=text, ways=surveyed)


def start_survey(unit: Unit, application_id: str) -> None:
    """开始调查 (L4: within 3 working days of acceptance) [57 Art 15]."""
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "start_survey", "investigating")
    application.survey_started_on = application.survey_started_on or unit.today
    moving.settle_due(unit, application)


def request_check(unit: Unit, application_id: str) -> str:
    """发起核对: a numbered request, refused while anybody's authorisation or ID number is missing; returns the number.

    After an answered request a new one asks for a re-check [57 Art 18].
    """
    unit.require("check")
    application = unit.get(app.Application, application_id)
    if application.state != "investigating":
        raise Refused("要先“开始调查”才能发起核对。没有改动任何内容。")
    recusing.require_apart(unit, application, "check")
    rows = files.load_rows(unit, application_id)
    if rows.checks and rows.checks[-1].replied_on is None:
        raise Refused(f"核对委托 {rows.checks[-1].number} 还没有答复，不重复发起。请导出名单并等待答复。")
    _, unsigned = permits(rows, unit.today)
    if unsigned:
        raise Refused(
            f"还没有有效的核对授权：{'、'.join(unsigned)}。没有发起核对；请签署授权（未成年人由监护人签）后再发起。"
        )
    nameless = [
        rows.people[row.person_id].name
        for row in rows.members
        if row.counted and not rows.people[row.person_id].id_number
    ]
    asked = obligor_permits(rows, unit.today)
    nameless += [row.name for row in rows.obligors if row.id in asked and not row.id_number]
    if nameless:
        raise Refused(f"没有身份证号，无法核对：{'、'.join(nameless)}。没有发起核对；请先补录证件号码。")
    number = unit.number("check")
    unit.add(Check(application_id=application.id, number=number, requested_on=unit.today))
    application.check_requested_on = unit.today
    unit.about(application.id)
    moving.settle_due(unit, application)
    return number


def tell_applicant(unit: Unit, application_id: str, how: str) -> None:
    """告知申请人: the check says not eligible; told with its reasons, and by what way (L7) [57 Art 18]."""
    unit.require("check")
    application = unit.get(app.Application, application_id)
    dossier = files.dossier(unit, application_id)
    if application.state != "investigating" or dossier.check.replied_on is None or not is_unfit(dossier):
        raise Refused("核查结果不是“不符合”，不需要这次告知。没有改动任何内容。")
    recusing.require_apart(unit, application, "check")
    if not how.strip():
        raise UserError("请写明告知的方式和经过，没有保存。", field="how")
    told = "；".join(part.headline for part in asked_findings(dossier))
    moving.step(unit, application, "tell_applicant", application.state, f"{how.strip()}。{told}")
    moving.settle_due(unit, application)


@dataclass(frozen=True, slots=True)
class Finished:
    """The report the check ends with."""

    conclusion: str  # fits | unfit | open
    headlines: list[str]
    county_visit: str


def finish(unit: Unit, application_id: str, note: str = "") -> Finished:
    """核查完成: refused with everything that is missing in one sentence; else the file waits for the opinion.

    A household in the 近亲属 register or with an objection carries 区县必须入户 on its way [57 Art 20].
    """
    unit.require("check")
    application = unit.get(app.Application, application_id)
    dossier, rows = files.dossier(unit, application_id), files.load_rows(unit, application_id)
    ready = readiness_of(unit, dossier, rows)
    if application.state == "investigating" and ready.missing:
        raise Refused(f"还不能完成核查：{'；'.join(ready.missing)}。已登记的内容都在，补齐后再点“核查完成”。")
    county = f"{MUST_BE_VISITED}（{ready.county_visit}）" if ready.county_visit else ""
    told = "；".join(part for part in (note.strip(), county) if part)
    moving.move(unit, application, "finish_check", "to_opine", told)
    conclusion = conclusion_of(unit, application_id)
    if rows.checks:
        rows.checks[-1].conclusion = conclusion
    moving.settle_due(unit, application)
    return Finished(conclusion, [part.headline for part in asked_findings(dossier)], ready.county_visit)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request to the check centre."""

    number: str
    requested_on: date
    replied_on: date | None
    report_number: str
    report_on: date | None
    conclusion: str  # label


@dataclass(frozen=True, slots=True)
class CheckFile:
    """All the page shows of one application."""

    dossier: Dossier
    lines: list[CheckLine]
    requests: list[RequestLine]
    visits: list[VisitPart]  # the newest last
    photos: int
    investigators: list[Investigator]
    readiness: Readiness
    clocks: list[ClockLine]
    history: list[HistoryLine]
    moves: list[MoveOffer]
    unsigned: list[str]
    unfit: bool
    told: bool
    barred: str = ""  # why this operator keeps away from the household, and who works on it instead
    adoptable: str = ""  # 受理编号 of the matter of the same form whose check can be taken over
    self_care: list[SelfCareLine] = field(default_factory=list)  # 特困: who is assessed, newest figures
    open_count: int = field(default=0)


def file(unit: Unit, application_id: str) -> CheckFile:
    """One application for the page, in one look."""
    rows = files.load_rows(unit, application_id)
    dossier = files.dossier(unit, application_id)
    lines = table(unit, dossier, rows)
    conclusions = unit.desk.codes["check_conclusion"].labels
    return CheckFile(
        dossier=dossier,
        lines=lines,
        requests=[
            RequestLine(
                row.number,
                row.requested_on,
                row.replied_on,
                row.report_number,
                row.report_on,
                conclusions.get(row.conclusion, ""),
            )
            for row in rows.checks
        ],
        visits=dossier.visits,
        photos=sum(rows.photos.values()),
        investigators=investigators(unit, application_id),
        readiness=readiness_of(unit, dossier, rows),
        clocks=turns.clock_lines(unit, application_id),
        history=history(unit, application_id),
        moves=turns.moves(unit, application_id),
        unsigned=permits(rows, unit.today)[1],
        unfit=is_unfit(dossier),
        told=told_since(rows),
        barred=recusing.kept_out(unit, rows.application, "check"),
        adoptable=adopting.adoptable(unit, rows),
        self_care=assessments(rows),
        open_count=sum(1 for line in lines if line.is_open),
    )
