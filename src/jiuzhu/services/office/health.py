"""本机状况: one page of sentences a person can act on, each with what to do now when it is not well."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jiuzhu import __version__
from jiuzhu.documents import report
from jiuzhu.errors import UserError
from jiuzhu.services.office import at_the_server, backups, duties
from jiuzhu.services.office.duties import Record
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import key_file, migrate, spool
from jiuzhu.storage.laying import DATABASE
from jiuzhu.storage.queries import care, offices
from jiuzhu.storage.unit import CHINA, Unit

WORDS = {"ok": "正常", "warn": "注意", "bad": "不行"}
ROOM = 2 * 1024**3
"""Bytes: the database, a copy of it, and a ledger's export."""

_AHEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `state` is ok, warn or bad; `action` is a duty's key, choose, folder, safety or people, "" when there is nothing to press."""

    key: str
    subject: str
    state: str
    text: str
    action: str = ""
    button: str = ""


def look(workspace: Workspace) -> list[Finding]:
    """Everything the page shows, for the office that is open."""
    if not workspace.kept_here:
        told = "数据在共用的服务器上，备份、检查和恢复由服务器管理员在服务器上做。"
        return [
            Finding("server", "数据", "ok", told),
            *workspace.read(_of_server),
            *_waiting(workspace),
            _room(workspace.home),
            *workspace.read(_of_database),
        ]
    now = duties.local_now(workspace)
    return [*of_folder(workspace.home, workspace.settings.backup_folder, now), *workspace.read(_of_database)]


def _of_server(unit: Unit) -> list[Finding]:
    return [
        Finding(f"server_{one.key}", one.subject, one.state, one.text) for one in at_the_server.kept(unit)
    ]


def _waiting(workspace: Workspace) -> list[Finding]:
    """Forms typed at this desk without the server that it does not have yet, of whoever typed them."""
    counts = spool.counts(workspace.home, workspace.database.key())
    if not counts:
        return []
    names = workspace.read(_names)
    whose = "、".join(f"{names.get(owner, '别处的同事')} {count} 份" for owner, count in counts.items())
    text = f"本机还有断线时填写的申请没有交到服务器：{whose}。请他们在这台电脑上登录一次，就会自动交上去。"
    return [Finding("waiting", "未交的申请", "warn", text)]


def _names(unit: Unit) -> dict[str, str]:
    return offices.names(unit.session)


def of_folder(home: Path, chosen: str, now: datetime) -> list[Finding]:
    """What can be said without a password."""
    records = duties.records(home)
    return [
        _backup(records["backup"], chosen, now),
        _duty("trial", "试恢复", records["trial"], now, "现在试恢复"),
        _room(home),
        _checks(records, now),
        _duty("journal", "日志核验", records["journal"], now, "现在核验"),
        _keys(home),
    ]


def _days(record: Record, now: datetime) -> int | None:
    return None if record.done_at is None else (now.date() - record.done_at.date()).days


def _state(key: str, record: Record, now: datetime) -> str:
    return "bad" if record.trouble else at_the_server.by_days(key, _days(record, now))


def _backup(record: Record, chosen: str, now: datetime) -> Finding:
    if not chosen:
        text = "还没有选定备份盘，数据只在这台电脑上，磁盘一坏就没有了。请选 U 盘、移动硬盘或网络共享。"
        if record.done:
            text += f"上次备份 {record.done}：{record.said}。"
        return Finding("backup", "备份", "bad", text, "choose", "选定备份盘…")
    state = _state("backup", record, now)
    text = f"上次备份 {record.done}：{record.said}。" if record.done else f"还没有备份到 {chosen}。"
    if record.trouble:
        text = f"{record.tried} 没有备份成：{record.trouble}{text}"
    elif state != "ok":
        text += "已经好几天了，请接好备份盘，现在备份一次。"
    return Finding("backup", "备份", state, text, "backup", "现在备份")


