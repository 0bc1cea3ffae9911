"""What is kept of a bug: kinds of errors and places in the code, never a message or a value, which may name people."""

import platform
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from jiuzhu import __version__, paths

_SOURCE = Path(__file__).resolve().parent.parent


def trace(error: BaseException) -> str:
    """The error and what it came from, oldest first, as `type` and `file:line function` lines.

    Exception messages, local values and folders of this computer are left out: they may hold names, ID numbers
    or the user's name.
    """
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.insert(0, cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    lines: list[str] = []
    for one in chain:
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        lines.extend(
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        )
    return "\n".join(lines)


def report(error: BaseException) -> str:
    """Write the trace to a file of its own in the log folder; returns the sentence to show.

    A log folder that cannot be written is part of the sentence, with the trace itself: nothing gets lost twice.
    """
    now = datetime.now(tz=UTC)
    text = f"jiuzhu {__version__}  Python {platform.python_version()}  {platform.platform()}\n{now:%Y-%m-%dT%H:%M:%SZ}\n"
    text += f"{trace(error)}\n"
    log = paths.user_data() / "logs" / f"crash-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.txt"
    told = (
        "程序出错了，这一步没有做完；已保存的内容都在。请重新打开再试；若再次出现，请把这个文件交给维护人员"
    )
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(text, encoding="utf-8")
    except OSError:
        return f"{told}（日志文件夹写不进去，内容如下，请拍照）：\n{text}"
    return f"{told}（不含姓名和证件号码）：{log}"


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_SOURCE):
        return f"jiuzhu/{path.relative_to(_SOURCE).as_posix()}"
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.name
