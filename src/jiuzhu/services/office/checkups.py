"""Proofs the desk makes by itself: pages and seals of the database, the journal, and that the newest backup restores."""

from collections.abc import Mapping

from jiuzhu.errors import UserError
from jiuzhu.services.office import backups, proving, workbench
from jiuzhu.services.office.proving import JournalProof
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import backup as pages
from jiuzhu.storage.backup import Progress, room, silent
from jiuzhu.storage.database import Database
from jiuzhu.storage.unit import reading

_DAMAGED = (
    "数据库文件有损坏。请停止录入，先把数据文件夹整个复制一份，再从最近的备份恢复（登录窗口“从备份恢复”）。"
)


def quick_check(workspace: Workspace, progress: Progress = silent) -> str:
    """Tables and indexes fit together."""
    progress("正在检查数据库…")
    if not pages.live_tables_whole(workspace.file):
        raise UserError(_DAMAGED)
    return "表和索引完好"


def whole_check(workspace: Workspace, progress: Progress = silent) -> str:
    """Every page has its seal."""
    progress("正在逐页检查数据库…")
    if not pages.live_pages_whole(workspace.file):
        raise UserError(_DAMAGED)
    return "每一页的加密校验都对"


def journal_check(workspace: Workspace, progress: Progress = silent) -> str:
    """Every chain, every row and every checkpoint of this database; those kept outside are asked for by a person."""
    progress("正在核验日志…")
    with workspace.file.whole() as database:
        proof = _verified(workspace, database)
    if proof.problems:
        raise UserError(
            f"日志有 {len(proof.problems)} 处不符，请立即联系系统管理员，不要自行修改数据：{proof.problems[0]}"
        )
    return f"{proof.entries} 条全部相接，没有发现改动"


def _verified(workspace: Workspace, database: Database) -> JournalProof:
    """The program's own check, whoever sits at this desk and whatever they see."""
    with reading(database, workspace.actor, workspace.rules, workspace.now) as unit:
        return proving.verified(unit, frozenset({workspace.office.id}))


def try_restoring(workspace: Workspace, progress: Progress = silent) -> str:
    """Restore the newest backup into a scratch place, open it, compare and verify it; nothing stays. Says what held."""
    newest = backups.newest(workspace)
    copying = backups.copying(workspace)
    progress("正在检查最近的备份…")
    carried = copying.check(newest.file)
    with room(workspace.home) as scratch, copying.opened(newest.file, scratch, progress) as database:
        progress("正在打开试恢复的数据…")
        entries = _worked_with(workspace, database)
    rows = sum(carried.counts.values())
    return (
        f"{newest.made:%Y-%m-%d %H:%M} 的备份能恢复：{len(carried.counts)} 张表 {rows} 行、"
        f"{len(carried.sums)} 项金额（{_told(carried.sums)}）都与备份时相同，日志 {entries} 条相接"
    )


_TOLD_SUMS = {"entitlement.monthly": "待遇月额", "grant_line.amount": "给付", "payout.amount": "备用金支出"}


def _told(sums: Mapping[str, int]) -> str:
    return "、".join(f"{label}合计 {sums.get(name, 0) / 100:.2f} 元" for name, label in _TOLD_SUMS.items())


def _worked_with(workspace: Workspace, database: Database) -> int:
    """The restored office opened with the program's own services; how many journal entries verify."""
    other = Workspace(workspace.home, database, workspace.actor, workspace.rules, workspace.now)
    other.read(workbench.today)
    proof = _verified(other, database)
    if proof.problems:
        raise UserError(f"试恢复出来的日志不符，这份备份不可靠，请重新备份：{proof.problems[0]}")
    return proof.entries
