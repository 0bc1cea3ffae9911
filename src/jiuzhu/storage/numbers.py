"""The counters behind every number this window gives."""

from sqlalchemy import Connection, bindparam, insert, update

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.numbering import format_number
from jiuzhu.storage.tables import number_sequence

_NEXT = (
    update(number_sequence)
    .where(number_sequence.c.id == bindparam("counter"))
    .values(last=number_sequence.c.last + 1)
    .returning(number_sequence.c.last)
)
_FIRST = insert(number_sequence).values(id=bindparam("counter"), last=1)
"""Built once: nearly every save takes a number."""


def take(connection: Connection, kind: str, desk: Desk, year: int) -> str:
    """The next number of a kind, counted in the caller's transaction: a rolled-back unit gives none away."""
    counter = {"counter": f"{kind}-{year}-{desk.office.township}-{desk.station.window}"}
    sequence = connection.execute(_NEXT, counter).scalar()
    if sequence is None:
        connection.execute(_FIRST, counter)
        sequence = 1
    return format_number(
        kind, year=year, township=desk.office.township, window=desk.station.window, sequence=sequence
    )
