"""Which legal clocks each way through the office has: what starts one, what meets it, and the setting with its length."""

from typing import NamedTuple

WORKING_DAYS = "wd"
DAYS = "days"
MONTHS = "months"
HOURS = "hours"


class ClockRule(NamedTuple):
    """One clock. `starts` and `ends` name events; a clock that `waits` is a period that must run out.

    A limit in hours is kept in whole days and never rolls off a rest day: who is in need at once does not wait.
    """

    code: str
    title: str
    key: str  # of the setting; some choose theirs by the case (`deadlines`)
    unit: str
    starts: str
    ends: str = ""
    waits: bool = False


_TOLD = (
    ClockRule("L13", "送达不予确认通知书", "refusal.notice.wd", WORKING_DAYS, "refused"),
    ClockRule("L17", "首次发放", "pay.due_day", DAYS, "granted"),
    ClockRule("L18", "公布救助结果", "publish.wd", WORKING_DAYS, "granted"),
)
_POSTED = (
    ClockRule("L8", "初审公示期满", "publicity.days", DAYS, "posted", waits=True),
    ClockRule("L9", "再次公示期满", "republicity.days", DAYS, "reposted", waits=True),
)

CLOCK_RULES: dict[str, tuple[ClockRule, ...]] = {
    "household": (  # 民发〔2021〕57号 Art 15 to 24
        ClockRule(
            "L4", "启动家庭经济状况调查", "survey.start.wd", WORKING_DAYS, "accepted", "survey_started"
        ),
        ClockRule("L5", "启动信息核对", "check.start.wd", WORKING_DAYS, "check_requested", "check_replied"),
        ClockRule(
            "L6", "完成入户调查并公示（内部时限）", "survey.finish.wd", WORKING_DAYS, "accepted", "posted"
        ),
        *_POSTED,
        ClockRule("L11", "区县审核确认", "county.wd", WORKING_DAYS, "sent_to_county", "decided"),
        _TOLD[0],
        ClockRule("L14", "全程办结（国家）", "national.wd", WORKING_DAYS, "accepted", "decided"),
        ClockRule("L15", "全程办结（重庆）", "total.wd", WORKING_DAYS, "accepted", "decided"),
        ClockRule("L16", "条例三十日外圈提醒", "statute.days", DAYS, "accepted", "decided"),
        *_TOLD[1:],
    ),
    "tekun": (  # 民发〔2021〕43号 Art 13 to 18
        ClockRule("T3", "调查核实并提出初审意见", "tekun.survey.wd", WORKING_DAYS, "accepted", "posted"),
        ClockRule("T5", "公示期满", "publicity.days", DAYS, "posted", waits=True),
        ClockRule("T5x", "异议复查", "tekun.resurvey.wd", WORKING_DAYS, "objection", "reposted"),
        ClockRule("T5r", "再次公示期满", "publicity.days", DAYS, "reposted", waits=True),
        ClockRule("T6", "区县审核确认", "tekun.county.wd", WORKING_DAYS, "sent_to_county", "decided"),
        ClockRule("T8", "送达不予确认通知书", "refusal.notice.wd", WORKING_DAYS, "refused"),
        ClockRule(
            "T9", "自理能力变化后重新评估", "tekun.reassess.wd", WORKING_DAYS, "care_reported", "reassessed"
        ),
        ClockRule("T10", "终止供养公示期满", "publicity.days", DAYS, "end_posted", waits=True),
        ClockRule("T11", "年度核查", "recheck.A", MONTHS, "granted", "rechecked"),
        ClockRule("T0", "全程办结（内部时限）", "tekun.total.days", DAYS, "accepted", "decided"),
        *_TOLD[1:],
    ),
    "rigid": (  # 民发〔2024〕57号 Art 10; what goes beside 低保 keeps the stricter clocks of "household"
        *_POSTED,
        ClockRule("G0", "刚性支出全程办结", "rigid.wd", WORKING_DAYS, "accepted", "decided"),
        _TOLD[0],
    ),
    "child": (
        ClockRule("C1", "乡镇（街道）查验", "child.verify.wd", WORKING_DAYS, "accepted", "sent_to_county"),
        ClockRule("C2", "区县确认", "child.county.wd", WORKING_DAYS, "sent_to_county", "decided"),
        ClockRule("C0", "全程办结", "child.total.wd", WORKING_DAYS, "accepted", "decided"),
        *_TOLD[:2],
    ),
    "subsidy": (
        ClockRule("S0", "补贴审定全程", "subsidy.wd", WORKING_DAYS, "accepted", "decided"),
        *_TOLD[:2],
    ),
    "temporary": (
        *_POSTED,
        ClockRule("P0", "临时救助全程", "tmp.general.wd", WORKING_DAYS, "accepted", "decided"),
        _TOLD[0],
    ),
    "quick": (
        ClockRule("Q0", "急难先行救助", "tmp.emergency.hours", HOURS, "accepted", "decided"),
        ClockRule("Q1", "小额快救办结", "quick.days", DAYS, "accepted", "decided"),
        ClockRule("Q2", "补齐手续", "tmp.makeup.wd", WORKING_DAYS, "granted", "made_up"),
        _TOLD[0],
    ),
    "disaster": (
        *_POSTED,
        ClockRule("D0", "受灾救助全程", "disaster.wd", WORKING_DAYS, "accepted", "decided"),
        _TOLD[0],
    ),
    "transfer": (
        ClockRule("R1", "转出", "transfer.send.wd", WORKING_DAYS, "accepted", "referred"),
        ClockRule("R2", "部门答复", "transfer.wd", WORKING_DAYS, "referred", "answered"),
        ClockRule("R3", "争议裁定", "transfer.rule.wd", WORKING_DAYS, "disputed", "ruled"),
        ClockRule("R4", "告知申请人", "transfer.tell.wd", WORKING_DAYS, "answered", "told"),
        ClockRule("R0", "转办全程", "transfer.total.wd", WORKING_DAYS, "accepted", "told"),
    ),
}
"""Way → its clocks in the order of the procedure."""

TITLES = {rule.code: rule.title for rules in CLOCK_RULES.values() for rule in rules}
"""Code → what the clock limits, in words."""

PERIODS = frozenset(rule.code for rules in CLOCK_RULES.values() for rule in rules if rule.waits)
"""Codes of periods that must run out before the next step."""
