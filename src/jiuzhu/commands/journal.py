"""`jiuzhu journal verify`: prove that no entry of this desk's database was changed, cut out or slipped in."""

import getpass
import os
import sys
from pathlib import Path

from jiuzhu import paths
from jiuzhu.errors import UserError
from jiuzhu.services.office import opening, proving

USAGE = "用法：jiuzhu journal verify [登录名] [--checkpoint 检查点文件或文件夹 …]"
_KEPT = "--checkpoint"


def run(arguments: list[str]) -> int:
    """Exit 0 when every chain holds, 1 when something does not fit.

    The password is asked for; a script may give it in the environment variable JIUZHU_PASSWORD.

    Raises:
        UserError: There is no office yet, the log-in was refused, nobody is there to type the password, or a
            checkpoint cannot be read.
    """
    named, kept = _told(arguments[1:])
    if arguments[:1] != ["verify"] or len(named) > 1 or (_KEPT in arguments and not kept):
        sys.stderr.write(USAGE + "\n")
        return 2
    home = paths.user_data()
    if opening.state(home) == "new":
        raise UserError(
            f"{home} 里还没有数据，没有日志可以核对。请先打开窗口建立，或用环境变量 JIUZHU_HOME 指出数据文件夹。"
        )
    known = [*named, *(one.login for one in opening.logins(home))]
    if not known:
        raise UserError(f"这台电脑上还没有人登录过。什么都没有核对；请写上登录名。{USAGE}")
    login = known[0]
    password = os.environ.get("JIUZHU_PASSWORD") or _asked(login)
    workspace = opening.log_in(home, login, password)
    try:
        proof = workspace.read(proving.verify_journal, kept)
    finally:
        workspace.close()
    return say(proof)


def say(proof: proving.JournalProof) -> int:
    """Print what a verification found; 1 when something does not fit."""
    sys.stdout.write(f"日志 {proof.entries} 条，{proof.chains} 条链；{_checkpoints(proof)}\n")
    for head in proof.heads:
        sys.stdout.write(f"链头 {head}\n")
    for problem in proof.problems:
        sys.stdout.write(f"不符：{problem}\n")
    if proof.left_out:
        sys.stdout.write(f"{proof.left_out}\n")
    sys.stdout.write("没有发现改动\n" if not proof.problems else f"共 {len(proof.problems)} 处不符\n")
    return 1 if proof.problems else 0


def _told(arguments: list[str]) -> tuple[list[str], list[Path]]:
    """The login names, and what was kept outside: everything behind `--checkpoint`."""
    if _KEPT not in arguments:
        return arguments, []
    place = arguments.index(_KEPT)
    return arguments[:place], [Path(one) for one in arguments[place + 1 :] if one != _KEPT]


def _checkpoints(proof: proving.JournalProof) -> str:
    told = f"库内检查点 {proof.checkpoints} 个"
    if proof.files:
        return f"{told}，另存的检查点 {proof.files} 个"
    return f"{told}，没有给出另存的检查点（只凭库内的，查不出连检查点一起重做的改动）"


def _asked(login: str) -> str:
    try:
        return getpass.getpass(f"{login} 的密码：")
    except EOFError as error:
        raise UserError(
            "没有读到密码，什么都没有核对。请在终端里运行，或用环境变量 JIUZHU_PASSWORD 给出。"
        ) from error
