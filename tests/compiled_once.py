"""One cache of compiled statements for all databases of an engine that a process opens one after another.

The names are SQLAlchemy's own; were they to go, tests would be slower and tell the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from sqlcipher3.dbapi2 import sqlite_version_info

from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.server.server_database import ServerDatabase


@contextmanager
def compiled_once() -> Iterator[None]:
    """While it lasts, every file shares what was compiled for the first, and every server likewise."""
    with (
        patch.object(EncryptedFile, "_engine", _sharing(EncryptedFile, sqlite_version_info)),
        patch.object(ServerDatabase, "_engine", _sharing(ServerDatabase, None)),
    ):
        yield


def _sharing(kind: Any, version: tuple[int, ...] | None) -> Callable[..., Engine]:
    real: Any = kind.__dict__["_engine"]
    compiled: Any = LRUCache(3000)
    dialects: dict[str, Any] = {}

    def sharing(self: Any, *arguments: Any, **options: Any) -> Engine:
        engine: Engine = real(self, *arguments, **options)
        first = dialects.setdefault("first", engine.dialect)  # a part of the cache's keys
        if version is not None:
            first.server_version_info = version  # nobody's first connection asks it
        for place, name in ((engine, "dialect"), (engine.pool, "_dialect")):
            setattr(place, name, first)
        setattr(engine, "_compiled_cache", compiled)  # noqa: B010  # a private name
        return engine

    return sharing
