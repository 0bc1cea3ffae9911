"""Bringing a server to this version: groups, database, tables, law. Run again, it mends what is not so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql

from jiuzhu.errors import UserError
from jiuzhu.storage import migrate
from jiuzhu.storage.server import law
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.refusals import explained
from jiuzhu.storage.server.server_database import ServerDatabase, connect

OLDEST_SERVER = 150000
"""PostgreSQL 15: the first whose public schema is closed to everybody, and with `CREATE OR REPLACE TRIGGER` before it."""

_OFFICES = """
    SELECT datname FROM pg_database WHERE datname !~ '^jiuzhu_(trial|check)_'
      AND EXISTS (SELECT FROM aclexplode(datacl) WHERE grantee = to_regrole('jiuzhu_member')) ORDER BY 1
"""


def set_up(address: Address, login: str, password: str, *, groups: bool = True) -> Iterator[str]:
    """Make or mend the database; yields what was done, line by line, in words.

    `groups`: those of the server too and who is in them, which belong to all its databases. `login` is an administrator
    of the server itself, used for this once and kept nowhere. Raises `UserError`.
    """
    yield from make_room(address, login, password, groups=groups)
    yield from lay(address, login, password)
    if groups:
        made = let_logins_follow(address, login, password).made
        yield "账号的岗位与登记一致" + (
            f"；{'、'.join(made)} 原来没有账号，已经建好，请系统管理员再添加一次、设初始密码" if made else ""
        )


def lay(address: Address, login: str, password: str) -> Iterator[str]:
    """This version's tables and the law over them, in a database that is there; no login is touched."""
    with connect(address, login, password) as inside, inside.transaction():
        for statement in law.schema():
            inside.execute(statement)
    database = ServerDatabase(address, login, password, empty=True)
    try:
        before = migrate.stored_schema(database)
        if before != migrate.SCHEMA:
            migrate.upgrade(database)
        yield (
            f"表结构 {before or '（空）'} → {migrate.SCHEMA}"
            if before != migrate.SCHEMA
            else f"表结构 {migrate.SCHEMA}，不用升级"
        )
    finally:
        database.close()
    with connect(address, login, password) as inside, inside.transaction():
        statements = law.laws()
        for statement in statements:
            inside.execute(statement)
        yield f"权限、行级安全和触发器已铺好（{len(statements)} 条）"


def make_room(
    address: Address, login: str, password: str, *, new: bool = False, groups: bool = True
) -> Iterator[str]:
    """The groups of the server and the database, empty when it is new; yields what was done.

    `new`: refuse a database that is there already.
    """
    with connect(replace(address, database="postgres"), login, password) as server:
        require_administrator(server)
        if new and _is_there(server, address.database):
            raise UserError(
                f"服务器上已经有数据库 {address.database}，恢复从不覆盖。没有改动任何内容；请用 --database 另起一个名字。"
            )
        if groups:
            for statement in law.groups(server.info.server_version):
                server.execute(statement)
            yield "岗位分组已就绪"
        yield _database(server, address.database)


def require_administrator(server: psycopg.Connection[tuple[object, ...]]) -> None:
    """Refuse a server that is too old, or a login that is not above its row security."""
    if server.info.server_version < OLDEST_SERVER:
        raise UserError("服务器的 PostgreSQL 版本低于 15。没有改动任何内容；请先升级服务器。")
    superuser = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser != (True,):
        raise UserError(
            "这个账号不是服务器的管理员，不能建库、备份和恢复。没有改动任何内容；请用服务器管理员账号再试。"
        )


def _database(server: psycopg.Connection[tuple[object, ...]], name: str) -> str:
    """Names sort by code point as in a file, and characters are known as letters (C.UTF-8)."""
    known = server.execute(
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = %s",
        (name,),
    ).fetchone()
    if known is None:
        made = sql.SQL(
            "CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
        ).format(sql.Identifier(name))
        server.execute(made)
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        done = f"建好数据库 {name}"
    elif known != ("UTF8", "C", "C.UTF-8"):
        raise UserError(
            f"数据库 {name} 已经存在，但文字编码或排序不对（{'，'.join(map(str, known))}）。没有改动任何内容；请换一个数据库名。"
        )
    else:
        done = f"数据库 {name} 已在"
    server.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(law.MEMBER))
    )
    server.execute(sql.SQL("ALTER DATABASE {} SET search_path = jiuzhu").format(sql.Identifier(name)))
    return done


@dataclass(frozen=True, slots=True)
class Followed:
    """Logins that were made because a restored list of operators has them, and those the server keeps out all the same."""

    made: tuple[str, ...]
    kept_out: tuple[str, ...]


def let_logins_follow(address: Address, login: str, password: str) -> Followed:
    """Give every operator of a restored database the login and the groups of their record.

    Who has a login here keeps its password; whoever was dismissed since the backup stays out.
    """
    try:
        with connect(address, login, password, {"jiuzhu.unit": "restore"}) as inside, inside.transaction():
            known = {name for (name,) in inside.execute("SELECT rolname FROM pg_roles")}
            # The trigger does it for each; whoever left and has no login of ours needs none.
            inside.execute("UPDATE operator SET login = login WHERE ended_on IS NULL OR is_ours(login)")
            rows = inside.execute(
                "SELECT login, rolcanlogin FROM operator JOIN pg_roles ON rolname = login "
                "WHERE ended_on IS NULL ORDER BY login"
            ).fetchall()
    except psycopg.Error as error:
        raise explained(error, writing=False) or error from error
    return Followed(
        made=tuple(name for name, _ in rows if name not in known),
        kept_out=tuple(name for name, enters in rows if name in known and not enters),
    )


def offices_on(address: Address, login: str, password: str) -> list[str]:
    """The databases of this program on that server, without its scratch ones."""
    with connect(replace(address, database="postgres"), login, password) as server:
        named = [name for (name,) in server.execute(_OFFICES)]
    found = []
    for name in named:
        with connect(replace(address, database=name), login, password) as inside:
            if inside.execute("SELECT to_regclass('jiuzhu.operator')").fetchone() != (None,):
                found.append(name)
    return found


def take_away_logins(address: Address, login: str, password: str, names: Iterable[str]) -> None:
    """Logins that were made for a database that is no more."""
    with connect(replace(address, database="postgres"), login, password) as server:
        for name in names:
            server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def _is_there(server: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def drop(address: Address, login: str, password: str) -> None:
    """Take a database away, whoever is in it: one of this program's own making that is no office."""
    with connect(replace(address, database="postgres"), login, password) as server:
        gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(address.database))
        server.execute(gone)
