"""The checks of `jiuzhu doctor` that look at the database library, the data folder's contents and the keyring."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from jiuzhu import paths, settings
from jiuzhu.commands.doctor import BAD, OK, WARN, Result
from jiuzhu.errors import UserError
from jiuzhu.services.office import entrance

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def database_library() -> Result:
    """SQLCipher loads and carries an SQLite that keeps what it acknowledged."""
    try:
        import sqlcipher3.dbapi2 as sqlcipher  # noqa: PLC0415  # a broken install must be tellable
    except ImportError:
        return Result("数据库组件", BAD, "加密数据库组件装不进来：请用 packaging/run.sh 重新启动一次。")
    from jiuzhu.storage.encrypted_file import require_sqlite  # noqa: PLC0415  # as above

    try:
        require_sqlite(sqlcipher.sqlite_version)
    except UserError as error:
        return Result("数据库组件", BAD, error.message)
    return Result("数据库组件", OK, f"SQLite {sqlcipher.sqlite_version}，加密")


def data_files() -> Result:
    """The database and the key file belong together: one without the other opens nothing."""
    home = paths.user_data()
    if entrance.on_server(home):
        return _server(home)
    state = entrance.state(home)
    if state == "new":
        return Result("数据与钥匙", OK, "还没有建立，第一次打开窗口时建立")
    if state == "key_missing":
        return Result(
            "数据与钥匙", BAD, "数据库在，钥匙文件不在：打不开。请从备份把 jiuzhu.key 放回数据文件夹。"
        )
    if state == "database_missing":
        return Result("数据与钥匙", BAD, "钥匙文件在，数据库不在。请从备份把 jiuzhu.db 放回数据文件夹。")
    try:
        people = entrance.logins(home)
    except UserError as error:
        return Result("数据与钥匙", BAD, error.message)
    return Result("数据与钥匙", OK, f"数据库和钥匙文件都在，{len(people)} 个账号可以登录")


def _server(home: Path) -> Result:
    from jiuzhu.services.office import sharing  # noqa: PLC0415  # it needs the database library, told about below

    try:
        told = sharing.reach(home)
    except UserError as error:
        return Result("共用的服务器", BAD, error.message)
    return Result("共用的服务器", OK, told)


DESK = ("backup", "trial", "seals", "journal", "keys")
"""What the page 本机状况 says without a password; room and clock have checks of their own."""


def desk(key: str) -> Callable[[], Result]:
    """The check that tells one line of that page: worth a word at most, for the program runs all the same."""

    def check() -> Result:
        from jiuzhu.services.office import health  # noqa: PLC0415  # it needs the database library, told about above

        home = paths.user_data()
        now = datetime.now(CHINA).replace(tzinfo=None)
        found = {one.key: one for one in health.of_folder(home, settings.load(home).backup_folder, now)}
        line = found[key]
        return Result(line.subject, OK if line.state == "ok" else WARN, line.text)

    return check


def desk_checks() -> list[Callable[[], Result]]:
    """Those of a desk that keeps its data; none before the first start, none where a server keeps them."""
    home = paths.user_data()
    kept_here = not entrance.on_server(home) and entrance.state(home) == "locked"
    return [desk(key) for key in DESK] if kept_here else []


def keyring() -> Result:
    """Whether the system has a keyring; without one the password is typed each time, which is always possible."""
    from jiuzhu.storage import keyring_slot  # noqa: PLC0415  # only here

    if keyring_slot.available():
        return Result("系统钥匙串", OK, "可用，可以记住这台电脑，登录时不输密码")
    return Result("系统钥匙串", OK, "没有可用的钥匙串，每次登录输入密码即可")
