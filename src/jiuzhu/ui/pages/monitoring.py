"""监测: alerts, rechecks, household events and the adjustments that follow, visits, cards kept for people, who looked."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks


class MonitoringPage(PartsPage):
    """Each part is a module of `ui/monitoring`."""

    parts: ClassVar[Sequence[PartEntry]] = (
        PartEntry("alerts", "预警", "jiuzhu.ui.monitoring.alerts_part", "AlertsPart"),
        PartEntry("rechecks", "复核", "jiuzhu.ui.monitoring.rechecks_part", "RechecksPart"),
        PartEntry("events", "户情变动", "jiuzhu.ui.monitoring.events_part", "EventsPart"),
        PartEntry("adjustments", "调整审批", "jiuzhu.ui.monitoring.adjustments_part", "AdjustmentsPart"),
        PartEntry("visits", "走访", "jiuzhu.ui.monitoring.visits_part", "VisitsPart"),
        PartEntry("custody", "卡折代管", "jiuzhu.ui.monitoring.custody_part", "CustodyPart"),
        PartEntry("escalations", "督办", "jiuzhu.ui.monitoring.escalations_part", "EscalationsPart"),
        PartEntry("looks", "查阅", "jiuzhu.ui.monitoring.looks_part", "LooksPart", "oversee"),
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "监测", "page_monitoring", parent)
