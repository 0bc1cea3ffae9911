"""Score cards: what the lists have for a need, the best first, and why the rest does not fit; the clerk decides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.household import Household
from jiuzhu.domain.serving.conditions import Whom
from jiuzhu.domain.serving.matching import Asked, Card, Offered, ranked
from jiuzhu.domain.serving.served import Need, ServiceFile
from jiuzhu.errors import Refused
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.serving.lists import EntryRow, entry_rows, stale_after
from jiuzhu.storage.queries import directory as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with its card."""

    entry: EntryRow
    card: Card


@dataclass(frozen=True, slots=True)
class Matches:
    """What could answer a need, and what not; `version` of the need as it was looked at."""

    need_id: str
    version: int
    file_number: str
    name: str
    heading: str
    content: str
    service_class: int
    candidates: list[Match]
    rejected: list[Match]


def matches(unit: Unit, need_id: str) -> Matches:
    """Every entry that goes on with its score card for one need."""
    unit.require("read")
    need = unit.get(Need, need_id)
    file = unit.get(ServiceFile, need.service_file_id)
    unit.looked_at("service_file", file.id)
    whom = whom_of(unit, file)
    found = queries.going_on(unit.session)
    asked = _asked(unit, need, whom)
    rows = {row.id: row for row in entry_rows(unit, found)}
    ranking = ranked([_offered(unit, one, rows[one.id].left) for one in found], asked)
    return Matches(
        need.id, need.version, file.number, whom.member.name, asked.heading_word, need.content, file.service_class,
        [Match(rows[card.entry_id], card) for card in ranking.candidates],
        [Match(rows[card.entry_id], card) for card in ranking.rejected],
    )  # fmt: skip


def card_for(unit: Unit, need: Need, entry: Any, left: int | None) -> Card:
    """The card of one entry for a need, as it stands now."""
    file = unit.get(ServiceFile, need.service_file_id)
    ranking = ranked([_offered(unit, entry, left)], _asked(unit, need, whom_of(unit, file)))
    return (*ranking.candidates, *ranking.rejected)[0]


def _asked(unit: Unit, need: Need, whom: Whom) -> Asked:
    word = unit.desk.label("need_heading", need.heading)
    had = frozenset(queries.had(unit.session, need.service_file_id))
    return Asked(whom, need.heading, word, unit.today, stale_after(unit), had)


def _offered(unit: Unit, entry: Any, left: int | None) -> Offered:
    words = {code: unit.desk.label("service_condition", code) for code in entry.conditions.split()}
    return Offered(entry, left, entry.cost == 0, words)


def whom_of(unit: Unit, file: ServiceFile, on: date | None = None) -> Whom:
    """The person of a file on a day, today unless told; `Refused` when they left the household or died."""
    day = on or unit.today
    household = facts_on(unit, file.household_id, day)
    member = next((one for one in household.members if one.id == file.person_id), None)
    if member is None:
        raise Refused("这位服务对象已不在原户（去世、迁出或另立户）。没有改动任何内容；请先核对服务档案。")
    home = unit.get(Household, file.household_id)
    return Whom(
        member=member,
        household=household,
        service_class=file.service_class,
        village=home.village,
        township=unit.desk.office.township_name,
        home_care=file.home_care_on(day),
        home_service=file.id in queries.visited_at_home(unit.session, [file.id], day),
        needs=queries.headings(unit.session, [file.id]).get(file.id),
    )
