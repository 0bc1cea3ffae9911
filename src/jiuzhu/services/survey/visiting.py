"""入户调查, 邻里访问, 信函索证: what people saw, heard and wrote [民发〔2021〕57号 Art 16]."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jiuzhu.documents.pictures import SHOWN, prepared
from jiuzhu.domain import application as app
from jiuzhu.domain.checking import HomeVisit, Letter, NeighbourInterview
from jiuzhu.domain.dossier_course import NeighbourPart, VisitPart
from jiuzhu.domain.office import Operator, RelativeOfStaff
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.visited import in_one_line, visit_part
from jiuzhu.services.survey.checking_lines import WORKED_IN
from jiuzhu.storage.queries import checking as queries
from jiuzhu.storage.unit import Unit

VISITED = "home_visit"
"""The step of the history a home visit is."""
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_TEXTS = (
    "present", "remote_reason", "dwelling_kind", "dwelling_area", "dwelling_condition", "belongings",
    "food_clothing", "utilities", "debts", "illness", "opinion",
)  # fmt: skip
_FIGURES = ("phone_fees", "property_fees", "luxuries", "other_spending")
_SHORT = ("present", "remote_reason", "dwelling_kind", "dwelling_area", "utilities", "illness")
_LONGEST = 200
_NAMES = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture to keep with the visit; `consent`: the family agreed to it."""

    title: str
    path: Path
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Investigator:
    """A colleague who may go out, or why not with this household."""

    operator_id: str
    name: str
    why_not: str


def _working(unit: Unit, application_id: str) -> app.Application:
    unit.require("check")
    application = unit.get(app.Application, application_id)
    if application.state not in WORKED_IN:
        raise Refused("这份申请不在调查中，不能登记调查情况。没有改动任何内容；请先“开始调查”。")
    recusing.require_apart(unit, application, "check")
    unit.about(application.id)
    return application


def _kept_out(name: str, operator_id: str | None, relatives: Sequence[RelativeOfStaff]) -> str:
    """Why somebody may not investigate this household: they stand in its 近亲属 register [57 Art 11]; "" if not."""
    for row in relatives:
        if row.concerns(operator_id, name):
            relation = f"（{row.relation}）" if row.relation else ""
            return f"{name}在这户的近亲属备案里{relation}，不能参加调查"
    return ""


def investigators(unit: Unit, application_id: str) -> list[Investigator]:
    """Everybody at work here, with the reason where one may not go to this household."""
    relatives = files.load_rows(unit, application_id).relatives
    return [
        Investigator(row.id, row.name, _kept_out(row.name, row.id, relatives))
        for row in queries.operators_at_work(unit.session)
    ]


def _pair(unit: Unit, part: VisitPart, ids: Sequence[str]) -> list[tuple[str, str | None]]:
    """The two investigators as (name, operator id): operators by id, others by the name typed."""
    at_work = {row.id: row for row in queries.operators_at_work(unit.session)}
    pair: list[tuple[str, str | None]] = []
    for identity in ids:
        if identity not in at_work:
            raise Refused("调查人里有已停用的账号，没有保存。请另选一位在岗同事。")
        operator: Operator = at_work[identity]
        pair.append((operator.name, operator.id))
    known = {name for name, _ in pair}
    for typed in (part.first_investigator.strip(), part.second_investigator.strip()):
        if typed and typed not in known and len(pair) < 2:
            pair.append((typed, None))
            known.add(typed)
    if not ids:
        raise Refused("两名调查人里至少一名要是本单位的经办人员。没有保存；请从名单里选择。")
    if len(pair) != 2 or pair[0][0] == pair[1][0]:
        raise Refused("入户调查要由两名不同的调查人进行（57号 第十六条）。没有保存；请写明另一位调查人。")
    return pair


