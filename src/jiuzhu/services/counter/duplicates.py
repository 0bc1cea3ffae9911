"""Nobody twice: who of a form already receives, will receive or asks for assistance, here or in another household."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import ECONOMIC_LISTS, Dossier
from jiuzhu.domain.intake_rules import without_number
from jiuzhu.domain.money import shown
from jiuzhu.domain.obligations import MAIN
from jiuzhu.errors import Refused
from jiuzhu.services.approval.obligations import begins
from jiuzhu.services.counter.claims import CLAIMED, claim_told
from jiuzhu.services.counter.departments import helped_first
from jiuzhu.services.counter.recording import known_person
from jiuzhu.services.counter.used_bills import alike_at_counter
from jiuzhu.storage.queries import claims, drafts, people
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One warning; `blocks` when the law forbids going on."""

    person_id: str
    name: str
    kind: (
        str  # receiving | starts_next_month | pending | other_household | namesake | other_claim | other_bill
    )
    text: str
    blocks: bool


def _known(unit: Unit, dossier: Dossier) -> dict[str, str]:
    """Stored person → name on the form, for everybody the form counts and the database knows."""
    counted = [(known_person(unit, member), member.name) for member in dossier.members if member.counted]
    return {person.id: name for person, name in counted if person is not None}


def _namesakes(unit: Unit, dossier: Dossier) -> list[Duplicate]:
    """Who has the name of somebody helped without a number, and may be the same: the number would have told."""
    found = []
    for place in without_number(dossier, helped_first(unit.desk)):
        member = dossier.members[place]
        if known_person(unit, member) is not None:
            continue
        for row in people.named(unit.session, member.name.strip()):
            if member.birth is None or row.birth is None or row.birth == member.birth:
                text = f"已登记有同名的{row.name}（{row.birth or '出生日期不详'}），请核对是不是同一人；是的从查找里选择。"
                found.append(Duplicate(row.id, row.name, "namesake", text, blocks=False))
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """What a duplicate is judged against: the form's household, what it asks for, the month."""

    unit: Unit
    household_id: str
    application_id: str
    asked: set[str]
    month: str
    shared: bool  # others of the form may be meant by a programme that belongs to persons

    def receiving(self, home: Any, name: str, row: Any) -> Duplicate:
        label = self.unit.desk.label("item", row.programme)
        abroad = home.household_id != self.household_id
        elsewhere = f"（在另一户 {home.number}）" if abroad else ""
        if row.first_month > self.month:
            text = f"{name}的{label}已批准，{row.first_month} 起每月 {shown(row.monthly)} 元{elsewhere}。"
            kind = "starts_next_month"
        else:
            text = f"{name}正在享受{label}，每月 {shown(row.monthly)} 元{elsewhere}。"
            kind = "receiving"
        tapers = bool(row.last_month) and not row.ended_reason
        renewed = (
            bool(row.valid_until) or tapers
        ) and not abroad  # a recognition for a time, or a taper, is asked for again before it ends
        again = row.programme in self.asked and not renewed and (not row.person_id or not self.shared)
        blocks = again or (abroad and row.programme in MAIN)
        if abroad and row.programme in {"edge", "rigid"} and "dibao" in self.asked:
            text += f"要按单人户申请低保的，请在全家的表上申请（打开户 {home.number}，家人都留在表上）：家庭的情况是条件之一。"
        return Duplicate(home.person_id, name, kind, text, blocks)

    def pending(self, home: Any, name: str, row: Any) -> Duplicate:
        same = self.asked & people.programmes_of(self.unit.session, row.id)
        where = f"{row.window} 窗口" if row.window != self.unit.actor.window else "本窗口"
        text = f"{name}的申请正在{where}办理，受理编号 {row.number}。"
        abroad = home.household_id != self.household_id
        return Duplicate(home.person_id, name, "pending", text, blocks=bool(same) or abroad)

    def of_home(
        self, home: Any, name: str, received: Sequence[Any], pending: Sequence[Any]
    ) -> list[Duplicate]:
        """Everything about one person in one household."""
        found = [
            self.receiving(home, name, row)
            for row in received
            if row.household_id == home.household_id and row.person_id in (None, home.person_id)
        ]
        found += [
            self.pending(home, name, row)
            for row in pending
            if row.household_id == home.household_id and row.id != self.application_id
        ]
        if not found and home.household_id != self.household_id:
            text = f"{name}登记在另一户（{home.number}）。受理后将从那一户转入本户。"
            found.append(Duplicate(home.person_id, name, "other_household", text, blocks=False))
        return found


