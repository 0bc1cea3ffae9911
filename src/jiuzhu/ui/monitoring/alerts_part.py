"""预警: the list by due day, the one alert at the right with what to do, and the lists of departments that raise them."""

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from jiuzhu.errors import UserError
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import means
from jiuzhu.services.household.means import Home
from jiuzhu.services.monitoring import acting, alerting, comparing
from jiuzhu.services.monitoring.alerting import AlertRow
from jiuzhu.services.monitoring.comparing import Compared, ListPreview
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.monitoring.alert_panel import AlertPanel
from jiuzhu.ui.monitoring.event_form import UNANSWERED, codes_of, fields_of, happened_of
from jiuzhu.ui.monitoring.fairness_dialog import FairnessDialog
from jiuzhu.ui.monitoring.list_dialog import ListDialog
from jiuzhu.ui.monitoring.proposing import show_consequences
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_DEATHS = ("died_in_list", "died_in_record")
"""Models whose event is a death."""
_TYPING_PAUSE = 250  # milliseconds


def _due(row: AlertRow) -> tuple[str, str]:
    return row.colour, f"{row.due_on:%m-%d}"


COLUMNS = (
    Column("期限", _due, kind="due", width=5),
    Column("姓名", "name", kind="strong", width=5),
    Column("监测模型", "title", width=10),
    Column("发现", "told", width=16, stretch=True),
    Column("村（居）", "village", width=6),
    Column("核实人", "owner", width=5),
)


