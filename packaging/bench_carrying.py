"""执行标准调整 on a shared server: a list over a whole township is carried out while a colleague goes on saving.

The peer is the same colleague saving as often with nobody beside them: what a save costs by itself.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import crowd
import invariants
import shared_office
import temporary_server
from measure import Figure, at_most, percentile
from shared_office import TOWNSHIP, Place
from sqlalchemy import Connection, insert, select

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.numbering import format_number
from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.tables import TABLES, number_sequence
from jiuzhu.storage.unit import Unit

HOUSEHOLDS = 20_000
ALONE = 20.0  # seconds of saving with nobody beside
PAUSE = 0.2  # seconds between two saves: a hurried clerk
SECONDS, LONGEST = 120.0, 3.0


def run(scale: float) -> list[Figure]:
    """Seconds of the carrying out, and what a colleague's save waits meanwhile."""
    households = max(300, int(HOUSEHOLDS * scale))
    server = temporary_server.start("shared_buffers=1GB", "max_wal_size=4GB", believing=False, quick=False)
    try:
        with tempfile.TemporaryDirectory(prefix="jiuzhu-carrying-") as folder:
            places = shared_office.found(server, "statistician", "approver", "clerk checker")
            payer, head, clerk = (place.open(Path(folder) / place.actor.login) for place in places)
            _received(places[2], households)
            server.administer("VACUUM ANALYZE", database=places[0].address.database)
            alone = _saves(clerk, lambda since: since > ALONE)
            run_id = reassessing.draft(payer, _wanted())
            head.write(reassessing.sign, run_id)
            for office in (payer, head, clerk):
                office.close()
            seconds, waits = crowd.at_once(
                partial(_carry, places[0], Path(folder) / "carrying", run_id),
                partial(_meanwhile, places[2], Path(folder) / "meanwhile"),
            )
            look = places[0].open(Path(folder) / "look")
            (row,) = look.read(reassessing.runs)
            broken = invariants.broken(look, set(), replay=False)
            look.close()
    finally:
        server.stop()
    if broken or row.state != "applied" or row.changed < households / 2:
        raise RuntimeError(f"what must hold does not: {broken[:5]}, {row.state}, {row.changed} changed")
    name = f"{row.changed:,} changed of {households:,} households"
    return [
        at_most(f"标准调整 carried out, {name}", seconds, "s", SECONDS * max(scale, 0.05)),
        at_most(
            f"longest of {len(waits)} saves of a colleague meanwhile", max(waits), "s", LONGEST, max(alone)
        ),
        at_most("p95 of them", percentile(waits, 0.95), "s", 1.0, percentile(alone, 0.95)),
    ]


def _wanted() -> Wanted:
    today = date.today()
    return Wanted(
        title="示例标准",
        standards_on=today,
        from_month=month_after(month_of(today)),
        document="示例规〔2026〕1号",
        cause="yearly",
    )


def _received(place: Place, households: int) -> None:
    """A township of people, nine in ten households of which receive 低保 by an older decision."""
    today = date.today()
    shared_office.fill(place.address, households, place.actor.operator_id, today)
    database = ServerDatabase(place.address, temporary_server.SUPERUSER, "", founding=TOWNSHIP)
    with database.writing.connect() as connection:
        _grant(connection, place.actor.operator_id, today)
        connection.commit()
    database.close()


def _grant(connection: Connection, operator: str, today: date) -> None:
    application, item = TABLES[Application], TABLES[Item]
    columns = (application.c.id, application.c.household_id, item.c.id.label("item_id"))
    statement = select(*columns).join(item, item.c.application_id == application.c.id)
    decisions, grants = [], []
    for place, row in enumerate(connection.execute(statement.where(application.c.state == "approved")).all()):
        signed = Decision(
            application_id=row.id, item_id=row.item_id, programme="dibao", number=_number(place, today), result="approved",
            decided_by=operator, decided_on=today, authority="county", notice_due_on=today,
            snapshot="{}", snapshot_hash="",
        )  # fmt: skip
        monthly = Decimal(300 + place % 400)
        grants.append(
            Entitlement(
                household_id=row.household_id, application_id=row.id, decision_id=signed.id, programme="dibao",
                monthly=monthly, base=monthly, first_month=month_of(today),
            )
        )  # fmt: skip
        decisions.append(signed)
    for rows in (decisions, grants):
        table = TABLES[type(rows[0])]
        connection.execute(
            insert(table), [{column.name: getattr(one, column.name) for column in table.c} for one in rows]
        )
    counter = {"id": f"decision-{today.year}-{TOWNSHIP}-Z", "last": len(decisions)}
    connection.execute(insert(number_sequence), counter)


def _number(place: int, today: date) -> str:
    return format_number("decision", year=today.year, township=TOWNSHIP, window="Z", sequence=place + 1)


def _carry(place: Place, home: Path, run_id: str) -> float:
    office = place.open(home)
    begin = time.perf_counter()
    carrying_out.apply(office, run_id)
    seconds = time.perf_counter() - begin
    office.close()
    return seconds


def _meanwhile(place: Place, home: Path) -> list[float]:
    office = place.open(home)
    waits = _saves(office, lambda _since: office.read(_ended))
    office.close()
    return waits


def _ended(unit: Unit) -> bool:
    return reassessing.runs(unit)[0].state == "applied"


def _saves(office: Any, enough: Callable[[float], bool]) -> list[float]:
    """Seconds of each of a clerk's saves, a phone number put right every fifth of a second."""
    home = office.read(lambda unit: unit.session.scalars(select(Household).limit(1)).one())
    waits: list[float] = []
    begin = time.perf_counter()
    while not enough(time.perf_counter() - begin):
        time.sleep(PAUSE)
        asked = time.perf_counter()
        office.write(_call, home.head_id, f"138{len(waits):08d}")
        waits.append(time.perf_counter() - asked)
    return waits


def _call(unit: Unit, person_id: str, phone: str) -> None:
    unit.get(Person, person_id).phone = phone
    unit.about(person_id)