def _other_claims(unit: Unit, dossier: Dossier, names: dict[str, str]) -> list[Duplicate]:
    """Other help for an event of about the same time: the same one may have been told as another kind."""
    on = dossier.incident.happened_on
    if on is None or not CLAIMED & set(dossier.application.programmes):
        return []
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("tmp.duplicate.days")
    own = dossier.application.id
    near = claims.claims_near(unit.session, list(names), on, days, but=own, form=own)
    person, name = next(iter(names.items()))
    return [
        Duplicate(
            person,
            name,
            "other_claim",
            f"{name}一家 {claim_told(unit, row)}，请核对是不是同一件事。",
            blocks=False,
        )
        for row in near
    ]


def _other_bills(unit: Unit, dossier: Dossier) -> list[Duplicate]:
    """Bills that look like one another application counts; nobody in particular is meant."""
    return [
        Duplicate("", "", "other_bill", f"{text}。", blocks=False) for text in alike_at_counter(unit, dossier)
    ]


def duplicates(unit: Unit, dossier: Dossier) -> list[Duplicate]:
    """What is already there for the people on the form, told apart; empty when nobody is known."""
    names = _known(unit, dossier)
    namesakes = _namesakes(unit, dossier) + _other_bills(unit, dossier)
    if not names:
        return namesakes
    for person_id in names:
        unit.looked_at("person", person_id, "searched")
    homes = [row for row in people.households_of(unit.session, list(names), unit.today) if row.counted]
    homes += people.waited_for(unit.session, list(names))
    month = month_of(unit.today)
    # what ends before a grant signed today could begin is nothing twice
    earliest = min((begins(unit, programme) for programme in dossier.application.programmes), default=month)
    look = _Look(
        unit=unit,
        household_id=dossier.household.id,
        application_id=dossier.application.id,
        asked=set(dossier.application.programmes),
        month=month,
        shared=sum(member.counted for member in dossier.members) > 1,
    )
    households = list({home.household_id for home in homes})
    received = people.entitlements_of(unit.session, households, earliest)
    pending = people.applications_of(unit.session, households)
    found = [item for home in homes for item in look.of_home(home, names[home.person_id], received, pending)]
    return found + namesakes + _other_claims(unit, dossier, names)


def require_unsent(unit: Unit, dossier: Dossier, draft_id: str) -> None:
    """Refuse a form that was handed in before: its answer got lost, its lines and its draft tell it."""
    if dossier.application.id:
        return
    lines = [line.id for name in (*ECONOMIC_LISTS.values(), "bills") for line in getattr(dossier, name)]
    number = claims.application_of_lines(unit.session, lines)
    if number is not None:
        raise Refused(
            f"这份表已经交过，受理编号 {number}，没有再办一次。请在搜索框里按受理编号打开那份申请。"
        )
    if drafts.is_closed(unit.session, draft_id):
        raise Refused("这份表已经交过或已放弃，没有再办一次。请在搜索框里按申请人姓名查找那份申请。")


def require_single(unit: Unit, dossier: Dossier) -> None:
    """Refuse when a person would be counted in two households or get the same assistance twice."""
    blocking = [item.text for item in duplicates(unit, dossier) if item.blocks]
    if blocking:
        raise Refused(
            f"{''.join(dict.fromkeys(blocking))}一人不能重复享受或计入两户，没有受理；填写的内容已保存。"
        )
