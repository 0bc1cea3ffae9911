"""What leaves the calendar: a worker's week on paper and for a phone, both stated first."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from jiuzhu.domain.exporting import Said
from jiuzhu.services.paper.papers import Issued
from jiuzhu.services.scheduling import week_paper
from jiuzhu.services.scheduling.week_paper import Exported
from jiuzhu.ui import door
from jiuzhu.ui.folders import papers_folder
from jiuzhu.ui.page import Page


def print_week(page: Page, owner: QWidget, worker_id: str, monday: date) -> None:
    """打印周表 of one worker."""

    def stated(said: Said) -> None:
        folder = QFileDialog.getExistingDirectory(owner, "把周表存到", str(_folder(page)))
        if not folder:
            return

        def done(made: Issued) -> None:
            page.say("ok", f"{made.number} 共 {made.pages} 页，已存到 {made.path}")
            door.show_password(owner, said, made.path)

        page.tasks.write(
            week_paper.issue_week, worker_id, monday, Path(folder), said, then=done, failed=page.tell, owner=owner
        )  # fmt: skip

    told = partial(week_paper.week_of, worker_id=worker_id, monday=monday, kind="pdf")
    door.pass_through(page, owner, told, stated)


def export_week(page: Page, owner: QWidget, worker_id: str, name: str, monday: date) -> None:
    """导出日历 of one worker, for their phone."""

    def stated(said: Said) -> None:
        start = _folder(page) / f"{name}-{monday}.ics"
        chosen, _ = QFileDialog.getSaveFileName(owner, "导出到", str(start), "日历 (*.ics)")
        if not chosen:
            return

        def done(made: Exported) -> None:
            page.say("ok", f"已导出 {made.visits} 次服务到 {made.path}，导出编号 {made.number}。")

        page.tasks.write(
            week_paper.export_week, worker_id, monday, Path(chosen), said, then=done, failed=page.tell, owner=owner
        )  # fmt: skip

    told = partial(week_paper.week_of, worker_id=worker_id, monday=monday, kind="ics")
    door.pass_through(page, owner, told, stated)


def _folder(page: Page) -> Path:
    folder = papers_folder(page.workspace.settings.export_folder)
    return folder if folder.is_dir() else Path.home()
