"""邻里访问 and 信函索证: what neighbours said, what units were asked and answered."""

from PySide6.QtWidgets import QWidget

from jiuzhu.domain.dossier_course import LetterPart, NeighbourPart
from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.services.paper.papers import Issued
from jiuzhu.services.survey import checking
from jiuzhu.services.survey.checking import CheckFile
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.checking.part_form import PartForm, stack
from jiuzhu.ui.checking.work import Work
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_NEIGHBOUR = (
    FormField("name", "邻居姓名", required=True),
    FormField("relation", "与申请人关系", hint="同楼、同组等"),
    FormField("asked_on", "访问日期", type="date"),
    FormField("asked_by", "访问人", required=True, hint="一般两人，用顿号隔开"),
    FormField(
        "statement", "反映的情况（由本人签字）", type="long_text", required=True, max_length=1000, span=2
    ),
)
_LETTER = (
    FormField("unit", "发往单位", required=True),
    FormField("question", "要核实的事项", type="long_text", required=True, max_length=1000, span=2),
)
_REPLY = (
    FormField("replied_on", "收到回函日期", type="date", required=True),
    FormField("reply", "回函内容", type="long_text", required=True, max_length=1000, span=2),
)


def _list(
    name: str, spoken: str, empty: str, columns: tuple[Column, ...], parent: QWidget
) -> tuple[RowsModel, RowsView]:
    model = RowsModel(columns, parent=parent)
    view = RowsView(name, spoken, dense=True)
    view.setModel(model)
    view.set_empty(empty)
    view.setMinimumHeight(tokens.scaled(130))
    return model, view


class NeighbourPanel(QWidget):
    """The list above, one interview below."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "neighbour_panel", "邻里访问")
        self._work = work
        self._application = ""
        self.dirty = False
        self._model, self._view = _list(
            "neighbours",
            "邻里访问",
            "还没有邻里访问。",
            (
                Column("日期", "asked_on", width=7),
                Column("访问人", "asked_by", width=6),
                Column("姓名", "name", kind="strong", width=6),
                Column("关系", "relation", width=8),
                Column("反映的情况", "statement", width=20, stretch=True),
            ),
            self,
        )
        self.form = PartForm(_NEIGHBOUR, work.rules.codes, work.today, "neighbour")
        self.form.edited.connect(lambda: setattr(self, "dirty", True))
        self._save = pieces.button("登记邻里访问", "record_neighbour", self._on_save, icon="tick")
        self.form.ended.connect(self._on_save)
        stack(self, (self._view, self.form), (self._save,))

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show the interviews; a form being typed stays."""
        self._model.set_rows(file.dossier.neighbours)
        if self._application != self._work.application_id:
            self._application = self._work.application_id
            self.clear()
        self.form.setEnabled(may)
        self._save.setEnabled(may)

    def clear(self) -> None:
        """An empty form of today."""
        self._part = NeighbourPart(asked_on=self._work.today, asked_by=self._work.actor_name)
        self.form.show_part(self._part)
        self.dirty = False

    def _on_save(self) -> None:
        if self.form.sound():
            self._work.do(
                checking.record_neighbour,
                self._work.application_id,
                self._part,
                said="邻里访问已登记。",
                then=lambda _id: self.clear(),
                failed=self._on_failed,
            )

    def _on_failed(self, error: UserError) -> None:
        if not self.form.tell(error.field, error.message):
            self._work.say("warn", error.message)


class LetterPanel(QWidget):
    """The letters above; below either a new one, or the answer to the one chosen."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "letter_panel", "信函索证")
        self._work = work
        self._application = ""
        self.dirty = False
        self._answering = ""
        self._model, self._view = _list(
            "letters",
            "信函",
            "还没有信函。需要单位证明时在下面发函；收到回函后点那封信登记。",
            (
                Column("单位", "unit", kind="strong", width=8),
                Column("事项", "question", width=10, stretch=True),
                Column("发出", "sent_on", width=7),
                Column("回函", lambda row: row.reply or ("" if row.replied_on else "▲ 等待"), width=7),
                Column("编号", "number", width=7),
            ),
            self,
        )
        self._view.opened.connect(self._on_chosen)
        self._view.clicked.connect(lambda _index: self._on_chosen(self._view.chosen_row()))
        self._heading = pieces.label("新发函", "heading", "letter_heading")
        self.form = PartForm(_LETTER, work.rules.codes, work.today, "letter")
        self.answer = PartForm(_REPLY, work.rules.codes, work.today, "answer")
        for form in (self.form, self.answer):
            form.edited.connect(lambda: setattr(self, "dirty", True))
            form.ended.connect(self._on_save)
        self._save = pieces.button("登记发函", "send_letter", self._on_save, icon="tick")
        self._back = pieces.button("改为新发函", "new_letter", self._on_new, kind="quiet")
        self._print = pieces.button("函件和回执（PDF）…", "print_letter", self._on_print, icon="pdf")
        stack(
            self, (self._view, self._heading, self.form, self.answer), (self._save, self._back, self._print)
        )
        self.clear()

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show the letters; a form being typed stays."""
        self._model.set_rows(file.dossier.letters)
        if self._application != self._work.application_id:
            self._application = self._work.application_id
            self.clear()
        for widget in (self.form, self.answer, self._save):
            widget.setEnabled(may)

    def clear(self) -> None:
        """An empty letter."""
        self._letter, self._reply = LetterPart(), LetterPart(replied_on=self._work.today)
        self.form.show_part(self._letter)
        self.answer.show_part(self._reply)
        self.dirty = False
        self._turn("")

    def _turn(self, number: str) -> None:
        self._answering = number
        self.form.setVisible(not number)
        self.answer.setVisible(bool(number))
        self._back.setVisible(bool(number))
        self._heading.setText(f"登记回函 {number}" if number else "新发函")
        self._save.setText("登记回函" if number else "登记发函")

    def _on_chosen(self, row: LetterPart | None) -> None:
        if row is not None and row.replied_on is None and not self.dirty:
            self._turn(row.number)

    def _on_print(self) -> None:
        row = self._view.chosen_row()
        if row is None:
            self._work.say("info", "请先在上面选中一封信函。")
            return
        folder = choosing.folder(self)
        if folder is None:
            return

        def then(issued: Issued) -> None:
            self._work.say("ok", f"已生成 {issued.path}，编号 {issued.number}，共 {issued.pages} 页。")

        self._work.do(issue_matter, "F11L", row.id, folder, then=then)

    def _on_new(self) -> None:
        self._view.clearSelection()
        self._turn("")

    def _on_save(self) -> None:
        identity = self._work.application_id
        if self._answering:
            if self.answer.sound():
                number, reply = self._answering, self._reply
                self._work.do(
                    checking.answer_letter,
                    identity,
                    number,
                    reply.reply,
                    reply.replied_on,
                    said="回函已登记。",
                    then=lambda _none: self.clear(),
                )
        elif self.form.sound():

            def then(number: str) -> None:
                self.clear()
                self._work.say("ok", f"已登记发函，编号 {number}。")

            self._work.do(checking.send_letter, identity, self._letter.unit, self._letter.question, then=then)
