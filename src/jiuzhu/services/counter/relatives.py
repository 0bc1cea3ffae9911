"""近亲属备案 (F07): who of the staff or the village cadres a household is related to [57 Art 11; TL Art 33]."""

from dataclasses import dataclass

from jiuzhu.domain import identity_number
from jiuzhu.domain.application import Application
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.casework import moving
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.unit import Unit

_COLUMNS = {
    "name": "staff_name", "id_number": "staff_id_number", "unit": "staff_unit", "post": "staff_post", "role": "staff_role",
    "relation": "relation",
}  # fmt: skip
"""Field of the form → field of the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRelation:
    """One entry of the register, as it is typed. `relation` is the cadre's to the applicant, e.g. 申请人之兄."""

    name: str
    id_number: str = ""
    unit: str = ""
    post: str = ""
    role: str = ""
    relation: str = ""


def enter(unit: Unit, application: Application, told: StaffRelation) -> RelativeOfStaff:
    """The entry itself, as the form of an application brings it in one line; a colleague in it may not investigate."""
    row = RelativeOfStaff(application_id=application.id, staff_name="", filed_on=unit.today)
    _write(unit, row, told)
    unit.add(row)
    return row


def _write(unit: Unit, row: RelativeOfStaff, told: StaffRelation) -> None:
    row.staff_name, row.staff_id_number = told.name.strip(), identity_number.normalised(told.id_number)
    row.staff_unit, row.staff_post, row.staff_role = told.unit.strip(), told.post.strip(), told.role.strip()
    row.relation = told.relation.strip()
    found = _colleagues(unit, row)
    row.operator_id = row.operator_id or next(iter(sorted(found)), None)


def _colleagues(unit: Unit, row: RelativeOfStaff) -> set[str]:
    """The operators an entry keeps away."""
    names = file_rows.operator_names(unit.session)
    return {one for one, name in names.items() if row.concerns(one, name)}


def _checked(unit: Unit, told: StaffRelation) -> None:
    written(told.name, "工作人员或村（居）干部的姓名", "name", 2)
    written(told.relation, "与申请人的关系，例如“申请人之兄”", "relation", 2)
    if told.id_number.strip():
        try:
            identity_number.check(told.id_number, on=unit.today)
        except InvalidInput as wrong:
            raise InvalidInput([Problem("id_number", wrong.message)]) from wrong


def file_relative(unit: Unit, application_id: str, told: StaffRelation) -> str:
    """近亲属备案 after acceptance; returns the id of the entry. The county must visit before it decides [57 Art 20]."""
    unit.require("take")
    application = unit.get(Application, application_id)
    if application.ended_on is not None:
        raise Refused("这份申请已经办结，不能再补备案。没有改动任何内容；请在下一次复核时备案。")
    _checked(unit, told)
    row = enter(unit, application, told)
    moving.settle_due(unit, application)
    unit.about(application.id)
    return row.id


def amend_relative(unit: Unit, relative_id: str, told: StaffRelation, *, before: Shown | None = None) -> None:
    """Complete an entry: number, unit, post, role, relation. Whoever it kept away stays away. `before`: see `merging`."""
    unit.require("take")
    row = unit.get(RelativeOfStaff, relative_id)
    application = unit.get(Application, row.application_id)
    if application.ended_on is not None:
        raise Refused("这份申请已经办结，不能再改备案。没有改动任何内容。")
    _checked(unit, told)
    typed = {name: getattr(told, name).strip() for name in _COLUMNS}
    typed["id_number"] = identity_number.normalised(told.id_number)
    made = merging.merged(unit, row, typed, before, about=[application.id], columns=_COLUMNS)
    kept_away = _colleagues(unit, row)
    _write(unit, row, StaffRelation(**made))
    freed = kept_away - _colleagues(unit, row)
    if freed:
        names = file_rows.operator_names(unit.session)
        who = "、".join(names[one] for one in sorted(freed))
        raise Refused(
            f"这条备案原来也写着{who}，不能因为补全而不再回避。没有改动任何内容；请给{who}另登记一条备案后再补全。"
        )
    moving.settle_due(unit, application)
    unit.about(application.id)
