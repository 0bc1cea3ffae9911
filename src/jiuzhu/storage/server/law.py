"""What a shared server enforces, as SQL made from the one declaration of rights.

Every statement may run again on what is there: a new version lays its law anew. Nothing here is trusted to the
program at a desk: whoever speaks SQL with their own login meets the same walls.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import UniqueConstraint

from jiuzhu.domain.rights import (
    ADMINISTRATORS,
    ALL,
    APART,
    KEEPS_TO_VILLAGES,
    RIGHTS,
    ROLE_LABELS,
    TABLE_RIGHTS,
    TableRights,
)
from jiuzhu.storage import borders
from jiuzhu.storage.guard import NEVER_CHANGED
from jiuzhu.storage.queries import without_families
from jiuzhu.storage.server import signatures
from jiuzhu.storage.tables import GUARDED, metadata

OWNER = "jiuzhu_owner"
"""Owns everything, can log in nowhere, and is not above row security."""

MEMBER = "jiuzhu_member"
"""Everybody who works here: `follow_operator` alone gives it, and `jiuzhu server check` finds whoever got it otherwise."""

LEFT = "jiuzhu_left"
"""Everybody who worked here and left: the mark of a login that may be given back, and no right at all."""

SIXTEEN = 160000

APPEND_ONLY = ("journal_entry", *sorted(NEVER_CHANGED))
UNGUARDED = ("draft", "reassessment_line")
"""Written beside the journal on purpose, and lines of a list may be put away before it is signed."""

_READ_BY_FUNCTIONS = ("operator", "office", "station", "person_word", "journal_entry", "log_in")
"""Tables the definer functions read. Row security is forced for their owner as well, so these need an owner policy."""

_EVERYWHERE = "(SELECT jiuzhu.my_villages()) IS NULL"
_MY_TOWNSHIP = "office_township = (SELECT jiuzhu.my_township())"


def role(name: str) -> str:
    """The group on the server of a role of the declaration."""
    return f"jiuzhu_{name}"


def group_names() -> list[str]:
    """Every group of the server this program makes."""
    return [OWNER, MEMBER, LEFT, *(role(name) for name in ROLE_LABELS)]


def groups(version: int) -> list[str]:
    """The statements that make the groups of a server of that version; groups belong to all its databases."""
    made = group_names()
    statements = [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name} NOLOGIN; "
        "END IF; END $$"
        for name in made
    ]
    statements.append(f"GRANT pg_signal_backend TO {OWNER}")  # whoever left is cut off
    statements.append(f"ALTER ROLE {OWNER} NOLOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS")
    if (
        version >= SIXTEEN
    ):  # to give a group away needs the option to; it must not bring the group's own rights along
        statements += [
            f"GRANT {name} TO {OWNER} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"
            for name in made
            if name != OWNER
        ]
    return statements


def schema() -> list[str]:
    """The schema everything lies in; nothing is left to everybody."""
    return [
        f"CREATE SCHEMA IF NOT EXISTS jiuzhu AUTHORIZATION {OWNER}",
        "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public",
        f"ALTER SCHEMA jiuzhu OWNER TO {OWNER}",  # one that came out of a backup is its restorer's
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ]


def laws() -> list[str]:
    """Everything laid over the migrated tables, in the order it must run."""
    return [
        _AS_LONG_AS_IN_A_FILE,
        _MADE_ANEW,
        *_stamped(),
        *_work(),
        *signatures.functions(role),
        *(question.function() for question in without_families.QUESTIONS),
        (Path(__file__).parent / "functions.sql").read_text("utf-8"),
        *_defaults(),
        *_guards(),
        *_village_guards(),
        *signatures.guards(),
        *_counted(),
        *_within_township(),
        *_kept_from_all(),
        *_never_at_once(),
        *(statement for rights in TABLE_RIGHTS.values() for statement in _policies(rights)),
        *_for_every_member(),
        *_for_who_sees_no_family(),
        *(statement for rights in TABLE_RIGHTS.values() for statement in _grants(rights)),
    ]


_AS_LONG_AS_IN_A_FILE = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'jiuzhu' AND character_maximum_length IS NOT NULL
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE text', one.table_name, one.column_name);
    END LOOP;
END $$"""
"""A file keeps a text however long it is, whatever length the tables were made with; a server must not refuse it."""


