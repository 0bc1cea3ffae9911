"""The checks of `jiuzhu doctor` that look at the database library, the data folder's contents and the keyring."""

from datetime import datetime, timedelta

from jiuzhu import paths
from jiuzhu.commands.doctor import BAD, OK, WARN, Result
from jiuzhu.errors import UserError
from jiuzhu.services.office import entrance

STALE = timedelta(days=7)
"""A backup older than this is worth a word."""


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
    """EncryptedFile and key file belong together: one without the other opens nothing."""
    home = paths.user_data()
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


def last_backup() -> Result:
    """When the last backup was made from this desk, and what stands in the way of the next."""
    from jiuzhu.services.office import duties  # noqa: PLC0415  # it needs the database library, told about above

    home = paths.user_data()
    if entrance.state(home) == "new":
        return Result("备份", OK, "还没有数据，不需要备份")
    record = duties.records(home)["backup"]
    if record.trouble:
        return Result("备份", WARN, record.trouble)
    if record.done_at is None:
        return Result("备份", WARN, "还没有备份过：请在“设置”里选定备份盘，以后每天自动备份。")
    if datetime.now().astimezone().replace(tzinfo=None) - record.done_at > STALE:
        return Result("备份", WARN, f"上次备份是 {record.done}，超过一周了，请再备份一次。")
    return Result("备份", OK, f"上次备份 {record.done}：{record.said}")


def keyring() -> Result:
    """Whether the system has a keyring; without one the password is typed each time, which is always possible."""
    from jiuzhu.storage import keyring_slot  # noqa: PLC0415  # only here

    if keyring_slot.available():
        return Result("系统钥匙串", OK, "可用，可以记住密码")
    return Result("系统钥匙串", OK, "没有可用的钥匙串，每次登录输入密码即可")
