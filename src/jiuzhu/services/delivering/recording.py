"""服务记录 (F32): a visit that was made is written down once; a wrong record is reversed, never rewritten [649号令 66(5)].

Signature and photos lie in the database with the record; a photo is known by the hash of its content.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from jiuzhu.documents.pictures import prepared
from jiuzhu.domain.serving.hours import HourAccount, hours
from jiuzhu.domain.serving.supply import Agreement, ServicePlan, Worker
from jiuzhu.domain.serving.visits import Visit, VisitPhoto, VisitRecord
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.queries import records as queries
from jiuzhu.storage.unit import CHINA, Unit

SIGNED = {"self": "本人签字", "thumb": "本人按指印", "guardian": "监护人签字", "none": "没有签字"}
"""How a record was signed → its word."""

PHOTO_SIDE = 1024
"""Pixels of the longer side a photo is kept with."""

MOST_PHOTOS = 4
LARGEST_FILE = 10 * 1024 * 1024  # bytes of a photo as the camera made it
LARGEST_PHOTO = 1024 * 1024  # bytes as it is kept
LARGEST_DRAWING = 256 * 1024  # bytes
_SHORTEST, _DAY_ENDS = 5, 24 * 60  # minutes
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the worker brought back; minutes after midnight. `worker_id`: who came, "" for who was to come."""

    starts: int
    ends: int
    items: tuple[str, ...]  # codes of service_item
    place: str
    condition: str = ""
    signed_by: str  # a key of SIGNED
    signature: bytes = b""  # PNG as drawn
    photos: tuple[bytes, ...] = ()  # each made by `photo_of`
    worker_id: str = ""
    reason: str = ""  # of a late entry


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record, and what the person's hour account says after it."""

    visit_record_id: str
    account: HourAccount


