"""差异表: declared, data check, visit, difference, explained, accepted; a row opens below itself."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.survey import checking
from jiuzhu.services.survey.checking import CheckFile, CheckLine
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.line_editor import LineDraft, LineEditor
from jiuzhu.ui.checking.line_row import LineRow, head
from jiuzhu.ui.checking.work import Work
from jiuzhu.ui.dialogs import conflict


class DifferenceTable(QWidget):
    """The rows by category. Enter opens, arrows move, Esc closes; typed words stay until they are saved."""

    found_wanted = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "difference_table", "差异表")
        self._work = work
        self._rows: list[LineRow] = []
        self._editor: LineEditor | None = None
        self._drafts: dict[str, LineDraft] = {}
        self._may = False
        self._after = ""  # line whose next open neighbour takes the focus after a save
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._empty = pieces.label("", "muted", "difference_empty", wraps=True)
        self._match = pieces.button("无差异的全部认定", "accept_matching", self._on_match, icon="tick")
        self._found = pieces.button("登记未申报的发现…", "add_found", self.found_wanted.emit, icon="add")
        row = QHBoxLayout()
        row.setContentsMargins(tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE, tokens.INSIDE)
        row.setSpacing(tokens.INSIDE)
        row.addWidget(self._match)
        row.addWidget(self._found)
        row.addStretch(1)
        self._column.addWidget(head())
        self._column.addLayout(self._lines)
        self._empty.setContentsMargins(tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE, 0)
        self._column.addWidget(self._empty)
        self._column.addLayout(row)
        self._column.addStretch(1)

    @property
    def rows(self) -> list[LineRow]:
        """The rows from top to bottom."""
        return self._rows

    @property
    def dirty(self) -> bool:
        """Whether words are typed that are not saved."""
        return bool(self._drafts)

    def forget(self) -> None:
        """Another application: what is typed here belongs to the one before."""
        self._drafts.clear()
        self._close()

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show the lines; an open row stays open with what is typed."""
        opened = self._editor.line.line_id if self._editor else ""
        standing = next((row.line.line_id for row in self._rows if row.hasFocus()), "")
        inside = self._editor is not None and self._editor.isAncestorOf(self.focusWidget() or self)
        self._close(keep=True)
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._rows = []
        category = ""
        for line in file.lines:
            if line.category != category:
                category = line.category
                heading = pieces.label(line.category_label, "heading")
                heading.setContentsMargins(tokens.INSIDE, tokens.BETWEEN, 0, tokens.SPACE)
                self._lines.addWidget(heading)
            self._add(line)
        self._empty.setText("" if file.lines else "这户没有申报收入和财产。核对或入户发现的会列在这里。")
        self._empty.setVisible(not file.lines)
        self._match.setEnabled(may)
        self._found.setEnabled(may)
        self._may = may
        self._restore(opened, standing, inside=inside)

    def _add(self, line: CheckLine) -> None:
        row = LineRow(line)
        row.opened.connect(self._on_opened)
        row.stepped.connect(self._on_stepped)
        self._rows.append(row)
        self._lines.addWidget(row)
        row.show()  # a layout shows what it takes a moment later: too late for the focus

    def _restore(self, opened: str, standing: str, *, inside: bool) -> None:
        if self._after:
            after, self._after = self._after, ""
            self._focus_next_open(after)
        elif opened and self._row(opened) is not None:
            self.open(opened, focus=inside)
        elif standing:
            row = self._row(standing)
            if row is not None:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, line_id: str) -> LineRow | None:
        return next((row for row in self._rows if row.line.line_id == line_id), None)

    def open(self, line_id: str, *, focus: bool = True) -> None:
        """Open a row below itself; another open one closes."""
        row = self._row(line_id)
        if row is None:
            return
        self._close(keep=True)
        draft = self._drafts.get(line_id)
        if draft is not None:
            draft.before["checked"] = row.line.checked  # it stands in the row above what was typed
        editor = LineEditor(row.line, self._work.rules.codes, self._work.today, draft)
        editor.setEnabled(self._may)
        editor.settled.connect(self._on_settled)
        editor.noted.connect(self._on_noted)
        editor.closed.connect(self._on_closed)
        editor.form.edited.connect(lambda: self._drafts.__setitem__(line_id, editor.draft))
        self._editor = editor
        self._lines.insertWidget(self._lines.indexOf(row) + 1, editor)
        editor.show()
        if focus:
            editor.form.focus_first()

    def _close(self, *, keep: bool = False) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            if not keep:
                self._drafts.pop(editor.line.line_id, None)
            editor.setParent(None)
            editor.deleteLater()

    def _on_opened(self, line_id: str) -> None:
        if self._editor is not None and self._editor.line.line_id == line_id:
            self._on_closed(line_id)
        else:
            self.open(line_id)

    def _on_closed(self, line_id: str) -> None:
        self._close(keep=True)
        row = self._row(line_id)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_stepped(self, line_id: str, step: int) -> None:
        ids = [row.line.line_id for row in self._rows]
        place = ids.index(line_id) + step
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_next_open(self, after: str) -> None:
        """The next row still to settle, round the table; else the row itself."""
        ids = [row.line.line_id for row in self._rows]
        start = ids.index(after) + 1 if after in ids else 0
        order = self._rows[start:] + self._rows[:start]
        waiting = [row for row in order if row.line.accepted is None]
        target = waiting[0] if waiting else self._row(after)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, line_id: str, draft: LineDraft, *, accept: bool) -> None:
        def then(_result: object) -> None:
            self._drafts.pop(line_id, None)

        # Who takes the colleague's word in a conflict may have taken a line nobody judged yet.
        judged = accept and draft.judgement != "" and draft.accepted is not None
        said = "已认定。" if judged else "说明已保存，这一项仍待认定。"
        self._after = line_id if judged else ""
        self._work.do(
            checking.settle_line,
            line_id,
            explanation=draft.explanation,
            evidence=draft.evidence,
            visited=draft.visited,
            judgement=draft.judgement if accept else "",
            figure=draft.accepted if accept else None,
            cost=draft.cost if accept else None,
            before=draft.before,
            said=said,
            then=then,
            failed=lambda error: conflict.settle(
                self,
                error,
                draft.before,
                put=lambda values: self._put(draft, values),
                again=lambda: self._save(line_id, draft, accept=accept),
                tell=self._on_failed,
            ),
        )

    def _put(self, draft: LineDraft, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(draft, name, value)
        if self._editor is not None and self._editor.draft is draft:
            self._editor.form.show_part(draft)

    def _on_failed(self, error: UserError) -> None:
        self._after = ""
        told = self._editor is not None and self._editor.form.tell(
            error.field or "explanation", error.message
        )
        if not told:
            self._work.say("warn", error.message)

    def _on_settled(self, line_id: str, draft: LineDraft) -> None:
        self._save(line_id, draft, accept=True)

    def _on_noted(self, line_id: str, draft: LineDraft) -> None:
        self._save(line_id, draft, accept=False)

    def _on_match(self) -> None:
        def then(matched: checking.Matched) -> None:
            count, costs = matched
            text = f"已认定 {count} 项无差异的内容。" if count else "没有可以一并认定的内容。"
            if costs:
                text += f"还有 {costs} 行的成本没有看过，请逐行打开，核对成本后认定。"
            self._work.say("ok" if count and not costs else "info", text)

        self._work.do(checking.accept_all_matching, self._work.application_id, then=then)
