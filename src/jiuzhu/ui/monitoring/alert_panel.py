"""One alert: what was noticed, what the rules ask for, what was found, and how it ended."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.errors import UserError
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.monitoring.alerting import AlertRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.page import Page

FIELDS = (
    FormField("outcome", "核实结论", type="select_one", codes="alert_outcome", span=2),
    FormField(
        "false_alarm",
        "误报原因",
        type="select_one",
        codes="false_alarm",
        relevant=Relevant("outcome", ("false_alarm",)),
        span=2,
    ),
    FormField("evidence", "核实经过和依据", type="long_text", required=True, max_length=1000, span=2),
)


@dataclass
class Closing:
    """What the person types."""

    outcome: str = ""
    false_alarm: str = ""
    evidence: str = ""


class AlertPanel(QFrame):
    """Shows one alert; asks services itself and tells when something was stored."""

    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        pieces.named(self, "alert_panel", "预警详情")
        self.setProperty("role", "card")
        self._page = page
        self._row: AlertRow | None = None
        self._may = page.workspace.actor.may("monitor")
        self._closing = Closing()
        self._head = pieces.label("", "heading", "alert_head", wraps=True)
        self._told = pieces.label("", "", "alert_told", wraps=True)
        self._action = pieces.label("", "muted", "alert_action", wraps=True)
        self._found = pieces.label("", "muted", "alert_found", wraps=True)
        self._form = PartForm(FIELDS, page.workspace.rules.codes, page.workspace.today(), "alert")
        self._form.show_part(self._closing)
        self._form.ended.connect(self._on_close)
        self._owners = pieces.named(QComboBox(), "alert_owner", "核实人")
        self._note = pieces.button("记下经过", "alert_note", self._on_note)
        self._close = pieces.button("办结", "alert_close", self._on_close, kind="primary")
        self._give = pieces.button("交给", "alert_give", self._on_give)
        self._lay_out()
        self.show_alert(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        column.setSpacing(tokens.INSIDE)
        for part in (self._head, self._told, self._action, self._found, self._form):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(tokens.INSIDE)
        row.addWidget(self._close)
        row.addWidget(self._note)
        row.addStretch(1)
        column.addLayout(row)
        give = QHBoxLayout()
        give.setSpacing(tokens.INSIDE)
        give.addWidget(self._give)
        give.addWidget(self._owners, 1)
        column.addLayout(give)
        column.addStretch(1)

    def set_owners(self, owners: list[tuple[str, str]]) -> None:
        """The colleagues an alert can be given to."""
        self._owners.clear()
        for identity, name in owners:
            self._owners.addItem(name, identity)

    def show_alert(self, row: AlertRow | None) -> None:
        """Stand for another alert; what was typed about the one before goes only when it is another."""
        if row is None or self._row is None or row.id != self._row.id:
            self._closing = Closing(evidence=row.evidence if row and row.state != "closed" else "")
            self._form.show_part(self._closing)
        self._row = row
        ended = row is None or row.state == "closed"
        for part in (self._form, self._close, self._note, self._give, self._owners):
            part.setVisible(not ended and self._may)
        if row is None:
            self._head.setText("没有选中的预警")
            self._told.setText("在左边的列表里选一条，这里显示发现了什么、应当怎么核实。")
            self._action.setText("")
            self._found.setText("")
            return
        self._head.setText(f"{row.title}（{row.aim}）")
        self._told.setText(f"{row.name}　{row.household_number}\n{row.told}")
        self._action.setText(f"处置：{row.action}\n依据：{row.basis}\n{row.number}　{row.raised_on} 发现")
        self._found.setText(f"{row.outcome}：{row.evidence}" if ended else "")

    def focus(self) -> None:
        """Put the keyboard into the form."""
        if self._form.isVisible():
            self._form.focus_first()

    def _on_note(self) -> None:
        if self._row is not None:
            self._do("已记下核实经过。", alerting.note_alert, self._row.id, self._closing.evidence)

    def _on_close(self) -> None:
        if self._row is not None and self._form.sound():
            self._do(
                f"预警 {self._row.number} 已办结。",
                alerting.close_alert,
                self._row.id,
                self._closing.outcome,
                self._closing.evidence,
                self._closing.false_alarm,
            )

    def _on_give(self) -> None:
        if self._row is not None and self._owners.currentData():
            self._do(
                f"已交给{self._owners.currentText()}核实。",
                alerting.give_alerts,
                [self._row.id],
                self._owners.currentData(),
            )

    def _do(self, said: str, service: Any, *arguments: Any) -> None:
        def done(_: Any) -> None:
            self._page.say("ok", said)
            self.changed.emit()

        self._page.tasks.write(service, *arguments, then=done, failed=self._failed, owner=self)

    def _failed(self, error: UserError) -> None:
        if not self._form.tell(error.field, error.message):
            self._page.tell(error)
