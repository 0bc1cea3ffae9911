"""The same office for another operator, in tests and long runs: a window never changes hands this way."""

from jiuzhu.domain.rights import Actor
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile


def desk_of(workspace: Workspace, actor: Actor) -> Workspace:
    """The office as an operator sees it; closed with the desk it came from."""
    other = type(workspace)(
        workspace.home, _seen_by(workspace.database, actor), actor, workspace.rules, workspace.now
    )
    other._mark = workspace._mark  # noqa: SLF001  # works by the same rules
    return other


def _seen_by(database: Database, actor: Actor) -> Database:
    if not isinstance(database, EncryptedFile):
        shown: Database = database.seen_as(actor)  # type: ignore[attr-defined]  # tests/server.py, where everybody logs in
        return shown
    if not actor.villages and database._bound is None:  # noqa: SLF001  # nobody else asks
        return database
    other = EncryptedFile(database.path, database.key())
    other.works_for(actor)
    close = database.close

    def close_both() -> None:
        other.close()
        close()

    database.close = close_both  # type: ignore[method-assign]
    return other
