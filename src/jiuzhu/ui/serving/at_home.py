"""邻里互助 and 求助设备: who looks after whom next door, and what hangs in their homes."""

from collections.abc import Callable, Sequence
from typing import Any

from jiuzhu.domain.form import FormField
from jiuzhu.domain.money import shown
from jiuzhu.services.serving import devices, funds, neighbours, supply
from jiuzhu.services.serving.devices import DeviceTold
from jiuzhu.services.serving.neighbours import SUBSIDY_STATES
from jiuzhu.ui.list_part import Action
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving.section import Section, goes_on, lines, table

_WHOM = FormField("file", "服务对象", type="select_one", codes="file_choice", required=True, span=2)


class _AtHome(Section):
    def _for_whom(self, then: Callable[[dict[str, Any]], object]) -> None:
        """Ask whose service files go on; they come as the choices of a dialog."""

        def found(files: list[tuple[str, str]]) -> None:
            if files:
                then({"file_choice": table("file_choice", "服务对象", dict(files))})
            else:
                self.page.say("info", "还没有服务档案。先给服务对象建档，再登记。")

        self.read(neighbours.files, then=found)


class Neighbours(_AtHome):
    """The times of the year and where the subsidy stands."""

    key = "neighbours"
    label = "邻里互助"
    empty = "还没有邻里互助。有邻居自愿照看服务对象的，点“登记互助”。"

    def columns(self) -> Sequence[Column]:
        """Who looks after whom, how often, for what."""
        return (
            Column("帮扶邻里", "helper", kind="strong", width=6),
            Column("服务对象", "person", width=6),
            Column("村（居）", "village", width=8, stretch=True),
            Column("今年次数", "times", kind="number", width=5),
            Column("最近一次", "last_on", kind="date", width=7),
            Column("每年补贴", "yearly", kind="money", width=7),
            Column("补贴", lambda row: _state(row), width=7),  # noqa: PLW0108  # defined below
        )

    def offers(self) -> Sequence[Action]:
        """What the village tells, what the township grants."""
        return (
            self.new("neighbour", "登记互助…", self._new, "serve"),
            self.on("neighbour_done", "记一次…", self._done, "serve", fits=goes_on),
            self.on("neighbour_change", "更正…", self._change, "serve", fits=goes_on),
            self.on("neighbour_end", "停止…", self._end, "serve", fits=goes_on),
            self.on("subsidy", "提出补贴…", self._propose, "settle", fits=lambda row: row.state in {"", "returned"} and row.times > 0),
            self.on(
                "subsidy_approve", "批准补贴", self._approve, "sign_settlement", fits=lambda row: row.state == "proposed",
                barred=lambda row: "自己提出的补贴不能自己批准" if row.proposed_by == self.page.workspace.actor.operator_id else "",
            ),
            self.on(
                "subsidy_return", "退回补贴", self._return, "sign_settlement", fits=lambda row: row.state == "proposed",
                barred=lambda row: "自己提出的补贴不能自己批准" if row.proposed_by == self.page.workspace.actor.operator_id else "",
            ),
            self.on("subsidy_paid", "登记发放…", self._paid, "settle", fits=lambda row: row.state == "approved" and row.paid_on is None),
        )  # fmt: skip

    def load(self, text: str) -> None:
        """Those of this year."""
        self.rows(neighbours.neighbours, self.page.workspace.today().year, text)

    def told(self, row: Any) -> tuple[str, str]:
        """The neighbour, the last time, the subsidy."""
        return f"{row.helper} 照看 {row.person}", lines(
            f"{row.village}　{row.number}",
            f"电话：{row.phone}" if row.phone else "",
            f"培训：{row.trained_on}" if row.trained_on else "还没有培训",
            f"{row.starts_on} 开始" + (f"，{row.ended_on} 停止" if row.ended_on else ""),
            f"{row.year} 年互助 {row.times} 次",
            f"最近：{row.last_on} {row.last_content}" if row.last_on else "",
            f"补贴：约定每年 {shown(row.yearly)} 元",
            f"{_state(row)} {shown(row.amount)} 元" if row.amount is not None else "",
        )

    def _new(self) -> None:
        fields = (
            _WHOM,
            FormField("helper", "帮扶邻里姓名", required=True),
            FormField("phone", "电话", type="phone"),
            FormField("trained_on", "培训日期", type="date", hint="还没有培训就清空"),
            FormField("starts_on", "开始日期", type="date", required=True),
            FormField("yearly", "每年补贴（元）", type="money", required=True, hint="没有就填 0"),
        )
        self._for_whom(
            lambda codes: self.part.ask(
                "neighbour", "登记邻里互助", fields,
                lambda part: (
                    neighbours.start_help, part.file, part.helper, part.yearly,
                    {"starts_on": part.starts_on, "phone": part.phone, "trained_on": part.trained_on},
                ),
                "已登记。村（社区）每次互助都在这里记一次。", known={"trained_on": None}, codes=codes,
            )
        )  # fmt: skip

    def _done(self, row: Any) -> None:
        fields = (
            FormField("day", "日期", type="date", required=True),
            FormField("content", "做了什么", type="long_text", required=True, max_length=200, span=2),
        )
        self.part.ask(
            "neighbour_done", f"互助：{row.helper} 照看 {row.person}", fields,
            lambda part: (neighbours.record_help, row.id, part.day, part.content), "已记下。",
        )  # fmt: skip

    def _change(self, row: Any) -> None:
        fields = (
            FormField("phone", "电话", type="phone"),
            FormField("trained_on", "培训日期", type="date"),
            FormField("yearly", "每年补贴（元）", type="money", required=True),
        )
        before = {"phone": row.phone, "trained_on": row.trained_on, "yearly": row.yearly}
        self.part.ask(
            "neighbour_change", f"更正：{row.helper}", fields,
            lambda part: (neighbours.change_help, row.id, {**vars(part), "before": before}), "已更正。",
            known=before, button="更正",
        )  # fmt: skip

    def _end(self, row: Any) -> None:
        fields = (FormField("day", "停止日期", type="date", required=True),)
        self.part.ask(
            "neighbour_end", f"停止互助：{row.helper}", fields,
            lambda part: (neighbours.end_help, row.id, part.day), "已停止。", button="停止",
        )  # fmt: skip

    def _propose(self, row: Any) -> None:
        self.read(funds.funds, then=lambda found: self._ask_propose(row, found))

    def _ask_propose(self, row: Any, found: list[Any]) -> None:
        offered = {
            one.id: f"{one.label}（剩 {shown(one.balance.left)} 元）" for one in found if one.year == row.year
        }
        if not offered:
            self.page.say("info", f"还没有 {row.year} 年的资金，请先登记资金。")
            return
        fields = (
            FormField("fund", "从哪笔资金", type="select_one", codes="subsidy_fund", required=True, span=2),
            FormField("amount", "补贴（元）", type="money", required=True),
        )
        self.part.ask(
            "subsidy", f"提出补贴：{row.helper} {row.year} 年", fields,
            lambda part: (neighbours.propose_subsidy, row.id, row.year, part.fund, part.amount),
            "已提出，请镇街审批岗位批准。", known={"amount": row.yearly}, button="提出",
            told=f"{row.year} 年登记互助 {row.times} 次；提出以后不能再补记这一年的次数。",
            codes={"subsidy_fund": table("subsidy_fund", "资金", offered)},
        )  # fmt: skip

    def _approve(self, row: Any) -> None:
        self.part.do(
            f"已批准{row.helper} {row.year} 年的补贴。",
            neighbours.approve_subsidy,
            row.subsidy_id,
            row.subsidy_version,
        )

    def _return(self, row: Any) -> None:
        self.part.do(
            f"已退回{row.helper} {row.year} 年的补贴，可以重新提出。",
            neighbours.return_subsidy,
            row.subsidy_id,
            row.subsidy_version,
        )

    def _paid(self, row: Any) -> None:
        fields = (FormField("paid_on", "发放日期", type="date", required=True),)
        self.part.ask(
            "subsidy_paid", f"登记发放：{row.helper}", fields,
            lambda part: (neighbours.pay_subsidy, row.subsidy_id, part.paid_on), "已登记发放。",
        )  # fmt: skip


