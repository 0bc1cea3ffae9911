"""工作台: five numbers that are queues, the queue under the chosen one, the days ahead, the last backup."""

from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.office import admin, duties, escalating, proving, workbench
from jiuzhu.services.office.admin import Colleague
from jiuzhu.services.office.escalating import EscalatedRow
from jiuzhu.services.office.open_items import open_items
from jiuzhu.services.office.workbench import QueueNumber, QueuePage, Workbench
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs import reason as reason_dialog
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, PagedRowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks


def due_text(row: QueueRow) -> tuple[str, str]:
    """Colour and words of a due day: what is due and in how many days."""
    if row.due_on is None or row.days_left is None:
        return "", "—"
    if row.days_left < 0 and row.runs_out:
        return row.colour, f"{row.due_on:%m-%d} 已期满"
    days = (
        f"还有 {row.days_left} 天"
        if row.days_left > 0
        else "今天"
        if row.days_left == 0
        else f"超 {-row.days_left} 天"
    )
    return row.colour, f"{row.due_on:%m-%d} {days}"


_WHOSE = (FormField("whose", "谁的工作", type="person", required=True, span=2),)
COLUMNS = (
    Column("期限", due_text, kind="due", width=9),
    Column("状态", "state_label", width=6),
    Column("申请人", "applicant", kind="strong", width=6),
    Column("救助事项", "programmes", width=14, stretch=True),
    Column("村（社区）", "village", width=7),
    Column("人数", "members", kind="number", width=4),
    Column("到期事项", "due_title", width=9),
    Column("受理编号", "number", width=15),
    Column("经办", "clerk_name", width=5),
)


class NumberButton(QPushButton):
    """One number of the desk: the count large, its name below; choosing it shows the queue."""

    def __init__(self, number: QueueNumber) -> None:
        super().__init__()
        pieces.named(self, f"number_{number.key}", f"{number.label} {number.count} 件")
        self.key = number.key
        self.setProperty("kind", "number")
        self.setCheckable(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE)
        self._column.setSpacing(0)
        self.count = pieces.label("", "number")
        self.name = pieces.label(number.label, "muted")
        for line in (self.count, self.name):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(line)
        self.show_number(number)

    def show_number(self, number: QueueNumber) -> None:
        """The count now, coloured by what it means."""
        self.count.setText(str(number.count))
        self.name.setText(number.label)
        self.setAccessibleName(f"{number.label} {number.count} 件")
        self.count.setStyleSheet(
            f"color: {tokens.now().colour(number.colour if number.colour != 'ok' else 'text')}"
        )
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As large as the count and its name need; a push button would only measure its own text."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same: neither line may be cut."""
        return self._column.minimumSize()


