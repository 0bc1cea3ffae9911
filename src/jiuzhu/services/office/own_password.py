"""The own password once more: to open a locked desk, and before what must not be done by who passes by."""

from jiuzhu.services.office import log_ins
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts


def prove(workspace: Workspace, password: str) -> None:
    """Check the operator's own password. Wrong ones count as at the log-in (`UserError`, `TooSoon`)."""
    attempts.unwrap(workspace.home, workspace.actor.login, password)
    log_ins.journal_seen(workspace)
    workspace.prove()
