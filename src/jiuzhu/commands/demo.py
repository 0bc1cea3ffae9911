"""`jiuzhu demo --out DIR`: the main job through the real windows, without a display, on the invented township."""

import os
import sys
from pathlib import Path

from jiuzhu.errors import UserError

USAGE = "用法：jiuzhu demo --out 文件夹"


def run(arguments: list[str]) -> int:
    """Play the tour into a folder: pictures, xlsx, PDFs and `summary.json`; 0 when every act went through.

    Raises:
        UserError: The arguments are not `--out DIR`, or the folder cannot be written.
    """
    if len(arguments) != 2 or arguments[0] != "--out":
        raise UserError(f"{USAGE}。没有开始演示。")
    folder = Path(arguments[1])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"不能写入 {folder}，没有开始演示。请换一个文件夹。") from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the tour never opens a window on somebody's screen
    from jiuzhu.commands.tour.story import play  # noqa: PLC0415  # Qt reads the platform when it is loaded

    summary = play(folder)
    sys.stdout.write(
        f"演示完成，用时 {summary['seconds']} 秒：{len(summary['pictures'])} 张截图、"
        f"{len(summary['papers'])} 份文书、{len(summary['workbooks'])} 个表格，都在 {folder}。\n"
    )
    return 0
