"""转入旧台账: households, members and what they receive, taken over as the old table says, in one transaction.

No amount is computed here: each carries the words that it was taken over, from which file and row, under which document.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.authority import highest
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.correction import checked
from jiuzhu.domain.deadlines import next_recheck
from jiuzhu.domain.dossier import ApplicationPart, Dossier, HouseholdPart, MemberPart
from jiuzhu.domain.dossier_json import dump
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.obligations import MAIN
from jiuzhu.domain.old_households import OldGrant
from jiuzhu.domain.old_ledger import OldRow
from jiuzhu.domain.round_trip import ImportChange, LedgerImport
from jiuzhu.domain.ways import way_of
from jiuzhu.errors import Refused
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import require_none_related
from jiuzhu.services.granting import entitling
from jiuzhu.services.ledger import ledger_imports
from jiuzhu.services.ledger.first_load import LEDGER, LoadPreview, Planned
from jiuzhu.services.office.watching import Watch
from jiuzhu.storage.queries import imports as import_queries
from jiuzhu.storage.queries import known_people as queries
from jiuzhu.storage.search import initials
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit

DEFAULT_CLASS = "B"
"""Where the old table names none: the nearer day of the two legal ones."""
UNDONE = "import_undone"
"""Why what was taken over by mistake ended."""

_HOUSEHOLD_FIELDS = ("village", "address", "bank", "account_name", "account_number")


@dataclass(frozen=True, slots=True)
class Hands:
    """Who handed an old table in, and the names of both who signed for it."""

    proposed_by: str
    told: str


def take_over(unit: Unit, preview: LoadPreview, number: str, hands: Hands, watch: Watch | None = None) -> str:
    """Take over every household of a preview read in this transaction; returns the import's id. Money follows, so who signs."""
    unit.require("decide")
    made = ledger_imports.record(
        unit, preview.path, LEDGER, preview.file_hash, preview.sender,
        rows=preview.rows, added=len(preview.planned), number=number,
    )  # fmt: skip
    unit.about(made.id)
    unit.seal()
    taking, looking = _Taking(unit, preview, made, hands), watch or Watch()
    for place, one in enumerate(preview.planned):
        looking.go_on(place, len(preview.planned))
        taking.take(one)
    looking.go_on(len(preview.planned), len(preview.planned))
    ledger_imports.keep(unit, made, taking.changes)
    return made.id


