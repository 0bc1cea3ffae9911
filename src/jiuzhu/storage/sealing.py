"""What makes an edited key file visible.

Wrong passwords are counted before anybody has proved anything, so nothing on the disk can hide the counter from who
may write there. Three things can be done, and are:

- `mark`, a MAC under a key that stands in the file: an edit by hand is seen at once, at the next try.
- Each attempt's MAC is made with a key that is then replaced by its hash: who comes later can no longer forge, take
  out or shorten what was counted before, not even knowing this program. Seen at the next right password.
- `base`, a MAC under the database key, says where the counting began. Seen at the same time.

What is not seen: a copy of the whole file made before the tries and put back after them. Against that, and against
guessing on a copy elsewhere, stand Argon2id and a long password, not a counter.
"""

import hashlib
import hmac
import json
from dataclasses import asdict
from typing import Any

from jiuzhu.storage.key_file import Attempt, KeyFile


def _mac(key: bytes, *said: object) -> str:
    body = json.dumps(_filled(said), ensure_ascii=False, sort_keys=True).encode("utf-8")
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _filled(said: Any) -> Any:
    """Without fields that are empty: one that a later program adds leaves the seals of the files of before whole."""
    if isinstance(said, dict):
        return {name: _filled(value) for name, value in said.items() if value}
    return [_filled(value) for value in said] if isinstance(said, list | tuple) else said


def _base(file: KeyFile, database_key: bytes) -> str:
    said = asdict(file)
    for name in ("attempts", "base", "seal", "mark"):
        del said[name]
    return _mac(database_key, "base", said)


def _first_seal(file: KeyFile, database_key: bytes) -> str:
    return _mac(database_key, "seal", file.database, file.round)


def _sealed(seal: str, attempt: Attempt) -> tuple[str, str]:
    """The MAC of an attempt, and the key of the next one."""
    said = asdict(attempt) | {"mac": ""}
    return _mac(seal.encode(), "attempt", said), hashlib.sha256(f"next {seal}".encode()).hexdigest()


def _mark(file: KeyFile) -> str:
    return _mac(file.seal.encode(), "mark", asdict(file) | {"mark": ""})


def append(file: KeyFile, attempt: Attempt) -> None:
    """Add what the log-in window saw; no key is needed for it."""
    attempt.mac, file.seal = _sealed(file.seal, attempt)
    file.attempts.append(attempt)
    file.mark = _mark(file)


def marked(file: KeyFile) -> bool:
    """Whether the file stands as this program left it, as far as that shows without the database key."""
    return hmac.compare_digest(file.mark, _mark(file))


def sound(file: KeyFile, database_key: bytes) -> bool:
    """True if the only changes since the file was last signed are attempts this program added."""
    seal = _first_seal(file, database_key)
    for attempt in file.attempts:
        mac, seal = _sealed(seal, attempt)
        if not hmac.compare_digest(mac, attempt.mac):
            return False
    return hmac.compare_digest(seal, file.seal) and hmac.compare_digest(file.base, _base(file, database_key))


def seal(file: KeyFile, database_key: bytes) -> None:
    """Vouch for the file as it stands now, in a new round; the attempts stay."""
    file.round += 1
    file.base = _base(file, database_key)
    file.seal = _first_seal(file, database_key)
    attempts, file.attempts = file.attempts, []
    for attempt in attempts:
        append(file, attempt)
    file.mark = _mark(file)
