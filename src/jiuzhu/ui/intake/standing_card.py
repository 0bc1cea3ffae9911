"""本户已享受, beside the form: what the people of the form have already, so that nobody asks for it again."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from jiuzhu.services.counter.standing import Received, Standing
from jiuzhu.ui import pieces

_SHOWN = 6  # lines; the file shows all
_ROLES = {"in_force": "ok", "starts": "ok", "once": "", "ended": "muted"}


def _told(line: Received) -> str:
    who = f"{line.who}　" if line.who else ""
    yuan = line.amount or line.monthly
    money = f"{yuan:,.2f} 元" + ("" if line.state == "once" else "/月") if yuan else ""
    return "，".join(part for part in (f"{who}{line.label}", money, line.period) if part)


class StandingCard(QFrame):
    """Hidden while the household has nothing."""

    def __init__(self) -> None:
        super().__init__()
        pieces.named(self, "intake_standing", "本户已享受")
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(3)
        self._column.addWidget(pieces.label("本户已享受", "heading"))
        self.hide()

    def show_standing(self, found: Standing | None) -> None:
        """The first lines: in force, about to begin, given once, ended."""
        while self._column.count() > 1:
            item = self._column.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        lines = found.lines if found is not None else []
        for place, line in enumerate(lines[:_SHOWN]):
            made = pieces.label(_told(line), _ROLES[line.state], f"intake_standing.{place}", wraps=True)
            made.setToolTip(f"受理编号 {line.number}")
            self._column.addWidget(made)
        if len(lines) > _SHOWN:
            self._column.addWidget(pieces.label(f"另有 {len(lines) - _SHOWN} 项，见卷宗", "caption"))
        for text in found.flags if found is not None else ():
            self._column.addWidget(pieces.label(f"▲ {text}", "warn", wraps=True))
        self.setVisible(bool(lines))
