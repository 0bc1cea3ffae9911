"""The office's windows: each has a letter that stands in every number given there."""

from dataclasses import dataclass

from jiuzhu.domain.numbering import WINDOW_LETTERS
from jiuzhu.domain.office import Station
from jiuzhu.errors import UserError
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Window:
    """One line of the list."""

    id: str
    letter: str
    name: str
    here: bool  # the one this desk is


def windows(unit: Unit) -> list[Window]:
    """The windows of the office, by letter."""
    return [
        Window(row.id, row.window, row.name, row.id == unit.desk.station.id)
        for row in offices.stations(unit.session)
    ]


def add_window(unit: Unit, letter: str, name: str) -> None:
    """One more window; from now on a desk may join the server under that letter.

    Raises `UserError` for what is no letter of a window, or one that is taken.
    """
    unit.require("administer")
    letter = letter.strip().upper()
    if len(letter) != 1 or letter not in WINDOW_LETTERS:
        raise UserError("窗口号是一个大写字母，不用 I 和 O（容易看成数字）。没有添加。", field="letter")
    if letter in {row.window for row in offices.stations(unit.session)}:
        raise UserError(f"已经有 {letter} 窗口，每个窗口一个字母。没有添加；请换一个字母。", field="letter")
    added = unit.add(Station(window=letter, name=name.strip() or f"{letter} 窗口"))
    unit.about(added.id)
