"""A file sealed under a passphrase as it is written, piece by piece, so that nothing ever lies on a disk in the clear.

AES-256-GCM under a key that Argon2id makes of the passphrase, in the STREAM construction (Hoang, Reyhanitabar, Rogaway,
Vizár 2015): the nonce of each piece counts it and says whether it is the last. So pieces cannot be altered, left out,
put in another order or cut off unseen. Shape: head, proof of the passphrase, then each piece behind its length.
"""

import os
import secrets
import struct
from collections.abc import Iterator
from typing import IO

from jiuzhu.errors import UserError
from jiuzhu.storage import keys
from jiuzhu.storage.backup import NOT_WHOLE
from jiuzhu.storage.key_file import CEILING, Cost

PIECE = 1 << 20
"""Bytes of a piece, at most."""

_MAGIC = b"jiuzhu sealed 1\n"
_HEAD = struct.Struct(
    ">16sIII16s7s"
)  # magic, Argon2id memory (KiB), passes, lanes, salt, beginning of the nonces
_LENGTH = struct.Struct(">I")
_TAG = 16
_PROOF, _MORE, _LAST = 0, 1, 2

DOES_NOT_OPEN = "备份口令不对，或这不是本程序的服务器备份。没有改动任何内容；请核对口令和文件。"


class _Cipher:
    def __init__(self, head: bytes, passphrase: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only where one is made or read

        _, memory, passes, lanes, salt, self._begins = _HEAD.unpack(head)
        self._cipher = AESGCM(keys.stretched(passphrase, salt, Cost(memory, passes, lanes)))
        self._head = head
        self._count = 0

    def _nonce(self, kind: int) -> bytes:
        nonce: bytes = self._begins + self._count.to_bytes(4, "big") + bytes([kind])
        self._count += 1
        return nonce

    def seal(self, plain: bytes, kind: int) -> bytes:
        return self._cipher.encrypt(self._nonce(kind), plain, self._head)

    def open(self, sealed: bytes, kind: int, otherwise: str) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # as above

        try:
            return self._cipher.decrypt(self._nonce(kind), sealed, self._head)
        except InvalidTag as error:
            raise UserError(otherwise) from error


class Sealing:
    """Writes one; a file without its last piece is never taken for whole."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file = file
        head = _HEAD.pack(_MAGIC, *keys.COST, secrets.token_bytes(16), secrets.token_bytes(7))
        self._cipher = _Cipher(head, passphrase)
        file.write(head + self._cipher.seal(b"", _PROOF))

    def add(self, plain: bytes) -> None:
        """One piece more, of `PIECE` bytes at most."""
        self._write(plain, _MORE)

    def finish(self, plain: bytes) -> None:
        """The last piece, of any length: what is told about all before it."""
        self._write(plain, _LAST)

    def _write(self, plain: bytes, kind: int) -> None:
        sealed = self._cipher.seal(plain, kind)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)


def pieces(file: IO[bytes], passphrase: str) -> Iterator[tuple[bool, bytes]]:
    """Each piece, and whether it is the last; `UserError` at the first that is not as it was written.

    What was yielded before stands, but the file counts as whole only when this has ended by itself.
    """
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size or _HEAD.unpack(head)[0] != _MAGIC or not _bearable(head):
        raise UserError(DOES_NOT_OPEN)
    cipher = _Cipher(head, passphrase)
    cipher.open(file.read(_TAG), _PROOF, DOES_NOT_OPEN)
    size = os.fstat(file.fileno()).st_size
    last = False
    while not last:
        told = file.read(_LENGTH.size)
        length = _LENGTH.unpack(told)[0] if len(told) == _LENGTH.size else 0
        left = size - file.tell()
        if not _TAG <= length <= left:
            raise UserError(NOT_WHOLE)
        last = length == left
        yield last, cipher.open(file.read(length), _LAST if last else _MORE, NOT_WHOLE)


def _bearable(head: bytes) -> bool:
    """Whether what the head asks of Argon2id can be done: a damaged figure must not take all the memory."""
    cost = Cost(*_HEAD.unpack(head)[1:4])
    return all(0 < asked <= most for asked, most in zip(cost, CEILING, strict=True)) and (
        cost.memory >= 8 * cost.lanes
    )
