"""Whether a server still is what the declaration says: its law is laid once more in an empty database and compared.

What the catalogue says of tables, policies, grants, functions, triggers and constraints must be the same line by line.
So nobody has to list what could have been changed by hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import psycopg

from jiuzhu.storage.server import law
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.server_database import connect
from jiuzhu.storage.server.setting_up import drop, offices_on, set_up

Connection = psycopg.Connection[Any]

_CATALOGUE = {
    "表": """
        SELECT relname || CASE WHEN relkind = 'r' THEN '' ELSE ' (' || relkind::text || ')' END || '：归 ' || relowner::regrole || CASE WHEN relrowsecurity THEN '，行级安全' ELSE '' END
               || CASE WHEN relforcerowsecurity THEN '，对所有者也生效' ELSE '' END
        FROM pg_class WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')
    """,
    "列": """
        SELECT attrelid::regclass || '.' || attname || '：' || format_type(atttypid, atttypmod)
               || CASE WHEN attnotnull THEN ' 必填' ELSE '' END || coalesce(' = ' || pg_get_expr(adbin, adrelid), '')
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    """,
    "行级策略": """
        SELECT tablename || '.' || policyname || '：' || cmd || ' ' || permissive || ' ' || roles::text || ' '
               || coalesce(qual, '') || ' / ' || coalesce(with_check, '')
        FROM pg_policies WHERE schemaname = 'jiuzhu'
    """,
    "授权": """
        SELECT relname || '：' || CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' ' || privilege_type
        FROM pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner)))
        WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')
    """,
    "列授权": """
        SELECT attrelid::regclass || '.' || attname || '：'
               || CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' ' || privilege_type
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, aclexplode(attacl)
        WHERE relnamespace = 'jiuzhu'::regnamespace
    """,
    "函数": """
        SELECT pg_proc.oid::regprocedure || '：归 ' || proowner::regrole
               || CASE WHEN prosecdef THEN '，以所有者身份' ELSE '' END || ' ' || coalesce(proconfig::text, '')
               || ' ' || md5(CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(pg_proc.oid) ELSE '' END)
        FROM pg_proc WHERE pronamespace = 'jiuzhu'::regnamespace
    """,
    "函数授权": """
        SELECT pg_proc.oid::regprocedure || '：'
               || CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' ' || privilege_type
        FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
        WHERE pronamespace = 'jiuzhu'::regnamespace
    """,
    "触发器": """
        SELECT pg_get_triggerdef(pg_trigger.oid) || ' ' || tgenabled::text FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = 'jiuzhu'::regnamespace AND NOT tgisinternal
    """,
    "约束": """
        SELECT conrelid::regclass || '.' || conname || '：' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'jiuzhu'::regnamespace
    """,
    "索引": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'jiuzhu'",
    "规则": "SELECT tablename || '.' || rulename || '：' || definition FROM pg_rules WHERE schemaname = 'jiuzhu'",
    "默认授权": """
        SELECT defaclrole::regrole || ' ' || defaclobjtype::text || '：'
               || CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' ' || privilege_type
        FROM pg_default_acl, aclexplode(defaclacl) WHERE grantee <> defaclrole
    """,
    "模式授权": """
        SELECT nspname || '：' || CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ' ' || privilege_type
        FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) WHERE nspname IN ('jiuzhu', 'public')
    """,
}
"""What is compared, by what a person calls it: one text a row."""

_ABOVE_THE_LAW = """
    SELECT rolname FROM pg_roles
    WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication OR rolcreatedb)
      AND EXISTS (SELECT FROM jiuzhu.operator WHERE login = rolname)
"""
_GROUPS_AMISS = """
    SELECT operator.login FROM jiuzhu.operator WHERE array_remove(ARRAY(
        SELECT 'jiuzhu_' || role FROM unnest(string_to_array(roles, ' ')) AS role WHERE ended_on IS NULL
        UNION SELECT CASE WHEN ended_on IS NULL THEN 'jiuzhu_member' ELSE 'jiuzhu_left' END ORDER BY 1), NULL)
    IS DISTINCT FROM ARRAY(
        SELECT parent.rolname::text FROM pg_auth_members AS m
        JOIN pg_roles AS parent ON parent.oid = m.roleid JOIN pg_roles AS child ON child.oid = m.member
        WHERE child.rolname = operator.login AND parent.rolname LIKE 'jiuzhu\\_%' ORDER BY 1)
"""
_GROUPS_CHANGED = """
    SELECT rolname FROM pg_roles WHERE rolname LIKE 'jiuzhu\\_%'
      AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreatedb OR rolreplication
           OR rolcreaterole <> (rolname = 'jiuzhu_owner'))
"""
_HELD_BESIDE = """
    SELECT child.rolname || ' ∈ ' || parent.rolname FROM pg_auth_members AS m
    JOIN pg_roles AS parent ON parent.oid = m.roleid JOIN pg_roles AS child ON child.oid = m.member
    CROSS JOIN LATERAL (
        SELECT parent.rolname LIKE 'jiuzhu\\_%%' AS into_group, child.rolname LIKE 'jiuzhu\\_%%' AS of_group,
               parent.rolname = ANY (%(people)s) AS into_person, child.rolname = ANY (%(people)s) AS of_person
    ) AS told
    WHERE (into_group OR of_group OR into_person OR of_person) AND NOT (of_person AND into_group)
      AND NOT (child.rolname = 'jiuzhu_owner' AND (into_group OR into_person OR parent.rolname = 'pg_signal_backend'))
