"""The recovery key: made by the administrator, on paper only, for the day nobody knows a password any more."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jiuzhu import paths
from jiuzhu.documents.recovery_sheet import RecoverySheet, print_sheet
from jiuzhu.documents.saving import saving
from jiuzhu.domain import recovery
from jiuzhu.domain.office import LogIn
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keys
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A key not yet in force: it will be when a person has shown that they hold the paper."""

    words: str
    code: str
    secret: bytes = field(repr=False)
    asked: tuple[int, int]  # which of the twelve characters are asked back, from 1


@cache
def _words() -> tuple[str, ...]:
    return recovery.load_words(paths.resources() / "recovery" / "words.txt")


def fresh() -> RecoveryKey:
    """A new random key."""
    secret = secrets.token_bytes(recovery.BYTES)
    first, second = sorted(secrets.SystemRandom().sample(range(1, recovery.COUNT + 1), 2))
    return RecoveryKey(recovery.words_of(secret, _words()), recovery.code_of(secret), secret, (first, second))


def exists(home: Path) -> bool:
    """Whether a recovery key opens this data."""
    return bool(key_file.load(home).recovery)


def missing(home: Path) -> bool:
    """Whether an office in a file of this desk has no recovery key; on a server there is nothing here to recover."""
    return (home / DATABASE).is_file() and not exists(home)


def write_sheet(workspace: Workspace, key: RecoveryKey, path: Path) -> Path:
    """The page to print; `UserError` when it cannot be written."""
    made = f"制作：{workspace.today():%Y 年 %m 月 %d 日}，{workspace.actor.name}（{workspace.actor.window} 窗口的电脑）"
    sheet = RecoverySheet(workspace.office.name, made, key.words, key.code)
    with saving(path) as draft:
        draft.write_bytes(print_sheet(sheet))
    return path


def keep(workspace: Workspace, key: RecoveryKey, typed: Mapping[int, str]) -> None:
    """Put the key in force; the paper of before opens nothing any more.

    `typed`: the characters asked back, by their place. Raises `InvalidInput` when they are not those on the paper.
    """
    wrong = [
        Problem(f"word_{place}", f"第 {place} 个字不对，请看打印出来的纸。")
        for place in key.asked
        if typed.get(place, "").strip() != key.words[place - 1]
    ]
    if wrong:
        raise InvalidInput(wrong)
    workspace.write(_recovery_made)
    database_key = workspace.file.key()
    with attempts.vouched(workspace.home, database_key) as file:
        keys.set_recovery(file, key.secret, database_key)


def _recovery_made(unit: Unit) -> None:
    unit.require("administer")
    unit.add(LogIn(kind="recovery_made", login=unit.actor.login, at=unit.now, by=unit.actor.operator_id))
    unit.about(unit.actor.operator_id)


def database_key(home: Path, typed: str) -> bytes:
    """What the paper opens; `UserError` says what is wrong with what was typed or that it does not fit."""
    if not exists(home):
        raise Refused("这份数据没有制作过恢复密钥。请用其他同事的账号登录，或请管理员从备份恢复。")
    return attempts.recover(home, recovery.secret_of(typed, _words()))


def recovered(workspace: Workspace, password: str, witness: str) -> None:
    """The operator who came in by the paper gets a new password; the journal says who stood by."""
    workspace.write(_recovered, witness)
    key = workspace.file.key()
    with attempts.vouched(workspace.home, key) as file:
        keys.add_slot(file, workspace.actor.login, workspace.actor.name, password, key)


def _recovered(unit: Unit, witness: str) -> None:
    actor = unit.actor
    unit.add(
        LogIn(kind="recovered", login=actor.login, at=unit.now, by=actor.operator_id, note=f"在场：{witness}")
    )
    unit.about(actor.operator_id)
