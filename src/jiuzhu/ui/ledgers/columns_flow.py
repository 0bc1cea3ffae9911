"""Settling a sender's columns: what is remembered is used without asking, anything else is asked once and kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiuzhu.services.ledger import column_maps
from jiuzhu.services.ledger.column_maps import Headings
from jiuzhu.ui.ledgers.mapping_dialog import MappingDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from jiuzhu.ui.pages.ledgers import LedgersPage

Columns = dict[str, str]


def settle_columns(  # noqa: PLR0917  # whose table it is, and who wants to know
    page: "LedgersPage",
    owner: "QDialog",
    ledger_id: str,
    path: Path,
    sender: str,
    then: Callable[[Columns], Any],
    *,
    again: bool = False,
) -> None:
    """Look at the headings and give our column → their heading; `again` asks even where they are known.

    `owner` shows why it does not go on.
    """

    def seen(found: Headings) -> None:
        if found.known and not again:
            then({name: found.headings[place] for name, place in found.chosen.items()})
            return
        dialog = MappingDialog(owner, sender, found)

        def kept(_nothing: object) -> None:
            columns = dialog.columns
            dialog.accept()
            then(columns)

        dialog.taken.connect(
            lambda: page.tasks.write(
                column_maps.remember,
                ledger_id,
                sender,
                dialog.columns,
                then=kept,
                failed=dialog.tell,
                owner=dialog,
            )
        )
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    tell: Any = getattr(owner, "tell", page.tell)
    page.tasks.read(
        column_maps.look, ledger_id, path, sender, then=seen, failed=tell, owner=owner, title="正在读取表头…"
    )
