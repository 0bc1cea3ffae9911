"""The key this desk signs checkpoints with: Ed25519, in a file of its own beside the key file.

It never lies in the database: who administers a shared server does not hold it. It is sealed under the key of the
encrypted file, or on a desk of a server under the key the server tells only somebody who logged in: whoever carries
the disk away, or reads it as another account, cannot sign. Who can log in at this desk can.
"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiuzhu.errors import UserError
from jiuzhu.whole_file import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FILE = "jiuzhu.sign"
_FORMAT = 1
_NONCE = 12
_BOUND = b"jiuzhu:sign:1"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs texts; `public_key` is what everybody may know."""

    public_key: str
    _private: "Ed25519PrivateKey"

    def sign(self, text: str) -> str:
        """The signature of a text, base64."""
        return base64.b64encode(self._private.sign(text.encode())).decode("ascii")


def signer(home: Path, desk_key: bytes | None) -> Signer:
    """This desk's key, made at its first use.

    Raises `UserError` when the file is damaged or of another database, or the folder cannot be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # on demand

    place = home / FILE
    if not place.is_file():
        fresh = Ed25519PrivateKey.generate()
        _keep(place, fresh.private_bytes_raw(), desk_key)
        return _signer(fresh)
    return _signer(_kept(place, desk_key))


def _signer(private: "Ed25519PrivateKey") -> Signer:
    return Signer(base64.b64encode(private.public_key().public_bytes_raw()).decode("ascii"), private)


def _cipher(desk_key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # on demand
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_BOUND).derive(desk_key))


def _keep(place: Path, private: bytes, desk_key: bytes | None) -> None:
    nonce = os.urandom(_NONCE)
    sealed = nonce + _cipher(desk_key).encrypt(nonce, private, _BOUND) if desk_key else private
    body = json.dumps({"format": _FORMAT, "sealed": base64.b64encode(sealed).decode("ascii")})
    try:
        write_whole(place, body, mode=0o600)
    except OSError as error:
        raise UserError(
            f"签名钥匙写不进 {place.parent}，没有做检查点；办理的内容不受影响。请检查磁盘空间和文件夹权限。"
        ) from error


def _kept(place: Path, desk_key: bytes | None) -> "Ed25519PrivateKey":
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # on demand
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    try:
        stored: Any = json.loads(place.read_text("ascii"))
        sealed: bytes = base64.b64decode(stored["sealed"], validate=True)
        if desk_key:
            sealed = _cipher(desk_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _BOUND)
        private = Ed25519PrivateKey.from_private_bytes(sealed)  # a sealed one is longer: it needs its key
    except (OSError, ValueError, KeyError, TypeError, InvalidTag) as error:
        raise UserError(
            f"签名钥匙 {place.name} 读不出来或不属于这份数据，没有做检查点；办理的内容不受影响。"
            "请从备份换回这个文件；换不回的，把它移走，程序会生成新的签名钥匙，核验时会提示换过。"
        ) from error
    return private


def fits(public_key: str, text: str, signature: str) -> bool:
    """Whether a signature is this key's over this text."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # on demand
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
