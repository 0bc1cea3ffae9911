"""A card with a heading: one subject of a settings part."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens


def section(title: str, *inside: QWidget) -> QFrame:
    """Widgets below each other under a heading."""
    panel = pieces.card(f"section_{title}")
    column = QVBoxLayout(panel)
    column.setContentsMargins(tokens.AROUND, tokens.BETWEEN, tokens.AROUND, tokens.AROUND)
    column.setSpacing(tokens.INSIDE)
    column.addWidget(pieces.label(title, "heading"))
    for widget in inside:
        column.addWidget(widget)
    return panel