def photo_of(path: Path) -> bytes:
    """A photo as it is kept: read in the limited process, upright, without what the camera wrote into it.

    Raises `UserError` when it is too large or no JPG or PNG. It takes a moment and needs no unit.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(f"照片“{path.name}”超过 10 MB，没有添加。请压缩后再选。", field="photos")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开照片“{path.name}”，没有添加。请确认文件还在原处。", field="photos") from error
    made = prepared(content, PHOTO_SIDE)
    if not made:
        raise UserError(f"“{path.name}”不是能打开的 JPG 或 PNG 照片，没有添加。请另选一张。", field="photos")
    return made


def record(unit: Unit, visit_id: str, seen_version: int | None, told: Told) -> Recorded:
    """Write down a visit that was made; it is done then. Raises `InvalidInput` with everything that is missing.

    What is odd is taken and flagged for who verifies (`domain.serving.flags`); what cannot be is refused.
    """
    unit.require("record_visit")
    visit = unit.get(Visit, visit_id)
    unit.unchanged(visit, seen_version)
    if visit.state != "booked":
        label = unit.desk.label("visit_state", visit.state)
        raise Refused(f"这次服务的状态是“{label}”，不能再录入记录。没有改动任何内容。")
    problems = _problems(unit, visit, told)
    if problems:
        raise InvalidInput(problems)
    late = (unit.today - visit.day).days > _standard(unit, "service.flag.late.days")
    made = unit.add(
        VisitRecord(
            service_file_id=visit.service_file_id,
            visit_id=visit.id,
            day=visit.day,
            starts=told.starts,
            ends=told.ends,
            items=" ".join(told.items),
            place=told.place.strip(),
            condition=told.condition.strip(),
            worker_id=told.worker_id or visit.worker_id,
            signed_by=told.signed_by,
            signature=told.signature or None,
            recorded_by=unit.actor.operator_id,
            recorded_at=unit.now,
            reason=written(told.reason, "迟录的原因", "reason") if late else told.reason.strip(),
        )
    )
    for content in told.photos:
        unit.add(
            VisitPhoto(
                service_file_id=visit.service_file_id,
                visit_record_id=made.id,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
        )
    visit.state = "done"
    unit.about(visit.service_file_id)
    unit.session.flush()
    return Recorded(made.id, account_of(unit, visit.service_file_id, visit.day.year))


def _standard(unit: Unit, key: str) -> int:
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).number(key)


def _problems(unit: Unit, visit: Visit, told: Told) -> list[Problem]:
    return [
        *_of_time(unit, visit, told),
        *_of_content(unit, visit, told),
        *_of_proof(told),
    ]


def _of_time(unit: Unit, visit: Visit, told: Told) -> list[Problem]:
    if visit.day > unit.today:
        return [Problem("", f"还没到服务日期 {visit.day}，不能录入。")]
    if not 0 <= told.starts < told.ends <= _DAY_ENDS or told.ends - told.starts < _SHORTEST:
        return [Problem("ends", f"起止时刻不对：一次服务至少 {_SHORTEST} 分钟，不能跨过午夜。")]
    local = unit.now.astimezone(CHINA)
    if visit.day == unit.today and told.ends > local.hour * 60 + local.minute:
        return [Problem("ends", "服务还没有结束：结束时刻晚于现在。")]
    account = account_of(unit, visit.service_file_id, visit.day.year)
    minutes, left = told.ends - told.starts, account.left + visit.ends - visit.starts
    if minutes > left:
        return [
            Problem(
                "ends",
                f"{visit.day.year} 年小时账户只剩 {hours(left)}，记不下 {hours(minutes)}。"
                "请与机构核对时刻；确需增加的，先追加小时。",
            )
        ]
    return []


def _of_content(unit: Unit, visit: Visit, told: Told) -> list[Problem]:
    problems = []
    known = unit.desk.codes["service_item"].codes
    if not told.items or any(one not in known for one in told.items):
        problems.append(Problem("items", "请选择做了哪些服务项目。"))
    if not told.place.strip():
        problems.append(Problem("place", "请填写服务地点。"))
    if told.worker_id and told.worker_id != visit.worker_id:
        plan = unit.get(ServicePlan, visit.service_plan_id)
        provider_id = unit.get(Agreement, plan.agreement_id).provider_id
        if unit.get(Worker, told.worker_id).provider_id != provider_id:
            problems.append(Problem("worker_id", "上门的要是这家服务机构的人员。"))
        if told.worker_id == visit.second_worker_id:
            problems.append(Problem("worker_id", "已经是这次的第二服务人员，请选另一位。"))
    return problems


def _of_proof(told: Told) -> list[Problem]:
    problems = []
    if told.signed_by not in SIGNED:
        problems.append(Problem("signed_by", "请选择由谁签字。"))
    elif told.signed_by != "none" and not told.signature and not told.photos:
        problems.append(Problem("signed_by", "请在屏幕上签字（按指印），或附上已签字的纸质记录照片。"))
    if told.signature and (
        told.signed_by == "none"
        or not told.signature.startswith(_PNG)
        or len(told.signature) > LARGEST_DRAWING
    ):
        problems.append(Problem("signed_by", "签字与“由谁签字”不符，或不能保存，请清除后重签。"))
    if len(told.photos) > MOST_PHOTOS:
        problems.append(Problem("photos", f"一次服务最多附 {MOST_PHOTOS} 张照片。"))
    if any(not one.startswith(_JPEG) or len(one) > LARGEST_PHOTO for one in told.photos):
        problems.append(Problem("photos", "有照片不能保存，请重新选择。"))
    if len(set(told.photos)) < len(told.photos):
        problems.append(Problem("photos", "同一张照片选了两次。"))
    return problems


def reverse(unit: Unit, visit_record_id: str, reason: str) -> str:
    """冲销: nothing of a wrong record counts any more, and its visit can be recorded again; returns the reversal's id.

    The record itself stays as it was written.
    """
    unit.require("record_visit")
    wrong = unit.get(VisitRecord, visit_record_id)
    if wrong.reverses_id is not None:
        raise Refused("这一条本身是冲销，不能再冲销。没有改动任何内容。")
    if queries.reversal_of(unit.session, wrong.id) is not None:
        raise Refused("这条服务记录已经冲销。没有改动任何内容。")
    made = unit.add(
        VisitRecord(
            service_file_id=wrong.service_file_id,
            visit_id=wrong.visit_id,
            reverses_id=wrong.id,
            day=wrong.day,
            starts=wrong.starts,
            ends=wrong.ends,
            items=wrong.items,
            place=wrong.place,
            worker_id=wrong.worker_id,
            signed_by="none",
            recorded_by=unit.actor.operator_id,
            recorded_at=unit.now,
            reason=written(reason, "冲销的原因", "reason"),
        )
    )
    unit.get(Visit, wrong.visit_id).state = "booked"
    unit.about(wrong.service_file_id)
    unit.session.flush()
    require_room(unit, wrong)
    return made.id


def require_room(unit: Unit, changed: VisitRecord) -> None:
    """Refuse what would leave the year's hour account below zero, as it stands after the change."""
    account = account_of(unit, changed.service_file_id, changed.day.year)
    if account.left < 0:
        raise Refused(
            f"{account.year} 年小时账户不够：这样改以后超出 {hours(-account.left)}，后来又安排或服务了别的时间。"
            "没有改动任何内容；请先取消一次还没有服务的安排，或追加小时。"
        )
