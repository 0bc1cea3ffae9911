"""The day after every kind of decision the household is what was signed: every consequence says keep."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.dossier import BillPart, LinePart
from jiuzhu.services.granting import reassessing
from jiuzhu.services.granting.reassessing import Wanted
from on_the_way import rows, single
from paid_families import care, confirmed, family, posted, told, with_child
from town import Town, payer_of


def dibao(town: Town) -> str:
    return posted(town, family(town, "dibao", "disability_living", "disability_care"))


def edge(town: Town) -> str:
    return posted(town, family(town, "edge", wage="2800.00"))


def rigid_of_lines(town: Town) -> str:
    dossier = family(town, "rigid", wage="4000.00")
    dossier.expenses = [LinePart(kind="medical", declared=Decimal("20000.00"), period="year")]
    return posted(town, dossier)


def rigid_of_bills(town: Town) -> str:
    dossier = family(town, "rigid", wage="4000.00")
    sick = dossier.members[0].id
    dossier.bills = [
        BillPart(person=sick, kind="medical", issuer="示例医院", number="B1", issued_on=date(2025, 7, 1),
                 total=Decimal("30000.00"), insurer_paid=Decimal("10000.00"))
    ]  # fmt: skip
    return posted(town, dossier)


def tekun(town: Town) -> str:
    dossier = single(town, "tekun")
    dossier.members[0].self_care_on = date(2025, 10, 13)
    return posted(town, dossier)


def orphan(town: Town) -> str:
    dossier = with_child(single(town, "orphan", birth=date(2015, 5, 5)))
    dossier.parents[1].state = "dead"
    return confirmed(town, dossier)


def unsupported(town: Town) -> str:
    return confirmed(town, with_child(single(town, "unsupported_child", birth=date(2015, 5, 5))))


def difference(town: Town) -> str:
    """A child beside 低保 gets what is above its share of it [民发〔2019〕62号]."""
    first = posted(town, family(town, "dibao"))
    town.on(date(2025, 12, 8))
    dossier = family(town, "unsupported_child")
    dossier.household.id = rows(town, first).household.id
    return confirmed(town, with_child(dossier))


def difference_without_means(town: Town) -> str:
    """The form for the child says nothing of incomes: the share is that of the grant, not of a family with nothing."""
    first = posted(town, family(town, "dibao"))
    town.on(date(2025, 12, 8))
    dossier = family(town, "unsupported_child")
    dossier.incomes = []
    dossier.household.id = rows(town, first).household.id
    return confirmed(town, with_child(dossier))


@pytest.mark.parametrize(
    ("decided", "granted"),
    [
        (dibao, {"dibao": "950.00", "disability_living": "80.00", "disability_care": "80.00"}),
        (edge, {"edge": "0.00"}),
        (rigid_of_lines, {"rigid": "0.00"}),
        (rigid_of_bills, {"rigid": "0.00"}),
        (tekun, {"tekun": "1051.00"}),
        (orphan, {"orphan": "1651.00"}),
        (unsupported, {"unsupported_child": "1651.00"}),
        (difference, {"dibao": "950.00", "unsupported_child": "1301.00"}),
        (difference_without_means, {"dibao": "950.00", "unsupported_child": "1301.00"}),
        (care, {"disability_care": "90.00"}),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
@pytest.mark.parametrize("later", [0, 1, 31], ids=["same_day", "day_after", "month_after"])
def test_nothing_follows_from_a_decision_itself(
    town: Town, decided: Callable[[Town], str], granted: dict[str, str], later: int
) -> None:
    home = rows(town, decided(town)).household.id
    town.on(date.fromordinal(town.clerk.today().toordinal() + later))
    assert told(town, home) == [(code, "keep", Decimal(granted[code])) for code in sorted(granted)]


@pytest.mark.parametrize("decided", [dibao, edge, tekun, orphan, difference, care])
def test_a_run_over_everybody_on_the_same_standards_changes_nothing(
    town: Town, decided: Callable[[Town], str]
) -> None:
    decided(town)
    payer, today = payer_of(town), town.clerk.today()
    wanted = Wanted(
        title="现行标准重算",
        standards_on=today,
        from_month=month_after(month_of(today)),
        document="示例规〔2025〕99号",
    )
    run = reassessing.draft(payer, wanted)
    assert {(row.group, row.difference) for row in payer.read(reassessing.lines, run)} == {
        ("不变", Decimal(0))
    }
