"""Sentences of the programmes beyond 低保, and the short form in which a reason against is told."""

from collections.abc import Callable
from decimal import Decimal

from jiuzhu.domain.assessment.finding import WhyLine
from jiuzhu.domain.assessment.temporary import better_class
from jiuzhu.domain.money import shown

_Words = dict[str, str]

_DISABILITIES = {
    "1": "视力",
    "2": "听力",
    "3": "言语",
    "4": "肢体",
    "5": "智力",
    "6": "精神",
    "7": "多重",
}
GRADES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
_POOR = "月收入 {义务人月收入} 元，低于上年人均可支配收入每月 {人均可支配收入} 元"
_EARNS = "月收入 {义务人月收入} 元，不低于上年人均可支配收入每月 {人均可支配收入} 元"
_OBLIGORS = {
    "tekun": "是特困人员",
    "dibao": "{年龄}周岁，享受低保",
    "incapable": "无民事行为能力、被宣告失踪或在服刑",
    "incapable_owner": "无民事行为能力、被宣告失踪或在服刑，但财产超过规定",
    "old": f"{{年龄}}周岁，{_POOR}",
    "old_earner": f"{{年龄}}周岁，{_EARNS}",
    "old_owner": "{年龄}周岁，财产超过规定",
    "disabled": f"{{残疾}}，{_POOR}",
    "disabled_earner": f"{{残疾}}，{_EARNS}",
    "disabled_owner": "{残疾}，财产超过规定",
    "ordinary": "{年龄}周岁，不属于没有履行能力的情形",
}
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
_AS_CHILD = {"orphan": "孤儿", "unsupported_child": "事实无人抚养儿童"}
_REASONS = {
    "severe": "重度残疾",
    "ill": "患重特大疾病",
    "helpless": "失能",
    "elder": "老年人",
    "minor": "未成年人",
    "other": "其他成员",
}
_LEFT_OUT = {
    "apart": "不共同生活",
    "prison": "在监狱服刑",
    "detox": "在强制隔离戒毒",
    "missing": "被宣告失踪",
    "clergy": "是脱离家庭独立生活的宗教教职人员",
    "soldier": "是未婚现役军人",
}
_BELONGS = {"spouse": "配偶", "minor": "未成年子女", "student": "全日制本科及以下在校子女"}
_COUNTS = {"with_living": "含必要生活支出", "without_living": "不含必要生活支出"}
_CLASS_BY = {
    "tekun": "特困人员",
    "orphan": "孤儿",
    "dibao": "低保对象",
    "edge": "低保边缘家庭",
    "monitored": "防止返贫监测对象",
    "rigid": "刚性支出困难家庭",
    "none": "没有认定为特困、孤儿、低保、低保边缘或监测对象",
}
_LIVING = {
    "dibao": "是低保对象中的残疾证持有人",
    "dibao_found": "持有残疾证，家庭符合低保，确认低保后享受",
    "dibao_open": "持有残疾证，家庭确认低保后享受",
    "dibao_first": "持有残疾证，家庭没有在享受的低保，须先享受低保",
    "edge": "是低保边缘家庭中的残疾证持有人",
    "edge_found": "持有残疾证，家庭符合低保边缘，确认低保边缘后享受",
    "edge_open": "持有残疾证，家庭确认低保边缘后享受",
    "edge_first": "持有残疾证，家庭还不是低保边缘家庭，须先认定低保边缘",
    "alone": "持有残疾证，单独申请低保确认后享受",
}
_HELD = {
    "dibao": "是低保对象",
    "dibao_found": "家庭符合低保",
    "edge": "属低保边缘家庭",
    "edge_found": "家庭符合低保边缘",
    "rigid": "属刚性支出困难家庭",
    "rigid_found": "家庭符合刚性支出困难",
    "tekun": "是特困人员",
    "tekun_found": "符合特困",
    "alone": "可单独申请低保",
    "monitored": "属防止返贫监测对象家庭",
    "open": "家庭的低保还没有认定结果，也不是特困对象",
    "dibao_first": "家庭没有在享受的低保，须先享受低保",
    "tekun_first": "还不是特困人员，须先认定特困",
    "alone_first": "没有在享受的低保，须先单独申请低保",
    "none": "不是低保或特困对象",
}
_MAIN = {"dibao": "低保", "edge": "低保边缘", "tekun": "特困"}
_CAPS = {"per_case": "每次", "per_person": "每人"}
_WHERE = {"institution": "机构养育", "scattered": "社会散居"}


def disability(words: _Words) -> str:
    """`肢体二级残疾` of a reason that names kind and grade, "" of one that does not."""
    if "残疾类别" not in words:
        return ""
    return f"{_DISABILITIES[words['残疾类别']]}{GRADES[words['残疾等级']]}残疾"


