"""Going on without the line: a form is kept at this desk while the server is away, and handed over when it is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from jiuzhu.domain import dossier_json
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Busy, Conflict, KeptOut, LineDown, UserError
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import Typing
from jiuzhu.services.office import interrupted
from jiuzhu.services.office.interrupted import Words
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import spool
from jiuzhu.storage.queries import drafts
from jiuzhu.storage.spool import Spooled

_AWAY = (LineDown, KeptOut, Busy)
"""The server took nothing: what is typed is kept at this desk."""


@dataclass(frozen=True, slots=True)
class Handed:
    """How many forms the server took, and why it did not take the others, which stay at this desk."""

    count: int
    left: tuple[str, ...] = ()  # a sentence for each


def keep_draft(workspace: Workspace, draft_id: str, dossier: Dossier, seen: Typing | None = None) -> bool:
    """Keep what is typed, on the server or, while it is away, here; returns whether it is kept here only.

    Raises `Conflict` when another window typed into the same draft, `UserError` when it can be kept nowhere.
    """
    try:
        workspace.keep(intake.keep_draft, draft_id, dossier, seen)
    except _AWAY:
        body = dossier_json.dump(dossier)
        base = None if seen is None else seen.stored
        kept = Spooled(draft_id, workspace.actor.operator_id, body, base, workspace.now())
        spool.keep(workspace.home, workspace.store.key(), kept)
        return True
    return False


def keep_interrupted(workspace: Workspace, windows: Sequence[Words]) -> None:
    """Keep the words of windows that were half-typed when the desk changed hands, on the server or, while it is away, here.

    Raises `UserError` when they can be kept nowhere.
    """
    kept = {new_id(): interrupted.body(words) for words in windows}
    try:
        workspace.keep(interrupted.keep_interrupted, kept)
    except _AWAY:
        for draft_id, body in kept.items():
            one = Spooled(
                draft_id, workspace.actor.operator_id, body, None, workspace.now(), drafts.INTERRUPTED
            )
            spool.keep(workspace.home, workspace.store.key(), one)


def hand_over(workspace: Workspace) -> Handed:
    """Give the server every form that was typed here without it; one that is refused keeps no other back.

    A draft somebody else has changed there meanwhile stays as it is, and the one typed here becomes a draft of its own.
    Raises `LineDown` when the line breaks again, `KeptOut` when nobody is let in: what was not handed over stays here.
    """
    key, mine = workspace.store.key(), workspace.actor.operator_id
    for one in spool.waiting(workspace.home, key, mine, drafts.INTERRUPTED):
        workspace.keep(interrupted.keep_interrupted, {one.id: one.body})
        spool.drop(workspace.home, key, one)
    count, left = 0, []
    for one in spool.waiting(workspace.home, key, mine):
        try:
            _give(workspace, one)
        except (LineDown, KeptOut):
            raise
        except UserError as error:
            left.append(error.message)
        else:
            count += 1
    return Handed(count, tuple(left))


def _give(workspace: Workspace, one: Spooled) -> None:
    dossier = dossier_json.load(one.body)
    try:
        workspace.keep(intake.keep_draft, one.id, dossier, None if one.base is None else Typing(one.base))
    except Conflict:  # stopped here and handed over again, the same second draft is written again
        second = uuid5(UUID(one.id), one.typed_at.isoformat())
        workspace.keep(intake.keep_draft, str(second), dossier)
    spool.drop(workspace.home, workspace.store.key(), one)
