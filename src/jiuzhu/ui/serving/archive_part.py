"""档案: the file of each person served, what is missing in it, and the whole file on paper."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from jiuzhu.services.serving import archive
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column


def _missing(row: Any) -> tuple[str, str]:
    return ("warn", f"缺 {len(row.missing)} 项") if row.missing else ("ok", "齐全")


_COLUMNS = (
    Column("服务号", "number", kind="strong", width=16),
    Column("姓名", "name", width=6),
    Column("类别", lambda row: f"第 {row.service_class} 类", width=5),
    Column("村（居）", "village", width=9, stretch=True),
    Column("建档", "opened_on", kind="date", width=7),
    Column("材料", _missing, kind="due", width=7),
)


class ArchivePart(ListPart):
    """In the order of their numbers, as they stand in the cabinet."""

    name: ClassVar[str] = "archive"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"service_file", "service_plan", "needs_assessment", "visit_record", "call_back", "material", "entitlement"}
    )  # fmt: skip
    next_step: ClassVar[str] = "缺的材料在受理、评估、计划和服务记录里补齐；检查时打印整份档案，按服务号存放"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("going", "在册", _COLUMNS, "还没有建档的人。到“服务对象”里选人建档。"),
        Queue("missing", "材料不齐", _COLUMNS, "在册的档案材料都齐全。"),
        Queue("ended", "已停止", _COLUMNS, "还没有停止服务的档案。"),
    )

    def offers(self) -> Sequence[Action]:
        """The whole file on paper."""
        return (Action("print", "打印整份档案…", self._print, "print", icon="print"),)

    def load(self, key: str, text: str) -> None:
        """The files of a queue."""

        def show(rows: list[Any]) -> None:
            self.show_rows([row for row in rows if key != "missing" or row.missing])

        asked = partial(archive.archives, text=text, ended=key == "ended")
        self.page.tasks.read(asked, then=show, owner=self, key="archive")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What must lie in the file, one paper a line."""
        del key
        lines = [f"{one.word}　{one.title}{f'（{one.there}）' if one.there else ''}" for one in row.contents]
        return f"{row.name} {row.number}", "\n".join(lines)

    def _print(self, row: Any) -> None:
        self.print_to(archive.issue_archive, row.id)
