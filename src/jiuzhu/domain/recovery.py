"""The recovery key as people write it: twelve Chinese characters (BIP-39), or a code a scanner can type.

16 random bytes. The characters carry 4 bits of checksum, the code 4 bytes; both tell most slips before they are tried.
"""

import base64
import hashlib
import unicodedata
from pathlib import Path

from jiuzhu.errors import UserError

BYTES = 16
COUNT = 12
PREFIX = "JZR1"

_CHECK = 4  # bytes at the end of the code
_BITS = 11  # of one character: 2048 in the list


def load_words(path: Path) -> tuple[str, ...]:
    """The 2048 characters, in their order."""
    return tuple(path.read_text("utf-8").split())


def words_of(secret: bytes, words: tuple[str, ...]) -> str:
    """The secret as twelve characters."""
    number = int.from_bytes(secret + hashlib.sha256(secret).digest()[:1], "big") >> 4
    return "".join(words[number >> _BITS * place & 0x7FF] for place in reversed(range(COUNT)))


def code_of(secret: bytes) -> str:
    """The secret as a code in groups of four, for the QR code and for a keyboard without Chinese."""
    plain = base64.b32encode(secret + hashlib.sha256(secret).digest()[:_CHECK]).decode("ascii")
    return "-".join([PREFIX, *(plain[start : start + 4] for start in range(0, len(plain), 4))])


def secret_of(typed: str, words: tuple[str, ...]) -> bytes:
    """What was typed or scanned, as the secret; `UserError` says which character is wrong or that the whole is."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign.isalnum())
    if plain.upper().startswith(PREFIX):
        return _of_code(plain.upper()[len(PREFIX) :])
    signs = [sign for sign in plain if not sign.isascii()]
    if len(signs) != COUNT:
        raise _wrong(f"恢复密钥是 {COUNT} 个汉字，现在有 {len(signs)} 个。请对照纸上逐字输入，或扫描二维码。")
    places = {word: place for place, word in enumerate(words)}
    number = 0
    for place, sign in enumerate(signs, start=1):
        if sign not in places:
            raise _wrong(f"第 {place} 个字“{sign}”不在字表里，可能看错或打错了。请对照纸上改这个字。")
        number = number << _BITS | places[sign]
    secret = (number >> 4).to_bytes(BYTES, "big")
    if number & 0xF != hashlib.sha256(secret).digest()[0] >> 4:
        raise _wrong("这 12 个字对不上校验：有字打错了，或顺序不对。请对照纸上逐字核对。")
    return secret


def _of_code(plain: str) -> bytes:
    told = _wrong("这串代码不完整或有错。请重新扫描二维码，或对照纸上核对。")
    try:
        raw = base64.b32decode(plain)
    except ValueError as error:
        raise told from error
    secret = raw[:BYTES]
    if raw[BYTES:] != hashlib.sha256(secret).digest()[:_CHECK]:
        raise told
    return secret


def _wrong(told: str) -> UserError:
    return UserError(told, field="recovery")
