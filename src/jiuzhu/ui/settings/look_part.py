"""显示与密码: how this desk looks, and the own password."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.office import admin
from jiuzhu.ui import pieces, theme, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.settings.section import section


class LookPart(Part):
    """Two quiet sections; every choice is worn at once."""

    next_step: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "look_part")
        column = pieces.column(self)
        settings = page.workspace.settings
        sizes = [(percent, f"{percent}%") for percent in tokens.TEXT_PERCENTS]
        schemes = [("light", "浅色"), ("dark", "深色")]
        column.addWidget(
            section(
                "显示",
                pieces.label("文字大小", "muted"),
                self._choice("text", sizes, settings.text_percent, self._on_text),
                pieces.label("颜色", "muted"),
                self._choice("scheme", schemes, settings.scheme, self._on_scheme),
            )
        )
        self._no_ring = pieces.label(
            "这台电脑没有系统钥匙串，每次登录都要输入密码。", "muted", "no_keyring", wraps=True
        )
        self._no_ring.hide()
        column.addWidget(section("我的密码", *self._password(), self._no_ring))
        column.addStretch(1)

    def reload(self) -> None:
        """Whether there is a keyring: it is asked once it is of use."""

        def told(there: bool) -> None:
            self._no_ring.setVisible(not there)
            self._remember.setEnabled(there)

        self.page.tasks.call(admin.has_keyring, then=told, owner=self)

    def _choice(
        self, name: str, options: list[tuple[Any, str]], now: Any, on_chosen: Callable[[Any], None]
    ) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(part)
        for value, label in options:
            button = pieces.named(QRadioButton(label), f"{name}_{value}", label)
            button.setChecked(value == now)
            button.clicked.connect(lambda _=False, value=value: on_chosen(value))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return part

    def _on_text(self, percent: int) -> None:
        self.page.workspace.settings.text_percent = percent
        self._apply_look()

    def _on_scheme(self, scheme: str) -> None:
        self.page.workspace.settings.scheme = scheme
        self._apply_look()

    def _apply_look(self) -> None:
        settings = self.page.workspace.settings
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, settings.scheme, settings.text_percent)
        try:
            self.page.workspace.keep_settings()
        except UserError as error:
            self.page.tell(error)

    def _password(self) -> tuple[QWidget, QWidget]:
        fields_at, buttons_at = QWidget(), QWidget()
        fields, buttons = QHBoxLayout(fields_at), QHBoxLayout(buttons_at)
        for row in (fields, buttons):
            row.setContentsMargins(0, 0, 0, 0)
        self._old, self._new, self._again = (
            pieces.named(QLineEdit(), name, label)
            for name, label in (
                ("old_password", "现在的密码"),
                ("new_password", "新密码"),
                ("again_password", "再输一次新密码"),
            )
        )
        for edit in (self._old, self._new, self._again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setPlaceholderText(edit.accessibleName())
            fields.addWidget(edit, 1)
        buttons.addWidget(pieces.button("修改密码", "change_password", self._on_password))
        self._remember = pieces.button("记在本机钥匙串", "remember_desk", self._on_remember)
        forget = pieces.button("不再记住", "forget_desk", self._on_forget, kind="quiet")
        for button in (self._remember, forget):
            button.setVisible(self.page.workspace.kept_here)  # a server is asked for by the password itself
            buttons.addWidget(button)
        buttons.addStretch(1)
        return fields_at, buttons_at

    def _on_password(self) -> None:
        if self._new.text() != self._again.text():
            self.page.say("warn", "两次输入的新密码不一样，密码没有改。")
            self._again.setFocus()
            return

        def changed(_: Any) -> None:
            for edit in (self._old, self._new, self._again):
                edit.clear()
            self.page.say("ok", "密码已修改，下次登录用新密码。")

        self.page.tasks.call(
            admin.change_password,
            self.page.workspace,
            self._old.text(),
            self._new.text(),
            owner=self,
            then=changed,
            failed=self.page.tell,
        )

    def _on_remember(self) -> None:
        if not self._old.text():
            self.page.say("info", "请先输入现在的密码，再记在本机钥匙串。")
            self._old.setFocus()
            return
        self.page.tasks.call(
            admin.remember_desk,
            self.page.workspace,
            self._old.text(),
            owner=self,
            then=lambda _: self.page.say("ok", "已记在本机钥匙串，登录时可以不输密码；密码本身没有存。"),
            failed=self.page.tell,
        )

    def _on_forget(self) -> None:
        self.page.tasks.call(
            admin.forget_desk,
            self.page.workspace,
            owner=self,
            then=lambda _: self.page.say("ok", "已从本机钥匙串删除，登录请输入密码。"),
            failed=self.page.tell,
        )
