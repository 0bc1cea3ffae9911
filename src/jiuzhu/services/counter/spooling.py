"""Going on without the line: a form is kept at this desk while the server is away, and handed over when it is back."""

from jiuzhu.domain import dossier_json
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Busy, Conflict, LineDown
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import Typing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import spool
from jiuzhu.storage.spool import Spooled


def keep_draft(workspace: Workspace, draft_id: str, dossier: Dossier, seen: Typing | None = None) -> bool:
    """Keep what is typed, on the server or, while it is away, here; returns whether it is kept here only.

    Raises `Conflict` when another window typed into the same draft, `UserError` when it can be kept nowhere.
    """
    try:
        workspace.keep(intake.keep_draft, draft_id, dossier, seen)
    except (LineDown, Busy):
        body = dossier_json.dump(dossier)
        base = None if seen is None else seen.stored
        kept = Spooled(draft_id, workspace.actor.operator_id, body, base, workspace.now())
        spool.keep(workspace.home, workspace.store.key(), kept)
        return True
    return False


def hand_over(workspace: Workspace) -> int:
    """Give the server every form that was typed here without it; returns how many.

    A draft somebody else has changed there meanwhile stays as it is, and the one typed here becomes a draft of its own.
    Raises `LineDown` when the line breaks again: what was not handed over stays here.
    """
    key = workspace.store.key()
    waiting = spool.waiting(workspace.home, key, workspace.actor.operator_id)
    for one in waiting:
        dossier = dossier_json.load(one.body)
        try:
            workspace.keep(intake.keep_draft, one.id, dossier, None if one.base is None else Typing(one.base))
        except Conflict:
            workspace.keep(intake.keep_draft, new_id(), dossier)
        spool.drop(workspace.home, key, one)
    return len(waiting)
