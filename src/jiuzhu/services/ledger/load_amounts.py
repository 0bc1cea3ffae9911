"""What an old table pays persons, beside the standard of the month this office pays it from.

The sum stays as the table says; but a standard that moved meanwhile, before or after the table was handed in, is told
before somebody signs, so that nobody goes on at the old figure while everybody else got the new one.
"""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.assessment.elders import TIERS
from jiuzhu.domain.money import shown
from jiuzhu.domain.old_households import OldGrant
from jiuzhu.domain.policy import Standards
from jiuzhu.services.ledger.first_load import LoadPreview
from jiuzhu.storage.unit import Unit

_KEYS = {
    "disability_living": ("disability.living",),
    "disability_care": ("disability.care.1", "disability.care.2"),
    "elder_allowance": tuple(f"elder.allowance.{age}" for age in TIERS),
    "elder_care": ("elder.care",),
    "orphan": ("std.orphan.scattered", "std.orphan.institution"),
}
"""Figures of programmes paid in one sum; the others depend on what else the person or the household has."""


def beside_standard(unit: Unit, preview: LoadPreview) -> dict[int, str]:
    """Row of a head → what persons of the household would get by the standard of the first month, where it is another sum."""
    month = preview.terms.from_month
    standards = unit.desk.policy.in_force(unit.desk.office.district, date.fromisoformat(f"{month}-01"))
    told: dict[int, str] = {}
    for one in preview.planned:
        grades = {row.identity.number: row.disability_grade for row in one.home.people}
        found = [
            f"{unit.desk.label('item', grant.programme)} {shown(grant.monthly)} 元，{month} 的标准是 {'、'.join(map(shown, sums))} 元"
            for grant in one.home.grants
            if (sums := _sums(standards, grant, grades.get(grant.id_number, "")))
            and grant.monthly not in sums
        ]
        if found:
            told[one.home.head.row] = "；".join(dict.fromkeys(found))
    return told


def _sums(standards: Standards, grant: OldGrant, grade: str) -> list[Decimal]:
    """What the standard may come to, the smallest first; nothing where no one sum is set."""
    keys = _KEYS.get(grant.programme, ())
    if grant.programme == "disability_care" and grade in {"1", "2"}:
        keys = (f"disability.care.{grade}",)
    return sorted({amount for key in keys if (amount := standards.amount(key))})
