"""移交工作: everything open of a colleague, a successor for each row, each kind or all of it, the paper, and the end of the account."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
)

from jiuzhu.domain.exporting import Said
from jiuzhu.errors import UserError
from jiuzhu.services.office import handing_on
from jiuzhu.services.office.admin import Colleague
from jiuzhu.services.office.handing_on import Key
from jiuzhu.services.office.open_items import OpenItem, open_items
from jiuzhu.services.paper import hand_over_paper
from jiuzhu.services.paper.papers import Issued
from jiuzhu.ui import door, pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_CHANGES = frozenset({"operator", "handed_item", "alert", "lead", "application", "escalation", "office"})


class HandOverDialog(QDialog):
    """Closes when the work was handed over; `said` is told what was done."""

    def __init__(self, page: Page, leaver: Colleague, said: Callable[[str], Any]) -> None:
        super().__init__(page)
        pieces.named(self, "hand_over", f"移交工作：{leaver.name}")
        self.setWindowTitle(f"移交工作：{leaver.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._page, self._leaver, self._said = page, leaver, said
        self._items: list[OpenItem] = []
        self._to: dict[Key, str] = {}
        self._people: dict[str, tuple[str, frozenset[str]]] = {}
        self._told = pieces.label("", "", "hand_over_told", wraps=True)
        self._problem = pieces.label("", "bad", "hand_over_problem", wraps=True)
        self._problem.hide()
        columns = (
            Column("类别", "kind_label", width=8),
            Column("姓名（名称）", "name", kind="strong", width=8),
            Column("下一步", "next", width=18, stretch=True),
            Column("期限", "until", kind="date", width=7),
            Column("接手人", self._owner, width=6),
            Column("编号", "number", width=14),
        )
        self.model = RowsModel(columns, parent=self)
        self.table = RowsView("hand_over_rows", "未办结的事项", dense=True, many=True)
        self.table.setModel(self.model)
        self.table.set_empty("手上没有未办结的事项。")
        self._who = pieces.named(QComboBox(), "hand_over_to", "接手人")
        self._who.setPlaceholderText("请选接手人")
        self._reason = QLineEdit()
        self._reason.setMaxLength(300)
        self._why = Field(
            "移交的原因",
            self._reason,
            "hand_over_reason",
            "至少 4 个字，例如：调离本岗位、休假一个月、分工变动；会记入经过。",
        )
        self._ends = pieces.named(
            QCheckBox("全部移交并停用这个账号"), "hand_over_ends", "全部移交并停用这个账号"
        )
        self._ends.setVisible(page.workspace.actor.may("administer"))
        self._do = pieces.button("移交", "hand_over_take", self._on_take, kind="primary")
        self._lay_out()
        self._load()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._told)
        column.addWidget(self.table, 1)
        given = FlowRow()
        given.add(pieces.label("接手人"))
        given.add(self._who)
        for text, name, act in (
            ("选中的交给", "give_chosen", self._give_chosen),
            ("这一类都交给", "give_kind", self._give_kind),
            ("其余的都交给", "give_rest", self._give_rest),
            ("选中的先不交", "give_none", self._give_none),
        ):
            given.add(pieces.button(text, name, act))
        column.addWidget(given)
        column.addWidget(self._why)
        column.addWidget(self._ends)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        paper = pieces.button("打印移交清单…", "hand_over_print", self._on_print, icon="print")
        actor = self._page.workspace.actor
        paper.setVisible(actor.may("print") and actor.may("export"))
        row.addWidget(paper)
        row.addStretch(1)
        row.addWidget(self._do)
        row.addWidget(pieces.button("返回", "hand_over_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 1000, 600)

    def _load(self) -> None:
        tasks = self._page.tasks
        tasks.read(handing_on.successors, self._leaver.id, then=self._show_people, owner=self)
        tasks.read(open_items, self._leaver.id, then=self._show_items, failed=self._tell, owner=self)

    def _show_people(self, found: Sequence[tuple[str, str, frozenset[str]]]) -> None:
        self._people = {identity: (name, kinds) for identity, name, kinds in found}
        self._who.clear()
        for identity, (name, _) in self._people.items():
            self._who.addItem(name, identity)
        self._who.setCurrentIndex(-1)  # the first name of the alphabet is nobody's choice

    def _show_items(self, found: list[OpenItem]) -> None:
        self._items = found
        moving = {one.key for one in found if one.moves}
        self._to = {key: owner for key, owner in self._to.items() if key in moving}
        self.model.set_rows(found)
        if found:
            self.table.choose(0)
        self._settle()

    def _owner(self, one: OpenItem) -> str:
        if not one.moves:
            return "同岗位同事"
        name, _ = self._people.get(self._to.get(one.key, ""), ("", frozenset[str]()))
        return name.split("　")[0]

    def _settle(self) -> None:
        moving = sum(one.moves for one in self._items)
        signs = len(self._items) - moving
        more = f"另有 {signs} 件等待签署，同岗位的同事都能签，不用移交。" if signs else ""
        self._told.setText(
            f"{self._leaver.name}手上有 {moving} 件未办结，已指定接手人 {len(self._to)} 件。{more}"
            "办过的事情、签过的字都留在原来的名下，移交的只是以后由谁接着办。"
        )
        self._do.setEnabled(bool(self._to) or (self._ends.isVisible() and not moving))

    def _give(self, items: Sequence[OpenItem]) -> None:
        owner = self._who.currentData()
        if not owner:
            self._warn("请先选接手人。")
            return
        name, kinds = self._people[owner]
        fitting = [one for one in items if one.moves and one.kind in kinds]
        self._to |= {one.key: owner for one in fitting}
        left = dict.fromkeys(one.kind_label for one in items if one.moves and one.kind not in kinds)
        self._warn(f"{name.split('　')[0]}没有办理{'、'.join(left)}的岗位，这些没有交出去。" if left else "")
        self._redraw()

    def _give_chosen(self) -> None:
        self._give(self.table.chosen_rows())

    def _give_kind(self) -> None:
        kinds = {one.kind for one in self.table.chosen_rows()}
        self._give([one for one in self._items if one.kind in kinds])

    def _give_rest(self) -> None:
        self._give([one for one in self._items if one.key not in self._to])

    def _give_none(self) -> None:
        for one in self.table.chosen_rows():
            self._to.pop(one.key, None)
        self._redraw()

    def _redraw(self) -> None:
        self.table.viewport().update()
        self._settle()

    def _on_print(self) -> None:
        def stated(said: Said) -> None:
            folder = QFileDialog.getExistingDirectory(self, "把移交清单存到")
            if folder:
                self._print(Path(folder), said)

        what = partial(hand_over_paper.packet_of, operator_id=self._leaver.id)
        door.pass_through(self._page, self, what, stated)

    def _print(self, folder: Path, said: Said) -> None:
        def done(made: Issued) -> None:
            self._warn(f"{made.number} 共 {made.pages} 页，已存到 {made.path}", "ok")
            door.show_password(self, said, made.path)

        self._page.tasks.write(
            hand_over_paper.issue_hand_over, self._leaver.id, dict(self._to), self._reason.text(), folder, said,
            then=done, failed=self._tell, owner=self,
        )  # fmt: skip

    def _on_take(self) -> None:
        self._warn("")
        self._do.setEnabled(False)
        ends = self._ends.isChecked()
        give = partial(
            handing_on.leave,
            self._page.workspace,
            self._leaver.id,
            dict(self._to),
            self._reason.text(),
            ends=ends,
        )
        self._page.tasks.call(
            give,
            then=lambda count: self._done(count, ended=ends),
            failed=self._tell,
            owner=self,
            title="正在移交…",
            changes=_CHANGES,
        )

    def _done(self, count: int, *, ended: bool) -> None:
        self.accept()
        end = "，账号已停用" if ended else ""
        self._said(f"{self._leaver.name}的 {count} 件未办结事项已移交{end}；接手的同事在工作台“接手”里看到。")

    def _tell(self, error: UserError) -> None:
        self._settle()
        if error.field == "reason":
            self._why.show_problem(error.message)
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._warn(error.message)
            self._page.tasks.read(open_items, self._leaver.id, then=self._show_items, owner=self)

    def _warn(self, text: str, level: str = "bad") -> None:
        self._problem.setProperty("role", level)
        pieces.restyle(self._problem)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
