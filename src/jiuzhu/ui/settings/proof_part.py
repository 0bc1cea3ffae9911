"""日志证明: the checkpoints of the journal, their codes to read aloud, and the verification against them."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.services.office import proving
from jiuzhu.services.office.proving import CheckpointRow, JournalProof
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_BEGIN = 14
"""Characters of a code the list shows: three groups; the whole stands at the right."""

_COLUMNS = (
    Column("日期", "day", kind="date", width=7),
    Column("缘由", "why", width=7),
    Column("校验码（开头）", lambda row: row.code[:_BEGIN], kind="strong", width=12, stretch=True),
    Column("记录（条）", "entries", kind="number", width=6),
    Column("经办", "made_by", width=6),
)
_GROUPS = 4
_LINE = 22
"""Characters of a public key in one line."""

_TOLD = 8
"""Problems told in the side panel; the command line tells all."""


class ProofPart(ListPart):
    """A checkpoint proves something only where it lies outside this machine: on paper, on a stick, at the county."""

    watches: ClassVar[frozenset[str]] = frozenset({"checkpoint"})
    next_step: ClassVar[str] = (
        "每天第一次打开、每次封存花名册时自动做检查点。请把它另存到 U 盘，或把校验码抄在台账封面上：只留在本机证明不了什么。"
    )
    name: ClassVar[str] = "proof"
    search_hint: ClassVar[str] = "日期、校验码"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("all", "检查点", _COLUMNS, "还没有检查点。明天第一次打开时会自动做，也可以现在做一个。"),
    )

    def offers(self) -> Sequence[Action]:
        """Make, keep outside, verify."""
        return (
            Action(
                "make", "现在做检查点", self._on_make, "checkpoint", on_row=False, primary=True, icon="check"
            ),
            Action("save", "另存检查点…", self._on_save, icon="save"),
            Action("verify", "核验日志", self._on_verify, "audit", on_row=False, icon="history"),
            Action("compare", "用另存的检查点核验…", self._on_compare, "audit", on_row=False, icon="folder"),
        )

    def load(self, key: str, text: str) -> None:
        """The list is narrowed here."""
        del key
        wanted = text.replace(" ", "")
        self.page.tasks.read(
            proving.checkpoints,
            then=lambda found: self.show_rows(
                [row for row in found if wanted in f"{row.day}{row.code}".replace(" ", "")]
            ),
            owner=self,
            key="checkpoints",
        )

    def tell_row(self, key: str, row: CheckpointRow) -> tuple[str, str]:
        """The code in lines of four groups, as it is read aloud."""
        del key
        groups = row.code.split()
        lines = [" ".join(groups[place : place + _GROUPS]) for place in range(0, len(groups), _GROUPS)]
        said = [
            "校验码", *lines, "",
            f"{row.at} 由{row.made_by}做，{row.chains} 条链，共 {row.entries} 条记录",
            f"签名公钥 {row.key}", *textwrap.wrap(row.public_key, _LINE),
        ]  # fmt: skip
        return f"{row.day} {row.why}", "\n".join(said)

    def _on_make(self) -> None:
        self.page.tasks.call(
            proving.make_checkpoint, self.page.workspace, "asked", then=self._made, failed=self.page.tell, owner=self,
            title="正在做日志检查点…", changes=frozenset({"checkpoint"}),
        )  # fmt: skip

    def _made(self, row: CheckpointRow) -> None:
        self._wanted = row.id
        self.page.say("ok", f"检查点已做：{row.code}")
        self.reload()

    def _on_save(self, row: CheckpointRow) -> None:
        start = self.page.workspace.settings.backup_folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, "检查点另存到", start)
        if folder:
            self.page.tasks.call(
                proving.save_checkpoint, self.page.workspace, row.id, Path(folder), failed=self.page.tell, owner=self,
                then=lambda target: self.page.say("ok", f"检查点已存到 {target}"),
            )  # fmt: skip

    def _on_verify(self) -> None:
        self._verify(())

    def _on_compare(self) -> None:
        start = self.page.workspace.settings.backup_folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, "另存的检查点在哪个文件夹", start)
        if folder:
            self._verify((Path(folder),))

    def _verify(self, kept: tuple[Path, ...]) -> None:
        def done(proof: JournalProof) -> None:
            beside = f"和另存的 {proof.files} 个检查点" if kept else ""
            told = f"日志 {proof.entries} 条、库内 {proof.checkpoints} 个检查点{beside}"
            if proof.problems:
                self.page.say("bad", f"{told}：有 {len(proof.problems)} 处不符，请立即联系管理员。")
                more = len(proof.problems) - _TOLD
                rest = [f"……还有 {more} 处"] if more > 0 else []
                self.head.setText("核验发现不符")
                self.told.setText("\n".join([*proof.problems[:_TOLD], *rest]))
            elif kept and not proof.files:
                self.page.say("warn", f"这个文件夹里没有另存的检查点。{told}没有发现改动。{proof.left_out}")
            elif proof.left_out:
                self.page.say("ok", f"{told}没有发现改动。{proof.left_out}")
            else:
                self.page.say("ok", f"{told}全部核验，没有发现改动。")

        self.page.tasks.read(
            proving.verify_journal, kept, then=done, failed=self.page.tell, owner=self, title="正在核验日志…"
        )
