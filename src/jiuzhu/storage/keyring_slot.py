"""The convenience key: an operator's password kept by the system's keyring, never the only way in."""

from jiuzhu.errors import UserError

_SERVICE = "jiuzhu"


def remember(login: str, password: str) -> None:
    """Keep the password in the system's keyring; `UserError` where there is none."""
    import keyring  # noqa: PLC0415  # 80 ms, only on demand
    from keyring.errors import KeyringError  # noqa: PLC0415  # as above

    try:
        keyring.set_password(_SERVICE, login, password)
    except KeyringError as error:
        raise UserError("这台电脑没有可用的系统钥匙串，密码没有保存。每次登录请照常输入密码。") from error


def recall(login: str) -> str | None:
    """The kept password, or None: no keyring, locked, or nothing kept. The password way always stays open."""
    import keyring  # noqa: PLC0415  # as above
    from keyring.errors import KeyringError  # noqa: PLC0415  # as above

    try:
        return keyring.get_password(_SERVICE, login)
    except KeyringError:
        return None


def forget(login: str) -> None:
    """Remove the kept password; nothing to remove is fine."""
    import keyring  # noqa: PLC0415  # as above
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415  # as above

    try:
        keyring.delete_password(_SERVICE, login)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise UserError("系统钥匙串打不开，里面保存的密码没有删除。请解锁钥匙串后再试。") from error


def available() -> bool:
    """Whether this computer has a keyring that keeps something."""
    import keyring  # noqa: PLC0415  # as above

    return keyring.get_keyring().priority > 0
