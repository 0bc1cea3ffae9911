"""认定依据, 时限, 经过: what the figures mean now, what is due when, and what happened."""

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from jiuzhu.services.office.history import HistoryLine
from jiuzhu.services.survey.checking import CheckFile
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import SIGNS

_SHOWN = 12  # lines of the history
_RESULT_ROLE = {"entitled": "ok", "not_entitled": "bad", "manual": "warn"}


class SidePanel(QFrame):
    """Three quiet parts, read only."""

    def __init__(self) -> None:
        super().__init__()
        pieces.named(self, "check_side", "依据、时限和经过")
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        column.setSpacing(tokens.INSIDE)
        self._parts: dict[str, QVBoxLayout] = {}
        for name, title in (("why", "认定依据"), ("clocks", "时限"), ("history", "经过")):
            part = QVBoxLayout()
            part.setSpacing(tokens.SPACE)
            self._parts[name] = part
            column.addWidget(pieces.label(title, "heading"))
            column.addLayout(part)
            column.addSpacing(tokens.BETWEEN)
        column.addStretch(1)

    def show_file(self, file: CheckFile) -> None:
        """Fill the three parts."""
        asked = set(file.dossier.application.programmes)
        why: list[QWidget] = []
        for finding in file.dossier.findings:
            if finding.programme in asked:
                why.append(pieces.label(finding.headline, _RESULT_ROLE.get(finding.result, ""), wraps=True))
                why += [pieces.label(f"▲ {line}", "warn", wraps=True) for line in finding.clashes]
                why += [pieces.label(line, "caption", wraps=True) for line in finding.why]
        _fill(self._parts["why"], why)
        clocks: list[QWidget] = [
            pieces.label(
                f"{SIGNS[line.colour][0]} {line.title}：{line.text}", _colour(line.colour), wraps=True
            )
            for line in file.clocks
        ]
        _fill(self._parts["clocks"], clocks)
        _fill(
            self._parts["history"],
            [pieces.label(told(line), "caption", wraps=True) for line in file.history[:_SHOWN]],
        )


def told(line: HistoryLine) -> str:
    """Who did what when; below it what changed and what was written down."""
    changed = [
        f"{label}：{old} → {new}" if old else f"{label}：{new}"
        for label, old, new in line.fields
        if old or new
    ]
    lines = (f"{line.at}　{line.who}　{line.what}", *changed, line.note)
    return "\n".join(part for part in lines if part)


def _colour(colour: str) -> str:
    return "" if colour == "ok" else colour


def _fill(part: QLayout, widgets: list[QWidget]) -> None:
    while part.count():
        item = part.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
    for widget in widgets or [pieces.label("还没有", "muted")]:
        part.addWidget(widget)
