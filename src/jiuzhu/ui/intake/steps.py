"""The steps of an intake, at the left: where one is, what is done, what still lacks something."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from jiuzhu.ui import icons, pieces, tokens

STATES = {"open": ("", "未填"), "done": ("ok", "已填好"), "lacking": ("warning", "还有要填的")}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its word in forms (`step` of a section) and its title."""

    name: str
    title: str


STEPS = (
    Step("applicant", "申请人与事项"),
    Step("members", "家庭成员"),
    Step("income", "收入与支出"),
    Step("assets", "财产"),
    Step("materials", "材料清单"),
    Step("authorisation", "核对授权"),
    Step("accept", "受理"),
)

_PART_STEPS = {
    "members": "members",
    "obligors": "members",
    "parents": "members",
    "incomes": "income",
    "expenses": "income",
    "bills": "income",
    "assets": "assets",
    "housing": "assets",
    "vehicles": "assets",
    "materials": "materials",
    "authorisations": "authorisation",
}


def step_of(path: str) -> str:
    """The step in which a problem of this path is put right."""
    if "authorised" in path:
        return "authorisation"
    if path == "application.truth_promised":
        return "accept"
    return _PART_STEPS.get(path.split(".", 1)[0], "applicant")


class StepsList(QListWidget):
    """The steps; choosing one asks the page to show it."""

    step_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        pieces.named(self, "steps", "办理步骤")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        for number, step in enumerate(STEPS, start=1):
            item = QListWidgetItem(f"{number}  {step.title}")
            item.setData(Qt.ItemDataRole.UserRole, step.name)
            item.setToolTip(f"Ctrl+{number}")
            item.setSizeHint(QSize(0, tokens.scaled(tokens.ROW)))
            self.addItem(item)
        self.currentRowChanged.connect(self._on_row)

    def show_step(self, name: str) -> None:
        """Mark where one is; emits nothing."""
        self.blockSignals(True)
        self.setCurrentRow(next(row for row, step in enumerate(STEPS) if step.name == name))
        self.blockSignals(False)

    def mark(self, name: str, state: str) -> None:
        """Show a step as open, done or lacking: a sign and words, never colour alone."""
        icon, words = STATES[state]
        for row, step in enumerate(STEPS):
            if step.name == name:
                item = self.item(row)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row + 1} {step.title}，{words}")
                role = "ok" if state == "done" else "warn"
                item.setIcon(icons.icon(icon, role) if icon else icons.icon("right", "muted"))

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.step_chosen.emit(STEPS[row].name)
