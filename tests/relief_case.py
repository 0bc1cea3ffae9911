"""Families somebody helps at once, and hospital bills: the invented cases tests about 临时救助 share."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from other_desk import desk_of

from jiuzhu.domain.dossier import BillPart, Dossier, IncidentPart, MemberPart
from jiuzhu.domain.office import Operator
from jiuzhu.services.approval import approving
from jiuzhu.services.counter import intake
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import quick_relief
from jiuzhu.storage.unit import Unit
from on_the_way import single, version
from town import Town, id_number

FIRE = date(2026, 3, 9)
OPINION_2018 = "《民政部、财政部关于进一步加强和改进临时救助工作的意见》（民发〔2018〕23号）"


def burnt(town: Town, order: int = 201, fire: date = FIRE) -> Dossier:
    """A family of four from elsewhere whose rented rooms burnt, without a single paper."""
    dossier = single(town, "quick", birth=date(1985, 1, 1), order=order)
    dossier.household.kind = "urban"
    dossier.members += [
        MemberPart(
            name=f"家属{place}", id_number=id_number(date(1990 + place, 1, 1), order + place), sex="2", birth=date(1990 + place, 1, 1),
            relation="12" if place == 1 else "20",
        )
        for place in (1, 2, 3)
    ]  # fmt: skip
    for member in dossier.members[1:]:
        member.sex = "1" if int(member.id_number[16]) % 2 else "2"
    dossier.incident = IncidentPart(
        kind="fire", cause="出租屋失火", happened_on=fire, place="示例路 9 号", persons=4
    )
    return dossier


def taken_without_papers(town: Town, dossier: Dossier) -> str:
    """Accepted though nothing but the form is there; returns the application."""
    dossier.application.truth_promised = True
    return town.clerk.write(intake.accept, dossier, "").application_id


def signed(town: Town, taken: str, signer: Workspace | None = None) -> list[str]:
    """The head's yes, or somebody else's; returns the numbers of the decisions."""
    verdict = approving.Verdict(result="approved", seen_version=version(town, taken))
    return (signer or town.head).write(approving.decide, taken, verdict)


def helped(
    town: Town, order: int = 201, amount: Decimal = Decimal(500), signer: Workspace | None = None
) -> str:
    """A family of its own whose help is signed and not paid; returns the application."""
    taken = taken_without_papers(town, burnt(town, order, town.clerk.today()))
    town.checker.write(quick_relief.propose_quick, taken, amount, "消防出具火灾证明")
    signed(town, taken, signer)
    return taken


def bill(number: str = "结算-1", issuer: str = "示例医院", *, total: Decimal = Decimal(30000)) -> BillPart:
    """A hospital bill of which insurance paid 7,000."""
    return BillPart(
        kind="medical",
        number=number,
        issuer=issuer,
        issued_on=date(2025, 9, 20),
        total=total,
        insurer_paid=Decimal(7000),
    )


def ill(town: Town, order: int = 301, *bills: BillPart, programme: str = "temporary") -> Dossier:
    """Somebody with hospital bills who asks for 支出型."""
    dossier = single(town, programme, birth=date(1985, 1, 1), order=order)
    dossier.incident = IncidentPart(
        kind="illness", cause="住院", happened_on=date(2025, 9, 1), proposed=Decimal(500)
    )
    dossier.bills = list(bills)
    return dossier


def colleague(town: Town, login: str, name: str, *roles: str) -> Workspace:
    """One more person at the office."""

    def join(unit: Unit) -> Operator:
        return unit.add(Operator(login=login, name=name, roles=" ".join(roles), started_on=unit.today))

    made = town.clerk.write(join)
    return desk_of(
        town.clerk,
        replace(town.clerk.actor, operator_id=made.id, login=login, name=name, roles=frozenset(roles)),
    )
