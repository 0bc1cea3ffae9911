"""A dossier as JSON and back: drafts and snapshots are kept this way."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from jiuzhu.domain.dossier import Dossier


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    raise TypeError(type(value).__name__)


def dump(dossier: Dossier) -> str:
    """The dossier as canonical JSON text: sorted keys, no spaces, money, dates and photos as text."""
    return _canonical(asdict(dossier))


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def file_read(dossier: Dossier) -> str:
    """A file as it was read, findings and all, as SHA-256: another word, another value.

    Much of it are records of their own (people, what they receive, the figures in force), which the version of the application
    does not know.
    """
    return hashlib.sha256(dump(dossier).encode()).hexdigest()


_READ: dict[Any, Callable[[str], Any]] = {date: date.fromisoformat, Decimal: Decimal, bytes: b64decode}
"""What JSON has no word for → how its text is read."""


def _load(annotation: Any, value: Any) -> Any:
    if get_origin(annotation) is list:
        return [_load(get_args(annotation)[0], item) for item in value]
    if get_origin(annotation) is UnionType:
        if value is None:
            return None
        annotation = next(item for item in get_args(annotation) if item is not type(None))
    if is_dataclass(annotation):
        hints = get_type_hints(annotation)
        known = {item.name for item in fields(annotation)}
        kept = {name: _load(hints[name], item) for name, item in value.items() if name in known}
        return annotation(**kept)  # type: ignore[operator]  # is_dataclass narrows to instance or class
    return _READ[annotation](value) if annotation in _READ else value


def load(text: str) -> Dossier:
    """A dossier from its JSON; keys an older or newer version wrote and this one lacks are left out."""
    made: Dossier = _load(Dossier, json.loads(text))
    return made