"""
"""Who holds a group or somebody's login without being a person of a register, or anything else of the server besides.

`people`: the logins of all databases of this program on the server.
"""

_LOGINS = "SELECT login FROM jiuzhu.operator"
_MISSING_GROUPS = "SELECT unnest(%s::text[]) EXCEPT SELECT rolname FROM pg_roles"
_UNPROTECTED_WAYS = """
    SELECT type || ' ' || coalesce(address, '本机') || ' ' || auth_method FROM pg_hba_file_rules
    WHERE error IS NULL AND (auth_method IN ('trust', 'password', 'md5', 'ident') OR NOT (
        type IN ('local', 'hostssl') OR (type = 'host' AND (address, netmask) IN (
            ('127.0.0.1', '255.255.255.255'), ('::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')))))
"""
_SETTINGS = {
    "password_encryption": "scram-sha-256",
    "ssl": "on",
    "data_checksums": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "row_security": "on",
    "lc_messages": "C",  # desks know a refused log-in by its words
    "log_error_verbosity": "terse",  # DETAIL lines name people and ID numbers
}
_SLOWED = """
    SELECT setting::int FROM pg_settings WHERE name = 'auth_delay.milliseconds'
        AND 'auth_delay' = ANY (regexp_split_to_array(current_setting('shared_preload_libraries'), '[\\s,]+'))
"""
"""A setting of the library, and only where the whole server has loaded it; a guesser past the program is kept waiting."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was looked at."""

    what: str
    holds: bool
    told: str  # how many were compared, or what is wrong
    of_the_law: (
        bool  # laid by `set_up`; else a setting or an account of the server, which a person mends there
    )


def prove(address: Address, login: str, password: str) -> Iterator[Proof]:
    """Compare the server with its declaration, as an administrator of the server; raises `UserError`."""
    with connect(address, login, password) as real:
        missing = sorted(row[0] for row in real.execute(_MISSING_GROUPS, (law.group_names(),)))
        if missing:
            yield Proof("岗位分组", False, "少了 " + "、".join(missing), of_the_law=True)
            return  # what is declared cannot be laid for a comparison without them
        yield _none("被改过的岗位分组", real, _GROUPS_CHANGED)
        people = sorted(_people(address, login, password) | _lines(real, _LOGINS))
        yield _none("登记以外持有岗位或身份的", real, _HELD_BESIDE, {"people": people})
        yield from _compared(real, address, login, password)
        yield _none("有特权的操作员账号", real, _ABOVE_THE_LAW)
        yield _none("岗位与登记不符的账号", real, _GROUPS_AMISS)
        yield _none("不要密码或不加密的登录方式", real, _UNPROTECTED_WAYS)
        for name, wanted_value in _SETTINGS.items():
            value = real.execute("SELECT current_setting(%s)", (name,)).fetchone()
            found = value[0] if value else ""
            yield Proof(
                f"服务器设置 {name}",
                found == wanted_value,
                f"{found}（应为 {wanted_value}）",
                of_the_law=False,
            )
        (delay,) = real.execute(_SLOWED).fetchone() or (0,)
        slowed = delay > 0
        yield Proof(
            "拖慢试密码的（auth_delay）",
            slowed,
            f"每次输错等 {delay} 毫秒"
            if slowed
            else "没有（应在 shared_preload_libraries 里，并设 auth_delay.milliseconds）",
            of_the_law=False,
        )


def _compared(real: Connection, address: Address, login: str, password: str) -> Iterator[Proof]:
    with _as_declared(address, login, password) as declared:
        for what, query in _CATALOGUE.items():
            there, wanted = _lines(real, query), _lines(declared, query)
            wrong = [f"多了 {line}" for line in sorted(there - wanted)] + [
                f"少了 {line}" for line in sorted(wanted - there)
            ]
            yield Proof(
                what, not wrong, "；".join(wrong) if wrong else f"{len(wanted)} 项与声明一致", of_the_law=True
            )


def _people(address: Address, login: str, password: str) -> set[str]:
    """The logins of the other databases: groups belong to the whole server."""
    found: set[str] = set()
    for name in offices_on(address, login, password):
        with connect(replace(address, database=name), login, password) as other:
            found |= _lines(other, _LOGINS)
    return found


def _lines(connection: Connection, query: str, told: dict[str, Any] | None = None) -> set[str]:
    return {row[0] for row in connection.execute(query, told)}


def _none(what: str, connection: Connection, query: str, told: dict[str, Any] | None = None) -> Proof:
    found = sorted(_lines(connection, query, told))
    return Proof(what, not found, "、".join(found) if found else "没有", of_the_law=False)


@contextmanager
def _as_declared(address: Address, login: str, password: str) -> Iterator[Connection]:
    """A database made anew by this program, empty, gone afterwards; the groups of the server are not touched."""
    name = f"jiuzhu_check_{uuid4().hex[:12]}"
    scratch = replace(address, database=name)
    try:
        for _ in set_up(scratch, login, password, groups=False):
            pass
        with connect(scratch, login, password) as declared:
            yield declared
    finally:
        drop(scratch, login, password)
