"""A month nobody was paid is not asked back: what it owes and what an adjustment takes back of it cancel out."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.household import Household
from jiuzhu.services.granting import back_paying, sealing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from on_the_way import single
from receiving import dies, granted, paid_four, propose, sign, told
from town import Town

WHOLE = Decimal("580.00")
OPEN = ("proposed", "approved", "settled")


@pytest.fixture
def dead(town: Town) -> FileRows:
    """Lived alone on 580.00 a month, died in October; the office hears of it in November, before the month is sealed."""
    town.on(date(2025, 8, 4))
    home = granted(town, single(town, "dibao"))
    town.on(date(2025, 11, 3))
    return home


def no_account(town: Town, home: FileRows) -> None:
    def empty(unit: Unit) -> None:
        unit.get(Household, home.household.id).account_number = ""

    town.clerk.write(empty)


def stopped(town: Town, home: FileRows, died: date) -> None:
    event = dies(town, home, died, "己示例")
    propose(town, told(town, home), event_id=event)
    sign(town)


def decided(town: Town, month: str) -> None:
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month=month)


def states(town: Town, *wanted: str) -> list[tuple[str, str, Decimal]]:
    found = town.head.read(back_paying.back_payments, wanted)
    return [(row.kind, row.for_month, row.amount) for row in found]


@pytest.mark.parametrize("agreed", [True, False])
def test_heirs_are_not_asked_for_a_month_that_was_never_paid(
    town: Town, dead: FileRows, payer: Workspace, *, agreed: bool
) -> None:
    stopped(town, dead, date(2025, 10, 18))
    assert states(town, "proposed") == [("追回", "2025-11", WHOLE)]
    if agreed:
        decided(town, "2025-11")
    seal = payer.write(sealing.seal_month, "2025-11", "dibao", checked=True)
    assert seal.total == 0
    assert payer.write(sealing.flag_differences, seal.id) == 0
    assert states(town, *OPEN) == []
    cancelled = states(town, "offset")
    assert sum(yuan for kind, _, yuan in cancelled if kind == "追回") == WHOLE
    assert sum(yuan for kind, _, yuan in cancelled if kind == "补发") == WHOLE
    assert {month for _, month, _ in cancelled} == {"2025-11"}
    assert all("相抵" in row.reason for row in town.head.read(back_paying.back_payments, ("offset",)))
    assert payer.write(sealing.flag_differences, seal.id) == 0
    assert states(town, *OPEN) == []


def test_a_cut_of_a_month_that_was_never_paid_is_left_out_of_what_is_made_up(
    town: Town, payer: Workspace
) -> None:
    """1,440.00 due, 610.00 without the grandfather who died before: 610.00 is made up, and nothing is kept back."""
    home = paid_four(town)
    no_account(town, home)
    event = dies(town, home, date(2025, 10, 18))
    propose(town, told(town, home), event_id=event)
    sign(town)
    ((_, month, less),) = states(town, "proposed")
    assert (month, less) == ("2025-11", Decimal("830.00"))
    decided(town, "2025-12")
    seal = payer.write(sealing.seal_month, "2025-11", "dibao", checked=True)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    assert states(town, *OPEN) == [("补发", "2025-11", Decimal("610.00"))]
    offset = states(town, "offset")
    assert sum(yuan for kind, _, yuan in offset if kind == "追回") == less
    assert sum(yuan for kind, _, yuan in offset if kind == "补发") == less


def test_what_was_paid_is_asked_back_all_the_same(town: Town, payer: Workspace) -> None:
    home = paid_four(town)
    event = dies(town, home, date(2025, 10, 18))
    propose(town, told(town, home), event_id=event)
    sign(town)
    seal = payer.write(sealing.seal_month, "2025-11", "dibao", checked=True)
    assert payer.write(sealing.flag_differences, seal.id) == 0
    assert states(town, "proposed") == [("追回", "2025-11", Decimal("830.00"))]
    assert states(town, "offset") == []


def test_what_was_agreed_to_be_made_up_is_cancelled_by_what_is_told_later(
    town: Town, dead: FileRows, payer: Workspace
) -> None:
    """The death in October is heard of when November, sealed without an account, is already to be made up."""
    no_account(town, dead)
    seal = payer.write(sealing.seal_month, "2025-11", "dibao", checked=True)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    decided(town, "2025-12")
    stopped(town, dead, date(2025, 10, 18))
    assert states(town, "proposed") == [("追回", "2025-11", WHOLE)]
    assert payer.write(sealing.flag_differences, seal.id) == 0
    assert states(town, *OPEN) == []
    assert sorted(kind for kind, _, _ in states(town, "offset")) == ["补发", "追回"]
