"""核实: somebody who did not record a visit says whether it counts; the newest word holds, all of them stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiuzhu.domain.serving.pricing import REFUSED
from jiuzhu.domain.serving.visits import Verification, VisitRecord
from jiuzhu.domain.written import written
from jiuzhu.errors import ChangedSinceSeen, Refused, UserError
from jiuzhu.services.delivering import record_view
from jiuzhu.services.delivering.recording import require_room
from jiuzhu.services.scheduling.board import clock
from jiuzhu.storage.queries import records as queries
from jiuzhu.storage.unit import Unit

RESULTS = {"verified": "属实", "disputed": "有争议", "refused": "不予认可"}
"""What a verifier finds → its word."""


@dataclass(frozen=True, slots=True)
class VerifiedMany:
    """How many of many were verified, and why the others were not."""

    done: int
    left_out: tuple[str, ...]


def verify(
    unit: Unit, visit_record_id: str, result: str, reason: str = "", *, seen_standing: str | None = None
) -> str:
    """Say that a record is true, disputed or not accepted; returns the id of the verification.

    A reason is needed unless it is true and nothing is or was doubtful. What a spot check found wrong is decided anew only
    by another who checks or signs settlements. `seen_standing`: how it stood when it was looked at.
    """
    unit.require("verify_visits")
    record_view.require_all(unit)
    found = record_view.one(unit, visit_record_id)
    if seen_standing not in {None, found.standing}:
        raise ChangedSinceSeen
    return _verified(unit, found, result, reason)


def verify_many(unit: Unit, visit_record_ids: Sequence[str]) -> VerifiedMany:
    """Verify what nobody recorded themselves, nobody verified yet and nothing is doubtful about; the rest is told."""
    unit.require("verify_visits")
    record_view.require_all(unit)
    if not visit_record_ids:
        raise UserError("请先选择要核实的服务记录。")
    rows = {row.id: row for row in record_view.these(unit, visit_record_ids)}
    left, done = [], 0
    for one in visit_record_ids:
        row = rows.get(one)
        if row is None or row.standing != "recorded":
            left.append("已经核实或冲销")
        elif row.flags:
            left.append(f"{row.person} {row.day}：{row.flags[0].reason}")
        elif row.recorded_by == unit.actor.operator_id:
            left.append(f"{row.person} {row.day}：是您自己录入的")
        else:
            _verified(unit, row, "verified", "")
            done += 1
    return VerifiedMany(done, tuple(left))


def _verified(unit: Unit, row: record_view.RecordRow, result: str, reason: str) -> str:
    if result not in RESULTS:
        raise UserError("请选择属实、有争议还是不予认可。", field="result")
    if row.recorded_by == unit.actor.operator_id:
        raise Refused("这条服务记录是您自己录入的，要由别人核实。没有改动任何内容。")
    if result != "verified" or row.flags or row.standing in REFUSED:
        reason = written(reason, "核实的情况", "reason")
    if result != "refused":
        _require_another(unit, row)
    if result == "verified" and row.flags:  # who is in two places or served twice at once is always flagged
        _require_once(unit, row)
    made = unit.add(
        Verification(
            service_file_id=row.service_file_id,
            visit_record_id=row.id,
            result=result,
            reason=reason.strip(),
            by=unit.actor.operator_id,
            at=unit.now,
        )
    )
    unit.about(row.service_file_id)
    if row.standing == "refused" and result != "refused":  # its minutes had gone back
        unit.session.flush()
        require_room(unit, unit.get(VisitRecord, row.id))
    return made.id


def _require_another(unit: Unit, row: record_view.RecordRow) -> None:
    """What was found wrong on the spot is not undone by whoever decided it, nor by somebody who only verifies."""
    if row.standing not in REFUSED or not queries.found_wrong(unit.session, row.id):
        return
    if not (unit.actor.may("sign_settlement") or unit.actor.may("spot_check")):
        raise Refused("这条服务记录抽查不属实，要由负责抽查或审核结算的同事改定。没有改动任何内容。")
    if unit.actor.operator_id in queries.told_by(unit.session, row.id, "refused"):
        raise Refused("这条服务记录是您认定不予认可的，要由另一位同事改定。没有改动任何内容。")


def _require_once(unit: Unit, row: record_view.RecordRow) -> None:
    """A minute of a person or a worker is paid once: what lies beside it must not be verified already."""
    there = queries.verified_at_once(unit.session, row.id)
    if there:
        told = "；".join(
            f"{one.person} {one.day} {clock(one.starts)}–{clock(one.ends)}（{one.worker}）" for one in there
        )
        raise Refused(
            f"同一时间已有核实属实的记录：{told}。同一段时间不能付两次，没有改动任何内容；请查清哪一条不实，"
            "把它改为不予认可，或者冲销后按实际时刻重录。"
        )