def _state(row: Any) -> str:
    return f"{row.paid_on} 已发" if row.paid_on else SUBSIDY_STATES.get(row.state, "未提出")


class Devices(_AtHome):
    """What was not tested for long is amber and stands first."""

    key = "devices"
    label = "求助设备"
    empty = "还没有登记的设备。一键求救、爱心门铃安装后点“登记安装”。"

    def columns(self) -> Sequence[Column]:
        """When it was tested stands first."""
        return (
            Column("测试", lambda row: (row.colour, f"{row.tested_on:%Y-%m-%d}"), kind="due", width=8),
            Column("服务对象", "person", kind="strong", width=6),
            Column("村（居）", "village", width=8),
            Column("设备", lambda row: self.word("alarm_device", row.kind), width=8),
            Column("编号", "number", width=8),
            Column("谁接听", "answers_to", width=12, stretch=True),
            Column("拆除", "removed_on", kind="date", width=7),
        )

    def offers(self) -> Sequence[Action]:
        """Put up, tested, taken down."""
        hangs: Callable[[Any], bool] = lambda row: row.removed_on is None  # noqa: E731  # said twice below
        return (
            self.new("device", "登记安装…", self._new, "serve"),
            self.on("device_test", "登记测试…", self._test, "serve", fits=hangs),
            self.on("device_remove", "登记拆除…", self._remove, "serve", fits=hangs),
        )

    def load(self, text: str) -> None:
        """Those to be tested first."""
        self.rows(devices.devices, text)

    def told(self, row: Any) -> tuple[str, str]:
        """Where it hangs and who hears it."""
        return f"{row.person}　{self.word('alarm_device', row.kind)}", lines(
            row.number,
            f"{row.village}　{row.address}",
            f"谁接听：{row.answers_to}",
            f"维护机构：{row.provider}" if row.provider else "",
            f"安装 {row.installed_on}，最近测试 {row.tested_on}",
            "▲ 很久没有测试了，请上门按一次" if row.colour == "warn" else "",
            f"{row.removed_on} 拆除" if row.removed_on else "",
        )

    def _new(self) -> None:
        def chosen(codes: dict[str, Any]) -> None:
            self.read(supply.providers, then=lambda found: self._ask_new(codes, found))

        self._for_whom(chosen)

    def _ask_new(self, codes: dict[str, Any], found: list[Any]) -> None:
        serving = {row.id: row.name for row in found if row.ended_on is None}
        fields = (
            _WHOM,
            FormField("kind", "设备", type="select_one", codes="alarm_device", required=True),
            FormField("number", "设备编号", required=True),
            FormField("answers_to", "谁接听、电话", required=True, span=2, max_length=100),
            FormField("installed_on", "安装日期", type="date", required=True, hint="当天试过能接通"),
            FormField("provider_id", "维护机构", type="select_one", codes="device_provider"),
        )

        def store(part: Any) -> tuple[Any, ...]:
            told = {name: value for name, value in vars(part).items() if name != "file"}
            return (devices.install_device, part.file, DeviceTold(**told))

        self.part.ask(
            "device", "登记安装求助设备", fields, store, "已登记安装。",
            codes={**codes, "device_provider": table("device_provider", "机构", serving)},
        )  # fmt: skip

    def _test(self, row: Any) -> None:
        fields = (
            FormField("tested_on", "测试日期", type="date", required=True),
            FormField("answers_to", "谁接听、电话", required=True, span=2, max_length=100),
        )
        self.part.ask(
            "device_test", f"登记测试：{row.person}", fields,
            lambda part: (devices.record_device_test, row.id, part.tested_on, part.answers_to), "已登记测试。",
            known={"answers_to": row.answers_to},
        )  # fmt: skip

    def _remove(self, row: Any) -> None:
        fields = (FormField("removed_on", "拆除日期", type="date", required=True),)
        self.part.ask(
            "device_remove", f"登记拆除：{row.person}", fields,
            lambda part: (devices.remove_device, row.id, part.removed_on), "已登记拆除。", button="拆除",
        )  # fmt: skip
