"""动态管理 as formulas: what a change of a receiving household leads to, from which month, by which clause (pure).

渐退 between one and one and a half times the standard, stop from there [57 Art 30-34; 2022N; TL Art 26-29; S1].
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.case import make_case
from jiuzhu.domain.assessment.dibao import base_share, own_addons, share_unknown
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding
from jiuzhu.domain.assessment.terms import terms_for
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.deadlines import changed_month, first_month
from jiuzhu.domain.facts import HouseholdFacts
from jiuzhu.domain.money import ZERO, cents, shown
from jiuzhu.domain.policy import Policy, Standards

KEEP, RAISE, CUT, STOP, TAPER, BY_HAND = "keep", "raise", "cut", "stop", "taper", "manual"


class CutGround(NamedTuple):
    """A cause that cuts or stops by itself: its clause, and whether it takes one person's share or the household's grant."""

    clause: str
    reason: str
    one_person: bool


GROUNDS = {
    "refused_jobs": CutGround(
        "57-34", "连续三次拒绝介绍的适合工作，减发或停发本人的救助金额", one_person=True
    ),
    "refused_work": CutGround("TL-29", "拒不参加公益劳动，减发或停发本人的救助金额", one_person=True),
    "refused_check": CutGround("TL-29", "拒不配合复核，停发", one_person=False),
    "gave_up_support": CutGround("TL-29", "放弃法定赡养（抚养、扶养）费或应得收入，停发", one_person=False),
    "fraud": CutGround("649-68", "虚报隐瞒骗取，停发并追回", one_person=False),
}
"""Code of adjustment_cause → its ground; all other causes follow from the figures.

What only has to be taught, an unreported change that leaves the family entitled, is no ground [57 Art 30].
"""


_OWN_RULES = {
    "edge": ("57-8", "57-8"),
    "tekun": ("43-24", "43"),
    "rigid": ("GX57", "GX57"),
    "disability_living": ("国发〔2015〕52号", "国发〔2015〕52号"),
    "disability_care": ("国发〔2015〕52号", "国发〔2015〕52号"),
    "orphan": ("国办发〔2010〕54号", "国办发〔2010〕54号"),
    "unsupported_child": ("民发〔2019〕62号", "民发〔2019〕62号"),
    "elder_allowance": ("区县高龄津贴办法", "区县高龄津贴办法"),
    "elder_care": (
        "重庆经济困难高龄失能老年人养老服务补贴",
        "重庆经济困难高龄失能老年人养老服务补贴",
    ),
}
"""Programme → what its stop and any other change of it rest on; 低保 has its articles below."""


def rule_of(programme: str, kind: str) -> str:
    """The clause a change of this kind rests on when no ground of the law does: the programme's own."""
    if programme in _OWN_RULES:
        return _OWN_RULES[programme][kind != STOP]
    return "57-31" if kind == KEEP else "57-32"


class Change(NamedTuple):
    """What follows: `kind`, the new yuan a month with its parts, the months it holds, and why in one sentence."""

    kind: str
    monthly: Decimal
    base: Decimal
    addons: Decimal
    from_month: str
    until_month: str
    clause: str
    reason: str
    care: str = ""  # 特困: the level of care, "" when it stays
    chosen: bool = False  # a person set it, or a ground of the law: it does not follow from the figures
    for_job: bool = False  # what is cut is given as 低保就业补贴 [S1 item 13]


class Paid(NamedTuple):
    """Yuan a month in the two funds they are paid from: 低保金 and 分类重点救助 [649 Art 5]."""

    base: Decimal
    addons: Decimal = ZERO

    @property
    def monthly(self) -> Decimal:
        """Both together."""
        return self.base + self.addons


def follows(
    assessment: Assessment,
    programme: str,
    *,
    now: Paid,
    decided: date,
    standards: Standards,
    employed: bool = False,
    registered_unemployed: bool = False,
) -> Change:
    """What a household programme becomes on new figures; `now` is what it gets each month.

    A grant that no longer fits because somebody found work tapers for `fade.months` below 1.5 × the standard and ends
    at once from there. Where somebody was registered unemployed, what is cut is told as 低保就业补贴 [S1 item 13]; whether
    it stands beside a taper is told nowhere: a person decides.
    """
    finding = assessment.findings[programme]
    month = changed_month(decided)
    if finding.result == MANUAL:
        return _by_hand(programme, now, month, f"认定还需：{'；'.join(finding.needs) or '人工核定'}")
    if finding.result == ENTITLED:
        change = _amount(finding, now.monthly, month, first_month(decided, standards, programme))
        told = programme == "dibao" and employed and registered_unemployed
        return with_job_subsidy(change, now, standards) if told else change
    if programme != "dibao" or not employed:
        return _stop(month, rule_of(programme, STOP), "家庭收入或财产不再符合条件")
    return _after_employment(assessment, now, month, standards, registered_unemployed=registered_unemployed)


def _after_employment(
    assessment: Assessment, now: Paid, month: str, standards: Standards, *, registered_unemployed: bool
) -> Change:
    """Somebody found work: a family that is now 边缘 tapers, any other stops. The border is exact, never a shown figure."""
    edge = assessment.findings["edge"]
    per_head = edge.figures.get("per_head")
    if edge.result == MANUAL or not isinstance(per_head, Decimal):
        return _by_hand("dibao", now, month, f"认定还需：{'；'.join(edge.needs) or '人工核定'}")
    if edge.result != ENTITLED:
        over = any(line.step == "edge.income.not_below" for line in edge.why)
        limit = standards.amount("edge.multiple")
        told = f"人均月收入 {shown(per_head)} 元，达到标准的 {limit} 倍" if over else "家庭财产不再符合条件"
        stopped = _stop(month, rule_of("dibao", STOP), told)
        return with_job_subsidy(stopped, now, standards) if over and registered_unemployed else stopped
    if registered_unemployed:
        longest = standards.number("job.subsidy.months")
        return _by_hand(
            "dibao",
            now,
            month,
            f"登记失业人员就业的，低保就业补贴为减少的救助金额 {shown(now.monthly)} 元，最长 {longest} 个月，请人工核定",
        )._replace(for_job=True)
    return taper(per_head, now, month, standards)


