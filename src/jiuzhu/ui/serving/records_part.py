"""服务记录: what is still to be recorded, what somebody else has to verify with the doubts first, what is disputed."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.counting import STANDINGS
from jiuzhu.domain.serving.flags import KINDS
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.pricing import REFUSED
from jiuzhu.services.delivering import record_view, recording, verifying
from jiuzhu.services.delivering.record_view import RecordRow, ToRecord
from jiuzhu.services.delivering.verifying import RESULTS, VerifiedMany
from jiuzhu.services.paper import delivering_papers
from jiuzhu.services.scheduling.board import clock
from jiuzhu.ui.dialogs.pictures import PicturesDialog
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving.record_dialog import RecordDialog

TODO = "todo"
_FOUND = ("recorded", "disputed", "verified", "refused")


def _doubts(row: RecordRow) -> tuple[str, str]:
    kinds = dict.fromkeys(KINDS[flag.kind] for flag in row.flags)
    return ("warn", "、".join(kinds)) if kinds else ("", "")


def _due(row: ToRecord) -> tuple[str, str]:
    """A day that is over waits, one that is long over asks for a reason."""
    return ("bad" if row.late else "warn" if row.past else "", f"{row.day:%m-%d}")


def _columns(label: Any) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    todo = (
        Column("日期", _due, kind="due", width=8),
        Column("时间", lambda row: f"{clock(row.starts)}–{clock(row.ends)}", width=8),
        Column("服务对象", "person", kind="strong", width=5),
        Column("项目", lambda row: label("service_item", row.item), width=6),
        Column("服务人员", lambda row: "、".join(filter(None, (row.worker, row.second_worker))), width=7),
        Column("村（居）", "village", width=6),
        Column("服务机构", "provider", width=9, stretch=True),
    )
    made = (
        Column("疑点", _doubts, kind="due", width=12),
        Column("日期", "day", kind="date", width=7),
        Column("时间", "when", width=8),
        Column("服务对象", "person", kind="strong", width=5),
        Column("服务人员", lambda row: "、".join(filter(None, (row.worker, row.second_worker))), width=7),
        Column("服务机构", "provider", width=9, stretch=True),
        Column("录入人", "recorder", width=5),
    )
    return todo, made


class RecordsPart(ListPart):
    """Space marks several records: those without a doubt are verified in one step."""

    name: ClassVar[str] = "records"
    many: ClassVar[bool] = True
    search_hint: ClassVar[str] = "姓名、服务号、村（居）、服务人员、机构"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"visit", "visit_record", "verification", "spot_check_line"}
    )
    next_step: ClassVar[str] = (
        "录入的记录由没有录入它的同事核实；核实的进入月结算，有争议的先查清，不予认可的退回小时"
    )

    def __init__(self, page: Any) -> None:
        todo, made = _columns(page.workspace.rules.label)
        self.queues = (  # type: ignore[misc]  # the words of the codes are the office's own
            Queue(TODO, "今天待录入", todo, "没有待录入的服务：到今天为止安排的服务都已录入或取消。"),
            Queue("recorded", "待核实", made, "没有待核实的服务记录。"),
            Queue("disputed", "有争议", made, "没有有争议的服务记录。"),
            Queue("verified", "已核实", made, "近两个月没有已核实的服务记录。"),
            Queue("refused", "不予认可", made, "近两个月没有不予认可的服务记录。"),
        )
        super().__init__(page)

    def offers(self) -> Sequence[Action]:
        """Record, verify one or many, look at what proves it, reverse."""
        return (
            Action("record", "录入记录…", self._record, "record_visit", queues=(TODO,), primary=True),
            Action("verify", "核实…", self._verify, "verify_visits", queues=_FOUND, primary=True, barred=self._own),
            Action("verify_many", "所选的核实属实", self._verify_many, "verify_visits", queues=("recorded",)),
            Action("proof", "看签字和照片…", self._proof, queues=_FOUND, fits=lambda row: row.drawn or row.photos > 0),
            Action("paper", "打印服务记录表…", self._paper, "print", queues=_FOUND),
            Action("reverse", "冲销…", self._reverse, "record_visit", queues=_FOUND),
        )  # fmt: skip

    def load(self, key: str, text: str) -> None:
        """Visits without a record, or records by how they stand."""

        def show(rows: list[Any]) -> None:
            cut = key in record_view.SETTLED and len(rows) >= record_view.MOST
            self.show_rows(rows, f"只列最近 {record_view.MOST} 条，其余的请用上面的查找。" if cut else "")

        if key == TODO:
            self.page.tasks.read(record_view.to_record, text, then=self.show_rows, owner=self, key="records")
        else:
            self.page.tasks.read(record_view.queue, key, text, then=show, owner=self, key="records")

    def _own(self, row: RecordRow) -> str:
        return "自己录入的要由别人核实" if row.recorded_by == self.page.workspace.actor.operator_id else ""

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Who, when, what and every doubt."""
        label = self.page.workspace.rules.label
        who = "、".join(filter(None, (row.worker, row.second_worker)))
        if key == TODO:
            visit: ToRecord = row
            lines = [
                visit.file_number, f"{visit.day}　{clock(visit.starts)}–{clock(visit.ends)}",
                label("service_item", visit.item), f"服务人员：{who}", visit.provider,
                f"{visit.village}　{visit.address}", "已超过录入期限，录入时写明原因" if visit.late else "",
            ]  # fmt: skip
            return visit.person, "\n".join(filter(None, lines))
        done: RecordRow = row
        lines = [
            *(f"▲ {flag.reason}" for flag in done.flags),
            done.file_number, f"{done.day}　{done.when}　{hours(done.minutes)}",
            "、".join(label("service_item", one) for one in done.items), f"服务人员：{who}（{done.provider}）",
            f"地点：{done.place}", f"状况：{done.condition}" if done.condition else "",
            f"{record_view.signed_words(done)}，照片 {done.photos} 张",
            f"{done.recorder} {done.recorded} 录入", f"说明：{done.reason}" if done.reason else "",
            f"{STANDINGS[done.standing]}：{done.found}" if done.found else "",
        ]  # fmt: skip
        return done.person, "\n".join(filter(None, lines))

    def _record(self, row: ToRecord) -> None:
        def known(workers: list[tuple[str, str]]) -> None:
            dialog = RecordDialog(self.page, row, workers)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.page.tasks.read(
            record_view.workers, row.provider_id, row.day, then=known, failed=self.page.tell, owner=self
        )

    def _verify(self, row: RecordRow) -> None:
        doubted = bool(row.flags) or row.standing in REFUSED
        fields = (
            FormField("result", "核实结果", type="select_one", codes="record_results", required=True),
            FormField(
                "reason", "核实的情况", type="long_text", required=doubted, max_length=300, span=2,
                hint="问了谁、看了什么；属实而没有疑点的可以不写",
            ),
        )  # fmt: skip
        doubts = "\n".join(f"▲ {flag.reason}" for flag in row.flags)
        self.ask(
            "verify_record", f"核实：{row.person} {row.day} {row.when}", fields,
            lambda part: (
                verifying.verify, row.id, part.result, part.reason, {"seen_standing": row.standing},
            ),
            "已登记核实结果。", told=doubts, button="核实", known={"result": "" if doubted else "verified"},
            codes={"record_results": CodeTable("record_results", "核实结果", "", RESULTS)},
        )  # fmt: skip

    def _verify_many(self, _row: RecordRow) -> None:
        def said(made: VerifiedMany) -> str:
            left = f"{len(made.left_out)} 条没有核实：{'；'.join(made.left_out[:3])}" if made.left_out else ""
            return f"已核实 {made.done} 条。{left}"

        rows = self.table.chosen_rows()
        self.do(said, verifying.verify_many, [row.id for row in rows])

    def _proof(self, row: RecordRow) -> None:
        PicturesDialog(
            self.page, row.id, "签字和照片", listed=record_view.proofs, shown=record_view.proof_to_show
        ).open()

    def _paper(self, row: RecordRow) -> None:
        self.print_to(delivering_papers.issue_record, row.id)

    def _reverse(self, row: RecordRow) -> None:
        fields = (FormField("reason", "冲销的原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "reverse_record", f"冲销：{row.person} {row.day} {row.when}", fields,
            lambda part: (recording.reverse, row.id, part.reason),
            "已冲销，原记录仍可查。这次服务回到“今天待录入”。", button="冲销",
            told="原记录不会消失，只是不再算数；服务要重新录入。",
        )  # fmt: skip
