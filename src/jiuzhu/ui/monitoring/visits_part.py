"""走访: people who are looked after are visited, what was seen is kept and printed, the next day is watched."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.monitoring import custody
from jiuzhu.services.monitoring.custody import KnownHome
from jiuzhu.services.paper import care_papers
from jiuzhu.services.survey import caring
from jiuzhu.ui.home_part import HOME, HomePart, home_queue
from jiuzhu.ui.list_part import Action, Queue
from jiuzhu.ui.rows_model import Column

_SEEN = ("living", "health", "safety", "need", "action")
_VISITS = (
    Column("走访日期", "visited_on", kind="date", width=7),
    Column("走访对象", "name", kind="strong", width=5),
    Column("走访人", "visitor", width=6),
    Column(
        "下次", lambda row: (row.colour, f"{row.next_on:%m-%d}" if row.next_on else ""), kind="due", width=5
    ),
    Column("需求", "need", width=8, stretch=True),
    Column("处理", "action", width=7),
    Column("户编号", "household_number", width=15),
)
_FIELDS = (
    FormField("person", "走访对象", type="person", required=True),
    FormField("on", "走访日期", type="date", required=True),
    FormField("visitor", "走访人", required=True),
    FormField("next_on", "下次走访日期", type="date"),
    FormField("living", "生活状况", type="long_text", max_length=300, span=2),
    FormField("health", "健康状况", type="long_text", max_length=300, span=2),
    FormField("safety", "居住安全", type="long_text", max_length=300, span=2),
    FormField("need", "需求", type="long_text", max_length=300, span=2),
    FormField("action", "处理情况", type="long_text", max_length=300, span=2),
)


class VisitsPart(HomePart):
    """Whoever should be visited again comes first."""

    name: ClassVar[str] = "visits"
    watches: ClassVar[frozenset[str]] = frozenset({"wellbeing_visit"})
    next_step: ClassVar[str] = "走访后登记看到的情况和处理；约定了下次日期的到期会列在“到期”里"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("due", "到期", _VISITS, "没有到了约定走访日期的人。"),
        Queue("all", "走访记录", _VISITS, "近两年没有走访记录。点“找人登记”，找到这个人再登记。"),
        home_queue("找人登记", "走访的人"),
    )

    def offers(self) -> Sequence[Action]:
        """Write down a visit, print it."""
        return (
            Action("record", "登记走访…", self._record, "monitor", primary=True),
            Action("paper", "打印走访记录…", self._paper, "print", queues=("due", "all")),
        )

    def load(self, key: str, text: str) -> None:
        """Visits, or people a text may mean."""
        if key != HOME:
            self.page.tasks.read(
                caring.wellbeing_visits, text, due=key == "due", then=self.show_rows, owner=self, key="visits"
            )
        else:
            super().load(key, text)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What was seen."""
        if key == HOME:
            return super().tell_row(key, row)
        labels = {field.name: field.label for field in _FIELDS}
        seen = [f"{labels[name]}：{getattr(row, name)}" for name in _SEEN if getattr(row, name)]
        again = [f"下次走访：{row.next_on}"] if row.next_on else []
        return (
            f"{row.name}　{row.visited_on}",
            "\n".join([f"{row.household_number}　{row.village}", f"走访人：{row.visitor}", *seen, *again]),
        )

    def _record(self, row: Any) -> None:
        def known(home: KnownHome) -> None:
            def store(part: Any) -> tuple[Any, ...]:
                told = {name: getattr(part, name) for name in _SEEN}
                named = {"on": part.on, "visitor": part.visitor, "found": told, "next_on": part.next_on}
                return (caring.record_wellbeing_visit, part.person, row.household_id, named)

            self.ask(
                "visit", f"登记走访：{row.name}　{row.household_number}", _FIELDS, store, "走访已登记。",
                people=home.people,
                known={"person": row.person_id, "visitor": self.page.workspace.actor.name, "next_on": None},
            )  # fmt: skip

        self.page.tasks.read(custody.home_of, row.household_id, then=known, failed=self.page.tell, owner=self)

    def _paper(self, row: Any) -> None:
        self.print_to(care_papers.issue_care, "F29", row.id)
