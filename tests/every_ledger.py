"""An office with something on each of its ledgers, and the hands that correct a workbook as people do."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from other_desk import desk_of

import town as towns
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.monitoring import Alert
from jiuzhu.services.granting import batches
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.office import entrance
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.referral import leading, transferring
from jiuzhu.services.referral.leading import Told
from jiuzhu.services.relief import disaster, paying_out, reserve
from jiuzhu.services.relief.disaster import Damage
from jiuzhu.services.serving import rosters as service_rosters
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, submitted, surveyed
from relief_case import helped
from stated import SAID
from town import Town, open_town, payer_of, urban_couple, urban_three

MONTH = "2025-12"
NARROWED: dict[str, dict[str, Any]] = {"roster": {"month": MONTH, "programme": "dibao"}}
"""Ledgers that show nothing without a filter."""


@dataclass
class Office:
    """The town, the colleague who keeps the money, and the household whose ledgers these are."""

    town: Town
    payer: Workspace
    household: str


def settle(town: Town) -> Office:
    """Two 低保 households, one of them with an event, a recheck, an adjustment and an alert; money; a transfer; a lead."""
    payer = payer_of(town)
    taken = [
        submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
        for dossier in (urban_three(town), urban_couple(town))
    ]
    town.on(date(2025, 11, 12))
    for one in taken:
        approve(town, one)
    file = rows(town, taken[0])
    home = file.household.id
    payer.write(reserve.open_reserve, Decimal(50000))
    payer.write(
        batches.draft_batch,
        "price",
        notice="渝发改〔2025〕88号",
        month=MONTH,
        rates={"dibao": Decimal("25.50")},
    )
    flood = surveyed(town, single(town, "disaster", order=61))
    town.checker.write(
        disaster.register_damage,
        flood,
        Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=3, severe=2),
    )
    town.on(date(2025, 12, 3))
    moved = accept(town, single(town, "medical", order=63)).application_id
    town.clerk.write(transferring.refer, moved, "住院自付费用高，申请医疗救助", "结算单")
    seen = Told(
        source="volunteer", name="庚示例", content="独居，房屋漏雨", found_on=date(2025, 12, 1), village="示例社区"
    )  # fmt: skip
    town.clerk.write(leading.record_lead, seen)
    event = Happened(
        kind="other",
        effective_on=date(2025, 12, 1),
        person_id=file.application.applicant_id,
        details="到超市上班",
    )
    town.checker.write(events.record_event, home, event)
    dibao = next(one for one in file.entitlements if one.programme == "dibao")
    town.checker.write(
        rechecking.record_recheck, dibao.id, outcome="no_change", found="与上次一致", checkers=("李核查", "张经办"), done_on=date(2025, 12, 2)
    )  # fmt: skip

    def more(unit: Unit) -> None:
        unit.add(
            Adjustment(
                number=unit.number("adjustment"), household_id=home, entitlement_id=dibao.id, programme="dibao", kind="cut",
                cause="event", old_monthly=dibao.monthly, new_monthly=Decimal("700.00"), from_month="2026-01", reason="收入增加",
                clause="57-30", proposed_by=unit.actor.operator_id, proposed_on=unit.today,
            )
        )  # fmt: skip
        unit.add(
            Alert(
                number=unit.number("alert"), indicator="vehicle_in_list", household_id=home, person_id=file.application.applicant_id,
                told="名下有一辆小型轿车", fingerprint="一", raised_on=unit.today, due_on=date(2025, 12, 13),
            )
        )  # fmt: skip

    town.checker.write(more)
    town.checker.write(service_rosters.compute, ("family_doctor",))
    paying_out_of(town, payer)
    return Office(town, payer, home)


@dataclass(frozen=True)
class Files:
    """A settled office as files: what it takes to open a copy of it."""

    office: Office
    key: bytes
    moment: datetime


Kept = Files | None


def keep(folder: Path) -> Kept:
    """Settle an office and close it, so that its files can be copied; None where offices lie on a server."""
    if towns.elsewhere is not None:
        return None
    town = open_town(folder)
    made = settle(town)
    key = bytes.fromhex(town.clerk.file.key_hex())
    town.close()
    return Files(made, key, town.moment[0])


def reopened(kept: Kept, home: Path) -> Office:
    """A copy of a settled office, in its own folder; where there are no files to copy, another one is settled."""
    if kept is None:
        return settle(open_town(home))
    old = kept.office.town
    shutil.copytree(old.home, home)
    moment = [kept.moment]
    database = EncryptedFile(home / entrance.DATABASE, kept.key)
    clerk = Workspace(home, database, old.clerk.actor, old.clerk.rules, lambda: moment[0])
    hands = [desk_of(clerk, one.actor) for one in (old.checker, old.head, old.auditor)]
    town = Town(home, moment, clerk, *hands)
    return Office(town, desk_of(clerk, kept.office.payer.actor), kept.office.household)


def paying_out_of(town: Town, payer: Workspace) -> None:
    """One help paid out of the reserve."""
    given = helped(town, amount=Decimal(770))
    payer.write(paying_out.pay_out, given, form="transfer", source="reserve")


def exported(office: Office, ledger_id: str, folder: Path, **more: Any) -> Path:
    """The ledger as it leaves."""
    path = folder / f"{ledger_id}.xlsx"
    filters = NARROWED.get(ledger_id, {}) | more
    office.payer.write(ledgers.export, ledger_id, filters, path, SAID)
    return path


class Book:
    """An exported workbook in somebody's hands."""

    def __init__(self, office: Office, ledger_id: str, path: Path) -> None:
        self.path = path
        self.book: Any = load_workbook(path)
        self.sheet: Any = self.book.worksheets[0]
        self.ledger = office.town.clerk.rules.ledgers[ledger_id]
        titles = [column.title for column in self.ledger.columns]
        self.head = next(
            number
            for number, row in enumerate(self.sheet.iter_rows(values_only=True), start=1)
            if list(row) == titles
        )

    def cell(self, name: str, place: int = 0) -> Any:
        """A cell of a data row, by the column's name."""
        column = [one.name for one in self.ledger.columns].index(name) + 1
        return self.sheet.cell(self.head + 1 + place, column)

    def put(self, name: str, value: Any, place: int = 0) -> "Book":
        """Type over a cell."""
        self.cell(name, place).value = value
        return self

    def each(self, act: Callable[[Any], None]) -> "Book":
        """Do something to the worksheet."""
        act(self.sheet)
        return self

    def save(self) -> Path:
        """Save where it was."""
        self.book.save(self.path)
        return self.path
