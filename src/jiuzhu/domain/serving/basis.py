"""What the file of a household's economic check knows already, under the headings of a needs assessment (F30)."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from jiuzhu.domain.facts import HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on, is_minor

Label = Callable[[str, str], str]
"""Code table and code → the word."""

_WORKING = range(16, 60)
_UNCHECKED = "家庭经济状况没有核对过"


def basis(facts: HouseholdFacts, member: MemberFacts, label: Label) -> dict[str, tuple[str, ...]]:
    """Heading (code of need_heading) → what is known of the person and the household, in sentences without names."""
    return {
        "economy": tuple(_economy(facts, member, label)),
        "health": tuple(_health(member, label)),
        "education": tuple(_education(facts, member, label)),
        "housing": tuple(_housing(facts, label)),
        "employment": tuple(_employment(facts, member)),
        "guardianship": tuple(_guardianship(facts, member, label)),
        "inclusion": tuple(_inclusion(facts, member)),
    }


def _economy(facts: HouseholdFacts, member: MemberFacts, label: Label) -> Iterator[str]:
    received = dict.fromkeys((*facts.standing, *member.receives))
    if received:
        yield f"享受{'、'.join(label('item', one) for one in received)}"
    if facts.monitored:
        yield "防止返贫监测对象家庭"
    kinds = dict.fromkeys(one.kind for one in facts.incomes)
    if kinds:
        yield f"家庭收入有{'、'.join(label('income_kind', one) for one in kinds)}"
    for one in facts.expenses:
        yield f"一年自付{label('expense_kind', one.kind)} {one.amount.quantize(Decimal('0.01')):,} 元"
    if "income" in facts.pending:
        yield _UNCHECKED


def _health(member: MemberFacts, label: Label) -> Iterator[str]:
    for one in member.disability:
        yield label("disability_kind", one.kind) + label("disability_grade", one.grade)
    if member.illness not in {"", "none"}:
        yield label("illness", member.illness)
    if member.self_care_unmet is None:
        yield "没有做过生活自理能力评估"
    elif member.self_care_unmet:
        unmet = "、".join(label("self_care", one) for one in member.self_care_unmet)
        yield f"生活自理达不到：{unmet}"
    else:
        yield "生活自理六项都能完成"
    if member.bedridden_months:
        yield f"卧床 {member.bedridden_months} 个月"


def _education(facts: HouseholdFacts, member: MemberFacts, label: Label) -> Iterator[str]:
    if member.student not in {"", "none"}:
        yield label("student", member.student)
    elif is_minor(member.birth, facts.on):
        yield "未成年，没有登记就学情况"


def _housing(facts: HouseholdFacts, label: Label) -> Iterator[str]:
    for one in facts.housing:
        grade = f"，{label('housing_danger', one.danger)}" if one.danger else ""
        yield f"住房 {one.area.quantize(Decimal('0.01')):,} 平方米{grade}"
    if not facts.housing:
        yield _UNCHECKED if "housing" in facts.pending else "没有登记住房"


def _employment(facts: HouseholdFacts, member: MemberFacts) -> Iterator[str]:
    if member.registered_unemployed:
        yield "登记失业"
    works = any(one.member == member.id and one.kind in {"wage", "business"} for one in facts.incomes)
    if works:
        yield "有工资性或经营收入"
    elif (
        age_on(member.birth, facts.on) in _WORKING
        and member.student in {"", "none"}
        and "income" not in facts.pending
    ):
        yield "劳动年龄内，没有登记劳动收入"


def _guardianship(facts: HouseholdFacts, member: MemberFacts, label: Label) -> Iterator[str]:
    for one in facts.parents:
        if one.of == member.id:
            yield f"父（母）{label('parent_state', one.state)}"
    count = sum(1 for one in facts.obligors if one.of == member.id)
    if count:
        yield f"赡养、抚养、扶养义务人 {count} 人不在一起生活"
    if member.child_support:
        yield "监护人选择儿童福利保障"


def _inclusion(facts: HouseholdFacts, member: MemberFacts) -> Iterator[str]:
    if member.lives_alone or len(facts.members) == 1:
        yield "独居"
    if member.in_prison:
        yield "在监狱服刑"
    if member.in_detox:
        yield "在强制隔离戒毒"
