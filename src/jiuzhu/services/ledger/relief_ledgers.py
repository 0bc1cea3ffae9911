"""Rows of the ledgers about money given once: the reserve, damaged houses, batches; the same lines their papers print."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jiuzhu.domain.dossier_relief import BatchLine, DamageLine
from jiuzhu.domain.ledger import Ledger
from jiuzhu.services.granting import batches, rosters
from jiuzhu.services.ledger.ledger_rows import Row, in_order
from jiuzhu.services.relief import reserve_view
from jiuzhu.storage.queries import rosters as roster_queries
from jiuzhu.storage.unit import Unit


def damage_lines(unit: Unit, found: Sequence[Any], before: int = 0) -> list[DamageLine]:
    """Lines of 倒损住房台账 SQL found, in words, numbered on from `before`."""
    return [
        DamageLine(
            position=position,
            village=row.village,
            name=row.name,
            id_number=row.id_number,
            population=row.population,
            collapsed=row.collapsed,
            severe=row.severe,
            slight=row.slight,
            structure=row.structure,
            disaster=unit.desk.label("disaster_kind", row.disaster),
            happened_on=row.happened_on,
            only_home=row.only_home,
            rebuild=unit.desk.label("rebuild_way", row.rebuild) if row.rebuild else "",
            amount=row.amount,
            decided_on=row.decided_on,
            paid_on=row.paid_on,
            number=row.number,
            note=row.note,
        )
        for position, row in enumerate(found, start=before + 1)
    ]


def batch_lines(unit: Unit, found: Sequence[Any], before: int = 0) -> list[BatchLine]:
    """Lines of a batch that are paid, with the account's owner, numbered on from `before`."""
    members = roster_queries.members_of(unit.session, [row.household_id for row in found])
    made = []
    for position, row in enumerate(found, start=before + 1):
        payee, id_number = rosters.payee_of(row, members.get(row.household_id, []))
        made.append(
            BatchLine(
                position=position,
                household_number=row.household_number,
                village=row.village,
                payee=payee,
                id_number=id_number,
                bank=row.bank,
                account_number=row.account_number,
                programme=batches.label_of(unit, row.programme),
                heads=row.heads,
                amount=row.amount,
            )
        )
    return made


def reserve(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Rows of 备用金台账."""
    return [in_order(ledger, asdict(row)) for row in reserve_view.worded(unit, found)]


def damaged_houses(unit: Unit, ledger: Ledger, found: Sequence[Any], before: int) -> list[Row]:
    """Rows of 倒损住房台账."""
    return [
        in_order(ledger, {**asdict(line), "only_home": "是" if line.only_home else "否"})
        for line in damage_lines(unit, found, before)
    ]


def grants(unit: Unit, ledger: Ledger, found: Sequence[Any], before: int) -> list[Row]:
    """Rows of 批次发放台账, those left out among them."""
    return [
        in_order(
            ledger,
            {
                **asdict(line),
                "batch_number": row.batch_number,
                "kind": batches.KINDS[row.kind],
                "notice": row.notice,
                "month": row.month,
                "state": batches.STATES[row.state],
                "excluded": row.excluded,
            },
        )
        for row, line in zip(found, batch_lines(unit, found, before), strict=True)
    ]
