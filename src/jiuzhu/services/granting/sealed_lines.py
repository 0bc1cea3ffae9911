"""The lines of a roster as they are sealed: what can be paid, to whom, and whose money stays owed.

A family nobody can pay stands on the list with nothing. Where the owner of its account has gone to live elsewhere, they
and who lives with them now are still paid by it; the others stay owed until the family has an account of its own.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier_roster import RosterLine
from jiuzhu.services.granting import rosters
from jiuzhu.storage.queries import arriving, ledgers
from jiuzhu.storage.queries import month_rosters as queries
from jiuzhu.storage.queries.arriving import Owner
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

NO_ACCOUNT = "没有登记账户，没有发放"
"""Instead of the bank, on a sealed line of a family nobody has told the account of."""
_ZERO = Decimal("0.00")


def sealed(unit: Unit, filters: Filters) -> list[dict[str, Any]]:
    """Every line of an open roster as a row of `roster_entry`, without its roster."""
    entries: list[dict[str, Any]] = []
    for piece in ledgers.pieces(unit.session, queries.open_rows(filters)):
        homes = [row.household_id for row in piece]
        shares = queries.shares(unit.session, homes, filters.month, filters.programme)
        lines = rosters.lines(unit, piece, len(entries))
        owners = _owners(unit, piece, lines)
        for row, found in zip(piece, lines, strict=True):
            line, mine = found, shares.get(row.household_id, {})
            if not found.account_number:
                line, mine = _of_owner(unit, row, found, mine, owners.get(row.household_id))
            entries.append(
                {
                    "household_id": row.household_id,
                    "position": line.position,
                    "household_number": line.household_number,
                    "village": line.village,
                    "payee": line.payee,
                    "payee_id_number": line.id_number,
                    "bank": line.bank,
                    "account_number": line.account_number,
                    "members": line.members,
                    "addons": line.addons,
                    "repaired": line.repaired,
                    "total": line.total,
                    "shares": json.dumps({person: str(yuan) for person, yuan in sorted(mine.items())})
                    if mine
                    else "",
                }
            )
    return entries


def _owners(unit: Unit, piece: Sequence[Any], lines: Sequence[RosterLine]) -> dict[str, Owner]:
    """Household that cannot be paid as a whole → the owner of its account, where they live elsewhere."""
    unpaid = [row.household_id for row, line in zip(piece, lines, strict=True) if not line.account_number]
    return arriving.owners_elsewhere(unit.session, unpaid) if unpaid else {}


def paid_to_owners(
    unit: Unit, filters: Filters, piece: Sequence[Any], lines: Sequence[RosterLine]
) -> set[str]:
    """Households that cannot be paid as a whole, of which the owner of the account is paid all the same."""
    owners = _owners(unit, piece, lines)
    shares = queries.shares(unit.session, sorted(owners), filters.month, filters.programme)
    return {home for home, owner in owners.items() if shares.get(home, {}).keys() & owner.people}


def _of_owner(
    unit: Unit, row: Any, line: RosterLine, shares: dict[str, Decimal], owner: Owner | None
) -> tuple[RosterLine, dict[str, Decimal]]:
    """What of a line without an account can be paid all the same, with everybody's share of that: nothing is 0.00.

    What repairs a past month was put off before, so `repaired` is zero.
    """
    paid = [one for one in shares if owner is not None and one in owner.people]
    if owner is None or not paid:
        bank = line.bank or NO_ACCOUNT
        nothing = replace(line, bank=bank, members=0, base=_ZERO, addons=_ZERO, total=line.repaired)
        return nothing, dict.fromkeys(shares, _ZERO)
    mine = {one: yuan if one in owner.people else _ZERO for one, yuan in shares.items()}
    addons = queries.addons_of(unit.session, row.household_id, row.month, row.programme, paid)
    whole = sum(mine.values(), _ZERO)
    part = replace(
        line, payee=row.account_name, id_number=owner.id_number, bank=row.bank, account_number=row.account_number,
        members=len(paid), base=whole - addons, addons=addons, total=whole + line.repaired,
    )  # fmt: skip
    return part, mine
