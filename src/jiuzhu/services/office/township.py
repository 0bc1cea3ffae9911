"""The invented township: colleagues, households, what some already receive and who is served, for trying and the tour.

Nobody in it exists. What they receive is not written down in the file but assessed by the same rules as for everybody.
"""

import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.assessment.assess import Assessment, to_json
from jiuzhu.domain.deadlines import first_month
from jiuzhu.domain.dossier import ApplicationPart, Dossier, HouseholdPart, LinePart, MemberPart
from jiuzhu.domain.dossier_json import dump
from jiuzhu.domain.facts import EventsFacts
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.identity_number import check_digit
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.office import Operator
from jiuzhu.services.casework.assessing import assessed, monthly_of
from jiuzhu.services.office import township_services
from jiuzhu.storage.search import initials
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit

REGION = "500199"
"""A region code that is not in use, so that no number here can be a real person's."""

COLLEAGUES = (
    ("hecha", "李核查", "核查员", "checker"),
    ("lingdao", "王主任", "民政办主任", "approver"),
    ("tongji", "陈统计", "统计员", "statistician"),
    ("shenji", "赵审计", "督查", "auditor"),
    ("xietiao", "周协调", "服务协调员", "service_coordinator"),
)
"""Login, name, post and role of the invented colleagues; they share the first operator's password."""


def settle(unit: Unit, folder: Path) -> None:
    """Fill an empty database with the township that the files of a folder tell, in one unit of work."""
    people = {
        login: unit.add(Operator(login=login, name=name, post=post, roles=role, started_on=unit.today))
        for login, name, post, role in COLLEAGUES
    }
    unit.session.flush()
    with (folder / "township.toml").open("rb") as stream:
        households = tomllib.load(stream)["household"]
    town = _Township(unit, people["lingdao"].id)
    for table in households:
        town.household(table)
    for kind, made in town.rows.items():
        unit.insert_rows(TABLES[kind], made)
    coordinator, checker = people["xietiao"].id, people["hecha"].id
    township_services.settle(unit, folder / "services.toml", town.homes, coordinator, checker)


def _id_number(birth: date, order: int) -> str:
    first = f"{REGION}{birth:%Y%m%d}{order:03d}"
    return first + check_digit(first)


def _dossier(unit: Unit, table: dict[str, Any]) -> Dossier:
    members = [
        MemberPart(
            name=part["name"],
            relation=part["relation"],
            birth=part["birth"],
            sex=part["sex"],
            id_number=_id_number(part["birth"], part["order"]),
            disability_kind=part.get("disability_kind", ""),
            disability_grade=part.get("disability_grade", ""),
            illness=part.get("illness", "none"),
            student=part.get("student", "none"),
        )
        for part in table["members"]
    ]
    members[0].phone = table["phone"]
    return Dossier(
        application=ApplicationPart(programmes=["dibao"], reason="示例", cause=table["cause"]),
        household=HouseholdPart(
            kind=table["kind"],
            district=unit.desk.office.district,
            township=unit.desk.office.township,
            village=table["village"],
            address=table["address"],
            phone=table["phone"],
            bank="示例农商银行",
            account_name=members[0].name,
            account_number=table["account"],
            size=len(members),
        ),
        members=members,
        incomes=[LinePart(kind="wage", person=members[0].id, item="零工", declared=Decimal(table["income"]))],
        assets=[LinePart(kind="deposit", declared=Decimal(table["savings"]))],
    )


