"""服务机构: who serves, with papers and vehicles."""

from collections.abc import Sequence
from typing import Any

from jiuzhu.domain.form import FormField
from jiuzhu.services.serving import supply, workers
from jiuzhu.services.serving.supply import ProviderTold
from jiuzhu.ui.list_part import Action
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving import worker_dialogs
from jiuzhu.ui.serving.section import Section, goes_on, lines, table

FIELDS = (
    FormField("name", "机构名称", required=True, span=2, max_length=100),
    FormField("kind", "种类", type="select_one", codes="provider_kind", required=True),
    FormField("credit_code", "统一社会信用代码"),
    FormField("contact", "联系人"),
    FormField("phone", "电话", type="phone"),
    FormField("address", "地址", span=2, max_length=100),
)


class Providers(Section):
    """Papers that run out colour their row."""

    key = "providers"
    label = "服务机构"
    empty = "还没有服务机构。点“登记机构”，再登记它的资质、服务人员，签订协议。"

    def columns(self) -> Sequence[Column]:
        """The paper that runs out first stands before the name."""
        return (
            Column("资质到", lambda row: (row.colour, f"{row.until:%Y-%m-%d}" if row.until else ""), kind="due", width=8),
            Column("机构", "name", kind="strong", width=14, stretch=True),
            Column("种类", lambda row: self.word("provider_kind", row.kind), width=9),
            Column("人员", "workers", kind="number", width=3),
            Column("联系人", "contact", width=6),
            Column("电话", "phone", width=8),
            Column("停止合作", "ended_on", kind="date", width=7),
        )  # fmt: skip

    def offers(self) -> Sequence[Action]:
        """From the first note to the end of the work together."""
        return (
            self.new("provider", "登记机构…", self._new, "contract"),
            self.on("provider_worker", "登记服务人员…", self._worker, "contract", fits=goes_on),
            self.on("provider_paper", "登记资质…", self._paper, "contract", fits=goes_on),
            self.on("provider_paper_end", "注销资质…", self._paper_end, "contract", fits=lambda row: bool(row.papers)),
            self.on("provider_car", "登记车辆…", self._car, "contract", fits=goes_on),
            self.on("provider_car_end", "停用车辆…", self._car_end, "contract", fits=lambda row: bool(row.vehicles)),
            self.on("provider_change", "更正…", self._change, "contract", fits=goes_on),
            self.on("provider_end", "停止合作…", self._end, "contract", fits=goes_on),
        )  # fmt: skip

    def load(self, text: str) -> None:
        """Providers, those who serve first."""
        self.rows(supply.providers, text)

    def told(self, row: Any) -> tuple[str, str]:
        """Papers and vehicles stand here."""
        today = self.page.workspace.today()
        papers = [
            f"{one.title} {one.number}　{'✗ 已过期' if one.valid_until < today else ''}到 {one.valid_until}"
            for one in row.papers
        ]
        return row.name, lines(
            f"{self.word('provider_kind', row.kind)}　{row.credit_code}",
            f"联系人：{row.contact}　{row.phone}" if row.contact or row.phone else "",
            row.address,
            f"服务人员 {row.workers} 人",
            *(papers or ["还没有登记资质"]),
            f"车辆：{'、'.join(plate for _, plate in row.vehicles)}" if row.vehicles else "",
            f"{row.ended_on} 停止合作：{row.end_reason}" if row.ended_on else "",
        )

    def _new(self) -> None:
        self.part.ask(
            "provider", "登记服务机构", FIELDS,
            lambda part: (supply.open_provider, ProviderTold(**vars(part))), "已登记。接下来登记它的资质和服务人员，再签订协议。",
        )  # fmt: skip

    def _change(self, row: Any) -> None:
        before = {field.name: getattr(row, field.name) for field in FIELDS}
        self.part.ask(
            "provider_change", f"更正：{row.name}", FIELDS,
            lambda part: (supply.change_provider, row.id, ProviderTold(**vars(part)), {"before": before}), "已更正。",
            known=before, button="更正",
        )  # fmt: skip

    def _paper(self, row: Any) -> None:
        fields = (
            FormField(
                "title", "资质名称", required=True, hint="如：社会服务机构登记证书；同名的旧证随之注销"
            ),
            FormField("number", "证书编号"),
            FormField("valid_until", "有效期到", type="date", required=True),
        )
        self.part.ask(
            "provider_paper", f"登记资质：{row.name}", fields,
            lambda part: (supply.record_qualification, row.id, part.title, part.number, part.valid_until), "已登记资质。",
        )  # fmt: skip

    def _paper_end(self, row: Any) -> None:
        fields = (FormField("paper", "哪一份", type="select_one", codes="papers", required=True, span=2),)
        codes = {
            "papers": table("papers", "资质", {one.id: f"{one.title} {one.number}" for one in row.papers})
        }
        self.part.ask(
            "provider_paper_end", f"注销资质：{row.name}", fields,
            lambda part: (supply.end_qualification, part.paper), "已注销。", button="注销", codes=codes,
        )  # fmt: skip

    def _car(self, row: Any) -> None:
        fields = (FormField("plate", "车牌号", required=True),)
        self.part.ask(
            "provider_car", f"登记车辆：{row.name}", fields, lambda part: (supply.open_vehicle, row.id, part.plate), "已登记车辆。"
        )  # fmt: skip

    def _car_end(self, row: Any) -> None:
        fields = (
            FormField("vehicle", "哪一辆", type="select_one", codes="vehicles", required=True),
            FormField("day", "从哪天起停用", type="date", required=True),
        )
        codes = {"vehicles": table("vehicles", "车辆", dict(row.vehicles))}
        self.part.ask(
            "provider_car_end", f"停用车辆：{row.name}", fields, lambda part: (supply.end_vehicle, part.vehicle, part.day),
            lambda left: f"已停用；还有 {len(left)} 次服务安排了这辆车，请在日历上调整。" if left else "已停用。",
            button="停用", codes=codes,
        )  # fmt: skip

    def _worker(self, row: Any) -> None:
        self.part.ask(
            "worker", f"登记服务人员：{row.name}", worker_dialogs.FIELDS,
            lambda part: (workers.open_worker, row.id, worker_dialogs.told(part)),
            "已登记。接下来在“服务人员”里排班，排了班才能派出。", known={"trained_on": None},
        )  # fmt: skip

    def _end(self, row: Any) -> None:
        fields = (
            FormField("day", "从哪天起", type="date", required=True),
            FormField("reason", "停止原因", type="long_text", required=True, max_length=200, span=2),
        )
        self.part.ask(
            "provider_end", f"停止合作：{row.name}", fields,
            lambda part: (supply.end_provider, row.id, part.day, part.reason), "已登记停止合作，以前的协议和服务记录都留着。",
            told="还有效的协议要先终止，服务对象要先安排好。", button="停止合作",
        )  # fmt: skip
