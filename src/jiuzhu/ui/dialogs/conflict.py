"""Two people saved the same record: both values side by side, field by field, and a choice for each."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.domain.merging import Shown
from jiuzhu.errors import Conflict, Difference, UserError
from jiuzhu.ui import pieces, tokens

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MINE, _THEIRS, _ANEW = range(3)


class _Choice(QFrame):
    """One field, or several that mean something only together: mine, theirs, or (a text) written anew."""

    chosen = Signal()
    ended = Signal()  # Enter, or a number: the next one's turn

    def __init__(self, differences: Sequence[Difference], place: int) -> None:
        super().__init__()
        self.differences = differences
        first = differences[0]
        labels = "、".join(one.label for one in differences)
        pieces.named(self, f"conflict_{first.field}", labels)
        self.setProperty("role", "card")
        self._group = QButtonGroup(self)
        self._text: QLineEdit | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE)
        grid.setHorizontalSpacing(tokens.BETWEEN)
        grid.setVerticalSpacing(tokens.SPACE)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, tokens.scaled(110))
        grid.addWidget(pieces.label(f"{place}. {labels}", "heading", wraps=True), 0, 0, 1, 2)
        sides = [
            (_MINE, "我的", _told(differences, [one.mine for one in differences]), ""),
            (_THEIRS, "对方的", _told(differences, [one.theirs for one in differences]), _saved(first)),
        ]
        for row, (key, word, value, saved) in enumerate(sides, start=1):
            self._add(grid, row, key, word, f"{word}：{value} {saved}")
            grid.addWidget(pieces.label(value, "", f"{self.objectName()}_value_{key}", wraps=True), row, 1)
        if _saved(first):
            grid.addWidget(pieces.label(_saved(first), "caption", wraps=True), 3, 1)
        if len(differences) == 1 and isinstance(first.typed, str) and first.mine == first.typed:
            self._add(grid, 4, _ANEW, "重新填写", f"重新填写{labels}")
            self._text = pieces.named(
                QLineEdit(first.typed), f"{self.objectName()}_text", f"重新填写{labels}"
            )
            self._text.textEdited.connect(lambda _text: self.choose(_ANEW))
            self._text.returnPressed.connect(self.ended)
            grid.addWidget(self._text, 4, 1)
        self._group.idToggled.connect(lambda _key, on: self.chosen.emit() if on else None)

    def _add(self, grid: QGridLayout, row: int, key: int, word: str, spoken: str) -> None:
        button = pieces.named(QRadioButton(f"{key + 1} {word}"), f"{self.objectName()}_{key}", spoken)
        self._group.addButton(button, key)
        grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def settled(self) -> bool:
        """Whether one was chosen."""
        return self._group.checkedId() >= 0

    @property
    def values(self) -> dict[str, Any]:
        """Field → the value chosen."""
        key = self._group.checkedId()
        if key == _ANEW and self._text is not None:
            return {self.differences[0].field: self._text.text().strip()}
        return {one.field: one.typed if key == _MINE else one.stored for one in self.differences}

    def choose(self, key: int) -> None:
        """Choose a side; what cannot be written anew is not."""
        button = self._group.button(key)
        if button is not None:
            button.setChecked(True)

    def stand(self) -> None:
        """Take the focus, where the choice is or begins."""
        button = self._group.checkedButton() or self._group.button(_MINE)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose; Enter goes on."""
        key = event.key() - Qt.Key.Key_1
        if self._group.button(key) is not None:
            self.choose(key)
            if key == _ANEW and self._text is not None:
                self._text.setFocus(Qt.FocusReason.TabFocusReason)
                self._text.selectAll()
            else:
                self.ended.emit()
        elif event.key() in _ENTER:
            if not self.settled:
                focus = self._group.buttons()
                next((one for one in focus if one.hasFocus()), focus[0]).setChecked(True)
            self.ended.emit()
        else:
            super().keyPressEvent(event)


def _told(differences: Sequence[Difference], values: Sequence[str]) -> str:
    if len(differences) == 1:
        return values[0] or "（空）"
    return "；".join(
        f"{one.label} {value or '（空）'}" for one, value in zip(differences, values, strict=True)
    )


