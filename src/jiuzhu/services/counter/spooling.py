"""Going on without the line: a form is kept at this desk while the server is away, and handed over when it is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from jiuzhu.domain import dossier_json
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Busy, Conflict, KeptOut, LineDown, UserError
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import DraftRow, Typing
from jiuzhu.services.office import interrupted
from jiuzhu.services.office.interrupted import Words
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import spool
from jiuzhu.storage.queries import drafts, offices
from jiuzhu.storage.spool import Spooled
from jiuzhu.storage.unit import CHINA, Unit

_AWAY = (LineDown, KeptOut, Busy)
"""The server took nothing: what is typed is kept at this desk."""


@dataclass(frozen=True, slots=True)
class Handed:
    """How many forms the server took, and why it did not take the others, which stay at this desk."""

    count: int
    left: tuple[str, ...] = ()  # a sentence for each


def keep_draft(workspace: Workspace, draft_id: str, dossier: Dossier, seen: Typing | None = None) -> bool:
    """Keep what is typed, on the server or, while it is away, here; returns whether it is kept here only.

    Raises `Conflict` when another window typed into the same draft, `UserError` when it can be kept nowhere.
    """
    try:
        for one in _mine(workspace):
            if one.id == draft_id:  # the line is back, and what was typed without it comes first
                _give(workspace, one)
        workspace.keep(intake.keep_draft, draft_id, dossier, seen)
    except _AWAY:
        body = dossier_json.dump(dossier)
        base = None if seen is None else seen.stored
        kept = Spooled(draft_id, workspace.actor.operator_id, body, base, workspace.now())
        spool.keep(workspace.home, workspace.database.key(), kept)
        if seen is not None:
            seen.before, seen.stored = seen.stored, body  # what the server has when this was handed over
        return True
    return False


def _mine(workspace: Workspace) -> list[Spooled]:
    return spool.waiting(workspace.home, workspace.database.key(), workspace.actor.operator_id)


def waiting(workspace: Workspace) -> list[DraftRow]:
    """The operator's forms that wait at this desk for the line, the newest first."""
    return [
        DraftRow(
            id=one.id,
            title=dossier_json.load(one.body).applicant.name or "未填姓名",
            updated_at=one.typed_at.astimezone(CHINA).strftime("%m-%d %H:%M"),
            owner_name=workspace.actor.name,
            mine=True,
        )
        for one in reversed(_mine(workspace))
    ]


def resume(workspace: Workspace, draft_id: str) -> tuple[Dossier, Typing]:
    """A form that waits here, to type on; `LineDown` when it is kept on the server only."""
    for one in _mine(workspace):
        if one.id == draft_id:
            return dossier_json.load(one.body), Typing(one.body, one.base or "")
    raise LineDown("这份草稿存在服务器上，线路恢复后才能打开。没有改动任何内容；可以先填别的申请。")


def keep_interrupted(workspace: Workspace, windows: Sequence[Words]) -> None:
    """Keep the words of windows that were half-typed when the desk changed hands, on the server or, while it is away, here.

    Raises `UserError` when they can be kept nowhere.
    """
    kept = {new_id(): interrupted.body(words) for words in windows}
    try:
        workspace.keep(interrupted.keep_interrupted, kept)
    except _AWAY:
        for draft_id, body in kept.items():
            one = Spooled(
                draft_id, workspace.actor.operator_id, body, None, workspace.now(), drafts.INTERRUPTED
            )
            spool.keep(workspace.home, workspace.database.key(), one)


def hand_over(workspace: Workspace) -> Handed:
    """Give the server every form that was typed here without it; one that is refused keeps no other back.

    A draft somebody else has changed there meanwhile stays as it is, and the one typed here becomes a draft of its own.
    Raises `LineDown` when the line breaks again, `KeptOut` when nobody is let in: what was not handed over stays here.
    """
    key, mine = workspace.database.key(), workspace.actor.operator_id
    for one in spool.waiting(workspace.home, key, mine, drafts.INTERRUPTED):
        workspace.keep(interrupted.keep_interrupted, {one.id: one.body})
        spool.drop(workspace.home, key, one)
    return _handed(workspace, spool.waiting(workspace.home, key, mine))


def take_over(workspace: Workspace) -> Handed:
    """Give the server what colleagues whose account ended typed at this desk without it, as `hand_over` does.

    They can log in no more: whoever takes applications and works here next has their forms as own drafts.
    """
    if not workspace.actor.may("take"):
        return Handed(0)
    key = workspace.database.key()
    owners = spool.counts(workspace.home, key).keys() - {workspace.actor.operator_id}
    if not owners:
        return Handed(0)
    ended = sorted(owners & workspace.read(_ended))
    return _handed(workspace, [one for owner in ended for one in spool.waiting(workspace.home, key, owner)])


def _ended(unit: Unit) -> set[str]:
    return {row.id for row in offices.operators(unit.session) if row.ended_on is not None}


def _handed(workspace: Workspace, waits: Sequence[Spooled]) -> Handed:
    count, left = 0, []
    for one in waits:
        try:
            _give(workspace, one)
        except (LineDown, KeptOut):
            raise
        except UserError as error:
            left.append(error.message)
        else:
            count += 1
    return Handed(count, tuple(left))


def _give(workspace: Workspace, one: Spooled) -> None:
    dossier = dossier_json.load(one.body)
    try:
        workspace.keep(intake.keep_draft, one.id, dossier, None if one.base is None else Typing(one.base))
    except Conflict:  # stopped here and handed over again, the same second draft is written again
        second = uuid5(UUID(one.id), one.typed_at.isoformat())
        workspace.keep(intake.keep_draft, str(second), dossier)
    spool.drop(workspace.home, workspace.database.key(), one)
