"""转办: matters handed to departments, leads from 主动发现, 联席会议."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks


class TransferringPage(PartsPage):
    """Each part is a module of `ui/transferring`."""

    parts: ClassVar[Sequence[PartEntry]] = (
        PartEntry("transfers", "转办", "jiuzhu.ui.transferring.transfers_part", "TransfersPart"),
        PartEntry("leads", "主动发现", "jiuzhu.ui.transferring.leads_part", "LeadsPart"),
        PartEntry("meetings", "联席会议", "jiuzhu.ui.transferring.meetings_part", "MeetingsPart"),
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "转办", "page_transferring", parent)
