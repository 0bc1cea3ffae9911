"""发放花名册 of a month: every household with an entitlement in force, to the cent. Not frozen: a draft to pay by."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier_course import RosterLine, RosterPart
from jiuzhu.domain.money import in_words
from jiuzhu.errors import UserError
from jiuzhu.storage.queries import ledgers, rosters
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

PROGRAMMES = (
    "dibao", "tekun", "disability_living", "disability_care", "orphan", "unsupported_child", "elder_allowance",
    "elder_care",
)  # fmt: skip
"""Items that are paid by the month; 低保边缘 and 刚性支出 carry no money."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def require_month(month: str) -> None:
    """Refuse anything but YYYY-MM."""
    if not _MONTH.fullmatch(month):
        raise UserError(f"月份“{month}”不对，请写成 2025-12 这样的年和月。")


def require_asked(filters: Filters) -> None:
    """Refuse a roster without a month or of something that is not paid by the month."""
    require_month(filters.month)
    if filters.programme not in PROGRAMMES:
        raise UserError("请选择按月发放的救助事项。")


def payee_of(row: Any, members: Sequence[Any]) -> tuple[str, str]:
    """Name and ID number of the account's owner: a member of that name, else the head when nothing else is written."""
    name = row.account_name or row.head_name
    for member in members:
        if member.name == name:
            return name, member.id_number
    return name, row.head_id_number if name == row.head_name else ""


def lines(unit: Unit, found: Sequence[Any], before: int) -> list[RosterLine]:
    """Roster lines of rows SQL found, numbered on from `before`."""
    members = rosters.members_of(unit.session, [row.household_id for row in found])
    made = []
    for position, row in enumerate(found, start=before + 1):
        payee, id_number = payee_of(row, members.get(row.household_id, []))
        made.append(
            RosterLine(
                position=position,
                household_number=row.household_number,
                village=row.village,
                payee=payee,
                id_number=id_number,
                bank=row.bank,
                account_number=row.account_number,
                members=row.members,
                base=row.total - row.addons,
                addons=row.addons,
                total=row.total,
            )
        )
    return made


def roster(unit: Unit, month: str, programme: str) -> RosterPart:
    """Everybody to be paid in a month (YYYY-MM) for one programme, by village and number; sums in yuan, from SQL.

    Raises `UserError` for a month that is none and a programme that is not paid by the month.
    """
    filters = Filters(month=month, programme=programme)
    require_asked(filters)
    made: list[RosterLine] = []
    for piece in ledgers.pieces(unit.session, rosters.roster_rows(filters)):
        made += lines(unit, piece, len(made))
    sums = rosters.roster_sums(unit.session, filters)
    total = sum((line.total for line in made), Decimal("0.00"))
    if total != sums["total"]:
        msg = "the roster's lines do not add up to the database's sum"
        raise RuntimeError(msg)
    return RosterPart(
        month=month,
        programme=programme,
        households=len(made),
        people=int(sums["members"]),
        base=sums["base"],
        addons=sums["addons"],
        total=total,
        total_words=in_words(total),
        lines=made,
    )
