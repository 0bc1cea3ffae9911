"""Hands on the settings: a row stood on, a list opened, what was changed saved."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QLabel,
)

from jiuzhu.services.office.workspace import Workspace
from part_hands import Hands

Open = Callable[[Workspace, str], Hands]


def label(desk: Hands, name: str) -> str:
    found = desk.page.findChild(QLabel, name)
    assert found is not None
    return str(found.text())
