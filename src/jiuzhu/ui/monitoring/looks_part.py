"""查阅: who looked at which households, full numbers that were shown, and what left; the unusual first."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from jiuzhu.services.office import looked
from jiuzhu.services.paper import look_papers
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column


def _odd(row: Any) -> tuple[str, str]:
    return ("warn", row.odd) if row.odd else ("ok", "是经办事项")


_LOOKED = (
    Column("经办", "who", kind="strong", width=6),
    Column("户主", "name", width=6),
    Column("村（社区）", "village", width=7),
    Column("不寻常", _odd, kind="due", width=14, stretch=True),
    Column("首次", "first", width=4),
    Column("次数", "times", kind="number", width=4),
    Column("方式", "what", width=6),
)
_SHOWN = (
    Column("日期", "on", kind="date", width=7),
    Column("经办", "who", kind="strong", width=6),
    Column("谁的号码", "name", width=6),
    Column("原因", "reason", width=20, stretch=True),
)
_OUT = (
    Column("日期", "on", kind="date", width=7),
    Column("经办", "who", kind="strong", width=6),
    Column("种类", lambda row: ("warn", "导出") if row.odd else ("", "打印"), kind="due", width=5),
    Column("内容", "name", width=12, stretch=True),
    Column("用途、去向", "reason", width=14),
)
_DAYS = {"today": 0, "yesterday": 1}


class LooksPart(ListPart):
    """For the head and for who audits; nobody else is shown who looked."""

    name: ClassVar[str] = "looks"
    watches: ClassVar[frozenset[str]] = frozenset({"look", "reveal", "issued_paper", "export"})
    next_step: ClassVar[str] = (
        "不寻常的排在前面：近亲属、无权、非工作时间、一天看得多、与经办事项无关。请问清原因；这里只能看，不能改。"
    )
    search_hint: ClassVar[str] = "经办、户主、村（居）、编号、原因"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("today", "今天看了谁家", _LOOKED, "今天还没有人打开过哪一户。"),
        Queue("yesterday", "昨天看了谁家", _LOOKED, "昨天没有人打开过哪一户。"),
        Queue("shown", "查看完整号码", _SHOWN, "昨天和今天没有人查看完整号码。"),
        Queue("out", "导出和打印", _OUT, "昨天和今天没有导出、打印过什么。"),
    )

    def offers(self) -> Sequence[Action]:
        """The day on paper."""
        return (
            Action(
                "print",
                "打印这一天…",
                self._on_print,
                "print",
                on_row=False,
                queues=tuple(_DAYS),
                icon="print",
            ),
        )

    def load(self, key: str, text: str) -> None:
        """The rows of a day; the search looks into what is shown."""

        def show(rows: list[Any]) -> None:
            wanted = text.strip()
            self.show_rows([row for row in rows if wanted in _words(row)])

        tasks = self.page.tasks
        if key in _DAYS:
            tasks.read(looked.looked, _DAYS[key], then=show, owner=self, key="looks")
        else:
            tasks.read(
                looked.shown if key == "shown" else looked.taken_out, then=show, owner=self, key="looks"
            )

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """All that is known of it."""
        if key not in _DAYS:
            return f"{row.who}　{row.on}", "\n".join(filter(None, (row.name, row.number, row.reason)))
        times = f"{row.first} 看过" if row.times == 1 else f"{row.first} 至 {row.last} 看过 {row.times} 次"
        odd = f"不寻常：{row.odd}" if row.odd else "是经办事项" if row.judged else ""
        unseen = (
            "" if row.judged else "您的岗位不看家庭：是哪一家、是不是经办事项，由审批或审计岗位的同事看。"
        )
        return f"{row.who} 看 {row.name}", "\n".join(
            filter(None, (row.household_number, row.village, f"{times}（{row.what}）", odd, unseen))
        )

    def _on_print(self) -> None:
        back = _DAYS[self.key]
        self.print_list(partial(look_papers.looks_of, back=back), look_papers.issue_looks, back)


def _words(row: Any) -> str:
    told = (
        getattr(row, name, "")
        for name in ("who", "name", "village", "odd", "household_number", "number", "reason")
    )
    return " ".join(str(word) for word in told)