def record_visit(
    unit: Unit,
    application_id: str,
    part: VisitPart,
    investigator_ids: Sequence[str],
    photos: Sequence[Photo] = (),
    *,
    remote: bool = False,
) -> str:
    """登记入户调查; returns the visit's id. At most two operators by id, a second from outside by name in `part`.

    Refused: fewer than two different people, nobody from this office, anybody in the household's 近亲属 register,
    a remote visit without its reason, a visit without a family member present, a photo without consent.
    """
    application = _working(unit, application_id)
    rows = files.load_rows(unit, application_id)
    pair = _pair(unit, part, investigator_ids)
    for name, operator_id in pair:
        why = _kept_out(name, operator_id, rows.relatives)
        if why:
            raise Refused(f"{why}（57号 第十一条）。没有保存；请换一位调查人。")
    visited_on = part.visited_on or unit.today
    _require_sound(part, visited_on, application, unit.today, remote=remote)
    (first, first_id), (second, second_id) = pair
    visit = unit.add(
        HomeVisit(
            application_id=application.id,
            visited_on=visited_on,
            first_investigator=first,
            second_investigator=second,
            first_operator_id=first_id,
            second_operator_id=second_id,
            signed=bool(part.present.strip()),
            **{name: getattr(part, name).strip() for name in _TEXTS},
            **{name: getattr(part, name) for name in _FIGURES},
        )
    )
    kept = _keep_photos(unit, application, visit, photos)
    told = in_one_line(visit_part(visit, kept))
    moving.step(unit, application, VISITED, application.state, told)
    moving.settle_due(unit, application)
    return visit.id


def _require_sound(
    part: VisitPart, visited_on: date, application: app.Application, today: date, *, remote: bool
) -> None:
    if visited_on > today:
        raise UserError(f"调查日期 {visited_on} 还没有到，没有保存。", field="visit.visited_on")
    if application.accepted_on and visited_on < application.accepted_on:
        raise UserError(f"调查日期早于受理日 {application.accepted_on}，没有保存。", field="visit.visited_on")
    if remote and not part.remote_reason.strip():
        raise UserError("电话或视频调查要写明未入户的原因，没有保存。", field="visit.remote_reason")
    if not part.remote_reason.strip() and not part.present.strip():
        raise UserError("请写明在场并签字的家庭成员，没有保存。", field="visit.present")
    for name in _FIGURES:
        if (getattr(part, name) or 0) < 0:
            raise UserError("支出不能是负数，没有保存。", field=f"visit.{name}")
    for name in _SHORT:
        if len(getattr(part, name)) > _LONGEST:
            raise UserError(f"这一栏最多 {_LONGEST} 个字，没有保存。", field=f"visit.{name}")


def _keep_photos(unit: Unit, application: app.Application, visit: HomeVisit, photos: Sequence[Photo]) -> int:
    """Photos go into the encrypted database; the same picture is kept once. Returns how many are new."""
    new, kept = 0, set(queries.hashes_of_photos(unit.session, application.id))
    for photo in photos:
        if not photo.consent:
            raise Refused(f"照片“{photo.title}”没有勾选家庭同意，没有保存。请征得同意后勾选，或不附这张。")
        media_type, content = _picture(photo)
        digest = hashlib.sha256(content).hexdigest()
        if digest in kept:
            continue
        kept.add(digest)
        new += 1
        unit.add(
            app.Attachment(
                application_id=application.id,
                subject="visit",
                subject_id=visit.id,
                title=f"{photo.title.strip() or photo.path.stem}（家庭同意拍摄）"[:_LONGEST],
                media_type=media_type,
                sha256=digest,
                content=content,
                taken_on=visit.visited_on,
            )
        )
    return new


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A picture that is kept with a visit."""

    id: str
    title: str
    taken_on: date
    visit_id: str


def photos(unit: Unit, application_id: str) -> list[KeptPhoto]:
    """The pictures of a file's visits, the oldest first."""
    return [
        KeptPhoto(row.id, row.title, row.taken_on, row.subject_id)
        for row in queries.photos_of(unit.session, application_id)
    ]


