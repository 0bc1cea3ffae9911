"""What many tests of a module begin with is worked out once; each of them gets a copy of the office as it was then."""

import atexit
import pickle
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TypeVar, cast

from jiuzhu.domain.desk import Desk
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.database import Database
from town import Town

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    """An office after some work: its files, the moment, what each desk goes by, and what the work gave back."""

    files: Path
    moment: datetime
    rules: tuple[Desk | None, ...]  # of each desk; None where they are still those of the opening
    given: bytes | None  # None for the office itself


def once(build: Callable[[Town], T]) -> Callable[[Town], T]:
    """For a fixture that begins with an office nobody has worked in yet; on a server, or later, it is worked out anew.

    What it gives back is a copy each time, but for the office itself.
    """
    kept: dict[tuple[datetime, str], _Kept] = {}

    @wraps(build)
    def begun(town: Town) -> T:
        if not _untouched(town):
            return build(town)
        setting = town.moment[0], town.clerk.office.authority
        if setting in kept:
            _again(town, kept[setting])
        else:
            before = [desk.rules for desk in _desks(town)]
            given = build(town)
            kept[setting] = _keep(town, before, given)
        copy = kept[setting].given
        return cast("T", town if copy is None else pickle.loads(copy))  # noqa: S301  # what this process wrote

    return begun


def _untouched(town: Town) -> bool:
    if not town.clerk.kept_here:
        return False
    log = town.home / f"{DATABASE}-wal"
    return not log.exists() or not log.stat().st_size


def _keep(town: Town, before: list[Desk], given: object) -> _Kept:
    files = Path(tempfile.mkdtemp(prefix="jiuzhu-once-"))
    atexit.register(shutil.rmtree, files, ignore_errors=True)
    Database.close(town.clerk.database)  # the write-ahead log goes into the file here
    shutil.copytree(town.home, files, dirs_exist_ok=True)
    copy = None if given is town else pickle.dumps(given)
    rules = tuple(
        None if desk.rules is was else desk.rules for desk, was in zip(_desks(town), before, strict=True)
    )
    return _Kept(files, town.moment[0], rules, copy)


def _again(town: Town, kept: _Kept) -> None:
    Database.close(town.clerk.database)
    shutil.copytree(kept.files, town.home, dirs_exist_ok=True)
    town.moment[0] = kept.moment
    for desk, rules in zip(_desks(town), kept.rules, strict=True):
        if rules is not None:
            desk.rules = rules


def _desks(town: Town) -> tuple[Workspace, ...]:
    return town.clerk, town.checker, town.head, town.auditor
