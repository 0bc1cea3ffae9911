"""单人户: what the 低保 finding of a family that is not 低保 itself gives the persons who enter alone (pure)."""

from decimal import Decimal

from jiuzhu.domain.assessment.finding import ENTITLED, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.money import ZERO

STEP = "dibao.alone."
"""What the steps begin with that say which way is open to a person, and by what."""

_CLERGY = f"{STEP}clergy"


def for_persons(finding: Finding) -> Finding:
    """The grant of those members who may apply alone [57 Art 8; 2022N]; any other finding as it is.

    The whole family stays on the form, because each way but one is a test of the family too: its reasons stay, and the
    grant belongs to the persons. 宗教教职人员 are no members [57 Art 7]: they apply on a form of their own.
    """
    alone = finding.figures.get("alone")
    if finding.result != NOT_ENTITLED or not isinstance(alone, list):
        return finding
    grounds = grounds_of(finding)
    persons = [
        one for one, line in zip(alone, grounds, strict=True) if line.step != _CLERGY
    ]  # each has one reason, in their order
    if not persons:
        return finding
    figures = {name: value for name, value in finding.figures.items() if name != "alone"}
    sums = {
        name: sum((one[name] for one in persons), Decimal(ZERO)) for name in ("base", "addons", "monthly")
    }
    figures |= {"persons": persons, "members": len(persons), **sums}
    kept = tuple([line for line in finding.why if line.step != _CLERGY])
    return finding._replace(result=ENTITLED, figures=figures, why=kept)


def fits_whole(finding: Finding) -> bool:
    """Whether it is the family that is 低保: nobody of it is in alone any more."""
    return finding.programme == "dibao" and finding.result == ENTITLED and "persons" not in finding.figures


def grounds_of(finding: Finding) -> list[WhyLine]:
    """The reason of each person who may apply alone, in the order of the persons."""
    return [line for line in finding.why if line.step.startswith(STEP)]


def names_of(finding: Finding) -> str:
    """Who is granted 低保 alone, "" where the finding is about the family."""
    if finding.result != ENTITLED or "persons" not in finding.figures:
        return ""
    return "、".join(str(dict(line.inputs)["成员"]) for line in grounds_of(finding))
