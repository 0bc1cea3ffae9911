"""The four households that walk in: what they say, key by key, and what the check centre will find. Nobody exists.

They are the worked cases of the law: an urban household with a disabled wife, a rural one with farm income and a
relative on the village committee, and two couples whose savings are above the limit, one of them gravely ill.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.identity_number import check_digit

REGION = "500199"  # not in use

Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class WalkIn:
    """One household at the counter."""

    key: str
    name: str
    kind: str
    programmes: tuple[str, ...]
    applicant: Answers
    members: tuple[Answers, ...]
    incomes: tuple[Answers, ...]
    assets: tuple[Answers, ...]
    accepted: date
    related_staff: str = ""
    savings_found: Decimal = Decimal(0)
    explanation: str = ""
    monthly: Decimal | None = None  # of 低保, None when it is refused
    dates: dict[str, date] = field(default_factory=dict)


def number(birth: str, order: int) -> str:
    """An ID number of nobody; `birth` YYYYMMDD, odd orders are men."""
    first = f"{REGION}{birth}{order:03d}"
    return first + check_digit(first)


def _applicant(cause: str, reason: str, birth: str, order: int, phone: str) -> Answers:
    return {"cause": cause, "reason": reason, "id_number": number(birth, order), "phone": phone}


WALK_INS = (
    WalkIn(
        key="01",
        name="甲示例",
        kind="城市",
        programmes=("dibao", "disability_living", "disability_care"),
        applicant=_applicant("残疾", "爱人残疾不能上班，孩子上学", "19800302", 11, "13900000101"),
        members=(
            {
                "name": "乙示例",
                "id_number": number("19820611", 12),
                "relation": "12",
                "disability_kind": "4",
                "disability_grade": "2",
            },
            {
                "name": "丙小例",
                "id_number": number("20130520", 13),
                "relation": "20",
                "student": "compulsory",
            },
        ),
        incomes=({"kind": "wage", "item": "兼职保安", "declared": "1560"},),
        assets=({"kind": "deposit", "declared": "21000"},),
        accepted=date(2025, 10, 13),
        savings_found=Decimal("21000.00"),
        monthly=Decimal("950.00"),
    ),
    WalkIn(
        key="02",
        name="丁示例",
        kind="农村",
        programmes=("dibao",),
        applicant=_applicant("缺", "家里主要靠种地，供孩子上大学", "19750203", 21, "13900000102"),
        members=(
            {
                "name": "戊示例",
                "id_number": number("19770409", 22),
                "relation": "12",
                "illness": "chronic",
                "illness_name": "高血压",
            },
            {"name": "己示例", "id_number": number("19510115", 24), "relation": "52"},
            {"name": "丁小例", "id_number": number("20060821", 26), "relation": "30", "student": "bachelor"},
        ),
        incomes=(
            {"kind": "business", "item": "种植", "period": "year", "declared": "9500", "cost": "3500"},
            {"kind": "wage", "item": "零工", "period": "year", "declared": "10800"},
            {"kind": "property", "item": "土地流转", "period": "year", "declared": "1200"},
            {
                "person": "己示例",
                "kind": "transfer",
                "item": "basic_pension",
                "period": "year",
                "declared": "1716",
            },
            {
                "person": "己示例",
                "kind": "transfer",
                "item": "个人账户养老金",
                "period": "year",
                "declared": "360",
            },
            {
                "person": "丁小例",
                "kind": "transfer",
                "item": "scholarship",
                "period": "year",
                "declared": "4000",
            },
        ),
        assets=({"kind": "deposit", "declared": "18000"},),
        accepted=date(2025, 10, 20),
        related_staff="假想村村委会委员丁委员（申请人之兄）",
        savings_found=Decimal("18000.00"),
        monthly=Decimal("1150.00"),
    ),
    WalkIn(
        key="04",
        name="庚示例",
        kind="城市",
        programmes=("dibao",),
        applicant=_applicant("失业", "打零工收入少", "19690701", 31, "13900000103"),
        members=({"name": "辛示例", "id_number": number("19710701", 32), "relation": "12"},),
        incomes=({"kind": "wage", "item": "零工", "declared": "600"},),
        assets=({"kind": "deposit", "declared": "20000"},),
        accepted=date(2025, 10, 13),
        savings_found=Decimal("41000.00"),
        explanation="忘记另有一本存折",
    ),
    WalkIn(
        key="04b",
        name="壬示例",
        kind="城市",
        programmes=("dibao",),
        applicant=_applicant("疾病", "爱人尿毒症，长期透析", "19690702", 33, "13900000104"),
        members=(
            {
                "name": "癸示例",
                "id_number": number("19710702", 34),
                "relation": "12",
                "illness": "major",
                "illness_name": "尿毒症",
            },
        ),
        incomes=({"kind": "wage", "item": "零工", "declared": "600"},),
        assets=({"kind": "deposit", "declared": "20000"},),
        accepted=date(2025, 10, 13),
        savings_found=Decimal("41000.00"),
        explanation="亲友借款看病，存在同一账户",
        monthly=Decimal("1000.00"),
    ),
)
