"""A real server that asks for passwords, and on it the offices of two townships."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import temporary_server
from temporary_server import SUPERUSER, Server

from jiuzhu.services.office import founding
from jiuzhu.storage.server import setting_up
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.server_database import ServerDatabase
from townships import PASSWORD, TOWNSHIPS, Shared, plan


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = temporary_server.start(believing=False)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def founded(server: Server) -> Address:
    """The database other ones are copied from."""
    address = server.address("founded")
    assert list(setting_up.set_up(address, SUPERUSER, ""))
    moment = datetime(2026, 3, 2, 2, tzinfo=UTC)
    for township, ending in TOWNSHIPS.items():
        database = ServerDatabase(address, SUPERUSER, "", founding=township)
        made = plan(township, ending)
        founding.found(database, made, lambda: moment)
        for person in made.people:
            database.admit(person.login, person.name, PASSWORD)
        database.close()
    return address


@pytest.fixture
def shared(server: Server, founded: Address) -> Iterator[Shared]:
    name = server.new_name("shared")
    server.administer(f"CREATE DATABASE {name} TEMPLATE {founded.database}")
    yield Shared(server, replace(founded, database=name))
    server.administer(f"DROP DATABASE {name} WITH (FORCE)")