_MADE_ANEW = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT oid::regprocedure AS signature FROM pg_proc WHERE pronamespace = 'jiuzhu'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE refclassid = 'pg_proc'::regclass AND refobjid = pg_proc.oid)
    LOOP
        EXECUTE format('DROP ROUTINE %s', one.signature);
    END LOOP;
END $$"""
"""Functions nothing hangs on go first, so that each may have another signature than that of an older version."""


def _of_a_township() -> list[str]:
    return [name for name, rights in TABLE_RIGHTS.items() if rights.area != "district"]


def _stamped() -> list[str]:
    """Each row carries the township it belongs to; the server writes it, no program can say otherwise."""
    return [
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS office_township text NOT NULL DEFAULT ''"
        for table in _of_a_township()
        if table != "person_word"
    ]


def _work() -> Iterator[str]:
    """Which words there are for somebody's work, who may be bound to villages, and what one person never holds together."""
    words = ", ".join(f"'{name}'" for name in ROLE_LABELS)
    for name, rule in (
        ("ck_operator_roles", f"string_to_array(roles, ' ') <@ ARRAY[{words}]"),
        ("ck_operator_villages", f"villages = '' OR roles = '{KEEPS_TO_VILLAGES}'"),
    ):
        yield f"ALTER TABLE operator DROP CONSTRAINT IF EXISTS {name}, ADD CONSTRAINT {name} CHECK ({rule})"
    above = ", ".join(f"'{name}'" for name in sorted(ADMINISTRATORS))
    yield (
        "CREATE OR REPLACE FUNCTION administers(held text) RETURNS boolean LANGUAGE sql IMMUTABLE "
        f"SET search_path = pg_catalog AS $$ SELECT string_to_array(held, ' ') && ARRAY[{above}] $$"
    )
    pairs = " OR ".join(
        f"(string_to_array(held, ' ') @> {pair} AND NOT string_to_array(before, ' ') @> {pair})"
        for pair in ("ARRAY['" + "', '".join(sorted(names)) + "']" for names in APART)
    )
    yield (
        "CREATE OR REPLACE FUNCTION crossed(held text, before text) RETURNS boolean LANGUAGE sql IMMUTABLE "
        f"SET search_path = pg_catalog AS $$ SELECT {pairs} $$"
    )


def _defaults() -> list[str]:
    return [
        # Before the first operator exists, the one who sets the server up says whose office it is.
        f"ALTER TABLE {table} ALTER COLUMN office_township "
        "SET DEFAULT coalesce(my_township(), current_setting('jiuzhu.founding', true))"
        for table in _of_a_township()
        if table != "person_word"
    ]


