"""窗口: the office's windows and one more of them."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.office import windows
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.settings.section import section

_COLUMNS = (
    Column("窗口号", "letter", kind="strong", width=6),
    Column("名称", "name", width=20, stretch=True),
    Column("本机", "here", kind="tick", width=5),
)


class WindowsPart(Part):
    """The list, and a letter and a name for a new one; for the system administrator."""

    watches: ClassVar[frozenset[str]] = frozenset({"station"})
    next_step: ClassVar[str] = "窗口号印在每个受理编号里；新电脑登记服务器时填写它的窗口号。"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "windows_part")
        self.model = RowsModel(_COLUMNS)
        self.table = RowsView("windows", "窗口", dense=True)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(tokens.scaled(5 * tokens.ROW_DENSE))
        self._letter = pieces.named(QLineEdit(), "window_letter", "窗口号")
        self._letter.setMaxLength(1)
        self._letter.setPlaceholderText("一个大写字母，不用 I 和 O")
        self._name = pieces.named(QLineEdit(), "window_name", "名称")
        self._name.setMaxLength(40)
        self._name.setPlaceholderText("例如：便民服务中心 3 号")
        self._problem = pieces.label("", "problem", "window_letter_problem", wraps=True)
        self._problem.hide()
        self._letter.textEdited.connect(lambda: self._tell_letter(""))
        self._lay_out()

    def _lay_out(self) -> None:
        panel = QWidget()
        form = QFormLayout(panel)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("窗口号", self._letter)
        form.addRow("", self._problem)
        form.addRow("名称", self._name)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(pieces.button("添加窗口", "add_window", self._on_add, icon="add"))
        row.addStretch(1)
        told = pieces.label(
            "多个窗口共用一台服务器时，每台电脑按自己的窗口号登记。窗口号在本镇街不重复，添加后不能改、不能删。",
            "muted",
            wraps=True,
        )
        column = pieces.column(self)
        column.addWidget(self.table, 1)
        column.addWidget(section("添加窗口", told, panel, buttons))

    def reload(self) -> None:
        """Load the list."""
        self.page.tasks.read(windows.windows, then=self.model.set_rows, owner=self, key="windows")

    def _on_add(self) -> None:
        letter = self._letter.text().strip().upper()

        def added(_: Any) -> None:
            self._letter.clear()
            self._name.clear()
            self._tell_letter("")
            self.page.say("ok", f"已添加 {letter} 窗口，新电脑可以用这个窗口号登记。")
            self.reload()

        self.page.tasks.write(
            windows.add_window, letter, self._name.text(), owner=self, then=added, failed=self._on_refused
        )

    def _tell_letter(self, text: str) -> None:
        self._problem.setText(f"✗ {text}" if text else "")
        self._problem.setVisible(bool(text))
        self._letter.setAccessibleDescription(text)

    def _on_refused(self, error: UserError) -> None:
        self.page.tell(error)
        if error.field == "letter":
            self._tell_letter(error.message)
            self._letter.setFocus()
