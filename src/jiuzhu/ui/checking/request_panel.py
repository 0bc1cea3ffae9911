"""信息核对: the request, the list that leaves, the reply that comes back, and what to tell the applicant."""

from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jiuzhu.domain.dossier_course import ReplyPart
from jiuzhu.domain.exporting import Said
from jiuzhu.services.survey import checking, readiness
from jiuzhu.services.survey.checking import CheckFile, ReplyPreview, RequestLine
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.checking.line_row import money
from jiuzhu.ui.checking.reply_dialog import ReplyDialog
from jiuzhu.ui.checking.work import Work
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView


class RequestPanel(QWidget):
    """Three buttons in the order of the work, then what was asked and answered."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "request_panel", "信息核对")
        self._work = work
        self._state = pieces.label("", "", "request_state", wraps=True)
        self._ask = pieces.button("发起核对", "request_check", self._on_ask)
        self._export = pieces.button("导出委托名单…", "export_request", self._on_export, icon="excel")
        self._read = pieces.button("导入答复…", "read_reply", self._on_read, icon="excel")
        self._adopt = pieces.button("采用同一申请的核对结果", "adopt_check", self._on_adopt, icon="tick")
        labels = work.rules.codes["reply_status"].labels
        self._model = RowsModel(
            (
                Column("姓名", "person_name", kind="strong", width=5),
                Column("部门", "department", width=6),
                Column("项目", "item", width=6),
                Column("情况", lambda row: labels.get(row.status, row.status), width=5),
                Column("结果", _figure, kind="number", width=8, stretch=True),
                Column("数据日期", "as_of", width=7),
            ),
            parent=self,
        )
        self._replies = RowsView("replies", "各部门答复", dense=True)
        self._replies.setModel(self._model)
        self._replies.set_empty("还没有答复。导出委托名单交核对机构，收到 .xlsx 答复后点“导入答复”。")
        self._replies.setMinimumHeight(tokens.scaled(180))
        self._requests = pieces.label("", "muted", "request_list", wraps=True)
        self._tell = self._telling()
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.INSIDE)
        for made in (self._ask, self._export, self._read, self._adopt):
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._state)
        column.addLayout(row)
        column.addWidget(self._tell)
        column.addWidget(self._replies, 1)
        column.addWidget(self._requests)

    def _telling(self) -> QWidget:
        """Not eligible: the applicant is told promptly, and how (L7)."""
        made = pieces.named(QWidget(), "tell_panel")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        self._tell_text = pieces.label("", "warn", "tell_text", wraps=True)
        self._how = pieces.named(QLineEdit(), "tell_how", "告知方式和经过")
        self._how.setPlaceholderText("告知方式和经过，如：当面告知，申请人表示补交单据")
        self._how.setMaxLength(300)
        self._how.returnPressed.connect(self._on_tell)
        row = QHBoxLayout()
        row.addWidget(self._how, 1)
        row.addWidget(pieces.button("登记告知", "tell_applicant", self._on_tell))
        column.addWidget(self._tell_text)
        column.addLayout(row)
        made.hide()
        return made

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show the newest request and its replies."""
        newest = file.requests[-1] if file.requests else None
        waiting = newest is not None and newest.replied_on is None
        self._state.setText(_state(newest, file.unsigned))
        self._ask.setText("发起复查核对" if newest is not None and not waiting else "发起核对")
        self._ask.setEnabled(may and not waiting and not file.unsigned)
        self._export.setEnabled(may and waiting)
        self._read.setEnabled(may and waiting)
        self._adopt.setVisible(may and bool(file.adoptable))
        self._adopt.setToolTip(
            f"受理编号 {file.adoptable} 已完成核查，不用再核对一次" if file.adoptable else ""
        )
        self._model.set_rows(file.dossier.replies)
        older = [_told(one) for one in file.requests[:-1]]
        self._requests.setText(f"以前的委托：{'；'.join(older)}" if older else "")
        self._requests.setVisible(bool(older))
        needs_word = may and file.unfit and newest is not None and not waiting and not file.told
        self._tell.setVisible(needs_word)
        if needs_word:
            told = "；".join(part.headline for part in readiness.asked_findings(file.dossier))
            self._tell_text.setText(
                f"▲ {told}。请及时告知申请人（57号 第十八条）；申请人有异议并提供证据的，核实后可发起复查核对。"
            )

    def _on_ask(self) -> None:
        def then(number: str) -> None:
            self._work.say("ok", f"已发起核对，委托编号 {number}。请导出委托名单交核对机构。")

        self._work.do(checking.request_check, self._work.application_id, then=then)

    def _on_adopt(self) -> None:
        def then(number: str) -> None:
            self._work.say("ok", f"已采用受理编号 {number} 的核对报告、入户调查和认定的数字。")

        self._work.do(checking.adopt_check, self._work.application_id, then=then)

    def _on_export(self) -> None:
        file = self._work.file
        if file is None or not file.requests:
            return
        number = file.requests[-1].number  # never a name: file names are read by everybody
        ids = [self._work.application_id]

        def stated(_said: Said) -> None:
            path = choosing.workbook_to_write(self, f"核对委托名单-{number}.xlsx")
            if path is None:
                return

            def then(count: int) -> None:
                self._work.say("ok", f"已导出 {count} 人的委托名单：{path}")

            self._work.do(checking.export_check_request, ids, path, then=then, title="正在导出委托名单…")

        self._work.let_out(partial(checking.request_of, ids=ids), stated)

    def _on_read(self) -> None:
        path = choosing.workbook_to_read(self)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Look at a reply file and show what it would do."""
        self._work.look(checking.read_check_reply, path, then=self._on_preview, title="正在试读答复…")

    def _on_preview(self, preview: ReplyPreview) -> None:
        dialog = ReplyDialog(self, preview, self._work.today)

        def take() -> None:
            def then(count: int) -> None:
                self._work.say("ok", f"已登记 {count} 条答复。请在差异表里逐项认定。")

            self._work.do(
                checking.apply_check_reply,
                preview,
                dialog.head.report_number,
                dialog.head.report_on,
                then=then,
            )

        dialog.accepted.connect(take)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _on_tell(self) -> None:
        self._work.do(
            checking.tell_applicant,
            self._work.application_id,
            self._how.text(),
            said="已登记告知。",
            then=lambda _none: self._how.clear(),
        )


def _state(newest: RequestLine | None, unsigned: list[str]) -> str:
    if unsigned:
        return f"▲ 没有有效的核对授权：{'、'.join(unsigned)}。签署授权后才能发起核对；未成年人由监护人签。"
    if newest is None:
        return "全部成年成员已签核对授权，可以发起核对。"
    return _told(newest)


def _told(one: RequestLine) -> str:
    if one.replied_on is None:
        return f"委托 {one.number}，{one.requested_on} 发起，等待答复"
    report = f"，报告 {one.report_number}" if one.report_number else ""
    return f"委托 {one.number}，{one.replied_on} 答复{report}（报告日期 {one.report_on}），结论：{one.conclusion}"


def _figure(row: ReplyPart) -> str:
    """A found amount as other tables show it; words stay words."""
    try:
        return money(Decimal(row.value))
    except InvalidOperation:
        return row.value
