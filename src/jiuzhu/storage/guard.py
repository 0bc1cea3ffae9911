"""Triggers that refuse a write outside a unit of work: a guard against our own mistakes, not against attackers."""

from collections.abc import Iterable

NEVER_CHANGED = frozenset(
    {"checkpoint", "look", "settlement_line", "verification", "visit_photo", "visit_record"}
)
"""Guarded tables that are proof: their rows are written once, like the journal's."""


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
            if verb == "insert" or table not in NEVER_CHANGED
        ]
        if table in NEVER_CHANGED:
            statements.append(
                f"CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'proof is written once'); END"
            )
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
    "CREATE INDEX ix_person_id_tail ON person (substr(id_number, -4))",
    "CREATE INDEX ix_person_phone_tail ON person (substr(phone, -4))",
    (
        "CREATE TABLE person_word (word TEXT NOT NULL, person_key INTEGER NOT NULL, "
        "PRIMARY KEY (word, person_key)) WITHOUT ROWID"
    ),
    (
        "CREATE TRIGGER words_person_insert AFTER INSERT ON person BEGIN "
        "INSERT INTO person_word SELECT value, new.search_key "
        "FROM json_each(search_words(new.name, new.initials, new.address)); END"
    ),
    (
        "CREATE TRIGGER words_person_update AFTER UPDATE OF name, initials, address ON person BEGIN "
        "DELETE FROM person_word WHERE person_key = new.search_key AND word IN "
        "(SELECT value FROM json_each(search_words(old.name, old.initials, old.address))); "
        "INSERT INTO person_word SELECT value, new.search_key "
        "FROM json_each(search_words(new.name, new.initials, new.address)); END"
    ),
)
"""The words people are found by, in one B-tree: every search is a short range of it.

Full-text search was slower a hundredfold where it hurts, in phrases of characters that each stand in half of all
addresses. `search_key` is a whole-number key of the row, so that it survives VACUUM and every copy.
"""
