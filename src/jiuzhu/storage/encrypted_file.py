"""The encrypted database file of one desk: how it is opened, and the two engines that read and write it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from jiuzhu.domain.proof import Head
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import UserError
from jiuzhu.storage import attempts, borders, journal, key_file, keys
from jiuzhu.storage.database import Database
from jiuzhu.storage.search import search_words
from jiuzhu.storage.tables import map_entities

OLDEST_SQLITE = (3, 51, 3)
"""Older versions can corrupt a WAL database (the WAL-reset race), so they are refused."""

BUSY_SECONDS = 10


@dataclass(slots=True)
class Mark:
    """The unit of work now writing through a connection; the guard triggers look at it."""

    service: str | None = None


def require_sqlite(version: str) -> None:
    """Refuse an SQLite that can lose data."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        needed = ".".join(str(part) for part in OLDEST_SQLITE)
        raise UserError(
            f"本机的数据库组件版本是 {version}，低于 {needed}，可能损坏数据，程序没有打开数据库。请重新安装本程序。"
        )


def connect(path: Path, key: bytes, *, create: bool = False) -> Any:
    """A raw connection with the key, WAL and full synchronisation set; raises `UserError` for a wrong key.

    `key` is the 32-byte database key, used raw: no derivation per connection.
    """
    require_sqlite(sqlcipher.sqlite_version)
    if not create and not path.is_file():
        raise UserError(f"找不到数据库文件 {path.name}。没有改动任何内容；请检查数据文件夹，或从备份恢复。")
    raw = sqlcipher.connect(str(path), check_same_thread=False, timeout=BUSY_SECONDS)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        _require_cipher(raw)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA cache_size = -65536")
    except sqlcipher.DatabaseError as error:
        raw.close()
        raise _explained(error, path) from error
    except UserError:
        raw.close()
        raise
    raw.isolation_level = None  # the engine writes BEGIN itself
    raw.create_function("search_words", 3, search_words, deterministic=True)
    return raw


def _require_cipher(raw: Any) -> None:
    if not raw.execute("PRAGMA cipher_version").fetchone():
        raise UserError("数据库组件不支持加密，程序没有打开数据库。请重新安装本程序。")


def _explained(error: Exception, path: Path) -> UserError:
    text = str(error)
    if "not a database" in text or "malformed" in text:
        return UserError(
            f"打不开数据库文件 {path.name}：钥匙与文件不符，或文件已损坏。文件没有改动；请换回原来的钥匙文件，或从备份恢复。"
        )
    if "locked" in text:
        return UserError("数据库正被另一个程序占用。没有改动任何内容；请关闭另一个救助窗后再试。")
    if "unable to open" in text or "disk" in text:
        return UserError(f"无法读写 {path.parent} 里的数据库文件。请检查磁盘空间和文件夹权限后再试。")
    return UserError("数据库打不开。文件没有改动；请重新启动程序，仍不行请从备份恢复。")


def explained_write(error: DBAPIError) -> UserError | None:
    """What a failed write means to a person, or None when it is a bug of ours."""
    text = str(error.orig)  # the driver's own words: SQLAlchemy's hold the statement too
    if "full" in text or "disk I/O" in text:
        return UserError(
            "磁盘已满或不能写入，这一步没有保存；之前保存的都在。请腾出空间后再点一次，填写的内容仍在屏幕上。"
        )
    if "locked" in text or "busy" in text:
        return UserError(
            "数据库正忙，这一步没有保存；之前保存的都在。请稍等几秒再点一次，填写的内容仍在屏幕上。"
        )
    if "readonly" in text or "unable to open" in text:
        return UserError("数据库文件是只读的，这一步没有保存。请检查数据文件夹的权限，填写的内容仍在屏幕上。")
    return explained_read(error)


def explained_read(error: DBAPIError) -> UserError | None:
    """What a failed look means to a person, or None when it is a bug of ours."""
    text = str(error.orig)
    if borders.ASTRAY in text:
        return borders.astray(writing=True)
    if "malformed" in text or "not a database" in text:
        return UserError(
            "数据库文件有损坏，这一步没有做完。请停止录入，把数据文件夹整个复制一份，再从最近的备份恢复。"
        )
    if "locked" in text or "busy" in text or "disk I/O" in text or "unable to open" in text:
        return UserError("数据库暂时读不出来，没有改动任何内容。请检查磁盘后再试。")
    return None


