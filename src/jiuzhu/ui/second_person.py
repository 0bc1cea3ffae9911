"""What waits for another person's word: why somebody may not give it, and the dialogs of a yes and of a no."""

from collections.abc import Callable
from typing import Any

from jiuzhu.domain.form import FormField
from jiuzhu.ui.list_part import ListPart

_NOTE = (FormField("note", "核对说明", span=2),)


def why_barred(row: Any) -> str:
    """Why who is logged in may not decide a row, as its service told with it; "" when they may."""
    return str(row.barred)


def reason_of(word: str) -> tuple[FormField, ...]:
    """The one field of a no: its reason, as `note`."""
    return (FormField("note", f"{word}的理由", type="long_text", required=True, max_length=300, span=2),)


def confirm(
    part: ListPart, name: str, title: str, decide: Callable[..., Any], row: Any, *, said: str, told: str
) -> None:
    """Ask for a yes: `decide(unit, id, confirmed=True, note=…)`; `told` is what is looked at before."""
    part.ask(
        f"confirm_{name}", title, _NOTE,
        lambda answer: (decide, row.id, {"confirmed": True, "note": answer.note, "seen": row.version}), said, button="确认", told=told,
    )  # fmt: skip


def refuse(part: ListPart, name: str, title: str, decide: Callable[..., Any], row: Any, *, said: str) -> None:
    """Ask for a no with its reason: `decide(unit, id, confirmed=False, note=…)`."""
    part.ask(
        f"refuse_{name}", title, reason_of("不确认"),
        lambda answer: (decide, row.id, {"confirmed": False, "note": answer.note, "seen": row.version}), said, button="不确认",
    )  # fmt: skip
