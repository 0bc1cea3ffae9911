"""录入服务记录: times to the minute, what was done, how the person was found, signature and photos."""

import re
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.hours import hours
from jiuzhu.errors import UserError
from jiuzhu.services.delivering import recording
from jiuzhu.services.delivering.record_view import ToRecord
from jiuzhu.services.delivering.recording import SIGNED, Recorded, Told
from jiuzhu.services.scheduling.board import clock
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.scrolling import bring_into_view, scrolling
from jiuzhu.ui.dialogs.part_dialog import PartDialog, blank
from jiuzhu.ui.page import Page
from jiuzhu.ui.serving.drawing_field import DrawingField
from jiuzhu.ui.serving.photo_field import PhotoField

_CLOCK = re.compile(r"(\d{1,2})[:：.点时 ]?(\d{2})分?")


def minutes_of(text: str, field: str) -> int:
    """Minutes after midnight of a time as people type it: "9:05", "905", "9点05"; `UserError` beside the field."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found[2]) > 59 or int(found[1]) > 24:
        raise UserError("请按“9:05”的样子填写时刻。", field=field)
    return int(found[1]) * 60 + int(found[2])


def _fields(row: ToRecord) -> tuple[FormField, ...]:
    late = [FormField("reason", "迟录的原因", required=True, max_length=200, span=2)]
    return (
        FormField("starts", "开始时刻", required=True, hint="按实际时刻写到分，例如 9:05"),
        FormField("ends", "结束时刻", required=True),
        FormField("worker_id", "上门人员", type="select_one", codes="record_workers", required=True),
        FormField("place", "服务地点", required=True),
        FormField("items", "做了哪些", type="select_multiple", codes="record_items", span=2),
        FormField("other", "还做了（计划里没有的）", type="select_one", codes="record_others"),
        FormField("signed_by", "由谁签字", type="select_one", codes="record_signed", required=True),
        FormField("condition", "对象的状况", max_length=300, span=2),
        *(late if row.late else []),
    )


class RecordDialog(PartDialog):
    """The fields of F32, and below them the sheet to sign on and the photos."""

    def __init__(self, page: Page, row: ToRecord, workers: list[tuple[str, str]]) -> None:
        rules = page.workspace.rules
        labels = rules.codes["service_item"].labels
        codes = {
            "record_workers": CodeTable("record_workers", "上门人员", "", dict(workers)),
            "record_items": CodeTable(
                "record_items", "计划内的项目", "", {one: labels.get(one, one) for one in row.plan_items}
            ),
            "record_others": CodeTable(
                "record_others",
                "计划外的项目",
                "",
                {one: labels[one] for one in labels if one not in row.plan_items},
            ),
            "record_signed": CodeTable("record_signed", "由谁签字", "", SIGNED),
        }
        fields = _fields(row)
        planned = {
            "worker_id": row.worker_id, "items": [row.item],
            "place": row.place or row.address or "家中", "signed_by": "self",
        }  # fmt: skip
        second = f"、{row.second_worker}" if row.second_worker else ""
        super().__init__(
            page, "record", f"录入服务记录：{row.person}", blank(fields, page.workspace.today(), **planned), fields,
            codes={**rules.codes, **codes}, today=page.workspace.today(), button="保存记录",
            told=f"{row.file_number}　{row.day} 安排 {clock(row.starts)}–{clock(row.ends)}　{row.worker}{second}（{row.provider}）。"
            "保存后不能改动，写错的要冲销重录。",
        )  # fmt: skip
        self._page, self._row = page, row
        self.drawing = DrawingField("record_sheet")
        self.photos = PhotoField("record_photos", page.tasks)
        self.photos.failed.connect(self.tell)
        self._lay_below()
        self._form.ended.disconnect(self._on_take)  # Enter in the last field goes on to the signature
        self._form.ended.connect(self._go_sign)
        self.taken.connect(self._on_taken)
        pieces.resize_within(self, 760, 680)

    def _lay_below(self) -> None:
        """The sheet and the photos follow the fields and scroll with them where there is little room."""
        form, inner = self._area.takeWidget(), QWidget()
        column = pieces.column(inner)
        column.setSpacing(tokens.INSIDE)
        column.addWidget(form)
        column.addWidget(pieces.label("签字或指印（在屏幕上写；已签在纸上的附照片）", "caption"))
        column.addWidget(self.drawing)
        column.addWidget(pieces.label(f"照片（最多 {recording.MOST_PHOTOS} 张）", "caption"))
        column.addWidget(self.photos)
        scrolling(inner, self._area)
        last: QWidget = self  # what is laid anew stands behind the buttons; they come last again
        while (following := last.nextInFocusChain()) is not None and following is not self:
            last = following
        for button in self.findChildren(QPushButton):
            if button.objectName() in {"record_take", "record_back"}:
                QWidget.setTabOrder(last, button)
                last = button
        self._form.focus_first()

    def _go_sign(self) -> None:
        self.drawing.sheet.setFocus()
        bring_into_view(self.drawing)

    def _on_taken(self) -> None:
        try:
            told = self._told(self.part)
        except UserError as error:
            self.tell(error)
            return
        self.wait()
        self._page.tasks.write(
            recording.record, self._row.id, self._row.version, told, then=self._on_stored, failed=self.tell, owner=self
        )  # fmt: skip

    def _told(self, part: Any) -> Told:
        return Told(
            starts=minutes_of(part.starts, "starts"),
            ends=minutes_of(part.ends, "ends"),
            items=tuple(filter(None, (*part.items, part.other))),
            place=part.place,
            condition=part.condition,
            signed_by=part.signed_by,
            signature=self.drawing.png() if part.signed_by != "none" else b"",
            photos=self.photos.photos(),
            worker_id=part.worker_id,
            reason=getattr(part, "reason", ""),
        )

    def _on_stored(self, made: Recorded) -> None:
        self.accept()
        self._page.say(
            "ok", f"已录入，等待别人核实。{made.account.year} 年小时账户还剩 {hours(made.account.left)}。"
        )
