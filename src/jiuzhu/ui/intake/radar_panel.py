"""政策雷达: for every kind of assistance, entitled / needs … / not, because …, while the form is being typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jiuzhu.services.casework.assessing import RadarLine
from jiuzhu.ui import icons, pieces, tokens
from jiuzhu.ui.intake.standing_card import StandingCard

# result → (icon, role, the word that stands for the colour)
RESULTS = {
    "entitled": ("ok", "ok", "符合"),
    "manual": ("warning", "warn", "还需"),
    "not_entitled": ("refuse", "bad", "不符合"),
}


_WORTH_ASKING = frozenset({"entitled", "manual"})
_FIRST = 3  # widgets above the cards


class RadarCard(QFrame):
    """One programme: result, headline, what is still needed; the why lines open below, what fits can be asked for."""

    add_wanted = Signal(str)

    def __init__(self, programme: str) -> None:
        super().__init__()
        self.programme = programme
        pieces.named(self, f"radar.{programme}")
        self.setProperty("role", "card")
        self._sign = pieces.sign("info", "muted")
        self._word = pieces.label("", "", f"radar.{programme}.result")
        self._label = pieces.label("", "heading", wraps=True)
        self._headline = pieces.label("", "", f"radar.{programme}.headline", wraps=True)
        self._needs = pieces.label("", "caption", f"radar.{programme}.needs", wraps=True)
        self._clashes = pieces.label("", "warn", f"radar.{programme}.clashes", wraps=True)
        self._more = pieces.button("为什么", f"radar.{programme}.more", self._on_more, kind="link")
        self.add = pieces.button(
            "加入申请", f"radar.{programme}.add", lambda: self.add_wanted.emit(programme), icon="add"
        )
        self._why = pieces.label("", "caption", f"radar.{programme}.why", wraps=True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 6)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(self._sign)
        head.addWidget(self._word)
        head.addStretch()
        head.addWidget(self._more)
        column.addWidget(self._label)
        column.addLayout(head)
        column.addWidget(self._headline)
        column.addWidget(self._needs)
        column.addWidget(self._clashes)
        column.addWidget(self.add)
        column.addWidget(self._why)

    def show_line(self, line: RadarLine) -> None:
        """Show what is found now."""
        icon, role, word = RESULTS[line.result]
        if line.clashes and line.result == "entitled":
            icon, role = "warning", "warn"  # it fits by itself: not so beside something else
        icons.give(self._sign, icon, role)
        self._word.setText(word)
        self._word.setProperty("role", role)
        pieces.restyle(self._word)
        self._label.setText(f"{line.label}{'' if line.asked or not line.offered else '（未申请）'}")
        self._headline.setText(line.headline.removeprefix(f"{word}："))  # the word stands above already
        self._needs.setText("还需：" + "；".join(line.needs) if line.needs else "")
        self._needs.setVisible(not all(need in line.headline for need in line.needs))
        self._clashes.setText("\n".join(f"▲ {clash}" for clash in line.clashes))
        self._clashes.setVisible(bool(line.clashes))
        self._why.setText("\n".join(line.why))
        self._more.setVisible(bool(line.why))
        self.add.setVisible(line.offered and not line.asked and line.result in _WORTH_ASKING)
        self.add.setAccessibleName(f"把{line.label}加入申请")
        self.setAccessibleName("，".join((f"{line.label}：{word}", line.headline, *line.clashes)))

    def _on_more(self) -> None:
        opened = self._why.isHidden()
        self._why.setVisible(opened)
        self._more.setText("收起" if opened else "为什么")


class RadarPanel(QScrollArea):
    """The panel at the right; lines of what was asked for stand first.

    F6 comes to what the household seems entitled to and did not ask for; the arrows go on, Enter asks for it.
    """

    add_wanted = Signal(str)  # a kind to be asked for as well

    def __init__(self) -> None:
        super().__init__()
        pieces.named(self, "radar", "政策雷达")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards: dict[str, RadarCard] = {}
        inner = pieces.named(QWidget(), "page_body")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, tokens.SPACE, 0)
        self._column.setSpacing(tokens.INSIDE)
        self.standing = StandingCard()
        self._column.addWidget(self.standing)
        self._column.addWidget(pieces.label("政策雷达", "heading"))
        self._note: QLabel = pieces.label(
            "按已填内容随时推算，最终以核查后的数据为准。按 F6 选没有申请而可能符合的。",
            "caption",
            wraps=True,
        )
        self._column.addWidget(self._note)
        self._column.addStretch()
        self.setWidget(inner)

    def show_lines(self, lines: Sequence[RadarLine]) -> None:
        """Show the programmes in order, those asked for first."""
        shown = {line.programme for line in lines}
        for programme, card in self._cards.items():
            card.setVisible(programme in shown)
        for place, line in enumerate(sorted(lines, key=lambda item: not item.asked)):
            known = self._cards.get(line.programme)
            if known is None:
                known = self._cards[line.programme] = RadarCard(line.programme)
                known.add_wanted.connect(self.add_wanted)
                known.add.installEventFilter(self)
            if self._column.indexOf(known) != place + _FIRST:
                self._column.insertWidget(place + _FIRST, known)
            known.show_line(line)

    def offers(self) -> list[QPushButton]:
        """The buttons that ask for a kind, in the order on screen."""
        cards = sorted(self._cards.values(), key=self._column.indexOf)
        return [card.add for card in cards if card.isVisibleTo(self) and card.add.isVisibleTo(card)]

    def enter(self) -> bool:
        """Put the focus into the first offer; False when there is none."""
        offers = self.offers()
        if offers:
            self._go_to(offers[0])
        return bool(offers)

    def _go_to(self, offer: QPushButton) -> None:
        offer.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(offer.parentWidget() or offer, 0, tokens.INSIDE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down go from offer to offer."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        offers = self.offers()
        place = next((at for at, offer in enumerate(offers) if offer is watched), None)
        if step is None or place is None:
            return super().eventFilter(watched, event)
        self._go_to(offers[max(0, min(len(offers) - 1, place + step))])
        return True

    def buttons(self) -> list[QPushButton]:
        """The 为什么 buttons, for the keyboard."""
        return self.findChildren(QPushButton)
