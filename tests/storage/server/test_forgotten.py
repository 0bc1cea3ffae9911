"""A forgotten password on a shared server: set by the security administrator, never without a word in the register."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from temporary_server import SUPERUSER

from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import admin, log_ins, opening, own_password, server_backups, sharing
from jiuzhu.services.office.workspace import Workspace
from townships import PASSWORD, Shared

NEW, MINE = "两个黄鹂鸣翠柳2026", "一行白鹭上青天2026"
PROOF = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"


@pytest.fixture
def security(shared: Shared, tmp_path: Path) -> Iterator[Workspace]:
    sharing.join(tmp_path, shared.address, "A")
    made = opening.log_in(tmp_path, "anquan", PASSWORD)
    yield made
    made.close()


@pytest.fixture
def restored(shared: Shared) -> Iterator[None]:
    """Logins belong to the whole server of the tests."""
    with psycopg.connect(**shared.server.address().arguments(SUPERUSER, "")) as server:
        kept = server.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'jingban'").fetchone()
    yield
    assert kept is not None
    shared.server.administer(f"ALTER ROLE jingban PASSWORD '{kept[0]}'")


def identity(security: Workspace, login: str) -> str:
    return {row.login: row.id for row in security.read(admin.colleagues)}[login]


@pytest.mark.usefixtures("restored")
def test_who_forgot_comes_in_once_by_another_and_chooses_their_own(
    shared: Shared, security: Workspace
) -> None:
    log_ins.reset_password(security, identity(security, "jingban"), NEW)
    with pytest.raises(UserError):
        shared.as_login("jingban")
    clerk = opening.log_in(security.home, "jingban", NEW)
    assert clerk.must_choose
    own_password.choose(clerk, MINE)
    clerk.close()
    # What it took before no longer serves: the newest word about the login is the clerk's own.
    with shared.as_login("anquan") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT reset_password('jingban', %s)", (PROOF,))
    assert server_backups.verify(shared.address, SUPERUSER, "").problems == ()


def test_nobody_sets_a_password_in_plain_sql_without_the_register(shared: Shared) -> None:
    for login in ("anquan", "xitong", "lingdao", "shenji"):
        with shared.as_login(login) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT reset_password('jingban', %s)", (PROOF,))
    shared.as_login("jingban").close()


@pytest.mark.parametrize("whom", ["anquan", "xitong", "shenguan", "jingban2", "postgres", "nobody"])
def test_the_passwords_of_administrators_and_strangers_are_set_by_nobody(shared: Shared, whom: str) -> None:
    with shared.as_login("anquan") as connection:
        connection.execute("SET jiuzhu.unit = 'by hand'")
        connection.execute(
            "INSERT INTO log_in (id, kind, login, at, by, note, version) SELECT gen_random_uuid(), 'given', %s, now(),"
            " my_operator(), '', 1",
            (whom,),
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no colleague"):
            connection.execute("SELECT reset_password(%s, %s)", (whom, PROOF))


def test_the_program_says_whose_it_may_not_set(security: Workspace) -> None:
    for login, words in (("shenguan", "是管理员"), ("anquan", "自己的密码")):
        with pytest.raises(Refused, match=words):
            log_ins.reset_password(security, identity(security, login), NEW)
