"""Opening the window: first start, log-in, and what stands in the way of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from jiuzhu.domain.ids import new_id
from jiuzhu.domain.numbering import WINDOW_LETTERS
from jiuzhu.domain.office import Office, Operator, Station
from jiuzhu.errors import InvalidInput, LineDown, Problem, UserError
from jiuzhu.services.office import founding, log_ins, offline, recovery, sharing, township
from jiuzhu.services.office.entering import enter
from jiuzhu.services.office.entrance import (
    BUILDING,
    DATABASE,
    FirstStart,
    LoginName,
    districts,
    logins,
    on_server,
    password_problem,
    policy_packs,
    state,
)
from jiuzhu.services.office.founding import Plan
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keyring_slot, keys, sealing
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.migrate import bring_up_to_date
from jiuzhu.storage.unit import Clock, Unit, system_clock

__all__ = [
    "FirstStart",
    "LoginName",
    "begin_epoch",
    "districts",
    "enter",
    "first_start",
    "log_in",
    "log_in_recovered",
    "log_in_remembered",
    "logins",
    "on_server",
    "open_restored",
    "password_problem",
    "policy_packs",
    "recovery",
    "sharing",
    "state",
]  # fmt: skip

FIRST_ROLES = "clerk checker administrator security_administrator"
"""The first operator takes, checks and administers; the approver is always somebody else."""


def _checked(start: FirstStart) -> None:
    problems = []
    for name, value in (
        ("office_name", start.office_name),
        ("operator_name", start.operator_name),
        ("login", start.login),
    ):
        if not value.strip():
            problems.append(Problem(name, "请填写。"))
    if len(start.district) != 6 or len(start.township) != 9 or not start.township.startswith(start.district):
        problems.append(Problem("township", "镇街代码是 9 位数字，前 6 位与区县代码相同。"))
    if start.window not in WINDOW_LETTERS or len(start.window) != 1:
        problems.append(Problem("window", "窗口号是一个大写字母，不用 I 和 O。"))
    weak = keys.password_problem(start.password, start.login)
    if weak:
        problems.append(Problem("password", weak))
    if start.demo and start.login.strip() in {login for login, *_ in township.COLLEAGUES}:
        problems.append(Problem("login", "这个登录名留给示例同事，请换一个。"))
    if problems:
        raise InvalidInput(problems)


def first_start(home: Path, start: FirstStart, clock: Clock = system_clock) -> Workspace:
    """Make the encrypted database, the key file and the first operator; nothing is left behind when it fails."""
    if state(home) != "new":
        raise UserError("数据文件夹里已经有数据，没有重新建立。请直接登录。")
    _checked(start)
    key = keys.new_database_key()
    file = key_file.KeyFile(database=new_id())
    login = start.login.strip()
    keys.add_slot(file, login, start.operator_name.strip(), start.password, key)
    if start.demo:
        for colleague, name, _, _ in township.COLLEAGUES:
            keys.add_slot(file, colleague, name, start.password, key)
    sealing.seal(file, key)
    try:
        _build(home, file, key, start, clock)
    except BaseException as error:
        for leftover in (*home.glob(BUILDING + "*"), *home.glob(key_file.FILE + "*")):
            leftover.unlink()
        if isinstance(error, OSError):
            raise UserError(
                f"不能在 {home} 建立数据，没有留下任何文件。请检查磁盘空间和文件夹权限，或换一个文件夹。"
            ) from error
        raise
    return _open(home, key, login, clock)


def _build(home: Path, file: key_file.KeyFile, key: bytes, start: FirstStart, clock: Clock) -> None:
    home.mkdir(parents=True, exist_ok=True)
    for leftover in home.glob(BUILDING + "*"):  # of a first start that was killed
        leftover.unlink()
    database = EncryptedFile(home / BUILDING, key, create=True)
    try:
        bring_up_to_date(database, home / "backups")
        founding.found(database, plan(start), clock)
    finally:
        database.close()
    key_file.save(home, file)  # before the database gets its name: a database without a key must never exist
    (home / BUILDING).replace(home / DATABASE)


def plan(start: FirstStart) -> Plan:
    """The office a first start founds: one window, and one operator who does everything but sign."""
    office = Office(
        name=start.office_name.strip(),
        district=start.district,
        district_name=start.district_name,
        township=start.township,
        township_name=start.township_name,
        address=start.address,
        phone=start.phone,
        supervision_phone=start.supervision_phone,
        authority=start.authority,
        policy_pack=start.policy_pack,
        demo=start.demo,
    )
    first = Operator(
        login=start.login.strip(),
        name=start.operator_name.strip(),
        post=start.post,
        roles=FIRST_ROLES,
        started_on=date.min,
    )
    return Plan(office, start.window, (first,))


def log_in(home: Path, login: str, password: str, clock: Clock = system_clock) -> Workspace:
    """Open the office for an operator; a wrong password is counted, delayed and told.

    At a desk of a server that cannot be reached, who logged in there before may go on typing: `Workspace.offline`.
    """
    if on_server(home):
        try:
            workspace = sharing.log_in(
                home, login, password, lambda database, window: enter(home, database, login, clock, window)
            )
        except LineDown:
            return offline.log_in(home, login, password, clock)
        workspace.prove()
        log_ins.entered(workspace)
        offline.keep(workspace)
        return workspace
    key = attempts.unwrap(home, login, password)
    if (home / BUILDING).is_file() and not (
        home / DATABASE
    ).exists():  # the first start was killed at its last step
        (home / BUILDING).replace(home / DATABASE)
    workspace = _open(home, key, login, clock)
    workspace.prove()
    return log_ins.entered(workspace)


def log_in_remembered(home: Path, login: str, clock: Clock = system_clock) -> Workspace:
    """Open the office with what the system's keyring kept; `UserError` asks for the password instead."""
    file = key_file.load(home)
    kept = None if on_server(home) else keyring_slot.recall(keyring_slot.entry(file.database, login))
    if kept is None:
        raise UserError("系统钥匙串打不开或没有记住这台电脑，请输入密码登录。", field="password")
    key = keys.open_quick(file, login, kept)
    return log_ins.entered(_open(home, key, login, clock))


