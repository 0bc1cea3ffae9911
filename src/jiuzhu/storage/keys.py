"""The database key, wrapped once per operator by their password.

The database key is random and never changes with a password. Each slot of the key file holds it encrypted with
AES-256-GCM under a key that Argon2id derives from the password. Who may try when says `attempts.py`.
"""

import base64
import hashlib
import hmac
import secrets

from jiuzhu.errors import UserError
from jiuzhu.storage.key_file import FORMAT, Cost, KeyFile, Slot, encode

COST = Cost(65536, 3, 4)
"""New slots are made with it (a quarter of a second here); each slot remembers its own."""

_NONCE = 12
_KEY = 32


def new_database_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(_KEY)


_TELLING = 4
"""A shorter login (li, wu) stands in half of all sentences and gives nothing away."""


def password_problem(password: str, login: str) -> str | None:
    """Why a password cannot be taken, in words, or None."""
    if len(password) < 10:
        return "密码至少 10 个字符，可以用一句好记的话。"
    if len(login) >= _TELLING and login.lower() in password.lower():
        return "密码里不要包含登录名。"
    if len(set(password)) < 5:
        return "密码里不同的字符太少，请换一个。"
    return None


def _derive(slot: Slot, password: str) -> bytes:
    return stretched(password, base64.b64decode(slot.salt), Cost(slot.memory, slot.passes, slot.lanes))


def stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes made of a password by Argon2id."""
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415  # only at log-in

    return hash_secret_raw(
        password.encode("utf-8"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=_KEY,
        type=Type.ID,
    )


def _bound(file: KeyFile, whose: str) -> bytes:
    return f"jiuzhu:{FORMAT}:{file.database}:{whose}".encode()


def _wrapped(key: bytes, database_key: bytes, bound: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only at log-in

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, database_key, bound)


def _unwrapped(key: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """The database key, None when this key does not open it."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # only at log-in
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # as above

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except InvalidTag:
        return None


def add_slot(file: KeyFile, login: str, name: str, password: str, database_key: bytes) -> None:
    """Wrap the database key for an operator; an existing slot of that login is replaced."""
    slot = Slot(login, name, encode(secrets.token_bytes(16)), "", "", *COST)
    sealed = _wrapped(_derive(slot, password), database_key, _bound(file, login))
    slot.nonce, slot.wrapped = encode(sealed[:_NONCE]), encode(sealed[_NONCE:])
    file.slots = [kept for kept in file.slots if kept.login != login] + [slot]


def remove_slot(file: KeyFile, login: str) -> None:
    """Take an operator's slot away: their password no longer opens the database."""
    file.slots = [slot for slot in file.slots if slot.login != login]


def open_slot(file: KeyFile, slot: Slot, password: str) -> bytes | None:
    """The database key, None for a wrong password."""
    sealed = base64.b64decode(slot.nonce) + base64.b64decode(slot.wrapped)
    return _unwrapped(_derive(slot, password), sealed, _bound(file, slot.login))


def add_quick(file: KeyFile, login: str, database_key: bytes) -> bytes:
    """Wrap the database key once more for an operator's keyring; returns the key to keep there.

    The password way stays as it is: a lost keyring loses nothing. A new password drops the quick way.
    """
    slot = file.slot(login)
    if slot is None:
        raise UserError("没有这个登录名。请从列表里选自己的名字。", field="login")
    kept = secrets.token_bytes(_KEY)
    slot.quick = encode(_wrapped(kept, database_key, _bound(file, login)))
    return kept


def open_quick(file: KeyFile, login: str, kept: bytes) -> bytes:
    """The database key by what the keyring kept; `UserError` when it does not fit, and the password is asked."""
    slot = file.slot(login)
    key = None
    if slot is not None and slot.quick and len(kept) == _KEY:
        key = _unwrapped(kept, base64.b64decode(slot.quick), _bound(file, login))
    if key is None:
        raise UserError("本机钥匙串里记的钥匙已不能用，请输入密码登录。", field="password")
    return key


_ON_PAPER = "\0recovery"
"""Whose the wrapping for the recovery key is: no login name begins so."""


def _of_paper(secret: bytes) -> bytes:
    """The wrapping key: 128 random bits need no stretching."""
    return hmac.new(secret, b"jiuzhu recovery", hashlib.sha256).digest()


def set_recovery(file: KeyFile, secret: bytes, database_key: bytes) -> None:
    """Wrap the database key for the recovery key on paper; the paper of before opens nothing any more."""
    file.recovery = encode(_wrapped(_of_paper(secret), database_key, _bound(file, _ON_PAPER)))


def open_recovery(file: KeyFile, secret: bytes) -> bytes | None:
    """The database key, None when the paper is not of this file or has been replaced."""
    if not file.recovery:
        return None
    return _unwrapped(_of_paper(secret), base64.b64decode(file.recovery), _bound(file, _ON_PAPER))
