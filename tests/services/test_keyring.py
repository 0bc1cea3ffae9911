"""The convenience key: beside the password, never instead of it."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from jiuzhu.errors import UserError
from jiuzhu.services.office import admin, entrance, opening
from jiuzhu.storage import key_file
from town import PASSWORD, Town

pytestmark = pytest.mark.file_only("the convenience key opens the key file")

OTHER = "两个黄鹂鸣翠柳2026"


class Memory(KeyringBackend):
    """A keyring that keeps things for the length of a test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no hints here
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Memory]:
    before = keyring.get_keyring()
    made = Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def _remembered(town: Town) -> dict[str, bool]:
    return {name.login: name.remembered for name in entrance.logins(town.home)}


def test_a_remembered_desk_opens_without_the_password(town: Town, ring: Memory) -> None:
    assert admin.has_keyring()
    admin.remember_desk(town.clerk, PASSWORD)

    assert _remembered(town)["jingban"]
    opening.log_in_remembered(town.home, "jingban").close()
    opening.log_in(town.home, "jingban", PASSWORD).close()
    assert all(PASSWORD not in kept for kept in ring.kept.values())
    (entry,) = ring.kept
    assert entry == ("jiuzhu", f"{key_file.load(town.home).database}:jingban")  # of this office only


def test_a_wrong_password_remembers_nothing(town: Town, ring: Memory) -> None:
    with pytest.raises(UserError, match="密码不对"):
        admin.remember_desk(town.clerk, "不是这个密码呀呀")

    assert ring.kept == {}
    assert not _remembered(town)["jingban"]


def test_a_forgotten_desk_and_a_lost_keyring_ask_for_the_password(town: Town, ring: Memory) -> None:
    admin.remember_desk(town.clerk, PASSWORD)
    ring.kept.clear()
    with pytest.raises(UserError, match="请输入密码"):
        opening.log_in_remembered(town.home, "jingban")

    admin.remember_desk(town.clerk, PASSWORD)
    admin.forget_desk(town.clerk)

    assert ring.kept == {}
    assert not _remembered(town)["jingban"]
    with pytest.raises(UserError, match="请输入密码"):
        opening.log_in_remembered(town.home, "jingban")


def test_a_key_of_another_time_does_not_open(town: Town, ring: Memory) -> None:
    admin.remember_desk(town.clerk, PASSWORD)
    old = dict(ring.kept)
    admin.remember_desk(town.clerk, PASSWORD)
    ring.kept.update(old)

    with pytest.raises(UserError, match="已不能用"):
        opening.log_in_remembered(town.home, "jingban")


def test_a_new_password_drops_the_convenience(town: Town, ring: Memory) -> None:
    admin.remember_desk(town.clerk, PASSWORD)
    admin.change_password(town.clerk, PASSWORD, OTHER)

    assert ring.kept
    with pytest.raises(UserError, match="已不能用"):
        opening.log_in_remembered(town.home, "jingban")


def test_without_a_keyring_it_is_told_and_nothing_changes(town: Town, ring: Memory) -> None:
    assert ring.kept == {}
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # as above

    with pytest.raises(UserError, match="这台电脑没有系统钥匙串"):
        admin.remember_desk(town.clerk, PASSWORD)

    assert not admin.has_keyring()
    assert not _remembered(town)["jingban"]
    with pytest.raises(UserError, match="请输入密码"):
        opening.log_in_remembered(town.home, "jingban")
