"""低保就业补贴: what a job of somebody registered unemployed cuts is handed on to the employment office, with amount and months."""

from datetime import date
from decimal import Decimal

from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.referral import leading
from jiuzhu.services.referral.leading import LeadRow
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from receiving import four, granted, propose, sign, told, works
from town import Town

WIFE = "乙示例"


def family(town: Town, *, unemployed: bool = True) -> FileRows:
    dossier = four(town)
    dossier.members[1].registered_unemployed = unemployed
    home = granted(town, dossier, signed=date(2025, 11, 3))
    town.on(date(2025, 12, 3))
    return home


def leads(town: Town) -> list[LeadRow]:
    return town.clerk.read(leading.leads)


def test_what_is_cut_waits_for_a_referral_with_its_amount_and_months(town: Town) -> None:
    home = family(town)
    works(town, home, date(2025, 12, 1), "1000.00")
    propose(town, told(town, home))
    assert leads(town) == []
    sign(town)
    (lead,) = leads(town)
    assert lead.content == (
        "乙示例登记失业后就业，低保从 2026-01 起每月少 1,000.00 元。低保就业补贴按核减的金额每月 1,000.00 元，"
        "最长 12 个月（2026-01 至 2026-12，渝委办发〔2020〕30号）；请告知家庭并转人社部门办理（"
        f"{town.head.read(adjusting.adjustments, ('approved',))[0].number}）"
    )
    assert (lead.name, lead.owner) == ("甲示例", "张经办")


def test_where_a_person_sets_the_amount_it_is_what_that_cuts(town: Town) -> None:
    home = family(town)
    works(town, home, date(2025, 12, 1), "2200.00")
    found = told(town, home)
    assert found.change.kind == "manual"
    change = town.checker.read(
        consequences.by_hand, found.entitlement_id, Decimal("740.00"), "渐退期间减为七百四十元", "2022N"
    )
    town.checker.write(
        adjusting.propose_adjustment,
        found.entitlement_id,
        change,
        Ground(cause="event", evidence="劳动合同"),
        [],
    )
    sign(town)
    (lead,) = leads(town)
    assert "每月 700.00 元" in lead.content


def test_nobody_is_sent_there_who_was_not_registered_or_loses_nothing(town: Town) -> None:
    home = family(town, unemployed=False)
    works(town, home, date(2025, 12, 1), "1000.00")
    propose(town, told(town, home))
    sign(town)
    assert leads(town) == []


def test_a_refused_adjustment_sends_nobody(town: Town) -> None:
    home = family(town)
    works(town, home, date(2025, 12, 1), "1000.00")
    adjustment = propose(town, told(town, home))

    def refuse(unit: Unit) -> None:
        adjusting.decide_adjustment(unit, adjustment, approved=False, note="还要核实工资")

    town.head.write(refuse)
    assert leads(town) == []
