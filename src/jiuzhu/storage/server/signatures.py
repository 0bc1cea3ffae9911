"""Signatures on a shared server: who signs writes their own name, has the right to, and is not who made the row."""

from collections.abc import Callable, Collection, Iterator

from jiuzhu.domain.rights import TABLE_RIGHTS

_CARRIED = {
    "adjustment": "EXISTS (SELECT FROM reassessment WHERE id = NEW.reassessment_id AND signed_by = NEW.decided_by)",
    "back_payment": "EXISTS (SELECT FROM reassessment WHERE id = NEW.reassessment_id AND signed_by = NEW.decided_by) "
    "OR EXISTS (SELECT FROM back_payment AS whole WHERE whole.entitlement_id = NEW.entitlement_id "
    "AND whole.for_month = NEW.for_month AND whole.decided_by = NEW.decided_by)",
}
"""New rows that carry a signature given elsewhere: what a signed list brings about, the parts of what was signed whole."""


def functions(group: Callable[[str], str]) -> Iterator[str]:
    """One trigger function a signature; `group`: the group of the server of a role."""
    for table, rights in TABLE_RIGHTS.items():
        for column in rights.signed:
            name = f"sign_{table}_{column}"
            maker = f'NEW."{rights.second}"'
            signs = f"({_holds(rights.signers(column), group)})"
            if rights.second:
                signs += f" AND {maker} IS DISTINCT FROM my_operator()"
            if rights.taken_back:
                takes = (
                    f"{maker} = my_operator()"
                    if rights.second
                    else f"({_holds(rights.takers_back(column), group)})"
                )
                signs = f"({signs} OR {takes} AND NEW.state = '{rights.taken_back}')"
            carried = f" OR (TG_OP = 'INSERT' AND ({_CARRIED[table]}))" if table in _CARRIED else ""
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = jiuzhu, pg_temp AS $$ BEGIN "
                # Nobody at a desk is without a record: it is the server's own administrator.
                f'IF my_operator() IS NULL OR (NEW."{column}" = my_operator() AND {signs}){carried} THEN RETURN NEW; END IF; '
                f"RAISE EXCEPTION 'a signature of somebody else''s: %', TG_TABLE_NAME USING ERRCODE = '42501'; END $$"
            )


def _holds(roles: Collection[str], group: Callable[[str], str]) -> str:
    return " OR ".join(f"pg_has_role(session_user, '{group(one)}', 'MEMBER')" for one in sorted(roles))


def guards() -> Iterator[str]:
    """The triggers that ask them: for a signature that is new or another one, and for a state only a signature brings.

    One that is emptied is nobody's.
    """
    for table, rights in TABLE_RIGHTS.items():
        brought = ", ".join(f"'{state}'" for state in rights.brought)
        for column in rights.signed:
            name = f"sign_{table}_{column}"
            yield from _trigger(table, name, f'NEW."{column}" IS NOT NULL', f'"{column}"', name)
            if brought:
                yield from _trigger(
                    table, f"bring_{table}_{column}", f"NEW.state IN ({brought})", "state", name
                )


def _trigger(table: str, name: str, condition: str, column: str, function: str) -> Iterator[str]:
    for verb, moved in (("INSERT", ""), ("UPDATE", f" AND NEW.{column} IS DISTINCT FROM OLD.{column}")):
        yield (
            f"CREATE OR REPLACE TRIGGER {name}_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW "
            f"WHEN ({condition}{moved}) EXECUTE FUNCTION {function}()"
        )
