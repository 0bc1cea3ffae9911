"""监测: alerts, rechecks, household events and the adjustments that follow, visits, cards kept for people, who looked."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks

_PARTS = "jiuzhu.ui.monitoring"


class MonitoringPage(PartsPage):
    """Each part is a module of `ui/monitoring`."""

    parts: ClassVar[Sequence[PartEntry]] = (
        PartEntry("alerts", "预警", f"{_PARTS}.alerts_part", "AlertsPart", families=True),
        PartEntry("rechecks", "复核", f"{_PARTS}.rechecks_part", "RechecksPart", families=True),
        PartEntry("events", "户情变动", f"{_PARTS}.events_part", "EventsPart", families=True),
        PartEntry("adjustments", "调整审批", f"{_PARTS}.adjustments_part", "AdjustmentsPart", families=True),
        PartEntry("visits", "走访", f"{_PARTS}.visits_part", "VisitsPart", families=True),
        PartEntry("custody", "卡折代管", f"{_PARTS}.custody_part", "CustodyPart", families=True),
        PartEntry("escalations", "督办", f"{_PARTS}.escalations_part", "EscalationsPart", families=True),
        PartEntry("looks", "查阅", f"{_PARTS}.looks_part", "LooksPart", "oversee"),
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "监测", "page_monitoring", parent)
