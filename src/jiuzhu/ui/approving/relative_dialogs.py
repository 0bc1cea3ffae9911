"""近亲属备案: a new entry, or what an entry of the form still lacks."""

from typing import Any

from jiuzhu.domain.dossier_course import RelativePart
from jiuzhu.domain.form import FormField
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.services.approval.reviewing import FileView
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.ui.page import Page

_FIELDS = (
    FormField("name", "工作人员或村（居）干部姓名", required=True),
    FormField("id_number", "其身份证号", type="id_number"),
    FormField("unit", "单位"),
    FormField("post", "职务"),
    FormField("role", "在社会救助中的岗位", hint="如：受理、调查、审核、村级协助"),
    FormField("relation", "与申请人的关系", required=True, hint="如：申请人之兄"),
)
_SHOWN = 8


def offered(view: FileView) -> list[tuple[str, RelativePart | None]]:
    """Words of the menu → the entry they are about, None for a new one; only while the matter is open."""
    if view.state not in OPEN_STATES:
        return []
    entries = [(f"补全近亲属备案（{one.staff_name[:_SHOWN]}）…", one) for one in view.dossier.relatives]
    return [("近亲属备案…", None), *entries]


def ask(page: Page, view: FileView, entry: RelativePart | None) -> None:
    """Ask for an entry and register it."""
    known = {} if entry is None else {
        "name": entry.staff_name, "id_number": entry.staff_id_number, "unit": entry.staff_unit, "post": entry.staff_post,
        "role": entry.staff_role, "relation": entry.relation,
    }  # fmt: skip

    def store(part: Any) -> tuple[Any, ...]:
        told = StaffRelation(
            name=part.name, id_number=part.id_number, unit=part.unit, post=part.post, role=part.role, relation=part.relation
        )  # fmt: skip
        if entry is None:
            return (relatives.file_relative, view.application_id, told)
        return (relatives.amend_relative, entry.id, told, {"before": known})

    page.ask(
        "relative", "近亲属备案", _FIELDS, store, "近亲属备案已登记，可以打印备案表。", known=known,
        told="备案的工作人员不能参加这户的调查和签署；审核确认前区县民政部门必须入户核查。",
    )  # fmt: skip
