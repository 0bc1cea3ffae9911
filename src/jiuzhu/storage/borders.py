# ruff: noqa: S608  # names of our own tables; a village stands in quotes, its own doubled
"""Which rows belong to an operator's villages: one condition for both engines, and what keeps a file to it.

A server holds the condition as row policies (`server/law.py`). A file knows no policies, so a connection of somebody
who is bound gets temporary views with the names of the tables, which SQLite finds before the tables themselves, and
temporary triggers on the tables, which only that connection runs. Connections of everybody else carry nothing.

A connection that writes asks row by row, so that what it just wrote counts at once. One that only reads asks lists of
the own households and people (`OwnLists`) instead, where these are few: for every row that is not theirs, the way from
it up to its household costs more than the row itself.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, event

from jiuzhu.domain.rights import TABLE_RIGHTS, Actor, TableRights
from jiuzhu.errors import Refused
from jiuzhu.storage.tables import metadata

MYSELF = {
    "journal_entry": "operator_id",
    "checkpoint": "made_by",
    "draft": "owner_id",
    "look": "operator_id",
    "decision": "decided_by",
    "export": "asked_by",
    "reveal": "by",
    "step": "by",
    "issued_paper": "issued_by",
}
"""Columns that say who did it."""

OF_ALL = frozenset({"township", "district"})
"""Areas whose rows everybody sees, bound or not."""

ASTRAY = "a row of another village"
"""What either engine says of a row that may not be written."""

FEW = 5_000
"""Households up to which lists of them are kept; more take longer to list after every save than asking row by row does."""

BEYOND: dict[str, Any] = {"schema_translate_map": {None: "main"}}
"""Execution options of the few statements that look past the border: the table itself, not the view over it."""


def follows_villages(rights: TableRights) -> bool:
    """Whether rows of the table hang on a household; who is bound adds only such that hang on one of theirs."""
    return rights.area not in OF_ALL | {"office", "word"}


def parent(table: Table, column: str) -> str:
    """The table a column leads to."""
    (reference,) = table.c[column].foreign_keys
    return reference.column.table.name


def condition(
    rights: TableRights, row: str, *, mine: Callable[[str], str], myself: str, schema: str = ""
) -> str:
    """What holds of a row that who is bound may see, as SQL of both engines; "" where everybody sees all rows.

    `row` names the row, `mine` asks whether a village is one of theirs, `myself` is the operator's identity.
    Other tables are looked at as the operator sees them, so each link of the chain keeps its own border.
    """
    name, area = rights.table, rights.area
    if area in OF_ALL:
        return ""
    if area == "office":
        column = MYSELF.get(name)
        return f'{row}."{column}" = {myself}' if column else "false"
    if area == "village":
        return mine(f"{row}.village")
    if area == "home":
        return f"EXISTS (SELECT 1 FROM {schema}member AS home WHERE home.person_id = {row}.id)"
    if area == "word":
        return f"EXISTS (SELECT 1 FROM {schema}person AS found WHERE found.search_key = {row}.person_key)"
    table = metadata.tables[name]
    above = f"EXISTS (SELECT 1 FROM {schema}{parent(table, area)} AS above WHERE above.id = {row}.{area})"
    whose = [  # never NULL: the triggers of a file ask for its opposite
        mine(f"{row}.village") if one == "village" else f'coalesce({row}."{one}" = {myself}, false)'
        for one in rights.alone
    ]
    return f"({above} OR {row}.{area} IS NULL AND ({' OR '.join(whose)}))" if whose else above


def _villages(actor: Actor) -> str:
    """The villages of an operator as SQL lists them."""
    return ", ".join("'" + village.replace("'", "''") + "'" for village in sorted(actor.villages))


def _listed(rights: TableRights) -> str:
    """What holds of a row that who is bound may see, asked of their lists; "" where these do not answer it.

    The sign + keeps SQLite from walking the lists: statements go the way they go for everybody else.
    """
    name, area = rights.table, rights.area
    if area == "village":
        return f"+{name}.id IN (SELECT id FROM temp.own_household)"
    if area == "home":
        return f"+{name}.search_key IN (SELECT search_key FROM temp.own_person)"
    if area == "word":
        return f"+{name}.person_key IN (SELECT search_key FROM temp.own_person)"
    if follows_villages(rights) and not rights.alone and parent(metadata.tables[name], area) == "household":
        return f"+{name}.{area} IN (SELECT id FROM temp.own_household)"
    return ""


def _walls(actor: Actor, *, lists: bool) -> Iterator[str]:
    """The views and triggers that keep one connection to the villages of an operator."""
    villages = _villages(actor)

    def near(rights: TableRights, row: str) -> str:
        return condition(
            rights,
            row,
            mine=lambda village: f"{village} IN ({villages})",
            myself=f"'{UUID(actor.operator_id).hex}'",
        )

    yield "CREATE TEMP TABLE astray (tab TEXT NOT NULL, row TEXT NOT NULL)"
    for table, rights in TABLE_RIGHTS.items():
        seen = (_listed(rights) if lists else "") or near(rights, table)
        if not seen:
            continue
        yield f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {seen}"
        if rights.area == "word":  # nobody writes words by hand: they follow the person
            continue
        was, now = near(rights, "old"), near(rights, "new")
        refused = f"BEGIN SELECT RAISE(ABORT, '{ASTRAY}'); END"
        yield f"CREATE TEMP TRIGGER {table}_was BEFORE UPDATE ON main.{table} WHEN NOT ({was}) {refused}"
        yield f"CREATE TEMP TRIGGER {table}_now AFTER UPDATE ON main.{table} WHEN NOT ({now}) {refused}"
        yield f"CREATE TEMP TRIGGER {table}_away BEFORE DELETE ON main.{table} WHEN NOT ({was}) {refused}"
        if follows_villages(rights):
            # A person is written before they are anybody's member: what hangs nowhere at the end is refused.
            kept = f"INSERT INTO astray VALUES ('{table}', new.id);"
            then = f"BEGIN {kept} END" if "id" in metadata.tables[table].c else refused
            yield f"CREATE TEMP TRIGGER {table}_added AFTER INSERT ON main.{table} WHEN NOT ({now}) {then}"


class OwnLists:
    """The households and people of an operator's villages, as a raw connection that only reads has them."""

    def __init__(self, raw: Any, villages: str) -> None:
        self._as_of: int | None = None  # the state of the file the lists were made from
        self._made_anew = (
            "DELETE FROM temp.own_household",
            "DELETE FROM temp.own_person",
            # The index that holds the village is read whole, the households themselves only where they are own.
            (
                "INSERT INTO temp.own_household SELECT id FROM main.household WHERE rowid IN "
                f"(SELECT rowid FROM main.household WHERE village IN ({villages}))"
            ),
            (
                "INSERT OR IGNORE INTO temp.own_person SELECT person.search_key FROM temp.own_household AS own "
                "CROSS JOIN main.member ON member.household_id = own.id "
                "CROSS JOIN main.person ON person.id = member.person_id"
            ),
        )
        raw.execute("CREATE TEMP TABLE own_household (id TEXT PRIMARY KEY) WITHOUT ROWID")
        raw.execute("CREATE TEMP TABLE own_person (search_key INTEGER PRIMARY KEY)")

    def begin(self, connection: Connection) -> None:
        """Begin a transaction whose lists are those of the state it sees.

        SQLite counts what other connections commit, and looking at the count holds the state. Lists are made in a
        transaction of their own, which is kept: the one that reads is rolled back.
        """
        say = connection.exec_driver_sql
        while True:
            say("BEGIN")
            state = say("PRAGMA data_version").scalar_one()
            if state == self._as_of:
                return
            say("PRAGMA query_only = OFF")  # it holds for temporary tables too
            try:
                for statement in self._made_anew:
                    say(statement)
            finally:
                say("PRAGMA query_only = ON")
            say("COMMIT")
            self._as_of = state


