"""长期公示 of who is served in a village [池民社救〔2023〕38号 四(十)]: name and service item, nothing else, and no child.

The village is the head of the list. ID number, illness, class, reason and address are never on it [民发〔2021〕57号 Art 24].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.household import ADULT, age_on
from jiuzhu.domain.serving.listing import ServicePosting
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.storage.queries import postings as queries
from jiuzhu.storage.unit import Unit

_BETWEEN = "　"


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be posted, one person a line; and how many are kept off it, as children or of unknown age."""

    village: str
    lines: tuple[str, ...]
    kept_off: int


def villages(unit: Unit) -> list[str]:
    """Villages where somebody is served today."""
    unit.require("read")
    return sorted({row.village for row in queries.served(unit.session, unit.today)} - {""})


def draft(unit: Unit, village: str) -> Draft:
    """Who would stand on the list of a village today: adults with a signed plan of visits, each once with all items."""
    unit.require("read")
    items: dict[str, dict[str, None]] = {}
    names: dict[str, str] = {}
    kept_off = set()
    for row in queries.served(unit.session, unit.today, village):
        age = age_on(row.birth, unit.today)
        if age is None or age < ADULT:
            kept_off.add(row.person_id)
            continue
        names[row.person_id] = row.name
        items.setdefault(row.person_id, {}).update(dict.fromkeys(row.items.split()))
    lines = [
        f"{names[person_id]}{_BETWEEN}{'、'.join(unit.desk.label('service_item', one) for one in found)}"
        for person_id, found in items.items()
    ]
    return Draft(village, tuple(lines), len(kept_off))


def post(unit: Unit, village: str, place: str) -> str:
    """公示: what is posted today stays as posted; the list of the village that hung there before is taken down. Returns the number."""
    unit.require("serve")
    place = written(place, "公示地点", "place", 2)
    made = draft(unit, village)
    if not made.lines:
        told = "（未成年人和没有出生日期的不公示）" if made.kept_off else ""
        raise InvalidInput(
            [Problem("village", f"{village or '所选村（社区）'}今天没有可以公示的服务对象{told}。")]
        )
    for old in queries.hanging(unit.session, village):
        old.removed_on = unit.today
    row = unit.add(
        ServicePosting(
            number=unit.number("service_posting"),
            village=village,
            place=place,
            posted_on=unit.today,
            posted_by=unit.actor.operator_id,
            content="\n".join(made.lines),
        )
    )
    unit.about(row.id)
    return row.number


def take_down(unit: Unit, service_posting_id: str, seen_version: int) -> None:
    """撤下; what was posted stays on record."""
    unit.require("serve")
    row = unit.get(ServicePosting, service_posting_id)
    unit.unchanged(row, seen_version)
    if row.removed_on is not None:
        raise Refused(f"{row.number} 已于 {row.removed_on} 撤下。没有改动任何内容。")
    row.removed_on = unit.today
    unit.about(row.id)


def lines_of(content: str) -> list[tuple[str, str]]:
    """What was posted as name and items."""
    return [(name, items) for name, _, items in (line.partition(_BETWEEN) for line in content.splitlines())]


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One list as it was posted; `behind`: the people served in the village today are others."""

    id: str
    version: int
    number: str
    village: str
    place: str
    posted_on: date
    people: int
    content: str
    removed_on: date | None
    behind: bool


def postings(unit: Unit, text: str = "") -> Sequence[PostingRow]:
    """The lists that hang first, then those taken down, the newest first."""
    unit.require("read")
    return [
        PostingRow(
            row.id, row.version, row.number, row.village, row.place, row.posted_on, len(row.content.splitlines()), row.content,
            row.removed_on, row.removed_on is None and "\n".join(draft(unit, row.village).lines) != row.content,
        )
        for row in queries.postings(unit.session, text)
    ]  # fmt: skip
