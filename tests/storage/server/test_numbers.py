"""Numbers given at several desks of one server at once: none twice, none lost, and the server itself refuses what would be.

A window counts for itself, so two windows cannot meet; two desks at one window wait for each other at its counter.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

import family
from jiuzhu.domain.household import Household
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.numbering import is_number
from jiuzhu.services.office import opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import Unit
from townships import Shared

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
UNITS, IN_ONE = 40, 50


class _Refused(Exception):
    """A unit that is not kept."""


def desk(shared: Shared, window: str) -> Workspace:
    return opening.enter(Path(), shared.database("jingban"), "jingban", lambda: NOW, window)


def take(unit: Unit, *, kept: bool) -> list[str]:
    """Fifty numbers, and a household that has the last of them."""
    given = [unit.number("household") for _ in range(IN_ONE - 1)]
    home = family.household(unit)
    unit.session.flush()
    if not kept:
        raise _Refused
    return [*given, unit.get(Household, home).number]


def taking(opened: Workspace) -> Callable[[], list[str]]:
    def work() -> list[str]:
        given: list[str] = []
        for place in range(UNITS):
            if place % 8 == 7:  # its numbers are given back, and to the next
                with pytest.raises(_Refused):
                    opened.write(take, kept=False)
            given += opened.write(take, kept=True)
        return given

    return work


@pytest.mark.long
def test_desks_that_take_numbers_at_once_get_each_number_once(shared: Shared) -> None:
    desks = [desk(shared, window) for window in ("A", "A", "B")]
    with ThreadPoolExecutor(len(desks)) as pool:
        taken = [job.result() for job in [pool.submit(taking(opened)) for opened in desks]]
    for opened in desks:
        opened.close()
    given = [number for one in taken for number in one]
    assert len(given) == len(set(given)) == len(desks) * UNITS * IN_ONE
    assert all(is_number(number) for number in given)
    first, second, alone = (sorted(int(number.split("-")[2][1:]) for number in one) for one in taken)
    assert sorted(first + second) == list(range(1, 2 * UNITS * IN_ONE + 1))  # without a gap
    assert alone == list(range(1, UNITS * IN_ONE + 1))


def test_the_server_takes_no_window_and_no_number_twice(shared: Shared) -> None:
    here = desk(shared, "A")
    home = here.write(family.household)
    number = here.read(lambda unit: unit.get(Household, home).number)
    with pytest.raises(IntegrityError, match="household_number"):
        here.write(_again, home, number)
    here.close()
    columns = 'id, "window", name, epoch, version, office_township'
    values = f"'{new_id()}', 'A', 'A 窗口', '{new_id()}', 1, '500112001'"
    second = f"INSERT INTO station ({columns}) VALUES ({values})"  # noqa: S608  # ids made here
    with pytest.raises(psycopg.errors.UniqueViolation, match="station"):
        shared.server.administer("SET jiuzhu.unit = 'by hand'", second, database=shared.address.database)


def _again(unit: Unit, home: str, number: str) -> None:
    first = unit.get(Household, home)
    unit.add(
        Household(
            number=number,
            kind="urban",
            district=first.district,
            township=first.township,
            head_id=first.head_id,
        )
    )
