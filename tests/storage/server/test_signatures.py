"""Who signs in plain SQL: under their own name, with the right to, never what they made themselves."""

from typing import Any

import psycopg
import pytest
from temporary_server import SUPERUSER

from jiuzhu.domain.ids import new_id
from jiuzhu.domain.rights import TABLE_RIGHTS
from townships import ROLES, Shared

SIGNED = sorted((table, column) for table, rights in TABLE_RIGHTS.items() for column in rights.signed)
Refused = psycopg.errors.InsufficientPrivilege
TOWNSHIP = "500112001"
_PLAIN = {"date": "2026-03-01", "boolean": False, "timestamp without time zone": "2026-03-01", "bytea": b""}


class Office:
    """Rows laid past every wall, and logins of the office that come to them with an SQL tool."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.server = psycopg.connect(**shared.address.arguments(SUPERUSER, ""), autocommit=True)
        self.server.execute("SET session_replication_role = replica")
        self.people: dict[str, str] = dict(self.server.execute("SELECT login, id FROM operator").fetchall())

    def lay(self, table: str, **values: Any) -> str:
        columns = self.server.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attnotnull AND attname <> 'office_township'",
            (table,),
        ).fetchall()
        row = {name: self._plain(kind) for name, kind in columns}
        row |= {"id": new_id(), "office_township": TOWNSHIP, **values}
        if table == "policy_row":  # of the whole district
            del row["office_township"]
        self.run(self.server, table, row)
        return str(row["id"])

    @staticmethod
    def _plain(kind: str) -> Any:
        if kind == "uuid":
            return new_id()
        return _PLAIN.get(kind, 0 if "int" in kind or "numeric" in kind else new_id())

    @staticmethod
    def run(connection: psycopg.Connection[Any], table: str, row: dict[str, Any]) -> None:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608  # our own names

    def write(self, login: str, table: str, row_id: str, **values: Any) -> int:
        told = ", ".join(f'"{name}" = %s' for name in values)
        with self.shared.as_login(login) as desk:
            desk.execute("SET jiuzhu.unit = 'by hand'")
            done = desk.execute(
                f"UPDATE {table} SET {told} WHERE id = %s",  # noqa: S608  # our own names
                [*values.values(), row_id],
            )
            return done.rowcount

    def add(self, login: str, table: str, **values: Any) -> None:
        """A row as it was laid, added once more by a login."""
        kept = self.lay(table, **values)
        (row,) = self.server.execute(
            f"SELECT to_jsonb(t) - 'office_township' || jsonb_build_object('id', gen_random_uuid()) FROM {table} AS t WHERE id = %s",  # noqa: S608  # our own names
            (kept,),
        ).fetchone() or ({},)
        self.server.execute(f"DELETE FROM {table} WHERE id = %s", (kept,))  # noqa: S608  # our own names
        with self.shared.as_login(login) as desk, desk.transaction():
            desk.execute("SET jiuzhu.unit = 'by hand'")
            self.run(desk, table, row)
            raise psycopg.Rollback  # what it would hang on is not there


@pytest.fixture
def office(shared: Shared) -> Any:
    made = Office(shared)
    yield made
    made.server.close()


@pytest.mark.parametrize(("table", "column"), SIGNED)
def test_who_signs_writes_their_own_name_and_has_the_right_to(
    office: Office, table: str, column: str
) -> None:
    rights = TABLE_RIGHTS[table]
    maker = {rights.second: office.people["shenji"]} if rights.second else {}
    seers = rights.seers()
    for login, roles in ROLES.items():
        row = office.lay(table, **maker)
        for other in {"lingdao", "jingban"} - {login}:
            with pytest.raises(Refused):
                office.write(login, table, row, **{column: office.people[other]})
        may = bool(rights.signers(column) & set(roles)) and (seers is None or bool(seers & set(roles)))
        if may:
            assert office.write(login, table, row, **{column: office.people[login]}) == 1, login
        else:
            with pytest.raises(Refused):
                office.write(login, table, row, **{column: office.people[login]})
        if may and rights.second:
            own = office.lay(table, **{rights.second: office.people[login]})
            with pytest.raises(Refused, match="signature"):
                office.write(login, table, own, **{column: office.people[login]})
            with pytest.raises(Refused):  # nor is another maker put there first
                office.write(login, table, own, **{rights.second: office.people["shenji"]})


@pytest.mark.parametrize(
    ("table", "state"),
    [(table, state) for table, rights in sorted(TABLE_RIGHTS.items()) for state in rights.brought],
)
def test_a_state_that_a_signature_brings_comes_without_one_by_nobody(
    office: Office, table: str, state: str
) -> None:
    rights = TABLE_RIGHTS[table]
    (column,) = rights.signed
    maker = {rights.second: office.people["shenji"]} if rights.second else {}
    signers = rights.signers(column)
    tried = []
    for login, roles in ROLES.items():
        for before in (None, office.people["lingdao"]):  # nor is what somebody signed turned round
            row = office.lay(table, state="before", **maker, **{column: before})
            if before != office.people[login]:
                with pytest.raises(Refused) as told:
                    office.write(login, table, row, state=state)
                tried.append("signature" in str(told.value))
        row = office.lay(table, state="before", **maker)
        if signers & set(roles):
            assert office.write(login, table, row, state=state, **{column: office.people[login]}) == 1
    assert any(tried)  # somebody has the column


@pytest.mark.parametrize(
    "table", ["adjustment", "back_payment", "composition", "grant_batch", "reassessment"]
)
def test_a_new_row_does_not_come_with_the_signature_of_somebody_else(office: Office, table: str) -> None:
    (column,) = TABLE_RIGHTS[table].signed
    login = next(
        login
        for login, roles in ROLES.items()
        if set(roles) & (TABLE_RIGHTS[table].adders() - TABLE_RIGHTS[table].signers(column))
        or login == "tongji"
    )
    for name in {"lingdao", login} - ({"tongji"} if table == "back_payment" else set()):
        with pytest.raises(Refused, match="signature"):
            office.add(login, table, **{column: office.people[name]})


def test_what_a_signed_list_brings_about_carries_who_signed_it(office: Office) -> None:
    signed = office.lay("reassessment", signed_by=office.people["lingdao"])
    for table in ("adjustment", "back_payment"):
        office.add("tongji", table, reassessment_id=signed, decided_by=office.people["lingdao"])
        with pytest.raises(Refused, match="signature"):
            office.add("tongji", table, reassessment_id=signed, decided_by=office.people["hecha"])


def test_who_made_a_row_takes_it_back_under_their_own_name_and_signs_it_as_nothing_else(
    office: Office,
) -> None:
    for state, taken in (("confirmed", False), ("withdrawn", True)):
        row = office.lay("composition", proposed_by=office.people["jingban"])
        told = {"decided_by": office.people["jingban"], "state": state}
        if taken:
            assert office.write("jingban", "composition", row, **told) == 1
        else:
            with pytest.raises(Refused, match="signature"):
                office.write("jingban", "composition", row, **told)
        with pytest.raises(Refused, match="signature"):
            office.write("hecha", "composition", row, decided_by=office.people["hecha"], state="withdrawn")


def test_a_decided_repair_may_be_emptied_by_who_records_a_merger_and_not_signed(office: Office) -> None:
    row = office.lay("back_payment", decided_by=office.people["lingdao"])
    with pytest.raises(Refused, match="signature"):
        office.write("jingban", "back_payment", row, decided_by=office.people["jingban"])
    assert office.write("jingban", "back_payment", row, decided_by=None) == 1
