from collections.abc import Sequence
from typing import Any

import pytest
import segno

from jiuzhu.documents import qr


@pytest.fixture(autouse=True)
def pads_as_in_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """segno adds a zero codeword to data that ends on a whole one; ISO/IEC 18004 7.4.10 adds none."""

    def write(buffer: Any, _version: object, length: int) -> None:
        buffer.extend([0] * (-length % 8))

    monkeypatch.setattr(segno.encoder, "write_padding_bits", write)


def by_segno(said: str) -> Sequence[bytes]:
    code = segno.make(
        said, micro=False, error="m", boost_error=False, mask=3, mode="byte", encoding="utf-8",
        version=max(3, segno.make(said, micro=False, error="m", mode="byte", encoding="utf-8", boost_error=False).version),
    )  # fmt: skip
    return [bytes(row) for row in code.matrix]


@pytest.mark.parametrize("count", [1, 20, 39, 40, 41, 42, 43, 50, 62, 63, 84, 85, 106, 107, 180])
def test_the_code_is_the_standards(count: int) -> None:
    said = ("JZ|F04|受2025-500112999-A00012-7|0123456789abcdef" * 5).encode()[:count].decode(errors="ignore")
    assert list(qr.modules(said)) == by_segno(said)


def test_every_byte_is_carried() -> None:
    for start in range(0, 128, 40):
        said = "".join(map(chr, range(max(start, 1), start + 40)))
        assert list(qr.modules(said)) == by_segno(said)