def picture(unit: Unit, photo_id: str) -> bytes:
    """One picture as it was kept; `Refused` when it is no longer the one that was registered."""
    row = unit.get(app.Attachment, photo_id)
    if hashlib.sha256(row.content).hexdigest() != row.sha256:
        raise Refused(f"照片“{row.title}”与登记时不一致，不能作为依据。没有改动任何内容；请核验日志。")
    return row.content


def picture_to_show(unit: Unit, photo_id: str) -> bytes:
    """The picture for the screen: opened in the limited process and made anew; nothing when it cannot be opened."""
    return prepared(picture(unit, photo_id), SHOWN)


def _picture(photo: Photo) -> tuple[str, bytes]:
    try:
        if photo.path.stat().st_size > LARGEST_PHOTO:
            raise UserError(f"照片“{photo.path.name}”超过 10 MB，没有保存。请压缩后再选。")
        content = photo.path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开照片“{photo.path.name}”，没有保存。请确认文件还在原处。") from error
    for magic, media_type in _MAGIC.items():
        if content.startswith(magic):
            return media_type, content
    raise UserError(f"“{photo.path.name}”不是 JPG 或 PNG 照片，没有保存。请另选一张。")


def record_neighbour(unit: Unit, application_id: str, part: NeighbourPart) -> str:
    """登记邻里访问; returns its id."""
    application = _working(unit, application_id)
    asked_on = part.asked_on or unit.today
    if not part.name.strip() or not part.statement.strip():
        raise UserError("请填写邻居姓名和反映的情况，没有保存。", field="neighbour.name")
    if asked_on > unit.today:
        raise UserError(f"访问日期 {asked_on} 还没有到，没有保存。", field="neighbour.asked_on")
    asked_by = part.asked_by.strip() or unit.actor.name
    relatives = files.load_rows(unit, application_id).relatives
    for name in _NAMES.split(asked_by):
        why = _kept_out(name, None, relatives)
        if name and why:
            raise Refused(f"{why}（57号 第十一条）。没有保存；请换一位访问人。")
    made = unit.add(
        NeighbourInterview(
            application_id=application.id,
            asked_on=asked_on,
            asked_by=asked_by,
            name=part.name.strip(),
            relation=part.relation.strip(),
            statement=part.statement.strip(),
            signed=True,
        )
    )
    moving.settle_due(unit, application)
    return made.id


def send_letter(unit: Unit, application_id: str, unit_name: str, question: str) -> str:
    """信函索证: a numbered question to another unit; returns the number."""
    application = _working(unit, application_id)
    if not unit_name.strip() or not question.strip():
        raise UserError("请填写发往单位和要核实的事项，没有保存。", field="letter.unit")
    number = unit.number("letter")
    unit.add(
        Letter(
            application_id=application.id,
            number=number,
            unit=unit_name.strip(),
            question=question.strip(),
            sent_on=unit.today,
            sent_by=unit.actor.operator_id,
        )
    )
    moving.settle_due(unit, application)
    return number


def answer_letter(unit: Unit, application_id: str, number: str, reply: str, on: date | None = None) -> None:
    """The answer to a letter came, today or on a day since it was sent; an answered letter stays as it is."""
    application = _working(unit, application_id)
    letter = queries.letter_numbered(unit.session, application_id, number)
    if letter is None:
        raise UserError("这份申请没有这个编号的信函。请对照编号。")
    if letter.replied_on is not None:
        raise Refused(f"这封信函已在 {letter.replied_on} 登记过回函，没有改动。")
    if not reply.strip():
        raise UserError("请填写回函内容，没有保存。", field="letter.reply")
    came = on or unit.today
    if not letter.sent_on <= came <= unit.today:
        raise UserError(
            f"回函日期要在发函（{letter.sent_on}）以后、今天以前，没有保存。", field="letter.replied_on"
        )
    letter.reply, letter.replied_on = reply.strip(), came
    moving.settle_due(unit, application)
