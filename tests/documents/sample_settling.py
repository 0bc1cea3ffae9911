"""A settlement for the sample file."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.dossier_settling import SettlementItem, SettlementPart, SettlementRow
from jiuzhu.domain.money import in_words


def _row(position: int, day: date, amount: str, minutes: int = 120, **more: str) -> SettlementRow:
    told = {"item": "助洁", "rate": "40.00 元/小时", "village": "示例社区", "worker": "示例甲工", **more}
    return SettlementRow(
        position=position, month=f"{day:%Y-%m}", day=day, time="09:00–11:00", file_number="服2025-500112999-A00001-6",
        person="张示例", minutes=minutes, amount=Decimal(amount), **told,
    )  # fmt: skip


def part() -> SettlementPart:
    """September of the worked case, with something put right for August."""
    return SettlementPart(
        number="结2025-500112999-A00002-8", month="2025-09", correction="第 1 次更正，前一张 结2025-500112999-A00001-2",
        agreement="购2025-500112999-A00001-3", provider="示例社工服务中心", payer="示例街道办事处", source="2025 年社会救助工作（专项）经费",
        visits=2, hours="3.0 小时", refused_hours="1.5 小时", amount=Decimal(120), amount_words=in_words(Decimal(120)),
        spot_check="1/3 条（33.3%）", note="八月有一条记录日期写错", made_by="孙统计", made_on=date(2025, 10, 9), second_by="王主任",
        second_on=date(2025, 10, 10),
        items=[SettlementItem(item="助洁", rate="40.00 元/小时", visits=2, minutes=240, amount=Decimal(160))],
        payable=[_row(1, date(2025, 9, 2), "80.00"), _row(2, date(2025, 9, 9), "80.00")],
        refused=[_row(1, date(2025, 9, 16), "0.00", 90, reason="不予认可：人不在家")],
        corrections=[_row(1, date(2025, 8, 5), "-40.00", -60, reason="已冲销：日期写错")],
    )  # fmt: skip
