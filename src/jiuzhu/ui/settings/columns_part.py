"""台账栏目: which columns a ledger shows and sends out, in which order and by which title."""

from typing import ClassVar

from jiuzhu.ui.settings.arrange_part import ArrangePart


class ColumnsPart(ArrangePart):
    """The ledgers page and the workbook follow."""

    kind: ClassVar[str] = "ledger"
    noun: ClassVar[str] = "台账"
    words: ClassVar[str] = "栏目"
    next_step: ClassVar[str] = "台账页面和导出的表格都按这里的栏目；退回表格靠它认出每一行的栏目固定不变。"
