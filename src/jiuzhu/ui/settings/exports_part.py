"""导出登记: every file with people's data that left, found by number, recipient or person; what waits is agreed to here."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.exporting import STATES
from jiuzhu.domain.form import FormField
from jiuzhu.services.ledger import export_register, exporting
from jiuzhu.services.ledger.export_register import ExportRow
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_COLUMNS = (
    Column("时间", "asked_at", width=9),
    Column("导出人", "asker", kind="strong", width=5),
    Column("内容", "title", width=11, stretch=True),
    Column("行数", "rows", kind="number", width=4),
    Column("交给", "recipient", width=8),
    Column("用途", "purpose", width=7),
    Column("状态", "state_label", width=5),
)
_DIGITS = 16  # of the checksum on one line
_EMPTY = "没有符合条件的导出。台账和名单离开本系统以后，这里每个文件一行。"


def _own(row: Any) -> str:
    return "自己提出的，要另一位审批岗位的同事同意" if row.mine else ""


class ExportsPart(ListPart):
    """What waits comes first: somebody stands at the desk and cannot go on without it."""

    name: ClassVar[str] = "exports"
    search_hint: ClassVar[str] = "纸上的导出编号、接收人、导出人，或名单里的人的姓名、证件号码"
    watches: ClassVar[frozenset[str]] = frozenset({"export"})
    next_step: ClassVar[str] = (
        "捡到或收到一页外流的名单，按页面上的导出编号查找，就知道谁在什么时候为什么导出的"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue("proposed", "待同意", _COLUMNS, "没有等待同意的导出。"),
        Queue("", "全部", _COLUMNS, _EMPTY),
        *(Queue(state, STATES[state], _COLUMNS, _EMPTY) for state in ("left", "agreed", "refused")),
    )

    def offers(self) -> Sequence[Action]:
        """Agree or refuse."""
        waits = ("proposed",)
        return (
            Action("agree", "同意导出", self._agree, "agree_export", queues=waits, primary=True, barred=_own),
            Action("refuse", "不同意…", self._refuse, "agree_export", queues=waits, barred=_own),
        )

    def load(self, key: str, text: str) -> None:
        """The register, one state or all."""
        self.page.tasks.read(
            export_register.exports, key, text, then=self.show_rows, owner=self, key="exports"
        )

    def tell_row(self, _key: str, row: ExportRow) -> tuple[str, str]:
        """Who, what, for whom, and the file."""
        words = [
            f"{row.number}\n{row.asked_at}　{row.asker}",
            f"筛选：{row.narrowed}\n{row.rows:,} 行，含{row.classes}",
            f"用途：{row.purpose}\n交给：{row.recipient}\n依据：{row.basis}",
        ]
        if row.decider:
            said = f"：{row.answer}" if row.answer else ""
            words.append(f"{row.decided_on} {row.decider}{'不' if row.state == 'refused' else ''}同意{said}")
        if row.file:
            lines = "\n".join(row.sha256[at : at + _DIGITS] for at in range(0, len(row.sha256), _DIGITS))
            lock = "有" if row.encrypted == "是" else "没有"
            words.append(f"文件：{row.file}\n打开密码：{lock}\nSHA-256：\n{lines}")
        return row.title, "\n\n".join(words)

    def open_row(self, row: Any) -> None:
        """Enter agrees to nothing: what a row says stands at the right."""

    def _agree(self, row: ExportRow) -> None:
        self.do(
            f"已同意 {row.asker} 的导出（{row.number}），三天内有效，用一次。",
            exporting.answer_export,
            row.id,
            agreed=True,
        )

    def _refuse(self, row: ExportRow) -> None:
        fields = (FormField("why", "不同意的原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "refuse_export", f"不同意导出：{row.title}", fields,
            lambda part: (exporting.answer_export, row.id, {"agreed": False, "why": part.why}),
            f"已答复 {row.asker}：不同意导出。", button="不同意",
        )  # fmt: skip
