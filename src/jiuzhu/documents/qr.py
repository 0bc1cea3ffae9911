"""The QR code of a paper: its form, number and content hash, as squares of one module."""

import re
from collections.abc import Iterator
from functools import lru_cache

_DARK = re.compile(rb"[\x01-\xff]+")
QUIET = 4
"""White modules around the code (ISO/IEC 18004)."""


def text(form: str, number: str, content_hash: str) -> str:
    """What the code says: `JZ|F04|number|first 16 hex digits of the content hash`."""
    return f"JZ|{form}|{number}|{content_hash[:16]}"


@lru_cache(maxsize=64)
def modules(said: str) -> tuple[bytes, ...]:
    """Rows of modules, a dark one not 0. One fixed mask: any mask is valid, and choosing the best costs most."""
    import segno  # noqa: PLC0415  # loads only when a paper is made

    code = segno.make(said, micro=False, error="m", boost_error=False, mask=3)
    return tuple(bytes(row) for row in code.matrix)


def bars(said: str) -> Iterator[tuple[int, int, int]]:
    """Dark bars (column, row from the top, length), in modules."""
    for row, cells in enumerate(modules(said)):
        for found in _DARK.finditer(cells):
            yield found.start(), row, found.end() - found.start()


def side(said: str) -> int:
    """Modules along one side, quiet zone not counted."""
    return len(modules(said))
