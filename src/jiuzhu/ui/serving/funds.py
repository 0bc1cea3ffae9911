"""资金: the eight sources with their ceilings, what is promised and spent, and what is left."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.domain.money import shown
from jiuzhu.domain.serving.spending import SHARED
from jiuzhu.services.serving import funds
from jiuzhu.ui.list_part import Action
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.serving.section import Section, lines

_MONEY = (
    FormField("ceiling", "年度额度（元）", type="money", required=True),
    FormField("document", "资金文件", required=True),
)
_BASE = FormField(
    "base", "本地统筹安排的救助资金总额（元）", type="money", hint="工作经费用于服务的，不超过它的规定比例"
)


class Funds(Section):
    """A fund that is nearly used up is amber; nothing is booked beyond it."""

    key = "funds"
    label = "资金"
    empty = "还没有服务资金。统计岗位点“登记资金”，按来源和年度登记额度。"

    def columns(self) -> Sequence[Column]:
        """How full it is stands first."""
        return (
            Column("已用", lambda row: (row.colour, f"{row.balance.percent:.0f}%"), kind="due", width=5),
            Column("年度", "year", width=4),
            Column("资金来源", "label", kind="strong", width=12, stretch=True),
            Column("可用额度", lambda row: row.balance.limit, kind="money", width=8),
            Column("已安排", lambda row: row.balance.committed, kind="money", width=8),
            Column("已支出", lambda row: row.balance.spent, kind="money", width=8),
            Column("还剩", lambda row: row.balance.left, kind="money", width=8),
        )

    def offers(self) -> Sequence[Action]:
        """Who keeps the funds opens and changes them."""
        return (
            self.new("fund", "登记资金…", self._new, "fund"),
            self.on("fund_change", "调整额度…", self._change, "fund"),
        )

    def load(self, text: str) -> None:
        """Every fund: there are eight a year."""
        del text
        self.rows(funds.funds)

    def told(self, row: Any) -> tuple[str, str]:
        """Where the limit comes from, and what stands against it."""
        money = row.balance
        capped = money.cap is not None and money.cap < money.ceiling
        return f"{row.year} {row.label}", lines(
            f"年度额度 {shown(money.ceiling)} 元",
            f"救助资金总额 {shown(row.base)} 元，最多可用 {shown(money.cap)} 元" if money.cap is not None else "",
            "按总额的规定比例封顶" if capped else "",
            f"已安排（还没结算的服务、待批的补贴）{shown(money.committed)} 元",
            f"已支出（已签的结算、已批的补贴）{shown(money.spent)} 元",
            f"还剩 {shown(money.left)} 元" + ("，不能再安排" if row.colour == "bad" else ""),
            f"协议 {row.agreements} 份",
            row.document,
        )  # fmt: skip

    def _new(self) -> None:
        fields = (
            FormField("source", "资金来源", type="select_one", codes="fund_source", required=True, span=2),
            FormField("year", "年度", type="integer", required=True),
            *_MONEY,
            FormField(
                _BASE.name, _BASE.label, type="money", hint=_BASE.hint, relevant=Relevant("source", (SHARED,))
            ),
        )
        self.part.ask(
            "fund", "登记服务资金", fields,
            lambda part: (
                funds.open_fund, part.source, int(part.year or 0), part.ceiling,
                {"base": part.base or Decimal(0), "document": part.document},
            ),
            "已登记资金，可以据此签订协议。", known={"year": self.page.workspace.today().year},
        )  # fmt: skip

    def _change(self, row: Any) -> None:
        before = {"ceiling": row.balance.ceiling, "base": row.base, "document": row.document}
        fields = (*_MONEY, *((_BASE,) if row.source == SHARED else ()))
        self.part.ask(
            "fund_change", f"调整额度：{row.year} {row.label}", fields,
            lambda part: (
                funds.change_fund, row.id, part.ceiling, getattr(part, "base", None) or Decimal(0), part.document, {"before": before},
            ),
            "已调整。", known=before, button="调整",
        )  # fmt: skip
