"""Installs a restored database: built in its own folder, then renamed in. A kill at any step is finished at the next start.

`restoring/` is being made and may go at any time. Renamed to `restored/` it is whole, and whoever starts next finishes
the moving: the old files are set aside into a dated folder, never deleted.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from jiuzhu.errors import UserError
from jiuzhu.storage import key_file

MAKING, MADE = "restoring", "restored"
DATABASE = "jiuzhu.db"
_ASIDE = "set-aside-"


@contextmanager
def making(home: Path) -> Iterator[Path]:
    """An empty folder for a database that is being restored; gone again when that fails."""
    finish(home)
    folder = home / MAKING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def complete(home: Path) -> Path | None:
    """The folder `restoring/` holds a whole database: it takes its place. Returns where the old files went, if any."""
    (home / MAKING).replace(home / MADE)
    return finish(home)


def finish(home: Path) -> Path | None:
    """Move in what a restoring completed; does nothing when there is none. May be killed and called again at any step.

    Raises `UserError` when a file cannot be moved, which another open window causes on Windows.
    """
    made = home / MADE
    if not made.is_dir():
        return None
    aside: Path | None = None
    try:
        for name in (DATABASE, key_file.FILE):
            if not (made / name).is_file():
                continue  # moved in before the kill, or not part of this restoring
            for old in (home / f"{name}-shm", home / f"{name}-wal", home / name):
                if old.is_file():
                    aside = aside or _new_folder(home)
                    old.replace(aside / old.name)
            (made / name).replace(home / name)
        shutil.rmtree(made)
    except OSError as error:
        raise UserError(
            f"恢复的数据已经完整，但还没有换进 {home}。请关掉别的救助窗和占用文件的程序，再打开本程序，它会接着完成。"
        ) from error
    return aside


def _new_folder(home: Path) -> Path:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    names = (f"{_ASIDE}{stamp}{more}" for more in ("", *(f"-{again}" for again in range(2, 100))))
    folder = next(home / name for name in names if not (home / name).exists())
    folder.mkdir()
    return folder
