"""Which day's standards a decision stands on: eligibility by those of its own day, money by those of the first month paid."""

from datetime import date

from jiuzhu.domain.assessment.assess import Assessment, assess, assess_by
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding, WhyLine
from jiuzhu.domain.calendar import WorkCalendar
from jiuzhu.domain.deadlines import first_month
from jiuzhu.domain.facts import HouseholdFacts
from jiuzhu.domain.policy import Policy


def assess_for(facts: HouseholdFacts, policy: Policy, calendar: WorkCalendar, decided: date) -> Assessment:
    """A household as it was on `facts.on`, decided on another day.

    Who fits by the decision's standards gets what those of the first month pay; who would not fit any more in that month
    is for a person to judge. Help given once keeps the day of the decision. Findings on standards newer than those of
    `facts.on` say whose they are.
    """
    found = assess(facts, policy, calendar, decided)
    at_first = policy.in_force(facts.district, facts.on)
    standards = policy.in_force(facts.district, decided)
    findings = {}
    for code, finding in found.findings.items():
        month = first_month(decided, standards, code)
        told = standards is not at_first
        monthly = finding.result == ENTITLED and "amount" not in finding.figures
        if monthly or "alone" in finding.figures:
            begins = max(date.fromisoformat(f"{month}-01"), decided)
            paid_by = policy.paying(facts.district, decided, begins)
            paid = finding if paid_by is standards else assess_by(facts, paid_by, calendar).findings[code]
            if paid != finding:
                finding, told = _paid(finding, paid), True  # noqa: PLW2901
        findings[code] = _told(finding, decided, month) if told else finding
    return found._replace(findings=findings)


def _paid(finding: Finding, paid: Finding) -> Finding:
    if paid.result == finding.result and ("alone" in paid.figures) == ("alone" in finding.figures):
        return paid
    return finding._replace(result=MANUAL, needs=("首发月份的标准与决定当日不同，金额请核定",))


def _told(finding: Finding, decided: date, month: str) -> Finding:
    """The reasons begin with whose standards they are; a finding without reasons says nothing."""
    if not finding.why:
        return finding
    inputs = (("决定日期", f"{decided:%Y-%m-%d}"), ("首发月份", month))
    line = WhyLine("standards.day", inputs, True, "", "待本地确认", confirmed=True)
    return finding._replace(why=(line, *finding.why))
