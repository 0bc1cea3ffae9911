"""Backups of a shared server: made by cron, restored beside what is there, tried every month in a place that is dropped."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import UserError
from jiuzhu.services.office import founding, log_ins, opening, proving, sharing
from jiuzhu.services.office.proving import JournalProof
from jiuzhu.storage import keys
from jiuzhu.storage.policy_store import load_policy
from jiuzhu.storage.queries import offices
from jiuzhu.storage.queries.offices import Window
from jiuzhu.storage.server import dumping, setting_up, upkeep
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.dumping import Dump
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.server.setting_up import Followed
from jiuzhu.storage.unit import CHINA, Clock, Unit, reading, system_clock, write


def back_up(
    address: Address,
    login: str,
    password: str,
    folder: Path,
    passphrase: str,
    *,
    keep_days: int = 0,
    clock: Clock = system_clock,
) -> str:
    """Make a sealed backup in a folder and read it back; returns, in words, what it holds.

    `login` is an administrator of the server itself. With `keep_days` backups older than that go then, and only then:
    the one just made is whole. Raises `UserError`; then nothing half is left and nothing older is gone.
    """
    weak = keys.password_problem(passphrase, "")
    if weak:
        raise UserError(f"备份口令太弱：{weak}没有做备份。", field="passphrase")
    file, made = dumping.back_up(address, login, password, folder, passphrase)
    gone = dumping.clear(folder, keep_days) if keep_days else 0
    upkeep.note(address, login, password, upkeep.BACKED_UP, clock())
    cleared = f"；{keep_days} 天以前的 {gone} 份已清掉" if gone else ""
    return f"已备份到 {file}：{_figures(made)}，从头到尾读回检查通过{cleared}"


def restore(
    address: Address,
    login: str,
    password: str,
    file: Path,
    passphrase: str,
    *,
    replaces: Collection[str] = (),
    clock: Clock = system_clock,
) -> Iterator[str]:
    """Make a new database of a backup; yields what was done, line by line.

    The law is laid anew, logins follow the list of operators, every window's journal goes on in a chain of its own. A
    database that exists is never written over. Logins belong to the whole server: `replaces` names every other database
    of this program there, which the new one takes the place of. Raises `UserError`; then the database and the logins
    made for it are taken away, and logins follow those others again.
    """
    told = _checked(file, passphrase)
    moment = datetime.fromisoformat(told.manifest.made_at).astimezone(CHINA)
    yield f"备份读回检查通过：{moment:%Y-%m-%d %H:%M} 做的，{_figures(told)}"
    others = setting_up.offices_on(address, login, password)
    _require_replaced(others, replaces, address.database)
    yield from setting_up.make_room(address, login, password, new=True)
    made: tuple[str, ...] = ()
    try:
        yield from _laid_in(address, login, password, file, passphrase, told=told)
        followed = setting_up.let_logins_follow(address, login, password)
        made = followed.made
        yield from _logins(address, login, password, followed)
        yield _epochs(address, login, password, clock, frozenset(made))
    except BaseException:
        setting_up.drop(address, login, password)
        setting_up.take_away_logins(address, login, password, made)
        for name in others:
            setting_up.let_logins_follow(replace(address, database=name), login, password)
        raise
    yield f"恢复完成：数据库 {address.database}。备份那一刻以后录入的要补录"


def _require_replaced(others: Collection[str], replaces: Collection[str], new: str) -> None:
    """Refuse beside an office in use: its people would get back rights that were taken from them since the backup."""
    beside = [name for name in others if name not in replaces and name != new]
    if beside:
        raise UserError(
            f"服务器上还有数据库 {'、'.join(beside)}。账号和岗位是整台服务器共用的，恢复会按备份里的名册改它们。没有改动任何内容；"
            f"确实用恢复出来的代替它，请加 --replaces {','.join(beside)}，只想看看备份是否完好，请用 trial。"
        )


def trial(
    address: Address, login: str, password: str, file: Path, passphrase: str, *, clock: Clock = system_clock
) -> str:
    """Restore a backup into a scratch database, verify every journal in it, drop it; returns one sentence. No login is touched.

    Raises `UserError` when the backup could not be restored, is not what it says, or holds a journal that does not fit.
    """
    told = _checked(file, passphrase)
    scratch = replace(address, database=f"jiuzhu_trial_{uuid4().hex[:12]}")
    try:
        list(setting_up.make_room(scratch, login, password, new=True))
        for _ in _laid_in(scratch, login, password, file, passphrase, told=told):
            pass
        proof = verify(scratch, login, password)
    finally:
        setting_up.drop(scratch, login, password)
    if proof.problems:
        raise UserError(
            f"{file.name} 能恢复，但里面的日志有 {len(proof.problems)} 处不符：{proof.problems[0]}。"
            "试用的库已删除，没有改动别的内容；请马上对正在用的库运行 jiuzhu server verify。"
        )
    upkeep.note(address, login, password, upkeep.TRIED, clock())
    return (
        f"试恢复成功：{file.name} 的 {_figures(told)}逐表核对相符，"
        f"日志 {proof.entries} 条、{proof.chains} 条链全部相接，每一行都与日志一致；试用的库已删除"
    )


def verify(
    address: Address,
    login: str,
    password: str,
    kept: Sequence[Path] = (),
    clock: Clock = system_clock,
) -> JournalProof:
    """The journals of all townships of a server: chains, rows, checkpoints, and those `kept` outside of it.

    `login` is an administrator of the server, whom row security shows everything. Raises `UserError`.
    """
    database = ServerDatabase(address, login, password, patient=True)
    try:
        sharing.require_schema(database)
        windows = offices.windows(database)
        if not windows:
            raise UserError(f"数据库 {address.database} 里还没有建立单位，没有日志可以核验。")
        desk, actor = _sitting_at(database, windows[0], clock)
        townships = frozenset(window.office.id for window in windows)
        with reading(database, actor, desk, clock) as unit:
            proof = proving.verified(unit, townships, kept)
    finally:
        database.close()
    if not proof.problems:
        upkeep.note(address, login, password, upkeep.VERIFIED, clock())
    return proof


def _checked(file: Path, passphrase: str) -> Dump:
    try:
        return dumping.check(file, passphrase)
    except OSError as error:
        raise UserError(f"读不出备份 {file}。没有改动任何内容；请检查文件名和备份盘。") from error


def _laid_in(
    address: Address, login: str, password: str, file: Path, passphrase: str, *, told: Dump
) -> Iterator[str]:
    """Rows first, compared as they came; then this version's tables and law over them."""
    dumping.lay_in(file, passphrase, address, login, password)
    wrong = dumping.differences(address, login, password, told.manifest)
    if wrong:
        raise UserError(f"恢复出来的与备份自己记的对不上（{wrong[0]}），没有采用。请换一份备份。")
    yield f"写入并逐表核对行数和金额：相符（{_figures(told)}）"
    yield from setting_up.lay(address, login, password)


