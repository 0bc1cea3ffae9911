"""What the applicant is told at the end: the number, large, the promised day, and the paper to take home."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.services.counter.declining import DeclineReceipt
from jiuzhu.services.counter.intake import CorrectionReceipt, Receipt
from jiuzhu.ui import pieces, tokens


def _promise(receipt: Receipt) -> str:
    return f"承诺办结：{receipt.promised_on} 前（{receipt.promised_days} {receipt.promised_unit.strip()}）"


class ReceiptPanel(QWidget):
    """After 受理, 补正告知 or 不予受理."""

    print_wanted = Signal(str, bool)  # form, whether a folder is to be chosen first
    file_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        pieces.named(self, "receipt")
        self._form = ""
        self.kind = pieces.label("", "title", "receipt.kind")
        self.number = pieces.label("", "number", "receipt.number")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines = pieces.label("", "", "receipt.lines", wraps=True)
        self.told = pieces.label("", "muted", "receipt.told", wraps=True)
        self.print_button = pieces.button("", "receipt.print", self._on_print, kind="primary", icon="print")
        self.save_button = pieces.button("另存到…", "receipt.save", self._on_save, icon="folder")
        self.file_button = pieces.button("打开卷宗", "receipt.file", self.file_wanted.emit, icon="document")
        self.again_button = pieces.button("再办一件", "receipt.again", self.again_wanted.emit, icon="add")
        card = pieces.card("receipt_card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(tokens.BETWEEN)
        for widget in (self.kind, self.number, self.lines):
            column.addWidget(widget)
        row = QHBoxLayout()
        for button in (self.print_button, self.save_button, self.file_button, self.again_button):
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.told)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch()

    def show_receipt(self, receipt: Receipt, name: str) -> None:
        """After 受理."""
        told = [f"申请人：{name}", f"受理日期：{receipt.accepted_on}"]
        if not receipt.others:
            told.append(_promise(receipt))
        else:  # matters that go another way have a number and a day of their own
            told += [
                f"{one.programmes}　{one.number}\n　　{_promise(one)}" for one in (receipt, *receipt.others)
            ]
        self._show("F04", "已受理", receipt.number, "\n".join(told), "打印受理通知书")

    def show_correction(self, receipt: CorrectionReceipt, name: str, missing: list[str]) -> None:
        """After 补正告知."""
        papers = "\n".join(f"{place}. {line}" for place, line in enumerate(missing, start=1))
        self._show(
            "F05",
            "已告知补正",
            receipt.number,
            f"申请人：{name}\n请在 {receipt.due_on} 前补齐：\n{papers}\n材料补齐当天受理，办理时限从受理日起算。",
            "打印补正通知书",
        )

    def show_declined(self, receipt: DeclineReceipt, name: str) -> None:
        """After 不予受理."""
        each = (receipt, *receipt.others)
        told = [f"申请人：{name}", *(f"{one.programmes}　{one.number}" for one in each)]
        told.append(f"通知书须在 {receipt.notice_due_on} 前送达，送达后在“审批—待送达”登记。")
        self._show("F06", "不予受理", receipt.number, "\n".join(told), "打印不予受理通知书")

    def tell(self, text: str) -> None:
        """What became of the printing."""
        self.told.setText(text)

    def _show(self, form: str, kind: str, number: str, lines: str, button: str) -> None:
        self._form = form
        self.kind.setText(kind)
        self.number.setText(number)
        self.number.setAccessibleName(f"编号 {number}")
        self.lines.setText(lines)
        self.print_button.setText(button)
        self.print_button.setAccessibleName(button)
        self.told.setText("")
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_print(self) -> None:
        self.print_wanted.emit(self._form, False)

    def _on_save(self) -> None:
        self.print_wanted.emit(self._form, True)
