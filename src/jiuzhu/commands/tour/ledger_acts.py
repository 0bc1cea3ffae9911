"""台账 and papers on the tour: the ledgers out as xlsx, the roster as PDF, every paper that is ready."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton

from jiuzhu.commands.tour.hands import Hands
from jiuzhu.commands.tour.opening_acts import main_window
from jiuzhu.services.paper import papers
from jiuzhu.ui.pages.ledgers import LedgersPage


def _page(hands: Hands) -> LedgersPage:
    window = main_window(hands)
    window.show_page("ledgers")
    found = window.page("ledgers")
    assert isinstance(found, LedgersPage)  # noqa: S101  # the rail's own table says so
    hands.calm(0.2)
    return found


def state(hands: Hands) -> None:
    """Take what the dialog offers as soon as it stands there."""

    def take() -> None:
        if hands.see("leaving_take"):
            hands.find("leaving_take", QPushButton).click()
        else:
            hands.later(take)

    hands.later(take)


def export(hands: Hands, ledger_id: str, path: Path, month: str = "") -> None:
    """Choose a ledger, give the purpose, write the xlsx."""
    _page(hands)
    hands.click(f"ledger_{ledger_id}")
    hands.calm(0.2)
    if month:
        hands.choose("filter_month", month)
        hands.calm(0.3)
    hands.snap(f"台账-{path.stem}")

    with hands.files(path):
        state(hands)
        hands.click("export")
        hands.until(path.is_file, f"{path.name}")
        hands.calm()


def roster(hands: Hands, folder: Path) -> None:
    """F21 of the month on screen."""
    with hands.files(folder):
        state(hands)
        hands.click("roster_pdf")
        hands.calm(0.5)


def print_all(workspace: Any, applications: dict[str, str], folder: Path) -> list[str]:
    """Every paper of the walk-ins that is ready, through the service behind the 文书 menu; returns file names."""
    printed = []
    for application_id in applications.values():
        for offer in workspace.read(papers.available, application_id):
            if offer.ready:
                made = workspace.write(papers.issue, offer.form, application_id, folder, offer.decision_id)
                printed.append(made.path.name)
    return printed
