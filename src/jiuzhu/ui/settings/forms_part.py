"""表单: fields renamed, put in order, hinted, demanded or switched off, with the form itself beside them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from jiuzhu.domain import form_arrangement
from jiuzhu.domain.arrangement import Entry
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.services.office_rules import arranging
from jiuzhu.ui import form_places, pieces, tokens
from jiuzhu.ui.form_view import FormView
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.settings.arrange_part import ArrangePart

PREVIEW_WIDTH = 372


def _for_preview(section: Section) -> Section | None:
    """A section as the form view shows it; of a table that is only printed its columns are told in a line."""
    fields = tuple([replace(field, relevant=None) for field in section.fields if not field.off])
    if not fields:
        return None
    if section.screen:
        return replace(section, relevant=None, fields=fields)
    if section.kind == "table":
        columns = "｜".join(field.short or field.label for field in fields)
        return replace(section, kind="text", repeat="", screen=True, text=columns, fields=())
    return replace(section, screen=True, fields=tuple([replace(field, screen=True) for field in fields]))


class FormsPart(ArrangePart):
    """Screen, checks and print follow from the day on; what was answered stays."""

    kind: ClassVar[str] = "form"
    noun: ClassVar[str] = "表单"
    words: ClassVar[str] = "栏目"
    next_step: ClassVar[str] = "屏幕、检查和打印一起改；停用的栏目里已经填过的内容照样看得见、打得出。"

    def columns(self) -> Sequence[Column]:
        """With the section, and whether an answer is demanded."""
        state, label, _was = super().columns()
        demanded = Column("必填", "required", kind="tick", width=3)
        return (state, label, demanded, Column("在哪一节", self._group, width=8))

    def _actions(self) -> Sequence[tuple[str, str, Callable[[], Any], str]]:
        return (*super()._actions(), ("print", "试印…", self._on_print, ""))

    def _settle(self) -> None:
        super()._settle()
        self._buttons["print"].setEnabled(self.shown is not None)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Let the preview show the field one stands on; the focus stays where it is."""
        row: Entry | None = self.table.chosen_row()
        if row is None or self.preview is None:
            return
        keys = [one.key for one in self.entries]
        boxes = {one.field.name: one for one in self.preview.boxes}
        after = (
            key.partition("/")[2] for key in keys[keys.index(row.key) :]
        )  # one switched off is not there: the next is
        box = next((boxes[name] for name in after if name in boxes), None)
        if box is not None:
            self.preview.reveal(box)

    def _on_laid_out(self, _least: int, _most: int) -> None:
        self._show_chosen()

    def _on_print(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "把试印的纸样存到")
        if not folder:
            return

        def done(path: Path) -> None:
            self.page.say("ok", f"纸样已存到 {path}，没有编号，也不登记。")
            if QGuiApplication.platformName() != "offscreen":  # without a screen nobody could look at it
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self.page.tasks.read(
            arranging.sample, self.shown, self.entries, Path(folder), then=done, failed=self.page.tell, owner=self,
            title="正在生成纸样…",
        )  # fmt: skip

    def _group(self, entry: Entry) -> str:
        return self.shown.groups.get(entry.group, "") if self.shown is not None else ""

    def fields(self, entry: Entry) -> list[FormField]:
        """Words always; a hint and a demand where the field is typed."""
        made = super().fields(entry)
        if entry.hinted:
            made.append(FormField("hint", "提示", max_length=80, span=2))
        if entry.asked and not entry.off:
            made.append(FormField("required", "必填", type="yes_no"))
        return made

    def side(self) -> QWidget:
        """The form itself, as it will be."""
        panel = pieces.card("form_preview")
        self._panel = panel
        self._column = QVBoxLayout(panel)
        self._column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        self._told = pieces.label("", "heading", "form_preview_told", wraps=True)
        self._column.addWidget(self._told)
        self.preview: FormView | None = None
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview gives way to the entries when large text needs the room."""
        super().resizeEvent(event)
        self._panel.setFixedWidth(min(tokens.scaled(PREVIEW_WIDTH), self.width() * 9 // 20))

    def show_side(self) -> None:
        """Make the form anew from the entries on screen."""
        shipped = self.page.workspace.rules.shipped
        if self.shown is None or shipped is None:
            return
        form: Form = form_arrangement.arranged(shipped.form[self.shown.name], self.entries)
        asked = any(
            form_arrangement.is_asked(form, section, field)
            for section in form.sections
            for field in section.fields
        )
        self._told.setText("预览" if asked else "预览（这张表只打印，这里按栏目的顺序显示）")
        sections = [made for section in form.sections if (made := _for_preview(section)) is not None]
        view = FormView(sections, self.page.workspace.rules.codes, self.page.workspace.today())
        view.set_dossier(_sample(sections))
        if self.preview is not None:
            self._column.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
        view.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.preview = view
        self._column.addWidget(view, 1)
        view.verticalScrollBar().rangeChanged.connect(self._on_laid_out)  # before, its fields have no place


def _sample(sections: Sequence[Section]) -> Dossier:
    made = Dossier()
    made.members = [MemberPart(name="甲示例")]
    for section in sections:
        if section.repeat and section.repeat != "members":
            getattr(made, section.repeat).append(form_places.NEW_ROWS[section.repeat]())
    return made
