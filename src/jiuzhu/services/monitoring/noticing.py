"""What is known of people when indicators look at them, and the alerts an indicator raises. One door for lists and records."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
                    found.append(Notice(model, household_id, person_id, told))
    return found


def raise_alerts(unit: Unit, notices: Iterable[Notice], comparison_id: str | None = None) -> int:
    """An alert for each thing not told before, due by its model's days; returns how many."""
    fresh = {notice.fingerprint: notice for notice in notices}
    before = queries.fingerprints(unit.session, list(fresh))
    raised = 0
    for fingerprint, notice in fresh.items():
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
                told=notice.told,
                fingerprint=fingerprint,
                owner_id=notice.owner_id or unit.actor.operator_id,
                raised_on=unit.today,
                due_on=unit.desk.calendar.add_working_days(unit.today, notice.indicator.days).day,
            )
        )
    return raised
