"""The counters behind every number this window gives."""

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.sqlite import insert

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.numbering import format_number
from jiuzhu.storage.tables import number_sequence

_NEXT = (
    insert(number_sequence)
    .values(id=bindparam("counter"), last=1)
    .on_conflict_do_update(index_elements=["id"], set_={"last": number_sequence.c.last + 1})
    .returning(number_sequence.c.last)
)
"""Built once: nearly every save takes a number."""


def take(connection: Connection, kind: str, desk: Desk, year: int) -> str:
    """The next number of a kind, counted in the caller's transaction: a rolled-back unit gives none away."""
    counter = f"{kind}-{year}-{desk.station.window}"
    sequence = connection.execute(_NEXT, {"counter": counter}).scalar_one()
    return format_number(
        kind, year=year, township=desk.office.township, window=desk.station.window, sequence=sequence
    )
