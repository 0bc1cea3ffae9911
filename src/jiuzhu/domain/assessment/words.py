"""Sentences of the programmes beyond 低保, and the short form in which a reason against is told."""

from collections.abc import Callable
from decimal import Decimal

from jiuzhu.domain.assessment.finding import WhyLine
from jiuzhu.domain.money import shown

_Words = dict[str, str]

_CARE = {"none": "全自理", "half": "半护理", "full": "全护理"}
_PARENTS = {
    "none": "能够抚养",
    "severe_disability": "重残",
    "major_illness": "重病",
    "prison": "服刑在押",
    "detox": "强制隔离戒毒",
    "restrained": "被限制人身自由",
    "unreachable": "失联",
    "dead": "死亡",
    "missing_declared": "被宣告失踪",
    "not_found": "查找不到",
}
_REASONS = {
    "severe": "重度残疾",
    "ill": "患重特大疾病",
    "helpless": "失能",
    "elder": "老年人",
    "minor": "未成年人",
    "other": "其他成员",
}
_COUNTS = {"with_living": "含必要生活支出", "without_living": "不含必要生活支出"}
_CAPS = {"per_case": "每次", "per_person": "每人"}
_WHERE = {"institution": "机构养育", "scattered": "社会散居"}


def _parents(words: _Words) -> str:
    return "、".join(_PARENTS[words[key]] for key in ("父母甲", "父母乙"))


def _money(words: _Words, figure: str) -> str:
    return f"货币财产 {words['货币财产']} 元 ÷ {words['人数']} 人 = 人均 {figure} 元"


def _spending(words: _Words, figure: str) -> str:
    return (
        f"刚性支出 {words['刚性支出']} 元、必要生活支出 {words['必要生活支出']} 元，家庭年收入 {words['家庭年收入']} 元，"
        f"{_COUNTS[words['口径']]}的比例 {figure}"
    )


def _year(words: _Words, figure: str) -> str:
    return f"家庭年收入 {words['家庭年收入']} 元 ÷ {words['人数']} 人 = 人均 {figure} 元"


