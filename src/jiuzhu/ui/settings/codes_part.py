"""代码表: the office's own lists and, to read, the national ones."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from jiuzhu.domain.arrangement import Entry
from jiuzhu.domain.form import FormField
from jiuzhu.services.office_rules import arranging
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.settings.arrange_part import ArrangePart


class CodesPart(ArrangePart):
    """A code that was used keeps its words; switched off it is no longer offered."""

    kind: ClassVar[str] = "codes"
    noun: ClassVar[str] = "代码表"
    words: ClassVar[str] = "选项"
    next_step: ClassVar[str] = "停用的选项不再出现在新的表单里，用过它的记录照样显示；国家标准代码只能查看。"

    def columns(self) -> Sequence[Column]:
        """With the code itself."""
        return (*super().columns(), Column("代码", "key", width=8))

    def _actions(self) -> Sequence[tuple[str, str, Callable[[], Any], str]]:
        return (*super()._actions(), ("add", "新增选项…", self._on_add, ""))

    def _settle(self) -> None:
        super()._settle()
        self._buttons["add"].setEnabled(self.shown is not None and self.shown.addable)

    def _on_add(self) -> None:
        code = arranging.next_code(self.entries)
        fields = (FormField("label", self.words, required=True, max_length=40, span=2),)
        self.page.ask(
            "codes_new", "新增选项", fields,
            lambda part: (
                arranging.edited, self.shown, self.entries, Entry(code, part.label.strip(), own=True),
            ),
            "已加上，保存后从您写的日期起可以选。", owner=self, button="加上", how="call",
            then=lambda made: self.put(made, code),
        )  # fmt: skip
