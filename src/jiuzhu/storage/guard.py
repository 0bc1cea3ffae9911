"""Triggers that refuse a write outside a unit of work: a guard against our own mistakes, not against attackers."""

from collections.abc import Iterable


def sqlite_guards(tables: Iterable[str], append_only: Iterable[str]) -> list[str]:
    """The statements that guard these tables on SQLite.

    `current_unit()` is an application function: NULL outside a unit of work, and unknown to every foreign tool.
    """
    statements = []
    for table in tables:
        statements += [
            f"CREATE TRIGGER guard_{table}_{verb} BEFORE {verb.upper()} ON {table} "
            "WHEN current_unit() IS NULL BEGIN SELECT RAISE(ABORT, 'write outside a unit of work'); END"
            for verb in ("insert", "update")
        ]
        statements.append(
            f"CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'nothing is deleted here, things end'); END"
        )
    for table in append_only:
        statements.append(
            f"CREATE TRIGGER guard_{table}_insert BEFORE INSERT ON {table} "
            "WHEN current_unit() IS NULL BEGIN SELECT RAISE(ABORT, 'write outside a unit of work'); END"
        )
        statements += [
            f"CREATE TRIGGER guard_{table}_{verb} BEFORE {verb.upper()} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            for verb in ("update", "delete")
        ]
    return statements


PERSON_SEARCH = (
    "CREATE TABLE person_search_key (key INTEGER PRIMARY KEY, person_id CHAR(32) NOT NULL UNIQUE)",
    (
        "CREATE VIRTUAL TABLE person_search USING fts5(name, initials, address, content='', "
        "contentless_delete=1, prefix='1 2 3', tokenize='unicode61')"
    ),
    "CREATE INDEX ix_person_id_tail ON person (substr(id_number, -4))",
    "CREATE INDEX ix_person_phone_tail ON person (substr(phone, -4))",
    (
        "CREATE TRIGGER search_person_insert AFTER INSERT ON person BEGIN "
        "INSERT INTO person_search_key (person_id) VALUES (new.id); "
        "INSERT INTO person_search (rowid, name, initials, address) VALUES ("
        "(SELECT key FROM person_search_key WHERE person_id = new.id), "
        "spaced(new.name), new.initials, spaced(new.address)); END"
    ),
    (
        "CREATE TRIGGER search_person_update AFTER UPDATE OF name, initials, address ON person BEGIN "
        "DELETE FROM person_search WHERE rowid = (SELECT key FROM person_search_key WHERE person_id = new.id); "
        "INSERT INTO person_search (rowid, name, initials, address) VALUES ("
        "(SELECT key FROM person_search_key WHERE person_id = new.id), "
        "spaced(new.name), new.initials, spaced(new.address)); END"
    ),
)
"""Full-text search of people: characters split by spaces, because Chinese names are one or two characters long.

The text is kept contentless; the key table ties its rows to people through VACUUM and every copy.
"""
