"""What one kind of assistance has beside the file, for the papers' tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier_care import AgreementPart, CustodyPart, WellbeingPart
from jiuzhu.domain.dossier_delivering import (
    CallBackPart,
    SpotCheckLinePart,
    SpotCheckPart,
    VisitRecordPart,
)
from jiuzhu.domain.dossier_kinds import (
    ParentLine,
    RigidPart,
    SelfCareLine,
    SpendingKind,
    SpendingLine,
    SubsidyLine,
    SubsidyPart,
)

DAY = date(2025, 10, 13)


def parts() -> dict[str, Any]:
    """Self-care of two, spending of two kinds, a subsidy for a child."""
    return {
        "self_care": [
            SelfCareLine(
                person="张示例", id_number="500112198003020017", eat=True, dress=True, bed=True, toilet=True, walk=False, bath=False,
                unmet=2, care="half", assessed_on=DAY, first_assessor="王经办", second_assessor="赵协理", support="dispersed",
            ),
            SelfCareLine(person="李样本", id_number="500112198206110028"),
        ],
        "rigid": RigidPart(
            year_income=Decimal(48000), heads=3, disposable=Decimal(39713), spending=Decimal(37500), living=Decimal(27720),
            ratio_without="0.7813", ratio_with="1.3588", limit="0.60", counts="含必要生活支出",
            lines=[
                SpendingLine(
                    position=1, person="李样本", kind="medical", number="结算-1", issuer="示例区人民医院", issued_on=DAY,
                    total=Decimal(60000), insurer_paid=Decimal(24000), self_paid=Decimal(36000),
                ),
                SpendingLine(position=2, person="张样例", kind="education", issuer="申报：学费", self_paid=Decimal(1500)),
            ],
            kinds=[
                SpendingKind(kind="medical", bills=1, self_paid=Decimal(36000), share="0.7500"),
                SpendingKind(kind="education", bills=0, self_paid=Decimal(1500), share="0.0313"),
            ],
        ),
        "subsidy": SubsidyPart(
            programme="disability_care", monthly=Decimal(80), monthly_words="捌拾元整", standing="最低生活保障", result="entitled",
            why=["李样本残疾等级二级，重度残疾人护理补贴每月 80.00 元"],
            lines=[
                SubsidyLine(
                    name="李样本", sex="2", birth=date(1982, 6, 11), id_number="500112198206110028", ethnic="15", health="60",
                    disability_kind="4", disability_grade="2", disability_certificate="50011219820611002842", student="none",
                    registered_address="示例区示例街道示例社区1组8号", monthly=Decimal(80),
                )
            ],
            parents=[ParentLine(child="李样本", name="李老样本", state="dead", since=DAY)],
            guardian_name="张示例", guardian_id_number="500112198003020017", guardian_relation="夫", guardian_phone="13900000001",
        ),
        "agreement": AgreementPart(
            number="协2025-500112999-A00001-1", name="张示例", id_number="500112198003020017", sex="1", birth=date(1980, 3, 2),
            registered_address="示例区示例街道示例社区1组8号", care="half", support="dispersed", carer="李样本", carer_phone="13900000001",
            duties="食宿、日常照料、就医陪护、送终", signed_on=DAY,
        ),
        "wellbeing": WellbeingPart(
            name="张示例", id_number="500112198003020017", sex="1", age=45, phone="13900000001", standing="特困人员救助供养", visited_on=DAY,
            visitor="村管示例", living="独自做饭，菜米够用", health="咳嗽两周", safety="电线老化", need="请家庭医生看看", action="已联系卫生院",
            next_on=date(2025, 11, 13), recorded_by="王经办",
        ),
        "visit_record": VisitRecordPart(
            file_number="服2025-500112999-A00001-1", name="张示例", village="示例社区", provider="示例社工服务中心", worker="示例甲工", day=DAY,
            starts="9:05", ends="10:10", minutes=65, items="助洁、助浴", place="家中", condition="精神好", signed="本人签字（屏幕签）", recorded_by="王经办",
            recorded_at="2025-10-13 18:20", reason="机构次日送来", standing="已核实", doubts="比安排的长 35 分钟，超过 30 分钟",
        ),
        "call_back": CallBackPart(
            file_number="服2025-500112999-A00001-1", name="张示例", phone="13900000001", village="示例社区", provider="示例社工服务中心", served_on=DAY,
            called_on=DAY, way="电话", caller="王经办", grade="2", problems="来得晚，走得早", improvement="已约谈机构，换了人员", improved_on=DAY,
        ),
        "spot_check": SpotCheckPart(
            number="抽2025-500112999-A00001-1", month="2025-09", drawn_at="2025-10-08 09:30", drawn_by="李核查", population=3, percent=30, sample=1,
            checked=1, wrong=1, seed="5f0c8d1e2b3a49687766554433221100", sha256="ab" * 32,
            lines=[
                SpotCheckLinePart(
                    position=1, file_number="服2025-500112999-A00001-1", name="张示例", village="示例社区", day=DAY, time="9:05–10:10", item="助洁",
                    worker="示例甲工", provider="示例社工服务中心", result="不属实", found="入户核实：本人说那天没有人来", checker="李核查",
                )
            ],
        ),
        "custody": CustodyPart(
            number="管2025-500112999-A00001-1", holder="张示例", holder_id_number="500112198003020017", holder_phone="13900000001",
            standing="最低生活保障", keeper="村管示例", keeper_unit="示例村村民委员会", keeper_post="民政专干", keeper_phone="13900000009",
            bank="示例农商行", card="****0001", reason="独居，卧床不能出门取款", rules="一、按委托取款。\n二、每次取款记账。", starts_on=DAY,
            ends_on=date(2026, 10, 13), filed_on=DAY, checked_on=DAY, check_found="取款记录齐全", check_due_on=date(2026, 10, 13),
            recorded_by="王经办",
        ),
    }  # fmt: skip
