"""报告: the papers of the check, and whether the check may end."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from jiuzhu.services.paper import papers
from jiuzhu.services.paper.papers import Issued
from jiuzhu.services.survey.checking import CheckFile
from jiuzhu.services.survey.checking_lines import WORKED_IN
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.checking.work import Work
from jiuzhu.ui.flow import FlowRow

PAPERS = ("F08", "F09", "F10", "F11")


class ReportPanel(QWidget):
    """What is missing and what to mind, then a button for each paper."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        pieces.named(self, "report_panel", "报告")
        self._work = work
        self._missing = pieces.label("", "", "report_missing", wraps=True)
        self._warnings = pieces.label("", "warn", "report_warnings", wraps=True)
        self._county = pieces.label("", "warn", "report_county", wraps=True)
        row = FlowRow()
        self._buttons = {}
        for form in PAPERS:
            made = pieces.button(
                f"{work.rules.forms[form].short}（PDF）…",
                f"paper_{form}",
                partial(self._on_issue, form),
                icon="pdf",
            )
            self._buttons[form] = made
            row.add(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        column.setSpacing(tokens.BETWEEN)
        for widget in (self._missing, self._warnings, self._county):
            column.addWidget(widget)
        column.addWidget(row)
        column.addStretch(1)

    def show_file(self, file: CheckFile, *, may: bool) -> None:
        """Show how far the check is."""
        ready = file.readiness
        state = file.dossier.application.state
        if state == "accepted":
            self._missing.setText("还没有开始调查。")
        elif state not in WORKED_IN:
            self._missing.setText("核查已结束，内容只可查看。")
        elif ready.missing:
            self._missing.setText("还差：\n" + "\n".join(f"· {line}" for line in ready.missing))
        else:
            self._missing.setText("各项齐全，可以点“核查完成”转初审。" if may else "各项齐全，内容只可查看。")
        self._warnings.setText("\n".join(f"▲ {line}" for line in ready.warnings))
        self._warnings.setVisible(may and bool(ready.warnings))
        self._county.setText(f"▲ 区县必须入户：{ready.county_visit}（57号 第二十条）")
        self._county.setVisible(bool(ready.county_visit))
        self._buttons["F08"].setEnabled(bool(file.requests))
        asked = set(file.dossier.application.programmes)
        self._buttons["F09"].setEnabled(bool(file.visits))
        self._buttons["F10"].setEnabled(bool(file.visits))
        self._buttons["F10"].setVisible(bool(asked & papers.OF_KINDS["F10"]))
        self._buttons["F11"].setEnabled(bool(file.dossier.neighbours))

    def _on_issue(self, form: str) -> None:
        folder = choosing.folder(self)
        if folder is None:
            return

        def then(issued: Issued) -> None:
            self._work.say("ok", f"已生成 {issued.path}，编号 {issued.number}，共 {issued.pages} 页。")

        self._work.do(papers.issue, form, self._work.application_id, folder, then=then)
