"""A household that has something in force already, and comes back with another form."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain import dossier_json
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.dossier import Dossier, MemberPart, ParentPart
from jiuzhu.domain.ids import new_id
from jiuzhu.services.approval import approving, opinions
from jiuzhu.services.counter import intake
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, surveyed
from town import Town, id_number, urban_couple, urban_three


def holding(
    town: Town,
    known: Dossier,
    programme: str,
    monthly: str,
    *,
    person: bool = True,
    until: date | None = None,
    addons: str = "0.00",
    since: str = "2025-01",
) -> str:
    """An entitlement of the household in force since 2025-01, granted on an application of its own; its number."""
    taken = rows(town, accept(town, known).application_id)

    def grant(unit: Unit) -> None:
        decision = unit.add(
            Decision(
                application_id=taken.application.id, item_id=taken.items[0].id, programme=programme,
                number=unit.number("decision"), result="approved", monthly=Decimal(monthly), first_month=since,
                authority="county", decided_by=unit.actor.operator_id, decided_on=date(2024, 12, 20), snapshot="{}",
                snapshot_hash="", notice_due_on=date(2024, 12, 25), delivered_on=date(2024, 12, 24),
            )
        )  # fmt: skip
        unit.add(
            Entitlement(
                household_id=taken.household.id, application_id=taken.application.id, decision_id=decision.id,
                programme=programme, person_id=taken.members[0].person_id if person else None,
                monthly=Decimal(monthly), base=Decimal(monthly) - Decimal(addons), addons=Decimal(addons),
                first_month=since, valid_until=until,
            )
        )  # fmt: skip

    town.clerk.write(grant)
    return taken.application.number


def again(town: Town, made: Dossier) -> Dossier:
    """The same people on a new form."""
    known = made.members[0].id_number

    def look(unit: Unit) -> Dossier:
        return intake.from_person(unit, people.by_id_number(unit.session, [known])[0].id)

    found = town.clerk.read(look)
    found.application = made.application
    found.application.id = ""
    copied = dossier_json.load(dossier_json.dump(made))
    for name in ("incomes", "assets", "parents", "expenses", "incident", "bills"):
        setattr(found, name, getattr(copied, name))
    for line in (*found.incomes, *found.assets, *found.expenses):
        line.id = new_id()
    for part in found.parents:
        part.id = new_id()
    for line in found.incomes:
        line.person = found.members[0].id
    for part in found.parents:
        part.of_person = found.members[0].id
    return found


def medical(town: Town, made: Dossier) -> Dossier:
    """The form of a matter that changes nothing, to hang an older entitlement on."""
    asked = town.clerk.read(intake.new_dossier)
    asked.application.programmes = ["medical"]
    asked.application.reason, asked.application.cause = "看病", "illness"
    asked.household, asked.members = made.household, made.members
    return asked


def posted(town: Town, taken: str) -> None:
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 10, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)


def periods(town: Town, taken: str) -> dict[str, tuple[str, str]]:
    home = rows(town, taken).household.id
    found = town.clerk.read(lambda unit: every(unit.session, home))
    return {row.programme: (row.last_month, row.ended_reason) for row in found}


def disabled(made: Dossier, grade: str = "1") -> Dossier:
    made.members[0].disability_kind, made.members[0].disability_grade = "4", grade
    return made


def subsidy(town: Town, made: Dossier) -> str:
    """A subsidy up to the authority, by the federation where it must."""
    taken = accept(town, made).application_id
    town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放补贴。")
    if rows(town, taken).application.state == "reviewing":
        town.checker.write(opinions.record_review, taken, True, "残联审核通过")
    return taken


def child(town: Town, *programmes: str, states: tuple[str, str] = ("dead", "prison")) -> Dossier:
    made = single(town, *programmes, birth=date(2015, 5, 5))
    made.parents = [
        ParentPart(of_person=made.members[0].id, name=name, state=state, since=date(2025, 1, 10))
        for name, state in zip(("庚示例", "辛示例"), states, strict=True)
    ]
    return made


def confirmed(town: Town, made: Dossier) -> str:
    taken = surveyed(town, made)
    town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    return taken


def of_grandmother(town: Town, *programmes: str) -> Dossier:
    """A 边缘 family of two: a grandmother with 1,800 yuan a month and a child with a 残疾证 of grade 2."""
    made = urban_couple(town)
    made.application.programmes = list(programmes)
    born = date(2015, 5, 5)
    child = MemberPart(name="丙示例", id_number=id_number(born, 51), sex="1", birth=born, relation="41")
    child.disability_kind, child.disability_grade = "4", "2"
    made.members[1] = child
    made.incomes[0].declared = Decimal(1800)
    made.parents = [
        ParentPart(of_person=child.id, name=name, state=state, since=date(2025, 1, 10))
        for name, state in (("庚示例", "dead"), ("辛示例", "prison"))
    ]
    return made


def with_wife_disabled(town: Town, *programmes: str) -> Dossier:
    """A family of three in 边缘, 800.00 a head; the wife has a 残疾证 of grade 2 and no income."""
    dossier = urban_three(town)
    dossier.application.programmes = list(programmes or ("dibao",))
    dossier.incomes[0].declared = Decimal("2400.00")
    return dossier
