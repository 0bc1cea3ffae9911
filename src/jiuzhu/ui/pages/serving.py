"""服务: the calendar of visits, the people served and their needs, who serves, records, settlement."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks


class ServingPage(PartsPage):
    """Each part is a module of `ui/serving`."""

    parts: ClassVar[Sequence[PartEntry]] = (
        PartEntry("calendar", "日历", "jiuzhu.ui.serving.calendar_part", "CalendarPart"),
        PartEntry("people", "服务对象", "jiuzhu.ui.serving.people_part", "PeoplePart"),
        PartEntry("needs", "需求", "jiuzhu.ui.serving.needs_part", "NeedsPart"),
        PartEntry("lists", "清单", "jiuzhu.ui.serving.lists_part", "ListsPart"),
        PartEntry("rosters", "名单", "jiuzhu.ui.serving.rosters_part", "RostersPart"),
        PartEntry("records", "服务记录", "jiuzhu.ui.serving.records_part", "RecordsPart"),
        PartEntry("checks", "回访抽查", "jiuzhu.ui.serving.checks_part", "ChecksPart"),
        PartEntry("archive", "档案", "jiuzhu.ui.serving.archive_part", "ArchivePart"),
        PartEntry("settlement", "结算", "jiuzhu.ui.serving.settlement_part", "SettlementPart"),
        PartEntry("report", "汇总", "jiuzhu.ui.serving.report_part", "ReportPart"),
        PartEntry("supply", "机构", "jiuzhu.ui.serving.supply_part", "SupplyPart"),
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "服务", "page_serving", parent)