class _Taking:
    """Makes the rows of one household after the other; `changes` names each of them."""

    def __init__(self, unit: Unit, preview: LoadPreview, made: LedgerImport, hands: Hands) -> None:
        self.unit, self.preview, self.made, self.hands = unit, preview, made, hands
        self.changes: list[ImportChange] = []

    def _keep(self, entity: Any, row: int) -> None:
        self.unit.add(entity)
        self.changes.append(
            ImportChange(
                import_id=self.made.id, table_name=TABLES[type(entity)].name, row_id=entity.id,
                field_name="", now=str(getattr(entity, "number", "")), position=row,
            )
        )  # fmt: skip

    def take(self, one: Planned) -> None:
        """One household as an entry of its own in the journal."""
        unit = self.unit
        persons = dict(one.known)
        for row in one.home.people:
            if row.identity.number not in persons:
                phone = row.values.get("phone") or (one.home.value("phone") if row is one.home.head else "")
                person = _person(row, str(one.home.value("address")), str(phone))
                self._keep(person, row.row)
                persons[row.identity.number] = person.id
        home = unit.get(Household, one.household_id) if one.household_id else self._household(one, persons)
        by_programme: dict[str, list[OldGrant]] = defaultdict(list)
        for grant in one.home.grants:
            by_programme[grant.programme].append(grant)
        for programme, grants in by_programme.items():
            self._grant(one, home, persons, programme, grants)
        unit.about(home.id)
        unit.seal()

    def _household(self, one: Planned, persons: dict[str, str]) -> Household:
        unit = self.unit
        told = {name: str(one.home.value(name)) for name in _HOUSEHOLD_FIELDS}
        kept = {name: checked(f"household.{name}", text)[0] if text else "" for name, text in told.items()}
        home = Household(
            number=unit.number("household"),
            kind=one.home.kind,
            district=unit.desk.office.district,
            township=unit.desk.office.township,
            head_id=persons[one.home.head.identity.number],
        )
        for name, text in kept.items():
            setattr(home, name, text)
        self._keep(home, one.home.head.row)
        for place, row in enumerate(one.home.people):
            member = Member(
                household_id=home.id,
                person_id=persons[row.identity.number],
                relation="01" if row.is_head else row.relation,
                counted=row.counted,
                not_counted_reason="" if row.counted else "原台账不保障",
                position=place,
                joined_on=_joined(one, unit.today),
            )
            self._keep(member, row.row)
        return home

    def _grant(
        self, one: Planned, home: Household, persons: dict[str, str], programme: str, grants: list[OldGrant]
    ) -> None:
        unit, first = self.unit, grants[0]
        document = str(one.home.value("document"))
        decided = one.home.value("decided_on") or unit.today
        told = (
            f"原台账转入，金额未经本系统审核计算：{self.made.number}，来自“{self.preview.sender}”的“{self.preview.path.name}”"
            f"第 {'、'.join(str(grant.row) for grant in grants)} 行；原批准文号 {document or '未写明'}，原起始月 {first.since}；{self.hands.told}"
        )
        application = app.Application(
            number=unit.number("application"),
            household_id=home.id,
            applicant_id=persons[one.home.head.identity.number],
            state="approved",
            way=way_of(programme),
            source=app.TAKEN_OVER,
            reason=told,
            submitted_on=unit.today,
            accepted_on=unit.today,
            sent_on=unit.today,
            ended_on=unit.today,
            clerk_id=self.hands.proposed_by,
            window=unit.actor.window,
        )
        self._keep(application, first.row)
        item = app.Item(application_id=application.id, programme=programme, state="approved")
        self._keep(item, first.row)
        monthly = sum((grant.monthly for grant in grants), Decimal("0.00"))
        snapshot = _snapshot(one, home, persons, programme, told)
        decision = Decision(
            application_id=application.id,
            item_id=item.id,
            programme=programme,
            number=unit.number("decision"),
            result="approved",
            monthly=monthly,
            first_month=first.since,
            reason=told,
            clause="",
            authority=unit.desk.office.authority,
            decided_by=unit.actor.operator_id,
            decided_on=decided,
            snapshot=snapshot,
            snapshot_hash=hashlib.sha256(snapshot.encode()).hexdigest(),
            notice_due_on=decided,
            delivered_on=decided,
            delivery_way="direct",
        )
        self._keep(decision, first.row)
        recheck_class, due = self._recheck(one, programme, decided)
        for grant in grants:
            entitlement = Entitlement(
                household_id=home.id,
                application_id=application.id,
                decision_id=decision.id,
                programme=programme,
                person_id=persons[grant.id_number] if grant.id_number else None,
                monthly=grant.monthly,
                base=grant.monthly,
                first_month=self.preview.terms.from_month,
                recheck_class=recheck_class,
                next_recheck_on=due,
                support="dispersed" if programme == "tekun" else "",
            )
            self._keep(entitlement, grant.row)

    def _recheck(self, one: Planned, programme: str, decided: date) -> tuple[str, date | None]:
        if programme not in MAIN:
            return "", None
        unit = self.unit
        word = str(one.home.value("recheck_class")).strip().upper()[:1]
        found = word if word in {"A", "B"} else DEFAULT_CLASS
        told = one.home.value("next_recheck_on")
        standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
        return found, told or next_recheck(decided, found, standards, unit.desk.calendar).day


def _joined(one: Planned, today: date) -> date:
    """The day the household is known since: the first of the month it receives since, never later than today."""
    year, month = min(grant.since for grant in one.home.grants).split("-")
    return min(date(int(year), int(month), 1), today)


def _person(row: OldRow, address: str, phone: str) -> Person:
    return Person(
        name=row.name,
        initials=initials(row.name),
        id_number=row.identity.number,
        sex=row.identity.sex,
        birth=row.identity.birth,
        phone=checked("person.phone", phone)[0],
        address=" ".join(address.split()),
        disability_kind=row.disability_kind,
        disability_grade=row.disability_grade,
    )


