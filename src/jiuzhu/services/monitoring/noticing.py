"""What is known of people when indicators look at them, and the alerts an indicator raises. One door for lists and records."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jiuzhu import paths
from jiuzhu.domain.assessment.terms import terms_for
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.facts import HouseholdFacts
from jiuzhu.domain.indicators import RECORDS, Indicator, Known, Listed, load_indicators
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.obligations import MAIN
from jiuzhu.services.household.household_facts import facts_of_households
from jiuzhu.storage.queries import alerts as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing an indicator noticed about a person."""

    indicator: Indicator
    household_id: str
    person_id: str
    told: str
    owner_id: str = ""  # who looks into it; empty: who raised it
    remark: str = ""  # what is odd about the list besides, no part of the fact

    @property
    def fingerprint(self) -> str:
        """The same fact about the same person is told once, whichever list or day it comes from."""
        parts = (self.indicator.code, self.household_id, self.person_id, self.told)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _shipped(sources: frozenset[str]) -> dict[str, Indicator]:
    return load_indicators(paths.resources() / "indicators.toml", sources)


def indicators(unit: Unit) -> dict[str, Indicator]:
    """Every model of this office by its code."""
    return _shipped(frozenset(unit.desk.codes["comparison_kind"].codes))


def of_source(unit: Unit, source: str) -> list[Indicator]:
    """The models that look at one kind of list, or at our own records."""
    return [one for one in indicators(unit).values() if one.source == source]


def known_of(unit: Unit, household_ids: Sequence[str]) -> Iterator[tuple[str, str, Known]]:
    """Household, person and what is known of them, for every present member of these households."""
    session, month = unit.session, month_of(unit.today)
    members = queries.members_of(session, household_ids)
    persons = [row.person_id for rows in members.values() for row in rows]
    authorised = queries.authorised_until(session, persons)
    visited = queries.visited_on(session, persons)
    receiving = queries.in_force_of(session, household_ids, month)
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    for household_id, facts in facts_of_households(unit, household_ids, unit.today):
        terms = terms_for(standards, facts.kind)
        ours = {row.person_id: row for row in members.get(household_id, [])}
        rows = receiving.get(household_id, [])
        for member in facts.members:
            row = ours.get(member.id)
            if row is None:
                continue
            mine = [one for one in rows if one.person_id in {None, member.id}]
            yield (
                household_id,
                member.id,
                Known(
                    on=unit.today,
                    facts=facts,
                    member=member,
                    terms=terms,
                    received=frozenset(one.programme for one in mine),
                    since=min((one.first_month for one in mine if one.programme in MAIN), default=""),
                    died_on=row.died_on,
                    visited_on=visited.get(member.id),
                    self_care_on=row.self_care_on,
                    authorised_until=authorised.get(member.id),
                    valid_until=_runs_out(facts, member.id, mine),
                ),
            )


def _runs_out(facts: HouseholdFacts, person_id: str, rows: Sequence[Any]) -> Any:
    """The day a household's recognition runs out is told once, of its first member."""
    first = facts.members[0].id
    days = [row.valid_until for row in rows if row.valid_until is not None]
    return min(days, default=None) if person_id == first else None


def noticed(
    unit: Unit, household_ids: Sequence[str], listed: dict[str, list[Listed]], source: str
) -> list[Notice]:
    """Everything the models of a source notice; `listed`: person → what the list says, none for our own records."""
    models = of_source(unit, source)
    found = []
    for household_id, person_id, known in known_of(unit, household_ids):
        entries = [Listed()] if source == RECORDS else listed.get(person_id, [])
        for entry in entries:
            for model in models:
                told = model.notice(known, entry)
                if told:
                    remark = other_name(entry.name, known.member.name)
                    found.append(Notice(model, household_id, person_id, told, remark=remark))
    return found


def other_name(listed: str, ours: str) -> str:
    """What to say when a list has the number of somebody of ours under another name, "" when it is the same."""
    typed = "".join(listed.split())
    return f"名单姓名为{typed}，与登记不同" if typed and typed != "".join(ours.split()) else ""


def raise_alerts(unit: Unit, notices: Iterable[Notice], comparison_id: str | None = None) -> int:
    """An alert for each thing not told before, due by its model's days; returns how many.

    One that says a payment must stop, was closed as confirmed and has nothing that followed is open again.
    """
    fresh = {notice.fingerprint: notice for notice in notices}
    before = queries.fingerprints(unit.session, list(fresh))
    stopping = [one.code for one in indicators(unit).values() if one.aim == "stop"]
    again = queries.unfollowed(unit.session, list(fresh), stopping)
    raised = 0
    for fingerprint, notice in fresh.items():
        due_on = unit.desk.calendar.add_working_days(unit.today, notice.indicator.days).day
        owner_id = notice.owner_id or unit.actor.operator_id
        if fingerprint in again:
            _open_again(again[fingerprint], owner_id, due_on)
            raised += 1
        if fingerprint in before:
            continue
        raised += 1
        unit.add(
            Alert(
                number=unit.number("alert"),
                indicator=notice.indicator.code,
                comparison_id=comparison_id,
                household_id=notice.household_id,
                person_id=notice.person_id or None,
                told="。".join(filter(None, (notice.told, notice.remark))),
                fingerprint=fingerprint,
                owner_id=owner_id,
                raised_on=unit.today,
                due_on=due_on,
            )
        )
    return raised


def _open_again(alert: Alert, owner_id: str, due_on: date) -> None:
    """What was found stays to be read; the outcome is open."""
    alert.state, alert.outcome, alert.owner_id, alert.due_on = "open", "", owner_id, due_on
    alert.closed_by = alert.closed_on = None


def to_be_done(unit: Unit) -> date:
    """The day what is confirmed is to be dealt with: `event.wd` working days from today."""
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("event.wd")
    return unit.desk.calendar.add_working_days(unit.today, days).day


def waits_again(unit: Unit, alert_id: str, number: str) -> None:
    """What an alert led to was refused: where nothing else followed, it is to be dealt with again."""
    alert = unit.get(Alert, alert_id)
    if alert.followed != number:
        return
    alert.followed = ""
    if alert.state == "closed":
        alert.state, alert.due_on = "confirmed", to_be_done(unit)
        alert.closed_by = alert.closed_on = None
