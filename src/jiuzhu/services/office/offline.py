"""A desk of a shared server, opened while the server cannot be reached: forms are typed, nothing else; then the real log-in."""

from pathlib import Path

from jiuzhu.domain.offline import LONGEST
from jiuzhu.errors import LineDown, Refused, UserError
from jiuzhu.services.office import log_ins, sharing
from jiuzhu.services.office.entering import enter
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keys, office_copy
from jiuzhu.storage.queries import offices
from jiuzhu.storage.server.address import load_seat
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.unit import CHINA, Clock, Unit


def keep(workspace: Workspace) -> None:
    """After a real log-in: what the desk needs without the line; whose account ended opens nothing here any more.

    A disk that is full keeps nobody out: the greeting tells.
    """
    home, key = workspace.home, workspace.database.key()
    login = "" if workspace.must_choose else workspace.actor.login
    try:
        office_copy.keep(home, key, workspace.database, login, workspace.now())
        ended = workspace.read(_ended_logins)
        if any(slot.login in ended for slot in key_file.load(home).slots):
            with attempts.vouched(home, key) as file:
                for gone in ended:
                    keys.remove_slot(file, gone)
    except UserError as error:
        workspace.greeting += f"断线时离线登录要用的内容没有存下来：{error.message}"


def _ended_logins(unit: Unit) -> set[str]:
    return {row.login for row in offices.operators(unit.session) if row.ended_on is not None}


def log_in(home: Path, login: str, password: str, clock: Clock) -> Workspace:
    """Open the desk with what it keeps itself; wrong passwords count and wait as always.

    Raises `UserError` for who never came in here by a password of their own, `Refused` for who takes no applications.
    """
    seat = load_seat(home)
    if seat is None or not (home / key_file.FILE).exists():
        raise LineDown(_NOBODY_KNOWN)
    key = attempts.unwrap(home, login, password)
    database = ServerDatabase(seat.address, login, password)
    try:
        database.wait(home, key)
        with office_copy.opened(home, key, login, clock()) as (copy, since):
            workspace = enter(home, database, login, clock, seat.window, copy=copy)
        _require_taker(workspace)
    except BaseException:
        database.close()
        raise
    workspace.offline = since
    workspace.prove()
    return workspace


def _require_taker(workspace: Workspace) -> None:
    if not workspace.actor.may("take"):
        raise Refused(
            "连不上共用的服务器。离线时只能填写申请，您的账号没有受理的岗位；请检查网线和服务器后再登录。"
        )


_NOBODY_KNOWN = "连不上共用的服务器；这台电脑上还没有人连着服务器登录过，不能离线填写。没有改动任何内容；请检查网线和服务器。"


def arrive(workspace: Workspace) -> None:
    """The line stands: the real log-in for who came in without it, by the same password, at the window that is open.

    Raises `LineDown` when the line breaks again, `UserError` when the server does not let them in; nothing is lost.
    """
    database = workspace.database
    seat = load_seat(workspace.home)
    if workspace.offline is None or seat is None or not isinstance(database, ServerDatabase):
        return
    sharing.require_schema(database)
    real = enter(workspace.home, database, workspace.actor.login, workspace.now, seat.window)
    database.settle(workspace.home, real.rules.station.id)
    sharing.keep_slot(workspace.home, database, real)
    since = workspace.offline.seen.astimezone(CHINA)
    workspace.arrive(real)
    log_ins.entered(workspace, note=f"{since:%Y-%m-%d %H:%M} 起离线填写")
    keep(workspace)


def told(workspace: Workspace) -> str:
    """What is possible at a desk opened without its server, since when and for how long; "" where the server is there."""
    offline = workspace.offline
    if offline is None:
        return ""
    since = f"上次连着服务器登录是 {offline.since.astimezone(CHINA):%m 月 %d 日 %H:%M}"
    left = offline.days_left(workspace.now())
    if left:
        return (
            f"连不上服务器。可以填新申请、继续没交的申请，都加密存在本机；受理、打印、查人要等线路恢复，到时自动登录并交上去。"
            f"{since}，还能这样填 {left} 天。"
        )
    return (
        f"连不上服务器。{since}，已满 {LONGEST.days} 天，不能再填新申请；没交的申请都在，可以继续填完，线路恢复后自动登录并交上去。"
        "请尽快恢复线路，或告诉系统管理员。"
    )
