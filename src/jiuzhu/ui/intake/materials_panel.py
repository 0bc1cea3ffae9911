"""材料清单: what must be brought, ticked when received; what the government's data already says is not asked for."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from jiuzhu.domain.dossier import Dossier, MaterialPart
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.form_box import FieldBox


class MaterialsPanel(QWidget):
    """One tick a paper; Space ticks, the day of receipt is today."""

    edited = Signal(str)
    rebuilt = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        pieces.named(self, "materials")
        self.boxes: list[FieldBox] = []  # ticks are not fields of a form
        self._ticks: list[QCheckBox] = []
        self._today = today
        self._shown: list[tuple[str, bool, bool]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE)
        self._holder: QWidget | None = None
        self._dossier: Dossier | None = None

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the dossier's checklist; ticks already given stay."""
        self._dossier = dossier
        lines = dossier.materials
        shape = [(line.code, line.needed, line.by_data) for line in lines]
        if shape == self._shown and self._holder is not None:
            for box, (number, line) in zip(self._ticks, self._asked(dossier), strict=True):
                box.setObjectName(f"materials.{number}.received_on")
                self._set(box, line)
            return
        self._shown = shape
        self._build(dossier)
        self.rebuilt.emit()

    def stops(self) -> list[QWidget]:
        """Widgets the keyboard visits, in order."""
        return list(self._ticks)

    def _asked(self, dossier: Dossier) -> list[tuple[int, MaterialPart]]:
        return [(number, line) for number, line in enumerate(dossier.materials) if not line.by_data]

    def _build(self, dossier: Dossier) -> None:
        if self._holder is not None:
            self._holder.setParent(None)
            self._holder.deleteLater()
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(pieces.label("需要提交的材料（收到就按空格打勾）", "heading"))
        self._ticks = []
        for number, line in self._asked(dossier):
            box = QCheckBox(f"{line.name}{'' if line.needed else '（有则提交）'}")
            pieces.named(box, f"materials.{number}.received_on", f"收到 {line.name}")
            self._set(box, line)
            box.clicked.connect(lambda ticked, row=number: self._on_ticked(row, ticked))
            self._ticks.append(box)
            column.addWidget(box)
        given = [line for line in dossier.materials if line.by_data]
        if given:
            column.addSpacing(tokens.INSIDE)
            column.addWidget(pieces.label("由数据获取，不用提交", "heading"))
            column.addWidget(pieces.label("\n".join(f"· {line.name}" for line in given), "muted", wraps=True))
        self._column.addWidget(self._holder)
        self._holder.show()

    def _set(self, box: QCheckBox, line: MaterialPart) -> None:
        box.setChecked(line.received_on is not None)
        box.setToolTip(f"{line.received_on} 收到" if line.received_on else "")

    def _on_ticked(self, number: int, ticked: bool) -> None:
        if self._dossier is not None:
            self._dossier.materials[number].received_on = self._today if ticked else None
        self.edited.emit(f"materials.{number}.received_on")
