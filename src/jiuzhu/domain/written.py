"""What somebody has to write themselves: reasons, findings, names. A word or two say nothing."""

from jiuzhu.errors import InvalidInput, Problem

SHORTEST_REASON = 4
"""Characters below which a reason tells nothing."""


def written(text: str, what: str, field: str, shortest: int = SHORTEST_REASON) -> str:
    """What was typed, stripped; `InvalidInput` beside the field when it is shorter than `shortest` characters."""
    typed = text.strip()
    if len(typed) < shortest:
        raise InvalidInput([Problem(field, f"请写明{what}（至少 {shortest} 个字）。")])
    return typed
