"""What a desk works with: its office, its station, and the dated rules and tables in force there."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiuzhu.domain.calendar import WorkCalendar
from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import Form
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.office import Office, Station
from jiuzhu.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once when the database opens and passed on; nothing reads it from a global."""

    office: Office
    station: Station
    policy: Policy
    calendar: WorkCalendar
    forms: Mapping[str, Form]
    codes: Mapping[str, CodeTable]
    ledgers: Mapping[str, Ledger]

    def label(self, table: str, code: str) -> str:
        """The Chinese label of a code; an unknown code shows as itself, an empty one as nothing."""
        return self.codes[table].labels.get(code, code) if code else ""
