"""审核确认: the head's signature under each item, with the snapshot it was made on, and what it grants."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain import dossier_json
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.assessment.assess import to_json
from jiuzhu.domain.authority import level_of
from jiuzhu.domain.deadlines import first_month, next_recheck
from jiuzhu.domain.policy import Standards
from jiuzhu.services.approval import joining
from jiuzhu.services.approval.before_signing import Case, Verdict, loaded, require_grantable
from jiuzhu.services.approval.refusing import grounds, require_words
from jiuzhu.services.casework import moving
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.counter import declared, declared_kin
from jiuzhu.services.counter.numbering_later import unnumbered
from jiuzhu.services.granting.differing import to_difference
from jiuzhu.services.granting.entitling import grant
from jiuzhu.storage.unit import Unit


def _target(case: Case, verdict: Verdict) -> str:
    """小额快救 that was helped before its papers were there waits for them; everything else is at its end."""
    lacking = any(row.needed and not row.by_data and row.received_on is None for row in case.rows.materials)
    lacking = lacking or bool(unnumbered(case.rows))
    waits = case.application.way == "quick" and verdict.result == "approved" and lacking
    return "to_make_up" if waits else verdict.result


def _snapshot(case: Case, standards: Standards) -> str:
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


def _signing(unit: Unit, case: Case) -> _Signing:
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


def sign_items(unit: Unit, case: Case, verdict: Verdict, refusal: _Refusal | None = None) -> list[str]:
    """One decision for each item of a file that may be signed, and what they grant. Returns their numbers."""
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


def decide(unit: Unit, application_id: str, verdict: Verdict) -> list[str]:
    """签署决定 [57 Art 20-21]: one decision for each item, in the order of the form. Returns their numbers.

    Approved: items that fit are granted from the first month by `grant.start`, the others refused with their reason.
    Refused: every item is refused with the head's reason and a clause of its own (`grounds`), never without one.
    Never by the person who took the file or gave the opinion, never on a file that changed since it was seen, never
    without report, posting and compulsory visit (`before_signing`).
    """
    case = loaded(unit, application_id, verdict)
    if verdict.result == "approved":
        require_grantable(unit, case)
        return sign_items(unit, case, verdict)
    said = require_words(case.found, verdict.reason, emptied=case.rows.emptied)
    return sign_items(unit, case, verdict, _Refusal(said, grounds(case.found, verdict.clause)))
