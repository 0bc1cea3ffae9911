"""核对授权 (F03): every adult signs, or a guardian for them, for 特困 the obligors too; without all nothing is checked."""

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from jiuzhu.domain import intake_rules
from jiuzhu.domain.dossier import Dossier, MemberPart, ObligorPart
from jiuzhu.domain.form import FormField
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.form_fields import Codes

_SIGNED_ON = FormField(name="authorised_on", label="签字日期", type="date")
_SIGNED_BY = FormField(name="authorised_by", label="代签监护人", hint="本人签字不填")
_EVERYBODY = "每位成年家庭成员都要签字、按指印，申请特困的，分开居住的义务人也要签；不能签字的由监护人代签。缺一人，信息核对就不能发起。"
_NOBODY = "申请的事项不查家庭收入和财产，不需要签核对授权。"


class Signer(NamedTuple):
    """Somebody who must sign, and where on the form: `members.0` or `obligors.1`."""

    place: str
    part: MemberPart | ObligorPart

    @property
    def who(self) -> str:
        """The name, with a word for those who do not live here."""
        name = self.part.name or "（未填姓名）"
        return name if isinstance(self.part, MemberPart) else f"{name}（义务人）"


def signers(dossier: Dossier, today: date) -> list[Signer]:
    """Everybody who must sign, in the order of the form; nobody where nothing is checked."""
    if not intake_rules.is_checked(dossier):
        return []
    wanted = {member.id for member in intake_rules.adults(dossier, today)}
    wanted |= {one.id for one in intake_rules.signing_obligors(dossier)}
    places: list[Signer] = [Signer(f"members.{at}", one) for at, one in enumerate(dossier.members)]
    places += [Signer(f"obligors.{at}", one) for at, one in enumerate(dossier.obligors)]
    return [one for one in places if one.part.id in wanted]


class AuthorisationPanel(QWidget):
    """One line a signer: signed, when, and by which guardian."""

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
        self._told = pieces.label("", "muted", "authorisation.told", wraps=True)
        column.addWidget(self._told)
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        column.addSpacing(tokens.INSIDE)
        self._holder: QWidget | None = None

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the signers of the dossier."""
        found = signers(dossier, self._today)
        self._told.setText(_EVERYBODY if found else _NOBODY)
        people = [f"{one.place}{one.part.id}{one.who}" for one in found]
        if people == self._people and self._holder is not None:
            for tick, one in zip(self._ticks, found, strict=True):
                tick.setChecked(one.part.authorised_on is not None)
            for box in self.boxes:
                if not box.editor.widget.hasFocus():
                    box.refill()
            return
        self._people = people
        self._build(found)
        self.rebuilt.emit()

    def _build(self, found: list[Signer]) -> None:
        if self._holder is not None:
            self._holder.setParent(None)
            self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        for column, words in enumerate(("签字人", _SIGNED_ON.label, _SIGNED_BY.label) if found else ()):
            grid.addWidget(pieces.label(words, "muted"), 0, column)
        self.boxes, self._ticks = [], []
        for row, one in enumerate(found, start=1):
            tick = QCheckBox(f"{one.who}　已签字")
            pieces.named(tick, f"{one.place}.authorised", f"{one.who} 已签字")
            tick.setChecked(one.part.authorised_on is not None)
            grid.addWidget(tick, row, 0)
            self._ticks.append(tick)
            boxes = []
            for column, field in enumerate((_SIGNED_ON, _SIGNED_BY), start=1):
                box = FieldBox(field, self._codes, self._today, compact=True)
                box.bind(one.part, field.name, f"{one.place}.{field.name}", self._raw)
                box.editor.widget.setAccessibleName(f"{one.who} {field.label}")
                box.edited.connect(self._on_edited)
                grid.addWidget(box, row, column)
                boxes.append(box)
            self.boxes += boxes
            tick.clicked.connect(lambda ticked, who=one, day=boxes[0]: self._on_ticked(who, day, ticked))
        self._rows.addWidget(self._holder)
        self._holder.show()

    def stops(self) -> list[QWidget]:
        """Widgets the keyboard visits, in order."""
        found: list[QWidget] = []
        for number, tick in enumerate(self._ticks):
            found += [tick, *(box.editor.focus[0] for box in self.boxes[2 * number : 2 * number + 2])]
        return found

    def _on_ticked(self, who: Signer, day: FieldBox, ticked: bool) -> None:
        who.part.authorised_on = self._today if ticked else None
        day.forget_raw()
        day.refill()
        self.edited.emit(f"{who.place}.authorised_on")

    def _on_edited(self, path: str) -> None:
        for tick, box in zip(self._ticks, self.boxes[::2], strict=True):
            tick.setChecked(box.answer is not None)
        self.edited.emit(path)