def _duty(key: str, subject: str, record: Record, now: datetime, button: str) -> Finding:
    state = _state(key, record, now)
    text = (
        f"上次 {record.done}：{record.said}。" if record.done else "还没有做过，到时会自动做，也可以现在做。"
    )
    if record.trouble:
        text = f"{record.tried}：{record.trouble}{text}"
    elif record.done and state != "ok":
        text += "已经很久了，请现在做一次。"
    return Finding(key, subject, state, text, key, button)


def _room(home: Path) -> Finding:
    file = home / DATABASE
    free = shutil.disk_usage(home).free
    size = file.stat().st_size if file.is_file() else 0
    text = f"数据 {backups.in_megabytes(size)}，磁盘还空 {free / 1024**3:.1f} GB（{home}）。"
    if free < max(ROOM // 4, 2 * size):
        return Finding(
            "room",
            "磁盘空间",
            "bad",
            f"{text}快满了，保存和备份会失败；请马上清理磁盘。",
            "folder",
            "打开数据文件夹",
        )
    if free < ROOM:
        return Finding(
            "room", "磁盘空间", "warn", f"{text}不足 2 GB，请清理磁盘。", "folder", "打开数据文件夹"
        )
    return Finding("room", "磁盘空间", "ok", text, "folder", "打开数据文件夹")


def _checks(records: dict[str, Record], now: datetime) -> Finding:
    quick = records["pages"]
    if not quick.trouble and records["seals"].done > quick.done:
        quick = records["seals"]  # the whole check holds the quick one
    pages = _duty("pages", "", quick, now, "")
    seals = _duty("seals", "数据库检查", records["seals"], now, "现在检查")
    worse = max((pages.state, seals.state), key=list(WORDS).index)
    text = f"每周快速检查：{pages.text}每月逐页检查：{seals.text}"
    return Finding("seals", "数据库检查", worse, text, "seals", "现在检查")


def _keys(home: Path) -> Finding:
    try:
        file = key_file.load(home)
    except UserError as error:
        return Finding("keys", "钥匙文件", "bad", error.message)
    names = [slot.name or slot.login for slot in file.slots]
    text = f"{len(names)} 个人的密码能打开数据：{'、'.join(names)}。"
    if not file.recovery:
        return Finding(
            "keys",
            "钥匙文件",
            "warn",
            f"{text}还没有恢复密钥：大家都忘了密码就谁也打不开了。请做一份印在纸上，锁进保险柜。",
            "safety",
            "制作恢复密钥…",
        )
    text += "有一份恢复密钥印在纸上。"
    return Finding("keys", "钥匙文件", "ok", text, "people", "同事账号")


def _of_database(unit: Unit) -> list[Finding]:
    session = unit.session
    newest = care.newest_entry(session)
    return [
        Finding(
            "version",
            "版本",
            "ok",
            f"救助窗 {__version__}，数据结构 {migrate.SCHEMA}，{care.engine_words(session)}。",
        ),
        _clock(unit.now, newest),
    ]


def _clock(now: datetime, newest: datetime | None) -> Finding:
    told = f"北京时间 {now.astimezone(CHINA):%Y-%m-%d %H:%M}。"
    if newest is not None and now + _AHEAD < newest:
        last = newest.astimezone(CHINA)
        return Finding(
            "clock",
            "时钟",
            "bad",
            f"{told}最近一次保存记的是 {last:%Y-%m-%d %H:%M}，比现在还晚：电脑时间不对，期限会算错。请校准电脑时间，再重新打开。",
        )
    return Finding("clock", "时钟", "ok", told)


def print_page(workspace: Workspace, folder: Path) -> Path:
    """The page as an A4 PDF to be signed and filed; `UserError` when the folder cannot be written."""
    now = duties.local_now(workspace)
    lines = [report.Line(one.subject, WORDS[one.state], one.text) for one in look(workspace)]
    office = f"{workspace.office.name}　{workspace.actor.window} 窗口　{now:%Y-%m-%d %H:%M}　{workspace.actor.name}"
    body = report.page("本机状况", office, lines, ("看过的人（签名）：", "日期："))
    target = folder / f"本机状况-{now:%Y%m%d-%H%M}.pdf"
    try:
        target.write_bytes(body)
    except OSError as error:
        raise UserError(f"没有写到 {folder}。请换一个文件夹再打印。") from error
    return target
