"""A row of every table on either side of a village's border, and offices in a file and on a server to look from."""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from temporary_server import SUPERUSER

import townships
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import TABLE_RIGHTS
from jiuzhu.services.office import opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.tables import TABLES, metadata
from jiuzhu.storage.types import Hundredths, Identity, Moment
from jiuzhu.storage.unit import Unit

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
MINE, THEIRS = "甲示例村", "乙示例村"

BY_ALL = {"operator", "office", "station", "office_rule", "policy_row"}
"""What the desk itself works by."""

Rows = dict[str, dict[str, Any]]


def value_of(column: Any, place: int) -> Any:
    kind = column.type
    if isinstance(kind, Moment | DateTime):
        return NOW
    if isinstance(kind, Hundredths | Numeric):
        return Decimal(1)
    for sort, value in (
        (Boolean, False),
        (Integer, 1000 + place),
        (Date, date(2026, 1, 1)),
        (LargeBinary, b""),
    ):
        if isinstance(kind, sort):
            return value
    return f"{place}"


def row_of(table: Table, village: str, made: Rows, place: int, operator: str) -> dict[str, Any]:
    """A row of a table that hangs on the rows of its village; nullable links are set too."""
    row: dict[str, Any] = {}
    for column in table.c:
        above = next((link.column.table.name for link in column.foreign_keys), "")
        if above in made and above != table.name:
            row[column.name] = made[above]["id"]
        elif column.nullable and column.name in TABLE_RIGHTS[table.name].signed:
            continue  # a signature is given, not laid
        elif above == "operator" or column.name in {"by", "decided_by", "issued_by"}:
            row[column.name] = operator
        elif column.type is Identity:
            row[column.name] = str(uuid.uuid4()) if column.name == "id" or not column.nullable else None
        elif column.name == "village":
            row[column.name] = village
        elif column.name == "search_key":
            continue
        elif not (column.nullable or column.foreign_keys):
            row[column.name] = value_of(column, place)
    return row


@dataclass
class Offices:
    """One office, in a file or on a server: how a colleague's database is opened, and how rows are laid past every wall."""

    database: Callable[[str], Database]
    beyond: Callable[[Callable[[Connection], None]], None]
    opened: list[Workspace] = field(default_factory=list)

    def desk(self, login: str) -> Workspace:
        """The office as the program opens it for who logs in."""
        made = opening.enter(Path(), self.database(login), login, lambda: NOW, "A")
        self.opened.append(made)
        return made


def in_a_file(founded: tuple[Path, bytes], folder: Path) -> Offices:
    key = founded[1]
    path = Path(shutil.copy(founded[0], folder))

    def beyond(lay: Callable[[Connection], None]) -> None:
        free = EncryptedFile(path, key)
        event.listen(free.writing, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = OFF"))
        with free.writing.begin() as connection, free.marked(connection, "by hand"):
            lay(connection)
        free.close()

    return Offices(lambda _login: EncryptedFile(path, key), beyond)


def on_a_server(shared: townships.Shared) -> Offices:
    def beyond(lay: Callable[[Connection], None]) -> None:
        free = ServerDatabase(shared.address, SUPERUSER, "", founding="500112001")
        with free.writing.begin() as connection:
            connection.execute(text("SET session_replication_role = replica"))
            lay(connection)
            connection.execute(text("SET session_replication_role = DEFAULT"))
        free.close()

    return Offices(shared.database, beyond)


def lay_rows(offices: Offices) -> tuple[Rows, Rows]:
    """A row of every table that follows villages, in one village and in the other; the checker is bound to the first."""
    found: list[Rows] = []
    operators = TABLES[Operator]

    def lay(connection: Connection) -> None:
        operator = connection.execute(select(operators.c.id).where(operators.c.login == "hecha")).scalar_one()
        for place, village in enumerate((MINE, THEIRS), start=1):
            made: Rows = {}
            for table in metadata.sorted_tables:
                if table.name in BY_ALL or "id" not in table.c:
                    continue
                made[table.name] = row_of(table, village, made, place, str(operator))
                connection.execute(insert(table).values(made[table.name]))
            found.append(made)
        connection.execute(update(operators).where(operators.c.id == operator).values(villages=MINE))

    offices.beyond(lay)
    return found[0], found[1]


def there(unit: Unit, table: str, row: dict[str, Any]) -> int:
    known = metadata.tables[table]
    found = select(func.count()).select_from(known).where(known.c.id == row["id"])
    return int(unit.session.execute(found).scalar_one())


def laid(unit: Unit, table: Table, row: dict[str, Any]) -> None:
    unit.session.execute(insert(table).values(row))