def with_job_subsidy(change: Change, now: Paid, standards: Standards) -> Change:
    """A grant that is less or ends because somebody registered unemployed found work, with what is given for it.

    低保就业补贴 is exactly what is cut of the family's grant, for `job.subsidy.months` at most [S1 item 13]: the employment
    office gives it, so the grant itself follows the figures and the reason tells the family what to ask for.
    """
    cut = now.monthly - change.monthly
    if cut <= 0:
        return change
    longest = standards["job.subsidy.months"]
    told = (
        f"登记失业人员就业，核减的金额另按低保就业补贴每月 {shown(cut)} 元，最长 {longest.value} 个月（{longest.document}），"
        "请告知家庭并转人社部门办理"
    )
    return change._replace(reason=f"{change.reason}；{told}", for_job=True)


def taper(per_head: Decimal, now: Paid, month: str, standards: Standards) -> Change:
    """渐退期: `fade.months` from a month, at the amount `fade.amount` says, each fund its part; the last month is the sixth."""
    months = standards.number("fade.months")
    rule = standards.word("fade.amount", ("keep", "half"))
    amount, addons = now.monthly, now.addons
    if rule == "half":
        amount, addons = cents(amount / 2), cents(addons / 2)
    return Change(
        TAPER,
        amount,
        amount - addons,
        addons,
        month,
        month_after(month, months - 1),
        "2022N",
        f"就业后人均月收入 {shown(per_head)} 元，超过标准但未达到 1.5 倍，渐退 {months} 个月",
    )


def in_taper(change: Change, until: str, *, same_members: bool) -> Change:
    """What a change is for a grant that already tapers until a month: back to the full grant, an earlier stop, or on.

    A taper goes on as it was decided: who fits again for less than it pays gets that from the month after it. What it
    becomes when a member is gone or new is not told anywhere: a person sets it.
    """
    if change.kind == TAPER and same_members:
        return change._replace(kind=KEEP, until_month=until, reason=f"渐退到 {until} 为止，不变")
    if change.kind == CUT and same_members:
        told = f"渐退到 {until} 为止不变；重新符合条件，此后每月 {shown(change.monthly)} 元"
        return change._replace(from_month=max(change.from_month, month_after(until)), reason=told)
    if change.kind in {TAPER, CUT}:
        return change._replace(
            kind=BY_HAND, until_month=until, reason=f"渐退到 {until} 为止，期间家庭成员有变化，请人工核定金额"
        )
    if change.kind in {KEEP, RAISE}:
        told = f"重新符合条件，不再渐退，恢复为每月 {shown(change.monthly)} 元"
        return change._replace(kind=RAISE, clause="57-32", reason=told)
    return change


def share_of_person(facts: HouseholdFacts, policy: Policy, member: str) -> Paid | None:
    """What of a 低保 grant is one person's: an equal part of the difference, and the own add-ons.

    None for somebody who is no member of the household or is left out of it [57 Art 7].
    """
    standards = policy.in_force(facts.district, facts.on)
    case = make_case(facts, terms_for(standards, facts.kind))
    found = next((one for one in case.members if one.id == member), None)
    return Paid(cents(base_share(case)), own_addons(case, found)) if found is not None else None


def share_untold(facts: HouseholdFacts, policy: Policy) -> str:
    """What has to be found out before `share_of_person` can be trusted, "" when nothing has."""
    return share_unknown(make_case(facts, terms_for(policy.in_force(facts.district, facts.on), facts.kind)))


def on_ground(cause: str, now: Paid, decided: date, *, share: Paid) -> Change:
    """What a ground leaves of `now`: without one person's `share`, or nothing [57 Art 34; 649 Art 45]."""
    ground = GROUNDS[cause]
    left = Paid(ZERO)
    if ground.one_person:
        left = Paid(max(now.base - share.base, ZERO), max(now.addons - share.addons, ZERO))
    return Change(
        CUT if left.monthly else STOP,
        left.monthly,
        left.base,
        left.addons,
        changed_month(decided),
        "",
        ground.clause,
        ground.reason,
        chosen=True,
    )


def _amount(finding: Finding, now: Decimal, month: str, first: str) -> Change:
    """The same, more or less; more from the first month paid, less from the month after the decision."""
    persons = finding.figures.get("persons")
    monthly = (
        sum((one["monthly"] for one in persons), ZERO)
        if isinstance(persons, list)
        else _decimal(finding.figures.get("monthly"))
    )
    base = _decimal(finding.figures.get("base", monthly))
    addons = _decimal(finding.figures.get("addons"))
    kind = KEEP if monthly == now else RAISE if monthly > now else CUT
    told = {KEEP: "金额不变", RAISE: "金额增加", CUT: "金额减少"}[kind]
    begins = month if kind == CUT else first
    return Change(kind, monthly, base, addons, begins, "", rule_of(finding.programme, kind), told)


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _stop(month: str, clause: str, reason: str) -> Change:
    return Change(STOP, ZERO, ZERO, ZERO, month, "", clause, reason)


def _by_hand(programme: str, now: Paid, month: str, reason: str) -> Change:
    return Change(BY_HAND, now.monthly, now.base, now.addons, month, "", rule_of(programme, BY_HAND), reason)
