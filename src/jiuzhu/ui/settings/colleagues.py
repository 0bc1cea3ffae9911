"""Colleagues: who has an account, a new one, what its work is, and the end of one."""

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from jiuzhu.domain.rights import ROLE_LABELS
from jiuzhu.errors import UserError
from jiuzhu.services.office import admin, log_ins
from jiuzhu.services.office.admin import Colleague
from jiuzhu.services.paper import rights_paper
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.settings.hand_over_dialog import HandOverDialog
from jiuzhu.ui.settings.reset_dialog import ResetDialog
from jiuzhu.ui.settings.roles_dialog import RolesDialog
from jiuzhu.ui.settings.section import section

_COLUMNS = (
    Column("姓名", "name", kind="strong", width=9),
    Column("登录名", "login", width=12),
    Column("职务", "post", width=12),
    Column("在岗", "at_work", kind="tick", width=5),
    Column("锁定", "waits", width=13),
    Column("岗位", "roles", width=24, stretch=True),
)


class ColleaguesPart(Part):
    """The list of accounts: the system administrator adds and ends them, the security administrator gives the work."""

    watches: ClassVar[frozenset[str]] = frozenset({"operator"})
    next_step: ClassVar[str] = "每人一个账号，不共用；离岗的停用，办过的事情都保留。"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "colleagues_part")
        self.model = RowsModel(_COLUMNS)
        self.table = RowsView("colleagues", "同事账号", dense=True)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(tokens.scaled(7 * tokens.ROW_DENSE))
        self._edits = {
            name: self._edit(name, label)
            for name, label in (
                ("name", "姓名"),
                ("login", "登录名"),
                ("post", "职务"),
                ("password", "初始密码"),
            )
        }
        self._edits["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self._edits["password"].setPlaceholderText("至少 10 个字符，请同事登录后自己修改")
        self._login_problem = pieces.label("", "problem", "colleague_login_problem", wraps=True)
        self._login_problem.hide()
        self._edits["login"].textEdited.connect(lambda: self._tell_login(""))
        self._roles = {
            role: pieces.named(QCheckBox(label), f"role_{role}", label) for role, label in ROLE_LABELS.items()
        }
        self._buttons: dict[str, QPushButton] = {}
        self._barred = pieces.label("", "caption", "unlock_barred", wraps=True)
        self._lay_out()
        self.table.chosen.connect(self._settle)

    @staticmethod
    def _edit(name: str, label: str) -> QLineEdit:
        made = pieces.named(QLineEdit(), f"colleague_{name}", label)
        made.setMaxLength(60)
        return made

    def _lay_out(self) -> None:
        may = self.page.workspace.actor.may
        column = pieces.column(self)
        column.addWidget(self.table, 1)
        chosen = FlowRow()
        for rights, text, name, act, icon in (
            ("assign", "设置选中同事的岗位…", "assign_roles", self._on_assign, "edit"),
            ("hand_over", "移交选中同事的工作…", "hand_over_work", self._on_hand_over, "right"),
            ("administer", "停用选中的账号", "end_colleague", self._on_end, ""),
            ("administer assign", "解锁选中的账号", "unlock_colleague", self._on_unlock, "unlock"),
            ("assign", "重设选中同事的密码…", "reset_password", self._on_reset, "lock"),
            ("administer assign", "打印岗位权限表…", "print_rights", self._on_print, "print"),
        ):
            if any(map(may, rights.split())):
                self._buttons[name] = pieces.button(text, name, act, icon=icon)
                chosen.add(self._buttons[name])
        column.addWidget(chosen)
        column.addWidget(self._barred)
        if may("administer"):
            column.addWidget(self._new_account())

    def _new_account(self) -> QWidget:
        panel = QWidget()
        form = QFormLayout(panel)
        form.setContentsMargins(0, 0, 0, 0)
        for edit in self._edits.values():
            form.addRow(edit.accessibleName(), edit)
            if edit is self._edits["login"]:
                form.addRow("", self._login_problem)
        if self.page.workspace.actor.may("assign"):
            ticks = FlowRow()
            for tick in self._roles.values():
                ticks.add(tick)
            form.addRow("岗位", ticks)
        else:
            form.addRow(
                "岗位",
                pieces.label(
                    "由安全管理员授予岗位；授予之前，这个账号什么都不能办。",
                    "muted",
                    "roles_later",
                    wraps=True,
                ),
            )
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(pieces.button("添加同事", "add_colleague", self._on_add, icon="add"))
        row.addStretch(1)
        return section("添加账号", panel, buttons)

    def reload(self) -> None:
        """Load the list."""
        home = self.page.workspace.home
        self.page.tasks.read(admin.colleagues, home, then=self.model.set_rows, owner=self, key="colleagues")

    def _settle(self, row: Colleague | None) -> None:
        button = self._buttons.get("unlock_colleague")
        if button is None:
            return
        may = row is None or row.unlockable
        who = "安全管理员" if self.page.workspace.actor.may("administer") else "系统管理员"
        told = "" if may else f"解锁：由{who}办理。"
        button.setEnabled(may)
        button.setToolTip(told)
        self._barred.setText(told)

    def _on_add(self) -> None:
        roles = [role for role, tick in self._roles.items() if tick.isChecked()]

        def added(_: Any) -> None:
            name = self._edits["name"].text()
            for edit in self._edits.values():
                edit.clear()
            for tick in self._roles.values():
                tick.setChecked(False)
            waits = "" if roles else "岗位由安全管理员授予，授予以后才能办事。"
            self.page.say("ok", f"已添加 {name}，第一次登录用初始密码，登录时换成自己的。{waits}")
            self.reload()

        add = partial(
            admin.add_operator,
            self.page.workspace,
            **{name: edit.text() for name, edit in self._edits.items()},
            roles=roles,
        )
        self.page.tasks.call(add, owner=self, then=added, failed=self._on_refused)

    def _tell_login(self, text: str) -> None:
        self._login_problem.setText(f"✗ {text}" if text else "")
        self._login_problem.setVisible(bool(text))
        self._edits["login"].setAccessibleDescription(text)

    def _on_refused(self, error: UserError) -> None:
        self.page.tell(error)
        self._tell_login(error.message if error.field == "login" else "")
        if error.field in self._edits:
            self._edits[error.field].setFocus()

    def _chosen(self, what: str) -> Colleague | None:
        chosen: Colleague | None = self.table.chosen_row()
        if chosen is None:
            self.page.say("info", f"请先在列表里选中要{what}。")
        return chosen

    def _on_assign(self) -> None:
        chosen = self._chosen("设置岗位的同事")
        if chosen is not None:
            self._open(RolesDialog(self.page, chosen, self._on_done))

    def _on_reset(self) -> None:
        chosen = self._chosen("重设密码的同事")
        if chosen is not None:
            self._open(ResetDialog(self.page, chosen, self._on_done))

    def _on_hand_over(self) -> None:
        chosen = self._chosen("移交工作的同事")
        if chosen is not None:
            self._open(HandOverDialog(self.page, chosen, self._on_done))

    def _on_done(self, text: str) -> None:
        self.page.say("ok", text)
        self.reload()

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _on_print(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "把岗位权限表存到")
        if folder:
            self.page.tasks.call(
                rights_paper.print_rights,
                self.page.workspace,
                Path(folder),
                owner=self,
                then=lambda target: self.page.say("ok", f"已存为 {target}，可以打印、签字。"),
                failed=self.page.tell,
                title="正在生成…",
            )

    def _on_end(self) -> None:
        chosen = self._chosen("停用的账号")
        if chosen is None:
            return

        def ended(_: Any) -> None:
            self.page.say("ok", f"{chosen.name}的账号已停用，办过的事情都保留。")
            self.reload()

        self.page.tasks.call(
            admin.end_operator,
            self.page.workspace,
            chosen.id,
            owner=self,
            then=ended,
            failed=self.page.tell,
        )

    def _on_unlock(self) -> None:
        chosen = self._chosen("解锁的账号")
        if chosen is None:
            return

        def unlocked(_: Any) -> None:
            self.page.say("ok", f"{chosen.name}可以马上再登录。")
            self.reload()

        self.page.tasks.call(
            log_ins.unlock, self.page.workspace, chosen.id, owner=self, then=unlocked, failed=self.page.tell
        )
