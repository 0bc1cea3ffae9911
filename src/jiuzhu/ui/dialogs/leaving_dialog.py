"""Before a file with other people's data leaves: how much it holds, what for, for whom, on what ground, locked or open."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.domain.exporting import CLASSES, LOCKABLE, Said, password_problem, recipient_problem
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import Outlook
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field

_OTHER = "other"
_SHORTEST = 4


class LeavingDialog(QDialog):
    """What was stated last time stands there already, so Enter takes it; closes on something that can leave.

    A file for another unit is locked by default; `password` is what was agreed on, "" for an open file.
    """

    def __init__(
        self,
        parent: QWidget | None,
        outlook: Outlook,
        purposes: Mapping[str, str],
        grounds: Mapping[str, str],
        own_unit: str,
    ) -> None:
        super().__init__(parent)
        what = outlook.what
        title = f"导出 {what.rows:,} 行：{what.title}"
        pieces.named(self, "leaving_dialog", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._own_unit, self._chosen_lock = own_unit, False
        held = "、".join(CLASSES[name] for name in what.classes)
        narrowed = f"筛选：{what.details}。" if what.details else ""
        where = "编号印在每一页上" if what.kind in LOCKABLE else "编号写在每一项里；这种文件不能设密码"
        told = f"将写出 {what.rows:,} 行，含{held}。{narrowed}这次导出记入导出登记，{where}。"
        self._told = pieces.label(told, "", "leaving_told", wraps=True)
        second = (
            f"超过 {outlook.limit:,} 行，要另一位审批岗位的同事先同意。同意后请照样再导出一次。"
            if outlook.needs_second
            else "另一位同事已经同意这次导出。"
            if outlook.agreed
            else ""
        )
        self._second = pieces.label(second, "warn", "leaving_second", wraps=True)
        self._second.setVisible(bool(second))
        self._purpose = self._box(purposes, outlook.purpose)
        self._text = QLineEdit(outlook.purpose_text)
        self._recipient = QComboBox()
        self._recipient.setEditable(True)
        self._recipient.addItems(list(dict.fromkeys([own_unit, *outlook.recipients])))
        self._recipient.setCurrentText(outlook.recipient)
        self._basis = self._box(grounds, outlook.basis)
        self._lock = pieces.named(QCheckBox("设打开密码"), "leaving_lock", "设打开密码")
        self._password = QLineEdit(exporting.suggested_password())
        self._fields = {
            "purpose": Field("用途", self._purpose, "leaving_purpose"),
            "purpose_text": Field("说明（选“其他”时必填）", self._text, "leaving_purpose_text"),
            "recipient": Field("交给谁（单位或人）", self._recipient, "leaving_recipient"),
            "basis": Field("依据", self._basis, "leaving_basis"),
            "password": Field(
                "打开密码", self._password, "leaving_password",
                "导出后再显示一次，系统不保存。请另外告诉接收人，不要和文件一起发送。",
            ),
        }  # fmt: skip
        self._take = pieces.button(
            "送请同意" if outlook.needs_second else "导出…", "leaving_take", self._on_take, kind="primary"
        )
        self._take.setDefault(True)
        self._fields["password"].setVisible(False)
        self._lock.setVisible(not outlook.needs_second and what.kind in LOCKABLE)
        self._lay_out()
        self._recipient.currentTextChanged.connect(self._on_recipient)
        self._lock.clicked.connect(self._on_lock)
        self._lock.toggled.connect(self._show_password)
        self._on_recipient(self._recipient.currentText())
        self._take.setFocus()

    @staticmethod
    def _box(labels: Mapping[str, str], chosen: str) -> QComboBox:
        made = QComboBox()
        for code, label in labels.items():
            made.addItem(label, code)
        made.setCurrentIndex(max(made.findData(chosen), 0))
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._told)
        column.addWidget(self._second)
        first = QHBoxLayout()
        first.setSpacing(tokens.BETWEEN)
        for name in ("purpose", "purpose_text"):
            first.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(first)
        column.addWidget(self._fields["recipient"])
        column.addWidget(self._fields["basis"])
        column.addWidget(self._lock)
        column.addWidget(self._fields["password"])
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "leaving_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 620, 380)

    def _on_recipient(self, text: str) -> None:
        if not self._chosen_lock:
            self._lock.setChecked(text.strip() not in {"", self._own_unit} and not self._lock.isHidden())

    def _on_lock(self) -> None:
        self._chosen_lock = True

    def _show_password(self, wanted: bool) -> None:
        self._fields["password"].setVisible(wanted)

    @property
    def said(self) -> Said:
        """What is stated."""
        return Said(
            purpose=self._purpose.currentData(),
            purpose_text=self._text.text().strip(),
            recipient=self._recipient.currentText().strip(),
            basis=self._basis.currentData(),
            password=self._password.text() if self._lock.isChecked() else "",
        )

    def _on_take(self) -> None:
        said = self.said
        lacking = {
            "purpose_text": said.purpose == _OTHER
            and len(said.purpose_text) < _SHORTEST
            and "请写明用途，至少 4 个字。",
            "recipient": recipient_problem(said, self._own_unit),
            "password": self._lock.isChecked() and password_problem(self._password.text()),
        }
        for name, problem in lacking.items():
            self._fields[name].show_problem(problem or "")
        wrong = next((name for name, problem in lacking.items() if problem), "")
        if wrong:
            self._fields[wrong].edit.setFocus()
        else:
            self.accept()
