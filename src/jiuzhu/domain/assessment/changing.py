"""动态管理 as formulas: what a change of a receiving household leads to, from which month, by which clause (pure).

渐退 between one and one and a half times the standard, stop from there [57 Art 30-34; 2022N; TL Art 26-29; S1].
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.deadlines import first_month
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.policy import Standards

KEEP, RAISE, CUT, STOP, TAPER, BY_HAND = "keep", "raise", "cut", "stop", "taper", "manual"

GROUNDS = {
    "refused_jobs": "57-34",
    "refused_work": "TL-29",
    "refused_check": "57-30",
    "gave_up_support": "TL-29",
    "fraud": "649-68",
}
"""Cause that cuts or stops by itself → its clause; the others follow from the figures."""


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


def follows(
    assessment: Assessment,
    programme: str,
    *,
    now: Decimal,
    decided: date,
    standards: Standards,
    employed: bool = False,
    registered_unemployed: bool = False,
) -> Change:
    """What a household programme becomes on new figures; `now` is what it gets each month.

    A grant that no longer fits because somebody found work tapers for `fade.months` below 1.5 × the standard and ends
    at once from there. Somebody who was registered unemployed has 低保就业补贴 instead: a person decides [S1 item 13].
    """
    finding = assessment.findings[programme]
    month = first_month(decided, standards)
    if finding.result == MANUAL:
        return _by_hand(now, month, f"认定还需：{'；'.join(finding.needs) or '人工核定'}")
    if finding.result == ENTITLED:
        return _amount(finding, now, month)
    if programme != "dibao" or not employed:
        return _stop(month, "57-32", "家庭收入或财产不再符合条件")
    return _after_employment(assessment, now, month, standards, registered_unemployed=registered_unemployed)


def _after_employment(
    assessment: Assessment, now: Decimal, month: str, standards: Standards, *, registered_unemployed: bool
) -> Change:
    """Somebody found work: a family that is now 边缘 tapers, any other stops. The border is exact, never a shown figure."""
    edge = assessment.findings["edge"]
    per_head = edge.figures.get("per_head")
    if edge.result == MANUAL or not isinstance(per_head, Decimal):
        return _by_hand(now, month, f"认定还需：{'；'.join(edge.needs) or '人工核定'}")
    if edge.result != ENTITLED:
        over = any(line.step == "edge.income.not_below" for line in edge.why)
        limit = standards.amount("edge.multiple")
        told = f"人均月收入 {per_head} 元，达到标准的 {limit} 倍" if over else "家庭财产不再符合条件"
        return _stop(month, "57-32", told)
    if registered_unemployed:
        return _by_hand(
            now, month, "登记失业人员就业的，低保就业补贴为减少的救助金额，最长十二个月，请人工核定"
        )
    return taper(per_head, now, month, standards)


def taper(per_head: Decimal, now: Decimal, month: str, standards: Standards) -> Change:
    """渐退期: `fade.months` from a month, at the amount `fade.amount` says; the last month is the sixth."""
    months = standards.number("fade.months")
    rule = standards.word("fade.amount", ("keep", "half"))
    amount = now if rule == "keep" else (now / 2).quantize(Decimal("0.01"))
    return Change(
        TAPER,
        amount,
        amount,
        ZERO,
        month,
        month_after(month, months - 1),
        "2022N",
        f"就业后人均月收入 {per_head} 元，超过标准但未达到 1.5 倍，渐退 {months} 个月",
    )


def without_person(share: Decimal, now: Decimal, decided: date, standards: Standards, cause: str) -> Change:
    """Three refused jobs and the like take away that person's share only [57 Art 34; 649 Art 45]."""
    month, left = first_month(decided, standards), max(now - share, ZERO)
    kind = CUT if left else STOP
    return Change(kind, left, left, ZERO, month, "", GROUNDS[cause], "减发（停发）本人的救助金额")


def _amount(finding: Finding, now: Decimal, month: str) -> Change:
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
    return Change(kind, monthly, base, addons, month, "", "57-31" if kind == KEEP else "57-32", told)


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _stop(month: str, clause: str, reason: str) -> Change:
    return Change(STOP, ZERO, ZERO, ZERO, month, "", clause, reason)


def _by_hand(now: Decimal, month: str, reason: str) -> Change:
    return Change(BY_HAND, now, now, ZERO, month, "", "57-32", reason)
