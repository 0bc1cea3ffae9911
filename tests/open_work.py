"""A clerk with something open of nearly every kind."""

from datetime import date
from pathlib import Path

from jiuzhu.domain.ids import new_id
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.relief import GrantBatch
from jiuzhu.services.counter import intake
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.monitoring import custody
from jiuzhu.services.monitoring.custody import Keeping
from jiuzhu.services.office import escalating
from jiuzhu.services.paper import papers
from jiuzhu.services.referral import leading
from jiuzhu.storage.unit import Unit
from on_the_way import single
from receiving import four, granted, person
from town import Town, payer_of, urban_couple, urban_three

DAY = date(2025, 9, 5)


def make_busy(town: Town, folder: Path) -> None:
    """The clerk with something open of nearly every kind."""
    home = granted(town, four(town))
    clerk, mine = town.clerk, town.clerk.actor.operator_id
    town.on(DAY)
    taken = town.accept(urban_couple(town)).application_id
    clerk.write(papers.issue, "F04", taken, folder)
    clerk.write(intake.issue_correction, single(town, "quick"), "", ["身份证"])
    half = urban_three(town, 301)
    clerk.write(intake.keep_draft, new_id(), half)
    clerk.write(
        leading.record_lead,
        leading.Told(source="volunteer", name="壬示例", village="示例社区", content="独居，久病无人照看", found_on=DAY),
    )  # fmt: skip

    def made(unit: Unit) -> None:
        unit.add(
            Alert(
                number="预1", indicator="death", household_id=home.household.id, told="名单上已去世", raised_on=DAY, due_on=DAY,
                fingerprint="1", owner_id=mine,
            )
        )  # fmt: skip

    def prepared(unit: Unit) -> None:
        unit.add(
            GrantBatch(
                number="批1", kind="price", notice="示例通知", month="2025-09", made_by=mine, made_on=DAY
            )
        )

    clerk.write(made)
    payer_of(town).write(prepared)
    kept = Keeping(
        holder_id=person(home, "甲示例"), keeper="癸示例", keeper_unit="示例社区", card_tail="1234", reason="卧床不能取款",
        rules="每月取一次", starts_on=DAY, bank="", keeper_post="", keeper_phone="", ends_on=None,
    )  # fmt: skip
    clerk.write(custody.keep_card, home.household.id, kept)
    clerk.write(
        accounts.propose_account,
        home.household.id,
        NewAccount(bank="示例农商银行", account_name="乙示例", account_number="6200000000000000077", reason="原账户已销户"),
    )  # fmt: skip
    clerk.write(escalating.name_person, mine)
