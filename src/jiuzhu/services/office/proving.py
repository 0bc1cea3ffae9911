"""检查点 and 核验日志: proof of the journal that also holds against somebody who has the keys of this desk.

A checkpoint says where every chain ended and is signed. Kept in the database alone it proves little: it must be on
paper or on another disk. What was written after the newest one kept outside is proved by nothing yet.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jiuzhu.domain import proof
from jiuzhu.domain.proof import Checkpoint, Head, Statement
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.ledger import export_register
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import journal, signing
from jiuzhu.storage.journal import Place, Verified
from jiuzhu.storage.queries import offices
from jiuzhu.storage.queries import proof as queries
from jiuzhu.storage.unit import CHINA, Unit

SUFFIX = ".jzcheck"
_SHOWN = 400
"""Checkpoints a list shows: a year and the months between."""

_LARGEST = 1 << 20
"""Bytes of a checkpoint file: that of a district with all its desks is a tenth of it."""

_UNREADABLE = "内容读不出来，被改过，请核验日志"

Why = Literal["day", "month", "asked"]


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """One checkpoint as people read it."""

    id: str
    day: date
    at: str  # YYYY-MM-DD HH:MM, local
    why: str
    code: str
    chains: int
    entries: int
    public_key: str  # base64
    key: str  # four groups that stand for it
    made_by: str


@dataclass(frozen=True, slots=True)
class JournalProof:
    """The journal walked from end to end, held against its rows and against every checkpoint."""

    entries: int
    chains: int
    heads: tuple[str, ...]
    problems: tuple[str, ...]
    checkpoints: int = 0  # in the database
    files: int = 0  # kept outside and given here
    unseen: int = 0  # tables whose rows were not compared: who verifies does not see them

    @property
    def left_out(self) -> str:
        """What was not compared, in a sentence; "" for nothing."""
        if not self.unseen:
            return ""
        return f"您的岗位不看家庭档案，{self.unseen} 张表的内容没有逐行比对；请再由审计岗位的同事核验一次。"


def make_checkpoint(workspace: Workspace, why: Why) -> CheckpointRow:
    """Sign where every chain ends now, keep it, and lay a copy into the backup folder when that is there.

    Raises `UserError` when the signing key cannot be read; nothing is kept then.
    """
    signer = signing.signer(workspace.home, workspace.desk_key)
    row = workspace.write(take_checkpoint, signer, why)
    folder = Path(workspace.settings.backup_folder)
    if workspace.settings.backup_folder and folder.is_dir():
        save_checkpoint(workspace, row.id, folder)
    return row


def make_daily(workspace: Workspace) -> CheckpointRow | None:
    """The checkpoint of a desk's first start on a day: it closes all that was written before. None when it is there.

    Who audits changes nothing: the next colleague's start makes it.
    """
    if workspace.actor.villages or not workspace.actor.may("checkpoint") or workspace.read(_made_today):
        return None
    return make_checkpoint(workspace, "day")


def _made_today(unit: Unit) -> bool:
    return queries.made_on(unit.session, unit.desk.station.id, unit.today)


def _require_whole(unit: Unit) -> None:
    """Who sees some villages, or no family, sees some of the journal: a statement about all of it would be wrong."""
    if unit.actor.villages:
        raise Refused("您的账号只看得到几个村（社区），看不全日志。没有改动任何内容；请换一位同事办理。")
    if not unit.actor.sees("journal_entry"):
        raise Refused(
            "日志里有各家庭的内容，您的岗位看不到。没有改动任何内容；请换审计或审计管理岗位的同事办理。"
        )


def take_checkpoint(unit: Unit, signer: signing.Signer, why: Why) -> CheckpointRow:
    """Sign the heads in one unit of work; the record itself is the next entry of this desk's chain."""
    unit.require("checkpoint")
    _require_whole(unit)
    heads = queries.heads(unit.session)
    content = proof.stated(unit.desk.office.id, unit.today, unit.now, why, heads)
    made = unit.add(
        Checkpoint(
            station_id=unit.desk.station.id,
            day=unit.today,
            why=why,
            content=content,
            public_key=signer.public_key,
            signature=signer.sign(content),
            made_by=unit.actor.operator_id,
        )
    )
    unit.about(unit.desk.office.id)
    return _row(made, {unit.actor.operator_id: unit.actor.name})