def _age_or_disability(words: _Words) -> str:
    return f"{words['年龄']}周岁" if "年龄" in words else f"是{disability(words)}"


def _obligor(words: _Words) -> str:
    ground = _OBLIGORS[words["情形"]].format(**words, 残疾=disability(words))
    return f"{words['成员']}的法定义务人（{words['义务人']}）{ground}"


def _parents(words: _Words) -> str:
    return "、".join(f"{words.get(f'姓名{one}', '')}{_PARENTS[words[f'父母{one}']]}" for one in "甲乙")


def _care(words: _Words) -> str:
    if words["依据"] in ("unmet", "able"):
        return _helpless(words)
    if words["依据"] == "young":
        return f"{words['年龄']}周岁，未满十六周岁，按半护理"
    return f"{_helpless(words)}，按半护理"


def _helpless(words: _Words) -> str:
    """失能 or not, by what the reason names."""
    if "残疾类别" in words:
        return f"是{disability(words)}人"
    told = []
    if "未达到指标数" in words:
        told.append(f"六项自理指标有 {words['未达到指标数']} 项达不到")
    if "卧床月数" in words:
        told.append(f"卧床 {words['卧床月数']} 个月")
    return "、".join(told)


def _and(said: str) -> str:
    return f"，{said}" if said else ""


def _service(words: _Words) -> str:
    said = _helpless(words) or (f"{words['年龄']}周岁" if "年龄" in words else "")
    return f"{_REASONS[words['原因']]}（{said}）" if said else _REASONS[words["原因"]]


def _state(words: _Words) -> str:
    until = f"至 {words['期限至']}" if "期限至" in words else ""
    who = f"（{words['姓名']}）" if "姓名" in words else ""
    return f"{words['成员']}的父母一方{who}{_PARENTS[words['情形']]}，自 {words['起始日期']} 起{until}"


def _has(words: _Words) -> str:
    parts = (name for name in ("特困基本生活", "单人户低保", "低保份额", "残疾人生活补贴") if name in words)
    return "、".join(f"{name}每月 {words[name]} 元" for name in parts)


def _money(words: _Words, figure: str) -> str:
    return f"货币财产 {words['货币财产']} 元 ÷ {words['人数']} 人 = 人均 {figure} 元"


def _spending(words: _Words, figure: str) -> str:
    return (
        f"刚性支出 {words['刚性支出']} 元、必要生活支出 {words['必要生活支出']} 元，家庭年收入 {words['家庭年收入']} 元，"
        f"{_COUNTS[words['口径']]}的比例 {figure}"
    )


def _year(words: _Words, figure: str) -> str:
    return f"家庭年收入 {words['家庭年收入']} 元 ÷ {words['人数']} 人 = 人均 {figure} 元"


def _alone(words: _Words, why: str, figure: str) -> str:
    return f"{words['成员']}{why}，可单独申请：{words['标准']} 元 − 本人月收入 {words['本人月收入']} 元 = {figure} 元"


def _level(words: _Words) -> str:
    return f"人均 {words['人均月收入']} 元，上限 {words['上限']} 元"


def _unable(words: _Words) -> str:
    if "残疾类别" in words:
        return f"是{disability(words)}人"
    return f"患重特大疾病卧床 {words['卧床月数']} 个月"


def _left_out(words: _Words) -> str:
    since = f"（自 {words['起始日期']} 起，满 {words['年限']} 年）" if "年限" in words else ""
    return f"{words['成员']}{_LEFT_OUT[words['原因']]}{since}，不计入共同生活成员"


def _belongs(words: _Words) -> str:
    age = f"（{words['年龄']}周岁）" if "年龄" in words else ""
    return f"{words['成员']}是{_BELONGS[words['原因']]}{age}，应计入共同生活成员，却填了不计入"


