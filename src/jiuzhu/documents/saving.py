"""Workbooks reach their place whole or not at all, and only with characters a spreadsheet can hold."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from jiuzhu.errors import UserError

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def visible(text: str) -> str:
    """`text` with each character a spreadsheet cannot hold shown as a symbol (␀ ␁ …, or � for half characters)."""

    def symbol(match: re.Match[str]) -> str:
        code = ord(match.group())
        return chr(0x2400 + code) if code < 0x20 else "�"

    return ILLEGAL.sub(symbol, text)


@contextmanager
def saving(path: Path) -> Iterator[Path]:
    """A draft beside `path` to write into; it takes the name only when all of it is on the disk.

    Whatever goes wrong, the old file stays as it was and the draft is removed. Raises `UserError` for a full
    disk, a missing folder, a file that is open elsewhere or a folder that may not be written.
    """
    try:
        with TemporaryDirectory(prefix=".jiuzhu-", dir=path.parent) as folder:
            draft = Path(folder) / "draft.xlsx"
            yield draft
            with draft.open("rb+") as stream:
                os.fsync(stream.fileno())
            draft.replace(path)
    except FileNotFoundError as error:
        raise UserError(f"文件夹“{path.parent}”不存在，没有导出。请另选一个文件夹。") from error
    except PermissionError as error:
        raise UserError(
            f"“{path.name}”写不进去，没有导出：它可能正在 Excel 或 WPS 中打开，或该文件夹不允许写入。请关闭后重试，或换一个文件名。"
        ) from error
    except OSError as error:
        if error.errno in _FULL:
            raise UserError(
                f"磁盘空间不足，“{path.name}”没有导出，系统中的数据不受影响。请清理磁盘或换一个位置后重试。"
            ) from error
        raise UserError(
            f"“{path.name}”没有导出：写入出错（代码 {error.errno}）。请换一个位置后重试。"
        ) from error
