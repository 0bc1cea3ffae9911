"""督办: the one person overdue matters go up to."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from jiuzhu.services.office import escalating
from jiuzhu.services.office.escalating import Supervisor
from jiuzhu.ui import pieces
from jiuzhu.ui.dialogs import conflict
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.settings.section import section


class SupervisorPart(Part):
    """One choice; for the system administrator."""

    watches: ClassVar[frozenset[str]] = frozenset({"operator", "office"})

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "supervisor_part")
        self._stored: str | None = None
        self.choice = pieces.named(QComboBox(), "supervisor", "督办人")
        told = pieces.label(
            "超过期限的申请、预警和户情变动每天上报给督办人，在工作台“督办”里答复。", "muted", wraps=True
        )
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 1)
        row.addWidget(pieces.button("保存督办人", "save_supervisor", self._on_save))
        row.addStretch(1)
        column = pieces.column(self)
        column.addWidget(section("督办", told, choice))
        column.addStretch(1)

    def reload(self) -> None:
        """Load who may be named."""
        self.page.tasks.read(escalating.supervisors, then=self._show, owner=self, key="supervisors")

    def _show(self, found: list[Supervisor]) -> None:
        chosen = self.choice.currentData()
        kept = chosen if chosen != self._stored else None  # chosen by hand and not saved yet
        self._stored = next((one.operator_id for one in found if one.chosen), "")
        self.choice.clear()
        self.choice.addItem("不指定", "")
        for one in found:
            self.choice.addItem(one.name, one.operator_id)
        self.choice.setCurrentIndex(max(self.choice.findData(self._stored if kept is None else kept), 0))

    def _on_save(self) -> None:
        wanted, name = self.choice.currentData(), self.choice.currentText()

        def saved(_: Any) -> None:
            self._stored = wanted
            named = name if wanted else ""
            self.page.say("ok", f"督办人：{named}。" if named else "已取消督办人，超期的事项不再上报。")

        before = {"person": self._stored}
        self.page.tasks.write(
            escalating.name_person,
            wanted,
            before=before,
            owner=self,
            then=saved,
            failed=lambda error: conflict.settle(
                self, error, before, put=self._put, again=self._on_save, tell=self.page.tell
            ),
        )

    def _put(self, values: dict[str, Any]) -> None:
        self.choice.setCurrentIndex(self.choice.findData(values["person"]))
