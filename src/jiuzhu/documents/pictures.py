"""Photos made fit for a paper and for the screen: upright, on white, small; a stranger's bytes are opened in a limited process."""

import json
from pathlib import Path

from jiuzhu.documents import limited, picture_reader

SIDE = 640
"""Pixels of the longer side: 200 to the inch where a photo is printed."""

SHOWN = 1600
"""The same on a screen."""

_MOST = 40_000_000
"""Pixels that are opened at once; a JPEG of more is read at a fraction of its size."""

_MEMORY = 1_000_000_000
_SECONDS = 10
_ANSWER = 20_000_000


def prepared(content: bytes, side: int = SIDE) -> bytes:
    """A JPG or PNG as a small JPG, never enlarged; nothing when it cannot be opened within the limits."""
    asked = {"memory": _MEMORY, "seconds": _SECONDS, "side": side, "most": _MOST}
    said = limited.run(
        Path(picture_reader.__file__),
        json.dumps(asked).encode() + b"\n" + content,
        memory=_MEMORY,
        seconds=_SECONDS,
        answer=_ANSWER,
    )
    return said.words if said.whole else b""