SENTENCES: dict[str, Callable[[_Words, str], str]] = {
    "member.left_out": lambda w, _: _left_out(w),
    "member.belongs": lambda w, _: _belongs(w),
    "standards.day": lambda w, _: (
        f"资格按 {w['决定日期']} 的标准认定，金额按首发月份 {w['首发月份']} 的标准计算"
    ),
    "dibao.alone.disabled": lambda w, f: _alone(w, f"是{disability(w)}人，家庭属低保边缘（{_level(w)}）", f),
    "dibao.alone.ill": lambda w, f: _alone(w, f"患重特大疾病，家庭属低保边缘（{_level(w)}）", f),
    "dibao.alone.clergy": lambda w, f: _alone(
        w, f"自 {w['起始日期']} 起在宗教活动场所居住，满 {w['年限']} 年", f
    ),
    "dibao.alone.unemployed": lambda w, f: _alone(w, f"{w['年龄']}周岁，是无业的{disability(w)}人", f),
    "dibao.alone.parental": lambda w, f: _alone(
        w, f"{w['年龄']}周岁，{_unable(w)}，由父母或兄弟姐妹供养（{_level(w)}）", f
    ),
    "living.paid": lambda w, f: f"{w['成员']}{_LIVING[w['依据']]}，困难残疾人生活补贴每月 {f} 元",
    "living.not_dibao": lambda w, _: f"{w['成员']}不是低保对象，不享受困难残疾人生活补贴",
    "living.tekun": lambda w, _: f"{w['成员']}是特困人员，不是低保对象，不享受困难残疾人生活补贴",
    "living.orphan": lambda w, _: f"{w['成员']}享受孤儿基本生活费，区县确认不同时享受困难残疾人生活补贴",
    "living.child_difference": lambda w, _: f"{w['成员']}的事实无人抚养儿童补贴已按补差补足到标准，不另发",
    "living.child_allowance": lambda w, _: f"{w['成员']}全额享受事实无人抚养儿童补贴，不重复享受",
    "care.paid": lambda w, f: f"{w['成员']}残疾等级{GRADES[w['残疾等级']]}，重度残疾人护理补贴每月 {f} 元",
    "care.not_severe": lambda w, _: f"{w['成员']}的残疾等级{GRADES[w['残疾等级']]}，不是一级、二级",
    "care.tekun": lambda w, _: (
        f"{w['成员']}残疾等级{GRADES[w['残疾等级']]}，享受特困人员照料护理补贴，不重复享受"
    ),
    "care.elder": lambda w, _: (
        f"{w['成员']}残疾等级{GRADES[w['残疾等级']]}，护理补贴 {w['护理补贴']} 元，"
        f"享受的高龄失能养老服务补贴 {w['养老服务补贴']} 元较高，不重复享受"
    ),
    "tekun.able": lambda w, _: f"{w['成员']}{w['年龄']}周岁，不属于无劳动能力的人员",
    "tekun.unable": lambda w, _: f"{w['成员']}{_age_or_disability(w)}，属于无劳动能力的人员",
    "tekun.income.below": lambda w, f: (
        f"{w['成员']}本人月收入 {f} 元（另有不计入的收入 {w['不计收入']} 元），低于低保标准 {w['标准']} 元"
    ),
    "tekun.income.not_below": lambda w, f: (
        f"{w['成员']}本人月收入 {f} 元（另有不计入的收入 {w['不计收入']} 元），不低于低保标准 {w['标准']} 元"
    ),
    "tekun.money.within": lambda w, f: f"{_money(w, f)}，不超过特困财产上限 {w['上限']} 元",
    "tekun.money.over": lambda w, f: f"{_money(w, f)}，超过特困财产上限 {w['上限']} 元",
    "tekun.obligor.able": lambda w, _: f"{_obligor(w)}，有履行能力",
    "tekun.obligor.unable": lambda w, _: f"{_obligor(w)}，没有履行能力",
    "tekun.child_support": lambda w, _: f"{w['成员']}的监护人选择儿童保障，不认定为特困人员",
    "tekun.care": lambda w, f: f"{w['成员']}{_care(w)}，照料护理每月 {f} 元",
    "tekun.monthly": lambda w, f: (
        f"{w['成员']}：基本生活 {w['基本生活标准']} 元 + 照料护理 {w['照料护理']} 元 = 每月 {f} 元"
    ),
    "rigid.other": lambda w, _: f"已符合{_MAIN[w['已符合']]}，不再作为刚性支出困难家庭",
    "rigid.income.below": lambda w, f: f"{_year(w, f)}，低于上年人均可支配收入 {w['人均可支配收入']} 元",
    "rigid.income.not_below": lambda w, f: (
        f"{_year(w, f)}，不低于上年人均可支配收入 {w['人均可支配收入']} 元"
    ),
    "rigid.ratio.above": lambda w, f: f"{_spending(w, f)}，超过 {w['比例上限']}",
    "rigid.ratio.not_above": lambda w, f: f"{_spending(w, f)}，不超过 {w['比例上限']}",
    "orphan.paid": lambda w, f: f"{w['成员']}的父母：{_parents(w)}，{_WHERE[w['养育方式']]}，每月 {f} 元",
    "child.long_enough": lambda w, _: f"{_state(w)}，满 {w['月数']} 个月",
    "child.too_short": lambda w, _: f"{_state(w)}，不满 {w['月数']} 个月",
    "child.ruled.here": lambda w, _: (
        f"{w['成员']}的父母死亡、被宣告失踪或查找不到，区县认定按{_AS_CHILD[w['认定']]}保障（{w['文书']}）"
    ),
    "child.ruled.other": lambda w, _: (
        f"{w['成员']}的父母死亡、被宣告失踪或查找不到，区县认定按{_AS_CHILD[w['认定']]}保障（{w['文书']}），不按本项"
    ),
    "child.parents.unable": lambda w, _: f"{w['成员']}的父母：{_parents(w)}，均不能履行抚养责任",
    "child.parents.able": lambda w, _: f"{w['成员']}的父母：{_parents(w)}，有一方能够抚养",
    "child.paid": lambda w, f: (
        f"{w['成员']}没有享受其他基本生活保障，{_WHERE[w['养育方式']]}，按标准 {w['标准']} 元全额，每月 {f} 元"
    ),
    "child.difference": lambda w, f: (
        f"{w['成员']}已享受{_has(w)}，{_WHERE[w['养育方式']]}，按标准 {w['标准']} 元补差，每月 {f} 元"
    ),
    "elder.allowance": lambda w, f: f"{w['成员']}{w['年龄']}周岁，按 {w['起点']} 周岁以上的标准每月 {f} 元",
    "elder.care.not_poor": lambda w, _: f"{w['成员']}{_HELD[w['救助身份']]}",
    "elder.care.able": lambda w, _: (
        f"{w['成员']}{_HELD[w['救助身份']]}，{w['年龄']}周岁，未满八十周岁，{_helpless(w)}，没有失能"
    ),
    "elder.care.unassessed": lambda w, _: (
        f"{w['成员']}{_HELD[w['救助身份']]}，{w['年龄']}周岁，未满八十周岁，{_helpless(w)}，自理能力还没有评估"
    ),
    "elder.care.paid": lambda w, f: (
        f"{w['成员']}{_HELD[w['救助身份']]}，{w['年龄']}周岁{_and(_helpless(w))}，属经济困难的高龄或失能老年人，每月 {f} 元"
    ),
    "temporary.class": lambda w, f: (
        f"{_CLASS_BY[w['依据']]}，属临时救助 {f} 类家庭"
        + (f"；{better_class(w['同时符合'])}" if "同时符合" in w else "")
    ),
    "temporary.income.below": lambda w, f: f"{_year(w, f)}，低于上年人均可支配收入 {w['人均可支配收入']} 元",
    "temporary.income.not_below": lambda w, f: (
        f"{_year(w, f)}，不低于上年人均可支配收入 {w['人均可支配收入']} 元"
    ),
    "temporary.education": lambda _, f: f"就学困难的当年救助不低于 {f} 元，具体由区县核定",
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
    "service.class": lambda w, f: f"{w['成员']}{_HELD[w['救助身份']]}，{_service(w)}，属第 {f} 类服务对象",
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
    "rigid.other": lambda line: f"已符合{_MAIN[str(dict(line.inputs)['已符合'])]}",
    "rigid.income.not_below": lambda line: f"人均年收入 {_figure(line)} 元，不低于上年人均可支配收入",
    "rigid.ratio.not_above": lambda line: f"刚性支出占比 {_figure(line)}，不超过规定比例",
    "child.too_short": lambda _: "时间不满规定月数",
    "child.parents.able": lambda _: "父母有一方能够抚养",
    "child.ruled.other": lambda line: f"区县认定按{_AS_CHILD[str(dict(line.inputs)['认定'])]}保障",
    "elder.care.not_poor": lambda _: "不是低保或特困对象",
    "elder.care.able": lambda _: "未满八十周岁且没有失能",
    "temporary.below_floor": lambda _: "自付费用没有超过起付线",
    "temporary.income.not_below": lambda line: f"人均年收入 {_figure(line)} 元，不低于上年人均可支配收入",
}
"""Step that decides against → its short form on the policy radar."""

NOTHING = {
    "disability_living": "没有持残疾证的家庭成员",
    "disability_care": "没有持残疾证的家庭成员",
    "rigid": "没有登记医疗、教育、康复等刚性支出",
    "tekun": "没有老年人、持残疾证的人和无人抚养的未成年人",
    "orphan": "没有父母双亡或查找不到的未成年人",
    "unsupported_child": "没有父母双方都不能抚养的未成年人",
    "elder_allowance": "没有满八十周岁的家庭成员",
    "elder_care": "没有满六十周岁的家庭成员",
    "temporary": "没有登记遇到的急难情形",
    "service_class": "没有低保、低保边缘、刚性支出困难、特困或监测对象家庭中在家生活的人",
}
"""Programme → why it is refused when there is not a single reason about somebody."""
