"""入户调查: who went, what they saw, who was at home, and the photos."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.services.casework.visited import in_one_line
from jiuzhu.services.survey import checking
from jiuzhu.services.survey.checking import CheckFile, Investigator, Photo
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.checking.work import Work

_NOT_TYPED = frozenset({"first_investigator", "second_investigator", "photos"})


def visit_fields(work: Work) -> list[FormField]:
    """The questions of form F09 about the visit, named by the part's attributes."""
    return [
        FormField(
            name=path.removeprefix("visit."),
            label=field.label,
            type=field.type,
            hint=field.hint,
            max_length=field.max_length,
            span=field.span,
            required=field.required,
        )
        for path, field in work.rules.forms["F09"].fields.items()
        if not field.off and path.startswith("visit.") and path.removeprefix("visit.") not in _NOT_TYPED
    ]


class VisitPanel(QWidget):
    """The form of one visit; visits made before stand above it."""

    pictures_wanted = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "visit_panel", "入户调查")
        self._work = work
        self._application = ""
        self._part = VisitPart()
        self._photos: list[Path] = []
        self.dirty = False
        self._made = pieces.label("", "", "visits_made", wraps=True)
        self._first = pieces.named(QComboBox(), "first_investigator", "调查人一")
        self._second = pieces.named(QComboBox(), "second_investigator", "调查人二")
        self._second.setEditable(True)
        self._second.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._second.editTextChanged.connect(self._on_typed)
        self.form = self._new_form()
        self._photo_list = pieces.label("没有选照片", "muted", "photo_list", wraps=True)
        self._consent = pieces.named(QCheckBox("家庭同意拍摄和保存"), "photo_consent", "家庭同意拍摄和保存")
        self._add_photos = pieces.button("选择照片…", "add_photos", self._on_photos, icon="camera")
        self._look = pieces.button("", "look_photos", self.pictures_wanted.emit, icon="camera")
        self._look.hide()
        self._save = pieces.button("登记入户调查", "record_visit", self._on_save, icon="tick")
        self._lay_out()

    def _lay_out(self) -> None:
        made = QHBoxLayout()
        made.addWidget(self._made, 1)
        made.addWidget(self._look, 0, Qt.AlignmentFlag.AlignTop)
        people = QGridLayout()
        people.setHorizontalSpacing(tokens.AROUND)
        people.addWidget(pieces.label("调查人一（本单位）", "muted"), 0, 0)
        people.addWidget(pieces.label("调查人二（可填写村社区协助人员）", "muted"), 0, 1)
        people.addWidget(self._first, 1, 0)
        people.addWidget(self._second, 1, 1)
        people.setColumnStretch(0, 1)
        people.setColumnStretch(1, 1)
        photos = QHBoxLayout()
        photos.addWidget(self._add_photos)
        photos.addWidget(self._photo_list, 1)
        photos.addWidget(self._consent)
        foot = QHBoxLayout()
        foot.addWidget(self._save)
        foot.addStretch(1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        column.setSpacing(tokens.BETWEEN)
        column.addLayout(made)
        column.addLayout(people)
        column.addWidget(self.form)
        column.addLayout(photos)
        column.addLayout(foot)
        column.addStretch(1)

    def _new_form(self) -> PartForm:
        self._rules = self._work.rules
        form = PartForm(visit_fields(self._work), self._rules.codes, self._work.today, "visit")
        form.edited.connect(self._on_typed)
        return form

    def _go_on_by_new_rules(self) -> None:
        """The office changed form F09 meanwhile, or its day came: what is typed stays."""
        before, self.form = self.form, self._new_form()
        self.form.show_part(self._part)
        self._column.replaceWidget(before, self.form)
        before.hide()
        before.deleteLater()

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show what was registered; a form being typed stays as it is."""
        if self._rules is not self._work.rules:
            self._go_on_by_new_rules()
        self._made.setText(_visits(file.visits))
        self._look.setText(f"看照片（{file.photos} 张）…")
        self._look.setVisible(bool(file.photos))
        self._made.setProperty("role", "" if file.visits else "muted")
        if self._application != self._work.application_id:
            self._application = self._work.application_id
            self.clear()
        if not self.dirty:
            self._offer(file.investigators)
        for widget in (self._first, self._second, self.form, self._add_photos, self._consent, self._save):
            widget.setEnabled(may)

    def clear(self) -> None:
        """An empty form of today."""
        self._part = VisitPart(visited_on=self._work.today)
        self._photos = []
        self._consent.setChecked(False)
        self._photo_list.setText("没有选照片")
        self.form.show_part(self._part)
        self.dirty = False

    def _offer(self, people: list[Investigator]) -> None:
        free = [place for place, one in enumerate(people) if not one.why_not]
        me = next((place for place in free if people[place].operator_id == self._work.actor_id), None)
        for box in (self._first, self._second):
            box.blockSignals(True)
            box.clear()
            for one in people:
                box.addItem(f"{one.name}（近亲属，不能调查）" if one.why_not else one.name, one.operator_id)
                model = box.model()
                if one.why_not and isinstance(model, QStandardItemModel):
                    entry = model.item(box.count() - 1)
                    entry.setEnabled(False)
                    entry.setToolTip(one.why_not)
            box.blockSignals(False)
        self._first.setCurrentIndex(me if me is not None else free[0] if free else -1)
        self._second.setCurrentIndex(-1)
        self._second.setEditText("")
        typed = self._second.lineEdit()
        if typed is not None:
            typed.setPlaceholderText("选择同事，或写姓名")
        self.dirty = False

    def _on_typed(self) -> None:
        self.dirty = True

    def _on_photos(self) -> None:
        chosen = choosing.pictures(self)
        if chosen:
            self.dirty = True
            self._photos = chosen
            self._photo_list.setText("、".join(path.name for path in chosen))

    def _on_save(self) -> None:
        if not self.form.sound():
            return
        ids = [self._first.currentData()] if self._first.currentData() else []
        typed = self._second.currentText().strip()
        place = self._second.findText(typed, Qt.MatchFlag.MatchExactly)
        self._part.first_investigator, self._part.second_investigator = "", ""
        if typed and place >= 0:
            ids.append(self._second.itemData(place))
        else:
            self._part.second_investigator = typed
        consent = self._consent.isChecked()
        photos = [Photo(path.stem, path, consent) for path in self._photos]
        self._work.do(
            checking.record_visit,
            self._work.application_id,
            self._part,
            ids,
            photos,
            said="入户调查已登记。",
            then=lambda _id: self.clear(),
            failed=self._on_failed,
        )

    def _on_failed(self, error: UserError) -> None:
        if not self.form.tell(error.field, error.message):
            self._work.say("warn", error.message)


def _visits(visits: list[VisitPart]) -> str:
    """Every visit with its own photos, the newest first."""
    if not visits:
        return "还没有入户调查。要由两名调查人进行，其中至少一名是本单位经办人员。"
    lines = []
    for number, row in reversed(list(enumerate(visits, start=1))):
        lines.append(f"第 {number} 次　{in_one_line(row)}")
        lines += [f"　　{row.seen}"] if row.seen else []
    return "已登记：\n" + "\n".join(lines)
