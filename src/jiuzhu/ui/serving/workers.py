"""服务人员: who is sent, their hours, who is away and whose visits others make."""

from collections.abc import Sequence
from typing import Any

from jiuzhu.services.serving import workers
from jiuzhu.ui.list_part import Action
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving import worker_dialogs as dialogs
from jiuzhu.ui.serving.section import Section, goes_on, lines


class Workers(Section):
    """Who is away or without hours says so in the list."""

    key = "workers"
    label = "服务人员"
    empty = "还没有服务人员。在“服务机构”里选中机构，点“登记服务人员”。"

    def columns(self) -> Sequence[Column]:
        """Who, of which provider, when."""
        return (
            Column("在岗", _standing, kind="due", width=6),
            Column("姓名", "name", kind="strong", width=5),
            Column("性别", lambda row: self.word("sex", row.sex), width=3),
            Column("机构", "provider", width=10),
            Column("会做的服务", lambda row: self.words("service_item", row.skills), width=14, stretch=True),
            Column("班次", lambda row: row.shift, width=12),
        )

    def offers(self) -> Sequence[Action]:
        """Absences first: that is what is asked for every day."""
        return (
            self.on("worker_away", "登记请假…", self._away, "serve", fits=goes_on),
            self.on("worker_unkept", "改派…", self._unkept, "serve"),
            self.on("worker_back", "销假…", self._back, "serve", fits=lambda row: bool(row.absences)),
            self.on("worker_hours", "排班…", self._hours, "contract", fits=goes_on),
            self.on("worker_change", "更正…", self._change, "contract", fits=goes_on),
            self.on("worker_end", "离职…", self._end, "contract", fits=goes_on),
        )

    def load(self, text: str) -> None:
        """Workers, those who work first."""
        self.rows(workers.workers, text)

    def told(self, row: Any) -> tuple[str, str]:
        """Everything matching looks at."""
        return row.name, lines(
            f"{row.provider}　{self.word('sex', row.sex)}　{row.phone}",
            f"会做：{self.words('service_item', row.skills)}",
            f"语言：{self.words('language', row.languages)}" if row.languages else "",
            f"负责：{row.villages}" if row.villages else "负责全部村（居）",
            f"班次：{row.shift}" if row.shift else "还没有排班，派不出去",
            f"请假：{row.away}" if row.away else "",
            f"最近培训：{row.trained_on}" if row.trained_on else "没有培训记录",
            f"{row.ended_on} 离职" if row.ended_on else "",
        )

    def _away(self, row: Any) -> None:
        dialogs.ask_absence(self.page, self.part, row.id, row.name)

    def _unkept(self, row: Any) -> None:
        dialogs.show_unkept(self.page, self.part, row.id, row.name)

    def _back(self, row: Any) -> None:
        dialogs.ask_back(self.page, self.part, row)

    def _hours(self, row: Any) -> None:
        dialogs.ask_hours(self.page, self.part, row)

    def _end(self, row: Any) -> None:
        dialogs.ask_end(self.page, self.part, row)

    def _change(self, row: Any) -> None:
        shown = dialogs.known(row)
        before = {**shown, "skills": " ".join(row.skills), "languages": " ".join(row.languages)}
        self.part.ask(
            "worker_change", f"更正：{row.name}", dialogs.FIELDS,
            lambda part: (workers.change_worker, row.id, dialogs.told(part), {"before": before}), "已更正。",
            known=shown, button="更正",
        )  # fmt: skip


def _standing(row: Any) -> tuple[str, str]:
    if row.ended_on:
        return "", f"{row.ended_on:%m-%d} 离职"
    if row.away:
        return "warn", "请假"
    return ("ok", "在岗") if row.shift else ("warn", "未排班")
