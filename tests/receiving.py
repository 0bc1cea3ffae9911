"""A family that receives: granted through the services, and the short words tests of what follows are written in."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.household import Household, Person, is_minor
from jiuzhu.domain.household_event import EFFECTS
from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.services.granting import adjusting, back_paying, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.consequences import Consequence
from jiuzhu.services.household import accounts, events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import files
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import approve, rows, single, submitted
from town import Town, id_number, urban_three

OLD, NEW = Decimal(770), Decimal(800)
"""Yuan a head the standard is in 2025, and becomes where a test says so."""


def four(town: Town, order: int = 401) -> Dossier:
    """Couple, pupil, grandfather of 73; 1,800 a month: 1,440 due under 770 a head, 610 without the grandfather."""
    dossier = urban_three(town, order)
    dossier.application.programmes = ["dibao"]
    dossier.members[1].disability_kind = dossier.members[1].disability_grade = ""
    born = date(1952, 1, 1)
    dossier.members.append(
        MemberPart(name="丁示例", id_number=id_number(born, order + 4), sex="1", birth=born, relation="51")
    )
    dossier.incomes[0].declared = Decimal("1800.00")
    return dossier


def tekun(town: Town) -> Dossier:
    """One old man without anybody, who cares for himself."""
    dossier = single(town, "tekun")
    dossier.members[0].self_care_unmet, dossier.members[0].self_care_on = [], town.clerk.today()
    return dossier


def granted(town: Town, dossier: Dossier, signed: date = date(2025, 8, 15)) -> FileRows:
    """Taken today, posted the next day, signed on a day."""
    accepted = town.clerk.today()
    posted = accepted + timedelta(days=1)
    taken = submitted(town, dossier, posted, posted + timedelta(days=8))
    town.on(signed)
    approve(town, taken)
    return rows(town, taken)


def grants(town: Town, home: FileRows) -> list[tuple[str, str, str, Decimal]]:
    """Programme, first and last month, yuan, the oldest first."""
    found = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    return [(row.programme, row.first_month, row.last_month, row.monthly) for row in found]


def person(home: FileRows, name: str) -> str:
    return next(one.id for one in home.people.values() if one.name == name)


def happens(town: Town, home: FileRows, kind: str, on: date, name: str = "", **more: Any) -> str:
    """An event of one member; returns its id."""
    who: dict[str, Any] = {"person_id": person(home, name)} if name else {}
    if name and EFFECTS[kind].leaves:
        who |= {"details": "已分开生活"} | succession(town, home.household.id, person(home, name))
    happened = Happened(kind=kind, effective_on=on, **(who | more))
    town.checker.write(events.record_event, home.household.id, happened)
    return town.checker.read(events.events, home.household.id)[0].id


def account_confirmed(town: Town) -> None:
    """The head confirms every account that waits: who came is paid by it from next month."""
    for row in town.head.read(accounts.proposed):
        town.head.write(accounts.decide_account, row.id, confirmed=True)


def dies(town: Town, home: FileRows, on: date, name: str = "丁示例") -> str:
    return happens(town, home, "death", on, name)


def works(town: Town, home: FileRows, on: date, wage: str, name: str = "乙示例") -> str:
    line = NewLine(category="income", kind="wage", figure=Decimal(wage))
    return happens(town, home, "employed", on, name, begins=[line])


def told(town: Town, home: FileRows) -> Consequence:
    """What follows for the one entitlement of the household."""
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    return found


def propose(town: Town, found: Consequence, cause: str = "event", **more: Any) -> str:
    ground = Ground(cause=cause, evidence="入户核实情况", **more)
    town.checker.write(
        adjusting.propose_adjustment, found.entitlement_id, found.change, ground, list(found.why)
    )
    return town.head.read(adjusting.adjustments)[-1].id


def sign(town: Town) -> None:
    for row in town.head.read(adjusting.adjustments):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)


def flags(town: Town) -> list[tuple[str, str, Decimal]]:
    """Kind, month and yuan of what waits for a decision about past months."""
    return [(row.kind, row.for_month, row.amount) for row in town.head.read(back_paying.back_payments)]


def with_setting(*desks: Workspace, key: str, value: Decimal | str) -> None:
    """The same rules with one figure or word of the settings changed."""
    for desk in desks:
        kept = [replace(row, value=value) if row.key == key else row for row in desk.rules.policy.rows]
        desk.rules = replace(desk.rules, policy=Policy(kept))


def paid_four(town: Town) -> FileRows:
    """The family of four, 1,440.00 a month from 2025-09; the day is the third of November."""
    town.on(date(2025, 8, 4))
    found = granted(town, four(town))
    town.on(date(2025, 11, 3))
    return found


def with_standard(*desks: Workspace, starts: date) -> None:
    """`NEW` yuan a head in town from a day on instead of `OLD`."""
    for desk in desks:
        kept = [
            row
            for row in desk.rules.policy.rows
            if row.key != "std.dibao.urban" or row.starts < date(2025, 7, 1)
        ]
        for amount, begins, ends in (
            (OLD, date(2025, 7, 1), starts - timedelta(days=1)),
            (NEW, starts, None),
        ):
            kept.append(
                PolicyRow(
                    "std.dibao.urban", amount, "元/人·月", "500000", begins, ends, "示例规〔2025〕99号", "标准", "verified"
                )
            )  # fmt: skip
        desk.rules = replace(desk.rules, policy=Policy(kept))


def succession(town: Town, household_id: str, person_id: str) -> dict[str, Any]:
    """What an event says of a head who leaves, where it is about something else: the first adult follows, the rest are kin."""

    def told(unit: Unit) -> dict[str, Any]:
        home = unit.get(Household, household_id)
        stay = [
            unit.get(Person, row.person_id)
            for row in files.members_of(unit.session, household_id)
            if row.person_id != person_id
        ]
        if home.head_id != person_id or len(stay) < 2:
            return {}
        heir = next((one for one in stay if not is_minor(one.birth, unit.today)), stay[0])
        return {"new_head": heir.id, "relations": {one.id: "97" for one in stay if one is not heir}}

    return town.checker.read(told)


def raised(*desks: Workspace, key: str, value: int, starts: date) -> None:
    """Another figure from a day on, the old one up to the day before."""
    for desk in desks:
        found = desk.rules.policy.rows
        last = max((row for row in found if row.key == key), key=lambda row: row.starts)
        kept = [row for row in found if row is not last]
        kept.append(replace(last, ends=starts - timedelta(days=1)))
        kept.append(replace(last, value=Decimal(value), starts=starts, ends=None))
        desk.rules = replace(desk.rules, policy=Policy(kept))


def two_under_a_standard(town: Town, payer: Workspace, starts: date) -> list[FileRows]:
    """Two families of `four` with 1,440 each; every desk knows 800 a head from a day on, and it is 2025-12-20."""
    found = []
    for order in (541, 561):
        town.on(date(2025, 8, 4))
        found.append(granted(town, four(town, order)))
    with_standard(town.clerk, town.checker, town.head, town.auditor, payer, starts=starts)
    town.on(date(2025, 12, 20))
    return found
