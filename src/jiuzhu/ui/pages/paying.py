"""发放: 临时救助 and the reserve, the month's rosters, batches for many, corrections of past months, the run after a new standard."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks


class PayingPage(PartsPage):
    """Each part is a module of `ui/paying`."""

    parts: ClassVar[Sequence[PartEntry]] = (
        PartEntry("relief", "临时救助给付", "jiuzhu.ui.paying.relief_part", "ReliefPart"),
        PartEntry("reserve", "备用金", "jiuzhu.ui.paying.reserve_part", "ReservePart"),
        PartEntry("rosters", "月度花名册", "jiuzhu.ui.paying.rosters_part", "RostersPart"),
        PartEntry("accounts", "变更账户", "jiuzhu.ui.paying.accounts_part", "AccountsPart"),
        PartEntry("compositions", "金额构成", "jiuzhu.ui.paying.compositions_part", "CompositionsPart"),
        PartEntry("batches", "集中发放", "jiuzhu.ui.paying.batches_part", "BatchesPart"),
        PartEntry("back_payments", "补发追回", "jiuzhu.ui.paying.back_payments_part", "BackPaymentsPart"),
        PartEntry("reassessments", "标准调整", "jiuzhu.ui.paying.reassessments_part", "ReassessmentsPart"),
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "发放", "page_paying", parent)
