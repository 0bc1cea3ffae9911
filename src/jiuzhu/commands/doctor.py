"""`jiuzhu doctor`: whether this computer has what the program needs, one line per check, with what to do."""

import os
import platform
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jiuzhu import __version__, paths
from jiuzhu.errors import UserError

OK = "ok"
WARN = "warn"
BAD = "bad"
_SIGNS = {OK: "正常", WARN: "注意", BAD: "不行"}

FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMinB.ttf")
RARE_NAME = "𬎆㛃𠅤䶮犇喆𫍲"  # characters of names that common fonts lack
ROOM = 2 * 1024**3  # bytes: the database, its backups and a ledger export
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this is wrong


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found: `state` is ok, warn or bad; `text` says it and, unless ok, what to do."""

    subject: str
    state: str
    text: str


def interpreter() -> Result:
    """Python 3.11 or newer, 64 bit (the wheels of Qt exist for nothing else)."""
    text = f"Python {platform.python_version()}，{platform.system()} {platform.machine()}"
    if sys.maxsize < 2**32:
        return Result("运行环境", BAD, f"{text}：需要 64 位系统，请换用 64 位的 Python。")
    return Result("运行环境", OK, text)


def data_files() -> Result:
    """The folders that travel with the program are there and every TOML file in them can be read."""
    missing = [
        folder.name
        for folder in (paths.forms(), paths.resources(), paths.migrations())
        if not folder.is_dir()
    ]
    if missing:
        return Result("随程序的资料", BAD, f"缺少 {'、'.join(missing)}：程序不完整，请重新安装。")
    files = sorted([*paths.forms().rglob("*.toml"), *paths.resources().rglob("*.toml")])
    for file in files:
        try:
            tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Result("随程序的资料", BAD, f"{file.name} 读不出来：文件已损坏，请重新安装。")
    return Result("随程序的资料", OK, f"{len(files)} 份表单、政策和代码文件")


def fonts() -> Result:
    """The three bundled faces load, and together they have the characters of rare names."""
    folder = paths.resources() / "fonts"
    missing = [name for name in FACES if not (folder / name).is_file()]
    if missing:
        return Result("字体", BAD, f"缺少 {'、'.join(missing)}：生僻字会显示不出来，请重新安装。")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a check opens no window
    try:
        from PySide6.QtGui import QGuiApplication, QRawFont  # noqa: PLC0415  # a broken Qt must be tellable
    except ImportError:
        return Result("字体", BAD, "界面组件没有装好，无法检查；请先处理“界面组件”一项。")
    application = QGuiApplication.instance() or QGuiApplication([])
    faces = [QRawFont(str(folder / name), 12) for name in FACES]
    lacking = [
        character
        for character in RARE_NAME
        if not any(face.supportsCharacter(ord(character)) for face in faces)
    ]
    del faces, application
    if lacking:
        return Result("字体", BAD, f"缺字：{''.join(lacking)}。字体文件不对，请重新安装。")
    return Result("字体", OK, f"思源黑体与花园明朝，生僻字 {RARE_NAME} 齐全")


def windows_library() -> Result:
    """Qt loads, and its calls keep the interpreter sound (PySide6 6.12.0 on Python 3.11 loses a count each call)."""
    try:
        import PySide6  # noqa: PLC0415  # a broken Qt must be tellable
        from PySide6.QtCore import QObject, qVersion  # noqa: PLC0415  # as above
    except ImportError:
        return Result(
            "界面组件", BAD, "PySide6 装不进来：请用 packaging/run.sh 重新启动一次，它会补齐系统组件。"
        )
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        probe.parent()
    lost = before - sys.getrefcount(None)
    text = f"Qt {qVersion()}，PySide6 {PySide6.__version__}"
    if lost > 250:  # noise of other code is a handful; the fault loses one a call
        return Result("界面组件", BAD, f"{text}：这个版本在本机的 Python 上会崩溃，请改用 6.11。")
    return Result("界面组件", OK, text)


def screen() -> Result:
    """Whether windows can be shown."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Result("显示器", OK, "可以打开窗口")
    return Result("显示器", WARN, "没有显示器：不能打开窗口，可以用 jiuzhu demo --out 文件夹 离屏演示。")


def data_folder() -> Result:
    """The user's data folder, or the nearest existing folder above it, can be written and has room."""
    home = paths.user_data()
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"x")
        free = shutil.disk_usage(there).free
    except OSError:
        return Result(
            "数据文件夹", BAD, f"{home} 写不进去：请检查文件夹权限和磁盘，或用 JIUZHU_HOME 另指地方。"
        )
    text = f"{home}，剩余 {free / 1024**3:.1f} GB"
    if free < ROOM:
        return Result("数据文件夹", WARN, f"{text}：不足 2 GB，请先清理磁盘，否则备份可能失败。")
    return Result("数据文件夹", OK, text)


def clock() -> Result:
    """Legal days are days in Asia/Shanghai, so its zone must be known and the device's clock plausible."""
    now = datetime.now(tz=UTC)
    try:
        local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    except ZoneInfoNotFoundError:
        return Result("时钟", BAD, "缺少时区资料，期限会算错；请重新安装。")
    if now < RELEASED:
        return Result("时钟", BAD, f"电脑时间是 {local:%Y-%m-%d %H:%M}，明显不对，期限会算错；请先校准。")
    return Result("时钟", OK, f"北京时间 {local:%Y-%m-%d %H:%M}")


# The order is that of cause and effect; the checks of the data follow in `every_check`.
CHECKS: tuple[Callable[[], Result], ...] = (
    interpreter,
    data_files,
    windows_library,
    fonts,
    screen,
    data_folder,
    clock,
)


def examine(checks: Sequence[Callable[[], Result]] = CHECKS) -> list[Result]:
    """Run the checks in order."""
    return [check() for check in checks]


def every_check() -> tuple[Callable[[], Result], ...]:
    """The checks of the machine, then those of the data on it."""
    from jiuzhu.commands import doctor_data as data  # noqa: PLC0415  # it names its results by this module's words

    return (*CHECKS, data.database_library, data.data_files, *data.desk_checks(), data.keyring)


def run(arguments: list[str]) -> int:
    """Print every result; 0 when nothing is bad, else 1."""
    if arguments:
        raise UserError("doctor 不带参数。未做任何检查，请直接运行 jiuzhu doctor。")
    sys.stdout.write(f"救助窗 {__version__}  {Path(sys.executable)}\n")
    results = examine(every_check())
    for result in results:
        sys.stdout.write(f"[{_SIGNS[result.state]}] {result.subject}：{result.text}\n")
    bad = sum(result.state == BAD for result in results)
    sys.stdout.write(f"有 {bad} 项不行，请按上面的提示处理后再试。\n" if bad else "可以正常使用。\n")
    return 1 if bad else 0
