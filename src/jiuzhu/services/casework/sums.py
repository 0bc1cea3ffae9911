"""What a decision, a posting and an opinion say of money: a month's sum, a sum once, or that a recognition gives none."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from jiuzhu.domain.approving import Decision, Entitlement, PublicNotice
from jiuzhu.domain.money import in_words


def of_decision(row: Decision, entitlements: Iterable[Entitlement]) -> dict[str, Any]:
    """Fields of a `DecisionPart`: no sum of zero is written; `entitlements` are those of its application."""
    made = [one for one in entitlements if one.decision_id == row.id]
    monthly = None if row.amount else row.monthly or None
    recognised = row.result == "approved" and not row.amount and monthly is None
    until = next((one.valid_until for one in made if one.valid_until), None)
    return {
        "monthly": monthly,
        "monthly_words": in_words(monthly) if monthly else "",
        "amount": row.amount or None,
        "amount_words": in_words(row.amount) if row.amount else "",
        "recognition": _recognition(until) if recognised else "",
        "next_recheck_on": next((one.next_recheck_on for one in made if one.next_recheck_on), None),
    }


def of_notice(row: PublicNotice) -> dict[str, Any]:
    """Fields of a `NoticePart`."""
    given = bool(row.amount or row.monthly)
    return {
        "monthly": row.monthly or None,
        "amount": row.amount or None,
        "recognition": "" if given else _recognition(None),
    }


def _recognition(until: date | None) -> str:
    """What a family reads that is recognised and not paid by it [GX57 Art 10]."""
    end = f"，有效期至 {until}" if until else ""
    return f"这是困难家庭身份的认定，认定本身不发放救助金{end}。"