def _saved(one: Difference) -> str:
    return f"{one.who or '同事'} {one.at} 保存".replace("  ", " ") if one.who or one.at else ""


class ConflictDialog(QDialog):
    """`taken`: every field is chosen; carries field → value. Esc goes back to the form, where everything typed stands."""

    taken = Signal(object)

    def __init__(self, parent: QWidget, differences: Sequence[Difference]) -> None:
        super().__init__(parent)
        pieces.named(self, "conflict", "两人改了同一份记录")
        self.setWindowTitle("两人改了同一份记录")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        others = "、".join(dict.fromkeys(one.who for one in differences if one.who)) or "同事"
        self._choices: list[_Choice] = []
        inner = pieces.named(QWidget(), "conflict_fields")
        fields = pieces.column(inner)
        for _, members in groupby(differences, key=lambda one: one.group or one.field):
            choice = _Choice(list(members), len(self._choices) + 1)
            choice.chosen.connect(self._count)
            choice.ended.connect(partial(self._go_on, len(self._choices)))
            self._choices.append(choice)
            fields.addWidget(choice)
        fields.addStretch(1)
        told = (
            f"您填写的时候，{others}也保存了这份记录。下面 {len(self._choices)} 项两边填得不同，请逐项选定（按 1、2、3）。"
            "其他各项不冲突，两边的改动都会保留；没有选定以前什么都不改，按 Esc 回到表单，您填写的都在。"
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area = area
        self._open = pieces.label("", "muted", "conflict_open", wraps=True)
        self._save = pieces.button("按所选保存", "conflict_save", self._on_save, kind="primary")
        mine = pieces.button("全部用我的(&M)", "conflict_all_mine", lambda: self._all(_MINE))
        theirs = pieces.button("全部用对方的(&T)", "conflict_all_theirs", lambda: self._all(_THEIRS))
        row = QHBoxLayout()
        row.setSpacing(tokens.INSIDE)
        for button in (mine, theirs):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._save)
        row.addWidget(pieces.button("回到表单（Esc）", "conflict_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label(told, "", "conflict_told", wraps=True))
        column.addWidget(area, 1)
        column.addWidget(self._open)
        column.addLayout(row)
        pieces.resize_within(self, 680, 190 + 130 * min(len(self._choices), 3))
        self._count()
        self._choices[0].stand()

    def _count(self) -> None:
        left = sum(not one.settled for one in self._choices)
        self._open.setText(f"还有 {left} 项没有选。" if left else "都已选定，按回车保存。")
        self._save.setEnabled(not left)

    def _all(self, key: int) -> None:
        for one in self._choices:
            one.choose(key)
        self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_on(self, place: int) -> None:
        """To the next one still open, round the list; when all are chosen, to the button that saves."""
        order = self._choices[place + 1 :] + self._choices[: place + 1]
        left = next((one for one in order if not one.settled), None)
        if left is None:
            self._save.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            left.stand()
            self._area.ensureWidgetVisible(left)

    def _on_save(self) -> None:
        chosen: dict[str, Any] = {}
        for one in self._choices:
            chosen |= one.values
        self.accept()
        self.taken.emit(chosen)


def settle(
    parent: QWidget,
    error: UserError,
    before: Shown,
    *,
    put: Callable[[dict[str, Any]], Any],
    again: Callable[[], Any],
    tell: Callable[[UserError], Any],
) -> None:
    """What a form does with a save that was refused: where two people differ, let the person choose; else `tell`.

    The chosen values are `put` into the form and saved `again`, over what is stored now. Turning back tells the sentence beside
    the form, which stays as it was typed.
    """
    if not isinstance(error, Conflict) or not error.differences:
        tell(error)
        return
    differences = error.differences

    def take(values: dict[str, Any]) -> None:
        before.update({one.field: one.stored if one.base is None else one.base for one in differences})
        put(values)
        again()

    dialog = ConflictDialog(parent, differences)
    dialog.taken.connect(take)
    dialog.rejected.connect(lambda: tell(error))
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
