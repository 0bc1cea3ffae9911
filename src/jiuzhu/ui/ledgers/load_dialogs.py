"""转入旧台账: what an old table becomes, handed in by one person; what waits, looked at and decided by another one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jiuzhu.domain.money import shown
from jiuzhu.domain.rights import Actor
from jiuzhu.services.ledger.first_load import LoadPreview, Planned
from jiuzhu.services.ledger.load_proposals import LoadReview, ProposalRow
from jiuzhu.ui import pieces
from jiuzhu.ui.ledgers.return_dialog import PROBLEMS, ListDialog
from jiuzhu.ui.rows_model import Column

WAITS = "等待审批岗位的另一位同事确认；确认以前不发放。"

_NAMED = 6
"""Headings named in one sentence."""

HOUSEHOLDS = (
    Column("行", lambda one: one.home.head.row, kind="number", width=3),
    Column("户主", lambda one: one.home.head.name, kind="strong", width=6),
    Column("村（居）", lambda one: str(one.home.value("village")), width=7),
    Column("人数", lambda one: len(one.home.people), kind="number", width=3),
    Column("救助事项", "label", width=11),
    Column("月金额", "monthly", kind="money", width=7),
    Column("起始月", lambda one: min(grant.since for grant in one.home.grants), width=5),
    Column("原文号", lambda one: str(one.home.value("document")), width=9, stretch=True),
    Column("系统中", lambda one: one.household_number or "新户", width=15),
)
_NAMED = 2
"""Columns that name a household: what is to be looked at before signing stands right beside them."""
WAITING = (
    Column("编号", "number", kind="strong", width=15),
    Column("来自", "sender", width=8),
    Column("文件", "file_name", width=10, stretch=True),
    Column("户", "households", kind="number", width=4),
    Column("人", "people", kind="number", width=4),
    Column("每月金额", "monthly", kind="money", width=8),
    Column("首发月", "from_month", width=5),
    Column("提出", "proposed_on", kind="date", width=7),
    Column("提出人", "proposer", width=5),
    Column("状态", "state_label", width=5),
)


def summary(preview: LoadPreview) -> str:
    """What an old table comes to."""
    told = [
        f"{preview.rows} 行：新增 {preview.fresh} 户，并入已有 {len(preview.planned) - preview.fresh} 户，共 {preview.people} 人。"
    ]
    told += [
        f"{one.label} {one.households} 户 {one.people} 人，每月 {one.monthly:,.2f} 元。"
        for one in preview.sums
    ]
    told.append(f"从 {preview.terms.from_month} 起由本系统发放；金额照原表，标明“原台账转入”。")
    if preview.groups:
        told.append(f"每行右边的成员列读了 {preview.groups} 组。")
    if preview.unread:
        told.append(f"⚠ 没有读的成员列：{'、'.join(preview.unread[:_NAMED])}，请核对人数。")
    if preview.without_class:
        told.append(f"{preview.without_class} 户没有写复核类别，按 B 类（半年）。")
    return "".join(told)


class LoadDialog(ListDialog):
    """`taken`: the person hands the table in for another one. `remapped`: the columns are to be settled again."""

    remapped = Signal()

    def __init__(self, parent: QWidget, preview: LoadPreview) -> None:
        columns = PROBLEMS if preview.problems else HOUSEHOLDS
        super().__init__(parent, "ledger_load", f"转入旧台账：{preview.sender}", columns, "提交确认")
        self.preview = preview
        pieces.resize_within(self, 1080, 560)
        self.add_button("列对应…", "ledger_load_map", self.remapped.emit)
        if preview.problems:
            told = f"{len(preview.problems)} 行有问题，没有转入任何内容。错误已写在：{preview.error_copy}"
            self.show_rows(sorted(preview.problems.items()), "", told)
        else:
            told = f"{summary(preview)}提交后{WAITS}"
            self.show_rows(preview.planned, "表里没有可以转入的家庭。", told)
        self.take.setEnabled(bool(preview.planned))


class WaitingDialog(ListDialog):
    """`taken`: look at the chosen proposal. `another`: hand in another table."""

    another = Signal()

    def __init__(self, parent: QWidget, rows: Sequence[ProposalRow], actor: Actor) -> None:
        super().__init__(parent, "load_waiting", "转入旧台账", WAITING, "查看…")
        pieces.resize_within(self, 1140, 420)
        if actor.may("exchange"):
            self.add_button("转入一份…", "load_waiting_another", self.another.emit)
        waiting = sum(row.state == "proposed" for row in rows)
        told = f"{waiting} 份{WAITS}" if waiting else "没有等待确认的旧台账。"
        self.show_rows(rows, "没有等待确认的旧台账。由窗口、核查或统计岗位的同事提出。", told)
        self.take.setEnabled(bool(rows))

    def tell_refused(self, row: ProposalRow) -> None:
        """Why a table came back."""
        self.told.setText(f"{row.number} 由{row.decider}退回：{row.note}。改好原表后重新提出。")


class ReviewDialog(ListDialog):
    """`taken`: confirmed. `refused` and `withdrawn` by their buttons; who may do neither only looks."""

    refused = Signal()
    withdrawn = Signal()

    def __init__(self, parent: QWidget, row: ProposalRow, review: LoadReview, actor: Actor) -> None:
        preview = review.preview
        fits = preview is not None and not preview.problems
        changed = Column("变化", lambda one: review.changed.get(one.home.head.row, ""), width=10)
        amounts = Column("与标准不同", lambda one: review.amounts.get(one.home.head.row, ""), width=14)
        columns = (
            *HOUSEHOLDS[:_NAMED],
            *([changed] if review.changed else []),
            *([amounts] if review.amounts else []),
            *HOUSEHOLDS[_NAMED:],
        )
        title = f"确认转入旧台账：{row.sender}"
        super().__init__(parent, "load_review", title, columns if fits else PROBLEMS, "确认转入")
        self.review = review
        pieces.resize_within(self, 1240, 560)
        decides = actor.may("decide") and not row.mine
        self.take.setVisible(decides)
        self.take.setEnabled(fits)
        if decides:
            self.add_button("不同意…", "load_review_refuse", self.refused.emit)
        elif row.mine and actor.may("exchange"):
            self.add_button("撤回", "load_review_withdraw", self.withdrawn.emit)
        told = [
            f"{row.number}，{row.proposer} {row.proposed_on} 提出，来自“{row.sender}”的“{row.file_name}”。"
        ]
        told += [self._found(row, review)]
        if not decides:
            told += [f"{'已提交，' if row.mine else ''}{WAITS}"]
        elif fits:
            told += ["请对照原来的审批材料看过再确认；确认后七天内可以撤销。"]
        rows = (
            sorted(preview.problems.items())
            if preview and preview.problems
            else preview.planned
            if preview
            else []
        )
        self._summary = "".join(told)
        if fits:
            self.table.chosen.connect(self._on_chosen)
        self.show_rows(rows, review.obstacle, self._summary)

    def _on_chosen(self, row: Planned | None) -> None:
        """What is to be looked at of the household one stands on, in full: its cell may be cut."""
        head = row.home.head if row else None
        told = []
        if head is not None:
            if head.row in self.review.changed:
                told.append(f"{head.name}：{self.review.changed[head.row]}。")
            if head.row in self.review.amounts:
                told.append(f"{head.name}：与标准不同，{self.review.amounts[head.row]}。")
        self.told.setText("\n".join([self._summary, *told]))

    @staticmethod
    def _found(row: ProposalRow, review: LoadReview) -> str:
        preview = review.preview
        if preview is None:
            return f"现在不能转入：{review.obstacle}请写明理由退回。"
        if preview.problems:
            return f"提出时 {row.households} 户、每月 {shown(row.monthly)} 元；现在有 {len(preview.problems)} 行不能转入，请写明理由退回。"
        told = [summary(preview)]
        if review.changed:
            told.append(f"提出以后有 {len(review.changed)} 户与现在不同，见“变化”。")
        if review.amounts:
            told.append(
                f"⚠ {len(review.amounts)} 户按人发放的金额与 {preview.terms.from_month} 的标准不同，见“与标准不同”："
                "标准可能已经调整，应按新标准发放的请退回，改好原表再提出。"
            )
        return "".join(told)
