"""A child who enters 低保 alone: its own allowance is from then on what is above that."""

from datetime import date
from decimal import Decimal

from holding import again, confirmed, of_grandmother, posted
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.dossier import Dossier
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import assessing
from jiuzhu.services.counter import intake
from jiuzhu.services.granting.reassessed import lines_of
from jiuzhu.services.household import household_facts
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.obligations import every
from on_the_way import approve, rows, surveyed
from receiving import with_standard
from town import Town


def of_child(town: Town, taken: str) -> list[tuple[str, str, str, str]]:
    home = rows(town, taken).household.id
    found = town.clerk.read(lambda unit: every(unit.session, home))
    return sorted((row.programme, row.first_month, row.last_month, f"{row.monthly}") for row in found)


def granted_both(town: Town, made: Dossier) -> str:
    """The allowance first, then 单人户 for the child; the file of the second."""
    first = confirmed(town, made)
    assert of_child(town, first) == [("unsupported_child", "2025-11", "", "1651.00")]
    asked = again(town, made)
    asked.application.programmes = ["dibao"]
    taken = surveyed(town, asked)
    text = town.checker.read(approving.opinion_draft, taken)
    assert "注意：丙示例正在享受事实无人抚养儿童基本生活保障，从低保发放的当月起改按补差发放。" in text
    town.checker.write(approving.give_opinion, taken, "grant", text)
    posted(town, taken)
    approve(town, taken)
    return taken


def test_the_allowance_becomes_the_difference_to_the_own_dibao_granted_later(town: Town) -> None:
    made = of_grandmother(town, "unsupported_child")
    taken = granted_both(town, made)
    (decision,) = rows(town, taken).decisions
    assert (decision.first_month, decision.monthly) == ("2025-11", Decimal("870.00"))
    assert of_child(town, taken) == [
        ("dibao", "2025-11", "", "870.00"),
        ("unsupported_child", "2025-11", "", "781.00"),
        ("unsupported_child", "2025-11", "2025-10", "1651.00"),
    ]

    known = made.members[1].id_number
    form = town.clerk.read(
        lambda unit: intake.from_person(unit, people.by_id_number(unit.session, [known])[0].id)
    )
    form.application.programmes = ["unsupported_child"]
    assert [one.own_dibao for one in form.members] == [Decimal("870.00"), None]
    found = town.clerk.read(lambda unit: assessing.radar(unit.desk, form, unit.today))
    (told,) = (line for line in found if line.programme == "unsupported_child")
    assert "丙示例已享受单人户低保每月 870.00 元" in "".join(told.why)
    assert "781.00" in told.headline


def test_a_new_standard_moves_both_so_that_together_they_stay_the_full_sum(town: Town) -> None:
    made = of_grandmother(town, "unsupported_child")
    taken = granted_both(town, made)
    town.on(date(2025, 12, 1))
    with_standard(town.clerk, starts=date(2026, 1, 1))
    home = rows(town, taken).household.id
    facts = town.clerk.read(lambda unit: household_facts.facts_on(unit, home, unit.today, "2026-01"))
    found = assess(facts, town.clerk.rules.policy, town.clerk.rules.calendar, date(2026, 1, 1))
    kept = town.clerk.read(lambda unit: list(every(unit.session, home)))
    listed = lines_of(home, facts, found, kept, from_month="2026-01", aside={})
    after = {line["programme"]: line["after"] for line in listed if line["outcome"] == "changed"}
    assert after == {"dibao": Decimal("900.00"), "unsupported_child": Decimal("751.00")}
