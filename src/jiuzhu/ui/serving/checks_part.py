"""回访抽查: samples and what was found, whom to ask how it was, complaints by their day; the year's share stands below."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.overseeing import DISSATISFIED, SATISFIED
from jiuzhu.services.delivering import calling_back, complaining, spot_checking
from jiuzhu.services.delivering.calling_back import Call, Satisfaction
from jiuzhu.services.delivering.complaining import Received
from jiuzhu.services.delivering.recording import SIGNED
from jiuzhu.services.delivering.spot_checking import Drawn, Progress, Redrawn
from jiuzhu.services.paper import delivering_papers
from jiuzhu.services.scheduling import calendar_view
from jiuzhu.services.scheduling.board import clock
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_LINES = (
    Column("抽查编号", "number", width=15),
    Column("服务日期", "day", kind="date", width=7),
    Column("服务对象", "person", kind="strong", width=5),
    Column("服务人员", "worker", width=5),
    Column("服务机构", "provider", width=9, stretch=True),
    Column("村（居）", "village", width=6),
)
_RESULT = Column(
    "结果",
    lambda row: ("ok" if row.result == "true" else "bad", spot_checking.RESULTS[row.result]),
    kind="due",
    width=6,
)
_SAMPLES = (
    Column("抽查编号", "number", kind="strong", width=15, stretch=True),
    Column("服务月份", "month", width=6),
    Column("抽取时间", spot_checking.drawn_words, width=11),
    Column("范围（次）", "population", kind="number", width=6),
    Column("比例", lambda row: f"{row.percent}%", align="right", width=5),
)
_SUGGESTED = (
    Column("服务对象", "person", kind="strong", width=5),
    Column("服务号", "file_number", width=15),
    Column("电话", "phone", width=9),
    Column("村（居）", "village", width=6, stretch=True),
    Column("最近服务", "served_on", kind="date", width=7),
    Column("上次回访", lambda row: row.called_on or "没有回访过", width=8),
)
_COMPLAINTS = (
    Column("期限", lambda row: (row.colour, f"{row.due_on:%m-%d}"), kind="due", width=8),
    Column("编号", "number", width=15),
    Column("服务机构", "provider", kind="strong", width=9),
    Column("内容", "content", width=14, stretch=True),
    Column("收到", "received_on", kind="date", width=7),
)
_YEAR_BACK = 365  # days of call-backs shown


def _content(row: Call) -> str:
    """A colour for how content somebody is; 一般 is neither."""
    if row.open:
        return "bad"
    if row.grade >= SATISFIED:
        return "ok"
    return "warn" if row.grade <= DISSATISFIED else ""


def loaded(unit: Any, key: str, text: str) -> tuple[Sequence[Any], str]:
    """The rows of a queue and the sentence below them, in one go."""
    if key in {"lines", "checked", "samples"}:
        shares = [] if unit.actor.villages else spot_checking.progress(unit, unit.today.year)
        told = " 　".join(_share(one) for one in shares)
        words = (
            f"{unit.today.year} 年抽查（不低于 {spot_checking.least(unit, unit.today)}%）：{told}"
            if told
            else ""
        )
        if key == "samples":
            return spot_checking.checks(unit), words
        return spot_checking.lines(unit, text, checked=key == "checked"), words
    if key in {"suggested", "calls"}:
        first = date.fromordinal(unit.today.toordinal() - _YEAR_BACK)
        told = "　".join(_found(one) for one in calling_back.satisfaction(unit, first, unit.today))
        words = f"近一年满意率：{told}" if told else ""
        if key == "suggested":
            return calling_back.suggestions(unit, text), words
        return calling_back.calls(unit, first, unit.today, text), words
    return complaining.complaints(unit, text, closed=key == "closed"), ""


def _share(one: Progress) -> str:
    missing = f"，还差 {one.missing} 次 ▲" if one.missing else " ✓"
    phoned = f"（另有电话核实 {one.phoned} 次，不计入）" if one.phoned else ""
    return f"{one.provider} {one.checked}/{one.records} 次 {one.percent}{phoned}{missing}"


def _found(one: Satisfaction) -> str:
    return f"{one.provider} {one.percent}（{one.calls} 次）"


def drawable(unit: Any) -> tuple[list[str], int]:
    """Months a sample may be drawn of, and the least share."""
    return spot_checking.months(unit), spot_checking.least(unit, unit.today)


class ChecksPart(ListPart):
    """Three kinds of looking after the service, each with what is open first."""

    name: ClassVar[str] = "checks"
    search_hint: ClassVar[str] = "姓名、服务号、编号、村（居）、机构"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"spot_check", "spot_check_line", "call_back", "complaint", "visit_record"}
    )
    next_step: ClassVar[str] = (
        "抽中的由没有录入它的同事核实；不属实的不予认可；反映的问题整改后登记，投诉在期限内办结"
    )

    def __init__(self, page: Any) -> None:
        label = page.workspace.rules.label
        calls = (
            Column(
                "满意度",
                lambda row: (_content(row), label("satisfaction", str(row.grade))),
                kind="due",
                width=6,
            ),
            Column("回访日期", "called_on", kind="date", width=7),
            Column("服务对象", "person", kind="strong", width=5),
            Column("服务机构", "provider", width=9),
            Column("问题", "problems", width=10, stretch=True),
            Column("整改", lambda row: row.improved_on or ("待整改" if row.problems else ""), width=7),
        )
        self.queues = (  # type: ignore[misc]  # the words of the grades are the office's own
            Queue("lines", "抽查", _LINES, "没有等着查的。点“抽取…”按月份抽取服务记录。"),
            Queue("checked", "已查", (_RESULT, *_LINES), "还没有查过的服务记录。"),
            Queue("samples", "抽样", _SAMPLES, "还没有抽取过。点“抽取…”按月份抽取服务记录。"),
            Queue("suggested", "建议回访", _SUGGESTED, "近期有服务的对象都回访过了。"),
            Queue("calls", "回访", calls, "近一年没有回访。在“建议回访”里选一位对象登记。"),
            Queue("complaints", "投诉", _COMPLAINTS, "没有未办结的投诉。"),
            Queue("closed", "已办结投诉", _COMPLAINTS, "没有已办结的投诉。"),
        )
        super().__init__(page)

    def offers(self) -> Sequence[Action]:
        """Draw and check, call back, complaints."""
        drawn, called, told = (
            ("lines", "checked", "samples"),
            ("suggested", "calls"),
            ("complaints", "closed"),
        )
        return (
            Action("draw", "抽取…", self._draw, "spot_check", on_row=False, queues=drawn, icon="add", primary=True),
            Action("complain", "登记投诉…", self._complain, "call_back", on_row=False, queues=told, icon="add", primary=True),
            Action("check", "登记结果…", self._check, "spot_check", queues=("lines", "checked"), primary=True, fits=spot_checking.goes_on, barred=self._own),
            Action("redraw", "重新抽取核对", self._redraw, queues=("samples",), primary=True),
            Action("print", "打印抽查表…", self._print, "print", queues=("samples",)),
            Action("call", "登记回访…", self._call, "call_back", queues=called, primary=True),
            Action("complain_for", "登记他的投诉…", self._complain, "call_back", queues=called),
            Action("improve", "登记整改…", self._improve, "call_back", queues=("calls",), fits=lambda row: bool(row.problems)),
            Action("paper", "打印回访表…", self._paper, "print", queues=("calls",)),
            Action("follow", "跟进…", self._follow, "call_back", queues=("complaints",), primary=True),
            Action("close", "办结…", self._close, "call_back", queues=("complaints",), fits=lambda row: bool(row.action)),
        )  # fmt: skip

    def load(self, key: str, text: str) -> None:
        """Rows and the sentence below them."""
        self.page.tasks.read(
            loaded, key, text, then=lambda found: self.show_rows(*found), owner=self, key="checks"
        )

    def _own(self, row: Any) -> str:
        return "自己录入的要由别人抽查" if row.recorded_by == self.page.workspace.actor.operator_id else ""

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What is known of it."""
        if key in {"lines", "checked"}:
            return row.person, self._line_words(row)
        if key == "samples":
            told = (
                f"服务月份 {row.month}，范围 {row.population} 次，按机构和项目各抽 {row.percent}%（进一取整）"
            )
            return row.number, f"{told}\n种子 {row.seed}\n范围校验 {row.sha256[:16]}…"
        if key in {"suggested", "calls"}:
            return row.person, self._call_words(row)
        lines = [
            row.number, row.provider, f"{row.receiver} {row.received_on} 收到，{row.due_on} 前办结",
            f"对象：{row.person}　{row.file_number}" if row.person else "", row.content, row.action,
            f"{row.closed_on} 办结：{row.result_text}" if row.closed_on else "",
        ]  # fmt: skip
        return row.provider, "\n".join(filter(None, lines))

    def _line_words(self, row: Any) -> str:
        label = self.page.workspace.rules.label
        lines = [
            f"{row.file_number}　{row.phone}", f"{row.day}　{clock(row.starts)}–{clock(row.ends)}",
            f"{label('service_item', row.item)}　{row.worker}（{row.provider}）", row.village, SIGNED[row.signed_by],
            f"状况：{row.condition}" if row.condition else "",
            f"{row.checker} {row.checked_on} {spot_checking.WAYS[row.way]}，{spot_checking.RESULTS[row.result]}：{row.found}"
            if row.result else "",
        ]  # fmt: skip
        return "\n".join(filter(None, lines))

    def _call_words(self, row: Any) -> str:
        lines = [f"{row.file_number}　{row.phone}", row.village]
        if isinstance(row, Call):
            grade = self.page.workspace.rules.label("satisfaction", str(row.grade))
            lines += [
                f"{row.caller} {row.called_on} {calling_back.WAYS[row.way]}回访：{grade}",
                f"{row.provider}　{row.served_on} 的服务" if row.served_on else "",
                f"问题：{row.problems}" if row.problems else "",
                f"整改（{row.improved_on}）：{row.improvement}" if row.improved_on else "",
            ]
        else:
            lines += [f"最近服务 {row.served_on}", f"上次回访 {row.called_on or '没有'}"]
        return "\n".join(filter(None, lines))

    def _draw(self) -> None:
        def ask(found: tuple[list[str], int]) -> None:
            months, least = found
            fields = (
                FormField("month", "服务月份", type="select_one", codes="check_months", required=True),
                FormField("percent", "抽取比例（%）", type="integer", required=True, minimum=str(least), maximum="100"),
            )  # fmt: skip

            def said(made: Drawn) -> str:
                return f"{made.number}：从 {made.population} 次里抽取了 {made.sample} 次。"

            self.ask(
                "draw", "抽取服务记录", fields, lambda part: (spot_checking.draw, part.month, part.percent), said,
                known={"month": months[0], "percent": least}, button="抽取",
                told="按机构和项目分层，各按比例随机抽取；抽取时的种子一并保存，审计可以重新抽取核对。每次服务只进入一次抽样。",
                codes={"check_months": CodeTable("check_months", "月份", "", {one: one for one in months})},
            )  # fmt: skip

        self.page.tasks.read(drawable, then=ask, owner=self)

    def _redraw(self, row: Any) -> None:
        def told(found: Redrawn) -> None:
            if found.differences:
                self.page.say("bad", f"{found.number} 与重新抽取的不一致：{'；'.join(found.differences)}。")
            else:
                self.page.say(
                    "ok", f"{found.number} 与重新抽取的一致：{found.population} 次里的 {found.sample} 次。"
                )

        self.page.tasks.read(spot_checking.redraw, row.id, then=told, failed=self.page.tell, owner=self)

    def _print(self, row: Any) -> None:
        told = partial(delivering_papers.check_of, spot_check_id=row.id)
        self.print_list(told, delivering_papers.issue_check, row.id)

    def _paper(self, row: Call) -> None:
        self.print_to(delivering_papers.issue_call, row.id)

    def _check(self, row: Any) -> None:
        fields = (
            FormField("way", "怎样查的", type="select_one", codes="check_ways", required=True),
            FormField("result", "结果", type="select_one", codes="check_results", required=True),
            FormField("found", "查到的情况", type="long_text", required=True, max_length=300, span=2),
        )
        self.ask(
            "spot_check", f"抽查：{row.person} {row.day}", fields,
            lambda part: (spot_checking.record_check, row.id, part.way, part.result, part.found),
            "已登记抽查结果。", told="不属实的，这次服务不予认可，时长退回小时账户。电话核实的不计入抽查比例，之后仍可到现场或入户查。",
            codes={
                "check_ways": CodeTable("check_ways", "方式", "", spot_checking.WAYS),
                "check_results": CodeTable("check_results", "结果", "", spot_checking.RESULTS),
            },
        )  # fmt: skip

    def _call(self, row: Any) -> None:
        file_id = row.service_file_id if isinstance(row, Call) else row.id
        fields = (
            FormField("on", "回访日期", type="date", required=True),
            FormField("way", "回访方式", type="select_one", codes="call_ways", required=True),
            FormField("grade", "满意度", type="select_one", codes="satisfaction", required=True),
            FormField(
                "problems", "反映的问题", type="long_text", max_length=300, span=2, hint="不满意的要写明"
            ),
            FormField(
                "improvement",
                "整改情况",
                type="long_text",
                max_length=300,
                span=2,
                hint="当时没有的，以后登记",
            ),
        )
        self.ask(
            "call_back", f"回访：{row.person}", fields,
            lambda part: (
                calling_back.record_call, file_id, part.on, part.way, int(part.grade),
                {"problems": part.problems, "improvement": part.improvement},
            ),
            "已登记回访。", known={"way": "phone"},
            codes={"call_ways": CodeTable("call_ways", "方式", "", calling_back.WAYS)},
        )  # fmt: skip

    def _improve(self, row: Call) -> None:
        fields = (
            FormField("improvement", "整改情况", type="long_text", required=True, max_length=300, span=2),
        )
        self.ask(
            "improve", f"整改：{row.person} {row.called_on}", fields,
            lambda part: (calling_back.improve, row.id, row.version, part.improvement), "已登记整改。",
            told=row.problems, known={"improvement": row.improvement},
        )  # fmt: skip

    def _complain(self, row: Any = None) -> None:
        """A complaint, of somebody in a list or of nobody named."""
        about = None if row is None else row.service_file_id if isinstance(row, Call) else row.id

        def ask(providers: list[tuple[str, str]]) -> None:
            fields = (
                FormField("provider", "服务机构", type="select_one", codes="complained_of", required=True),
                FormField("on", "收到日期", type="date", required=True),
                FormField("content", "投诉内容", type="long_text", required=True, max_length=500, span=2,
                          hint="谁反映的、哪一天、什么事；要求不公开姓名的不写姓名"),
            )  # fmt: skip

            def said(made: Received) -> str:
                return f"已登记投诉 {made.number}，{made.due_on} 前办结。"

            self.ask(
                "complaint", f"登记投诉：{row.person}" if row else "登记投诉", fields,
                lambda part: (complaining.record_complaint, part.provider, part.on, part.content, about), said,
                codes={"complained_of": CodeTable("complained_of", "服务机构", "", dict(providers))},
            )  # fmt: skip

        today = self.page.workspace.today()
        self.page.tasks.read(calendar_view.providers, today, then=ask, owner=self)

    def _follow(self, row: Any) -> None:
        fields = (FormField("action", "处理情况", type="long_text", required=True, max_length=300, span=2),)
        self.ask(
            "follow", f"跟进：{row.number}", fields,
            lambda part: (complaining.follow_complaint, row.id, row.version, part.action), "已登记处理情况。",
            told=row.content,
        )  # fmt: skip

    def _close(self, row: Any) -> None:
        fields = (FormField("result", "办结和答复", type="long_text", required=True, max_length=300, span=2),)
        self.ask(
            "close_complaint", f"办结：{row.number}", fields,
            lambda part: (complaining.close_complaint, row.id, row.version, part.result), "投诉已办结。",
            told=row.action, button="办结",
        )  # fmt: skip
