"""发放花名册 of a month: every household with an entitlement in force and every repaired month, to the cent."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier_roster import RepairLine, RosterLine, RosterPart
from jiuzhu.domain.money import in_words
from jiuzhu.errors import UserError
from jiuzhu.services.office import proving
from jiuzhu.storage.queries import accounts, arriving, ledgers, reassessing
from jiuzhu.storage.queries import month_rosters as queries
from jiuzhu.storage.queries.files import operator_names
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.queries.rosters import gone_from, members_of
from jiuzhu.storage.unit import Unit

PROGRAMMES = (
    "dibao", "tekun", "disability_living", "disability_care", "orphan", "unsupported_child", "elder_allowance",
    "elder_care",
)  # fmt: skip
"""Items that are paid by the month; 低保边缘 and 刚性支出 carry no money."""

REPAIRS = {"makeup": "补发", "clawback": "追回"}
"""What a repaired month is called on paper."""

_ZERO = Decimal("0.00")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def require_month(month: str) -> None:
    """Refuse anything but YYYY-MM."""
    if not _MONTH.fullmatch(month):
        raise UserError(f"月份“{month}”不对，请写成 2025-12 这样的年和月。没有改动任何内容。")


def require_asked(filters: Filters) -> None:
    """Refuse a roster without a month or of something that is not paid by the month."""
    require_month(filters.month)
    if filters.programme not in PROGRAMMES:
        raise UserError("请选择按月发放的救助事项。")


def payee_of(row: Any, members: Sequence[Any]) -> tuple[str, str]:
    """Name and ID number of the account's owner: as sealed, else a member of that name, else the head."""
    if row.payee:
        return row.payee, row.payee_id_number
    name = row.account_name or row.head_name
    for member in members:
        if member.name == name:
            return name, member.id_number
    return name, row.head_id_number if name == row.head_name else ""


OWNER_GONE = "账户所有人已不在户，待确认新账户"
"""Instead of the bank, on a line that cannot be paid until somebody has said to whom."""


def account_of(
    row: Any, members: Sequence[Any], gone: Collection[str], *, confirmed: bool
) -> tuple[str, str]:
    """Bank and number to pay to; none while the account is of somebody who left or died, or nobody is left to be paid.

    `confirmed`: a second person has confirmed it since.
    """
    owner = row.account_name or row.head_name
    named = [one for one in members if one.name == owner]
    lives_here = any(one.died_on is None for one in named) or (members and not named and owner not in gone)
    if row.payee or lives_here or confirmed:
        return row.bank, row.account_number
    return OWNER_GONE, ""


def lines(unit: Unit, found: Sequence[Any], before: int) -> list[RosterLine]:
    """Roster lines of rows SQL found, numbered on from `before`."""
    homes = [row.household_id for row in found if not row.payee]
    members, gone = members_of(unit.session, homes), gone_from(unit.session, homes)
    confirmed = accounts.confirmed(unit.session, homes)
    members |= _who_moved_with_their_pay(unit, found, members, gone)
    made = []
    for position, row in enumerate(found, start=before + 1):
        present = members.get(row.household_id, [])
        payee, id_number = payee_of(row, present)
        left = gone.get(row.household_id, ())
        bank, account_number = account_of(row, present, left, confirmed=row.household_id in confirmed)
        made.append(
            RosterLine(
                position=position,
                household_number=row.household_number,
                village=row.village,
                payee=payee,
                id_number=id_number,
                bank=bank,
                account_number=account_number,
                members=row.members,
                base=row.total - row.addons - row.repaired,
                addons=row.addons,
                repaired=row.repaired,
                total=row.total,
            )
        )
    return made


def _who_moved_with_their_pay(
    unit: Unit, found: Sequence[Any], members: Mapping[str, list[Any]], gone: Mapping[str, set[str]]
) -> dict[str, list[Any]]:
    """Household → who lives where all those live now whom it is paid for, when none of them lives in it any more.

    Until an account of their new home is confirmed they are paid by the old one, as long as its owner is one of them.
    """
    unpaid = [
        row
        for row in found
        if not row.payee
        and account_of(
            row, members.get(row.household_id, []), gone.get(row.household_id, ()), confirmed=False
        )[0]
        == OWNER_GONE
    ]
    if not unpaid:
        return {}
    ids, asked = [row.household_id for row in unpaid], unpaid[0]
    homes = arriving.beside_payees(unit.session, ids, asked.programme, asked.month)
    there = members_of(unit.session, sorted(set(homes.values())))
    return {one: there.get(home, []) for one, home in homes.items()}


def _repairs(unit: Unit, month: str, programme: str, payees: dict[str, str]) -> list[RepairLine]:
    return [
        RepairLine(
            position=position,
            household_number=row.household_number,
            village=row.village,
            payee=payees[row.household_number],
            kind=REPAIRS[row.kind],
            for_month=row.for_month,
            amount=row.amount if row.kind == "makeup" else -row.amount,
            reason=row.reason,
            decided_on=row.decided_on,
        )
        for position, row in enumerate(queries.repairs(unit.session, month, programme), start=1)
    ]


def seal_words(unit: Unit, month: str, programme: str) -> str:
    """What the list for the bank says of its seal."""
    seal = queries.sealed(unit.session, month, programme)
    if seal:
        return f"；花名册 {seal.number}，{seal.sealed_on} 封存"
    half = half_adjusted(unit, month)
    return f"；还没有封存：{half}" if half else "；还没有封存"


def half_adjusted(unit: Unit, month: str) -> str:
    """Why the amounts of a month still change: a 标准调整 that reaches it is carried out in part; "" when none is."""
    run = reassessing.under_way(unit.session)
    if run is None or run.from_month > month:
        return ""
    return f"标准调整 {run.number} 还没有执行完，{month} 的金额还会变"


def proved(unit: Unit, month: str, programme: str) -> str:
    """What the cover of a month says of the journal: the first checkpoint after its seal, which never changes."""
    seal = queries.sealed(unit.session, month, programme)
    return proving.cover_words(unit, seal.id if seal else "")


def roster(unit: Unit, month: str, programme: str) -> RosterPart:
    """Everybody to be paid in a month (YYYY-MM) for one programme, by village and number; sums in yuan, from SQL.

    Of a sealed month what was sealed, whatever happened since. Raises `UserError` for a month that is none and a
    programme that is not paid by the month.
    """
    filters = Filters(month=month, programme=programme)
    require_asked(filters)
    made: list[RosterLine] = []
    for piece in ledgers.pieces(unit.session, queries.rows(unit.session, filters)):
        made += lines(unit, piece, len(made))
    sums = queries.sums(unit.session, filters)
    repairs = _repairs(unit, month, programme, {line.household_number: line.payee for line in made})
    total = sum((line.total for line in made), _ZERO)
    repaired = sum((line.amount for line in repairs), _ZERO)
    if (total, repaired) != (sums["total"], sums["repaired"]):
        msg = "the roster's lines do not add up to the database's sum"
        raise RuntimeError(msg)
    seal = queries.sealed(unit.session, month, programme)
    return RosterPart(
        month=month,
        programme=programme,
        number=seal.number if seal else "",
        sealed_on=seal.sealed_on if seal else None,
        sealed_by=operator_names(unit.session).get(seal.sealed_by, "") if seal else "",
        proof=proving.cover_words(unit, seal.id) if seal else "",
        households=len(made),
        people=int(sums["members"]),
        base=sums["base"],
        addons=sums["addons"],
        repaired=repaired,
        total=total,
        total_words=in_words(total) if total >= 0 else "",
        lines=made,
        repairs=repairs,
    )