def _row(one: Checkpoint, names: dict[str, str]) -> CheckpointRow:
    said = _read(one.content)
    at = f"{said.at.astimezone(CHINA):%Y-%m-%d %H:%M}" if said else _UNREADABLE
    heads = said.heads if said else ()
    entries = sum(head.seq for head in heads)
    return CheckpointRow(
        one.id, one.day, at, proof.WHY.get(one.why, one.why), proof.short_code(one.content), len(heads), entries,
        one.public_key, proof.key_code(one.public_key), names.get(one.made_by, ""),
    )  # fmt: skip


def checkpoints(unit: Unit) -> list[CheckpointRow]:
    """The checkpoints of this database, newest first."""
    unit.require("read")
    names = offices.names(unit.session)
    return [_row(one, names) for one in queries.checkpoints(unit.session, _SHOWN)]


def cover_words(unit: Unit, since: str = "") -> str:
    """What a ledger's cover says of the journal: day and code of the newest checkpoint, or of the first after a record."""
    found = (
        queries.after(unit.session, since)
        if since
        else next(iter(queries.checkpoints(unit.session, 1)), None)
    )
    if found is None:
        return "还没有日志检查点"
    return (
        f"日志检查点 {found.day}，校验码 {proof.short_code(found.content)}，"
        f"签名公钥 {proof.key_code(found.public_key)}"
    )


def save_checkpoint(workspace: Workspace, checkpoint_id: str, folder: Path) -> Path:
    """Lay a checkpoint into a folder as `检查点-YYYYMMDD.jzcheck`; one that is there is never overwritten.

    Raises `UserError` when the folder cannot be written.
    """
    body, day = workspace.read(_exported, checkpoint_id)
    try:
        target = next(place for place in _places(folder, day) if _free(place, body))
        if not target.is_file():
            with target.open("x", encoding="utf-8", newline="") as stream:
                stream.write(body)
    except OSError as error:
        raise UserError(
            f"检查点已经记下，但没有写到 {folder}。请换一个文件夹，在“设置—日志证明”里再存一次。"
        ) from error
    return target


def _exported(unit: Unit, checkpoint_id: str) -> tuple[str, date]:
    one = unit.get(Checkpoint, checkpoint_id)
    told = {"checkpoint": one.content, "key": one.public_key, "signature": one.signature}
    return json.dumps(told, ensure_ascii=False, indent=1), one.day


def _places(folder: Path, day: date) -> Iterator[Path]:
    number = 1
    while True:
        beside = f"-{number}" if number > 1 else ""
        yield folder / f"检查点-{day:%Y%m%d}{beside}{SUFFIX}"
        number += 1


def _free(place: Path, body: str) -> bool:
    return not place.exists() or place.read_bytes() == body.encode()


@dataclass(frozen=True, slots=True)
class _Witness:
    """A checkpoint to hold the chains against, and what it is called."""

    name: str
    content: str
    public_key: str
    said: Statement


def verify_journal(unit: Unit, kept: Sequence[Path] = ()) -> JournalProof:
    """Every chain recomputed, every row held against what the journal says it became, every checkpoint against both.

    `kept`: files, and folders of files, that were kept outside. Who sees no family compares the other rows; the result
    says how many tables they are.
    """
    unit.require("audit")
    _require_whole(unit)
    compared = frozenset(filter(unit.actor.sees, journal.JOURNALED))
    return _verified(unit, frozenset({unit.desk.office.id}), kept, compared)


def verified(unit: Unit, office_ids: frozenset[str], kept: Sequence[Path] = ()) -> JournalProof:
    """`verify_journal` as the program asks it for itself: no right is needed, and `unit` sees all of its database.

    `office_ids`: those whose data lie there.
    """
    return _verified(unit, office_ids, kept, journal.JOURNALED)


