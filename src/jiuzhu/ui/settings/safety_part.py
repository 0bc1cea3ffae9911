"""锁定与恢复密钥: what keeps this desk closed to others, and what opens it when every password is forgotten."""

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from jiuzhu.services.office import recovery
from jiuzhu.ui import pieces
from jiuzhu.ui.dialogs.recovery_key import RecoveryKeyDialog
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.settings.section import section


class SafetyPart(Part):
    """What each may set for this desk, and for the administrator the recovery key."""

    next_step: ClassVar[str] = "离开座位按 Ctrl+L 锁定；恢复密钥打印后封存，由单位负责人保管。"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "safety_part")
        column = pieces.column(self)
        self._state = pieces.label("", "", "recovery_state", wraps=True)
        if page.workspace.actor.may("administer"):
            column.addWidget(section("恢复密钥", self._state, self._buttons()))
        column.addStretch(1)

    def _buttons(self) -> QWidget:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(pieces.button("制作恢复密钥…", "make_recovery", self._on_recovery, icon="print"))
        row.addStretch(1)
        return buttons

    def reload(self) -> None:
        """Whether a recovery key is there."""
        self.page.tasks.call(recovery.exists, self.page.workspace.home, then=self._show_state, owner=self)

    def _show_state(self, there: bool) -> None:
        self._state.setText(
            "已有恢复密钥。重新制作后，以前打印的那一份随即作废。"
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