class EncryptedFile(Database):
    """One database file, opened: an engine that writes (one connection at a time) and one that only reads."""

    def __init__(self, path: Path, key: bytes, *, create: bool = False) -> None:
        self.path = path
        self._key = bytearray(key)
        self._bound: Actor | None = None  # who is kept to some villages
        map_entities()
        connect(path, key, create=create).close()  # a wrong key is told here, with words
        super().__init__(
            writing=self._engine(read_only=False, size=1), reading=self._engine(read_only=True, size=4)
        )

    def _engine(self, *, read_only: bool, size: int) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: connect(self.path, bytes(self._key)),
            hide_parameters=True,  # names and ID numbers do not belong into an error's text
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
        )

        @event.listens_for(engine, "connect")
        def _on_connect(raw: Any, entry: ConnectionPoolEntry) -> None:
            mark = Mark()
            raw.create_function("current_unit", 0, lambda: mark.service)
            if self._bound is not None:
                entry.info["lists"] = borders.wall_in(raw, self._bound, reads=read_only)
            if read_only:
                raw.execute("PRAGMA query_only = ON")
            entry.info["mark"] = mark

        @event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            lists: borders.OwnLists | None = connection.info.get("lists")
            if lists is not None:
                lists.begin(connection)
            else:
                connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def marked(self, connection: Connection, service: str) -> Iterator[None]:
        """While it lasts, the guard triggers let writes of this connection through."""
        mark: Mark = connection.info["mark"]
        mark.service = service
        try:
            yield
        finally:
            mark.service = None

    def explained(self, error: DBAPIError, *, writing: bool) -> UserError | None:
        """What a failed statement means to a person, or None when it is a bug of ours."""
        return explained_write(error) if writing else explained_read(error)

    def works_for(self, actor: Actor) -> None:
        """Where the operator is bound to villages, every connection from now on is kept to them."""
        if actor.villages:
            self._bound = actor
            self.writing.dispose()
            self.reading.dispose()
            borders.keep_writing(self.writing)

    @contextmanager
    def whole(self) -> Iterator["EncryptedFile"]:
        """This file past the villages of who is logged in, for what the program checks by itself."""
        if self._bound is None:
            yield self
            return
        other = EncryptedFile(self.path, bytes(self._key))
        try:
            yield other
        finally:
            other.close()

    def append(self, connection: Connection, entry: dict[str, Any], tables: frozenset[str]) -> Head:  # noqa: ARG002  # no other desks to tell
        """Behind the newest entry of all; who is bound reads only their own."""
        return journal.append(connection, entry, borders.BEYOND if self._bound else None)

    def tables(self, connection: Connection) -> set[str]:
        """The tables there are."""
        return set(
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        )

    def raw(self) -> Any:
        """A private raw connection (backup, integrity check); the caller closes it."""
        return connect(self.path, bytes(self._key))

    def key(self) -> bytes:
        """The database key, for who wraps it anew."""
        return bytes(self._key)

    def knows(self, login: str) -> bool:
        """Whether the key file has a slot of that login."""
        return key_file.load(self.path.parent).slot(login) is not None

    def admit(self, login: str, name: str, password: str) -> None:
        """Wrap the database key under the password; an existing slot of that login is replaced."""
        with attempts.vouched(self.path.parent, self.key()) as file:
            keys.add_slot(file, login, name, password, self.key())

    reset = change_password = admit

    def dismiss(self, login: str) -> None:
        """Take the slot away: the password opens nothing any more."""
        with attempts.vouched(self.path.parent, self.key()) as file:
            keys.remove_slot(file, login)

    def key_hex(self) -> str:
        """The key as SQL wants it, for `ATTACH … KEY` when an encrypted copy is made."""
        return self._key.hex()

    def close(self) -> None:
        """Close every connection and forget the key as far as Python can."""
        super().close()
        for place in range(len(self._key)):
            self._key[place] = 0
