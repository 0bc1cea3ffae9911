"""Reasons as sentences a clerk can read aloud, made from the data of a finding only when somebody looks."""

from collections.abc import Callable
from decimal import Decimal

from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding, Input, WhyLine
from jiuzhu.domain.assessment.single import grounds_of, names_of
from jiuzhu.domain.assessment.words import NOTHING, SENTENCES, SHORT
from jiuzhu.domain.clauses import cited
from jiuzhu.domain.money import ZERO, shown

_KINDS = {
    "wage": "工资性收入",
    "business": "经营净收入",
    "property": "财产净收入",
    "transfer": "转移净收入",
    "other": "其他收入",
    "deposit": "存款",
    "security": "证券",
    "fund": "基金",
    "insurance": "商业保险",
    "receivable": "债权",
    "fintech": "互联网金融资产",
    "car": "机动车辆",
    "boat": "船舶",
    "machinery": "工程机械或大型农机具",
    "motorcycle": "普通二轮摩托车",
    "disability_scooter": "残疾人代步车",
    "urban": "城市",
    "rural": "农村",
    "month": "月",
    "year": "年",
    "new_home": "三年内建、购或豪华装修住房",
    "high_bills": "水电燃气通讯物业费超过比例",
    "study_abroad": "自费出国留学",
    "hired_workers": "雇工从事经营",
    "luxury": "近半年购买非基本生活用品超限",
    "vehicle_use": "经常使用非就业用车辆",
}
_ITEMS = {
    "basic_pension": "城乡居民基础养老金",
    "scholarship": "奖学金",
    "preferential_pension": "优待抚恤金",
    "family_planning_reward": "计划生育奖励扶助",
    "bravery_award": "见义勇为奖励",
    "social_assistance": "政府社会救助款物",
    "child_support_allowance": "事实无人抚养儿童基本生活补贴",
    "family_support": "家庭供养费",
}

_LIMITS = ("标准", "上限", "豁免上限")

_Words = dict[str, str]


def explain(finding: Finding) -> tuple[str, ...]:
    """All reasons of a finding, in order, each a full sentence with its clause and document."""
    return tuple(sentence(line) for line in finding.why)


def sentence(line: WhyLine) -> str:
    """One reason as a sentence: `家庭月收入 1,560.00 元 ÷ 3 人 = 人均 520.00 元，低于城市低保标准 770 元（民发〔2021〕57号第八条，渝民规〔2025〕6号）`."""
    text = _said(line)
    document = line.document if line.document != "待本地确认" else ""
    parts = (cited(line.clause, document), "" if line.confirmed else "待本地确认")
    source = "，".join(part for part in parts if part)
    return f"{text}（{source}）" if source else text


def _said(line: WhyLine) -> str:
    words = {label: _limit(value) if label in _LIMITS else _word(value) for label, value in line.inputs}
    return _SENTENCES[line.step](words, _word(line.figure))


def headline(finding: Finding) -> str:
    """One line for the policy radar: 符合：… / 不符合：因为… / 还需：…."""
    if finding.result == ENTITLED:
        once = finding.figures.get("amount")
        if isinstance(once, Decimal):
            return f"符合：一次性 {shown(once)} 元"
        amount = _monthly(finding)
        if names_of(finding):
            told = "；".join(_said(line) for line in grounds_of(finding))
            return f"符合：单人户，{told}；共 {shown(amount)} 元/月"
        return f"符合：{shown(amount)} 元/月" if amount else "符合"
    if finding.result == MANUAL:
        return f"还需：{'；'.join(finding.needs) or '人工核定'}"
    line = deciding_line(finding)
    reason = _SHORT[line.step](line) if line else NOTHING.get(finding.programme, "没有登记有关情况")
    alone = finding.figures.get("alone")
    more = f"；{len(alone)} 人可单独申请低保" if isinstance(alone, list) else ""
    return f"不符合：因为{reason}{more}"


def deciding_line(finding: Finding) -> WhyLine | None:
    """The reason a finding is against the household, None when nobody of it could be meant."""
    return next((line for line in finding.why if line.step in _SHORT), None)


def _monthly(finding: Finding) -> Decimal:
    persons = finding.figures.get("persons")
    if isinstance(persons, list):
        return sum((person.get("monthly", ZERO) for person in persons), ZERO)
    monthly = finding.figures.get("monthly")
    return monthly if isinstance(monthly, Decimal) else ZERO


def _word(value: Input) -> str:
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, str):
        return value
    return str(value)


def _limit(value: Input) -> str:
    """Standards and limits are spoken without needless decimals: 770, not 770.00."""
    return _word(value).removesuffix(".00")


def _income(words: _Words) -> str:
    item = _ITEMS.get(words["项目"], words["项目"])
    kind = _KINDS.get(words["类别"], words["类别"])
    cost = f"，扣除成本 {words['成本']} 元" if words["成本"] != "0.00" else ""
    name = f"{kind}（{item}）" if item else kind
    return f"{words['成员']}的{name}每{_KINDS[words['期间']]} {words['金额']} 元{cost}"


def _heads(words: _Words, figure: str) -> str:
    return f"家庭月收入 {words['家庭月收入']} 元 ÷ {words['人数']} 人 = 人均 {figure} 元"


def _money(words: _Words, figure: str) -> str:
    return f"货币财产 {words['货币财产']} 元 ÷ {words['人数']} 人 = 人均 {figure} 元"


def _homes(words: _Words, figure: str) -> str:
    return f"{words['住房套数']} 套住房共 {words['总面积']} 平方米，人均 {figure} 平方米"


