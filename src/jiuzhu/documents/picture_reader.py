"""The child process that opens a stranger's picture: a JPG or PNG comes in, a small upright JPG of ours goes out.

It is started as a script by `pictures.prepared`. stdin: one JSON line `{"memory", "seconds", "side", "most"}`, then the
picture. stdout: the JPG, or nothing when it cannot be opened.
"""

import io
import json
import sys


def limit_process(memory: int, seconds: int) -> None:
    """Cap memory (bytes) and processor time where the system can; elsewhere the parent's job object does."""
    try:
        import resource  # noqa: PLC0415  # does not exist on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reduced(content: bytes, side: int, most: int) -> bytes:
    """Upright, on white, no side longer than `side` pixels, never enlarged; nothing for more than `most` pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # after the limits

    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        opened.draft("RGB", (2 * side, 2 * side))
        if opened.width * opened.height > most:
            return b""
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((side, side))
        seen = upright.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen)
    made = io.BytesIO()
    white.save(made, "JPEG", quality=82)
    return made.getvalue()


def main() -> None:
    """Answer the one request on stdin."""
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    limit_process(asked["memory"], asked["seconds"])
    try:
        made = reduced(content, asked["side"], asked["most"])
    except Exception:  # noqa: BLE001  # a damaged picture raises anything at all, and all of it means: cannot be opened
        made = b""
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