def _snapshot(one: Planned, home: Household, persons: dict[str, str], programme: str, told: str) -> str:
    """What the decision rests on here: the people as the old table names them, no finding of ours."""
    members = [
        MemberPart(
            id=persons[row.identity.number],
            name=row.name,
            id_number=row.identity.number,
            sex=row.identity.sex,
            birth=row.identity.birth,
            relation="01" if row.is_head else row.relation,
            counted=row.counted,
            disability_kind=row.disability_kind,
            disability_grade=row.disability_grade,
        )
        for row in one.home.people
    ]
    shared = {
        name: getattr(home, name)
        for name in ("id", "number", "kind", "district", "township", *_HOUSEHOLD_FIELDS)
    }
    dossier = Dossier(
        application=ApplicationPart(programmes=[programme], reason=told, source=app.TAKEN_OVER),
        household=HouseholdPart(**shared, size=sum(row.counted for row in one.home.people)),
        members=members,
    )
    rows = [{name: str(value) for name, value in row.values.items() if value} for row in one.home.rows]
    return json.dumps(
        {"dossier": json.loads(dump(dossier)), "findings": {}, "standards": {}, "taken_over": rows},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def undo_load(unit: Unit, import_id: str) -> int:
    """撤销转入: what was taken over ends as if never paid, unless something later rests on it. Returns how many households.

    Who undoes reaches as far as who confirmed, and undoes nothing for their own family.
    """
    unit.require("decide")
    row = unit.get(LedgerImport, import_id)
    ledger_imports.require_undoable(unit, row)
    made: dict[str, set[str]] = defaultdict(set)
    for change in import_queries.changes_of(unit.session, row.id):
        made[change.table_name].add(change.row_id)
    granted = [unit.get(Entitlement, identity) for identity in sorted(made["entitlement"])]
    levels.require(unit, highest(levels.of_programme(unit, one.programme) for one in granted))
    require_none_related(unit, {one.household_id for one in granted}, "逐户办理")
    _require_untouched(unit, row.number, made)
    for entitlement in granted:
        entitling.end(entitlement, month_after(entitlement.first_month, -1), UNDONE)
    for identity in sorted(made["application"]):
        unit.get(app.Application, identity).state = "withdrawn"
    for identity in sorted(made["item"]):
        unit.get(app.Item, identity).state = "withdrawn"
    for identity in sorted(made["decision"]):
        unit.get(Decision, identity).result = "void"
    for identity in sorted(made["member"]):
        unit.get(Member, identity).left_on = unit.today
    for identity in sorted(made["household"]):
        unit.get(Household, identity).ended_on = unit.today
    row.undone_by, row.undone_on = unit.actor.operator_id, unit.today
    unit.about(row.id)
    return row.added


def _require_untouched(unit: Unit, number: str, made: dict[str, set[str]]) -> None:
    """Refuse when a record was changed since, or another one refers to it."""
    for table, identities in made.items():
        for identity in identities:
            entity = import_queries.record(unit.session, table, identity)
            if table != "person" and entity.version != 1:
                raise Refused(
                    f"{number} 转入的内容后来又办理过（{_words(table)}），不能整批撤销。没有改动任何内容；请逐户办理。"
                )
    resting = queries.resting_on(unit.session, made)
    if resting:
        raise Refused(
            f"{number} 转入的家庭后来有了新的{_words(resting)}，不能整批撤销。没有改动任何内容；请逐户办理。"
        )


_TABLES = {
    "household": "家庭信息", "member": "家庭成员", "application": "申请", "item": "申请事项", "decision": "决定",
    "entitlement": "待遇", "household_event": "户情变动", "adjustment": "待遇调整", "recheck": "复核记录", "alert": "预警",
    "back_payment": "补发追回", "roster_entry": "已封存的花名册", "grant_line": "发放批次", "transfer": "转办",
    "issued_paper": "已打印的文书", "person": "人员信息", "composition": "金额构成",
}  # fmt: skip


def _words(table: str) -> str:
    return _TABLES.get(table, "登记内容")
