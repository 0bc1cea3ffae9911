"""One module per page of the rail, and the table of them: order, label, icon and class."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from jiuzhu.ui.main_window import PageEntry
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

# key (and module), label, icon, class, the right without which the page is of no use
PAGES: tuple[tuple[str, str, str, str, str], ...] = (
    ("workbench", "工作台", "workbench", "WorkbenchPage", "read"),
    ("intake", "受理", "intake", "IntakePage", "take"),
    ("checking", "核查", "check", "CheckingPage", "read"),
    ("approving", "审批", "approve", "ApprovingPage", "read"),
    ("transferring", "转办", "right", "TransferringPage", "read"),
    ("serving", "服务", "service", "ServingPage", "read"),
    ("paying", "发放", "payment", "PayingPage", "read"),
    ("ledgers", "台账", "ledger", "LedgersPage", "read"),
    ("monitoring", "监测", "monitor", "MonitoringPage", "read"),
    ("settings", "设置", "settings", "SettingsPage", "read"),
)

# pages that are of use to who sees no family, and the right they have them for
_WITHOUT_FAMILIES = {"workbench": "read", "monitoring": "oversee", "settings": "read"}


def _maker(module: str, name: str) -> Callable[[Tasks, Any], Page]:
    def make(tasks: Tasks, workspace: Any) -> Page:
        page: Page = getattr(import_module(f"jiuzhu.ui.pages.{module}"), name)(tasks, workspace)
        return page

    return make


def entries(may: Callable[[str], bool], *, families: bool = True) -> list[PageEntry]:
    """The pages somebody with these rights needs, who sees families or none; each module is imported when its page is first shown."""
    return [
        PageEntry(key, label, icon, _maker(key, name))
        for key, label, icon, name, right in PAGES
        if may(right) and (families or (key in _WITHOUT_FAMILIES and may(_WITHOUT_FAMILIES[key])))
    ]


def typing_entries(may: Callable[[str], bool], *, families: bool = True) -> list[PageEntry]:
    """The pages of a desk opened without its server: forms are typed, nothing else."""
    return [entry for entry in entries(may, families=families) if entry.key == "intake"]