def _trigger(table: str, name: str, verbs: str, function: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {verbs} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def _guards() -> Iterator[str]:
    for table in GUARDED:
        yield _trigger(table, "guard_unit", "INSERT OR UPDATE", "guard_unit")
        yield _trigger(table, "guard_kept", "DELETE OR TRUNCATE", "guard_kept")
    for table in APPEND_ONLY:
        yield _trigger(table, "guard_unit", "INSERT", "guard_unit")
        yield _trigger(table, "guard_appended", "UPDATE OR DELETE OR TRUNCATE", "guard_appended")


def _has_id(table: str) -> bool:
    return "id" in metadata.tables[table].c


def _village_guards() -> Iterator[str]:
    for table, rights in TABLE_RIGHTS.items():
        if not borders.follows_villages(rights) or not _has_id(table):
            continue
        yield f"DROP TRIGGER IF EXISTS guard_villages ON {table}"
        yield (
            f"CREATE CONSTRAINT TRIGGER guard_villages AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW WHEN (jiuzhu.my_villages() IS NOT NULL) EXECUTE FUNCTION guard_villages()"
        )


def _counted() -> list[str]:
    """The order of the entries of all chains is the server's word: no desk can say another."""
    known = "SELECT FROM pg_attribute WHERE attrelid = 'journal_entry'::regclass AND attname = 'place' AND attidentity = 'a'"
    change = "ALTER TABLE journal_entry ALTER COLUMN place SET NOT NULL, ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY;"
    return [f"DO $$ BEGIN IF NOT EXISTS ({known}) THEN {change} END IF; END $$"]


def _unless(constraint: str, statement: str, columns: int = 2) -> str:
    return (
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE connamespace = 'jiuzhu'::regnamespace "  # names of our own
        f"AND conname = '{constraint}' AND cardinality(conkey) = {columns}) THEN {statement} END IF; END $$"
    )


_BY_SERVER = "operator"
"""Logins are the server's own, one name for all of it."""


def _unique_within(table: str) -> Iterator[str]:
    """What is unique is so within a township: another's windows, months and vouchers are none of its business."""
    if table not in metadata.tables or table == _BY_SERVER:
        return
    for constraint in metadata.tables[table].constraints:
        if isinstance(constraint, UniqueConstraint):
            columns = ", ".join(f'"{name}"' for name in constraint.columns.keys())  # noqa: SIM118  # a collection of columns, not a dict
            yield _unless(
                str(constraint.name),
                f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint.name}; ALTER TABLE {table} ADD CONSTRAINT "
                f"{constraint.name} UNIQUE (office_township, {columns});",
                len(constraint.columns) + 1,
            )


def _within_township() -> Iterator[str]:
    """A row hangs only on rows of its own township: foreign keys look past row security, so they name it too."""
    for table in _of_a_township():
        yield from _unique_within(table)
    ours = {name for name in _of_a_township() if name in metadata.tables}
    links = [
        (table, link.parent.name, link.column.table.name, str(link.constraint.name))
        for table in sorted(ours)
        for link in sorted(metadata.tables[table].foreign_keys, key=lambda link: link.parent.name)
        if link.constraint is not None and link.column.table.name in ours
    ]
    for above in sorted({above for _, _, above, _ in links}):
        name = f"uq_{above}_township"
        yield _unless(name, f"ALTER TABLE {above} ADD CONSTRAINT {name} UNIQUE (id, office_township);")
    for table, column, above, name in links:
        yield _unless(
            name,
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}; ALTER TABLE {table} ADD CONSTRAINT {name} "
            f"FOREIGN KEY ({column}, office_township) REFERENCES {above} (id, office_township) "
            "DEFERRABLE INITIALLY DEFERRED;",
        )


def _kept_from_all() -> list[str]:
    """What only functions read: no grant for anybody, and row security all the same."""
    return [
        "ALTER TABLE station_key ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE station_key FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY owner ON station_key TO {OWNER} USING (true) WITH CHECK (true)",
    ]


def _never_at_once() -> list[str]:
    """Nobody receives the same kind twice in a month: the server looks at what stands when the unit of work ends."""
    rule = (
        "EXCLUDE USING gist (household_id WITH =, programme WITH =, (coalesce(person_id, household_id)) WITH =, "
        "months_of(first_month, last_month) WITH &&) DEFERRABLE INITIALLY DEFERRED"
    )
    name = "ex_entitlement_months"
    missing = f"IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}')"
    return [
        f"DO $$ BEGIN {missing} THEN ALTER TABLE entitlement ADD CONSTRAINT {name} {rule}; END IF; END $$"
    ]


_MYSELF = "(SELECT jiuzhu.my_operator())"


def _in_my_villages(rights: TableRights) -> str:
    """The condition that ties a row to the villages of who looks, or "" where everybody of the township sees it."""
    near = borders.condition(
        rights,
        rights.table,
        mine=lambda village: f"{village} = ANY ((SELECT jiuzhu.my_villages())::text[])",
        myself=_MYSELF,
        schema="jiuzhu.",
    )
    return f"({_EVERYWHERE} OR {near})" if near else ""


