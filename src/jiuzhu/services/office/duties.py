"""What this desk does for itself at regular times, and how it went last: kept in `care.json`, without personal data."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Lock

from jiuzhu.domain import keeping
from jiuzhu.errors import UserError
from jiuzhu.services.office import backups, checkups
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.backup import Progress, silent
from jiuzhu.storage.unit import CHINA
from jiuzhu.whole_file import write_whole

_FILE = "care.json"
_STAMP = "%Y-%m-%d %H:%M"
_writing = Lock()  # two threads of one program


class Stopped(UserError):
    """Whoever hears the progress stopped it: no trouble, it is done another time."""


@dataclass(frozen=True, slots=True)
class Record:
    """How a duty went: when it last went well and what it said, when it was last tried and what stood in its way."""

    done: str = ""  # local time, YYYY-MM-DD HH:MM
    said: str = ""
    tried: str = ""
    trouble: str = ""  # "" when the last try went well

    @property
    def done_at(self) -> datetime | None:
        """The moment, on the wall clock of the office; None for never."""
        return datetime.strptime(self.done, _STAMP) if self.done else None  # noqa: DTZ007  # the office's wall clock


@dataclass(frozen=True, slots=True)
class Duty:
    """Something regular: its name, how often, and what does it and says what it found."""

    key: str
    label: str
    every: timedelta
    run: Callable[[Workspace, Progress], str]


BACKUP = Duty("backup", "备份", timedelta(days=1), backups.make_chosen)
DUTIES = (
    BACKUP,
    Duty("pages", "数据库快速检查", timedelta(days=7), checkups.quick_check),
    Duty("seals", "数据库逐页检查", timedelta(days=30), checkups.whole_check),
    Duty("journal", "核验日志", timedelta(days=30), checkups.journal_check),
    Duty("trial", "试恢复", timedelta(days=30), checkups.try_restoring),
)
"""In the order they are done: what is tried is the backup just made."""

BY_KEY = {duty.key: duty for duty in DUTIES}


def records(home: Path) -> dict[str, Record]:
    """Every duty's record; a missing or damaged file is that of a desk which did nothing yet."""
    try:
        stored = json.loads((home / _FILE).read_text("utf-8"))
        known = {item.name for item in fields(Record)}
        kept = {
            key: Record(**{name: str(said) for name, said in told.items() if name in known})
            for key, told in stored.items()
        }
        for record in kept.values():
            _ = record.done_at
    except (OSError, ValueError, AttributeError):
        kept = {}
    return {duty.key: kept.get(duty.key, Record()) for duty in DUTIES}


def _keep(home: Path, key: str, record: Record) -> None:
    with _writing:
        all_of_them = {**records(home), key: record}
        body = json.dumps(
            {name: asdict(one) for name, one in all_of_them.items()}, ensure_ascii=False, indent=1
        )
        try:
            write_whole(home / _FILE, body)
        except OSError as error:
            raise UserError(
                "本机状况没有记下来，办理的内容不受影响。请检查磁盘空间和数据文件夹的权限。"
            ) from error


def local_now(workspace: Workspace) -> datetime:
    """The office's wall clock."""
    return workspace.now().astimezone(CHINA).replace(tzinfo=None)


def is_due(workspace: Workspace, duty: Duty) -> bool:
    """Whether a duty waits to be done now; backups by what the office set."""
    if not workspace.kept_here:
        return False  # the data lie on a server, which is looked after there
    if workspace.settings.backup_folder == "" and duty.key in {"backup", "trial"}:
        return False  # nowhere to go yet; the windows say so
    record = records(workspace.home)[duty.key]
    at = _hour(workspace.settings.backup_at) if duty is BACKUP else time.min
    return keeping.due(record.done_at, duty.every, local_now(workspace), at)


def _hour(told: str) -> time:
    """HH:MM; the beginning of the day for "" and for what somebody wrote into the file by hand."""
    try:
        return time.fromisoformat(told)
    except ValueError:
        return time.min


def do(workspace: Workspace, key: str, progress: Progress = silent) -> str:
    """Do a duty now and note how it went; what it says. `UserError` when something stands in its way, noted as well."""
    now = local_now(workspace).strftime(_STAMP)
    try:
        said = BY_KEY[key].run(workspace, progress)
    except Stopped:
        raise
    except UserError as error:
        before = records(workspace.home)[key]
        _keep(workspace.home, key, replace(before, tried=now, trouble=error.message))
        raise
    _keep(workspace.home, key, Record(done=now, said=said, tried=now))
    return said


def back_up_to(workspace: Workspace, folder: Path, progress: Progress = silent) -> str:
    """One backup more, to any folder; it counts as the day's when it lies on another disk."""
    target = backups.make(workspace, folder, progress)
    said = f"{target}，{backups.in_megabytes(target.stat().st_size)}，已读回检查"
    if backups.same_disk(workspace.home, folder):
        return f"{said}。它和数据在同一块磁盘上，磁盘一坏两份都没有了，请再备份到 U 盘或另一块磁盘。"
    now = local_now(workspace).strftime(_STAMP)
    _keep(workspace.home, BACKUP.key, Record(done=now, said=said, tried=now))
    return said


def do_due(workspace: Workspace, progress: Progress = silent) -> bool:
    """Do what is due, one after the other; whether anything was.

    What goes wrong is noted and told by `troubles` until it is mended.
    """
    did = False
    for duty in DUTIES:
        if not is_due(workspace, duty):
            continue
        did = True
        try:
            do(workspace, duty.key, progress)
        except Stopped:
            break
        except UserError:
            continue
    return did


def headline(workspace: Workspace) -> tuple[str, str]:
    """The state of the backups for the window's head: sentence and level ("" when it is well)."""
    if not workspace.kept_here:
        return "数据在共用的服务器上", ""
    record = records(workspace.home)["backup"]
    if record.trouble:
        return record.trouble.partition("。")[0].partition("（")[0], "bad"
    if not record.done:
        return "本机 · 还没有备份", "warn"
    return f"本机 · 已备份 {record.done}", ""


def troubles(workspace: Workspace) -> list[str]:
    """What the workbench tells until it is mended."""
    told = [
        f"{BY_KEY[key].label}（{record.tried}）：{record.trouble}"
        for key, record in records(workspace.home).items()
        if record.trouble
    ]
    if not workspace.settings.backup_folder and workspace.kept_here:
        told.append("还没有选定备份盘，数据只在这台电脑上。请在“设置—备份”里选一次，以后每天自动备份。")
    return told
