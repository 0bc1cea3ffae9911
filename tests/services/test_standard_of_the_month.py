"""Whose standard a new grant gets: eligibility by the day of the decision, money by the first month paid."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.services.casework import files
from on_the_way import approve, rows, submitted
from town import Town, urban_three


def enter(town: Town, starts: date, amount: int) -> None:
    """Another urban standard from a day on; 770 before."""
    desk = town.clerk.rules
    kept = [row for row in desk.policy.rows if row.key != "std.dibao.urban" or row.starts < date(2025, 7, 1)]
    for yuan, begins, ends in (
        (770, date(2025, 7, 1), starts - timedelta(days=1)),
        (amount, starts, None),
    ):
        kept.append(
            PolicyRow(
                "std.dibao.urban", Decimal(yuan), "元/人·月", "500000", begins, ends, "示例规〔2025〕99号", "标准", "verified"
            )
        )  # fmt: skip
    for workspace in (town.clerk, town.checker, town.head, town.auditor):
        workspace.rules = replace(desk, policy=Policy(kept))


def granted(town: Town, accepted: date, opinion: date, decided: date) -> tuple[Decimal, str, str]:
    """Yuan a month, first month and the explanation of a family of three with 1,560 and add-ons of 200."""
    town.on(accepted)
    dossier = urban_three(town, 701)
    dossier.application.programmes = ["dibao"]
    taken = submitted(town, dossier, accepted, opinion)
    town.on(decided)
    approve(town, taken)
    (decision,) = rows(town, taken).decisions
    told = town.clerk.read(files.dossier, taken).findings[0].why
    return decision.monthly, decision.first_month, "\n".join(told)


def test_money_is_that_of_the_first_month_paid(town: Town) -> None:
    enter(town, date(2026, 1, 1), 800)
    monthly, first, told = granted(town, date(2025, 12, 1), date(2025, 12, 9), date(2025, 12, 22))
    assert (monthly, first) == (Decimal("1040.00"), "2026-01")  # 800 × 3 − 1,560 + 200
    assert "资格按 2025-12-22 的标准认定，金额按首发月份 2026-01 的标准计算" in told


def test_a_standard_that_began_since_the_opinion_does_not_send_the_file_back(town: Town) -> None:
    enter(town, date(2026, 2, 1), 800)
    monthly, first, _ = granted(town, date(2025, 12, 15), date(2025, 12, 23), date(2026, 1, 6))
    assert (monthly, first) == (Decimal("1040.00"), "2026-02")


def test_under_one_standard_nothing_is_said_of_days(town: Town) -> None:
    monthly, first, told = granted(town, date(2025, 10, 13), date(2025, 10, 21), date(2025, 10, 24))
    assert (monthly, first) == (Decimal("950.00"), "2025-11")
    assert "首发月份" not in told
