"""户情变动 typed into the window by the hands of an operator, and what stands on screen after it."""

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QLabel

from jiuzhu.domain.household import Person
from jiuzhu.storage.queries import files
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from part_hands import Hands, answer_dialog
from town import Town

TODAY = date(2026, 1, 12)


def find(desk: Hands, name: str = "甲示例") -> None:
    desk.queue("home")
    desk.part.search.setText(name)
    desk.part.reload()
    desk.calm()


def begin(desk: Hands, kind: str, **answers: str | bool) -> None:
    """The dialog of an event of the family, answered so far and still open."""
    find(desk)
    desk.click("events_record")
    answer_dialog(desk.dialog(), kind=kind, **answers)


def happens(desk: Hands, kind: str, **answers: str | bool) -> None:
    """An event typed into the dialog of the family and taken."""
    begin(desk, kind, **answers)
    desk.fill()


def shown(desk: Hands) -> dict[str, Any]:
    """Programme → the row of the consequences that stand on screen, which are closed."""
    (dialog,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    found = {row.programme: row.change for row in dialog.table.model().rows}
    dialog.reject()
    desk.calm()
    return found


def shown_of(desk: Hands, programme: str = "dibao") -> Decimal:
    """What a programme would be on what is known now."""
    find(desk)
    desk.click("events_follows")
    return Decimal(shown(desk)[programme].monthly)


def person_of(town: Town, home: str, name: str) -> Person:
    """A member as the records have them."""

    def found(unit: Unit) -> Person:
        (one,) = [
            unit.get(Person, row.person_id)
            for row in files.members_of(unit.session, home)
            if unit.get(Person, row.person_id).name == name
        ]
        return one

    return town.checker.read(found)


def refusal(desk: Hands, field: str) -> str:
    """The sentence beside a field of the dialog that stayed open."""
    label = desk.dialog().findChild(QLabel, f"event.{field}.problem")
    assert label is not None
    return str(label.text())


def proposed(desk: Hands) -> None:
    """Propose what stands first in the consequences on screen, and close them."""
    (dialog,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    desk.click("consequences_propose")
    assert "已提出调整" in desk.label("consequences_bar")
    dialog.reject()
    desk.calm()


BORN = "2026-01-08"


def withdraw(desk: Hands, reason: str = "登记错了，不是这一户") -> None:
    desk.queue("open")
    desk.part.search.setText("")
    desk.part.reload()
    desk.calm()
    desk.click("events_withdraw")
    desk.fill(reason=reason)


def look_at(desk: Hands, on: str) -> str:
    """The words about a day, as the window shows them."""
    find(desk)
    desk.click("events_as_of")
    desk.fill(on=on)
    return desk.label("events_told")


def journal(desk: Hands, name: str) -> str:
    """查看经过 of the household of somebody."""
    find(desk, name)
    desk.click("events_journal")
    return desk.label("events_told")