class AlertsPart(Part):
    """Enter on a row goes to its panel; lists are read from a workbook and looked at before anything is stored."""

    watches: ClassVar[frozenset[str]] = frozenset({"alert", "comparison"})
    next_step: ClassVar[str] = (
        "核实人在期限内核实；应退的属实以后登记变动或提出调整，处理了才办结，逾期上报督办"
    )

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "alerts_part", "预警")
        self._state = "open"
        self._states: dict[str, QPushButton] = {}
        for state, label in alerting.STATES.items():
            button = pieces.button(label, f"alerts_{state}")
            button.clicked.connect(lambda _=False, state=state: self._on_state(state))
            button.setCheckable(True)
            self._states[state] = button
        self.search = pieces.named(QLineEdit(), "alert_search", "查找预警")
        self.search.setPlaceholderText("姓名、编号、村（居）、证件后四位")
        self.search.setClearButtonEnabled(True)
        self.model_box = pieces.named(QComboBox(), "alert_model", "监测模型")
        self.model_box.addItem("全部模型", "")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self.model = RowsModel(COLUMNS, parent=self)
        self.table = RowsView("alerts", "预警", dense=True)
        self.table.setModel(self.model)
        self.panel = AlertPanel(page)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        may = self.page.workspace.actor.may("monitor")
        top = FlowRow()
        for button in self._states.values():
            top.add(button)
        top.add(self.model_box)
        top.add(self.search, wide=True)
        for text, name, action, icon in (
            ("导入名单…", "import_list", self._on_import, "excel"),
            ("检查档案", "scan_records", self._on_scan, "search"),
        ):
            button = pieces.button(text, name, action, icon=icon)
            button.setEnabled(may)
            top.add(button)
        top.add(pieces.button("误报率…", "fairness", self._on_fairness))
        below = QHBoxLayout()
        below.setSpacing(tokens.BETWEEN)
        below.addWidget(self.table, 1)
        self.panel.setFixedWidth(tokens.scaled(tokens.SIDE_PANEL))
        below.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(top)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.model_box.currentIndexChanged.connect(lambda _place: self.reload())
        self.table.chosen.connect(self.panel.show_alert)
        self.table.opened.connect(lambda _row: self.panel.focus())
        self.panel.changed.connect(self.table.setFocus)
        self.panel.record_wanted.connect(self._on_record)
        self.panel.propose_wanted.connect(self._on_propose)

    def reload(self) -> None:
        """Load the counts and the list of the state shown."""
        self._pause.stop()
        tasks = self.page.tasks
        if self.model_box.count() == 1:
            tasks.read(alerting.models, then=self._on_models, owner=self, key="alert_models")
            tasks.read(alerting.owners, then=self.panel.set_owners, owner=self, key="alert_owners")
        tasks.read(alerting.counts, then=self._on_counts, owner=self, key="alert_counts")
        tasks.read(
            alerting.alerts,
            (self._state,),
            self.model_box.currentData(),
            self.search.text(),
            then=self._on_rows,
            owner=self,
            key="alert_rows",
        )

    def _on_models(self, found: list[tuple[str, str]]) -> None:
        self.model_box.blockSignals(True)
        for code, title in found:
            self.model_box.addItem(title, code)
        self.model_box.blockSignals(False)

    def _on_counts(self, found: dict[str, int]) -> None:
        for state, button in self._states.items():
            button.setText(f"{alerting.STATES[state]} {found[state]}")
            button.setChecked(state == self._state)

    def _on_rows(self, rows: list[AlertRow]) -> None:
        before = self.table.chosen_row()
        self.table.set_empty("没有这样的预警。导入部门名单，或点“检查档案”，发现需要核实的情况会列在这里。")
        self.model.set_rows(rows)
        places = {row.id: place for place, row in enumerate(rows)}
        if rows:
            self.table.choose(places.get(before.id, 0) if before is not None else 0)
        self.panel.show_alert(self.table.chosen_row())

    def _on_state(self, state: str) -> None:
        self._state = state
        self.reload()

    def _on_import(self) -> None:
        dialog = ListDialog(
            self, self.page.workspace.rules.codes["comparison_kind"], self.page.workspace.today()
        )
        dialog.file_wanted.connect(lambda kind: self._choose_file(dialog, kind))
        dialog.taken.connect(lambda: self._compare(dialog))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _choose_file(self, dialog: ListDialog, kind: str) -> None:
        chosen, _ = QFileDialog.getOpenFileName(dialog, "选择部门名单", "", "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.look(dialog, kind, Path(chosen))

    def look(self, dialog: ListDialog, kind: str, path: Path) -> None:
        """Read a list and show in the dialog what it holds."""
        self.page.tasks.read(
            comparing.look,
            kind,
            path,
            then=dialog.show_preview,
            failed=lambda error: dialog.tell(error.message),
            owner=dialog,
            title="正在试读名单…",
        )

    def _compare(self, dialog: ListDialog) -> None:
        preview: ListPreview | None = dialog.preview
        if preview is None:
            return

        def done(made: Compared) -> None:
            dialog.accept()
            self.page.say(
                "ok",
                f"比对 {made.number}：名单 {made.listed} 人，按证件号码对上 {made.matched} 人，新增预警 {made.raised} 条；"
                f"仅姓名相同 {made.near} 人，没有比对。",
            )
            self._on_state("open")

        def failed(error: UserError) -> None:
            dialog.tell(error.message)

        self.page.tasks.write(
            comparing.compare, preview, dialog.head.source, dialog.head.as_of,
            then=done, failed=failed, owner=dialog, title="正在比对名单…",
        )  # fmt: skip

    def _on_scan(self) -> None:
        def done(raised: int) -> None:
            self.page.say(
                "ok", f"档案已检查，新增预警 {raised} 条。" if raised else "档案已检查，没有新的情况。"
            )

        self.page.tasks.write(
            comparing.scan_records, then=done, failed=self.page.tell, owner=self, title="正在检查档案…"
        )

    def _on_record(self, row: AlertRow) -> None:
        """What happened is recorded from the alert, which it is tied to; then what follows is looked at."""
        answers = {**UNANSWERED, "person_id": row.person_id, "effective_on": None}  # the list tells the day
        if row.indicator in _DEATHS:
            answers["kind"] = "death"

        def known(home: Home) -> None:
            self.page.ask(
                "event", f"登记变动：{row.name}　{row.household_number}", fields_of(home),
                lambda part: (acting.record_for_alert, row.id, happened_of(part)),
                lambda number: f"已登记变动 {number}，待遇还没有改动。请看对待遇的影响。",
                owner=self, people=home.people, known=answers, codes=codes_of(home),
                then=lambda number: self._show(row, Ground(cause="event", evidence=number, alert_id=row.id)),
            )  # fmt: skip

        self.page.tasks.read(means.home_of, row.household_id, then=known, failed=self.page.tell, owner=self)

    def _on_propose(self, row: AlertRow) -> None:
        self._show(row, Ground(cause="alert", evidence=f"{row.title}：{row.told}", alert_id=row.id))

    def _show(self, row: AlertRow, ground: Ground) -> None:
        whose = f"{row.name}　{row.household_number}"
        show_consequences(self, row.household_id, whose, ground, acting.propose_for_alert)

    def _on_fairness(self) -> None:
        def show(found: tuple[Any, Any]) -> None:
            dialog = FairnessDialog(self, *found)
            dialog.finished.connect(lambda _result: dialog.deleteLater())
            dialog.open()

        self.page.tasks.read(alerting.accounted, then=show, failed=self.page.tell, owner=self)
