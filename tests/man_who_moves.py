"""A man with 护理补贴 who comes to live with a family: where he goes, and which account his pay goes to."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.dossier import MemberPart
from jiuzhu.services.granting import rosters
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from town import Town

OLD, NEW = "6200000000000000071", "6200000000000000001"
"""His account, and the one of the family."""


def paid(town: Town, month: str = "2026-01") -> list[tuple[str, str, Decimal]]:
    """Payee, account and yuan of every line of 护理补贴 of a month."""
    found = town.clerk.read(rosters.roster, month, "disability_care").lines
    return [(line.payee, line.account_number, line.total) for line in found]


def moves(town: Town, man: FileRows, there: FileRows, by: Workspace | None = None) -> None:
    """He leaves his home on the second of December and comes to live with the family."""
    who = man.people[man.application.applicant_id]
    out = Happened(kind="move_out", effective_on=date(2025, 12, 2), person_id=who.id)
    town.checker.write(events.record_event, man.household.id, out)
    comes = MemberPart(name=who.name, id_number=who.id_number, sex="1", relation="97")
    into = Happened(kind="move_in", effective_on=date(2025, 12, 2), joins=comes, no_means=True)
    (by or town.checker).write(events.record_event, there.household.id, into)