SENTENCES: dict[str, Callable[[_Words, str], str]] = {
    "tekun.able": lambda w, _: f"{w['成员']}不属于无劳动能力的人员",
    "tekun.unable": lambda w, _: f"{w['成员']}{w['年龄']}周岁，属于无劳动能力的人员",
    "tekun.income.below": lambda w, f: (
        f"{w['成员']}本人月收入 {f} 元（另有不计入的收入 {w['不计收入']} 元），低于低保标准 {w['标准']} 元"
    ),
    "tekun.income.not_below": lambda w, f: (
        f"{w['成员']}本人月收入 {f} 元（另有不计入的收入 {w['不计收入']} 元），不低于低保标准 {w['标准']} 元"
    ),
    "tekun.money.within": lambda w, f: f"{_money(w, f)}，不超过特困财产上限 {w['上限']} 元",
    "tekun.money.over": lambda w, f: f"{_money(w, f)}，超过特困财产上限 {w['上限']} 元",
    "tekun.obligor.able": lambda w, _: (
        f"{w['成员']}的法定义务人（{w['义务人']}）有履行能力：月收入 {w['义务人月收入']} 元，"
        f"上年人均可支配收入每月 {w['人均可支配收入']} 元"
    ),
    "tekun.obligor.unable": lambda w, _: (
        f"{w['成员']}的法定义务人（{w['义务人']}）没有履行能力：月收入 {w['义务人月收入']} 元，"
        f"上年人均可支配收入每月 {w['人均可支配收入']} 元"
    ),
    "tekun.child_support": lambda w, _: f"{w['成员']}的监护人选择儿童保障，不认定为特困人员",
    "tekun.care": lambda w, f: (
        f"{w['成员']}六项自理指标有 {w['未达到指标数']} 项达不到，{_CARE[w['档次']]}，照料护理每月 {f} 元"
    ),
    "tekun.monthly": lambda w, f: (
        f"{w['成员']}：基本生活 {w['基本生活标准']} 元 + 照料护理 {w['照料护理']} 元 = 每月 {f} 元"
    ),
    "rigid.other": lambda _, __: "已符合低保或低保边缘，不再作为刚性支出困难家庭",
    "rigid.income.below": lambda w, f: f"{_year(w, f)}，低于上年人均可支配收入 {w['人均可支配收入']} 元",
    "rigid.income.not_below": lambda w, f: (
        f"{_year(w, f)}，不低于上年人均可支配收入 {w['人均可支配收入']} 元"
    ),
    "rigid.ratio.above": lambda w, f: f"{_spending(w, f)}，超过 {w['比例上限']}",
    "rigid.ratio.not_above": lambda w, f: f"{_spending(w, f)}，不超过 {w['比例上限']}",
    "orphan.paid": lambda w, f: f"{w['成员']}的父母双亡或查找不到，{_WHERE[w['养育方式']]}，每月 {f} 元",
    "child.too_short": lambda w, _: f"{w['成员']}的父母{_PARENTS[w['情形']]}不满 {w['月数']} 个月",
    "child.parents.unable": lambda w, _: f"{w['成员']}的父母：{_parents(w)}，均不能履行抚养责任",
    "child.parents.able": lambda w, _: f"{w['成员']}的父母：{_parents(w)}，有一方能够抚养",
    "child.paid": lambda w, f: f"{w['成员']}没有享受其他基本生活保障，按标准 {w['标准']} 元全额，每月 {f} 元",
    "child.difference": lambda w, f: (
        f"{w['成员']}已享受每月 {w['已享受']} 元，按标准 {w['标准']} 元补差，每月 {f} 元"
    ),
    "elder.allowance": lambda w, f: f"{w['成员']}{w['年龄']}周岁，按 {w['起点']} 周岁以上的标准每月 {f} 元",
    "elder.care.not_poor": lambda w, _: f"{w['成员']}不是低保或特困对象",
    "elder.care.able": lambda w, _: f"{w['成员']}{w['年龄']}周岁，未满八十周岁且没有失能",
    "elder.care.paid": lambda w, f: f"{w['成员']}{w['年龄']}周岁，属经济困难的高龄或失能老年人，每月 {f} 元",
    "temporary.class": lambda _, f: f"属临时救助 {f} 类家庭",
    "temporary.quick": lambda w, f: (
        f"小额快救限额：低保标准 {w['标准']} 元，{_CAPS[w['口径']]}计，遇困 {w['遇困人数']} 人，最多 {f} 元"
    ),
    "temporary.months": lambda w, f: (
        f"最多为城市低保标准 {w['城市低保标准']} 元的 {w['最多月数']} 个月，即 {f} 元"
    ),
    "temporary.illness": lambda w, f: (
        f"（自付 {w['自付费用']} 元 − 起付线 {w['起付线']} 元）× {w['比例']}，封顶 {w['封顶线']} 元 = {f} 元"
    ),
    "temporary.below_floor": lambda w, _: (
        f"自付 {w['自付费用']} 元没有超过起付线 {w['起付线']} 元（比例 {w['比例']}，封顶 {w['封顶线']} 元）"
    ),
    "disaster.houses": lambda w, f: f"倒塌、严重损坏住房 {w['间数']} 间，补助 {f} 元",
    "service.class": lambda w, f: f"{w['成员']}：{_REASONS[w['原因']]}，属第 {f} 类服务对象",
}
"""Step → its sentence."""


def _figure(line: WhyLine) -> str:
    return shown(line.figure) if isinstance(line.figure, Decimal) else str(line.figure)


SHORT: dict[str, Callable[[WhyLine], str]] = {
    "tekun.able": lambda _: "不属于无劳动能力的人员",
    "tekun.income.not_below": lambda line: f"本人月收入 {_figure(line)} 元，不低于低保标准",
    "tekun.money.over": lambda line: f"人均货币财产 {_figure(line)} 元，超过上限",
    "tekun.obligor.able": lambda _: "法定义务人有履行能力",
    "tekun.child_support": lambda _: "选择儿童保障",
    "rigid.other": lambda _: "已符合低保或低保边缘",
    "rigid.income.not_below": lambda line: f"人均年收入 {_figure(line)} 元，不低于上年人均可支配收入",
    "rigid.ratio.not_above": lambda line: f"刚性支出占比 {_figure(line)}，不超过规定比例",
    "child.too_short": lambda _: "时间不满规定月数",
    "child.parents.able": lambda _: "父母有一方能够抚养",
    "elder.care.not_poor": lambda _: "不是低保或特困对象",
    "elder.care.able": lambda _: "未满八十周岁且没有失能",
    "temporary.below_floor": lambda _: "自付费用没有超过起付线",
}
"""Step that decides against → its short form on the policy radar."""
