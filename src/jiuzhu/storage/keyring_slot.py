"""The convenience key in the system's keyring: it opens a second wrapping of the key, never the only way in."""

from jiuzhu.errors import UserError

_SERVICE = "jiuzhu"


def entry(database: str, login: str) -> str:
    """The name it is kept under: the offices of several data folders may know the same login."""
    return f"{database}:{login}"


def remember(entry: str, kept: bytes) -> None:
    """Keep a convenience key in the system's keyring; `UserError` where there is none."""
    import keyring  # noqa: PLC0415  # 80 ms, only on demand
    from keyring.errors import KeyringError  # noqa: PLC0415  # as above

    try:
        keyring.set_password(_SERVICE, entry, kept.hex())
    except KeyringError as error:
        raise UserError("这台电脑没有系统钥匙串，没有记住。每次登录请照常输入密码。") from error


def recall(entry: str) -> bytes | None:
    """The kept key, or None: no keyring, locked, or nothing of ours there. The password way always stays open."""
    import keyring  # noqa: PLC0415  # as above
    from keyring.errors import KeyringError  # noqa: PLC0415  # as above

    try:
        found = keyring.get_password(_SERVICE, entry)
        return bytes.fromhex(found) if found else None
    except (KeyringError, ValueError):
        return None


def forget(entry: str) -> None:
    """Remove the kept key; nothing to remove is fine."""
    import keyring  # noqa: PLC0415  # as above
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415  # as above

    try:
        keyring.delete_password(_SERVICE, entry)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise UserError("系统钥匙串打不开，里面记住的没有删除。请解锁钥匙串后再试。") from error


def available() -> bool:
    """Whether this computer has a keyring that keeps something."""
    import keyring  # noqa: PLC0415  # as above

    return keyring.get_keyring().priority > 0
