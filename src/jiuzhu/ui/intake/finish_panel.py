"""The last step: what was taken down, what is still lacking, and 受理 or one written 补正 notice."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from jiuzhu.domain import intake_rules, materials
from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import Problem
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.form_fields import Codes
from jiuzhu.ui.intake.authorisation_panel import signers
from jiuzhu.ui.intake.steps import STEPS

_TITLES = {step.name: step.title for step in STEPS}


def missing_papers(dossier: Dossier, today: date, helped_first: Collection[str]) -> list[str]:
    """What a correction notice lists: papers not received, signatures not given."""
    return materials.before_acceptance(dossier, helped_first) + [
        f"{name}的核对授权书" for name in intake_rules.unsigned(dossier, today)
    ]


def unready(dossier: Dossier, today: date, helped_first: Collection[str]) -> list[Problem]:
    """What is not typed but ticked, and still stands in the way: papers, signatures, the promise of truth."""
    needed = set(materials.before_acceptance(dossier, helped_first))
    found = [
        Problem(f"materials.{number}.received_on", f"还没收到{line.name}。")
        for number, line in enumerate(dossier.materials)
        if line.name in needed
    ]
    found += [
        Problem(f"{one.place}.authorised_on", f"{one.who}还没签核对授权。")
        for one in signers(dossier, today)
        if one.part.authorised_on is None
    ]
    if not dossier.application.truth_promised and not intake_rules.identity_follows(dossier, helped_first):
        found.append(Problem("application.truth_promised", "还没确认诚信声明已签署。"))
    return found


class FinishPanel(QWidget):
    """Summary, promise of truth, problems (Enter or a click goes there), and the ways on."""

    edited = Signal(str)
    rebuilt = Signal()
    problem_chosen = Signal(str)
    accept_wanted = Signal()
    correction_wanted = Signal(list)
    decline_wanted = Signal()

    def __init__(
        self, codes: Codes, today: date, step_with: Callable[[str], str], helped_first: Collection[str]
    ) -> None:
        super().__init__()
        pieces.named(self, "finish")
        self._helped_first = helped_first  # kinds whose papers may follow
        self.boxes: list[FieldBox] = []
        self._codes, self._today = codes, today
        self._step_with = step_with  # the applicant's own fields are asked in a step of their own
        self._dossier: Dossier | None = None
        self._missing: list[str] = []
        self.summary = pieces.label("", "", "finish.summary", wraps=True)
        self.promise = QCheckBox("申请人和成年家庭成员已阅读并签署诚信声明")
        pieces.named(self.promise, "application.truth_promised", "诚信声明已签署")
        self.promise.clicked.connect(self._on_promise)
        self.state = pieces.label("", "heading", "finish.state", wraps=True)
        self.problems = pieces.named(QListWidget(), "finish.problems", "还要填写或更正的")
        self.problems.setWordWrap(True)
        self.problems.itemActivated.connect(self._on_problem)
        self.problems.itemClicked.connect(self._on_problem)
        self.accept_button = pieces.button(
            "受理（F9）", "finish.accept", self.accept_wanted.emit, kind="primary", icon="approve"
        )
        self.missing = pieces.label("", "", "finish.missing", wraps=True)
        self.correction_button = pieces.button(
            "一次性补正告知", "finish.correct", self._on_correct, icon="document"
        )
        self.decline_button = pieces.button(
            "不予受理…", "finish.decline", self.decline_wanted.emit, kind="quiet"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.INSIDE)
        column.addWidget(pieces.label("核对登记内容", "heading"))
        column.addWidget(self.summary)
        column.addWidget(self.promise)
        column.addWidget(self.state)
        column.addWidget(self.problems)
        column.addWidget(self.missing)
        row = QHBoxLayout()
        row.addWidget(self.accept_button)
        row.addWidget(self.correction_button)
        row.addStretch()
        row.addWidget(self.decline_button)
        column.addLayout(row)

    def stops(self) -> list[QWidget]:
        """Widgets the keyboard visits, in order."""
        return [
            self.promise,
            self.problems,
            self.accept_button,
            self.correction_button,
            self.decline_button,
        ]

    def show_dossier(self, dossier: Dossier, problems: Sequence[Problem]) -> None:
        """Show the summary and what is lacking."""
        self._dossier = dossier
        self.summary.setText(self._summary(dossier))
        self.promise.setChecked(dossier.application.truth_promised)
        self._missing = missing_papers(dossier, self._today, self._helped_first)
        self.problems.clear()
        for problem in problems:
            item = QListWidgetItem(f"{_TITLES[self._step_with(problem.field)]}：{problem.message}")
            item.setData(Qt.ItemDataRole.UserRole, problem.field)
            self.problems.addItem(item)
        self.problems.setVisible(bool(problems))
        line = self.problems.fontMetrics().lineSpacing() + 8
        self.problems.setFixedHeight(line * max(2, min(8, len(problems))) + 8)
        self.state.setText(
            f"还有 {len(problems)} 处要填写或更正，选中一条按 Enter 就到那里："
            if problems
            else "内容已齐，可以受理。"
        )
        self.missing.setText(
            "补正告知会一次列明：" + "；".join(self._missing)
            if self._missing
            else "材料和授权已齐，不需要补正。"
        )
        self.correction_button.setEnabled(bool(self._missing))

    def _summary(self, dossier: Dossier) -> str:
        items = self._codes["item"].labels
        asked = "、".join(items.get(code, code) for code in dossier.application.programmes) or "（未选）"
        members = "、".join(member.name or "（未填姓名）" for member in dossier.members)
        counted = sum(1 for member in dossier.members if member.counted)
        needed = [line for line in dossier.materials if line.needed and not line.by_data]
        received = sum(1 for line in needed if line.received_on)
        wanted = signers(dossier, self._today)
        signed = sum(1 for one in wanted if one.part.authorised_on)
        property_lines = len(dossier.assets) + len(dossier.housing) + len(dossier.vehicles)
        return "\n".join((
            f"申请事项：{asked}",
            f"申请人：{dossier.applicant.name or '（未填）'}　{dossier.household.village}　{dossier.applicant.phone}",
            f"家庭成员 {len(dossier.members)} 人（计入 {counted} 人）：{members}",
            f"收入 {len(dossier.incomes)} 项，支出 {len(dossier.expenses)} 项，财产 {property_lines} 项",
            f"材料：应收 {len(needed)} 份，已收 {received} 份；核对授权：应签 {len(wanted)} 人，已签 {signed} 人",
        ))  # fmt: skip

    def _on_promise(self, ticked: bool) -> None:
        if self._dossier is not None:
            self._dossier.application.truth_promised = ticked
            self.edited.emit("application.truth_promised")

    def _on_problem(self, item: QListWidgetItem) -> None:
        self.problem_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_correct(self) -> None:
        self.correction_wanted.emit(list(self._missing))
