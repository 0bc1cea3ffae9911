"""口径冲突: what two texts say, which reading is in force, and another one set by a document."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from jiuzhu.services.office_rules import conflicts
from jiuzhu.services.office_rules.conflicts import ConflictRow
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.settings.figures_part import CHANGED, ask_figure

_COLUMNS = (
    Column("编号", lambda row: row.conflict.id, width=4),
    Column("问题", lambda row: row.conflict.title, width=14, stretch=True),
    Column("现在执行", "reading", kind="strong", width=13),
    Column("稳妥", "safe", kind="tick", width=3),
    Column("文号", lambda row: row.figure.document, width=11),
)


class ConflictsPart(ListPart):
    """A short list; each row tells both readings with their ground at the right."""

    watches: ClassVar[frozenset[str]] = CHANGED
    next_step: ClassVar[str] = "两种规定不一致时先按稳妥的口径办；区县民政局答复后，在这里写明文号改定。"
    name: ClassVar[str] = "conflicts"
    search_hint: ClassVar[str] = "问题、文号"
    queues: ClassVar[Sequence[Queue]] = (Queue("all", "口径冲突", _COLUMNS, "没有找到这样的问题。"),)

    def offers(self) -> Sequence[Action]:
        """Another reading, by a document."""
        return (Action("set", "改定口径…", self._on_set, "configure", icon="scale"),)

    def load(self, key: str, text: str) -> None:
        """All of them; the few are narrowed here."""
        del key
        self.page.tasks.read(
            conflicts.conflicts,
            then=lambda found: self._show(found, text.strip()),
            owner=self,
            key="conflicts",
        )

    def _show(self, found: list[ConflictRow], wanted: str) -> None:
        self.show_rows(
            [row for row in found if wanted in f"{row.conflict.id}{row.conflict.title}{row.figure.document}"]
        )

    def tell_row(self, key: str, row: ConflictRow) -> tuple[str, str]:
        """Both readings, the one in force marked."""
        del key
        said = [f"影响：{row.conflict.effect}。", ""]
        for one in row.conflict.readings:
            now = one.value == row.figure.raw
            marks = "（".join(
                ["", "、".join([*(["现在执行"] if now else []), *(["稳妥"] if one.safe else [])])]
            )
            said += [
                f"{'●' if now else '○'} {one.text}{marks + '）' if marks != '（' else ''}",
                f"　{one.source}",
                "",
            ]
        said.append(f"依据：{row.figure.document}，{row.figure.starts} 起。")
        if row.figure.coming:
            said.append(f"已设好：{row.figure.coming}")
        return f"{row.conflict.id}　{row.conflict.title}", "\n".join(said)

    def _on_set(self, row: ConflictRow) -> None:
        readings: tuple[tuple[str, str], ...] = tuple(
            [(one.value, one.text) for one in row.conflict.readings]
        )
        figure = replace(row.figure, label=f"{row.conflict.id}　{row.conflict.title}", choices=readings)
        told = f"现在执行：{row.reading}（{row.figure.document}，{row.figure.starts} 起）。影响：{row.conflict.effect}。"
        ask_figure(self, figure, told, clock=row.conflict.procedure, word="口径")
