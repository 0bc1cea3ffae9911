"""The offices of two townships of a district in one database, on a server that asks everybody for a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import psycopg
from temporary_server import SUPERUSER, Server

from jiuzhu.services.office import founding
from jiuzhu.storage.server import setting_up
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.server_database import ServerDatabase, connect

PASSWORD = "春眠不觉晓处处闻啼鸟"
ROLES = {
    "xitong": ["administrator"],
    "anquan": ["security_administrator"],
    "shenguan": ["audit_administrator"],
    "jingban": ["clerk"],
    "hecha": ["checker"],
    "lingdao": ["approver"],
    "tongji": ["statistician"],
    "fuwu": ["service_coordinator"],
    "shenji": ["auditor"],
}
TOWNSHIPS = {"500112001": "", "500112002": "2"}
"""Code → what its logins end with."""


@dataclass(frozen=True)
class Shared:
    """One server, one database, the offices of two townships; everybody's password is the same one."""

    server: Server
    address: Address

    def as_login(self, login: str) -> psycopg.Connection[Any]:
        """A raw connection of one operator, as a stranger with an SQL tool would make it."""
        return connect(self.address, login, PASSWORD)

    def database(self, login: str) -> ServerDatabase:
        """The database as the program of that operator opens it."""
        return ServerDatabase(self.address, login, PASSWORD)


def plan(township: str, ending: str) -> founding.Plan:
    people = [
        {"login": login + ending, "name": f"{role}示例", "roles": roles}
        for (login, roles), role in zip(ROLES.items(), "甲乙丙丁戊己庚辛壬", strict=True)
    ]
    office = {
        "name": f"示例街道{ending}救助窗口", "district": "500112", "district_name": "渝北区", "township": township,
        "township_name": f"示例街道{ending}",
    }  # fmt: skip
    return founding.plan_of({"office": office, "windows": "AB", "people": people})


def found(server: Server) -> Address:
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


@contextmanager
def copied(server: Server, founded: Address) -> Iterator[Shared]:
    """A database of one test."""
    name = server.new_name("shared")
    server.administer(f"CREATE DATABASE {name} TEMPLATE {founded.database}")
    yield Shared(server, replace(founded, database=name))
    server.administer(f"DROP DATABASE {name} WITH (FORCE)")