def _verified(
    unit: Unit, office_ids: frozenset[str], kept: Sequence[Path], compared: frozenset[str]
) -> JournalProof:
    connection = unit.session.connection()
    inside = queries.checkpoints(unit.session)
    problems: list[str] = []
    witnesses = [*_stored(inside, problems)]
    files = list(dict.fromkeys(_files(kept)))
    outside = [*_given(files, problems)]
    asked = {Place(*head[:3]) for one in (*witnesses, *outside) for head in one.said.heads}
    found = journal.verify(connection, asked)
    names = journal.windows(connection)
    for one in (*witnesses, *outside):
        problems += _held_against(one, found, names)
    problems += _unknown(office_ids, outside, inside)
    problems += [
        f"导出登记 {number}：名单里的人与导出时不同，被改过" for number in export_register.unsealed(unit)
    ]
    rows = journal.unexplained(connection, compared)
    return JournalProof(
        found.entries, found.chains, tuple(head.hash for head in found.heads),
        (*found.problems, *problems, *rows), len(inside), len(files), len(journal.JOURNALED) - len(compared),
    )  # fmt: skip


def _stored(rows: Iterable[Checkpoint], problems: list[str]) -> Iterator[_Witness]:
    for row in rows:
        name = f"库内 {row.day} 的检查点"
        said = _read(row.content)
        if said is None or not signing.fits(row.public_key, row.content, row.signature):
            problems.append(f"{name}：签名不对，检查点本身被改过")
        elif (said.day, said.why) != (row.day, row.why):
            problems.append(f"{name}：日期或缘由与签名的内容不同，检查点本身被改过")
        else:
            yield _Witness(name, row.content, row.public_key, said)


def _files(kept: Sequence[Path]) -> Iterator[Path]:
    for place in kept:
        if place.is_dir():
            yield from sorted(place.glob(f"*{SUFFIX}"))
        else:
            yield place


def _given(files: Sequence[Path], problems: list[str]) -> Iterator[_Witness]:
    for file in files:
        name = f"文件 {file.name}"
        try:
            if file.stat().st_size > _LARGEST:
                problems.append(f"{name}：不是检查点文件，太大了")
                continue
            told: Any = json.loads(file.read_text("utf-8"))
            content, key, signature = (str(told[word]) for word in ("checkpoint", "key", "signature"))
        except OSError as error:
            raise UserError(f"检查点文件 {file} 读不出来，没有核验。请检查文件还在不在。") from error
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(f"{name}：不是检查点文件，或者已经损坏")
            continue
        said = _read(content)
        if said is None or not signing.fits(key, content, signature):
            problems.append(f"{name}：签名不对，这个文件被改过")
        else:
            yield _Witness(name, content, key, said)


def _read(content: str) -> Statement | None:
    try:
        return proof.read(content)
    except ValueError:
        return None


def _held_against(one: _Witness, found: Verified, names: dict[str, str]) -> Iterator[str]:
    """What a checkpoint remembers and the chains no longer say."""
    ends = {(head.station_id, head.epoch): head.seq for head in found.heads}
    for head in one.said.heads:
        problem = _missing(head, ends.get((head.station_id, head.epoch)), found)
        if problem:
            chain = journal.chain_name(names, head.station_id, head.epoch)
            yield f"{one.name}：{chain} {problem}"


def _missing(head: Head, end: int | None, found: Verified) -> str:
    if end is None:
        return f"当时有 {head.seq} 条，现在整条链都没有了"
    if end < head.seq:
        return f"当时有 {head.seq} 条，现在只到第 {end} 条，末尾的记录被删去"
    now = found.hashes.get(Place(*head[:3]))
    if now is None:
        return f"当时的第 {head.seq} 条现在没有了"
    if now != head.hash:
        return f"第 {head.seq} 条的校验值与当时不同，第 {head.seq} 条或它以前的记录被改写过"
    return ""


def _unknown(
    office_ids: frozenset[str], outside: Iterable[_Witness], inside: Sequence[Checkpoint]
) -> Iterator[str]:
    """What was kept outside and this database does not know."""
    contents, keys = {row.content for row in inside}, {row.public_key for row in inside}
    for one in outside:
        if one.said.office_id not in office_ids:
            yield f"{one.name}：是另一个单位或另一份数据的检查点"
        elif one.content not in contents:
            yield f"{one.name}：库里没有这个检查点，记录被删去，或者数据是从更早的备份恢复的"
        if one.public_key not in keys:
            yield (
                f"{one.name}：签名钥匙（{proof.key_code(one.public_key)}）在库里没有用过，"
                "请与纸上印的公钥核对，确认是谁的"
            )