_SENTENCES: dict[str, Callable[[_Words, str], str]] = {
    **SENTENCES,
    "income.counted": lambda w, f: f"{_income(w)}，折合每年计入 {f} 元",
    "income.excluded": lambda w, _: f"{_income(w)}，不计入家庭收入",
    "income.support": lambda w, f: (
        f"{w['成员']}的义务人月收入 {w['义务人月收入']} 元，超过标准部分按 {w['比例']} 计，每年计入 {f} 元"
    ),
    "income.deducted": lambda _, f: f"因残疾、重病必要的自付医疗康复支出每年扣减 {f} 元",
    "dibao.told": lambda _, f: (
        f"家庭月收入 {f} 元由核对过的金额构成得出（当时的标准 × 人数 − 差额救助）；财产按原批准认定，没有重新核查"
    ),
    "dibao.income.below": lambda w, f: f"{_heads(w, f)}，低于{_KINDS[w['类别']]}低保标准 {w['标准']} 元",
    "dibao.income.not_below": lambda w, f: (
        f"{_heads(w, f)}，不低于{_KINDS[w['类别']]}低保标准 {w['标准']} 元"
    ),
    "dibao.base": lambda w, f: (
        f"差额救助：{w['标准']} 元 × {w['人数']} 人 − {w['家庭月收入']} 元 = 每月 {f} 元"
    ),
    "dibao.addon": lambda w, f: f"分类重点救助：{w['成员']}属{w['项目']}，每月加 {f} 元",
    "dibao.monthly": lambda w, f: (
        f"差额救助 {w['差额救助']} 元 + 分类重点救助 {w['分类重点救助']} 元 = 每月 {f} 元"
    ),
    "dibao.consumption": lambda w, _: f"消费支出：{_KINDS[w['情形']]}，需人工核定",
    "edge.income.below": lambda w, f: f"{_heads(w, f)}，低于低保标准 {w['标准']} 元的边缘上限 {w['上限']} 元",
    "edge.income.not_below": lambda w, f: (
        f"{_heads(w, f)}，不低于低保标准 {w['标准']} 元的边缘上限 {w['上限']} 元"
    ),
    "edge.is_dibao": lambda _, __: "已符合最低生活保障，不再作为低保边缘家庭",
    "property.difference": lambda w, f: (
        f"{_KINDS[w['类别']]}核对发现 {w['核对数']} 元，申报 {w['申报数']} 元，相差 {f} 元"
    ),
    "property.money.within": lambda w, f: f"{_money(w, f)}，不超过上限 {w['上限']} 元",
    "property.money.over": lambda w, f: f"{_money(w, f)}，超过上限 {w['上限']} 元",
    "property.money.illness": lambda w, f: (
        f"{_money(w, f)}，超过上限 {w['上限']} 元但不超过 {w['豁免上限']} 元，且有成员患重特大疾病，可豁免"
    ),
    "property.housing.one": lambda w, _: f"危房以外的住房 {w['住房套数']} 套，未超过一套",
    "property.housing.within": lambda w, f: f"{_homes(w, f)}，不超过上限 {w['上限']} 平方米",
    "property.housing.over": lambda w, f: f"{_homes(w, f)}，超过上限 {w['上限']} 平方米",
    "property.housing.disaster": lambda w, f: (
        f"{_homes(w, f)}，超过上限 {w['上限']} 平方米，因重大灾害事故可豁免"
    ),
    "property.housing.unsettled": lambda w, f: f"{_homes(w, f)}，区县住房保障最低面积未确定，需人工核定",
    "property.vehicle.ignored": lambda w, _: f"{_KINDS[w['类别']]}不影响认定",
    "property.vehicle.exempt": lambda w, _: (
        f"{_KINDS[w['类别']]}价值 {w['价值']} 元，有价值证明且不超过 {w['上限']} 元，可豁免"
    ),
    "property.vehicle.over": lambda w, _: (
        f"有{_KINDS[w['类别']]}，价值 {w['价值']} 元"
        + (f"，没有超过 {w['上限']} 元但没有价值证明" if "价值证明" in w else f"，超过 {w['上限']} 元")
        + "，不符合财产规定"
    ),
    "property.premises": lambda w, _: f"有门面、店铺或企业 {w['经营性财产']} 处",
}

_SHORT: dict[str, Callable[[WhyLine], str]] = {
    **SHORT,
    "dibao.income.not_below": lambda line: f"人均月收入 {_word(line.figure)} 元，不低于标准",
    "edge.is_dibao": lambda _: "已符合低保",
    "edge.income.not_below": lambda line: f"人均月收入 {_word(line.figure)} 元，不低于标准的 1.5 倍",
    "property.money.over": lambda line: f"人均货币财产 {_word(line.figure)} 元，超过上限",
    "property.housing.over": lambda _: "住房面积超过上限",
    "property.vehicle.over": lambda line: f"有{_KINDS[str(dict(line.inputs)['类别'])]}",
    "property.premises": lambda _: "有经营性财产",
    "living.not_dibao": lambda _: "不是低保对象",
    "living.tekun": lambda _: "是特困人员",
    "living.child_difference": lambda _: "事实无人抚养儿童补贴已补足到标准",
    "living.child_allowance": lambda _: "已享受事实无人抚养儿童补贴",
    "living.orphan": lambda _: "已享受孤儿基本生活费",
    "care.not_severe": lambda _: "残疾等级不是一级、二级",
    "care.tekun": lambda _: "已享受特困照料护理补贴",
    "care.elder": lambda _: "已享受的养老服务补贴较高",
}
