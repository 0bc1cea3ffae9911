"""锁定与恢复密钥: what keeps this desk closed to others, and what opens it when every password is forgotten."""

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.office import recovery
from jiuzhu.ui import pieces
from jiuzhu.ui.dialogs.recovery_key import RecoveryKeyDialog
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.settings.section import section


class SafetyPart(Part):
    """What each may set for this desk, and for the administrator the recovery key."""

    next_step: ClassVar[str] = "离开座位按 Ctrl+L 锁定。"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "safety_part")
        column = pieces.column(self)
        self._state = pieces.label("", "", "recovery_state", wraps=True)
        settings = page.workspace.settings
        self._lock = self._minutes(
            "lock_minutes", "没有人动键盘鼠标多少分钟后锁定", 3, 15, settings.lock_minutes
        )
        note = pieces.label(
            "电脑锁屏、睡眠时也会锁定。锁定时内容全部遮住，没填完的都留着；锁定一小时没人回来就退出登录，没填完的存为草稿。",
            "muted",
            wraps=True,
        )
        column.addWidget(section("锁定", self._lock, note))
        again = self._minutes(
            "ask_again_minutes", "输过的密码多少分钟内不再问", 0, 5, settings.ask_again_minutes
        )
        told = pieces.label(
            "签署、批量签署、导出和显示完整号码前，要再输一次自己的密码；0 分钟是每次都问。",
            "muted",
            wraps=True,
        )
        column.addWidget(section("再次输入密码", again, told))
        self._makes = page.workspace.actor.may("administer") and page.workspace.kept_here
        if self._makes:
            column.addWidget(section("恢复密钥", self._state, self._buttons()))
        column.addStretch(1)

    def _minutes(self, name: str, label: str, least: int, most: int, now: int) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        box = pieces.named(QSpinBox(), name, label)
        box.setRange(least, most)
        box.setSuffix(" 分钟")
        box.setValue(now)
        box.valueChanged.connect(lambda value: self._on_minutes(name, value))
        row.addWidget(pieces.label(label))
        row.addWidget(box)
        row.addStretch(1)
        return line

    def _on_minutes(self, name: str, value: int) -> None:
        setattr(self.page.workspace.settings, name, value)
        try:
            self.page.workspace.keep_settings()
        except UserError as error:
            self.page.tell(error)

    def _buttons(self) -> QWidget:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(pieces.button("制作恢复密钥…", "make_recovery", self._on_recovery, icon="print"))
        row.addStretch(1)
        return buttons

    def reload(self) -> None:
        """Whether a recovery key is there; on a shared server there is nothing at this desk to recover."""
        if self._makes:
            self.page.tasks.call(recovery.exists, self.page.workspace.home, then=self._show_state, owner=self)

    def _show_state(self, there: bool) -> None:
        self._state.setText(
            "已有恢复密钥，打印后封存，由单位负责人保管。重新制作后，以前打印的那一份随即作废。"
            if there
            else "还没有恢复密钥。所有人都忘记密码时，数据就打不开了。"
        )
        self._state.setProperty("role", "muted" if there else "warn")
        pieces.restyle(self._state)

    def _on_recovery(self) -> None:
        dialog = RecoveryKeyDialog(self, self.page.tasks, recovery, self.page.workspace)

        def kept() -> None:
            self.page.say(
                "ok", "恢复密钥已生效。请把打印的纸封好，交单位负责人保管；旧的一份已作废，请销毁。"
            )
            self.reload()

        dialog.kept.connect(kept)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()
