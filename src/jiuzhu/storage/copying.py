"""What makes a copy of an office's data, checks it and opens it for a try: the encrypted file of one desk."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from jiuzhu.errors import UserError
from jiuzhu.storage import manifest
from jiuzhu.storage.backup import (
    Progress,
    carry,
    check,
    copy_encrypted,
    not_read_in,
    require_space,
)
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile, connect
from jiuzhu.storage.laying import DATABASE
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.migrate import bring_up_to_date

WORD = "backup"
"""In the names of backups: `jiuzhu-backup-20261126-091200.db`."""


_COPIES = 2
"""A backup of an older version is copied once more before its upgrade."""


class Restoring(Protocol):
    """All that the services know of how a copy is read."""

    def check(self, copy: Path) -> Manifest:
        """Read a copy whole and return its figures; `UserError` when it is not what it says."""

    def opened(self, copy: Path, room: Path, progress: Progress) -> AbstractContextManager[Database]:
        """The copy laid into an empty folder, brought to this program's schema, compared once more and opened there."""


class Copying(Restoring, Protocol):
    """Reads copies (see `Restoring`) and makes new ones."""

    def copy(self, folder: Path, progress: Progress) -> Path:
        """A whole copy in a folder, read back before it gets its name."""


class FileRestoring:
    """Copies of an encrypted file, by its key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def check(self, copy: Path) -> Manifest:
        """See `backup.check`."""
        return check(copy, self._key)

    @contextmanager
    def opened(self, copy: Path, room: Path, progress: Progress) -> Iterator[Database]:
        """Carried byte by byte and read back, checked where it lies; its own figures are taken out."""
        laid = room / DATABASE
        try:
            require_space(room, _COPIES * copy.stat().st_size)
            carry(copy, laid, progress, "正在抄入备份")
        except OSError as error:
            raise not_read_in(error, copy, room) from error
        progress("正在检查抄入的数据…")
        carried = check(laid, self._key)
        raw = connect(laid, self._key)
        raw.execute(f"DROP TABLE {manifest.TABLE}")
        raw.close()
        database = EncryptedFile(laid, self._key)
        try:
            bring_up_to_date(database, room / "before", progress)
            progress("正在逐表核对行数和金额…")
            wrong = manifest.differences(carried, _measured(database))
            if wrong:
                raise UserError(f"这份备份恢复后与它自己记的对不上（{wrong[0]}），没有采用。请换一份备份。")
            yield database
        finally:
            database.close()


class FileCopying(FileRestoring):
    """The same with the database open from which new copies are made."""

    def __init__(self, database: EncryptedFile) -> None:
        super().__init__(database.key())
        self._database = database

    def copy(self, folder: Path, progress: Progress) -> Path:
        """See `copy_encrypted`."""
        return copy_encrypted(self._database, folder, WORD, progress)


def _measured(database: EncryptedFile) -> Manifest:
    raw = database.raw()
    try:
        return manifest.measure(raw)
    finally:
        raw.close()
