"""Families that are paid since December, by programme, and what is told of what they receive."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.dossier import Dossier, ParentPart
from jiuzhu.services.approval import approving, opinions
from jiuzhu.services.granting import consequences
from on_the_way import accept, approve, single, submitted, surveyed
from town import Town, urban_three


def told(town: Town, household_id: str) -> list[tuple[str, str, Decimal]]:
    """Programme, what follows and yuan a month of every entitlement in force."""
    return [
        (row.programme, row.change.kind, row.now)
        for row in town.checker.read(consequences.consequences, household_id)
    ]


def family(town: Town, *programmes: str, wage: str = "1560.00") -> Dossier:
    """Three in town who ask for these programmes on a wage a month."""
    dossier = urban_three(town)
    dossier.application.programmes = list(programmes)
    dossier.incomes[0].declared = Decimal(wage)
    return dossier


def posted(town: Town, dossier: Dossier) -> str:
    """Taken on 13 October, posted in time, signed on 12 November; the application."""
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    return taken


def with_child(dossier: Dossier) -> Dossier:
    """The child has lost one parent, and the other one is in prison."""
    dossier.parents = [
        ParentPart(of_person=dossier.members[-1].id, name="庚示例", state="dead", since=date(2024, 1, 10)),
        ParentPart(of_person=dossier.members[-1].id, name="辛示例", state="prison", since=date(2024, 1, 10)),
    ]
    return dossier


def confirmed(town: Town, dossier: Dossier) -> str:
    """A child's programme, which is never posted."""
    taken = surveyed(town, dossier)
    town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    return taken


def subsidised(town: Town, dossier: Dossier) -> str:
    """A subsidy of disabled persons, seen by 残联 and signed; the application."""
    taken = accept(town, dossier).application_id
    town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放护理补贴。")
    town.checker.write(opinions.record_review, taken, True, "残联审核通过")
    approve(town, taken)
    return taken


def care(town: Town) -> str:
    """A man of forty who lives alone, with 护理补贴; the application."""
    dossier = single(town, "disability_care", birth=date(1985, 1, 1))
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "1"
    return subsidised(town, dossier)
