"""One alert: what was noticed, what the rules ask for, what was found, and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.domain.merging import Shown
from jiuzhu.errors import UserError
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.monitoring.alerting import AlertRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.dialogs import conflict
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
    FormField(
        "followed",
        "处理编号",
        relevant=Relevant("outcome", ("confirmed",)),
        span=2,
        hint="变动、调整或申请的编号",
    ),
    FormField("evidence", "核实经过和依据", type="long_text", required=True, max_length=1000, span=2),
)


@dataclass
class Closing:
    """What the person types."""

    outcome: str = ""
    false_alarm: str = ""
    followed: str = ""
    evidence: str = ""


class AlertPanel(QFrame):
    """Shows one alert; asks services itself and tells when something was stored.

    `record_wanted`, `propose_wanted`: the part opens what an alert leads to.
    """

    changed = Signal()
    record_wanted = Signal(object)
    propose_wanted = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        pieces.named(self, "alert_panel", "预警详情")
        self.setProperty("role", "card")
        self._page = page
        self._row: AlertRow | None = None
        self._may = page.workspace.actor.may("supervise")
        self._records = page.workspace.actor.may("monitor")
        self._closing = Closing()
        self._before: Shown = {}  # what the form showed before anybody typed
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
        self._record = pieces.button("登记变动…", "alert_record", lambda: self.record_wanted.emit(self._row))
        self._propose = pieces.button(
            "提出调整…", "alert_propose", lambda: self.propose_wanted.emit(self._row)
        )
        self._give = pieces.button("交给", "alert_give", self._on_give)
        self._take = pieces.button("接过来办", "alert_take_over", self._on_take, kind="primary")
        self._lay_out()
        self.show_alert(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        column.setSpacing(tokens.INSIDE)
        column.addWidget(self._head)
        words = pieces.named(QWidget(), "alert_words")
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, tokens.INSIDE, 0)
        inner.setSpacing(tokens.INSIDE)
        for part in (self._told, self._found, self._form, self._action):
            inner.addWidget(part)
        inner.addStretch(1)
        area = QScrollArea()  # however long an alert is, its buttons stay in sight
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(words)
        column.addWidget(area, 1)
        column.addWidget(pieces.hairline())
        column.addWidget(self._take)
        for pair in ((self._close, self._note), (self._record, self._propose)):
            row = QHBoxLayout()
            row.setSpacing(tokens.INSIDE)
            for button in pair:
                row.addWidget(button, 1)
            column.addLayout(row)
        give = QHBoxLayout()
        give.setSpacing(tokens.INSIDE)
        give.addWidget(self._give)
        give.addWidget(self._owners, 1)
        column.addLayout(give)

    def set_owners(self, owners: list[tuple[str, str]]) -> None:
        """The colleagues an alert can be given to."""
        self._owners.clear()
        for identity, name in owners:
            self._owners.addItem(name, identity)

    def show_alert(self, row: AlertRow | None) -> None:
        """Stand for another alert; what was typed about the one before goes only when it is another."""
        if row is None or self._row is None or row.id != self._row.id:
            open_one = row if row is not None and row.state != "closed" else None
            self._closing = Closing(evidence=open_one.evidence if open_one else "")
            self._closing.outcome = "confirmed" if open_one and open_one.state == "confirmed" else ""
            self._before = {
                name: getattr(self._closing, name) for name in ("evidence", "outcome", "false_alarm")
            }
            self._form.show_part(self._closing)
        if row is not None and row.followed and not self._closing.followed:
            self._closing.followed = row.followed
            self._form.show_part(self._closing)
        self._row = row
        ended = row is None or row.state == "closed"
        mine = not ended and self._may and row is not None and row.mine
        for part in (self._form, self._close, self._note):
            part.setVisible(mine)
        for part in (self._record, self._propose):
            part.setVisible(mine and self._records)
        self._give.setVisible(not ended and self._may)
        self._owners.setVisible(not ended and self._may)
        self._take.setVisible(not ended and self._may and not mine)
        self._note.setEnabled(row is not None and row.state != "confirmed")
        if row is None:
            self._head.setText("没有选中的预警")
            self._told.setText("在左边的列表里选一条，这里显示发现了什么、应当怎么核实。")
            self._action.setText("")
            self._found.setText("")
            return
        self._head.setText(f"{row.title}（{row.aim}）")
        self._told.setText(f"{row.name}　{row.household_number}\n{row.told}")
        self._action.setText(f"处置：{row.action}\n依据：{row.basis}\n{row.number}　{row.raised_on} 发现")
        self._found.setText("\n".join(filter(None, self._standing(row, mine=mine))))

    def _standing(self, row: AlertRow, *, mine: bool) -> tuple[str, ...]:
        """How far an alert is: whose it is, what was found, what was done about it."""
        done = f"处理：{row.followed}" if row.followed else ""
        if row.state == "closed":
            return (f"{row.outcome}：{row.evidence}", done)
        steps = "登记变动、提出调整，或填写" if self._records else "交给经办登记变动、提出调整，或填写"
        waits = f"已核实属实，还没有处理：{steps}处理编号再办结。"
        return (
            f"由{row.owner}核实，要您来办的先接过来。" if self._may and not mine else "",
            waits if row.state == "confirmed" else "",
            done,
        )

    def focus(self) -> None:
        """Put the keyboard into the form."""
        if self._form.isVisible():
            self._form.focus_first()

    def _on_note(self) -> None:
        if self._row is not None:
            self._do(
                "已记下核实经过。", alerting.note_alert, self._row.id, self._closing.evidence, before=self._before, again=self._on_note
            )  # fmt: skip

    def _on_close(self) -> None:
        if self._row is not None and self._form.sound():
            self._do(
                self._closed_as,
                alerting.close_alert,
                self._row.id,
                self._closing.outcome,
                self._closing.evidence,
                self._closing.false_alarm,
                followed=self._closing.followed,
                before=self._before,
                again=self._on_close,
            )

    def _closed_as(self, state: str) -> str:
        number = self._row.number if self._row is not None else ""
        if state == "confirmed":
            return f"预警 {number} 核实属实，还没有处理，留在“属实，待处理”。请登记变动或提出调整，逾期上报督办。"
        return f"预警 {number} 已办结。"

    def _on_take(self) -> None:
        self._hand_to(self._page.workspace.actor.operator_id, "已接过来，由您核实。")

    def _on_give(self) -> None:
        if self._owners.currentData():
            self._hand_to(self._owners.currentData(), f"已交给{self._owners.currentText()}核实。")

    def _hand_to(self, operator_id: str, said: str, before: Shown | None = None) -> None:
        row = self._row
        if row is None:
            return
        shown = before or {"to": row.owner_id}
        wanted = {"to": operator_id}

        def again() -> None:
            self._hand_to(wanted["to"], "已按所选交给核实人。", shown)

        self._do(
            said, alerting.give_alerts, [row.id], operator_id, before=shown, again=again, put=wanted.update
        )

    def _put(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self._closing, name, value)
        self._form.show_part(self._closing)

    def _do(
        self,
        said: str | Callable[[Any], str],
        service: Any,
        *arguments: Any,
        before: Shown,
        again: Callable[[], Any],
        put: Callable[[dict[str, Any]], Any] | None = None,
        **named: Any,
    ) -> None:
        def failed(error: UserError) -> None:
            conflict.settle(self, error, before, put=put or self._put, again=again, tell=self._failed)

        def done(result: Any) -> None:
            level = "warn" if result == "confirmed" else "ok"  # it is not over yet
            self._page.say(level, said(result) if callable(said) else said)
            self.changed.emit()

        self._page.tasks.write(
            service, *arguments, before=before, then=done, failed=failed, owner=self, **named
        )

    def _failed(self, error: UserError) -> None:
        if not self._form.tell(error.field, error.message):
            self._page.tell(error)
