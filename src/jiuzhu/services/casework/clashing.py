"""What stands against a finding that looks good by itself: another one of the same family, or what is received already."""

from collections.abc import Collection

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.obligations import HOUSEHOLD_WIDE, never_beside

_TELL = frozenset({"tekun", "elder_care", "unsupported_child"})
"""Programmes whose rule tells in its own words, by name, what goes with them; the other side is told here."""


def clashes_of(rules: Desk, assessment: Assessment, asked: Collection[str]) -> dict[str, list[str]]:
    """Programme → sentences: what its rule says, and which others cannot be received beside it.

    The others are those that fit, and those asked for whose answer is still open.
    """
    findings = assessment.findings
    fitting = [
        code
        for code, finding in findings.items()
        if finding.result == ENTITLED or (code in asked and finding.result == MANUAL)
    ]
    told: dict[str, list[str]] = {}
    for code, finding in findings.items():
        said = list(finding.clashes)
        if finding.result != NOT_ENTITLED and not (said and code in _TELL):
            beside = [
                rules.label("item", other)
                for other in fitting
                if other in never_beside(code) and _same_people(code, finding, other, findings[other])
            ]
            if beside:
                said.append(f"与{'、'.join(beside)}不能同时享受，只能享受一项")
        told[code] = said
    return told


def _same_people(code: str, finding: Finding, other: str, beside: Finding) -> bool:
    """Whether two programmes are for the same people: a household's is for each of them, an open one may be for any."""
    if code in HOUSEHOLD_WIDE or other in HOUSEHOLD_WIDE:
        return True
    if MANUAL in (finding.result, beside.result):
        return True
    return not _people(finding).isdisjoint(_people(beside))


def _people(finding: Finding) -> set[str]:
    persons = finding.figures.get("persons")
    return {str(one["member"]) for one in persons} if isinstance(persons, list) else set()
