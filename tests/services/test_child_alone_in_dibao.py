"""A child who enters 低保 alone: its own allowance is from then on what is above that."""

from decimal import Decimal

from holding import again, confirmed, of_grandmother, posted
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import assessing
from jiuzhu.services.counter import intake
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.obligations import every
from on_the_way import approve, rows, surveyed
from town import Town


def of_child(town: Town, taken: str) -> list[tuple[str, str, str, str]]:
    home = rows(town, taken).household.id
    found = town.clerk.read(lambda unit: every(unit.session, home))
    return sorted((row.programme, row.first_month, row.last_month, f"{row.monthly}") for row in found)


def test_the_allowance_becomes_the_difference_to_the_own_dibao_granted_later(town: Town) -> None:
    made = of_grandmother(town, "unsupported_child")
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
