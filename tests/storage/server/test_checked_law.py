"""What `server check` finds of a law changed by hand, and that it changes nothing itself."""

import pytest
from temporary_server import SUPERUSER

from jiuzhu.storage.server import law, proving
from jiuzhu.storage.server.setting_up import set_up
from townships import Shared

TAMPERED = (
    ("DROP POLICY seen ON person", "行级策略", "少了 person.seen："),
    (
        "CREATE POLICY mine ON person FOR SELECT TO jiuzhu_clerk USING (true)",
        "行级策略",
        "多了 person.mine：",
    ),
    (
        "ALTER TABLE person NO FORCE ROW LEVEL SECURITY",
        "表",
        "少了 person：归 jiuzhu_owner，行级安全，对所有者也生效",
    ),
    ("GRANT UPDATE ON decision TO jiuzhu_clerk", "授权", "多了 decision：jiuzhu_clerk UPDATE"),
    ("GRANT SELECT ON station_key TO jingban2", "授权", "多了 station_key：jingban2 SELECT"),
    (
        "GRANT UPDATE (amount) ON decision TO jiuzhu_clerk",
        "列授权",
        "多了 decision.amount：jiuzhu_clerk UPDATE",
    ),
    ("GRANT UPDATE (roles) ON operator TO jingban", "列授权", "多了 operator.roles：jingban UPDATE"),
    (
        "GRANT EXECUTE ON FUNCTION admit(text, text) TO PUBLIC",
        "函数授权",
        "多了 admit(text,text)：PUBLIC EXECUTE",
    ),
    (
        "GRANT EXECUTE ON FUNCTION village_names() TO jiuzhu_clerk",
        "函数授权",
        "多了 village_names()：jiuzhu_clerk EXECUTE",
    ),
    (
        "CREATE POLICY shown ON household FOR SELECT TO jiuzhu_administrator USING (true)",
        "行级策略",
        "多了 household.shown",
    ),
    ("ALTER FUNCTION my_township() RESET search_path", "函数", "少了 my_township()："),
    ("ALTER TABLE journal_entry DISABLE TRIGGER guard_appended", "触发器", "guard_appended"),
    (
        "ALTER TABLE decision DROP CONSTRAINT uq_decision_item_id",
        "约束",
        "少了 decision.uq_decision_item_id：",
    ),
    ("GRANT CREATE ON SCHEMA jiuzhu TO jiuzhu_clerk", "模式授权", "多了 jiuzhu：jiuzhu_clerk CREATE"),
    ("ALTER TABLE person ALTER COLUMN office_township DROP DEFAULT", "列", "少了 person.office_township："),
)
"""What is changed by hand, under which heading it is found, and in which words."""


def test_every_change_of_the_law_by_hand_is_found_and_mended(shared: Shared) -> None:
    def amiss() -> dict[str, str]:
        return {
            p.what: p.told
            for p in proving.prove(shared.address, SUPERUSER, "")
            if p.of_the_law and not p.holds
        }

    assert amiss() == {}
    shared.server.administer(*(statement for statement, _, _ in TAMPERED), database=shared.address.database)
    found = amiss()
    for statement, what, words in TAMPERED:
        assert words in found[what], statement
    assert list(set_up(shared.address, SUPERUSER, ""))
    assert amiss() == {}


BY_HAND = (
    ("CREATE ROLE spy LOGIN; GRANT jiuzhu_owner TO spy", "spy ∈ jiuzhu_owner"),
    ("GRANT jiuzhu_owner TO anquan", "anquan"),
    ("CREATE ROLE friend LOGIN; GRANT lingdao TO friend", "friend ∈ lingdao"),
    ("GRANT pg_read_all_data TO jiuzhu_clerk", "jiuzhu_clerk ∈ pg_read_all_data"),
    ("GRANT pg_execute_server_program TO jiuzhu_owner", "jiuzhu_owner ∈ pg_execute_server_program"),
    ("GRANT pg_monitor TO jingban", "jingban ∈ pg_monitor"),
    ("ALTER ROLE jiuzhu_owner LOGIN SUPERUSER", "jiuzhu_owner"),
    ("ALTER ROLE jiuzhu_clerk BYPASSRLS", "jiuzhu_clerk"),
    ("CREATE VIEW jiuzhu.everybody AS SELECT * FROM jiuzhu.person", "多了 everybody (v)"),
    ("CREATE RULE quiet AS ON UPDATE TO jiuzhu.person DO INSTEAD NOTHING", "多了 person.quiet"),
    ("DROP INDEX jiuzhu.ix_person_id_tail", "少了 CREATE INDEX ix_person_id_tail"),
    (
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO jiuzhu_clerk",
        "多了 postgres r：jiuzhu_clerk SELECT",
    ),
)
"""What a check must see and leave as it is: a person mends it."""


def test_a_check_sees_what_belongs_to_the_whole_server_and_changes_nothing(shared: Shared) -> None:
    rules = shared.server.folder / "data" / "pg_hba.conf"
    before = rules.read_text("utf-8")
    shared.server.administer(*(statement for statement, _ in BY_HAND), database=shared.address.database)
    rules.write_text(
        before + "hostnossl all all 0.0.0.0/0 scram-sha-256\nhost all all 127.0.0.1 0.0.0.0 scram-sha-256\n",
        "utf-8",
    )
    try:
        for _ in range(2):  # the second finds the same: the first mended nothing
            told = "；".join(p.told for p in proving.prove(shared.address, SUPERUSER, "") if not p.holds)
            for _, words in BY_HAND:
                assert words in told, words
            assert "hostnossl 0.0.0.0 scram-sha-256" in told
            assert "host 127.0.0.1 scram-sha-256" in told
    finally:
        rules.write_text(before, "utf-8")
        shared.server.administer(
            "ALTER ROLE jiuzhu_owner NOLOGIN NOSUPERUSER", "ALTER ROLE jiuzhu_clerk NOBYPASSRLS",
            "REVOKE jiuzhu_owner FROM anquan", "REVOKE pg_read_all_data FROM jiuzhu_clerk",
            "REVOKE pg_execute_server_program FROM jiuzhu_owner", "REVOKE pg_monitor FROM jingban",
            "DROP ROLE spy", "DROP ROLE friend",
            "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM jiuzhu_clerk", database=shared.address.database,
        )  # fmt: skip


def test_a_check_tells_a_group_that_is_not_there(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law, "group_names", lambda: ["jiuzhu_member", "jiuzhu_new"])
    (told,) = proving.prove(shared.address, SUPERUSER, "")
    assert (told.holds, told.of_the_law, told.told) == (False, True, "少了 jiuzhu_new")
