"""Eight desks of four townships at full speed on one server: saves a second with row security and the journal, and a queue page beside them.

One save in five is a new household of four people, the others change one field of a person; every fiftieth is followed by a
page of the queue over 100,000 households. The peer writes the same rows with the plain driver as the server's administrator:
no row security, no journal, no checks of a right.
"""

import itertools
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import bench_save
import crowd
import invariants
import psycopg
import shared_office
import temporary_server
from measure import Figure, at_least, at_most, percentile
from shared_office import Place

from jiuzhu.domain.household import Person
from jiuzhu.services.office import workbench
from jiuzhu.storage.unit import Unit

DESKS, TOWNSHIPS, SECONDS, HOUSEHOLDS = 8, 4, 600.0, 100_000
PEER_SHARE = 0.1  # of the time
NEW_EVERY, LOOK_EVERY = 5, 50
SAVES_A_SECOND, PAGE_MS = 200, 150

_DURABLE = ("shared_buffers=1GB", "max_wal_size=4GB")


def run(scale: float) -> list[Figure]:
    """Saves a second of all desks together, and percentiles of what one desk waits; `scale` shortens time and households."""
    seconds, households = max(5.0, SECONDS * scale), max(1_000, int(HOUSEHOLDS * scale))
    server = temporary_server.start(*_DURABLE, believing=False, quick=False)
    try:
        with tempfile.TemporaryDirectory(prefix="jiuzhu-desks-") as folder:
            desks = shared_office.found(server, *["clerk checker"] * DESKS, townships=TOWNSHIPS)
            address = desks[0].address
            shared_office.fill(address, households, desks[0].actor.operator_id, date.today())
            server.administer("VACUUM ANALYZE", database=address.database)
            begin = time.perf_counter()
            told = crowd.at_once(
                *(
                    partial(_desk, desk, Path(folder) / desk.actor.login, place, seconds)
                    for place, desk in enumerate(desks)
                )
            )
            passed = time.perf_counter() - begin
            saves = sum(len(one["saves"]) for one in told)
            broken = [
                problem
                for number in range(TOWNSHIPS)
                for problem in _broken(desks, told, number, Path(folder))
            ]
            peers = crowd.at_once(
                *(partial(_peer, address, place, seconds * PEER_SHARE) for place in range(DESKS))
            )
            peer = sum(peers) / (seconds * PEER_SHARE)
    finally:
        server.stop()
    if broken:
        raise RuntimeError(f"what must hold does not: {broken[:5]}")
    waits = [wait for one in told for wait in one["saves"]]
    pages = [page for one in told for page in one["pages"]]
    name = f"{DESKS} desks of {TOWNSHIPS} townships, {passed:.0f} s, {households:,} households"
    return [
        at_least(f"saves a second, {name}", saves / passed, "/s", SAVES_A_SECOND, peer),
        at_most("p95 of a page of the queue meanwhile", percentile(pages, 0.95) * 1000, "ms", PAGE_MS),
        at_most("p95 of a save meanwhile", percentile(waits, 0.95) * 1000, "ms", 1000),
    ]


def _broken(desks: list[Place], told: list[Any], township: int, folder: Path) -> list[str]:
    """What does not hold in one township: nobody there sees another's."""
    office = desks[township].open(folder / "look")
    mine = {home for one in told[township::TOWNSHIPS] for home in one["homes"]}
    found = invariants.broken(office, mine, replay=False)
    office.close()
    return found


def _desk(desk: Place, home: Path, place: int, seconds: float) -> dict[str, Any]:
    office = desk.open(home)
    invented = crowd.people(1_000_000, seed=place + 1)

    def family() -> list[crowd.Invented]:
        return list(itertools.islice(invented, bench_save.MEMBERS))

    homes = [office.write(bench_save.household, family())]
    heads = [office.read(_head, homes[0])]
    saves: list[float] = []
    pages: list[float] = []
    end = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < end:
        if len(saves) % NEW_EVERY == 0:
            homes.append(office.write(bench_save.household, family()))
        else:
            office.write(_call, heads[0], f"138{len(saves):08d}")
        saves.append(time.perf_counter() - begin)
        if len(saves) % LOOK_EVERY == 0:
            begin = time.perf_counter()
            found = office.read(workbench.queue, "overdue")
            if place % TOWNSHIPS == 0 and not found.rows:  # the first township has all the households
                raise RuntimeError("the queue is empty")
            pages.append(time.perf_counter() - begin)
    office.close()
    return {"saves": saves, "pages": pages, "homes": homes}


def _head(unit: Unit, household_id: str) -> str:
    from jiuzhu.domain.household import Household  # noqa: PLC0415  # here alone

    return unit.get(Household, household_id).head_id


def _call(unit: Unit, person_id: str, phone: str) -> None:
    """A phone number is put right."""
    unit.get(Person, person_id).phone = phone
    unit.about(person_id)


def _peer(address: Any, place: int, seconds: float) -> int:
    told = address.arguments(
        temporary_server.SUPERUSER, "", {"jiuzhu.unit": "peer", "jiuzhu.founding": shared_office.TOWNSHIP}
    )
    invented = crowd.people(1_000_000, seed=100 + place)
    done = 0
    with psycopg.connect(**told) as connection:
        first: str = ""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if done % NEW_EVERY == 0:
                rows = shared_office.household_rows(done * DESKS + place, invented, date.today())
                shared_office.write_plainly(connection, rows)
                first = first or rows[0][1]["id"]
            else:
                connection.execute(
                    "UPDATE person SET phone = %s, version = version + 1 WHERE id = %s",
                    (f"138{done:08d}", first),
                )
            connection.commit()
            done += 1
    return done
