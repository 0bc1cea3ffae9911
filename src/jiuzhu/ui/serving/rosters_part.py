"""名单: one line a service, the people of its newest roster, those to be asked, what changed; and what is posted for long."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.services import LISTED, UNSURE
from jiuzhu.services.ledger import exporting, ledgers
from jiuzhu.services.ledger.ledgers import Exported
from jiuzhu.services.serving import posting, rosters
from jiuzhu.services.serving.posting import PostingRow
from jiuzhu.services.serving.rosters import Made, ServiceRow
from jiuzhu.ui import door
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column

_SERVICES, _POSTED = "services", "posted"
_WHO = (
    Column("姓名", "name", kind="strong", width=6),
    Column("年龄", "age", kind="number", width=4),
    Column("类别", lambda row: f"第 {row.service_class} 类", width=5),
    Column("村（居）", "village", width=7),
    Column("依据", "reason", width=20, stretch=True),
)
_NONE_MADE = "这项服务还没有生成名单。回到“各项服务”，选中以后点“生成名单”。"


def _hangs(row: PostingRow) -> tuple[str, str]:
    """Whether a list hangs, and still says who is served."""
    if row.removed_on is not None:
        return "", f"{row.removed_on} 撤下"
    return ("warn", "人员已有变化") if row.behind else ("ok", "公示中")


class RostersPart(ListPart):
    """What the records do not tell stands in 待核实: nobody is listed or left out by a guess."""

    name: ClassVar[str] = "rosters"
    watches: ClassVar[frozenset[str]] = frozenset({"service_roster", "service_posting", "service_plan"})
    search_hint: ClassVar[str] = "服务名称；姓名、村（居）、证件后四位"
    next_step: ClassVar[str] = (
        "生成名单后逐人看依据，待核实的入户问清、登记到户里再生成；名单从“导出名单”离开，与上次相比看谁进谁出"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            _SERVICES, "各项服务",
            (
                Column("项", "number", kind="number", width=2),
                Column("服务", "title", kind="strong", width=13, stretch=True),
                Column("面向", lambda row: f"第 {row.classes} 类", width=7),
                Column("责任单位", "owner", width=11),
                Column("名单日期", "made_on", kind="date", width=7),
                Column("在名单", lambda row: row.people if row.made_on else None, kind="number", width=4),
                Column("待核实", lambda row: row.unsure if row.made_on else None, kind="number", width=4),
            ),
            "本区县还没有服务目录。",
        ),
        Queue(LISTED, "在名单", _WHO, _NONE_MADE),
        Queue(UNSURE, "待核实", _WHO, "没有待核实的人。"),
        Queue(
            "changes", "与上次相比",
            (
                Column("变化", "way", width=4), Column("姓名", "name", kind="strong", width=6),
                Column("类别", lambda row: f"第 {row.service_class} 类", width=5), Column("村（居）", "village", width=7),
                Column("为什么", "why", width=20, stretch=True),
            ),
            "与上一份名单相比没有变化，或还没有上一份。",
        ),
        Queue(
            _POSTED, "长期公示",
            (
                Column("村（居）", "village", kind="strong", width=8), Column("公示地点", "place", width=12, stretch=True),
                Column("人数", "people", kind="number", width=4), Column("公示日期", "posted_on", kind="date", width=7),
                Column("情况", _hangs, kind="due", width=9),
            ),
            "还没有公示。点“公示…”选村（居），按正在执行的服务计划列出姓名和服务项目，未成年人不公示。",
        ),
    )  # fmt: skip

    def __init__(self, page: Page) -> None:
        self._service: ServiceRow | None = None  # whose people the other queues show
        super().__init__(page)

    def offers(self) -> Sequence[Action]:
        """Compute one or all, see the people, export."""
        here = (_SERVICES,)
        return (
            Action("every", "生成全部名单", self._every, "assess_needs", on_row=False, queues=here, primary=True),
            Action("show", "看名单", self._show_people, queues=here, fits=lambda row: row.made_on is not None),
            Action("make", "生成名单", lambda row: self._make(row.id), "assess_needs", queues=here),
            Action("post", "公示…", self._post, "serve", on_row=False, queues=(_POSTED,), primary=True),
            Action("print", "打印公示…", self._print, "print", queues=(_POSTED,)),
            Action("down", "撤下", self._down, "serve", queues=(_POSTED,), fits=lambda row: row.removed_on is None),
            Action(
                "export", "导出名单…", self._export, "export", on_row=False,
                queues=(_SERVICES, LISTED, UNSURE), offered=lambda: self._chosen() is not None,
            ),
        )  # fmt: skip

    def _chosen(self) -> ServiceRow | None:
        """The service with a roster that is looked at: the chosen line, or whose people are shown."""
        row = self.table.chosen_row() if self.key == _SERVICES else self._service
        return row if row is not None and row.made_on is not None else None

    def choose_queue(self, key: str) -> None:
        """From the services to the people of the chosen one."""
        if self.key == _SERVICES and key != _SERVICES:
            self._service = self._chosen()
        super().choose_queue(key)

    def load(self, key: str, text: str) -> None:
        """The services, or the people of the chosen one's newest roster."""
        if key == _SERVICES:

            def show(rows: Sequence[ServiceRow]) -> None:
                self.show_rows([row for row in rows if text.strip() in row.title])

            self.page.tasks.read(rosters.services, then=show, owner=self, key="rosters")
        elif key == _POSTED:
            self.page.tasks.read(posting.postings, text, then=self.show_rows, owner=self, key="rosters")
        elif self._service is None:
            self.show_rows([])
        else:
            roster = self._service.roster_id
            asked = (rosters.since_last, roster) if key == "changes" else (rosters.people, roster, key, text)
            self.page.tasks.read(*asked, then=self.show_rows, owner=self, key="rosters")

    def show_rows(self, rows: Sequence[Any], sums: str = "") -> None:
        """Below the people stands whose list they are."""
        if self.key not in {_SERVICES, _POSTED} and self._service is not None:
            one = self._service
            sums = f"{one.title}　{one.made_on} 名单　{len(rows)} 人"
        super().show_rows(rows, sums)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Whose service it is and what of the records tells the list; or why somebody stands here."""
        if key == _SERVICES:
            made = f"{row.roster_number}\n{row.made_on}：在名单 {row.people} 人，待核实 {row.unsure} 人"
            return row.title, "\n".join(filter(None, [
                made if row.made_on else "还没有生成名单", f"责任单位：{row.owner}", f"面向第 {row.classes} 类", row.note,
                f"依据户里的：{row.reads}", f"《{row.clause}》" if not row.clause.startswith("《") else row.clause,
            ]))  # fmt: skip
        if key == _POSTED:
            why = "\n正在接受服务的人已有变化，请重新公示。" if row.behind else ""
            return row.village, f"{row.number}\n{row.posted_on} {row.place}{why}\n\n{row.content}"
        if key == "changes":
            return f"{row.name}：{row.way}", f"{row.village}　第 {row.service_class} 类\n{row.why}"
        return (
            row.name,
            f"{row.household_number}\n{row.village}　第 {row.service_class} 类\n{row.state}：{row.reason}",
        )

    def _show_people(self, _row: ServiceRow) -> None:
        self.choose_queue(LISTED)

    def open_row(self, row: Any) -> None:
        """Enter on a service shows its people, and makes the list where there is none."""
        if self.key != _SERVICES:
            if self.key == _POSTED:
                super().open_row(row)
            return
        if row.made_on is not None:
            self._show_people(row)
        elif self.page.workspace.actor.may("assess_needs"):
            self._make(row.id)

    def _make(self, *services: str) -> None:
        def said(made: Made) -> str:
            return f"已生成 {made.rosters} 份名单：在名单 {made.people} 人次，待核实 {made.unsure} 人次。"

        self.do(said, rosters.compute, services)

    def _every(self) -> None:
        self._make()

    def _post(self) -> None:
        def ask(villages: Sequence[str]) -> None:
            if not villages:
                self.page.say("info", "今天没有正在执行的服务计划，没有可以公示的人。")
                return
            table = CodeTable("villages", "村（居）", "", {one: one for one in villages})
            fields = (
                FormField("village", "村（居）", type="select_one", codes="villages", required=True),
                FormField("place", "公示地点", required=True, hint="如：村务公开栏"),
            )
            self.ask(
                "posting", "公示正在接受服务的人", fields, lambda part: (posting.post, part.village, part.place),
                lambda number: f"已登记公示 {number}，请打印张贴；原来张贴的已记为撤下。",
                told="只列姓名和服务项目；身份证号、病情、住址不列，未成年人不公示。", button="公示", codes={"villages": table},
            )  # fmt: skip

        self.page.tasks.read(posting.villages, then=ask, failed=self.page.tell, owner=self, key="villages")

    def _print(self, row: PostingRow) -> None:
        from jiuzhu.services.paper import posting_paper  # noqa: PLC0415  # the page kit is heavy and only printing needs it

        self.print_to(posting_paper.issue_posting, row.id)

    def _down(self, row: PostingRow) -> None:
        self.do(f"{row.village}的公示已记为撤下。", posting.take_down, row.id, row.version)

    def _export(self) -> None:
        one = self._chosen()
        if one is None or one.made_on is None:
            return
        day: date = one.made_on
        about = {
            "programme": one.id, "state": UNSURE if self.key == UNSURE else LISTED, "date_from": day, "date_to": day,
        }  # fmt: skip

        def stated(said: Said) -> None:
            chosen, _ = QFileDialog.getSaveFileName(
                self, "导出名单", f"{one.title}{day}.xlsx", "Excel 工作簿 (*.xlsx)"
            )
            if not chosen:
                return

            def done(made: Exported) -> None:
                self.page.say("ok", f"已导出 {made.rows:,} 行（{made.number}）：{made.path}")
                door.show_password(self, said, made.path)

            path = Path(chosen)
            path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
            self.page.tasks.write(
                ledgers.export,
                "service_rosters",
                about,
                path,
                said,
                then=done,
                failed=self.page.tell,
                owner=self,
            )

        door.pass_through(self.page, self, exporting.rows_of("xlsx", "service_rosters", about), stated)