def wall_in(raw: Any, actor: Actor, *, reads: bool) -> OwnLists | None:
    """Keep a raw connection to the villages of an operator, as long as it lasts; returns the lists it asks, if any.

    They are to be begun with (`OwnLists.begin`). `reads`: it will write nothing.
    """
    villages = _villages(actor)
    counted = f"SELECT count(*) FROM main.household WHERE village IN ({villages})"
    few = reads and raw.execute(counted).fetchone()[0] <= FEW
    lists = OwnLists(raw, villages) if few else None
    for statement in _walls(actor, lists=lists is not None):
        raw.execute(statement)
    return lists


_WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) (?=[\w"])')


def keep_writing(engine: Engine) -> None:
    """Let walled connections write the tables behind their views, and commit nothing that lies across the border."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _past_the_view(_: Connection, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        return (
            _WRITES.sub(r"\1 main.", statement, count=1) if _WRITES.match(statement) else statement
        ), parameters

    @event.listens_for(engine, "commit")
    def _none_astray(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        for (table,) in raw.execute("SELECT DISTINCT tab FROM astray").fetchall():
            lost = f"SELECT 1 FROM astray WHERE tab = ? AND row NOT IN (SELECT id FROM {table})"
            if raw.execute(lost, (table,)).fetchone():
                raw.rollback()  # SQLAlchemy holds a transaction for ended once its commit was begun
                raise astray(writing=True)
        raw.execute("DELETE FROM astray")


def astray(*, writing: bool) -> Refused:
    """What somebody is told who reached across the border."""
    kept = "填写的内容仍在屏幕上。" if writing else "没有改动任何内容。"
    return Refused(f"这条记录不归您的村（社区），这一步没有办成。{kept}请找管全镇街的同事办理。")
