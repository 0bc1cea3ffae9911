"""Backups on another disk: where they go, how one is made, which are kept, and what lies in a folder."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jiuzhu.domain.keeping import worth_keeping
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import key_file
from jiuzhu.storage.backup import Progress, carry, silent
from jiuzhu.storage.copying import WORD, Copying, FileCopying

_NAME = re.compile(rf"jiuzhu-{WORD}-(?P<stamp>\d{{8}}-\d{{6}})(-\d+)?\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a folder. It was read back whole when it got its name; `database` is what its key file is of."""

    file: Path
    made: datetime  # the office's wall clock
    size: int  # bytes
    database: str  # "" when its key file is missing or damaged: it opens with no password

    @property
    def key(self) -> Path:
        """The key file beside it."""
        return self.file.with_suffix(".key")


def copying(workspace: Workspace) -> Copying:
    """What makes the copies of this office; `Refused` where the data lie on a server."""
    return FileCopying(workspace.file)


def lying_in(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first; `UserError` when it cannot be read."""
    try:
        found = [one for file in folder.iterdir() if (one := _read(file)) is not None]
    except OSError as error:
        raise UserError(
            f"备份盘没有接上，或 {folder} 读不出来。数据没有改动；请接好备份盘或网络共享再试一次。"
        ) from error
    return sorted(found, key=lambda backup: (backup.made, backup.file.name), reverse=True)


def _read(file: Path) -> Backup | None:
    """What a file's name says of it; None for one that is no backup of ours."""
    match = _NAME.fullmatch(file.name)
    try:
        made = datetime.strptime(match["stamp"] if match else "", "%Y%m%d-%H%M%S")  # noqa: DTZ007  # as the name tells it
    except ValueError:
        return None
    return Backup(file, made, file.stat().st_size, _database_of(file.with_suffix(".key")))


def _database_of(key: Path) -> str:
    try:
        return key_file.read(key).database
    except UserError:
        return ""


def choose_folder(workspace: Workspace, folder: Path) -> None:
    """From now on backups go there by themselves; `Refused` for a folder on the disk the data lie on."""
    if not folder.is_dir():
        raise UserError(f"找不到文件夹 {folder}。备份盘没有改；请接好备份盘再选一次。")
    if same_disk(workspace.home, folder):
        raise Refused(
            "这个文件夹和数据在同一块磁盘上，磁盘一坏两份都没有了，不能作为唯一的备份盘。"
            "请选 U 盘、移动硬盘、另一块磁盘或网络共享；临时多留一份，可以用“另备份到…”。"
        )
    workspace.settings.backup_folder = str(folder)
    workspace.keep_settings()


def same_disk(home: Path, folder: Path) -> bool:
    """Whether both lie on one volume."""
    return home.stat().st_dev == folder.stat().st_dev


def make_chosen(workspace: Workspace, progress: Progress = silent) -> str:
    """A backup to the chosen folder, and the old ones that are no longer needed go; says where it is."""
    chosen = workspace.settings.backup_folder
    if not chosen:
        raise UserError("还没有选定备份盘。请在“设置—备份”里选一个，以后每天自动备份。")
    folder = Path(chosen)
    if not folder.is_dir() or same_disk(workspace.home, folder):  # the empty place a stick is mounted at
        raise UserError(
            f"备份盘没有接上（{folder}）。数据都在本机，没有改动；请接好备份盘或网络共享，再点“现在备份”。"
        )
    target = make(workspace, folder, progress)
    thin_out(folder, target)
    return f"{target}，{in_megabytes(target.stat().st_size)}，已读回检查"


def make(workspace: Workspace, folder: Path, progress: Progress = silent) -> Path:
    """An encrypted copy with the key file beside it, read back whole; `UserError` otherwise."""
    target = copying(workspace).copy(folder, progress)
    try:
        carry(workspace.home / key_file.FILE, target.with_suffix(".key"), progress, "正在写入钥匙文件")
    except OSError as error:
        raise UserError(
            f"数据已备份到 {target.name}，但钥匙文件没有写进去。请换一个文件夹再备份一次。"
        ) from error
    return target


def thin_out(folder: Path, newest: Path) -> list[Path]:
    """Take away old backups of this office beyond those worth keeping; never the newest, never another office's."""
    mine = _database_of(newest.with_suffix(".key"))
    backups = [one for one in lying_in(folder) if one.database == mine]
    kept = worth_keeping(one.made for one in backups)
    gone = [one for one in backups if one.made not in kept and one.file != newest]
    try:
        for one in gone:
            one.file.unlink()
            one.key.unlink()
    except OSError:  # a disk that takes but does not give up: the new backup is made all the same
        return []
    return [one.file for one in gone]


def newest(workspace: Workspace) -> Backup:
    """The newest backup of this office in the chosen folder; `UserError` when there is none."""
    chosen = workspace.settings.backup_folder
    if not chosen:
        raise UserError("还没有选定备份盘，没有可以试的备份。请在“设置—备份”里选一个。")
    mine = key_file.load(workspace.home).database
    found = [one for one in lying_in(Path(chosen)) if one.database == mine]
    if not found:
        raise UserError(f"{chosen} 里没有本机的备份。请先备份一次。")
    return found[0]


def in_megabytes(size: int) -> str:
    """Bytes as people read them."""
    return f"{size / 1024**2:.1f} MB"
