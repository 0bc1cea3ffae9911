"""One household under a new standard: what each entitlement becomes, and the months the standard began before it was paid."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.explain import explain, headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding, of_person
from jiuzhu.domain.assessment.single import fits_whole, for_persons
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.facts import HouseholdFacts
from jiuzhu.domain.money import shown

_ZERO = Decimal("0.00")
_NO_STANDARD = "刚性支出困难家庭按认定有效期管理，不随标准调整"
_WHOLE = "；原台账整笔转入的，先在“发放—金额构成”登记差额救助和分类重点救助"
_FITS_WHOLE = "全家按新标准符合低保，请告知并协助全家申请"
_GONE = "本人已不在这户，请在“监测—户情变动”里办理"


def lines_of(
    household_id: str,
    facts: HouseholdFacts,
    found: Assessment,
    rows: list[Any],
    *,
    from_month: str,
    aside: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Every entitlement of a household before and after; a 边缘 family that now fits 低保 is newly entitled.

    The lines stand under the household whose account each is paid by.

    What belongs to somebody who lives here no more is for a person to look at: a list of households cannot say where they
    live now. So is what is set aside: id of the entitlement → why. What a decision has ended, and what no standard
    touches, stands in the list with the reason it is left out.
    """
    dibao = found.findings["dibao"]
    present = {one.id for one in facts.members}
    taper = next((one.last_month for one in rows if _tapers(one)), "")
    for row in rows:
        left = _left_out(row)
        if left:
            line = _line(row.household_id, row, "unchanged", before=row.monthly, after=row.monthly)
            yield line | {"reason": left, "excluded": left}
            continue
        finding = _finding_of(row, found)
        base, addons, after = _amounts(finding, row.person_id)
        outcome = _outcome(finding, row.person_id, row.monthly, after)
        if row.programme == "edge" and dibao.result == ENTITLED:
            outcome = "unchanged"  # 边缘 ends when 低保 is granted, not before
        told = aside.get(row.id, "") or (_GONE if row.person_id and row.person_id not in present else "")
        if told:
            outcome = "manual"
        else:
            outcome, told = _course(row, outcome, after, from_month, taper)
        if outcome in {"manual", "unchanged"}:
            base, addons, after = row.monthly, _ZERO, row.monthly
        line = _line(row.household_id, row, outcome, before=row.monthly, after=after)
        if told:
            line |= {"reason": told}
        elif (
            outcome == "manual" and row.programme == "dibao" and facts.pending and facts.dibao_income is None
        ):
            line |= {"reason": f"{headline(finding)}{_WHOLE}", "why": "\n".join(explain(finding))}
        elif outcome != "unchanged":
            about = _about(finding, row.person_id)
            line |= {"reason": headline(about), "why": "\n".join(explain(about))}
        yield line | {"base": base, "addons": addons}
    programmes = {row.programme for row in rows if not row.ended_reason and row.person_id is None}
    if "edge" in programmes and "dibao" not in programmes and dibao.result == ENTITLED:
        base, addons, after = _amounts(dibao, None)
        yield {
            "household_id": household_id, "entitlement_id": None, "person_id": None, "programme": "dibao", "outcome": "gained",
            "for_month": "", "before": _ZERO, "after": after, "base": base, "addons": addons, "reason": headline(dibao),
            "why": "\n".join(explain(dibao)), "excluded": "",
        }  # fmt: skip


def _about(finding: Finding, person_id: str | None) -> Finding:
    """What the reasons of a line are taken from: for somebody's own entitlement only what is about them."""
    return finding if person_id is None else of_person(finding, person_id)


def _tapers(row: Any) -> bool:
    """Whether a row is a family's 低保 in 渐退."""
    return (
        row.programme == "dibao" and row.person_id is None and bool(row.last_month) and not row.ended_reason
    )


def _left_out(row: Any) -> str:
    """Why a list has nothing to say of what is received, "" when it has."""
    if row.ended_reason:
        return f"已决定发放到 {row.last_month} 为止"
    return _NO_STANDARD if row.programme == "rigid" else ""


def _course(row: Any, outcome: str, after: Decimal, from_month: str, taper: str) -> tuple[str, str]:
    """What the figures lead to for a 渐退, which goes on as it was decided, and for what begins later; with why.

    `taper` is the last month of the family's 渐退, "" without one: what stands on 低保 goes on as long.

    Only a person lets a family come back from a 渐退, and only a person says by which standard a later month was granted.
    """
    if outcome == "manual":
        return outcome, ""
    if outcome == "lost" and row.programme == "disability_living" and taper >= from_month:
        return "unchanged", f"低保渐退到 {taper} 为止，期间仍是低保家庭，不变"
    if row.last_month and outcome == "lost":
        return "unchanged", f"渐退到 {row.last_month} 为止，不变"
    if row.last_month:
        told = f"渐退到 {row.last_month} 为止；按新标准重新符合条件，每月 {shown(after)} 元，请提出恢复"
        return "manual", told
    if row.first_month > from_month and outcome != "unchanged":
        told = f"从 {row.first_month} 起才按现在的金额发放；按新标准每月 {shown(after)} 元，请核对"
        return "manual", told
    return outcome, ""


def makeups_of(
    homes: Mapping[tuple[str | None, str], str],
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
    set that month (`standing`: id of the entitlement → by which decision) is told and not listed for payment. What is for
    a person is paid where their grant is paid now (`homes`: person and programme → household).
    """
    for row in rows:
        due = _amounts(_finding_of(row, now), row.person_id)[2]
        added = due - _amounts(_finding_of(row, before), row.person_id)[2]
        lacking = min(added, due - row.monthly)
        if lacking > 0:
            home = homes.get((row.person_id, row.programme), row.household_id)
            line = _line(home, row, "makeup", before=row.monthly, after=row.monthly + lacking)
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


def _finding_of(row: Any, found: Assessment) -> Finding:
    """What an entitlement stands on; of a 单人户 whose family fits itself by now a person tells the family first."""
    finding = found.findings[row.programme]
    if row.programme != "dibao" or row.person_id is None:
        return finding
    if fits_whole(finding):
        return finding._replace(result=MANUAL, needs=(_FITS_WHOLE,))
    return for_persons(finding)


def _amounts(finding: Finding, person_id: str | None) -> tuple[Decimal, Decimal, Decimal]:
    """Base, add-ons and yuan a month of the household, or of one person."""
    if finding.result != ENTITLED:
        return _ZERO, _ZERO, _ZERO
    figures = finding.figures
    if person_id is not None:
        persons = figures.get("persons")
        shares = persons if isinstance(persons, list) else []
        mine = next((one for one in shares if one["member"] == person_id), {"monthly": _ZERO})
        amount = mine["monthly"]
        return mine.get("base", amount), mine.get("addons", _ZERO), amount
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
