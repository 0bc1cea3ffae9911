"""户情变动: find a household, write down what happened, see what it changes, propose the adjustments; any day looked back at."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import abilities, events, finding, means, withdrawing
from jiuzhu.services.household.as_of import AsOf, as_of
from jiuzhu.services.household.household_on import HouseholdOn
from jiuzhu.services.household.means import Home
from jiuzhu.services.office import history
from jiuzhu.services.office.history import HistoryLine
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.ui.checking.side_panel import told as told_of
from jiuzhu.ui.home_part import HOME, HomePart, home_queue
from jiuzhu.ui.list_part import Action, Queue
from jiuzhu.ui.monitoring.event_form import UNANSWERED, codes_of, fields_of, happened_of
from jiuzhu.ui.monitoring.proposing import show_consequences
from jiuzhu.ui.rows_model import Column

_ASSESSED = (
    FormField("on", "评估日期", type="date", required=True, span=2),
    FormField("unmet", "不能做到的（都能做到就不勾）", type="select_multiple", codes="self_care", span=2),
    FormField("assessors", "评估人一"),
    FormField("second", "评估人二"),
    FormField("third_party", "受委托的第三方机构", hint="委托第三方评估的填写，评估人可不填", span=2),
)


def _told(view: HouseholdOn) -> str:
    people = (
        "、".join(
            f"{one.name}（{'，'.join(part for part in (one.relation, one.marks) if part)}）"
            for one in view.members
        )
        or "没有登记成员"
    )
    grants = "\n".join(
        f"　{one.programme}　每月 {one.monthly:,.2f} 元　{one.first_month} 起"
        for one in (*view.grants, *view.elsewhere)
    )
    means = "\n　".join(("", *view.means)) if view.means else "没有"
    if view.means is None:
        means = "未掌握（没有经审核确认的材料）"
    return (
        f"户主 {view.head or '没有登记'}，{view.village}{view.address}\n成员：{people}\n收入、财产：{means}\n"
        f"待遇：\n{grants or '　无'}"
    )


def told(seen: AsOf) -> str:
    """A household on a day, as it was and, where that differs, as it was known then."""
    words = [f"{seen.true.on} 的实际情况", _told(seen.true)]
    if seen.known is None:
        words.append("\n当天窗口还没有这户的登记。")
    elif seen.differences:
        words += ["\n当天窗口掌握的情况", _told(seen.known), "\n不同之处：" + "".join(seen.differences)]
    else:
        words.append("\n当天窗口掌握的情况与此相同。")
    if seen.decisions:
        words.append("已作出的决定：" + "、".join(seen.decisions))
    return "\n".join(words)


class EventsPart(HomePart):
    """The search finds any household; below it, what still waits for its consequences."""

    name: ClassVar[str] = "events"
    watches: ClassVar[frozenset[str]] = frozenset({"household_event", "adjustment"})
    next_step: ClassVar[str] = "找到这户，登记变动，看对待遇的影响，提出调整；都处理完再办结变动"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "open",
            "待处理变动",
            (
                Column("发生", "effective_on", kind="date", width=7),
                Column("何人", "who", kind="strong", width=8),
                Column("变动", "kind_label", width=8),
                Column("户主", "name", width=5),
                Column("情况", "details", width=10, stretch=True),
                Column("村（居）", "village", width=6),
                Column("户编号", "household_number", width=15),
            ),
            "没有待处理的变动。点“找户登记”，找到这户再登记变动。",
        ),
        home_queue("找户登记", "要登记变动的户"),
    )

    find: ClassVar[Callable[..., Any]] = staticmethod(finding.find_homes)

    def offers(self) -> Sequence[Action]:
        """An event, what follows, a look back, the end."""
        return (
            Action("record", "登记变动…", self._record, "monitor", queues=(HOME,), primary=True),
            Action("follows", "对待遇的影响…", self._follows, "monitor", primary=True),
            Action("as_of", "查看某一天…", self._as_of),
            Action("journal", "查看经过", self._journal),
            Action(
                "history",
                "打印动态管理记录…",
                lambda row: self.print_to(issue_matter, "F20R", row.household_id),
                "print",
            ),
            Action(
                "assess",
                "登记自理能力评估…",
                self._assess,
                "check",
                queues=("open",),
                fits=lambda row: row.assessable,
            ),
            Action("settle", "办结变动…", self._settle_event, "supervise", queues=("open",)),
            Action("withdraw", "撤销变动…", self._withdraw, "monitor", queues=("open",)),
        )

    def load(self, key: str, text: str) -> None:
        """Events without their end, or people a text may mean."""
        if key == "open":
            self.page.tasks.read(events.waiting, text, then=self.show_rows, owner=self, key="events")
        else:
            super().load(key, text)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What happened, or who it is."""
        if key == HOME:
            return super().tell_row(key, row)
        due = f"\n{row.due_on} 前办理" if row.due_on else ""
        return (
            f"{row.who}：{row.kind_label}",
            f"{row.number}\n户主 {row.name}\n{row.household_number}\n{row.effective_on} 发生，从 {row.from_month} 起影响待遇{due}\n{row.details}",
        )

    def _record(self, row: Any) -> None:
        def known(home: Home) -> None:
            self.ask(
                "event", f"登记变动：{row.name}　{row.household_number}", fields_of(home),
                lambda part: (events.record_event, row.household_id, happened_of(part)),
                lambda number: f"已登记变动 {number}，待遇还没有改动。请看对待遇的影响。",
                people=home.people, known=UNANSWERED, codes=codes_of(home), then=lambda number: self._look(row, number),
            )  # fmt: skip

        self.page.tasks.read(means.home_of, row.household_id, then=known, owner=self)

    def _follows(self, row: Any) -> None:
        if self.key == HOME:
            self._look(row)
        else:
            self._show(row, Ground(cause="event", evidence=row.number, event_id=row.id))

    def _look(self, row: Any, number: str = "") -> None:
        """What follows for a household that was found: of the event with this number, else of the one that waits."""

        def known(found: list[HouseholdEvent]) -> None:
            waiting = [one for one in found if one.settled_on is None and number in {"", one.number}]
            ground = Ground(cause="recheck", evidence=f"户编号 {row.household_number} 的现有登记")
            if len(waiting) == 1:
                ground = Ground(cause="event", evidence=waiting[0].number, event_id=waiting[0].id)
            self._show(row, ground)

        self.page.tasks.read(events.events, row.household_id, then=known, failed=self.page.tell, owner=self)

    def _show(self, row: Any, ground: Ground) -> None:
        show_consequences(self, row.household_id, f"{row.name}　{row.household_number}", ground)

    def _as_of(self, row: Any) -> None:
        fields = (FormField("on", "哪一天", type="date", required=True),)

        def show(seen: AsOf) -> None:
            self.told.setText(told(seen))

        self.ask(
            "as_of", f"查看某一天：{row.household_number}", fields, lambda part: (as_of, row.household_id, part.on),
            "这一天的情况已显示在右侧。", button="查看", then=show, how="read",
        )  # fmt: skip

    def _journal(self, row: Any) -> None:
        def show(lines: list[HistoryLine]) -> None:
            self.told.setText("\n\n".join(told_of(line) for line in lines) or "还没有经过。")

        self.page.tasks.read(history.history, row.household_id, then=show, failed=self.page.tell, owner=self)

    def _assess(self, row: Any) -> None:
        labels = self.page.workspace.rules.codes["care_level"]
        self.ask(
            "assess", f"登记自理能力评估：{row.who}", _ASSESSED,
            lambda part: (
                abilities.assess_again, row.id, list(part.unmet), (part.assessors, part.second), part.on,
                {"third_party": part.third_party},
            ),
            lambda level: f"评估已登记：{labels.label(level)}，待遇还没有改动。请看对待遇的影响。",
        )  # fmt: skip

    def _settle_event(self, row: Any) -> None:
        fields = (FormField("note", "处理结果", type="long_text", required=True, max_length=300, span=2),)
        self.ask(
            "settle", f"办结变动：{row.who} {row.kind_label}", fields,
            lambda part: (events.settle_event, row.id, part.note), "变动已办结。", button="办结",
        )  # fmt: skip

    def _withdraw(self, row: Any) -> None:
        fields = (FormField("reason", "撤销原因", type="long_text", required=True, max_length=300, span=2),)
        self.ask(
            "withdraw", f"撤销变动：{row.who} {row.kind_label}", fields,
            lambda part: (withdrawing.withdraw_event, row.id, part.reason), "变动已撤销，登记的内容恢复原样。",
            told="登记错了才撤销：成员、收入、财产等恢复到登记以前；已经提出调整或又有新变动的不能撤销。", button="撤销",
        )  # fmt: skip
