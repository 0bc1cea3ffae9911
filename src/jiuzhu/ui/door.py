"""The door of the windows: whatever holds other people's data is stated first, then written, then its password shown."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from jiuzhu.domain.exporting import Said
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import Outlook
from jiuzhu.ui.dialogs.leaving_dialog import LeavingDialog
from jiuzhu.ui.dialogs.password_shown import PasswordShown
from jiuzhu.ui.page import Page


def pass_through(  # noqa: PLR0917  # who asks, what leaves, and what then
    page: Page,
    owner: QWidget,
    kind: str,
    ledger_id: str,
    about: Mapping[str, Any],
    then: Callable[[Said], None],
) -> None:
    """Ask what is to be stated about a file; `then` gets it and writes.

    Where a second person has to agree first, they are asked instead, and nothing is written.
    """

    def looked(outlook: Outlook) -> None:
        if outlook.waits:
            page.say(
                "info", f"同样的导出已经送请同意（{outlook.waits}），还没有答复。可在“设置—导出登记”里查看。"
            )
            return
        codes = page.workspace.rules.codes
        dialog = LeavingDialog(
            owner,
            outlook,
            codes["export_purpose"].offered,
            codes["export_basis"].offered,
            page.workspace.office.name,
        )
        dialog.accepted.connect(lambda: (propose if outlook.needs_second else then)(dialog.said))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def propose(said: Said) -> None:
        page.tasks.write(
            exporting.propose_export, kind, ledger_id, dict(about), said, owner=owner, failed=page.tell,
            then=lambda number: page.say("ok", f"已送请同意（{number}）。审批岗位的同事在“设置—导出登记”里同意以后，请照样再导出一次。"),
        )  # fmt: skip

    page.tasks.read(
        exporting.outlook,
        kind,
        ledger_id,
        dict(about),
        then=looked,
        failed=page.tell,
        owner=owner,
        key="outlook",
    )


def show_password(owner: QWidget, said: Said, path: Path) -> None:
    """Show the password of a file that left, if it has one."""
    if said.password:
        dialog = PasswordShown(owner, said.password, path.name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