class WorkbenchPage(Page):
    """The first page after log-in."""

    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "application",
            "decision",
            "escalation",
            "handed_item",
            "load_proposal",
            "account_change",
            "composition",
            "reassessment",
        }
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "工作台", "page_workbench", parent)
        self._key = ""
        self._raised: date | None = None  # the day overdue matters were last sent up from this window
        self._proved: date | None = None  # the day the journal was last signed from this window
        self._buttons_by_key: dict[str, NumberButton] = {}
        self._numbers = QHBoxLayout()
        self._numbers.setSpacing(tokens.BETWEEN)
        self.model = PagedRowsModel(COLUMNS, self._fetch, self)
        self.table = RowsView("workbench_queue", "待办申请")
        self.table.setModel(self.model)
        taking = "受理新的申请请按 Alt+2，" if workspace.actor.may("take") else ""
        self.table.set_empty(
            f"这里没有要办的申请。{taking}查找已有的请按 Ctrl+K。"
            if workspace.sees_families
            else "您的岗位不看家庭资料，这里没有要办的申请。"
        )
        self.table.opened.connect(self._on_opened)
        self._heading = pieces.label("", "heading", "workbench_heading")
        self._warnings = pieces.label("", "warn", "workbench_warnings", wraps=True)
        self._holidays = pieces.label("", "muted", "workbench_holidays", wraps=True)
        self._backup = pieces.label("", "muted", "workbench_backup", wraps=True)
        if workspace.actor.may("take"):
            self.add_button(
                "受理新申请", "new_application", lambda: self.intake_wanted.emit(""), primary=True, icon="add"
            )
        self.answer = self.add_button("答复督办…", "answer_escalation", self._on_answer, icon="edit")
        self.answer.hide()
        if workspace.actor.may("hand_over"):
            self.add_button("移交同事的工作…", "hand_over_work", self._on_hand_over, icon="right")
        self._lay_out_body()

    def _lay_out_body(self) -> None:
        self.body.addLayout(self._numbers)
        row = QHBoxLayout()
        row.setSpacing(tokens.AROUND)
        left = QVBoxLayout()
        left.addWidget(self._heading)
        left.addWidget(self.table, 1)
        row.addLayout(left, 1)
        row.addWidget(self._side())
        self.body.addLayout(row, 1)

    def _side(self) -> QFrame:
        side = pieces.card("workbench_side")
        side.setFixedWidth(min(tokens.scaled(tokens.SIDE_PANEL - 60), tokens.SIDE_PANEL))  # the queue first
        column = QVBoxLayout(side)
        column.setSpacing(tokens.INSIDE)
        for title, line in (
            ("请注意", self._warnings),
            ("近期放假与补班", self._holidays),
            ("备份", self._backup),
        ):
            column.addWidget(pieces.label(title, "heading"))
            column.addWidget(line)
            column.addSpacing(tokens.BETWEEN)
        column.addStretch(1)
        return side

    def reload(self) -> None:
        """Send up what is overdue, once a day; count the queues again and show the chosen one."""
        if self._raised != self.workspace.today():
            self._raised = self.workspace.today()
            self.tasks.write(escalating.raise_overdue, owner=self, title="正在上报超期事项…")
        last = duties.records(self.workspace.home)["backup"].done
        troubles = duties.troubles(self.workspace)
        self.tasks.read(
            workbench.today,
            last,
            self.workspace.home,
            troubles,
            then=self._on_today,
            owner=self,
            key="workbench",
        )

    def _backed_up(self, found: Workbench) -> str:
        if not self.workspace.kept_here:
            return "数据在共用的服务器上，由服务器管理员备份"
        return f"上次备份 {found.last_backup}" if found.last_backup else "还没有备份过"

    def _on_today(self, found: Workbench) -> None:
        for number in found.numbers:
            button = self._buttons_by_key.get(number.key)
            if button is None:
                button = NumberButton(number)
                button.clicked.connect(lambda _=False, key=number.key: self.choose(key))
                self._buttons_by_key[number.key] = button
                self._numbers.addWidget(button, 1)
            button.show_number(number)
        self._show_lines(self._warnings, found.warnings, "没有")
        self._show_lines(self._holidays, found.holidays, "最近 30 天没有调休")
        self._backup.setText(self._backed_up(found))
        for key, button in list(self._buttons_by_key.items()):
            if key not in {number.key for number in found.numbers}:
                self._numbers.removeWidget(button)
                button.deleteLater()
                del self._buttons_by_key[key]
        if self._key not in self._buttons_by_key:
            self._key = ""
        busy = next((number.key for number in found.numbers if number.count), found.numbers[0].key)
        self.choose(self._key or busy)
        self._prove()

    def _prove(self) -> None:
        """The day's checkpoint, behind everything the person waits for."""
        if self._proved != self.workspace.today():
            self._proved = self.workspace.today()
            self.tasks.call(proving.make_daily, self.workspace, owner=self, title="正在做日志检查点…")

    @staticmethod
    def _show_lines(label: QLabel, lines: list[str], nothing: str) -> None:
        label.setText("\n".join(f"· {line}" for line in lines) if lines else nothing)
        label.setProperty("role", "muted" if not lines else label.property("role"))
        pieces.restyle(label)

    def choose(self, key: str) -> None:
        """Show the queue behind a number."""
        self._key = key
        self.answer.setVisible(key == workbench.ESCALATED)
        for name, button in self._buttons_by_key.items():
            button.setChecked(name == key)
        self._heading.setText(self._buttons_by_key[key].name.text())
        self.model.reload()

    def _fetch(self, offset: int, limit: int, _sort: str, then: Any) -> None:
        if not self._key:
            return

        def take(page: QueuePage) -> None:
            then(page.rows, page.total)

        self.tasks.read(
            workbench.queue, self._key, "", offset, limit, then=take, owner=self, key="workbench_queue"
        )

    def _on_opened(self, row: QueueRow) -> None:
        if row.application_id:
            self.application_chosen.emit(row.application_id)
        else:
            self.say("info", f"{row.applicant} {row.number}：{row.programmes}。".strip())

    def _on_hand_over(self) -> None:
        self.tasks.read(admin.colleagues, then=self._ask_whose, owner=self)

    def _ask_whose(self, found: list[Colleague]) -> None:
        known = {one.id: one for one in found if one.at_work}

        def opened(_items: Any, whose: str) -> None:
            from jiuzhu.ui.settings.hand_over_dialog import HandOverDialog  # noqa: PLC0415  # seldom wanted

            dialog = HandOverDialog(self, known[whose], lambda text: self.say("ok", text))
            dialog.finished.connect(lambda _result: dialog.deleteLater())
            dialog.open()

        asked = self.ask(
            "hand_over_whose", "移交同事的工作", _WHOSE, lambda part: (open_items, part.whose),
            lambda items: f"共有 {len(items)} 件未办结事项。", people=[(one.id, one.name) for one in known.values()],
            button="看清单", how="read", then=lambda items: opened(items, asked.part.whose),
        )  # fmt: skip

    def _on_answer(self) -> None:
        row = self.table.chosen_row()
        if not isinstance(row, EscalatedRow):
            self.say("info", "请先在列表里选中要答复的一件。")
            return
        told = reason_dialog.ask(self, "答复督办", f"{row.applicant} {row.due_title}：处理意见和办结安排")
        if told:
            self.tasks.write(
                escalating.answer_escalation,
                row.escalation_id,
                told,
                then=lambda _: self.say("ok", f"{row.applicant}：督办已答复，事项办结前仍在“已超期”里。"),
                failed=self.tell,
                owner=self,
            )
