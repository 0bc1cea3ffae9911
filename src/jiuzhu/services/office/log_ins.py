"""登录记录: who got in, what the log-in window saw meanwhile, who was unlocked, and whose password another hand made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jiuzhu.domain.office import LogIn, Operator
from jiuzhu.domain.rights import ADMINISTRATORS, RIGHTS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keys
from jiuzhu.storage.key_file import Attempt
from jiuzhu.storage.queries import log_ins, offices
from jiuzhu.storage.unit import CHINA, Unit


def entered(workspace: Workspace, kind: str = "in", note: str = "") -> Workspace:
    """Journal the log-in and everything the window saw before it; the workspace's greeting tells the operator.

    A disk that is full does not keep anybody out: the key file keeps what could not be journaled for the next log-in.
    """
    seen = key_file.load(workspace.home).untold
    try:
        workspace.greeting, workspace.must_choose = workspace.write(_entered, seen, kind, note)
    except UserError as error:
        workspace.greeting = f"这次登录没有记进日志：{error.message}"
        return workspace
    if seen:
        attempts.told(workspace.home, workspace.database.key(), frozenset(attempt.id for attempt in seen))
    return workspace


def journal_seen(workspace: Workspace) -> None:
    """Journal what a lock screen saw, once the right password came.

    A server that is away keeps nobody locked out: the key file keeps it for the next time.
    """
    seen = key_file.load(workspace.home).untold
    if seen:
        try:
            workspace.write(_seen, seen)
        except UserError:
            return
        attempts.told(workspace.home, workspace.database.key(), frozenset(attempt.id for attempt in seen))


def _seen(unit: Unit, seen: Sequence[Attempt]) -> None:
    there = log_ins.known(unit.session, [attempt.id for attempt in seen])  # journaled, then stopped
    for attempt in seen:
        if attempt.id not in there:
            unit.add(LogIn(id=attempt.id, kind=attempt.kind, login=attempt.login, at=_moment(attempt)))
    unit.about(unit.actor.operator_id)


def _entered(unit: Unit, seen: Sequence[Attempt], kind: str, note: str) -> tuple[str, bool]:
    login = unit.actor.login
    last = log_ins.last(unit.session, login)
    wrong = log_ins.wrong_since(unit.session, login, last)
    wrong |= {attempt.id for attempt in seen if attempt.kind == "wrong" and attempt.login == login}
    _seen(unit, seen)
    unit.add(LogIn(kind=kind, login=login, at=unit.now, by=unit.actor.operator_id, note=note))
    altered = any(attempt.kind == "altered" for attempt in seen)
    return _greeting(last, len(wrong)) + (_ALTERED if altered else ""), log_ins.must_choose(
        unit.session, login
    )


def give(unit: Unit, login: str) -> None:
    """Somebody else made this login's password: whoever comes in by it chooses their own first."""
    unit.add(LogIn(kind="given", login=login, at=unit.now, by=unit.actor.operator_id))


def choose(unit: Unit) -> None:
    """The operator has a password of their own from now on."""
    unit.add(LogIn(kind="chosen", login=unit.actor.login, at=unit.now, by=unit.actor.operator_id))
    unit.about(unit.actor.operator_id)


_ALTERED = "钥匙文件在程序之外被改动过（已记入日志）；不是管理员恢复备份造成的，请告诉安全管理员。"


def _moment(attempt: Attempt) -> datetime:
    """When it was, by a clock that may have been set to nonsense."""
    try:
        return datetime.fromtimestamp(attempt.at, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def _greeting(last: datetime | None, wrong: int) -> str:
    """上次登录…，其间有 N 次密码错误; "" when there is nothing to tell."""
    if not wrong:
        return ""
    before = f"上次登录 {last.astimezone(CHINA):%Y-%m-%d %H:%M}，其间" if last else "登录前"
    return f"{before}有 {wrong} 次密码错误。不是您自己输错的，请修改密码并告诉系统管理员。"


def waiting(home: Path) -> dict[str, str]:
    """Login → what its wrong passwords have come to, for those who must wait."""
    file, now = key_file.load(home), attempts.machine()
    told = {}
    for slot in file.slots:
        left = attempts.waits(file, slot.login, now)
        if left > 0:
            told[slot.login] = (
                f"密码错 {attempts.failures_of(file, slot.login)} 次，还要等 {-(-int(left) // 60)} 分钟"
            )
    return told


def unlock(workspace: Workspace, operator_id: str) -> None:
    """Who has the security of the office knows who forgot: their counter begins anew, and the journal says who did it.

    Raises `UserError` when nobody has to wait.
    """
    login = workspace.write(_unlock, operator_id, frozenset(waiting(workspace.home)))
    attempts.pardon(workspace.home, workspace.database.key(), login)


def reset_password(workspace: Workspace, operator_id: str, password: str) -> None:
    """A colleague who forgot theirs comes in by this password once and then chooses their own.

    Stopped between the register and the password, the old one is good and the step can be repeated. Raises `UserError`
    for a weak password, an account that ended, one's own and those of administrators.
    """
    operator = workspace.read(_resettable, operator_id)
    weak = keys.password_problem(password, operator.login)
    if weak:
        raise UserError(weak, field="password")
    workspace.write(_reset, operator_id)
    workspace.database.reset(operator.login, operator.name, password)
    attempts.pardon(workspace.home, workspace.database.key(), operator.login)


def _resettable(unit: Unit, operator_id: str) -> Operator:
    unit.require("assign")
    operator = unit.get(Operator, operator_id)
    if operator.id == unit.actor.operator_id:
        raise Refused("自己的密码在“设置—修改密码”里改。没有改动任何内容。")
    if operator.ended_on is not None:
        raise UserError(
            f"{operator.name}的账号已停用。没有改动任何内容；要重新启用，请系统管理员再添加一次。"
        )
    if ADMINISTRATORS & set(operator.roles.split()):
        raise Refused(
            f"{operator.name}是管理员，密码不由同事重设。没有改动任何内容；共用服务器的请服务器管理员重设，本机的请用恢复密钥。"
        )
    return operator


def _reset(unit: Unit, operator_id: str) -> None:
    operator = _resettable(unit, operator_id)
    give(unit, operator.login)
    unit.about(operator.id)


def _has_keeper(unit: Unit, operator_id: str) -> bool:
    """Whether somebody else at work than who is locked out has the security of the office; else the administrator unlocks."""
    return any(
        row.id != operator_id and row.ended_on is None and RIGHTS["assign"] & set(row.roles.split())
        for row in offices.operators(unit.session)
    )


def _unlocker(unit: Unit, operator_id: str) -> str:
    return "assign" if _has_keeper(unit, operator_id) else "administer"


def may_unlock(unit: Unit, operator_id: str) -> bool:
    """Whether this operator is the one who unlocks that account."""
    return unit.actor.may(_unlocker(unit, operator_id))


def _unlock(unit: Unit, operator_id: str, waits: frozenset[str]) -> str:
    unit.require(_unlocker(unit, operator_id))
    operator = unit.get(Operator, operator_id)
    if operator.login not in waits:
        raise UserError(
            f"{operator.name}的账号在这台电脑上没有锁定，可以直接登录；在别的电脑上锁定的，要到那台电脑上解锁。没有改动任何内容。"
        )
    unit.add(LogIn(kind="unlocked", login=operator.login, at=unit.now, by=unit.actor.operator_id))
    unit.about(operator.id)
    return operator.login