def log_in_recovered(
    home: Path, login: str, typed: str, password: str, *, witness: str, clock: Clock = system_clock
) -> Workspace:
    """Open the office by the recovery key on paper; the operator gets the new password, and a second person stood by."""
    key = recovery.database_key(home, typed)
    weak = keys.password_problem(password, login)
    if weak:
        raise UserError(weak, field="password")
    if not witness.strip():
        raise UserError("启用恢复密钥要有另一位同事在场，请填写他的姓名。", field="witness")
    workspace = _open(home, key, login, clock)
    try:
        recovery.recovered(workspace, password, witness.strip())
    except BaseException:
        workspace.close()
        raise
    log_ins.entered(workspace)
    workspace.greeting += "恢复密钥已经用过，请系统管理员在“设置—锁定与恢复密钥”里重新制作一份。"
    return workspace


def _open(home: Path, key: bytes, login: str, clock: Clock) -> Workspace:
    database = EncryptedFile(home / DATABASE, key)
    try:
        bring_up_to_date(database, home / "backups")
        return enter(home, database, login, clock)
    except BaseException:
        database.close()
        raise


def begin_epoch(database: Database, login: str, clock: Clock) -> None:
    """In a restored database this station's journal goes on in a chain of its own, whose first entry tells it.

    `UserError` when the operator of that login had no account any more when the backup was made.
    """
    workspace = enter(Path(), database, login, clock)
    station = replace(workspace.rules.station, epoch=new_id())
    workspace.rules = replace(workspace.rules, station=station)
    workspace.write(restore)


def restore(unit: Unit) -> None:
    """The station as the desk has it now, with its new epoch."""
    station = unit.get(Station, unit.desk.station.id)
    station.epoch = unit.desk.station.epoch
    unit.about(station.id)


def open_restored(home: Path, key: bytes, login: str, clock: Clock) -> Workspace:
    """The office after its database was laid in; who proved to have a key is logged in."""
    return log_ins.entered(_open(home, key, login, clock))
