"""The door of the windows: whatever holds other people's data is stated first, then written, then its password shown."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from jiuzhu.domain.exporting import Said
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import Outlook, Told
from jiuzhu.ui.dialogs.leaving_dialog import LeavingDialog
from jiuzhu.ui.dialogs.password_shown import PasswordShown
from jiuzhu.ui.page import Page


def pass_through(page: Page, owner: QWidget, what: Told, then: Callable[[Said], None]) -> None:
    """Ask what is to be stated about a file, unless the work itself says so; `then` gets it and writes.

    Where a second person has to agree first, they are asked instead, and nothing is written.
    """

    def looked(outlook: Outlook) -> None:
        if outlook.waits:
            page.say(
                "info", f"同样的导出已经送请同意（{outlook.waits}），还没有答复。可在“设置—导出登记”里查看。"
            )
            return
        goes_on = propose if outlook.needs_second else then
        if outlook.what.said is not None:
            goes_on(outlook.what.said)
            return
        codes = page.workspace.rules.codes
        dialog = LeavingDialog(
            owner,
            outlook,
            codes["export_purpose"].offered,
            codes["export_basis"].offered,
            page.workspace.office.name,
        )
        dialog.accepted.connect(lambda: goes_on(dialog.said))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def propose(said: Said) -> None:
        page.tasks.write(
            exporting.propose_export, what, said, owner=owner, failed=page.tell,
            then=lambda number: page.say("ok", f"超过一次能导出的行数，已送请同意（{number}）。审批岗位的同事在“设置—导出登记”里同意以后，请照样再导出一次。"),
        )  # fmt: skip

    page.tasks.read(exporting.outlook, what, then=looked, failed=page.tell, owner=owner, key="outlook")


def show_password(owner: QWidget, said: Said, path: Path) -> None:
    """Show the password of a file that left, if it has one."""
    if said.password:
        dialog = PasswordShown(owner, said.password, path.name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