def _policies(rights: TableRights) -> Iterator[str]:
    table = rights.table
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    district = rights.area == "district"
    near = _in_my_villages(rights)
    mine = " AND ".join(filter(None, ("true" if district else _MY_TOWNSHIP, near)))
    parts = ["true" if district else _MY_TOWNSHIP, _as_myself(table)]
    if borders.follows_villages(rights) and not _has_id(table):
        parts.append(near)
    added = " AND ".join(filter(None, parts))
    seers = rights.seers()
    whom = MEMBER if seers is None else ", ".join(map(role, sorted(seers)))
    yield f"CREATE POLICY added ON {table} FOR INSERT TO {MEMBER} WITH CHECK ({added})"
    yield from _looked_at(table, "", whom, mine)
    if seers is not None and _as_myself(table):
        own = " AND ".join(filter(None, (mine, _as_myself(table))))
        yield from _looked_at(table, "own_", MEMBER, own)
    if table in _READ_BY_FUNCTIONS:
        yield f"CREATE POLICY owner ON {table} TO {OWNER} USING (true) WITH CHECK (true)"


def _looked_at(table: str, whose: str, whom: str, mine: str) -> Iterator[str]:
    yield f"CREATE POLICY {whose}seen ON {table} FOR SELECT TO {whom} USING ({mine})"
    yield f"CREATE POLICY {whose}changed ON {table} FOR UPDATE TO {whom} USING ({mine}) WITH CHECK ({mine})"
    if table in UNGUARDED:
        yield f"CREATE POLICY {whose}put_away ON {table} FOR DELETE TO {whom} USING ({mine})"


def _as_myself(table: str) -> str:
    """Nobody writes another's name as who did it."""
    column = borders.MYSELF.get(table)
    return f'"{column}" = {_MYSELF}' if column else ""


def _for_every_member() -> list[str]:
    return [
        f"GRANT USAGE ON SCHEMA jiuzhu TO {MEMBER}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA jiuzhu TO {MEMBER}",
        f"GRANT SELECT ON alembic_version TO {MEMBER}",
        *(
            f"GRANT EXECUTE ON FUNCTION {function} TO {MEMBER}"
            for function in (
                "take_turn()", "my_channel()", "append_entry(uuid, uuid, text, uuid, text, uuid, text, text)", "my_operator()", "my_township()", "my_villages()", "chain_head(uuid, uuid)", "instr(text, text)", "months_of(text, text)", "max(uuid)", "change_password(text)", "desk_key(uuid)",
                "later(uuid, uuid)",
            )
        ),
        f"GRANT EXECUTE ON FUNCTION admit(text, text), cut_off(text) TO {role('administrator')}",
        f"GRANT EXECUTE ON FUNCTION reset_password(text, text) TO {role('security_administrator')}",
    ]  # fmt: skip


def _for_who_sees_no_family() -> Iterator[str]:
    """Villages and counts of the own township, told by functions to who asks such a thing; no row of anybody is."""
    for table in sorted({table for question in without_families.QUESTIONS for table in question.tables}):
        yield f"CREATE POLICY counted ON {table} FOR SELECT TO {OWNER} USING ({_MY_TOWNSHIP})"
    for question in without_families.QUESTIONS:
        whom = ", ".join(map(role, sorted(RIGHTS[question.right])))
        yield f"GRANT EXECUTE ON FUNCTION {question.signature} TO {whom}"


def _grants(rights: TableRights) -> Iterator[str]:
    table = rights.table
    yield f"GRANT SELECT ON {table} TO {MEMBER}"
    for name in sorted(rights.adders()):
        yield f"GRANT INSERT ON {table} TO {role(name)}"
        if table in UNGUARDED:
            yield f"GRANT DELETE ON {table} TO {role(name)}"
    for name, columns in sorted(rights.changers().items()):
        named = ", ".join(f'"{column}"' for column in sorted(_changed(rights, columns)))
        yield f"GRANT UPDATE ({named}) ON {table} TO {role(name)}"


def _changed(rights: TableRights, columns: frozenset[str]) -> set[str]:
    """Never the identity or the township of a row, nor by "*" who signed and who made it; its version counts every change."""
    there = set(metadata.tables[rights.table].c.keys()) - {"id"}
    every = there - {*rights.signed, rights.second} if ALL in columns else there & {"version"}
    return every | (columns - {ALL})
