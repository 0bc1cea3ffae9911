"""机构: who serves and what pays for it: providers, workers, agreements, funds, neighbours who help, devices at home."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.ui.list_part import Action, ListPart
from jiuzhu.ui.page import Page
from jiuzhu.ui.serving.agreements import Agreements
from jiuzhu.ui.serving.at_home import Devices, Neighbours
from jiuzhu.ui.serving.funds import Funds
from jiuzhu.ui.serving.providers import Providers
from jiuzhu.ui.serving.section import Section
from jiuzhu.ui.serving.workers import Workers

_SECTIONS: Sequence[type[Section]] = (Providers, Workers, Agreements, Funds, Neighbours, Devices)


class SupplyPart(ListPart):
    """Each queue is a section with its own columns, buttons and rows."""

    name: ClassVar[str] = "supply"
    search_hint: ClassVar[str] = "机构、姓名、编号、村（居）"
    watches: ClassVar[frozenset[str]] = frozenset({
        "provider", "qualification", "worker", "shift", "absence", "vehicle", "agreement", "tariff", "fund", "service_plan",
        "visit", "visit_record", "verification", "settlement", "neighbour_help", "neighbour_visit", "neighbour_subsidy", "alarm_device",
    })  # fmt: skip
    next_step: ClassVar[str] = (
        "机构有资质和协议、人员排了班、资金有额度，才能在日历上安排服务；标黄的快到期，先续期"
    )

    def __init__(self, page: Page) -> None:
        self._sections = {kind.key: kind(page) for kind in _SECTIONS}
        self.queues = tuple(section.queue() for section in self._sections.values())  # type: ignore[misc]  # its words are those of this office
        super().__init__(page)
        for section in self._sections.values():
            section.part = self

    def offers(self) -> Sequence[Action]:
        """The buttons of every queue, each shown in its own."""
        return [action for section in self._sections.values() for action in section.offers()]

    def load(self, key: str, text: str) -> None:
        """The rows of a queue."""
        self._sections[key].load(text)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What a row says."""
        return self._sections[key].told(row)
