"""The intake being worked on: steps at the left, the form in the middle, the policy radar at the right."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Section
from jiuzhu.domain.obligations import never_beside
from jiuzhu.errors import Problem
from jiuzhu.services.casework import assessing
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.departments import helped_first
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.form_places import canonical
from jiuzhu.ui.form_view import FormView
from jiuzhu.ui.intake.authorisation_panel import AuthorisationPanel
from jiuzhu.ui.intake.finish_panel import FinishPanel, unready
from jiuzhu.ui.intake.materials_panel import MaterialsPanel
from jiuzhu.ui.intake.radar_panel import RadarPanel
from jiuzhu.ui.intake.steps import STEPS, StepsList, step_of

LOOK_DELAY = 150  # milliseconds without a key before the radar and the ticks look again
STEPS_WIDTH = 148
RADAR_LEAST = 220
_FORMS = ("F01", "F02", "F03", "F25")
_NAMES = [step.name for step in STEPS]


class WorkPanel(QWidget):
    """Shows one dossier and writes into it; says what was edited and what the clerk wants."""

    edited = Signal(str)
    told = Signal(str)
    accept_wanted = Signal()
    correction_wanted = Signal(list)
    decline_wanted = Signal()

    def __init__(self, rules: Desk, today: date) -> None:
        super().__init__()
        pieces.named(self, "intake_work")
        self.dossier: Dossier | None = None
        self._rules, self._today = rules, today
        self._seen: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_DELAY)
        self._timer.timeout.connect(self.look)
        self.steps = StepsList()
        self.steps.setFixedWidth(tokens.scaled(STEPS_WIDTH))
        self.radar = RadarPanel()
        self.radar.setFixedWidth(tokens.SIDE_PANEL)
        self.stack = QStackedWidget()
        self.materials = MaterialsPanel(today)
        self.authorisation = AuthorisationPanel(rules.codes, today)
        self._helped_first = helped_first(rules)
        self.finish = FinishPanel(rules.codes, today, self._step_with, self._helped_first)
        self.views = {name: FormView(self._sections(name), rules.codes, today) for name in _NAMES}
        self.views["materials"].add_part(self.materials, self.materials)
        self.views["authorisation"].add_part(self.authorisation, self.authorisation)
        self.views["accept"].add_part(self.finish, self.finish)
        self.back_button = pieces.button("上一步", "intake_back", lambda: self.go(-1), icon="left")
        self.next_button = pieces.button("下一步（F2）", "intake_next_step", lambda: self.go(1), icon="right")
        self._lay_out()
        self._connect()

    @property
    def step(self) -> str:
        """The step on screen."""
        return _NAMES[self.stack.currentIndex()]

    def show_dossier(self, dossier: Dossier) -> None:
        """Begin with a dossier at its first step."""
        self.dossier = dossier
        self._seen = set()
        for view in self.views.values():
            view.set_dossier(dossier)
        for name in _NAMES:
            self.steps.mark(name, "open")
        self.show_step("applicant")
        self.look()

    def forget(self) -> None:
        """Put the dossier aside: nothing is looked at any more."""
        self._timer.stop()
        self.dossier = None

    def go_on(self) -> None:
        """F2."""
        if self.dossier is not None:
            self._on_next()

    def go_back(self) -> None:
        """Shift+F2."""
        if self.dossier is not None:
            self.go(-1)

    def go(self, way: int) -> None:
        """The next or the previous step."""
        self.show_step(_NAMES[max(0, min(len(_NAMES) - 1, _NAMES.index(self.step) + way))])

    def show_step(self, name: str, *, focus: bool = True) -> None:
        """Show a step; what other steps changed is shown anew."""
        if self.dossier is None:
            return
        self._seen.add(self.step)
        self.stack.setCurrentIndex(_NAMES.index(name))
        self.steps.show_step(name)
        view = self.views[name]
        view.refresh()
        self.look()
        self.back_button.setEnabled(name != _NAMES[0])
        self.next_button.setEnabled(name != _NAMES[-1])
        if focus:
            view.focus_first()

    def show_paths(self, problems: list[Problem]) -> None:
        """Go to the first problem and show all of its step beside their fields."""
        if not problems:
            return
        name = self._step_with(problems[0].field)
        self.show_step(name, focus=False)
        here = [problem for problem in problems if self._step_with(problem.field) == name]
        self.views[name].show_problems(here)
        if not self.views[name].focus_path(here[0].field):
            self._focus_named(here[0].field)

    def ask_for(self, programme: str) -> None:
        """Ask for one more kind, found by the radar; its own questions show at once."""
        if self.dossier is None or programme in self.dossier.application.programmes:
            return
        against = [
            self._rules.label("item", code)
            for code in self.dossier.application.programmes
            if code in never_beside(programme)
        ]
        asked = {*self.dossier.application.programmes, programme}
        self.dossier.application.programmes = [
            code for code in self._rules.codes["item"].codes if code in asked
        ]
        for view in self.views.values():
            view.refresh()
        self.look()
        beside = f"它与已申请的{'、'.join(against)}不能同时享受，确认时只能享受一项。" if against else ""
        self.told.emit(f"已加入申请：{self._rules.label('item', programme)}。{beside}")
        self.edited.emit("application.programmes")
        if not self.radar.enter():
            self.views[self.step].focus_first()

    def to_radar(self) -> None:
        """F6: to what the radar offers, and back to the form."""
        focus = self.focusWidget()
        if focus is not None and self.radar.isAncestorOf(focus):
            self.views[self.step].focus_first()
        elif self.dossier is not None and not self.radar.enter():
            self.told.emit("政策雷达里没有可以加入的事项。")

    def problems(self) -> list[Problem]:
        """Everything that stands in the way, typed text that cannot be read first."""
        if self.dossier is None:
            return []
        found: dict[str, Problem] = {}
        for view in self.views.values():
            for problem in view.problems():
                found.setdefault(canonical(problem.field), problem)
        lacking = intake.problems(self._rules, self.dossier, self._today)
        for problem in lacking + unready(self.dossier, self._today, self._helped_first):
            found.setdefault(canonical(problem.field), problem)
        return sorted(found.values(), key=lambda problem: _NAMES.index(self._step_with(problem.field)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The radar gives way to the form when large text needs the room."""
        super().resizeEvent(event)
        self.radar.setFixedWidth(max(RADAR_LEAST, min(tokens.SIDE_PANEL, self.width() // 4)))

    def look(self) -> None:
        """Radar, checklist, signers and ticks, on what is typed now."""
        if self.dossier is None:
            return
        self._timer.stop()
        self.dossier.materials = intake.checklist(self._rules, self.dossier)
        self.materials.show_dossier(self.dossier)
        self.authorisation.show_dossier(self.dossier)
        self.radar.show_lines(assessing.radar(self._rules, self.dossier, self._today))
        problems = self.problems()
        lacking = {self._step_with(problem.field) for problem in problems}
        for name in _NAMES:
            if name in self._seen or name == self.step:
                self.steps.mark(name, "lacking" if name in lacking else "done")
        if self.step == "accept":
            self.finish.show_dossier(self.dossier, problems)

    def _sections(self, step: str) -> list[Section]:
        return [
            section for form in _FORMS for section in self._rules.forms[form].sections if section.step == step
        ]

    def _step_with(self, path: str) -> str:
        wanted = canonical(path)
        if wanted.startswith("members.0.") and self.views["applicant"].has_field(path):
            return "applicant"
        return step_of(path)

    def _focus_named(self, path: str) -> None:
        for widget in self.views[self.step].findChildren(QWidget, path):
            widget.setFocus()

    def _lay_out(self) -> None:
        for name in _NAMES:
            self.stack.addWidget(self.views[name])
        middle = pieces.card("intake_form")
        column = QVBoxLayout(middle)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(tokens.INSIDE)
        column.addWidget(self.stack, 1)
        column.addWidget(pieces.hairline())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.back_button)
        foot.addStretch()
        foot.addWidget(self.next_button)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.BETWEEN)
        row.addWidget(self.steps)
        row.addWidget(middle, 1)
        row.addWidget(self.radar)

    def _connect(self) -> None:
        self.steps.step_chosen.connect(self.show_step)
        self.radar.add_wanted.connect(self.ask_for)
        for view in self.views.values():
            view.edited.connect(self._on_edited)
            view.next_wanted.connect(self._on_next)
            view.told.connect(self.told)
        self.finish.problem_chosen.connect(
            lambda path: self.show_paths([Problem(path, self._sentence(path))])
        )
        self.finish.accept_wanted.connect(self.accept_wanted)
        self.finish.correction_wanted.connect(self.correction_wanted)
        self.finish.decline_wanted.connect(self.decline_wanted)

    def _sentence(self, path: str) -> str:
        return next((item.message for item in self.problems() if item.field == path), "")

    def _on_next(self) -> None:
        if self.step == _NAMES[-1]:
            button: QPushButton = self.finish.accept_button
            button.setFocus()
        else:
            self.go(1)

    def _on_edited(self, path: str) -> None:
        self._timer.start()
        self.edited.emit(path)
