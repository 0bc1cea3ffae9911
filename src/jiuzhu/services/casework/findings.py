"""The finding behind each item asked for, also where an amount is set by hand inside what the rules allow."""

from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding, WhyLine
from jiuzhu.domain.assessment.single import for_persons
from jiuzhu.domain.assessment.temporary import DISTRICT, at_once
from jiuzhu.domain.money import shown
from jiuzhu.storage.queries.files import FileRows

ONCE = frozenset({"temporary", "quick", "disaster"})
"""Kinds that are helped once, by an amount, not every month."""


def finding_for(rows: FileRows, item: app.Item, assessment: Assessment) -> Finding:
    """What stands behind an item: the assessment's finding, completed by the amount an office has set.

    小额快救 gives what was proposed, 受灾 what the damaged rooms come to; 支出型 takes the proposed amount only where
    the scale leaves nothing but the amount to the district, and never above the most the scale or the bills allow.
    """
    if item.programme == "quick":
        whole = assessment.findings["temporary"]
        asked = whole._replace(why=at_once(whole.why))
        return _proposed(rows, "quick", asked, "急难情形和拟救助金额")
    if item.programme == "disaster":
        return _of_houses(rows)
    found = assessment.findings.get(item.programme)
    if found is None:
        return Finding(item.programme, MANUAL, {}, (), ("由承办部门决定，请转办",))
    if item.programme == "dibao":
        return for_persons(found)
    if item.programme == "temporary" and found.result == MANUAL:
        facts = tuple(need for need in found.needs if need != DISTRICT)
        return (
            found._replace(needs=facts) if facts else _within(_proposed(rows, "temporary", found, DISTRICT))
        )
    return found


def completed(rows: FileRows, assessment: Assessment) -> Assessment:
    """The assessment with 支出型 as it stands behind the item: a file whose amount is set waits for no amount."""
    item = next((item for item in rows.items if item.programme == "temporary"), None)
    if item is None:
        return assessment
    return assessment._replace(
        findings={**assessment.findings, "temporary": finding_for(rows, item, assessment)}
    )


def _within(found: Finding) -> Finding:
    """The finding, or what keeps it open: an amount above what the municipal scale or the self-paid sum allows."""
    amount, most = found.figures.get("amount"), found.figures.get("most")
    if not isinstance(amount, Decimal) or not isinstance(most, Decimal) or amount <= most:
        return found
    figures = {name: value for name, value in found.figures.items() if name != "amount"}
    told = f"拟救助 {shown(amount)} 元超过最多 {shown(most)} 元（全市标准和自付费用取低的），请改为不超过"
    return Finding(found.programme, MANUAL, figures, found.why, (told,))


def _proposed(rows: FileRows, programme: str, found: Finding, needed: str) -> Finding:
    proposed = rows.incidents[-1].proposed if rows.incidents else Decimal(0)
    if not proposed:
        return Finding(programme, MANUAL, found.figures, found.why, (needed,))
    return Finding(programme, ENTITLED, {**found.figures, "amount": proposed}, found.why)


def _of_houses(rows: FileRows) -> Finding:
    if not rows.damaged:
        return Finding("disaster", MANUAL, {}, (), ("倒损住房登记",))
    amount = sum((row.amount for row in rows.damaged), Decimal("0.00"))
    rooms = sum(row.collapsed + row.severe for row in rows.damaged)
    line = WhyLine(
        "disaster.houses", (("间数", rooms),), amount, "渝应急发〔2022〕76号", "待本地确认", confirmed=False
    )
    return Finding(
        "disaster",
        ENTITLED if amount else MANUAL,
        {"amount": amount},
        (line,),
        () if amount else ("救助金额",),
    )
