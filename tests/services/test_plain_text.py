"""After a full day's work no name and no number lies anywhere in plain text but in the papers meant for their receivers."""

import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from every_ledger import settle
from jiuzhu.commands import crash
from jiuzhu.domain.household import Household, Person
from jiuzhu.errors import UserError
from jiuzhu.services.counter import spooling
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.office import admin, backups, opening, recovery, searching
from jiuzhu.storage.unit import Unit
from stated import SAID
from town import LOGIN, PASSWORD, Town

pytestmark = pytest.mark.file_only("what lies on this disk is searched")


class Watch:
    """Every file Python opens for writing while it is on; an audit hook cannot be taken away again, so there is one."""

    def __init__(self) -> None:
        self.on = False
        self.hooked = False
        self.paths: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if (
            self.on
            and event == "open"
            and isinstance(arguments[0], str)
            and set(str(arguments[1])) & set("wax+")
        ):
            self.paths.append(arguments[0])


_WATCH = Watch()


@pytest.fixture
def written() -> Iterator[list[str]]:
    if not _WATCH.hooked:
        sys.addaudithook(_WATCH)
        _WATCH.hooked = True
    _WATCH.paths.clear()
    _WATCH.on = True
    yield _WATCH.paths
    _WATCH.on = False


def private(unit: Unit) -> set[str]:
    """Names and numbers of the people of the office."""
    found: set[str] = set()
    for person in unit.session.scalars(select(Person)):
        found |= {person.name, person.id_number, person.phone}
    for home in unit.session.scalars(select(Household)):
        found |= {home.account_number, home.address}
    return {word for word in found if len(word) > 1}


def plain_in(folder: Path, words: set[str]) -> set[str]:
    """Files that hold one of the words, in any spelling a program of ours or of the system would write."""
    needles = {word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le", "gb18030")}
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        bodies = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                bodies += [parts.read(name) for name in parts.namelist()]
        if any(needle in body for body in bodies for needle in needles):
            found.add(path.name)
    return found


def _the_days_work(town: Town, out: Path, temporary: Path) -> None:
    """Everything that touches files: searching, papers, ledgers, backups, a half-typed form, a crash, wrong passwords."""
    settle(town)
    clerk, head = town.clerk, town.head
    people = clerk.read(lambda unit: list(unit.session.scalars(select(Person))))
    for person in people:
        clerk.read(searching.search, person.name)
        clerk.read(searching.search, person.id_number)
    clerk.write(admin.reveal, people[0].id, "与户口簿核对")
    head.write(ledgers.export, "applications", {}, out / "台账.xlsx", SAID)
    words = [("经过", f"{people[0].name} {people[0].id_number}")]
    spooling.keep_interrupted(clerk, [("登记回访", words)])
    with pytest.raises(UserError):
        opening.log_in(town.home, LOGIN, people[0].id_number)
    recovery.write_sheet(clerk, recovery.fresh(), out / "恢复密钥.pdf")
    backups.make(clerk, temporary.parent / "backup")
    told = crash.report(ValueError(f"{people[0].name} {people[0].id_number}"))
    assert people[0].name not in told


def test_nothing_private_lies_in_plain_text(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    temporary, out = tmp_path / "temporary", tmp_path / "out"
    for folder in (temporary, out, tmp_path / "backup"):
        folder.mkdir()
    monkeypatch.setenv("JIUZHU_HOME", str(town.home))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    _the_days_work(town, out, temporary)
    words = town.clerk.read(private)
    assert len(words) > 20
    assert {path.suffix for path in town.home.iterdir()} >= {".db", ".key", ".db-wal"}
    assert list((town.home / "logs").iterdir())

    while_open = tmp_path / "while_open"  # as a thief finds it: the write-ahead log beside the database
    shutil.copytree(town.home, while_open)
    assert plain_in(while_open, words) == set()
    assert plain_in(temporary, words) == set()
    assert plain_in(tmp_path / "backup", words) == set()
    assert plain_in(out, words) == {"台账.xlsx"}  # meant for its receiver, and proof that the search finds

    town.clerk.close()
    assert plain_in(town.home, words) == set()
    allowed = (str(town.home), str(out), str(tmp_path / "backup"), str(while_open))
    elsewhere = {path for path in written if not path.startswith(allowed) and not _of_the_machine(path)}
    assert elsewhere == set()


def _of_the_machine(path: str) -> bool:
    """What Python and the tests write for themselves."""
    return bool(re.search(r"__pycache__|\.pyc|/dev/|/proc/", path))


def test_a_password_and_its_key_lie_nowhere(town: Town) -> None:
    key = town.clerk.file.key()
    town.clerk.close()
    for path in town.home.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert PASSWORD.encode() not in body
            assert key not in body
            assert key.hex().encode() not in body
