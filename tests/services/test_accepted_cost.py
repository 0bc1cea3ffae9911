"""The cost of an income is a figure of its own: declared by the family, accepted by who checks."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.documents import workbook
from jiuzhu.domain.dossier import LinePart
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files
from jiuzhu.services.household import household_facts
from jiuzhu.services.survey import checking
from jiuzhu.services.survey import checking_lines as lines
from jiuzhu.services.survey.checking import start_survey
from jiuzhu.storage.unit import Unit
from on_the_way import approve, submitted
from once import once
from town import Town, urban_couple, urban_three


@pytest.fixture
@once
def crops(town: Town) -> str:
    """A couple with 9,500 a year of crops and a declared cost of 3,500, survey begun."""
    dossier = urban_couple(town)
    dossier.incomes = [
        LinePart(
            kind="business", person=dossier.members[0].id, item="种植", period="year",
            declared=Decimal(9500), cost=Decimal(3500),
        )
    ]  # fmt: skip
    identity = town.accept(dossier).application_id
    town.checker.write(start_survey, identity)
    return identity


def the_line(town: Town, identity: str) -> LinePart:
    return town.checker.read(files.dossier, identity).incomes[0]


def reply(town: Town, path: Path, identity: str, row: tuple[Any, ...]) -> None:
    """A new check of a file, answered with one row."""
    number = town.checker.write(checking.request_check, identity)
    workbook.write(
        path, town.checker.rules.ledgers["check_reply"], [(number, *row, *[None] * (8 - len(row)))], title="核对结果",
        subtitle="示例核对中心", filters_text="", made_by="示例核对中心", made_at=datetime(2025, 10, 13, tzinfo=UTC),
    )  # fmt: skip
    town.checker.write(checking.apply_check_reply, town.checker.read(checking.read_check_reply, path))


def told(town: Town, identity: str) -> str:
    return "".join("".join(one.why) for one in town.checker.read(files.dossier, identity).findings)


def test_the_accepted_cost_counts_and_the_declared_one_stays_to_be_read(town: Town, crops: str) -> None:
    line = the_line(town, crops)
    assert "扣除成本 3,500.00 元" in told(town, crops)
    with pytest.raises(Refused, match="与申报不一致"):
        town.checker.write(lines.accept_figure, line.id, Decimal(9500), "true", Decimal(2000))
    town.checker.write(lines.explain, line.id, "种子化肥有票的只有 2,000 元", "购货票据")
    town.checker.write(lines.accept_figure, line.id, Decimal(9500), "true", Decimal(2000))
    line = the_line(town, crops)
    assert (line.accepted, line.cost, line.cost_accepted) == (Decimal(9500), Decimal(3500), Decimal(2000))
    assert "扣除成本 2,000.00 元" in told(town, crops)
    assert "扣除成本 3,500.00 元" not in told(town, crops)


@pytest.mark.parametrize("cost", ["9500.01", "-1", "0.001"])
def test_an_impossible_cost_is_refused(town: Town, crops: str, cost: str) -> None:
    line = the_line(town, crops)
    town.checker.write(lines.explain, line.id, "票据核对", "票据")
    with pytest.raises(UserError) as refused:
        town.checker.write(lines.accept_figure, line.id, Decimal(9500), "true", Decimal(cost))
    assert refused.value.field == "cost"
    assert the_line(town, crops).accepted is None


def test_an_open_line_has_no_accepted_cost(town: Town, crops: str) -> None:
    line = the_line(town, crops)
    town.checker.write(lines.explain, line.id, "票据核对", "票据")
    town.checker.write(lines.accept_figure, line.id, Decimal(9500), "true", Decimal(2000))
    town.checker.write(lines.record_visited_figure, line.id, Decimal(9800))
    assert the_line(town, crops).cost_accepted is None
    town.checker.write(lines.accept_figure, line.id, Decimal(9800), "true", Decimal(2000))
    town.checker.write(lines.accept_figure, line.id, Decimal(9800), "unproved")
    assert the_line(town, crops).cost_accepted is None


@pytest.mark.parametrize(
    ("answer", "checked"),
    [(("有", Decimal(900), date(2025, 10, 12)), Decimal(900)), (("无",), None)],
    ids=["another_figure", "nothing_any_more"],
)
def test_a_new_reply_opens_the_cost_with_the_figure(
    town: Town, tmp_path: Path, answer: tuple[Any, ...], checked: Decimal | None
) -> None:
    """Of 600 a month 100 were declared as cost and 20 accepted: once open again, the declared cost counts until it is settled."""
    dossier = urban_couple(town)
    his = dossier.members[0]
    dossier.incomes = [LinePart(kind="wage", person=his.id, declared=Decimal(600), cost=Decimal(100))]
    taken = town.accept(dossier).application_id
    town.checker.write(start_survey, taken)
    sent = (his.name, his.id_number, "税务局", "工资薪金")
    reply(town, tmp_path / "a.xlsx", taken, (*sent, "有", Decimal(650), date(2025, 9, 12)))
    line = the_line(town, taken)
    town.checker.write(lines.explain, line.id, "车票有据的只有 20 元", "车票")
    town.checker.write(lines.accept_figure, line.id, Decimal(650), "true", Decimal(20))
    assert "扣除成本 20.00 元" in told(town, taken)

    reply(town, tmp_path / "b.xlsx", taken, (*sent, *answer))
    line = the_line(town, taken)
    assert (line.checked, line.accepted, line.cost_accepted) == (checked, None, None)
    assert "扣除成本 100.00 元" in told(town, taken)


def test_a_cost_nobody_looked_at_is_not_settled_with_all_that_match(town: Town) -> None:
    """9,500 a year of which 9,500 are said to be cost would count for nothing; a rent without a cost is as declared."""
    dossier = urban_couple(town)
    his = dossier.members[0].id
    crops = LinePart(kind="business", person=his, period="year", declared=Decimal(9500), cost=Decimal(9500))
    dossier.incomes += [crops, LinePart(kind="property", person=his, item="出租", declared=Decimal(50))]
    taken = town.accept(dossier).application_id
    town.checker.write(start_survey, taken)
    assert town.checker.write(lines.accept_all_matching, taken) == (3, 1)
    wage, crops, rent = town.checker.read(files.dossier, taken).incomes
    assert (wage.accepted, rent.accepted) == (Decimal(600), Decimal(50))
    assert (crops.accepted, crops.judgement, crops.cost_accepted) == (None, "", None)
    with pytest.raises(Refused, match="1 项没有认定"):
        town.checker.write(checking.finish, taken)
    town.checker.write(lines.accept_figure, crops.id, Decimal(9500), "true", Decimal(9500))
    assert town.checker.write(lines.accept_all_matching, taken) == (0, 0)


def test_a_family_that_receives_is_seen_with_the_accepted_cost(town: Town) -> None:
    dossier = urban_three(town)
    dossier.incomes[0].cost = Decimal(60)
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))

    def correct(unit: Unit) -> None:
        (line,) = [row for row in files.load_rows(unit, taken).lines if row.category == "income"]
        line.cost_accepted = Decimal(20)
        unit.about(taken)

    approve(town, taken)
    town.checker.write(correct)
    home = town.checker.read(files.load_rows, taken).household.id
    facts = town.checker.read(household_facts.facts_on, home, town.checker.today())
    assert [one.cost for one in facts.incomes] == [Decimal(20)]
