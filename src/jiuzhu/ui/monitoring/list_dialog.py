"""导入名单: kind, department and day, then every row as it stands before anything is stored."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.services.monitoring.comparing import ListedPerson, ListPreview, shape
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_ORDER = ("unreadable", "near", "matched", "unknown")
_STANDINGS = {
    "matched": ("ok", "按证件号码对上"),
    "near": ("warn", "仅姓名相同，不比对"),
    "unknown": ("", "不是本窗口的人员"),
    "unreadable": ("bad", "读不出来"),
}


def _standing(row: ListedPerson) -> tuple[str, str]:
    colour, words = _STANDINGS[row.standing]
    return colour, f"{words}：{row.told}" if row.told else words


COLUMNS = (
    Column("行", "row", kind="number", width=3),
    Column("姓名", "name", kind="strong", width=6),
    Column("证件号码", "id_masked", width=12),
    Column("比对", _standing, kind="due", width=20, stretch=True),
)


@dataclass
class Head:
    """Where the list comes from and which day it tells of."""

    source: str = ""
    as_of: date | None = None


class ListDialog(QDialog):
    """`file_wanted`: the page asks for a file of the kind and shows it here; `taken`: compare it."""

    file_wanted = Signal(str)
    taken = Signal()

    def __init__(self, parent: QWidget | None, kinds: CodeTable, today: date) -> None:
        super().__init__(parent)
        pieces.named(self, "list_dialog", "导入部门名单")
        self.setWindowTitle("导入部门名单")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.preview: ListPreview | None = None
        self.head = Head(as_of=today)
        self._kind = pieces.named(QComboBox(), "list_kind", "名单种类")
        for code, label in kinds.labels.items():
            self._kind.addItem(label, code)
        self._kind.currentIndexChanged.connect(self._on_kind)
        self._shape = pieces.label("", "muted", "list_shape", wraps=True)
        self._told = pieces.label("", "", "list_told", wraps=True)
        self._form = PartForm(
            (
                FormField("source", "名单来自", required=True, hint="如：区公安分局、区医保局"),
                FormField("as_of", "截止日期", type="date", required=True),
            ),
            {},
            today,
            "list",
        )
        self._form.show_part(self.head)
        self._form.ended.connect(self._on_take)
        self._model = RowsModel(COLUMNS, parent=self)
        self._table = RowsView("listed", "名单各行", dense=True)
        self._table.setModel(self._model)
        self._table.set_empty("选好种类，再选名单文件（.xlsx）。先试读，点“比对”以后才登记。")
        self._take = pieces.button("比对", "list_take", self._on_take, kind="primary")
        self._take.setEnabled(False)
        self._lay_out()
        self._on_kind()
        pieces.resize_within(self, 820, 560)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        top = QHBoxLayout()
        top.addWidget(pieces.label("名单种类", "muted"))
        top.addWidget(self._kind, 1)
        top.addWidget(
            pieces.button("选择文件…", "list_file", lambda: self.file_wanted.emit(self.kind), icon="excel")
        )
        column.addLayout(top)
        column.addWidget(self._shape)
        column.addWidget(self._form)
        column.addWidget(self._told)
        column.addWidget(self._table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "list_back", self.reject))
        column.addLayout(row)

    @property
    def kind(self) -> str:
        """The chosen kind of list."""
        return str(self._kind.currentData())

    def show_preview(self, preview: ListPreview) -> None:
        """Show what was read, rows a person should look at first."""
        self.preview = preview
        self._model.set_rows(sorted(preview.rows, key=lambda row: (_ORDER.index(row.standing), row.row)))
        self._told.setProperty("role", "")
        pieces.restyle(self._told)
        self._told.setText(
            f"{preview.path.name}：{len(preview.rows)} 人，按证件号码对上 {preview.count('matched')} 人，"
            f"仅姓名相同 {preview.count('near')} 人（不比对），读不出来 {preview.count('unreadable')} 行。"
        )
        self._take.setEnabled(bool(preview.count("matched")))

    def tell(self, sentence: str) -> None:
        """Say why the file was not read or the list not compared; what is typed stays."""
        self._told.setProperty("role", "bad")
        pieces.restyle(self._told)
        self._told.setText(sentence)

    def _on_kind(self) -> None:
        titles = "、".join(column.title for column in shape(self.kind).columns)
        self._shape.setText(f"表头要有：{titles}。证件号码用文本格式。")
        self.preview = None
        self._model.set_rows([])
        self._told.setText("")
        self._take.setEnabled(False)

    def _on_take(self) -> None:
        if self.preview is not None and self._form.sound():
            self.taken.emit()
