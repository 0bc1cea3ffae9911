"""服务记录 (F32): a visit that was made is written down once; a wrong record is reversed, never rewritten [649号令 66(5)].

Signature and photos lie in the database with the record; a photo is known by the hash of its content.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from jiuzhu.documents.pictures import prepared
from jiuzhu.domain.money import ZERO, shown
from jiuzhu.domain.serving.hours import HourAccount, hours
from jiuzhu.domain.serving.pricing import cheapest_first, item_of
from jiuzhu.domain.serving.spending import price
from jiuzhu.domain.serving.supply import Agreement, Fund, ServicePlan, Tariff, Worker
from jiuzhu.domain.serving.visits import Visit, VisitPhoto, VisitRecord
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.scheduling.board import agreement_left
from jiuzhu.services.serving import funds
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.queries import records as queries
from jiuzhu.storage.queries import spending
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
    told = replace(
        told, items=cheapest_first(_rates(unit, visit), told.items, visit.day, told.ends - told.starts)
    )
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
    return list(_of_room(unit, visit, told))


def _of_room(unit: Unit, visit: Visit, told: Told) -> Iterator[Problem]:
    """What was booked is promised already; what is recorded beyond it must be there too."""
    minutes, booked = told.ends - told.starts, visit.ends - visit.starts
    left = account_of(unit, visit.service_file_id, visit.day.year).unused + booked
    if minutes > left:
        yield Problem(
            "ends",
            f"{visit.day.year} 年小时账户只剩 {hours(left)}，记不下 {hours(minutes)}。"
            "请与机构核对时刻；确需增加的，先追加小时。",
        )
    agreement = _agreement_of(unit, visit)
    agreed = agreement_left(unit, agreement)
    if agreed is not None and minutes - booked > max(agreed, 0):
        beyond = minutes - booked - max(agreed, 0)
        yield Problem(
            "ends",
            f"超出协议 {agreement.number} 约定的总时长 {hours(beyond)}，记不下 {hours(minutes)}。请与机构核对时刻；"
            f"超出的由机构承担，这次只录入 {hours(minutes - beyond)}，或先与机构签订补充协议。",
        )
    fund, rates = unit.get(Fund, agreement.fund_id), _rates(unit, visit)
    more = price(rates, item_of(told.items, visit.item), visit.day, minutes) if told.items else ZERO
    more -= price(rates, visit.item, visit.day, booked)
    if more > ZERO and more > (yuan := funds.balance_of(unit, fund).left):
        short = funds.short(unit, fund, yuan, more)
        yield Problem("ends", f"{short}都不能的，超出原定的由机构承担，只录入原定的时长和项目。")


def _rates(unit: Unit, visit: Visit) -> list[Tariff]:
    return spending.tariffs(unit.session, _agreement_of(unit, visit).id)


def _of_content(unit: Unit, visit: Visit, told: Told) -> list[Problem]:
    problems = []
    known = unit.desk.codes["service_item"].codes
    if not told.items or any(one not in known for one in told.items):
        problems.append(Problem("items", "请选择做了哪些服务项目。"))
    if not told.place.strip():
        problems.append(Problem("place", "请填写服务地点。"))
    if told.worker_id and told.worker_id != visit.worker_id:
        if unit.get(Worker, told.worker_id).provider_id != _agreement_of(unit, visit).provider_id:
            problems.append(Problem("worker_id", "上门的要是这家服务机构的人员。"))
        if told.worker_id == visit.second_worker_id:
            problems.append(Problem("worker_id", "已经是这次的第二服务人员，请选另一位。"))
    return problems


def _agreement_of(unit: Unit, visit: Visit) -> Agreement:
    return unit.get(Agreement, unit.get(ServicePlan, visit.service_plan_id).agreement_id)


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
    visit = unit.get(Visit, wrong.visit_id)
    before = _room(unit, visit)
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
    visit.state = "booked"
    unit.about(wrong.service_file_id)
    unit.session.flush()
    require_room(unit, wrong, before)
    return made.id


def _room(unit: Unit, visit: Visit) -> dict[str, int | Decimal]:
    """What a visit takes of → what is left of it: minutes of the hour account and of the agreement, yuan of the fund."""
    agreement, year = _agreement_of(unit, visit), visit.day.year
    left: dict[str, int | Decimal] = {
        f"{year} 年小时账户": account_of(unit, visit.service_file_id, year).unused
    }
    agreed = agreement_left(unit, agreement)
    if agreed is not None:
        left[f"协议 {agreement.number} 约定的总时长"] = agreed
    fund = unit.get(Fund, agreement.fund_id)
    left[f"资金“{unit.desk.label('fund_source', fund.source)}”"] = funds.balance_of(unit, fund).left
    return left


def require_room(unit: Unit, changed: VisitRecord, before: Mapping[str, int | Decimal] | None = None) -> None:
    """Refuse what takes more of the hour account, the agreement or the fund than there is, as they stand after the change.

    `before`: what was left of each, where the change may give something back.
    """
    for what, left in _room(unit, unit.get(Visit, changed.visit_id)).items():
        if left < 0 and (before is None or left < before[what]):
            beyond = f"{shown(-left)} 元" if isinstance(left, Decimal) else hours(-left)
            raise Refused(
                f"{what}不够：这样改以后超出 {beyond}，后来又安排或服务了别的时间。"
                "没有改动任何内容；请先取消一次还没有服务的安排，或按规定追加。"
            )
