"""What can be done with the file now: one small panel for each state, asked for by its state."""

from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.reviewing import FileView
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field

NOTICE_PLACE = "村（社区）公示栏"


class ActionPanel(QFrame):
    """Fields and buttons under the file. It knows nothing of services: a button tells its word and the values."""

    wanted = Signal(str, object)  # action, values by field name

    def __init__(self, state: str) -> None:
        super().__init__()
        pieces.named(self, "action_panel", "办理")
        self.setProperty("role", "card")
        self.state = state
        self._fields: dict[str, Field] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._given: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE)
        column.setSpacing(tokens.INSIDE)
        self._told = pieces.label("", "warn", "action_told", wraps=True)
        self._told.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.BETWEEN)
        self._grid.setVerticalSpacing(tokens.SPACE)
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.INSIDE)
        self._row.addStretch(1)
        column.addWidget(self._told)
        column.addLayout(self._grid)
        column.addLayout(self._row)

    def tell(self, text: str, role: str = "warn") -> None:
        """A sentence above the fields."""
        self._told.setText(text)
        self._told.setProperty("role", role)
        pieces.restyle(self._told)
        self._told.setVisible(bool(text))

    def add(self, name: str, label: str, edit: QWidget, *, span: int = 1, row: int = 0) -> None:
        """A field beside the others of its row."""
        field = Field(label, edit, name)
        self._fields[name] = field
        place = self._grid.columnCount() if self._grid.itemAtPosition(row, 0) else 0
        self._grid.addWidget(field, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(place, span)

    def add_text(
        self, name: str, label: str, text: str = "", *, lines: int = 2, span: int = 1, row: int = 0
    ) -> None:
        """A text of some lines."""
        edit = QPlainTextEdit(text)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(edit.fontMetrics().lineSpacing() * lines + 22)
        self.add(name, label, edit, span=span, row=row)

    def add_line(self, name: str, label: str, text: str = "", *, row: int = 0) -> None:
        """A text of one line."""
        edit = QLineEdit(text)
        edit.setMaxLength(200)
        self.add(name, label, edit, row=row)

    def add_button(
        self, action: str, text: str, keys: str, *, primary: bool = False, icon: str = ""
    ) -> QPushButton:
        """A button with its keys on it; it tells its action and what the fields hold."""
        made = pieces.button(
            f"{text}　{keys}",
            f"do_{action}",
            lambda: self.wanted.emit(action, self.values()),
            kind="primary" if primary else "",
            icon=icon,
            spoken=text,
        )
        QShortcut(QKeySequence(keys), self).activated.connect(
            made.click
        )  # at once: a button's own waits 100 ms
        self._buttons[action] = made
        self._row.addWidget(made)
        return made

    def button(self, action: str) -> QPushButton | None:
        """The button of an action."""
        return self._buttons.get(action)

    def values(self) -> dict[str, Any]:
        """What the fields hold."""
        return {name: _value(field.edit) for name, field in self._fields.items()}

    def settle(self) -> None:
        """Take what the fields hold now as given: only what is typed after this is kept."""
        self._given = self.values()

    def typed(self) -> dict[str, str]:
        """Texts typed so far, to be put back when the panel is made again."""
        return {
            name: value
            for name, value in self.values().items()
            if isinstance(value, str) and value != self._given.get(name)
        }

    def put_back(self, typed: dict[str, str]) -> None:
        """Fill what was typed before."""
        for name, text in typed.items():
            field = self._fields.get(name)
            if field is not None and isinstance(field.edit, QPlainTextEdit):
                field.edit.setPlainText(text)
            elif field is not None and isinstance(field.edit, QLineEdit):
                field.edit.setText(text)

    def show_problem(self, name: str, sentence: str) -> bool:
        """Say it beside the field and go there; False when there is no such field."""
        for field in self._fields.values():
            field.show_problem("")
        if name not in self._fields:
            return False
        self._fields[name].show_problem(sentence)
        self._fields[name].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _value(edit: QWidget) -> Any:
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText()
    if isinstance(edit, QComboBox):
        return edit.currentData()
    if isinstance(edit, QDateEdit):
        return edit.date().toPython()
    return edit.text() if isinstance(edit, QLineEdit) else None


def _sign(view: FileView, panel: ActionPanel) -> None:
    if view.county_visit_due:
        panel.tell(f"▲ {view.obstacle}" if view.obstacle else "▲ 这户须由审批机关入户核查后才能签署。")
        panel.add_line("visitors", "入户人员（两人以上）")
        panel.add_line("found", "入户核查情况")
        panel.add_button("county_visit", "登记入户核查", "Alt+V")
    elif view.obstacle:
        panel.tell(f"▲ {view.obstacle}")
    panel.add_line("reason", "理由（退回、不同意时必填）", row=1)
    panel.add_line("clause", "不同意所依据的条款", view.clause, row=1)
    refuse = view.dossier.opinion.result == "refuse"
    yes = panel.add_button("approve", "同意", "Alt+A", primary=not refuse, icon="sign")
    yes.setEnabled(not view.obstacle)
    panel.add_button("return", "退回", "Alt+R", icon="return")
    panel.add_button("refuse", "不同意", "Alt+N", primary=refuse, icon="refuse")


def _opine(view: FileView, panel: ActionPanel) -> None:
    draft = view.draft
    panel.add_text("text", "初审意见（按认定结果拟好，可以改）", draft.text if draft else "", lines=5)
    fits = draft is not None and draft.result == "grant"
    onwards = "拟同意，去公示" if WAYS[view.way].posted else "拟同意，上报"
    panel.add_button("grant", onwards, "Alt+A", primary=fits).setEnabled(fits)
    panel.add_button("refuse_opinion", "拟不同意，直接上报", "Alt+N", primary=not fits)


def _propose(view: FileView, panel: ActionPanel) -> None:
    incident = view.dossier.incident
    struck = f"{incident.happened_on}　{incident.place}　{incident.cause}" if incident.kind else ""
    panel.tell(f"小额快救：先救助，手续十个工作日内补齐。{struck}", "muted")
    panel.add_line("amount", "救助金额（元）", row=1)
    panel.add_line("evidence", "怎样核实的（入户、邻里、照片等）", row=1)
    panel.add_button("quick", "提出救助，上报", "Alt+A", primary=True)


def _review(_view: FileView, panel: ActionPanel) -> None:
    panel.tell("等待残联审核。结果到了以后登记在这里。", "muted")
    panel.add_line("note", "审核意见")
    panel.add_button("review_failed", "审核不通过，退回窗口", "Alt+N")
    panel.add_button("review_passed", "审核通过，上报", "Alt+A", primary=True)


def _make_up(view: FileView, panel: ActionPanel) -> None:
    panel.tell(f"先行救助，手续须在 {view.dossier.incident.makeup_due_on} 前补齐。", "muted")
    panel.add_line("note", "补齐了哪些手续")
    panel.add_button("make_up", "手续补齐", "Alt+A", primary=True)


def _post(view: FileView, panel: ActionPanel) -> None:
    home = view.dossier.household
    panel.tell("张榜内容只有姓名、人数、事项和金额。", "muted")
    panel.add_line("place", "公示地点", f"{home.village}公示栏" if home.village else NOTICE_PLACE)
    panel.add_button("post", "再次公示" if view.dossier.objections else "张榜公示", "Alt+A", primary=True)


def _posted(view: FileView, panel: ActionPanel) -> None:
    notice = view.dossier.notice
    earliest = f"下一步最早 {view.earliest_close}" if view.earliest_close else ""
    panel.tell(f"公示到 {notice.ends_on} 期满，{earliest}。", "muted")
    panel.add_line("objector", "异议人（可匿名）")
    panel.add_line("content", "异议内容")
    panel.add_button("object", "登记异议", "Alt+O")
    panel.add_button("close", "公示期满", "Alt+A", primary=True)


def _objected(_view: FileView, panel: ActionPanel) -> None:
    panel.add_text("investigation", "复查经过")
    panel.add_text("reply", "给异议人的答复")
    panel.add_button("upheld", "异议成立，回到核查", "Alt+N")
    panel.add_button("dismissed", "异议不成立，再次公示", "Alt+A", primary=True)


def _submit(_view: FileView, panel: ActionPanel) -> None:
    panel.tell("公示期满无异议，可以上报审批机关。", "muted")
    panel.add_button("submit", "上报审核确认", "Alt+A", primary=True)


def _deliver(view: FileView, panel: ActionPanel, delivery: CodeTable, today: QDate) -> None:
    ways = QComboBox()
    for code in delivery.codes:
        ways.addItem(delivery.label(code), code)
    on = QDateEdit(today)
    on.setCalendarPopup(True)
    on.setDisplayFormat("yyyy-MM-dd")
    panel.add("way", "送达方式", ways)
    panel.add("on", "送达日期（复议、诉讼期限由此起算）", on)
    due = view.dossier.decision.notice_due_on
    panel.tell(f"决定通知书须在 {due} 前送达。", "muted")
    panel.add_button("deliver", "登记送达", "Alt+A", primary=True)


_OPINE, _DECIDE, _DELIVER = "opine", "decide", "deliver"
_PANELS = {
    "submitted": (_DECIDE, _sign),
    "to_opine": (_OPINE, _opine),
    "reviewing": (_OPINE, _review),
    "to_make_up": (_OPINE, _make_up),
    "to_post": (_OPINE, _post),
    "posted": (_OPINE, _posted),
    "objected": (_OPINE, _objected),
    "to_submit": (_OPINE, _submit),
}
_AT_ONCE = {"subsidy": (_OPINE, _opine), "quick": (_OPINE, _propose)}
"""Ways without a survey: what an accepted file waits for."""
_WAITING = {
    "submitted": "等待审批岗位签署。",
    "to_opine": "等待核查或窗口经办提出初审意见。",
    "to_complete": "等待申请人补正材料。",
    "accepted": "等待开始调查，请到“核查”；部门办理的事项请到“转办”。",
    "investigating": "正在调查，请到“核查”。",
}


def panel_for(view: FileView, may: Any, delivery: CodeTable, today: QDate) -> ActionPanel:
    """The panel of a file for an operator; `may(right)` tells what they may do."""
    panel = ActionPanel(view.state)
    if view.undelivered and may(_DELIVER):
        _deliver(view, panel, delivery, today)
        panel.settle()
        return panel
    right, fill = _PANELS.get(view.state, ("", None))
    if view.state == "accepted":
        right, fill = _AT_ONCE.get(view.way, ("", None))
    if fill is not None and may(right):
        fill(view, panel)
    else:
        told = _WAITING.get(view.state, "等待有权限的同事办理。")
        if view.state in {"approved", "refused", "withdrawn", "terminated"}:
            told = "决定已签署，等待送达。" if view.undelivered else "已办结。"
        panel.tell(told, "muted")
    panel.settle()
    return panel
