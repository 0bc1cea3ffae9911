"""协议与收费: agreements with their funds and rates, and a provider that is replaced."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from jiuzhu.domain.form import FormField
from jiuzhu.domain.money import shown
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.spending import UNITS
from jiuzhu.services.serving import agreements, funds, supply
from jiuzhu.services.serving.agreements import AgreementRow, Ended, Terms
from jiuzhu.ui.list_part import Action
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving.section import Section, goes_on, lines, table

_HOUR = 60


class Offered(NamedTuple):
    """What a new agreement can name: providers and funds, id and words."""

    providers: dict[str, str]
    funds: dict[str, str]


def offered(unit: Any) -> Offered:
    """Providers that serve, and funds with what they have left."""
    return Offered(
        {row.id: row.name for row in supply.providers(unit) if row.ended_on is None},
        {
            row.id: f"{row.year} {row.label}（剩 {shown(row.balance.left)} 元）"
            for row in funds.funds(unit)
            if row.year >= unit.today.year
        },
    )


def behind(unit: Any, agreement_id: str, day: date) -> tuple[Ended, list[AgreementRow]]:
    """What an agreement leaves behind, and the agreements that could take it over."""
    others = [
        row
        for row in agreements.agreements(unit)
        if row.id != agreement_id and row.ended_on is None and row.ends_on >= day
    ]
    return agreements.left_behind(unit, agreement_id, day), others


class Agreements(Section):
    """An agreement that runs out soon is amber."""

    key = "agreements"
    label = "协议与收费"
    empty = "还没有购买服务协议。先登记服务机构和资金，再点“签订协议”。"

    def columns(self) -> Sequence[Column]:
        """When it ends stands before whose it is."""
        return (
            Column("到期", lambda row: (row.colour, f"{row.ended_on or row.ends_on:%Y-%m-%d}{' 终止' if row.ended_on else ''}"),
                   kind="due", width=9),
            Column("机构", "provider", kind="strong", width=12, stretch=True),
            Column("资金", "fund", width=12),
            Column("计划", "plans", kind="number", width=3),
            Column("已用时长", lambda row: hours(row.used), align="right", width=6),
            Column("约定时长", lambda row: hours(row.minutes) if row.minutes else "不限", align="right", width=6),
        )  # fmt: skip

    def offers(self) -> Sequence[Action]:
        """From the signature to what is left behind."""
        return (
            self.new("agreement", "签订协议…", self._new, "contract"),
            self.on("agreement_rate", "收费标准…", self._rate, "contract", fits=goes_on),
            self.on("agreement_end", "终止协议…", self._end, "contract", fits=goes_on),
            self.on("agreement_move", "转到新协议…", self._move, "serve", fits=lambda row: bool(row.plans)),
            self.on("agreement_cancel", "取消以后的服务…", self._cancel, "serve", fits=lambda row: not goes_on(row)),
        )  # fmt: skip

    def load(self, text: str) -> None:
        """Agreements, those that go on first."""
        self.rows(agreements.agreements, text)

    def told(self, row: Any) -> tuple[str, str]:
        """Rates with the days they count from."""
        rates = [
            f"{self.word('service_item', one.item)} {shown(one.rate)} {UNITS[one.unit]}，{one.since} 起{f'至 {one.until}' if one.until else ''}"
            for one in row.rates
        ]
        return row.provider, lines(
            row.number,
            f"{row.starts_on} 至 {row.ends_on}",
            f"购买单位：{row.payer}",
            f"资金：{row.fund}",
            f"时长：已用 {hours(row.used)}" + (f"，约定 {hours(row.minutes)}" if row.minutes else "，不限"),
            f"服务计划 {row.plans} 份",
            *(rates or ["还没有收费标准"]),
            row.duties,
            f"{row.ended_on} 终止：{row.end_reason}" if row.ended_on else "",
        )

    def _new(self) -> None:
        self.read(offered, then=self._ask_new)

    def _ask_new(self, found: Offered) -> None:
        if not found.providers or not found.funds:
            self.page.say("info", "先登记服务机构，并请统计岗位登记今年的资金，再签订协议。")
            return
        year = self.page.workspace.today().year
        fields = (
            FormField("provider_id", "服务机构", type="select_one", codes="agreement_provider", required=True, span=2),
            FormField("fund_id", "资金", type="select_one", codes="agreement_fund", required=True, span=2),
            FormField("payer", "购买单位", required=True, span=2),
            FormField("signed_on", "签订日期", type="date", required=True),
            FormField("starts_on", "起始日期", type="date", required=True),
            FormField("ends_on", "终止日期", type="date", required=True),
            FormField("hours", "约定总时长（小时）", type="integer", hint="没有限制就不填"),
            FormField("duties", "职责和其他约定", type="long_text", max_length=500, span=2),
        )  # fmt: skip

        def store(part: Any) -> tuple[Any, ...]:
            told = {name: value for name, value in vars(part).items() if name != "hours"}
            minutes = int(part.hours) * _HOUR if part.hours is not None else None
            return (agreements.sign_agreement, Terms(**told, minutes=minutes))

        self.part.ask(
            "agreement", "签订购买服务协议", fields, store, "已签订。接下来登记每个项目的收费标准。",
            known={"payer": self.page.workspace.office.name, "ends_on": date(year, 12, 31)}, button="签订",
            codes={
                "agreement_provider": table("agreement_provider", "机构", found.providers),
                "agreement_fund": table("agreement_fund", "资金", found.funds),
            },
        )  # fmt: skip

    def _rate(self, row: Any) -> None:
        fields = (
            FormField("item", "服务项目", type="select_one", codes="service_item", required=True),
            FormField("kind", "计价", type="select_one", codes="rate_unit", required=True),
            FormField("rate", "标准（元）", type="money", required=True),
            FormField(
                "since", "从哪天起", type="date", required=True, hint="旧标准到前一天为止；已结算的月份不变"
            ),
            FormField("document", "收费文件", required=True, span=2),
        )
        self.part.ask(
            "agreement_rate", f"收费标准：{row.provider}", fields,
            lambda part: (
                agreements.set_tariff, row.id, part.item, part.rate, {"kind": part.kind, "since": part.since, "document": part.document},
            ),
            "已登记收费标准。", known={"kind": "hour", "since": max(self.page.workspace.today(), row.starts_on)},
            codes={"rate_unit": table("rate_unit", "计价", UNITS)},
        )  # fmt: skip

    def _end(self, row: Any) -> None:
        fields = (
            FormField("day", "从哪天起终止", type="date", required=True),
            FormField("reason", "终止原因", type="long_text", required=True, max_length=200, span=2),
        )

        def said(left: Ended) -> str:
            if not left.plans and not left.visits:
                return "已终止，没有要善后的服务。"
            return (
                f"已终止。{len(left.plans)} 位服务对象的计划要转到新协议，{len(left.visits)} 次已安排的服务要取消："
                "请用“转到新协议”和“取消以后的服务”。"
            )

        self.part.ask(
            "agreement_end", f"终止协议：{row.provider}", fields,
            lambda part: (agreements.end_agreement, row.id, part.day, part.reason), said, button="终止",
            told="以前的服务、记录和结算都留着。",
        )  # fmt: skip

    def _move(self, row: Any) -> None:
        day = row.ended_on or self.page.workspace.today()
        self.read(behind, row.id, day, then=lambda found: self._ask_move(row, day, *found))

    def _ask_move(self, row: Any, day: date, left: Ended, others: list[AgreementRow]) -> None:
        if not others or not left.plans:
            self.page.say(
                "info", "没有要转的计划。" if others else "没有能承接的协议，请先与新的机构签订协议。"
            )
            return
        people = {one.id: f"{one.person}　{one.village}" for one in left.plans}
        fields = (
            FormField("agreement", "转到哪份协议", type="select_one", codes="move_to", required=True, span=2),
            FormField("day", "从哪天起", type="date", required=True),
            FormField("plans", "服务对象", type="select_multiple", codes="move_plans", required=True, span=2),
        )
        self.part.ask(
            "agreement_move", f"转到新协议：{row.provider}", fields,
            lambda part: (agreements.move_plans, tuple(part.plans), part.agreement, part.day),
            lambda made: f"已转 {len(made)} 份计划，各有新编号；与新机构和本人签字以后才能安排服务。",
            known={"plans": list(people), "day": max(day, self.page.workspace.today())}, button="转",
            told=f"原计划到这一天为止；还安排着的 {len(left.visits)} 次服务在协议终止后用“取消以后的服务”取消，再按新计划安排。",
            codes={
                "move_to": table("move_to", "协议", {one.id: f"{one.provider}　{one.number}" for one in others}),
                "move_plans": table("move_plans", "服务对象", people),
            },
        )  # fmt: skip

    def _cancel(self, row: Any) -> None:
        fields = (FormField("reason", "原因", type="long_text", required=True, max_length=200, span=2),)
        self.part.ask(
            "agreement_cancel", f"取消以后的服务：{row.provider}", fields,
            lambda part: (agreements.cancel_behind, row.id, part.reason),
            lambda gone: f"已取消 {gone} 次，时长退回各人账户；请按新计划安排。", button="取消这些服务",
            told=f"{row.ended_on} 起还没有上门的全部取消，重复服务也停止。", known={"reason": "更换服务机构"},
        )  # fmt: skip
