"""Setting a server up once more, and restoring beside offices whose logins are the same server's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from temporary_server import SUPERUSER

from jiuzhu.errors import UserError
from jiuzhu.services.office import server_backups, sharing
from jiuzhu.storage.server import dumping, law, proving, setting_up
from jiuzhu.storage.server.server_database import connect
from townships import Shared, plan

PASSPHRASE = "明月几时有把酒问青天"
BESIDE = "登记以外持有岗位或身份的"


def groups(shared: Shared, login: str) -> set[str]:
    with connect(shared.address, SUPERUSER, "") as server:
        rows = server.execute(
            "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = to_regrole(%s)", (login,)
        )
        return {name for (name,) in rows}


def logins(shared: Shared) -> set[str]:
    with connect(shared.address, SUPERUSER, "") as server:
        return {name for (name,) in server.execute("SELECT rolname FROM pg_roles")}


@pytest.fixture
def live(shared: Shared) -> Iterator[Shared]:
    """The office of this test is known as one of the server; afterwards logins follow the one it was copied from."""
    shared.server.administer(f"GRANT CONNECT ON DATABASE {shared.address.database} TO {law.MEMBER}")
    yield shared
    setting_up.let_logins_follow(replace(shared.address, database="founded"), SUPERUSER, "")


def give(shared: Shared, login: str, roles: str) -> None:
    shared.server.administer(
        f"SET jiuzhu.unit = 'test'; UPDATE jiuzhu.operator SET roles = '{roles}' WHERE login = '{login}'",  # noqa: S608  # of the test
        database=shared.address.database,
    )


def test_functions_of_an_older_version_with_another_signature_are_made_anew(shared: Shared) -> None:
    shared.server.administer(
        "DROP FUNCTION jiuzhu.admit(text, text)",
        "CREATE FUNCTION jiuzhu.admit(who text, proof text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION jiuzhu.chain_head(uuid, uuid)",
        "CREATE FUNCTION jiuzhu.chain_head(a uuid, b uuid) RETURNS text LANGUAGE sql AS $$ SELECT '' $$",
        "CREATE FUNCTION jiuzhu.of_before() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        database=shared.address.database,
    )
    assert list(setting_up.set_up(shared.address, SUPERUSER, ""))
    wrong = [one for one in proving.prove(shared.address, SUPERUSER, "") if not one.holds and one.of_the_law]
    assert wrong == []


@pytest.mark.usefixtures("live")
def test_setting_up_gives_every_login_the_groups_of_its_record(shared: Shared) -> None:
    shared.server.administer("REVOKE jiuzhu_checker FROM hecha", "GRANT jiuzhu_approver TO hecha")
    assert "账号的岗位与登记一致" in list(setting_up.set_up(shared.address, SUPERUSER, ""))
    assert groups(shared, "hecha") == {"jiuzhu_member", "jiuzhu_checker"}


def test_a_check_knows_the_people_of_every_database_of_the_server(shared: Shared) -> None:
    other = shared.server.address(shared.server.new_name("other"))
    people = replace(plan("500112004", "4"), windows="A")
    try:
        assert list(sharing.set_up(other, SUPERUSER, "", people))
        (beside,) = [one for one in proving.prove(shared.address, SUPERUSER, "") if one.what == BESIDE]
        assert beside.holds, beside.told
        shared.server.administer("CREATE ROLE spy LOGIN", "GRANT jiuzhu_member TO spy")
        (beside,) = [one for one in proving.prove(shared.address, SUPERUSER, "") if one.what == BESIDE]
        assert beside.told == "spy ∈ jiuzhu_member"
    finally:
        setting_up.drop(other, SUPERUSER, "")
        setting_up.take_away_logins(
            other, SUPERUSER, "", ["spy", *(person.login for person in people.people)]
        )


def test_nothing_is_restored_beside_an_office_in_use_unless_it_is_to_be_replaced(
    live: Shared, tmp_path: Path
) -> None:
    file, _ = dumping.back_up(live.address, SUPERUSER, "", tmp_path, PASSPHRASE)
    give(live, "hecha", "")
    new = live.server.address(live.server.new_name("restored"))
    with pytest.raises(UserError, match=f"--replaces .*{live.address.database}"):
        list(server_backups.restore(new, SUPERUSER, "", file, PASSPHRASE))
    assert groups(live, "hecha") == {"jiuzhu_member"}
    assert new.database not in setting_up.offices_on(new, SUPERUSER, "")


def test_a_restoring_that_fails_late_leaves_logins_as_they_were(
    live: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = dumping.back_up(live.address, SUPERUSER, "", tmp_path, PASSPHRASE)
    give(live, "hecha", "")
    live.server.administer(
        "SET session_replication_role = replica; DELETE FROM jiuzhu.operator WHERE login = 'tongji'",
        database=live.address.database,
    )
    name = live.server.new_name("away")
    live.server.administer(f"ALTER ROLE tongji RENAME TO {name}")
    before = logins(live)
    monkeypatch.setattr(setting_up, "offices_on", lambda *_: [live.address.database])
    monkeypatch.setattr(server_backups, "_epochs", _fails)
    new = live.server.address(live.server.new_name("restored"))
    try:
        with pytest.raises(UserError, match="磁盘"):
            list(
                server_backups.restore(new, SUPERUSER, "", file, PASSPHRASE, replaces=[live.address.database])
            )
        assert logins(live) == before
        assert groups(live, "hecha") == {"jiuzhu_member"}
    finally:
        live.server.administer("DROP ROLE IF EXISTS tongji", f"ALTER ROLE {name} RENAME TO tongji")


def _fails(*_: object) -> str:
    raise UserError("服务器的磁盘已满。")
