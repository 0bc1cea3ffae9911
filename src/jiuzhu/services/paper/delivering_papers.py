"""Papers about what was served: 服务记录表 (F32) with signature and photos, 满意度回访表 (F33), 服务抽查表 (F34C)."""

from pathlib import Path

from jiuzhu.documents.pictures import SIDE
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_course import PicturePart
from jiuzhu.domain.dossier_delivering import CallBackPart, SpotCheckLinePart, SpotCheckPart, VisitRecordPart
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.serving.counting import STANDINGS
from jiuzhu.domain.serving.overseeing import SpotCheck
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.delivering import calling_back, record_view, spot_checking
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.services.scheduling.board import clock
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.unit import Unit


def issue_record(unit: Unit, visit_record_id: str, folder: Path) -> Issued:
    """Print F32 of a record that was not reversed; a photo that was changed is told in its place and not shown."""
    unit.require("print")
    dossier, about = record_dossier(unit, visit_record_id)
    return _leave(unit, "F32", dossier, folder, about)


def record_dossier(unit: Unit, visit_record_id: str) -> tuple[Dossier, str]:
    """What F32 of a record prints, and what it is about."""
    row = record_view.one(unit, visit_record_id)
    label = unit.desk.label
    found = f"：{row.found}" if row.found else ""
    dossier = Dossier(
        office=file_parts.office_part(unit.desk),
        visit_record=VisitRecordPart(
            file_number=row.file_number,
            name=row.person,
            village=row.village,
            provider=row.provider,
            worker="、".join(filter(None, (row.worker, row.second_worker))),
            day=row.day,
            starts=clock(row.starts),
            ends=clock(row.ends),
            minutes=row.minutes,
            items="、".join(label("service_item", one) for one in row.items),
            place=row.place,
            condition=row.condition,
            signed=record_view.signed_words(row),
            recorded_by=row.recorder,
            recorded_at=row.recorded,
            reason=row.reason,
            standing=f"{STANDINGS[row.standing]}{found}",
            doubts="\n".join(flag.reason for flag in row.flags),
        ),
        pictures=_pictures(unit, visit_record_id),
    )
    return dossier, f"{row.file_number} {row.day} {row.when}"


def _pictures(unit: Unit, visit_record_id: str) -> list[PicturePart]:
    made = []
    for proof in record_view.proofs(unit, visit_record_id):
        try:
            content = record_view.proof_to_show(unit, proof.id, SIDE)
            told = "" if content else "（打不开，没有印出）"
        except Refused:
            content, told = b"", "（与录入时不一致，没有印出）"
        made.append(PicturePart(caption=f"{proof.title}{told}", content=content))
    return made


def issue_call(unit: Unit, call_back_id: str, folder: Path) -> Issued:
    """Print F33 of a call-back."""
    unit.require("print")
    dossier, about = call_dossier(unit, call_back_id)
    return _leave(unit, "F33", dossier, folder, about)


def call_dossier(unit: Unit, call_back_id: str) -> tuple[Dossier, str]:
    """What F33 of a call-back prints, and what it is about."""
    row = calling_back.one(unit, call_back_id)
    shared = {name: getattr(row, name) for name in CallBackPart.__dataclass_fields__ if hasattr(row, name)}
    part = CallBackPart(
        **shared | {"name": row.person, "way": calling_back.WAYS[row.way], "grade": str(row.grade)}
    )
    dossier = Dossier(office=file_parts.office_part(unit.desk), call_back=part)
    return dossier, f"{row.file_number} {row.called_on}"


def _leave(unit: Unit, form_id: str, dossier: Dossier, folder: Path, about: str) -> Issued:
    form = unit.desk.forms[form_id]
    title = f"{form.title} {about}"
    return leave(
        unit, form, dossier, folder, title=title, found=queries.newest_titled(unit.session, form_id, title),
        own_number="", kind="paper", application_id=None,
    )  # fmt: skip


def check_of(unit: Unit, spot_check_id: str) -> What:
    """What the paper of a sample would hold."""
    unit.require("print")
    check = unit.get(SpotCheck, spot_check_id)
    return What(
        kind="pdf",
        subject="spot_check",
        title=unit.desk.forms["F34C"].title,
        about={"number": check.number},
        details=f"{check.month} 的抽查 {check.number}",
        rows=len(spot_checking.lines(unit, spot_check_id=check.id)),
        classes=("name", "circumstances"),
    )


def issue_check(unit: Unit, spot_check_id: str, folder: Path, said: Said) -> Issued:
    """Print F34C of a sample, with the seed anybody draws it again from; it leaves by the one door."""
    unit.require("print")
    check = unit.get(SpotCheck, spot_check_id)
    lines = spot_checking.lines(unit, spot_check_id=check.id)
    label = unit.desk.label
    part = SpotCheckPart(
        number=check.number,
        month=check.month,
        drawn_at=spot_checking.drawn_words(check),
        drawn_by=file_rows.operator_names(unit.session).get(check.drawn_by, ""),
        population=check.population,
        percent=check.percent,
        sample=len(lines),
        checked=sum(bool(line.result) for line in lines),
        wrong=sum(line.result == "wrong" for line in lines),
        seed=check.seed,
        sha256=check.sha256,
        lines=[
            SpotCheckLinePart(
                position=place,
                file_number=line.file_number,
                name=line.person,
                village=line.village,
                day=line.day,
                time=f"{clock(line.starts)}–{clock(line.ends)}",
                item=label("service_item", line.item),
                worker=line.worker,
                provider=line.provider,
                result=spot_checking.RESULTS.get(line.result, ""),
                found=f"{spot_checking.WAYS[line.way]}：{line.found}" if line.result else "",
                checker=line.checker,
            )
            for place, line in enumerate(lines, start=1)
        ],
    )
    dossier = Dossier(office=file_parts.office_part(unit.desk), spot_check=part)
    form = unit.desk.forms["F34C"]
    title = f"{form.title} {check.number}"
    return leave_list(
        unit,
        check_of(unit, spot_check_id),
        said,
        lambda leaving: leave(
            unit, form, dossier, folder, title=title, found=queries.newest_titled(unit.session, form.id, title),
            own_number="", kind="paper", application_id=None, leaving=leaving,
        ),
        {line.household_id for line in lines},
    )  # fmt: skip
