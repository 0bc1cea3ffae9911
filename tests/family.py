"""A household written straight through a unit of work, for tests that are about the writing."""

import hashlib
from datetime import date
from pathlib import Path

from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit
from town import id_number


def person(name: str, order: int = 1, *, phone: str = "", address: str = "") -> Person:
    born = date(1980, 1, 1)
    return Person(
        name=name,
        initials=initials(name),
        id_number=id_number(born, order),
        sex="1",
        birth=born,
        phone=phone,
        address=address,
    )


def household(unit: Unit, members: int = 4, *, names: tuple[str, ...] = ()) -> str:
    """One household with its people and memberships; returns its id."""
    people = [
        person(name, order) for order, name in enumerate(names or ("甲试", "乙试", "丙试", "丁试")[:members])
    ]
    home = Household(
        number=unit.number("household"),
        kind="urban",
        district="500112",
        township="500112001",
        head_id=people[0].id,
    )
    unit.add(home)
    for position, one in enumerate(people):
        unit.add(one)
        unit.add(
            Member(
                household_id=home.id,
                person_id=one.id,
                relation="01" if position == 0 else "20",
                position=position,
                joined_on=unit.today,
            )
        )
    unit.about(home.id)
    return home.id


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a data folder, to see that nothing was touched; the index of a write-ahead log, which
    every reader may rebuild, and the empty file that keeps two programs apart are no content.
    """
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", ".lock"))
    }


def move(unit: Unit, home: str) -> None:
    """The household lives in another village from now on."""
    unit.get(Household, home).village = "新村"
    unit.about(home)
