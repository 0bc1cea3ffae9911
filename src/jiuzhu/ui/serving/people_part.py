"""服务对象: who is to get a file, who has one, whose class changed, and what hangs on each: hours, plan, needs."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.hours import hours
from jiuzhu.services.paper import service_papers
from jiuzhu.services.serving import classes, home_care_list, plans, served_list, service_files
from jiuzhu.services.serving.home_care_list import HomeCareList, Taken
from jiuzhu.services.serving.served_list import FileRow
from jiuzhu.services.serving.service_files import Granted, Opened
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving import plan_dialogs
from jiuzhu.ui.serving.home_care_dialog import HomeCareDialog


def _class(row: Any) -> str:
    return f"第 {row.service_class} 类"


def _hours(row: Any) -> str:
    return hours(row.account.left) if row.account.granted else ""


def _plan(row: Any) -> tuple[str, str]:
    if row.plan is None:
        return "", "没有计划"
    if row.plan.signed_on is None:
        return "warn", "待签字"
    return "ok", f"到 {row.plan.ends_on}"


def _proposed(row: Any) -> tuple[str, str]:
    return {"change": ("warn", "变更类别"), "end": ("bad", "停止服务"), "ask": ("", "先补齐")}[
        row.proposal.kind
    ]


_WHO = (
    Column("姓名", "name", kind="strong", width=5),
    Column("类别", _class, width=5),
    Column("年龄", "age", kind="number", width=3),
)
_NUMBER = Column("服务号", "number", width=16)
_VILLAGE = Column("村（居）", "village", width=7)


def _against(visits: Sequence[str]) -> str:
    """Visits within home care, and what to do about them."""
    todo = "已安排的请在日历上取消，已录入的请核实时对照，已结算的请更正"
    return f"；托养期内另有服务，{todo}：{'；'.join(visits)}" if visits else ""


class PeoplePart(ListPart):
    """Space marks several newcomers: their files are opened in one step."""

    name: ClassVar[str] = "people"
    many: ClassVar[bool] = True
    watches: ClassVar[frozenset[str]] = frozenset(
        {"service_file", "service_plan", "hour_grant", "visit", "visit_record", "need", "person", "member",
         "household", "entitlement"}
    )  # fmt: skip
    next_step: ClassVar[str] = (
        "每月为新增对象建档；有类别变化的核对后变更或停止；订立计划并签字后在日历上安排"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "new",
            "新增待建档",
            (
                *_WHO,
                _VILLAGE,
                Column("分类依据", "reason", width=20, stretch=True),
                Column("户编号", "household_number", width=15),
            ),
            "没有待建档的人。低保、特困、低保边缘、刚性支出困难、监测对象家庭里还没有档案的人列在这里。",
        ),
        Queue(
            "going",
            "在册",
            (
                *_WHO,
                Column("小时余额", _hours, align="right", width=7),
                Column("计划", _plan, kind="due", width=9),
                Column("需求", lambda row: len(row.needs) or "", kind="number", width=3),
                _VILLAGE,
                Column("服务号", "number", width=16, stretch=True),
            ),
            "还没有建档的人。到“新增待建档”里选人建档。",
        ),
        Queue(
            "changed",
            "类别有变化",
            (
                *_WHO,
                Column("建议", _proposed, kind="due", width=7),
                Column("变化", "told", width=22, stretch=True),
                _VILLAGE,
                _NUMBER,
            ),
            "在册的人类别都没有变化。",
        ),
        Queue(
            "ended",
            "已停止",
            (
                *_WHO,
                Column("停止", "ended_on", kind="date", width=7),
                Column("原因", "end_reason", width=16, stretch=True),
                _VILLAGE,
                _NUMBER,
            ),
            "还没有停止服务的人。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """Open, change, end; the plan, its signature and its end; hours of the year."""
        file, going = ("going", "changed"), ("going",)
        return (
            Action("grant", "发放年度小时…", self._grant, "serve", on_row=False, queues=going, primary=True),
            Action("open", "建档", self._open, "assess_needs", queues=("new",), icon="add"),
            Action("change", "变更类别", self._change, "assess_needs", queues=("changed",),
                   fits=lambda row: row.proposal.kind == "change"),
            Action("plan", "订立、变更计划…", self._ask_plan, "serve", queues=going),
            Action("sign", "登记签字…", self._sign, "serve", queues=going,
                   fits=lambda row: row.plan is not None and row.plan.signed_on is None),
            Action("end_plan", "终止计划…", self._end_plan, "serve", queues=going,
                   fits=lambda row: row.plan is not None),
            Action("care", "残联居家托养…", self._care, "serve", queues=going),
            Action("care_list", "导入居家托养名单…", self._care_list, "serve", on_row=False, queues=going),
            Action("end", "停止服务…", self._end, "serve", queues=file),
            Action("print", "打印服务协议和计划…", self._print, "print", queues=going,
                   fits=lambda row: row.plan is not None),
        )  # fmt: skip

    def load(self, key: str, text: str) -> None:
        """People of a queue."""
        services: dict[str, Callable[..., Any]] = {
            "new": classes.newcomers,
            "going": served_list.files,
            "changed": served_list.changed,
            "ended": served_list.ended,
        }

        def show(rows: list[Any]) -> None:
            cut = key in {"going", "ended"} and len(rows) >= served_list.LIMIT
            self.show_rows(rows, f"只列前 {served_list.LIMIT:,} 人，其余的请用上面的查找。" if cut else "")

        self.page.tasks.read(services[key], text, then=show, owner=self, key="people")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """The class with its reason, the hours, the plans and the needs."""
        if key == "new":
            lines = [f"户编号 {row.household_number}　{row.village}", row.reason]
            return f"{row.name}：第 {row.service_class} 类", "\n".join(filter(None, lines))
        return f"{row.name}：第 {row.service_class} 类", "\n".join(filter(None, self._lines(row)))

    def _lines(self, row: FileRow) -> list[str]:
        told = row.account
        label = self.page.workspace.rules.label
        until = f"至 {row.home_care_until}" if row.home_care_until else "起"
        return [
            row.number,
            f"✗ {row.told}" if row.told else "",
            row.class_reason,
            f"{row.opened_on} 建档" + (f"　{row.class_on} 定类" if row.class_on != row.opened_on else ""),
            f"{told.year} 年小时：发放 {hours(told.granted)}，已服务 {hours(told.delivered)}，已安排 {hours(told.booked)}"
            + (f"，有争议 {hours(told.disputed)}" if told.disputed else "")
            + f"，还剩 {hours(told.left)}"
            if told.granted
            else f"{told.year} 年没有发放小时",
            f"残联居家托养：{row.home_care_from} {until}" if row.home_care_from else "",
            *(plan_dialogs.told(one, label) for one in row.plans),
            *(
                f"需求 {one.priority}　{label('need_heading', one.heading)}（{one.score}）：{one.content}"
                for one in row.needs
            ),
            "" if row.assessed_on else "还没有评估需求",
            f"{row.ended_on} 停止：{row.end_reason}" if row.ended_on else "",
        ]

    def _open(self, _row: Any) -> None:
        rows = self.table.chosen_rows()
        people = [(row.id, row.household_id) for row in rows]

        def said(made: Opened) -> str:
            left = f"；没有建档：{'；'.join(made.left_out)}" if made.left_out else ""
            last = f" 至 {made.numbers[-1]}" if len(made.numbers) > 1 else ""
            care = "请再读入一次残联居家托养名单：建档以前名单里的日期没有登记"
            return f"已建档 {len(made.numbers)} 人，服务号 {made.numbers[0]}{last}{left}。{care}。"

        self.do(said, service_files.open_many, people)

    def _change(self, row: FileRow) -> None:
        self.do(
            lambda told: f"{row.name}：{told}。",
            service_files.change_service_class,
            row.id,
            row.version,
        )

    def _ask_plan(self, row: FileRow) -> None:
        self.page.tasks.read(
            plans.offers,
            self.page.workspace.today(),
            then=lambda offers: plan_dialogs.ask_plan(self, row, offers),
            failed=self.page.tell,
            owner=self,
        )

    def _sign(self, row: FileRow) -> None:
        plan_dialogs.ask_signature(self, row)

    def _end_plan(self, row: FileRow) -> None:
        plan_dialogs.ask_end(self, row)

    def _print(self, row: FileRow) -> None:
        self.print_to(service_papers.issue_plan, row.plan.id)

    def _grant(self) -> None:
        fields = (FormField("year", "年度", type="integer", required=True, span=2),)

        def said(made: Granted) -> str:
            left = f"；没有发放：{'、'.join(made.left_out)}" if made.left_out else ""
            already = f"；{made.already} 人已发放过" if made.already else ""
            return f"{made.year} 年已发放 {made.people} 人，每人 {hours(made.minutes)}{already}{left}。"

        self.ask(
            "grant_year", "发放年度小时", fields, lambda part: (service_files.grant_year, int(part.year)), said,
            known={"year": self.page.workspace.today().year}, button="发放",
            told="发给在册的全部第 1 类对象，每人每年只发放一次；正在享受残联居家托养的不发放。",
        )  # fmt: skip

    def _care(self, row: FileRow) -> None:
        fields = (
            FormField("since", "从哪一天起", type="date"),
            FormField("until", "到哪一天（含）", type="date", hint="没有期限的不填"),
        )

        def said(visits: tuple[str, ...]) -> str:
            return f"已登记{row.name}的残联居家托养{_against(visits)}。"

        self.ask(
            "home_care", f"残联居家托养：{row.name}", fields,
            lambda part: (service_files.set_home_care, row.id, row.version, part.since, part.until), said,
            known={"since": row.home_care_from, "until": row.home_care_until},
            told="按残联的居家托养名单登记；托养期间不能安排政府购买的居家上门服务。两个日期都清空就是没有托养。",
        )  # fmt: skip

    def _care_list(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择残联居家托养名单", "", "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.page.tasks.read(
                home_care_list.look_at_list, Path(chosen), then=self._show_list, failed=self.page.tell, owner=self,
                title="正在试读名单…",
            )  # fmt: skip

    def _show_list(self, found: HomeCareList) -> None:
        dialog = HomeCareDialog(self, found)

        def done(made: Taken) -> None:
            dialog.accept()
            self.page.say("ok", f"已登记 {made.people} 人的居家托养{_against(made.visits)}。")

        def take() -> None:
            self.page.tasks.write(
                home_care_list.record_home_care, found, then=done, failed=lambda error: dialog.tell(error.message), owner=dialog
            )  # fmt: skip

        dialog.taken.connect(take)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _end(self, row: FileRow) -> None:
        fields = (
            FormField("on", "停止日期", type="date", required=True),
            FormField("reason", "停止原因", type="long_text", required=True, max_length=300, span=2),
        )
        known = {"reason": row.proposal.told} if row.proposal and row.proposal.kind == "end" else {}
        self.ask(
            "end_file", f"停止服务：{row.name}", fields,
            lambda part: (service_files.end_file, row.id, row.version, part.on, part.reason),
            f"{row.name}已停止服务，档案 {row.number} 保留。", known=known, button="停止服务",
        )  # fmt: skip
