"""The line to a server: encrypted, to the right one, and never with the password itself."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import temporary_server
from temporary_server import SUPERUSER, Server

from jiuzhu.errors import KeptOut, UserError
from jiuzhu.services.office import sharing
from jiuzhu.storage.server import proving
from jiuzhu.storage.server.address import Address, load_seat
from jiuzhu.storage.server.server_database import connect
from jiuzhu.storage.server.setting_up import set_up
from townships import PASSWORD, Shared

HERE = f"127.77.{os.getpid() % 250}.7"
OTHER = f"127.77.{os.getpid() % 250}.8"
"""Both reach the server; its certificate is for the first."""


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    made = temporary_server.start(
        f"listen_addresses={HERE},{OTHER}", "log_error_verbosity=terse", "shared_preload_libraries=auth_delay",
        "auth_delay.milliseconds=50", believing=False, near="127.0.0.0/8", certified=HERE,
    )  # fmt: skip
    made.administer(f"CREATE ROLE jingban LOGIN PASSWORD '{PASSWORD}'")
    yield made
    made.stop()


def reached(host: str, certificate: str) -> tuple[object, ...] | None:
    with connect(Address(host, database="postgres", certificate=certificate), "jingban", PASSWORD) as line:
        return line.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()


def test_the_right_server_is_reached_by_an_encrypted_line(running: Server) -> None:
    assert reached(HERE, running.certificate) == (True, "TLSv1.3")


def test_a_server_does_not_keep_the_places_of_a_desk_that_fell_silent(running: Server) -> None:
    """That it lets go is seen by `torture.sh window`, where each cut leaves four connections behind."""
    asked = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
    with connect(
        Address(HERE, database="postgres", certificate=running.certificate), "jingban", PASSWORD
    ) as line:
        rows = [line.execute("SELECT current_setting(%s)", (name,)).fetchone() for name in asked]
    assert rows == [("5",), ("2",), ("3",), ("11000",)]


def test_a_server_that_cannot_prove_who_it_is_hears_nothing(running: Server, tmp_path: Path) -> None:
    wrong = temporary_server.certify(tmp_path, HERE)
    for host, certificate in ((HERE, str(wrong)), (OTHER, running.certificate), (HERE, "")):
        with pytest.raises(UserError, match="证书与本机登记的不符"):
            reached(host, certificate)
    with pytest.raises(UserError, match="本机没有服务器的证书"):
        reached(HERE, str(tmp_path / "gone.crt"))


@pytest.mark.parametrize("way", ["password", "md5", "trust"])
def test_no_server_gets_the_password_itself(running: Server, way: str) -> None:
    rules = running.folder / "data" / "pg_hba.conf"
    before = rules.read_text("utf-8")
    rules.write_text(before.replace("127.0.0.0/8 scram-sha-256", f"127.0.0.0/8 {way}"), "utf-8")
    running.administer(
        "SET password_encryption = 'md5'; ALTER ROLE jingban PASSWORD 'x'" if way == "md5" else "SELECT 1"
    )
    try:
        running.administer("SELECT pg_reload_conf(), pg_sleep(0.3)")
        with pytest.raises(UserError, match="密码没有发出") as told:
            reached(HERE, running.certificate)
        assert not told.value.field  # it is no wrong password
    finally:
        rules.write_text(before, "utf-8")
        running.administer(
            f"ALTER ROLE jingban PASSWORD '{PASSWORD}'", "SELECT pg_reload_conf(), pg_sleep(0.3)"
        )


def test_only_a_server_on_the_same_machine_needs_no_certificate() -> None:
    for host in ("192.168.1.10", "fuwuqi", "127.0.0.2"):
        with pytest.raises(UserError, match="要有它的证书") as told:
            sharing.address(host, "5432", "jiuzhu")
        assert told.value.field == "certificate"
    for host in ("/run/postgresql", "localhost", "127.0.0.1", "::1"):
        assert sharing.address(host, "5432", "jiuzhu").is_here
    assert "require_auth" not in Address("/run/postgresql").arguments("postgres", "")


def test_a_desk_keeps_a_copy_of_the_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asks_for_a_password(*_: object) -> None:
        raise KeptOut("登录名或密码不对", field="password")

    monkeypatch.setattr(sharing, "connect", asks_for_a_password)
    stick = tmp_path / "ca.crt"
    stick.write_text("of the township", "ascii")
    home = tmp_path / "home"
    sharing.join(home, sharing.address("192.168.1.10", "5432", "jiuzhu", str(stick)), "A")
    stick.unlink()
    seat = load_seat(home)
    assert seat is not None
    assert Path(seat.address.certificate).parent == home
    assert Path(seat.address.certificate).read_text("ascii") == "of the township"
    with pytest.raises(UserError, match="证书没有复制"):
        sharing.join(tmp_path / "again", Address("192.168.1.10", certificate=str(stick)), "A")
    assert load_seat(tmp_path / "again") is None


def test_the_admin_comes_by_the_socket(running: Server) -> None:
    with connect(running.address(), SUPERUSER, "") as line:
        assert isinstance(line, psycopg.Connection)


SLOWED, LOGGED = "拖慢试密码的（auth_delay）", "服务器设置 log_error_verbosity"


def test_a_check_proves_what_slows_a_guesser_and_keeps_names_out_of_the_log(
    running: Server, shared: Shared
) -> None:
    """`running` is set as the pages about the server say, the other is as PostgreSQL comes."""
    as_told = running.address(running.new_name("check"))
    assert list(set_up(as_told, SUPERUSER, ""))
    found = {one.what: one for one in proving.prove(as_told, SUPERUSER, "")}
    assert (found[SLOWED].holds, found[SLOWED].told) == (True, "每次输错等 50 毫秒")
    assert all(found[name].holds for name in (LOGGED, "服务器设置 ssl"))
    shared.server.administer(  # a session that loads it slows nobody down
        f"ALTER DATABASE {shared.address.database} SET session_preload_libraries = 'auth_delay'"
    )
    found = {one.what: one for one in proving.prove(shared.address, SUPERUSER, "")}
    assert not found[SLOWED].holds
    assert "shared_preload_libraries" in found[SLOWED].told
    assert (found[LOGGED].holds, found[LOGGED].told) == (False, "default（应为 terse）")
