"""What a desk of a shared server needs to go on typing when it is opened without the line: encrypted here.

Office, windows, operators, the dated figures and what the office set for itself, in tables of the same shape: the same
query answers from them. Nobody who is helped stands in it. It is made anew at every real log-in.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, insert, select, update
from sqlalchemy.exc import DBAPIError

from jiuzhu.domain.office import Office, OfficeRule, Operator, Station
from jiuzhu.domain.offline import Offline
from jiuzhu.errors import UserError
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile, explained_write
from jiuzhu.storage.migrate import SCHEMA
from jiuzhu.storage.tables import TABLES, policy_row
from jiuzhu.storage.types import Moment

FILE = "offline.db"

_COPIED = (*(TABLES[kind] for kind in (Office, Station, Operator, OfficeRule)), policy_row)
_HERE = MetaData()
_ROWS = {
    one: Table(one.name, _HERE, *(Column(column.name, column.type) for column in one.columns))
    for one in _COPIED
}
"""The server's table → the same columns without references: colleagues of another township are not seen."""

_entered = Table("entered", _HERE, Column("login", String, primary_key=True), Column("at", Moment))
_kept = Table("kept", _HERE, Column("schema", String), Column("seen", Moment))


def keep(home: Path, key: bytes, server: Database, login: str, moment: datetime) -> None:
    """Copy the office as it stands on the server now. `login`: who came in for real, by a password of their own.

    Raises `UserError` when the server or the disk does not take part; the copy of before then stands.
    """
    with server.reading.connect() as connection:
        rows = {one: [dict(row) for row in connection.execute(select(one)).mappings()] for one in _COPIED}
    file = _opened_or_new(home, key)
    try:
        with file.writing.begin() as connection:
            before = _entered_before(file, connection)
            _HERE.drop_all(connection)
            _HERE.create_all(connection)
            for one, found in rows.items():
                if found:
                    connection.execute(insert(_ROWS[one]), found)
            entered = {**before, login: moment} if login else before
            if entered:
                connection.execute(
                    insert(_entered), [{"login": who, "at": at} for who, at in entered.items()]
                )
            connection.execute(insert(_kept).values(schema=SCHEMA, seen=moment))
    except DBAPIError as error:
        raise explained_write(error) or error from error
    finally:
        file.close()


def _opened_or_new(home: Path, key: bytes) -> EncryptedFile:
    with suppress(UserError):
        return EncryptedFile(home / FILE, key, create=True)
    for leftover in home.glob(FILE + "*"):  # damaged, or of another key: all of it stands on the server
        leftover.unlink()
    return EncryptedFile(home / FILE, key, create=True)


def _entered_before(file: EncryptedFile, connection: Any) -> dict[str, datetime]:
    if _entered.name not in file.tables(connection):
        return {}
    return {row.login: row.at for row in connection.execute(select(_entered))}


@contextmanager
def opened(home: Path, key: bytes, login: str, now: datetime) -> Iterator[tuple[EncryptedFile, Offline]]:
    """The copy, for an operator who came in here for real before, and since when it stands.

    Raises `UserError` when there is none this version can read, or none for this operator.
    """
    if not (home / FILE).is_file():
        raise UserError(_NEVER)
    file = EncryptedFile(home / FILE, key)
    try:
        with file.writing.begin() as connection:
            kept = (
                connection.execute(select(_kept)).first() if _kept.name in file.tables(connection) else None
            )
            if kept is None or kept.schema != SCHEMA:
                raise UserError(_NEVER)
            entered = _entered_before(file, connection)
            if login not in entered:
                raise UserError(_NEVER)
            seen = max(kept.seen, now)
            connection.execute(update(_kept).values(seen=seen))
        yield file, Offline(max(entered.values()), seen)
    finally:
        file.close()


_NEVER = "连不上共用的服务器；离线填写要您先在这台电脑上连着服务器登录过一次。没有改动任何内容；请检查网线和服务器后再登录。"