def _logins(address: Address, login: str, password: str, followed: Followed) -> Iterator[str]:
    yield "账号和岗位已按备份里的名册对齐；已有账号的密码不变"
    database = ServerDatabase(address, login, password)
    try:
        for name in followed.made:
            first = founding.first_password()
            database.admit(name, "", first)
            yield f"账号 {name} 是新开的，第一次登录的密码：{first}（登录时要换成自己的）"
    finally:
        database.close()
    for name in followed.kept_out:
        yield f"账号 {name} 在这台服务器上已停用，仍不能登录；要恢复请管理员重新启用"


def _epochs(address: Address, login: str, password: str, clock: Clock, given: frozenset[str]) -> str:
    """Numbers given after the backup may be given again: each window's journal begins a chain that cannot be mistaken.

    The first of an office's also tells whose passwords were made here (`given`).
    """
    looking = ServerDatabase(address, login, password)
    try:
        windows = [
            replace(window, station=replace(window.station, epoch=new_id()))
            for window in offices.windows(looking)
        ]
        sitting = [_sitting_at(looking, window, clock) for window in windows]
    finally:
        looking.close()
    for window, (desk, actor) in zip(windows, sitting, strict=True):
        database = ServerDatabase(address, login, password, founding=window.office.township)
        try:
            write(database, actor, desk, "restore", partial(_restored, window.logins & given), clock=clock)
        finally:
            database.close()
        given -= window.logins
    return f"{len(windows)} 个窗口的日志从新的一段开始"


def _sitting_at(database: ServerDatabase, window: Window, clock: Clock) -> tuple[Desk, Actor]:
    """A window of an office as the program came, with who administers it."""
    with database.reading.connect() as connection:
        policy = load_policy(connection)
    desk = founding.shipped_desk(window.office, window.station, policy, founding.legal_day(clock))
    return desk, founding.actor_of(window.administrator, window.station)


def _restored(given: frozenset[str], unit: Unit) -> None:
    opening.restore(unit)
    for name in sorted(given):
        log_ins.give(unit, name)


def _figures(told: Dump) -> str:
    rows = sum(told.manifest.counts.values())
    return f"{len(told.manifest.counts)} 张表 {rows} 行、{len(told.manifest.sums)} 项金额"
