"""经过 in words: a line tells everything it changed."""

from jiuzhu.services.office.history import HistoryLine
from jiuzhu.ui.checking.side_panel import told


def test_a_line_names_each_change_and_its_note() -> None:
    fields = [(f"项目{place}", "旧" if place % 2 else "", "新") for place in range(7)]
    said = told(
        HistoryLine("2025-11-12 09:00", "张经办", "登记变动", [*fields, ("空的", "", "")], "看过证明")
    )
    assert said.split("\n") == [
        "2025-11-12 09:00　张经办　登记变动",
        *(f"项目{place}：旧 → 新" if place % 2 else f"项目{place}：新" for place in range(7)),
        "看过证明",
    ]
