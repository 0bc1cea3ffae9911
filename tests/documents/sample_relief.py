"""The parts of the sample file that tell of money given once."""

from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier import BillPart, IncidentPart
from jiuzhu.domain.dossier_relief import (
    BatchLine,
    BatchPart,
    DamageLine,
    DamagePart,
    PayoutPart,
    ReserveLine,
    ReservePart,
)
from jiuzhu.domain.money import in_words

DAY = date(2026, 3, 9)
CASE = "受2026-500112999-A00012-7"


def _line(position: int, **more: Any) -> ReserveLine:
    return ReserveLine(
        position=position, entered_on=DAY, voucher=f"备2026-500112999-A{position:05d}-3", **more
    )


def parts() -> dict[str, Any]:
    """Incident, bills, receipt, reserve, damaged rooms and a batch."""
    lines = [
        _line(1, kind="期初", money_in=Decimal(50000), balance=Decimal(50000)),
        _line(
            2, kind="救助给付", number=CASE, payee="张示例", id_number="500112198003020017", cause="火灾：出租屋失火",
            approver="钱主任", money_out=Decimal(770), balance=Decimal(49230), receipt="领001", makeup="03-16 前补",
        ),
        _line(3, kind="补充到账", money_in=Decimal(770), balance=Decimal(50000), request_number="备2026-500112999-A00003-1"),
    ]  # fmt: skip
    reserve = ReservePart(
        month="2026-03", size=Decimal(50000), opening=Decimal(0), money_in=Decimal(50770), money_out=Decimal(770),
        balance=Decimal(50000), balance_words=in_words(Decimal(50000)), request_number="备2026-500112999-A00003-1",
        requested_on=DAY, requested_by="钱统计", amount=Decimal(770), amount_words=in_words(Decimal(770)),
        counted=Decimal(49990), difference=Decimal(-10), explanation="找零差错，已查明，次日补足。", counted_by="钱统计",
        counted_on=date(2026, 4, 1), signed_by="周出纳", signed_on=date(2026, 4, 2), lines=lines,
    )  # fmt: skip
    return {
        "incident": IncidentPart(
            kind="fire", cause="出租屋电线老化起火，家具衣物全部烧毁，一家四口借住村委会。", happened_on=DAY, place="示例路 9 号",
            persons=4, self_paid=Decimal(23000), family_class="D", proposed=Decimal(770), evidence="消防大队火灾证明、现场照片",
            makeup_due_on=date(2026, 3, 16),
        ),
        "bills": [
            BillPart(
                person="m2", kind="medical", number="2026030900012345", issuer="示例区人民医院", issued_on=DAY,
                total=Decimal(30000), insurer_paid=Decimal(7000), self_paid=Decimal(23000),
            )
        ],
        "payout": PayoutPart(
            number="付2026-500112999-A00001-5", case_number=CASE, decision_number="决2026-500112999-A00001-8",
            kind="临时救助（急难型、小额快救）", cause="火灾", payee="张示例", id_number="500112198003020017", amount=Decimal(770),
            amount_words=in_words(Decimal(770)), form="转账", source="备用金", account_number="6217000000000000001", paid_on=DAY,
            handler="钱统计", approver="钱主任", receipt="领001",
        ),
        "reserve": reserve,
        "damage": DamagePart(
            since=date(2025, 9, 1), until=date(2025, 9, 30), households=1, population=3, collapsed=2, severe=1, slight=1,
            amount=Decimal(16200), amount_words=in_words(Decimal(16200)),
            lines=[
                DamageLine(
                    position=1, village="示例村", name="张示例", id_number="500112198003020017", population=3, collapsed=2,
                    severe=1, slight=1, structure="土木结构", disaster="滑坡、泥石流", happened_on=date(2025, 9, 1),
                    rebuild="原址重建", amount=Decimal(16200), paid_on=date(2025, 11, 20), number=CASE,
                )
            ],
        ),
        "batch": BatchPart(
            number="批2025-500112999-A00001-2", kind="临时价格补贴", notice="渝发改〔2025〕88号", month="2025-12",
            rates="最低生活保障 25.50 元/人；特困人员救助供养 30.00 元/人", households=1, heads=3, total=Decimal("76.50"),
            total_words=in_words(Decimal("76.50")), maker="钱统计", confirmer="钱主任", state="已确认",
            lines=[
                BatchLine(
                    position=1, household_number="户2025-500112999-A00001-9", village="示例社区", payee="张示例",
                    id_number="500112198003020017", bank="示例农商行", account_number="6217000000000000001",
                    programme="最低生活保障", heads=3, amount=Decimal("76.50"),
                )
            ],
        ),
    }  # fmt: skip
