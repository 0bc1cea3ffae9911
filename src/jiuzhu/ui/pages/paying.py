"""发放: 临时救助 and the reserve, batches for many, corrections of past months, the run after a new standard."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks


class PayingPage(PartsPage):
    """Each part is a module of `ui/paying`."""

    parts: ClassVar[Sequence[PartEntry]] = ()

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "发放", "page_paying", parent)
