"""Where a form's path lies in the dossier: the object that owns the value and its attribute."""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from jiuzhu.domain.dossier import (
    BillPart,
    Dossier,
    LinePart,
    MaterialPart,
    MemberPart,
    ObligorPart,
    ParentPart,
)

NEW_ROWS: dict[str, Callable[[], Any]] = {
    "members": lambda: MemberPart(relation=""),
    "obligors": ObligorPart,
    "parents": lambda: ParentPart(state=""),
    "incomes": LinePart,
    "assets": LinePart,
    "housing": lambda: LinePart(kind="home"),
    "vehicles": LinePart,
    "expenses": lambda: LinePart(period="year"),
    "bills": BillPart,
    "materials": MaterialPart,
}
"""An empty row of each list a person may add to; relation and kind are asked, never guessed."""


def owner(dossier: Dossier, path: str) -> tuple[Any, str]:
    """The object and attribute of `household.address`, `applicant.name` or `members.0.name`."""
    *parts, attribute = path.split(".")
    found: Any = dossier
    for part in parts:
        found = found[int(part)] if part.isdigit() else getattr(found, part)
    return found, attribute


def canonical(path: str) -> str:
    """`applicant.x` and `members.0.x` are one place; the second name is used to compare."""
    return f"members.0.{path.removeprefix('applicant.')}" if path.startswith("applicant.") else path


def empty(holder: Any, attribute: str) -> object:
    """What an emptied field leaves in the dossier: "" for words and codes, else the field's own default."""
    if isinstance(getattr(holder, attribute), str):
        return ""
    if not is_dataclass(holder):
        return None  # a part of a few plain fields: what is not answered is not there
    for item in fields(holder):
        if item.name == attribute:
            if item.default is not MISSING:
                return item.default
            break
    return None
