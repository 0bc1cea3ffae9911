"""补录身份: name and number of who was led on before anybody knew them."""

from typing import Any

from jiuzhu.domain.form import FormField
from jiuzhu.services.approval.reviewing import FileView
from jiuzhu.services.counter import numbering_later
from jiuzhu.services.counter.numbering_later import NAME, NUMBER
from jiuzhu.ui.page import Page

LABEL = "补录身份…"

_NOTE = FormField(
    "note", "怎样查明的", type="long_text", required=True, max_length=200, span=2,
    hint="如：救助站比对人口库、家属认领；已经登记过的人写明是谁、户编号",
)  # fmt: skip


def offered(view: FileView) -> bool:
    """For what a department decides, whatever has become of it; 小额快救 asks when its papers are made up."""
    unknown = any(member.counted and not member.id_number for member in view.dossier.members)
    return unknown and view.way == "transfer" and view.dossier.application.accepted_on is not None


def ask(page: Page, view: FileView) -> None:
    """Read who is unknown, then ask for each of them."""
    taken = view.application_id

    def show(names: list[str]) -> None:
        def store(part: Any) -> tuple[Any, ...]:
            return (
                numbering_later.tell_identity,
                taken,
                part.note,
                {"told": vars(part), "before": tuple(names)},
            )

        fields: list[FormField] = []
        for place, name in enumerate(names):
            fields.append(FormField(NAME.format(place), f"{name}：查明的姓名"))
            fields.append(
                FormField(NUMBER.format(place), f"{name}：身份证号", type="id_number", max_length=18)
            )
        page.ask(
            "identity", "补录身份", (*fields, _NOTE), store, "身份已补录，可以重新打印文书。",
            told="只知道姓名的先填姓名，号码查明后再补。",
        )  # fmt: skip

    page.tasks.read(numbering_later.asked, taken, then=show, failed=page.tell, owner=page)
