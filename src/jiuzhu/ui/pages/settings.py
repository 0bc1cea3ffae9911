"""设置: this desk, the people, the figures, and the office's own forms, codes and columns."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from jiuzhu.ui.parts_page import PartEntry, PartsPage
from jiuzhu.ui.tasks import Tasks

_PARTS = "jiuzhu.ui.settings"


class SettingsPage(PartsPage):
    """Each part is a module of `ui/settings`; what needs the administrator is shown to the administrator only."""

    parts: ClassVar[Sequence[PartEntry]] = (
        PartEntry("look", "显示与密码", f"{_PARTS}.look_part", "LookPart", group="本机"),
        PartEntry(
            "safety", "锁定与恢复密钥", f"{_PARTS}.safety_part", "SafetyPart", group="本机", elsewhere="锁定"
        ),
        PartEntry("health", "本机状况", f"{_PARTS}.health_part", "HealthPart", group="本机"),
        PartEntry("care", "备份", f"{_PARTS}.care_part", "CarePart", group="本机", here=True),
        PartEntry("proof", "日志证明", f"{_PARTS}.proof_part", "ProofPart", group="本机"),
        PartEntry(
            "colleagues", "同事账号", f"{_PARTS}.colleagues", "ColleaguesPart", "administer assign", "人员"
        ),
        PartEntry("windows", "窗口", f"{_PARTS}.windows_part", "WindowsPart", "administer", "人员"),
        PartEntry("supervisor", "督办", f"{_PARTS}.supervisor", "SupervisorPart", "administer", "人员"),
        PartEntry("exports", "导出登记", f"{_PARTS}.exports_part", "ExportsPart", group="人员"),
        PartEntry("figures", "标准与参数", f"{_PARTS}.figures_part", "FiguresPart", group="政策"),
        PartEntry("conflicts", "口径冲突", f"{_PARTS}.conflicts_part", "ConflictsPart", group="政策"),
        PartEntry("calendar", "放假安排", f"{_PARTS}.calendar_part", "CalendarPart", group="政策"),
        PartEntry("codes", "代码表", f"{_PARTS}.codes_part", "CodesPart", "configure", "表单与台账"),
        PartEntry("forms", "表单", f"{_PARTS}.forms_part", "FormsPart", "configure", "表单与台账"),
        PartEntry("columns", "台账栏目", f"{_PARTS}.columns_part", "ColumnsPart", "configure", "表单与台账"),
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "设置", "page_settings", parent)
