"""This desk becomes a window of an office on a shared server: where the server is, and which letter the window has."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.wizard_pages import LETTERS, text_edit
from jiuzhu.ui.tasks import Tasks


class JoinServerDialog(QDialog):
    """`taken`: everything is typed; who opened it joins the server and closes the dialog, or tells why not."""

    taken = Signal(str, str, str, str, str)  # host, port, database, certificate, window letter

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        pieces.named(self, "join_server_dialog", "连接共用的服务器")
        self.setWindowTitle("连接共用的服务器")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._host, self._port = text_edit(120), text_edit(5, r"\d{0,5}")
        self._port.setText("5432")
        self._database, self._certificate = text_edit(60), text_edit(260)
        self._database.setText("jiuzhu")
        self._letter = QComboBox()
        self._letter.addItems(list(LETTERS))
        self.fields = {
            "host": Field("服务器地址", self._host, "host", "向系统管理员要，例如 192.168.1.10。"),
            "port": Field("端口", self._port, "port"),
            "database": Field("数据库名", self._database, "database"),
            "certificate": Field(
                "服务器的证书文件",
                self._certificate,
                "certificate",
                "证明对面真是本单位的服务器；由系统管理员发给每台电脑。",
            ),
            "window": Field(
                "窗口字母",
                self._letter,
                "window",
                "印在本机发出的每个编号里，每台电脑一个，要先在服务器上登记。",
            ),
        }
        self._join = pieces.button("连接", "join_server", self._on_join, kind="primary")
        self._join.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(
            pieces.label(
                "几个窗口共用一台服务器上的数据时用。登录名和密码由系统管理员给每人一个。",
                "muted",
                wraps=True,
            )
        )
        for field in self.fields.values():
            column.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(pieces.button("选择证书…", "choose_certificate", self._on_certificate, kind="quiet"))
        row.addStretch(1)
        row.addWidget(self._join)
        row.addWidget(pieces.button("返回", "join_server_back", self.reject))
        column.addLayout(row)
        self.resize(tokens.scaled(440), 0)
        self._host.setFocus()

    def _on_certificate(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "服务器的证书", "", "证书 (*.crt *.pem);;所有文件 (*)")
        if chosen:
            self._certificate.setText(chosen)

    def _on_join(self) -> None:
        for field in self.fields.values():
            field.show_problem("")
        self._join.setEnabled(False)
        self.taken.emit(
            self._host.text(),
            self._port.text(),
            self._database.text(),
            self._certificate.text(),
            self._letter.currentText(),
        )

    def show_seat(self, seat: Any) -> None:
        """What was typed before, to be corrected."""
        self._host.setText(seat.address.host)
        self._port.setText(str(seat.address.port))
        self._database.setText(seat.address.database)
        self._certificate.setText(seat.address.certificate)
        self._letter.setCurrentText(seat.window)

    def tell(self, error: UserError) -> None:
        """Show why it was not joined; what was typed stays."""
        self._join.setEnabled(True)
        field = self.fields.get(error.field, self.fields["host"])
        field.show_problem(error.message)
        field.edit.setFocus()


def ask_server(
    parent: QWidget, tasks: Tasks, home: Path, opening: Callable[[], Any], joined: Callable[[], Any]
) -> None:
    """Ask where the server is, beginning with what is known; `joined` is called once it answered there.

    `opening` loads `jiuzhu.services.office.opening`; it is called on the worker.
    """
    dialog = JoinServerDialog(parent)

    def done(_result: Any) -> None:
        dialog.accept()
        joined()

    def join(host: str, port: str, database: str, certificate: str, window: str) -> None:
        def ask() -> None:
            sharing = opening().sharing
            sharing.join(home, sharing.address(host, port, database, certificate), window)

        tasks.call(ask, then=done, failed=dialog.tell, owner=dialog)

    def begin(seat: Any) -> None:
        if seat is not None:
            dialog.show_seat(seat)

    tasks.call(lambda: opening().sharing.typed_before(home), then=begin, owner=dialog)
    dialog.taken.connect(join)
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
