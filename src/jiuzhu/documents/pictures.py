"""Photos made fit for a paper: upright, on white, no larger than they are printed."""

import io
import struct

SIDE = 640
"""Pixels of the longer side: 200 to the inch where a photo is printed."""

_MOST = 40_000_000
"""Pixels that are opened at once; a JPEG of more is read at a fraction of its size."""


def prepared(content: bytes) -> bytes:
    """A JPG or PNG as a small JPG, never enlarged; nothing when it cannot be opened."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # loads only when a paper has photos

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))
            if opened.width * opened.height > _MOST:
                return b""
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((SIDE, SIDE))
            seen = upright.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen)
        made = io.BytesIO()
        white.save(made, "JPEG", quality=82)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError):
        return b""  # what a broken file raises depends on where it is broken
    return made.getvalue()
