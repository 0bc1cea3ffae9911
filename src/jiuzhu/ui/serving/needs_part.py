"""需求: who waits to be assessed, what waits to be arranged, what was raised to others, and what is over."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.services.paper import service_papers
from jiuzhu.services.serving import needs, needs_list, raising
from jiuzhu.services.serving.needs import SCORES, Found
from jiuzhu.services.serving.needs_list import Draft, NeedRow
from jiuzhu.services.serving.raising import LEVELS
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving.match_dialog import open_match

_COLOURS = {3: "bad", 2: "warn", 1: "ok"}
_STATES = {"open": ("open", "arranged"), "raised": ("raised",), "over": ("met", "ended")}
_WHO = (
    Column("姓名", "name", kind="strong", width=5),
    Column("类别", lambda row: f"第 {row.service_class} 类", width=5),
)
_NEED = (
    Column("先后", "priority", kind="number", width=3),
    Column("程度", lambda row: (_COLOURS[row.score], SCORES[str(row.score)]), kind="due", width=6),
    *_WHO,
    Column("方面", "heading_told", width=5),
    Column("需求", "content", width=16, stretch=True),
)
_VILLAGE = Column("村（居）", "village", width=6)
_NUMBER = Column("服务号", "file_number", width=16)


def _waits(row: Any) -> bool:
    return isinstance(row, NeedRow) and row.state == "open"


class NeedsPart(ListPart):
    """What the household's file knows stands beside each heading; nobody types it again."""

    name: ClassVar[str] = "needs"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"needs_assessment", "need", "need_answer", "raised_need", "service_file"}
    )
    next_step: ClassVar[str] = (
        "两人上门评估；能落实的从政策、资源、服务清单里选，落实不了的逐级提请，答复回来后再落实"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "waiting",
            "待评估",
            (
                *_WHO,
                Column("年龄", "age", kind="number", width=3),
                Column("建档", "opened_on", kind="date", width=7),
                Column("村（居）", "village", width=8, stretch=True),
                _NUMBER,
            ),
            "在册的人都评估过需求了。",
        ),
        Queue(
            "open",
            "待落实",
            (*_NEED, Column("状态", "state_told", width=5), _VILLAGE),
            "没有待落实的需求。评估出的需求按先后列在这里。",
        ),
        Queue(
            "raised",
            "已提请",
            (*_NEED, Column("提请到", "waits_for", width=6), _VILLAGE),
            "没有等答复的需求。本级落实不了的，在“待落实”里提请上一级。",
        ),
        Queue(
            "over",
            "已办结",
            (
                *_NEED[1:],
                Column("结果", "state_told", width=5),
                Column("办结", "ended_on", kind="date", width=7),
            ),
            "还没有办结的需求。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """Assess, put in order, raise, answer, end, print."""
        known = ("open", "raised", "over")
        return (
            Action("assess", "需求评估…", self._assess, "assess_needs", queues=("waiting", "open", "raised"), icon="edit"),
            Action("match", "匹配清单…", self._match, "assess_needs", queues=("open", "raised"), icon="search"),
            Action("raise", "提请上一级…", self._raise, "assess_needs", queues=("open",), fits=_waits),
            Action("answer", "登记答复…", self._answer, "assess_needs", queues=("raised",),
                   fits=lambda row: row.open_question is not None),
            Action("order", "调整先后…", self._order, "assess_needs", queues=("open", "raised")),
            Action("end", "终止需求…", self._end, "assess_needs", queues=("open", "raised")),
            Action("print", "打印需求评估表…", self._print, "print", queues=known),
        )  # fmt: skip

    def open_row(self, row: Any) -> None:
        """Enter does what the queue is for."""
        {"waiting": self._assess, "open": self._match, "raised": self._answer}.get(
            self.key, super().open_row
        )(row)

    def load(self, key: str, text: str) -> None:
        """People or needs of a queue."""
        if key == "waiting":
            self.page.tasks.read(needs_list.unassessed, text, then=self.show_rows, owner=self, key="needs")
            return
        self.page.tasks.read(
            needs_list.needs, _STATES[key], text, then=self.show_rows, owner=self, key="needs"
        )

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """The need, and what was asked of others about it."""
        if key == "waiting":
            return (
                f"{row.name}：第 {row.service_class} 类",
                f"{row.file_number}\n{row.village}\n{row.opened_on} 建档，还没有评估需求",
            )
        lines = [
            f"{row.file_number}　{row.village}",
            f"{row.heading_told}　{SCORES[str(row.score)]}　{row.state_told}",
            row.content,
            f"{row.assessed_on} 评估",
        ]
        for one in row.asked:
            lines.append(f"{one.raised_on} 提请{one.level}：{one.question}")
            if one.answered_on:
                lines.append(f"{one.answered_on} {one.level}答复：{one.answer}")
        if row.end_reason:
            lines.append(f"{row.ended_on} {row.end_reason}")
        return row.name, "\n".join(lines)

    def _assess(self, row: Any) -> None:
        self.page.tasks.read(
            needs_list.draft,
            row.service_file_id,
            then=lambda draft: self._ask_assessment(row, draft),
            failed=self.page.tell,
            owner=self,
        )

    def _ask_assessment(self, row: Any, draft: Draft) -> None:
        headings = self.page.workspace.rules.codes["need_heading"].labels
        fields = [
            FormField("assessed_on", "评估日期", type="date", required=True),
            FormField("first", "最先落实", type="select_one", codes="need_heading", hint="不选就按程度排"),
            FormField("first_assessor", "评估人一", required=True),
            FormField("second_assessor", "评估人二", required=True),
        ]
        before = draft.before
        known: dict[str, Any] = {
            "first_assessor": draft.assessors[0] or self.page.workspace.actor.name,
            "second_assessor": draft.assessors[1],
        }
        for heading, label in headings.items():
            basis = "；".join(draft.basis.get(heading, ())) or "档案里没有记载"
            fields += [
                FormField(f"{heading}_score", label, type="select_one", codes="need_scores", required=True),
                FormField(
                    f"{heading}_content", f"已知：{basis}", max_length=200, hint=f"{label}方面需要什么"
                ),
            ]
            found = before.get(heading)  # what nobody has looked at is answered, never taken as nothing
            if found is not None:
                known |= {f"{heading}_score": str(found.score), f"{heading}_content": found.content}
        fields.append(FormField("note", "评估说明", type="long_text", max_length=500, span=2))

        def store(part: Any) -> tuple[Any, ...]:
            entries = [
                Found(one, int(getattr(part, f"{one}_score")), getattr(part, f"{one}_content") or "")
                for one in headings
            ]
            named = {
                "assessed_on": part.assessed_on,
                "assessors": (part.first_assessor, part.second_assessor),
                "first": part.first or "",
                "note": part.note or "",
            }
            return (needs.assess_needs, row.service_file_id, entries, named)

        told = "已知的情况来自这户的档案，不必再录；0 没有需求，1 一般，2 较急，3 紧急。"
        if not draft.checked:
            told += "这户还没有经核对的家庭经济状况，请当面问清。"
        if draft.assessed_on:
            told += f"上次评估 {draft.assessed_on}，正在落实和已提请的需求自动延续。"
        self.ask(
            "assessment", f"需求评估：{row.name}", fields, store, f"已登记{row.name}的需求评估。", known=known, told=told,
            codes={"need_scores": CodeTable("need_scores", "程度", "", dict(SCORES))},
        )  # fmt: skip

    def _match(self, row: NeedRow) -> None:
        open_match(self.page, self, row.id)

    def _raise(self, row: NeedRow) -> None:
        levels = [one.level for one in row.asked]
        offered = {code: word for code, word in LEVELS.items() if word not in levels}
        fields = (
            FormField("level", "提请到", type="select_one", codes="need_levels", required=True),
            FormField("question", "要解决什么", type="long_text", required=True, max_length=300, span=2),
        )
        self.ask(
            "raise_need", f"提请上一级：{row.name}", fields,
            lambda part: (raising.raise_need, row.id, row.version, part.level, part.question),
            "已提请，列入汇集清单等答复。", known={"question": row.content}, button="提请",
            codes={"need_levels": CodeTable("need_levels", "提请到", "", offered)},
        )  # fmt: skip

    def _answer(self, row: NeedRow) -> None:
        asked = row.open_question
        if asked is None:
            return
        self.ask(
            "answer_raised", f"登记答复：{row.name}",
            (FormField("answer", "答复内容", type="long_text", required=True, max_length=500, span=2),),
            lambda part: (raising.answer_raised, asked.id, part.answer), "已登记答复，需求回到“待落实”。",
            told=f"{asked.raised_on} 提请{asked.level}：{asked.question}",
        )  # fmt: skip

    def _order(self, row: NeedRow) -> None:
        self.ask(
            "need_order", f"调整先后：{row.name}",
            (FormField("priority", "先后（1 最先）", type="integer", required=True, minimum="1", maximum="7", span=2),),
            lambda part: (needs.set_priority, row.id, row.version, int(part.priority)), "已调整先后。",
            known={"priority": row.priority}, button="调整",
        )  # fmt: skip

    def _end(self, row: NeedRow) -> None:
        self.ask(
            "end_need", f"终止需求：{row.name}",
            (FormField("reason", "终止原因", type="long_text", required=True, max_length=300, span=2),),
            lambda part: (needs.end_need, row.id, row.version, part.reason), "需求已终止。", button="终止",
        )  # fmt: skip

    def _print(self, row: NeedRow) -> None:
        self.print_to(service_papers.issue_assessment, row.service_file_id)
