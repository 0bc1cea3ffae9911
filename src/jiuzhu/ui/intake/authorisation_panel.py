"""核对授权 (F03): every adult signs, or a guardian for them; without all of them nothing is sent to the check."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from jiuzhu.domain import intake_rules
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.form import FormField
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.form_fields import Codes

_SIGNED_ON = FormField(name="authorised_on", label="签字日期", type="date")
_SIGNED_BY = FormField(name="authorised_by", label="代签监护人", hint="本人签字不填")


def adults(dossier: Dossier, today: date) -> list[tuple[int, MemberPart]]:
    """Members who must sign, with their number on the form."""
    signers = {member.id for member in intake_rules.adults(dossier, today)}
    return [(number, member) for number, member in enumerate(dossier.members) if member.id in signers]


class AuthorisationPanel(QWidget):
    """One line an adult: signed, when, and by which guardian."""

    edited = Signal(str)
    rebuilt = Signal()

    def __init__(self, codes: Codes, today: date) -> None:
        super().__init__()
        pieces.named(self, "authorisation")
        self.boxes: list[FieldBox] = []
        self._ticks: list[QCheckBox] = []
        self._codes, self._today = codes, today
        self._raw: dict[str, str] = {}
        self._people: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pieces.label("家庭经济状况核对授权", "heading"))
        column.addWidget(
            pieces.label(
                "每位成年家庭成员都要签字、按指印；不能签字的由监护人代签。缺一人，信息核对就不能发起。",
                "muted",
                wraps=True,
            )
        )
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        column.addSpacing(tokens.INSIDE)
        self._holder: QWidget | None = None

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the adults of the dossier."""
        found = adults(dossier, self._today)
        people = [f"{number}{member.id}{member.name}" for number, member in found]
        if people == self._people:
            for tick, (_, member) in zip(self._ticks, found, strict=True):
                tick.setChecked(member.authorised_on is not None)
            for box in self.boxes:
                if not box.editor.widget.hasFocus():
                    box.refill()
            return
        self._people = people
        self._build(found)
        self.rebuilt.emit()

    def _build(self, found: list[tuple[int, MemberPart]]) -> None:
        if self._holder is not None:
            self._holder.setParent(None)
            self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        for column, words in enumerate(("成年家庭成员", _SIGNED_ON.label, _SIGNED_BY.label)):
            grid.addWidget(pieces.label(words, "muted"), 0, column)
        self.boxes, self._ticks = [], []
        for row, (number, member) in enumerate(found, start=1):
            tick = QCheckBox(f"{member.name or '（未填姓名）'}　已签字")
            pieces.named(tick, f"members.{number}.authorised", f"{member.name} 已签字")
            tick.setChecked(member.authorised_on is not None)
            grid.addWidget(tick, row, 0)
            self._ticks.append(tick)
            boxes = []
            for column, field in enumerate((_SIGNED_ON, _SIGNED_BY), start=1):
                box = FieldBox(field, self._codes, self._today, compact=True)
                box.bind(member, field.name, f"members.{number}.{field.name}", self._raw)
                box.editor.widget.setAccessibleName(f"{member.name} {field.label}")
                box.edited.connect(self._on_edited)
                grid.addWidget(box, row, column)
                boxes.append(box)
            self.boxes += boxes
            tick.clicked.connect(
                lambda ticked, who=member, at=number, day=boxes[0]: self._on_ticked(who, at, day, ticked)
            )
        self._rows.addWidget(self._holder)
        self._holder.show()

    def stops(self) -> list[QWidget]:
        """Widgets the keyboard visits, in order."""
        found: list[QWidget] = []
        for number, tick in enumerate(self._ticks):
            found += [tick, *(box.editor.focus[0] for box in self.boxes[2 * number : 2 * number + 2])]
        return found

    def _on_ticked(self, member: MemberPart, number: int, day: FieldBox, ticked: bool) -> None:
        member.authorised_on = self._today if ticked else None
        day.forget_raw()
        day.refill()
        self.edited.emit(f"members.{number}.authorised_on")

    def _on_edited(self, path: str) -> None:
        for tick, box in zip(self._ticks, self.boxes[::2], strict=True):
            tick.setChecked(box.answer is not None)
        self.edited.emit(path)
