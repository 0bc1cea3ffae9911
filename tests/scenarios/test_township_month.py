"""A month of an invented township, and its sums told a second time in plain SQL from what was signed, not from what is paid.

240 families receive already; in December 60 come to the window, 12 alerts come from a list of deaths, and a new standard
is set, signed and applied. What every month pays must be what the decisions grant plus what the adjustments changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from jiuzhu.domain.dossier import IncidentPart
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import adjusting, carrying_out, consequences, reassessing, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.monitoring import acting, alerting, comparing
from jiuzhu.services.office import proving
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen
from jiuzhu.services.referral import transferring
from jiuzhu.services.relief import paying_out, quick_relief, reserve
from jiuzhu.storage.encrypted_file import connect
from on_the_way import accept, approve, rows, single, submitted
from receiving import succession
from town import Town, id_number, open_town, payer_of, urban_couple, urban_three

pytestmark = pytest.mark.long

STANDING, NEWCOMERS, TRANSFERS, QUICK, DEAD = 240, 20, 20, 20, 12
MONTHS = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-06")
HUSBAND = date(1980, 3, 2)


@dataclass(slots=True)
class Township:
    """The office after the month."""

    town: Town
    payer: Workspace
    changed: int = 0

    def told(self, question: str, *values: str) -> list[Any]:
        """The answer of plain SQL over the decrypted file."""
        raw = connect(self.town.home / DATABASE, bytes.fromhex(self.payer.file.key_hex()))
        try:
            return list(raw.execute(question, values).fetchall())
        finally:
            raw.close()


def family(town: Town, place: int) -> Any:
    """Three kinds of families in turn, each of its own people."""
    if place % 3 == 0:
        return urban_three(town, 11 + 2 * (place // 3) * 2)
    if place % 3 == 1:
        return urban_couple(town, 11 + 2 * (place // 3) * 2)
    dossier = single(town, "dibao", birth=date(1950, 1, 1 + place // 12), order=11 + 2 * place)
    dossier.members[0].phone = f"138{place:08d}"
    return dossier


def standing(town: Town) -> list[str]:
    made = []
    for place in range(STANDING):
        town.on(date(2025, 10, 13))
        taken = submitted(town, family(town, place), date(2025, 10, 13), date(2025, 10, 21))
        town.on(date(2025, 10, 22))
        approve(town, taken)
        made.append(taken)
    return made


def walk_ins(made: Township) -> None:
    town = made.town
    town.on(date(2025, 12, 1))
    made.payer.write(reserve.open_reserve, Decimal("50000.00"))
    for place in range(TRANSFERS):
        taken = accept(
            town, single(town, "medical", birth=date(1955, 3, 1 + place), order=701 + 2 * place)
        ).application_id
        town.clerk.write(transferring.refer, taken, "住院自付费用高", "结算单")
    for slip in town.clerk.read(transferring.transfers, ("sent",)):
        town.clerk.write(
            transferring.answer,
            slip.id,
            result="granted",
            text="已救助",
            on=date(2025, 12, 1),
            amount=Decimal(1000),
        )
        town.clerk.write(transferring.tell, slip.id, "电话告知", date(2025, 12, 1))
    for place in range(QUICK):
        dossier = single(town, "quick", birth=date(1985, 5, 1 + place), order=701 + 2 * place)
        dossier.incident = IncidentPart(
            kind="fire", cause="失火", happened_on=date(2025, 12, 1), place=f"示例路 {place} 号"
        )
        dossier.application.truth_promised = True
        taken = town.clerk.write(intake.accept, dossier, "").application_id
        town.checker.write(quick_relief.propose_quick, taken, Decimal(300 + place), "入户查看，邻居证明")
        approve(town, taken)
        made.payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt=f"领{place}")
    for place in range(NEWCOMERS):
        town.on(date(2025, 12, 1))
        taken = submitted(town, family(town, STANDING + place), date(2025, 12, 1), date(2025, 12, 9))
        town.on(date(2025, 12, 10))
        approve(town, taken)


def deaths(made: Township, folder: Path, taken: list[str]) -> None:
    """The husbands of twelve families are on the list; half of the families are worked to a signed change."""
    town = made.town
    town.on(date(2025, 12, 11))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in comparing.shape("deaths").columns])
    for place in range(DEAD):
        sheet.append(["甲示例", id_number(HUSBAND, 11 + 4 * place), date(2025, 12, 2), ""])
    book.save(folder / "名单.xlsx")
    preview = town.checker.read(comparing.look, "deaths", folder / "名单.xlsx")
    assert town.checker.write(comparing.compare, preview, "区公安分局", date(2025, 12, 10)).raised == DEAD
    alerts = {alert.household_id: alert for alert in town.checker.read(alerting.alerts)}
    for alert in alerts.values():
        town.checker.write(alerting.close_alert, alert.id, "confirmed", "村里核实，已经死亡")
    for place in range(0, DEAD, 2):
        home = rows(town, taken[3 * place])
        dead = next(one.id for one in home.people.values() if one.name == "甲示例")
        number = town.checker.write(
            acting.record_for_alert,
            alerts[home.household.id].id,
            Happened(
                kind="death",
                effective_on=date(2025, 12, 2),
                person_id=dead,
                **succession(town, home.household.id, dead),
            ),
        )
        event = next(one for one in town.checker.read(events.waiting) if one.number == number)
        ground = Ground(cause="event", evidence=f"死亡证明，{number}", event_id=event.id)
        for one in town.checker.read(consequences.consequences, home.household.id):
            if one.change.kind not in {"keep", "manual"}:
                town.checker.write(
                    adjusting.propose_adjustment, one.entitlement_id, one.change, ground, one.why
                )
    for change in town.head.read(adjusting.adjustments):
        town.head.write(adjusting.decide_adjustment, change.id, approved=True)
        made.changed += 1


def new_standard(made: Township) -> None:
    town = made.town
    town.on(date(2025, 12, 29))
    rule_admin.set_figure(
        town.clerk, NewFigure("std.dibao.urban", "800", date(2026, 2, 1), "示例规〔2025〕99号", replaces=True)
    )
    rule_admin.confirm_figure(
        town.head, Seen("std.dibao.urban", "800", date(2026, 2, 1)), "示例规〔2025〕99号"
    )
    made.payer.rules = town.clerk.rules = town.head.rules
    wanted = Wanted(
        title="2026 年标准",
        standards_on=date(2026, 2, 1),
        from_month="2026-02",
        document="示例规〔2025〕99号",
    )
    run = reassessing.draft(made.payer, wanted)
    town.head.write(reassessing.sign, run)
    made.changed += carrying_out.apply(made.payer, run).changed


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Township]:
    folder = tmp_path_factory.mktemp("month")
    town = open_town(folder / "office")
    made = Township(town, payer_of(town))
    taken = standing(town)
    walk_ins(made)
    deaths(made, folder, taken)
    new_standard(made)
    yield made
    town.close()


@pytest.mark.parametrize("month", MONTHS)
def test_what_a_month_pays_is_what_was_signed(township: Township, month: str) -> None:
    paid = [township.town.clerk.read(rosters.roster, month, programme) for programme in rosters.PROGRAMMES]
    total = sum((one.total for one in paid), Decimal(0))
    signed = township.told(
        "SELECT coalesce(sum(monthly), 0) FROM decision WHERE result = 'approved' AND monthly > 0 AND first_month <= ?",
        month,
    )[0][0]
    changed = township.told(
        "SELECT coalesce(sum(new_monthly - old_monthly), 0) FROM adjustment WHERE state = 'approved' AND from_month <= ?",
        month,
    )[0][0]
    assert total == Decimal(signed + changed) / 100
    assert total > 0
    homes = township.told(
        "SELECT count(DISTINCT household_id) FROM entitlement WHERE programme = 'dibao' AND first_month <= ? "
        "AND (last_month = '' OR last_month >= ?)",
        month,
        month,
    )[0][0]
    assert next(one for one in paid if one.programme == "dibao").households == homes


def test_everybody_who_came_is_on_record_once(township: Township) -> None:
    states = dict(township.told("SELECT way || ' ' || state, count(*) FROM application GROUP BY 1"))
    assert states == {
        "household approved": STANDING + NEWCOMERS,
        "transfer closed": TRANSFERS,
        "quick to_make_up": QUICK,
    }
    assert township.told("SELECT count(DISTINCT number) FROM application")[0][0] == STANDING + 60


def test_the_reserve_is_what_it_was_less_what_was_handed_over(township: Township) -> None:
    handed = township.told("SELECT sum(amount) FROM payout WHERE source = 'reserve'")[0][0]
    assert handed == sum(300 + place for place in range(QUICK)) * 100
    left = township.told("SELECT balance FROM reserve_entry ORDER BY position DESC LIMIT 1")[0][0]
    assert left == 50_000_00 - handed
    assert township.town.clerk.read(reserve.balance) == Decimal(left) / 100


def test_alerts_and_changes_are_all_there(township: Township) -> None:
    assert township.told(
        "SELECT state, count(*), count(DISTINCT household_id) FROM alert WHERE indicator = 'died_in_list' "
        "GROUP BY state ORDER BY state"
    ) == [("closed", DEAD // 2, DEAD // 2), ("confirmed", DEAD // 2, DEAD // 2)]
    assert township.told("SELECT count(*) FROM adjustment WHERE state = 'approved'")[0][0] == township.changed
    overlapping = (
        "SELECT count(*) FROM entitlement a JOIN entitlement b ON a.household_id = b.household_id AND a.programme = "
        "b.programme AND a.id < b.id AND coalesce(a.person_id, '') = coalesce(b.person_id, '') "
        "WHERE (a.last_month = '' OR a.last_month >= b.first_month) AND (b.last_month = '' OR b.last_month >= a.first_month)"
    )
    assert township.told(overlapping)[0][0] == 0  # nobody is paid the same twice in one month


def test_the_journal_holds_every_row_of_it(township: Township) -> None:
    assert township.town.auditor.read(proving.verify_journal).problems == ()
