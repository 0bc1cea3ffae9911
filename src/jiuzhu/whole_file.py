"""Small files written whole or not at all, so that a kill or a power cut leaves the old one or the new one."""

import contextlib
import errno
import os
from pathlib import Path


def write_whole(place: Path, body: str, *, mode: int = 0o666) -> None:
    """Write UTF-8 text beside the file, wait for the disk, then rename; the folder is made where there is none.

    `mode`: of a file that is new, less the umask. Raises `OSError`; the old file stands untouched then and nothing is
    left beside it.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(place.name + ".new")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    if os.name != "posix":  # Windows flushes the rename with the file
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network shares cannot
            raise
    finally:
        os.close(handle)
