"""A household of one, what it earns, and what the engine says of it by the policy as shipped."""

from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import Disability, HouseholdFacts, IncomeFacts, MemberFacts
from jiuzhu.domain.policy import load_pack

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
ON = date(2025, 10, 13)
HEAD = MemberFacts("a", "01", "1", date(1980, 1, 1))
ONE = HouseholdFacts(ON, "urban", "500112", (HEAD,))
CENT = Decimal("0.01")


def result_of(facts: HouseholdFacts) -> Assessment:
    return assess(facts, PACK, CALENDAR)


def find(facts: HouseholdFacts, programme: str = "dibao") -> Finding:
    return result_of(facts).findings[programme]


def wage(amount: str, member: str = "a", period: str = "month", **more: Any) -> IncomeFacts:
    return IncomeFacts(member, "wage", Decimal(amount), period, **more)


def said(finding: Finding) -> str:
    return "\n".join(explain(finding))


GROWN = MemberFacts("p", "20", "1", date(2000, 1, 1), (Disability("4", "1"),))
FATHER = MemberFacts("f", "01", "1", date(1970, 1, 1))
