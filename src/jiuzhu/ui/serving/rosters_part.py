"""名单: one line a service; the people of its newest roster, those to be asked, and what changed since the last one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.exporting import Said
from jiuzhu.domain.serving.services import LISTED, UNSURE
from jiuzhu.services.ledger import exporting, ledgers
from jiuzhu.services.ledger.ledgers import Exported
from jiuzhu.services.serving import rosters
from jiuzhu.services.serving.rosters import Made, ServiceRow
from jiuzhu.ui import door
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column

_SERVICES = "services"
_WHO = (
    Column("姓名", "name", kind="strong", width=6),
    Column("年龄", "age", kind="number", width=4),
    Column("类别", lambda row: f"第 {row.service_class} 类", width=5),
    Column("村（居）", "village", width=7),
    Column("依据", "reason", width=20, stretch=True),
)
_NONE_MADE = "这项服务还没有生成名单。回到“各项服务”，选中以后点“生成名单”。"


class RostersPart(ListPart):
    """What the records do not tell stands in 待核实: nobody is listed or left out by a guess."""

    name: ClassVar[str] = "rosters"
    watches: ClassVar[frozenset[str]] = frozenset({"service_roster"})
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
        elif self._service is None:
            self.show_rows([])
        else:
            roster = self._service.roster_id
            asked = (rosters.since_last, roster) if key == "changes" else (rosters.people, roster, key, text)
            self.page.tasks.read(*asked, then=self.show_rows, owner=self, key="rosters")

    def show_rows(self, rows: Sequence[Any], sums: str = "") -> None:
        """Below the people stands whose list they are."""
        if self.key != _SERVICES and self._service is not None:
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
