"""Bringing a database to this program's schema: a copy is upgraded, compared and put in its place; never backwards."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from jiuzhu import paths
from jiuzhu.errors import UserError
from jiuzhu.storage.backup import Progress, free_name, silent
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.upgrading import upgraded

SCHEMA = "0002"
"""The newest migration. Compared without importing Alembic, so an up-to-date start stays quick."""


def stored_schema(database: Database) -> str | None:
    """The schema the database has, or None for an empty one."""
    with database.reading.connect() as connection:
        if "alembic_version" not in database.tables(connection):
            return None
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return row[0] if row else None


def bring_up_to_date(database: EncryptedFile, backups: Path, progress: Progress = silent) -> Path | None:
    """Upgrade when needed; returns the old file as it is kept, None when there was none or nothing was to do.

    Refuses a database that a newer program has written. `progress` hears every step.
    """
    stored = stored_schema(database)
    if stored == SCHEMA:
        return None
    if stored is None:
        upgrade(database)
        return None
    if stored > SCHEMA:
        raise UserError(
            f"这份数据由更新的版本写成（结构 {stored}，本程序只认到 {SCHEMA}）。没有改动任何内容；请安装新版本再打开。"
        )
    aside = free_name(backups, f"before-{SCHEMA}")
    upgraded(database, aside, upgrade, progress)
    return aside


def upgrade(database: Database) -> None:
    """Run the migrations that are missing, all in one transaction."""
    from alembic import command  # noqa: PLC0415  # 75 ms, only for a new or old database
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    with database.writing.begin() as connection:
        config.attributes["connection"] = connection
        with database.marked(connection, "upgrade"):
            command.upgrade(config, SCHEMA)


def online(connection: Connection, metadata: Any) -> None:
    """Run the migrations over a given connection; called by `migrations/env.py`."""
    from alembic import context  # noqa: PLC0415  # only inside a migration

    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    context.run_migrations()
