"""审批 on the tour: opinion, posting, objection, the head's signatures one by one and in a batch, delivery."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from jiuzhu.commands.tour.hands import Hands
from jiuzhu.commands.tour.opening_acts import main_window
from jiuzhu.ui.pages.approving import ApprovingPage


def page(hands: Hands) -> ApprovingPage:
    """The page of approvals, in front."""
    window = main_window(hands)
    window.show_page("approving")
    found = window.page("approving")
    assert isinstance(found, ApprovingPage)  # noqa: S101  # the rail's own table says so
    hands.calm()
    return found


def do(
    hands: Hands, application_id: str, action: str, words: dict[str, str] | None = None, picture: str = ""
) -> None:
    """Open a file, fill the fields below it and press one of its buttons."""
    shown = page(hands)
    shown.open_application(application_id)
    hands.calm()
    hands.until(
        lambda: (
            shown.view is not None
            and shown.view.application_id == application_id
            and hands.see(f"do_{action}")
        ),
        f"the button {action}",
    )
    for name, text in (words or {}).items():
        hands.write(name, text)
    if picture:
        hands.snap(picture)
    hands.click(f"do_{action}")
    hands.calm()


def sign_together(hands: Hands) -> None:
    """Tick the whole queue, look at what is left out and why, sign the rest with one confirmation."""
    shown = page(hands)
    shown.queue.choose_queue("to_sign")
    shown.reload()
    hands.calm()
    shown.queue.table.setFocus()
    hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.calm()
    hands.snap("审批-批量勾选")

    def confirm() -> None:
        hands.snap("审批-批量确认")
        hands.find("batch_sign", QPushButton).click()

    hands.later(confirm, 400)
    hands.click("approving_batch")
    hands.calm(0.6)
    hands.snap("审批-已签署")
