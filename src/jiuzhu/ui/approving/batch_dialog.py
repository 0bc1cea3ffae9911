"""What one signature would cover: the files signed, the late ones among them, and those left out with the reason."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from jiuzhu.services.approval.deciding_many import BatchResult
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_COLUMNS = (
    Column("", lambda line: line[0], kind="due", width=9),
    Column("申请人", lambda line: line[1], kind="strong", width=8),
    Column("每月（元）", lambda line: line[2], kind="money", width=9),
    Column("说明", lambda line: line[3], width=20, stretch=True),
)


class BatchDialog(QDialog):
    """Closes on the one signature, or when the person turns back."""

    def __init__(self, parent: QWidget | None, preview: BatchResult, rows: Mapping[str, QueueRow]) -> None:
        super().__init__(parent)
        pieces.named(self, "batch_dialog", "批量签署")
        self.setWindowTitle("批量签署")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        late = {taken: text for taken, _, text in preview.flagged}
        signed = [
            (("warn", "超期，可签") if taken in late else ("ok", "签署"), rows[taken].applicant,
             rows[taken].monthly, late.get(taken, rows[taken].programmes))
            for taken in preview.signed
        ]  # fmt: skip
        left_out = [
            (("bad", "不签"), rows[taken].applicant, rows[taken].monthly, why)
            for taken, _, why in preview.excluded
        ]
        told = f"将同意 {len(signed)} 件"
        if left_out:
            told += f"；{len(left_out)} 件不在这次签署里，原因列在下面，请单独打开"
        self.told = pieces.label(f"{told}。", "heading", "batch_told", wraps=True)
        self.table = RowsView("batch_table", "批量签署清单", dense=True)
        self.model = RowsModel(_COLUMNS, left_out + signed)
        self.table.setModel(self.model)
        box = QDialogButtonBox()
        back = box.addButton("返回", QDialogButtonBox.ButtonRole.RejectRole)
        pieces.named(back, "batch_back", "返回")
        self.sign = box.addButton(f"同意并签署 {len(signed)} 件", QDialogButtonBox.ButtonRole.AcceptRole)
        pieces.named(self.sign, "batch_sign", f"同意并签署 {len(signed)} 件")
        self.sign.setProperty("kind", "primary")
        self.sign.setEnabled(bool(signed))
        self.sign.setDefault(bool(signed))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addWidget(box)
        pieces.resize_within(self, 760, 420)
        self.sign.setFocus()


def ask(parent: QWidget | None, preview: BatchResult, rows: Mapping[str, QueueRow]) -> bool:
    """Whether the person signs what the preview shows."""
    dialog = BatchDialog(parent, preview, rows)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return taken
