"""`jiuzhu journal verify`: prove from the encrypted file that no entry was changed, cut out or slipped in."""

import getpass
import os
import sys

from jiuzhu import paths
from jiuzhu.errors import UserError
from jiuzhu.services.office import admin, opening

USAGE = "用法：jiuzhu journal verify [登录名]"


def run(arguments: list[str]) -> int:
    """Exit 0 when every chain holds, 1 when something does not fit.

    The password is asked for; a script may give it in the environment variable JIUZHU_PASSWORD.

    Raises:
        UserError: There is no office yet, the log-in was refused, or nobody is there to type the password.
    """
    if not arguments or arguments[0] != "verify" or len(arguments) > 2:
        sys.stderr.write(USAGE + "\n")
        return 2
    home = paths.user_data()
    if opening.state(home) == "new":
        raise UserError(
            f"{home} 里还没有数据，没有日志可以核对。请先打开窗口建立，或用环境变量 JIUZHU_HOME 指出数据文件夹。"
        )
    login = arguments[1] if len(arguments) == 2 else opening.logins(home)[0].login
    password = os.environ.get("JIUZHU_PASSWORD") or _asked(login)
    workspace = opening.log_in(home, login, password)
    try:
        proof = workspace.read(admin.verify_journal)
    finally:
        workspace.close()
    sys.stdout.write(f"日志 {proof.entries} 条，{proof.chains} 条链\n")
    for head in proof.heads:
        sys.stdout.write(f"链头 {head}\n")
    for problem in proof.problems:
        sys.stdout.write(f"不符：{problem}\n")
    sys.stdout.write("没有发现改动\n" if not proof.problems else f"共 {len(proof.problems)} 处不符\n")
    return 1 if proof.problems else 0


def _asked(login: str) -> str:
    try:
        return getpass.getpass(f"{login} 的密码：")
    except EOFError as error:
        raise UserError(
            "没有读到密码，什么都没有核对。请在终端里运行，或用环境变量 JIUZHU_PASSWORD 给出。"
        ) from error
