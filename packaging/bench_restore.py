"""What an office of 100,000 households waits for its backups: making one, trying it, and an empty machine made of it.

A plain copy of the file with SHA-256 over it stands beside the making, for scale: it would not be a backup.
"""

import hashlib
import tempfile
from pathlib import Path

import crowd
from measure import Figure, at_most, seconds

from jiuzhu.services.office import backups, restoring
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import backup
from jiuzhu.storage.backup import silent

HOUSEHOLDS = 100_000
_A_HOUSEHOLD = 2.29  # people of the crowd
_LOGIN = "jia"


def run(scale: float) -> list[Figure]:
    """One of each: they take long, and nobody does two."""
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder), max(1000, int(HOUSEHOLDS * scale)))


def _measured(folder: Path, households: int) -> list[Figure]:
    (seat,) = crowd.staffed(folder / "office")
    workspace = seat.open()
    crowd.fill(workspace.file, int(households * _A_HOUSEHOLD))
    making = seconds(lambda: backups.make(workspace, folder / "usb"))
    (made,) = backups.lying_in(folder / "usb")
    plain = seconds(lambda: _copied(made.file, folder / "plain"))
    parts = made.size / (30 * 1024**2)
    checking = seconds(lambda: backup.check(made.file, seat.key))
    trying = seconds(lambda: _tried(workspace, made.file, folder / "room"))
    workspace.close()

    def restore() -> None:
        unlock = restoring.by_password(_LOGIN, crowd.PASSWORD)
        restoring.restore(folder / "new", made, _LOGIN, unlock).workspace.close()

    restoring_it = seconds(restore)
    office = f"{households:,} households ({made.size / 1024**2:.0f} MB)"
    return [
        at_most(f"backup made and read back, each 30 MB of {office}", making / parts, "s", 3, plain / parts),
        at_most(f"backup checked page by page, each 30 MB of {office}", checking / parts, "s", 2),
        at_most(f"newest backup restored for a try and compared, {office}", trying, "s", 300),
        at_most(f"an empty machine restored and open, {office}", restoring_it, "s", 600),
    ]


def _tried(workspace: Workspace, copy: Path, room: Path) -> None:
    """A trial without the journal: the crowd was written past it."""
    room.mkdir()
    with backups.copying(workspace).opened(copy, room, silent):
        pass


def _copied(file: Path, target: Path) -> None:
    body = file.read_bytes()
    target.write_bytes(body)
    hashlib.sha256(target.read_bytes()).digest()
