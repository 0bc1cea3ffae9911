"""Households on their way through the office, written straight into the tables: for tests of what is printed."""

import json
from datetime import date
from decimal import Decimal

from jiuzhu.domain import dossier_json
from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Decision, Entitlement, Opinion, PublicNotice
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.ids import new_id
from jiuzhu.services.casework import files
from jiuzhu.storage.queries.files import of_application
from jiuzhu.storage.unit import Unit
from town import Town, id_number, urban_couple

GRANTED = Decimal("750.00"), Decimal("200.00")


def single(town: Town, order: int, village: str, name: str = "") -> Dossier:
    """One invented man who lives alone, with his own account."""
    dossier = urban_couple(town)
    born = date(1970, 1, 1)
    dossier.members = [
        MemberPart(
            name=name or f"示例{order}",
            id_number=id_number(born, order),
            sex="1" if order % 2 else "2",
            birth=born,
            relation="01",
            phone="13800000009",
        )
    ]
    dossier.incomes[0].person = dossier.members[0].id
    dossier.household.village = village
    dossier.household.account_name = dossier.members[0].name
    dossier.household.account_number = f"62000000000000{order:05d}"
    return dossier


def decide(
    unit: Unit,
    application_id: str,
    *,
    amounts: dict[str, tuple[Decimal, Decimal] | None],
    first: str,
    last: str = "",
) -> dict[str, str]:
    """Sign every item: `amounts` programme → (base, addons), None for a refusal. Returns programme → decision."""
    dossier = files.dossier(unit, application_id)
    application = unit.get(Application, application_id)
    snapshot = json.dumps(
        {
            "dossier": json.loads(dossier_json.dump(dossier)),
            "findings": {"findings": {"dibao": {"standard": "770.00", "per_head": "520.00"}}},
        }
    )
    made = {}
    for item in of_application(unit.session, Item, application_id):
        amount = amounts[item.programme]
        item.state = "approved" if amount else "refused"
        base, addons = amount or (Decimal(0), Decimal(0))
        decision = unit.add(
            Decision(
                id=new_id(),
                application_id=application_id,
                item_id=item.id,
                programme=item.programme,
                number=unit.number("decision"),
                result=item.state,
                monthly=base + addons,
                first_month=first if amount else "",
                reason="家庭财产超过规定。",
                clause="民发〔2021〕57号第十四条",
                authority="county",
                decided_by=unit.actor.operator_id,
                decided_on=unit.today,
                snapshot=snapshot,
                snapshot_hash="0" * 64,
                notice_due_on=unit.today,
            )
        )
        made[item.programme] = decision.id
        if amount is None:
            continue
        persons = [None] if item.programme == "dibao" else [dossier.members[-1].id]
        for person_id in persons:
            unit.add(
                Entitlement(
                    household_id=application.household_id,
                    application_id=application_id,
                    decision_id=decision.id,
                    programme=item.programme,
                    person_id=person_id,
                    monthly=base + addons,
                    base=base,
                    addons=addons,
                    first_month=first,
                    last_month=last,
                    next_recheck_on=date(2026, 5, 12),
                )
            )
    application.state = "approved" if any(amounts.values()) else "refused"
    return made


def opine(unit: Unit, application_id: str, place: str = "示例社区公示栏") -> str:
    """An opinion and its notice on the board; returns the notice's number."""
    unit.add(
        Opinion(
            application_id=application_id,
            result="grant",
            text="拟同意",
            monthly=Decimal("950.00"),
            given_by=unit.actor.operator_id,
            given_on=unit.today,
        )
    )
    notice = unit.add(
        PublicNotice(
            application_id=application_id,
            number=unit.number("notice"),
            place=place,
            posted_on=unit.today,
            ends_on=date(2025, 10, 20),
            members=3,
            monthly=Decimal("950.00"),
            programmes="dibao",
            posted_by=unit.actor.operator_id,
        )
    )
    return notice.number
