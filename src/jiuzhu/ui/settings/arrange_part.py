"""What forms, code tables and ledgers have in common on screen: the list, its entries, and a day from which they hold."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jiuzhu.domain.arrangement import Entry, told
from jiuzhu.domain.form import FormField
from jiuzhu.services.office_rules import arranging
from jiuzhu.services.office_rules.arranging import Arrangement, Listed, Setting
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.settings.list_choice import ListChoice, let_shrink

ROOMY = 900  # pixels at 100 % below which the list at the left gives way
CHANGED = frozenset({"office_rule"})
"""What setting an arrangement writes; pages made from forms, codes or ledgers look again."""


def _state(entry: Entry) -> tuple[str, str]:
    if entry.off:
        return "warn", "停用"
    return ("", "固定") if entry.fixed else ("ok", "在用")


def _setting(one: Setting) -> str:
    by = "，".join(filter(None, (one.set_by, str(one.set_on), one.document)))
    return f"{one.starts} 起：{one.note}（{by}）。"


class ArrangePart(Part):
    """Edits stand here until they are saved with their day; another list, or the window's end, asks for that first."""

    watches: ClassVar[frozenset[str]] = CHANGED
    kind: ClassVar[str] = ""
    noun: ClassVar[str] = ""  # of one entry
    words: ClassVar[str] = "名称"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, f"{self.kind}_part")
        self.shown: Arrangement | None = None
        self.entries: tuple[Entry, ...] = ()
        self.lists = ListChoice(self.kind, self.noun, self)
        self.lists.wanted.connect(self._on_list)
        self.table = RowsView(f"{self.kind}_entries", f"{self.noun}列表", dense=True)
        self.model = RowsModel(self.columns(), parent=self)
        self.table.setModel(self.model)
        let_shrink(self.table)
        self.table.chosen.connect(lambda _row: self._settle())
        self.table.opened.connect(lambda _row: self._on_edit())
        self.head = pieces.label("", "heading", f"{self.kind}_head", wraps=True)
        self.about = pieces.label("", "muted", f"{self.kind}_about", wraps=True)
        self.why = pieces.label("", "muted", f"{self.kind}_why", wraps=True)
        self.pending = pieces.label("", "warn", f"{self.kind}_pending", wraps=True)
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._settle()

    def columns(self) -> Sequence[Column]:
        """The columns of the entries."""
        return (
            Column("状态", _state, kind="due", width=5),
            Column(self.words, "label", kind="strong", width=11, stretch=True),
            Column("原来的名称", self._was, width=9),
        )

    def side(self) -> QWidget | None:
        """What stands at the right of the entries."""
        return None

    def show_side(self) -> None:
        """Follow the entries."""

    def fields(self, entry: Entry) -> list[FormField]:
        """What of an entry may be changed in its dialog."""
        del entry
        return [FormField("label", self.words, required=True, max_length=40, span=2)]

    def _was(self, entry: Entry) -> str:
        if self.shown is None:
            return ""
        was = {one.key: one.label for one in self.shown.shipped}.get(entry.key, "本单位新增")
        return "" if was == entry.label else was

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(tokens.INSIDE)
        middle.addWidget(self.lists.line)
        middle.addWidget(self.head)
        middle.addWidget(self.about)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.why)
        row = QHBoxLayout()
        row.setSpacing(tokens.INSIDE)
        for name, label, run, keys in self._actions():
            made = pieces.button(label, f"{self.kind}_{name}", run)
            made.setToolTip(f"{label}（{keys}）" if keys else label)
            if keys:
                shortcut = QShortcut(QKeySequence(keys.replace("↑", "Up").replace("↓", "Down")), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(made.click)
            self._buttons[name] = made
            row.addWidget(made)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addWidget(self.pending)
        last = QHBoxLayout()
        last.setSpacing(tokens.INSIDE)
        self._save = pieces.button("保存…", f"{self.kind}_save", self._on_save, kind="primary")
        self._drop = pieces.button("放弃修改", f"{self.kind}_drop", self._on_drop)
        self._reset = pieces.button("恢复原样", f"{self.kind}_reset", self._on_reset)
        for one in (self._save, self._drop, self._reset):
            last.addWidget(one)
        last.addStretch(1)
        middle.addLayout(last)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(tokens.BETWEEN)
        across.addWidget(self.lists.table)
        across.addLayout(middle, 1)
        side = self.side()
        if side is not None:
            across.addWidget(side)

    def _actions(self) -> Sequence[tuple[str, str, Callable[[], Any], str]]:
        return (
            ("edit", "修改…", self._on_edit, ""),
            ("up", "上移", partial(self._on_move, -1), "Ctrl+↑"),
            ("down", "下移", partial(self._on_move, 1), "Ctrl+↓"),
            ("switch", "停用", self._on_switch, ""),
        )

    def reload(self) -> None:
        """The lists, and the shown one again unless it is being edited."""
        self.page.tasks.read(
            arranging.listed, self.kind, then=self._show_lists, owner=self, key=f"{self.kind}_list"
        )

    def _show_lists(self, found: list[Listed]) -> None:
        self.lists.show(found)
        if not self.dirty:
            self._load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large text the list at the left becomes one line above the entries."""
        super().resizeEvent(event)
        roomy = self.width() >= tokens.scaled(ROOMY)
        self.lists.make_room(roomy=roomy)
        self.head.setVisible(roomy)

    def _on_list(self, name: str) -> None:
        if self.can_leave():
            self.lists.stand_on(name)
            self._load()
        else:
            self.lists.stand_on(self.lists.name)

    def _load(self) -> None:
        self.page.tasks.read(
            arranging.arrangement, self.kind, self.lists.name, then=self.show_arrangement, owner=self,
            key=f"{self.kind}_shown", failed=self.page.tell,
        )  # fmt: skip

    @property
    def dirty(self) -> bool:
        """Whether something was changed and not saved."""
        return self.shown is not None and bool(told(self.shown.entries, self.entries))

    def can_leave(self) -> bool:
        """Not with changes that are neither saved nor given up."""
        if self.dirty:
            self.page.say("warn", f"“{self.head.text()}”改了还没有保存。请先保存或放弃修改。")
        return not self.dirty

    def show_arrangement(self, found: Arrangement) -> None:
        """A form, table or ledger as it was set last."""
        self.shown, self.entries = found, found.entries
        self.head.setText(found.title)
        said = [found.closed or found.about]
        if found.starts is not None and found.starts > self.page.workspace.today():
            said.append(f"已设好 {found.starts} 起执行的内容，下面就是。")
        said += [f"有一处没有采用：{problem}。" for problem in found.unread]
        said += [_setting(one) for one in found.history[:1]]
        self.about.setToolTip("\n".join(map(_setting, found.history)))
        self.about.setText("　".join(one for one in said if one))
        self.about.setVisible(bool(self.about.text()))
        self._show_entries("")

    def _show_entries(self, key: str) -> None:
        rows = list(self.entries)
        self.model.set_rows(rows)
        at = next((place for place, one in enumerate(rows) if one.key == key), 0)
        if rows:
            self.table.choose(at)
        self._settle()
        self.show_side()

    def _settle(self) -> None:
        row: Entry | None = self.table.chosen_row()
        free = self.shown is not None and not self.shown.closed
        for button in self._buttons.values():
            button.setEnabled(free and row is not None)
        if row is not None and free:
            place, mates = self._place(row)
            self._buttons["up"].setEnabled(place > 0)
            self._buttons["down"].setEnabled(place < len(mates) - 1)
            self._buttons["switch"].setEnabled(not row.fixed)
            self._buttons["switch"].setText("启用" if row.off else "停用")
            self._buttons["edit"].setEnabled(not row.named)
        self.why.setText(self._why(row) if row is not None and free else "")
        changes = told(self.shown.entries, self.entries) if self.shown is not None else ""
        self.pending.setText(f"还没有保存：{changes}" if changes else "")
        for button in (self._save, self._drop):
            button.setEnabled(bool(changes))
        self._reset.setEnabled(free and self.shown is not None and self.entries != self.shown.shipped)

    def _why(self, row: Entry) -> str:
        was = self._was(row)
        said = f"原来叫“{was}”。" if was and not row.own else f"{was}。" if was else ""
        return said + (f"“{row.label}”不能停用：{row.fixed}。" if row.fixed else "")

    def _place(self, row: Entry) -> tuple[int, list[Entry]]:
        mates = [one for one in self.entries if one.group == row.group]
        return next(place for place, one in enumerate(mates) if one.key == row.key), mates

    def put(self, entries: Sequence[Entry], key: str) -> None:
        """Other entries stand on screen, one of them chosen."""
        self.entries = tuple(entries)
        self._show_entries(key)

    def _on_move(self, way: int) -> None:
        row: Entry = self.table.chosen_row()
        place, mates = self._place(row)
        other = mates[place + way]
        swap = {row.key: other, other.key: row}
        self.put([swap.get(one.key, one) for one in self.entries], row.key)

    def _on_switch(self) -> None:
        row: Entry = self.table.chosen_row()
        changed = replace(row, off=not row.off, required=row.required and row.off)
        self.put([changed if one.key == row.key else one for one in self.entries], row.key)

    def _on_edit(self) -> None:
        row: Entry | None = self.table.chosen_row()
        if row is None or self.shown is None or self.shown.closed or row.named:
            return
        fields = self.fields(row)
        known = {field.name: getattr(row, field.name) for field in fields}
        self.page.ask(
            f"{self.kind}_entry", f"修改“{row.label}”", fields,
            lambda part: (
                arranging.edited, self.shown, self.entries,
                replace(row, **{name: getattr(part, name) for name in known}),
            ),
            "已改在右边的预览里，保存后从您写的日期起执行。" if self.kind == "form" else "已改，保存后从您写的日期起执行。",
            owner=self, known=known, button="改好", how="call", then=lambda made: self.put(made, row.key),
        )  # fmt: skip

    def _on_drop(self) -> None:
        if self.shown is not None:
            self.put(self.shown.entries, "")

    def _on_reset(self) -> None:
        if self.shown is not None:
            own = [replace(one, off=True) for one in self.entries if one.own]
            self.put([*self.shown.shipped, *own], "")

    def _on_save(self) -> None:
        shown, entries = self.shown, self.entries
        if shown is None:
            return
        before = arranging.shown_entries(shown.entries)
        today = self.page.workspace.today()
        fields = (
            FormField("starts", "从哪天起执行", type="date", required=True),
            FormField("document", "依据（文号或会议纪要，没有可不填）", max_length=100, span=2),
        )
        self.page.ask(
            f"{self.kind}_rule", f"保存：{shown.title}", fields,
            lambda part: (
                arranging.set_arrangement, self.page.workspace, shown, arranging.chosen_entries(entries, part), part.starts,
                part.document, {"before": before},
            ),
            "已保存，到了执行的那天这个窗口就按它办；以前的记录不变。", owner=self,
            known={"starts": max(today, shown.starts or today)}, told=f"{told(shown.entries, entries)}。",
            button="保存", how="call", changes=CHANGED, then=self._on_saved,
        )  # fmt: skip

    def _on_saved(self, _said: str) -> None:
        self.shown = None  # nothing is pending any more
        self.reload()
