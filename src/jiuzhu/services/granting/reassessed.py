"""One household under a new standard: what each entitlement becomes, and the months the standard began before it was paid."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.explain import explain, headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.facts import HouseholdFacts

_ZERO = Decimal("0.00")
_GONE = "本人已不在这户，请在“监测—户情变动”里办理"


def lines_of(
    household_id: str, facts: HouseholdFacts, found: Assessment, rows: list[Any], aside: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Every entitlement of a household before and after; a 边缘 family that now fits 低保 is newly entitled.

    What belongs to somebody who lives here no more is for a person to look at: a list of households cannot say where they
    live now. So is what is set aside: id of the entitlement → why.
    """
    dibao = found.findings["dibao"]
    present = {one.id for one in facts.members}
    for row in rows:
        finding = found.findings[row.programme]
        base, addons, after = _amounts(finding, row.person_id)
        outcome = _outcome(finding, row.person_id, row.monthly, after)
        gone = row.person_id is not None and row.person_id not in present
        if row.programme == "edge" and dibao.result == ENTITLED:
            outcome = "unchanged"  # 边缘 ends when 低保 is granted, not before
        told = aside.get(row.id, "") or (_GONE if gone else "")
        if told:
            outcome = "manual"
        if outcome == "manual":
            base, addons, after = row.monthly, _ZERO, row.monthly
        line = _line(household_id, row, outcome, before=row.monthly, after=after)
        if told:
            line |= {"reason": told}
        elif outcome in {"lost", "manual"}:
            line |= {"reason": headline(finding), "why": "\n".join(explain(finding))}
        yield line | {"base": base, "addons": addons}
    programmes = {row.programme for row in rows}
    if "edge" in programmes and "dibao" not in programmes and dibao.result == ENTITLED:
        base, addons, after = _amounts(dibao, None)
        yield {
            "household_id": household_id, "entitlement_id": None, "person_id": None, "programme": "dibao", "outcome": "gained",
            "for_month": "", "before": _ZERO, "after": after, "base": base, "addons": addons, "reason": headline(dibao),
            "why": "\n".join(explain(dibao)), "excluded": "",
        }  # fmt: skip


def makeups_of(
    household_id: str,
    month: str,
    now: Assessment,
    before: Assessment,
    rows: Iterable[Any],
    *,
    standing: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """What the new standard adds to one past month (YYYY-MM) that was paid by the old one.

    `now` and `before` see the household of that month under the new and the old standard: only what the standard makes
    is made up, and only as far as less was paid. Whatever else changed in the family is not for this list. What a person
    set that month (`standing`: id of the entitlement → by which decision) is told and not listed for payment.
    """
    for row in rows:
        due = _amounts(now.findings[row.programme], row.person_id)[2]
        added = due - _amounts(before.findings[row.programme], row.person_id)[2]
        lacking = min(added, due - row.monthly)
        if lacking > 0:
            line = _line(household_id, row, "makeup", before=row.monthly, after=row.monthly + lacking)
            said = {"for_month": month, "reason": f"{month} 应按新标准发放"}
            yield line | said | {"excluded": standing.get(row.id, "")}


def months_between(first: str, until: str) -> list[str]:
    """Months (YYYY-MM) from `first` up to before `until`."""
    months = []
    while first < until:
        months.append(first)
        first = month_after(first)
    return months


def first_day(month: str) -> date:
    """The first day of a month (YYYY-MM)."""
    return date.fromisoformat(f"{month}-01")


def _line(household_id: str, row: Any, outcome: str, *, before: Decimal, after: Decimal) -> dict[str, Any]:
    return {
        "household_id": household_id, "entitlement_id": row.id, "person_id": row.person_id, "programme": row.programme,
        "outcome": outcome, "for_month": "", "before": before, "after": after, "base": _ZERO, "addons": _ZERO, "reason": "",
        "why": "", "excluded": "",
    }  # fmt: skip


def _amounts(finding: Finding, person_id: str | None) -> tuple[Decimal, Decimal, Decimal]:
    """Base, add-ons and yuan a month of the household, or of one person."""
    if finding.result != ENTITLED:
        return _ZERO, _ZERO, _ZERO
    figures = finding.figures
    if person_id is not None:
        persons = figures.get("persons")
        mine = (
            [one["monthly"] for one in persons if one["member"] == person_id]
            if isinstance(persons, list)
            else []
        )
        amount = mine[0] if mine else _ZERO
        return amount, _ZERO, amount
    base, addons, monthly = (figures.get(name, _ZERO) for name in ("base", "addons", "monthly"))
    return (
        base if isinstance(base, Decimal) else _ZERO,
        addons if isinstance(addons, Decimal) else _ZERO,
        monthly if isinstance(monthly, Decimal) else _ZERO,
    )


def _outcome(finding: Finding, person_id: str | None, before: Decimal, after: Decimal) -> str:
    if finding.result == MANUAL:
        return "manual"
    if finding.result != ENTITLED or (person_id is not None and not after and before):
        return "lost"
    return "unchanged" if before == after else "changed"
