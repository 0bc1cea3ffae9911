"""The own password: chosen at the first log-in, given once more to open a locked desk and before what must be one's own."""

from contextlib import suppress

from jiuzhu.errors import Busy, KeptOut, LineDown, OutcomeUnknown, UserError
from jiuzhu.services.office import log_ins, offline
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keys


def prove(workspace: Workspace, password: str) -> None:
    """Check the operator's own password. Wrong ones count as at the log-in (`UserError`, `TooSoon`)."""
    attempts.unwrap(workspace.home, workspace.actor.login, password)
    with suppress(LineDown, KeptOut, Busy, OutcomeUnknown):  # the key file keeps it until the line is back
        log_ins.journal_seen(workspace)
    workspace.prove()


def choose(workspace: Workspace, new: str) -> None:
    """From now on the operator, who is in, comes with this password; `UserError` for a weak one or the one they have."""
    login = workspace.actor.login
    weak = keys.password_problem(new, login)
    if weak:
        raise UserError(weak, field="password")
    file = key_file.load(workspace.home)
    slot = file.slot(login)
    if slot is not None and keys.open_slot(file, slot, new) is not None:
        raise UserError("新密码和现在的密码一样，没有改。请换一个只有您自己知道的密码。", field="password")
    workspace.database.change_password(login, workspace.actor.name, new)
    workspace.write(log_ins.choose)  # after it: stopped between the two, the operator is asked once more
    workspace.must_choose = False
    if not workspace.kept_here:
        offline.keep(workspace)
