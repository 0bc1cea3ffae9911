"""The QR code of a paper (ISO/IEC 18004): its form, number and content hash, as squares of one module.

segno draws the pattern of a size once; the words are then coded here, because a batch of papers would otherwise
spend most of its time in its QR codes. Longer texts than our numbers ever make go to segno whole.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

QUIET = 4
"""White modules around the code."""

_DARK = re.compile(rb"\x01+")
_MASK = 3  # any mask is valid; choosing the best costs most of the time
# Version → data bytes of a block, error correction bytes of a block, blocks; level M.
_SIZES = {3: (44, 26, 1), 4: (32, 18, 2), 5: (43, 24, 2), 6: (27, 16, 4)}


def text(form: str, number: str, content_hash: str) -> str:
    """What the code says: `JZ|F04|number|first 16 hex digits of the content hash`."""
    return f"JZ|{form}|{number}|{content_hash[:16]}"


def _by_segno(said: str, version: int | None) -> tuple[bytes, ...]:
    import segno  # noqa: PLC0415  # loads only when a paper is made

    code = segno.make(
        said,
        micro=False,
        error="m",
        boost_error=False,
        mask=_MASK,
        version=version,
        mode="byte",
        encoding="utf-8",
    )
    return tuple(bytes(row) for row in code.matrix)


@cache
def _remainders(count: int) -> tuple[int, ...]:
    """For each first byte, what one step of the division by the Reed–Solomon generator adds (GF(256), 0x11D)."""
    powers = [1]
    for _ in range(254):
        value = powers[-1] << 1
        powers.append(value ^ 0x11D if value > 255 else value)
    logs = {value: exponent for exponent, value in enumerate(powers)}

    def times(left: int, right: int) -> int:
        return powers[(logs[left] + logs[right]) % 255] if left and right else 0

    generator = [1]
    for exponent in range(count):
        shifted = [*generator, 0]
        for index, factor in enumerate(generator):
            shifted[index + 1] ^= times(factor, powers[exponent])
        generator = shifted
    return tuple(
        int.from_bytes(bytes(times(first, factor) for factor in generator[1:])) for first in range(256)
    )


def _correction(block: bytes, count: int) -> bytes:
    table, top, keep = _remainders(count), 8 * (count - 1), (1 << 8 * count) - 1
    rest = 0
    for value in block:
        rest = (rest << 8 & keep) ^ table[rest >> top ^ value]
    return rest.to_bytes(count)


def _free(side: int, row: int, column: int) -> bool:
    """Whether a module carries data: not finder, format, timing or alignment pattern (versions 2–6)."""
    if row == 6 or column == 6 or (row < 9 and (column < 9 or column >= side - 8)):
        return False
    if row >= side - 8 and column < 9:
        return False
    return not (side - 9 <= row <= side - 5 and side - 9 <= column <= side - 5)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A size's modules without data but with the mask, and where each data bit goes."""

    side: int
    empty: bytes
    places: tuple[int, ...]


@cache
def _pattern(version: int) -> _Pattern:
    side = 17 + 4 * version
    matrix = b"".join(_by_segno("JZ", version))
    places: list[int] = []
    columns = [column for column in range(side - 1, 0, -2) if column > 6] + [5, 3, 1]
    for turn, column in enumerate(columns):
        rows = range(side) if turn % 2 else range(side - 1, -1, -1)
        places += [
            row * side + here for row in rows for here in (column, column - 1) if _free(side, row, here)
        ]
    empty = bytearray(matrix)
    for place in places:
        row, column = divmod(place, side)
        empty[place] = (row + column) % 3 == 0
    return _Pattern(side, bytes(empty), tuple(places))


@lru_cache(maxsize=8)
def modules(said: str) -> tuple[bytes, ...]:
    """Rows of modules, a dark one 1."""
    words = said.encode()
    for version, (size, corrections, blocks) in _SIZES.items():
        room = size * blocks
        if len(words) + 2 > room:
            continue
        count = len(words)
        head = 0x4 << 8 * count + 12 | count << 8 * count + 4 | int.from_bytes(words) << 4
        data = (head.to_bytes(count + 2) + b"\xec\x11" * room)[:room]
        parts = [data[start : start + size] for start in range(0, room, size)]
        tails = [_correction(part, corrections) for part in parts]
        coded = bytes(value for column in zip(*parts, strict=True) for value in column)
        coded += bytes(value for column in zip(*tails, strict=True) for value in column)
        pattern = _pattern(version)
        matrix = bytearray(pattern.empty)
        bits = f"{int.from_bytes(coded):0{8 * len(coded)}b}"
        for place, bit in zip(pattern.places, bits, strict=False):  # up to 7 places stay over
            if bit == "1":
                matrix[place] ^= 1
        side = pattern.side
        return tuple([bytes(matrix[start : start + side]) for start in range(0, side * side, side)])
    return _by_segno(said, None)


def squares(said: str) -> str:
    """The dark modules as PDF rectangles, one module a unit, rows downwards: one for each run in a row."""
    return " ".join(
        [
            f"{found.start()} {row} {len(found[0])} 1 re"
            for row, cells in enumerate(modules(said))
            for found in _DARK.finditer(cells)
        ]
    )


def side(said: str) -> int:
    """Modules along one side, quiet zone not counted."""
    return len(modules(said))