class _Township:
    """Collects the rows of the township, kind by kind, to write them at once."""

    def __init__(self, unit: Unit, approver: str) -> None:
        self.unit = unit
        self.approver = approver
        self.rows: dict[type, list[dict[str, Any]]] = defaultdict(list)
        self.homes: dict[str, str] = {}  # name → household

    def keep(self, entity: Any) -> None:
        """Put an entity among the rows to write."""
        self.rows[type(entity)].append(asdict(entity))

    def household(self, table: dict[str, Any]) -> None:
        """Everybody of one household, and what they receive."""
        unit = self.unit
        dossier = _dossier(unit, table)
        home = Household(
            number=unit.number("household"),
            head_id=dossier.applicant.id,
            cause=dossier.application.cause,
            **{
                name: getattr(dossier.household, name)
                for name in (
                    "kind", "district", "township", "village", "address", "phone", "bank", "account_name", "account_number",
                )
            },
        )  # fmt: skip
        self.keep(home)
        for place, part in enumerate(dossier.members):
            person = Person(
                id=part.id,
                name=part.name,
                initials=initials(part.name),
                id_number=part.id_number,
                sex=part.sex,
                birth=part.birth,
                phone=part.phone,
                address=dossier.household.address,
                disability_kind=part.disability_kind,
                disability_grade=part.disability_grade,
                illness=part.illness,
                student=part.student,
            )
            member = Member(
                household_id=home.id,
                person_id=part.id,
                relation=part.relation,
                position=place,
                joined_on=unit.today,
            )
            self.keep(person)
            self.keep(member)
            self.homes[part.name] = home.id
        if table["receives"]:
            self._grant(table["decided"], dossier, home)

    def _grant(self, decided: date, dossier: Dossier, home: Household) -> None:
        """The file of a household that already receives: application, signed decisions, entitlements."""
        unit = self.unit
        assessment = assessed(unit.desk, dossier, decided, EventsFacts(accepted=decided, decided=decided))
        application = app.Application(
            number=unit.number("application"),
            household_id=home.id,
            applicant_id=dossier.applicant.id,
            state="approved",
            source="self",
            reason=dossier.application.reason,
            submitted_on=decided,
            accepted_on=decided,
            sent_on=decided,
            ended_on=decided,
            clerk_id=unit.actor.operator_id,
            window=unit.actor.window,
        )
        self.keep(application)
        for category, lines in (("income", dossier.incomes), ("asset", dossier.assets)):
            for line in lines:
                made = app.EconomicLine(
                    application_id=application.id,
                    category=category,
                    kind=line.kind,
                    person_id=line.person or None,
                    item=line.item,
                    declared=line.declared,
                    accepted=line.declared,
                    accepted_by=unit.actor.operator_id,
                    accepted_on=decided,
                    judgement="true",
                )
                self.keep(made)
        snapshot = json.dumps(
            {"dossier": json.loads(dump(dossier)), "findings": to_json(assessment), "standards": {}},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        for programme in ("dibao", "disability_living", "disability_care"):
            if monthly_of(assessment.findings[programme]):
                self._entitle(programme, decided, assessment, application, snapshot)

    def _entitle(
        self,
        programme: str,
        decided: date,
        assessment: Assessment,
        application: app.Application,
        snapshot: str,
    ) -> None:
        unit = self.unit
        finding = assessment.findings[programme]
        monthly = monthly_of(finding)
        standards = unit.desk.policy.in_force(unit.desk.office.district, decided)
        item = app.Item(application_id=application.id, programme=programme, state="approved")
        decision = Decision(
            application_id=application.id,
            item_id=item.id,
            programme=programme,
            number=unit.number("decision"),
            result="approved",
            monthly=monthly,
            first_month=first_month(decided, standards),
            authority=unit.desk.office.authority,
            decided_by=self.approver,
            decided_on=decided,
            snapshot=snapshot,
            snapshot_hash=hashlib.sha256(snapshot.encode()).hexdigest(),
            notice_due_on=decided,
            delivered_on=decided,
            delivery_way="direct",
        )
        self.keep(item)
        self.keep(decision)
        persons = finding.figures.get("persons")
        grants: list[tuple[str | None, Decimal, Decimal, Decimal]] = (
            [(person["member"], person["monthly"], person["monthly"], Decimal(0)) for person in persons]
            if isinstance(persons, list)
            else [(None, monthly, _amount(finding.figures, "base"), _amount(finding.figures, "addons"))]
        )
        for person_id, amount, base, addons in grants:
            entitlement = Entitlement(
                id=new_id(),
                household_id=application.household_id,
                application_id=application.id,
                decision_id=decision.id,
                programme=programme,
                person_id=person_id,
                monthly=amount,
                base=base,
                addons=addons,
                first_month=decision.first_month,
                recheck_class=assessment.recheck_class,
                next_recheck_on=assessment.next_recheck,
            )
            self.keep(entitlement)


def _amount(figures: Mapping[str, object], name: str) -> Decimal:
    value = figures.get(name)
    return value if isinstance(value, Decimal) else Decimal(0)
