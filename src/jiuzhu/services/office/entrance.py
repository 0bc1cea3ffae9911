"""What the log-in window and the first-start wizard need before the database library is loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.policy import load_pack
from jiuzhu.storage import key_file, keys, laying
from jiuzhu.storage.server import address as server_address

DATABASE = laying.DATABASE
BUILDING = DATABASE + ".new"
"""A database while the first start makes it; whole as soon as a key file lies beside it."""

State = Literal["new", "locked", "key_missing", "database_missing"]


@dataclass(frozen=True, slots=True)
class LoginName:
    """A name to choose at the log-in window."""

    login: str
    name: str
    remembered: bool = False  # the system's keyring may open it without the password


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStart:
    """What the first-start wizard asks."""

    office_name: str
    district: str
    district_name: str
    township: str  # 9 digits
    township_name: str
    window: str
    operator_name: str
    login: str
    password: str
    post: str = "窗口经办"
    address: str = ""
    phone: str = ""
    supervision_phone: str = ""
    policy_pack: str = "500000"
    authority: str = "county"
    demo: bool = False


def state(home: Path) -> State:
    """What lies in the data folder: nothing yet, a locked office, or one half of it.

    A first start stopped between its last two steps counts as locked: logging in gives the database its name. A
    restoring that was stopped while it moved its files in is finished here.
    """
    if on_server(home):
        return "locked"
    laying.finish(home)
    key, database = (home / key_file.FILE).is_file(), (home / DATABASE).is_file()
    if key and not database:
        database = (home / BUILDING).is_file()
    if key and database:
        return "locked"
    if database:
        return "key_missing"
    return "database_missing" if key else "new"


def on_server(home: Path) -> bool:
    """Whether this desk's data lie on a shared server: a login name may be typed that was never seen here."""
    return (home / server_address.FILE).is_file()


def logins(home: Path) -> list[LoginName]:
    """The names in the key file; `UserError` when it is missing or damaged.

    A desk of a server has one as soon as somebody logged in there; until then there is nobody to choose.
    """
    if on_server(home) and not (home / key_file.FILE).exists():
        return []
    return [LoginName(slot.login, slot.name, bool(slot.quick)) for slot in key_file.load(home).slots]


def districts() -> list[tuple[str, str]]:
    """Districts of the shipped policy packs: code and name."""
    table = load_codes(paths.resources() / "codes")["region"]
    return [(code, table.label(code)) for code in table.codes if not code.endswith("0000")]


def policy_packs() -> list[tuple[str, str, str]]:
    """Shipped packs: code, name, what to know about them."""
    pack = load_pack(paths.resources() / "policy" / "500000")
    waiting = sum(1 for row in pack.rows if row.status == "unconfirmed")
    return [("500000", "重庆市", f"其中 {waiting} 项参数待本地确认，认定结果用到时会注明。")]


def password_problem(password: str, login: str) -> str | None:
    """Why a password cannot be taken, in words, or None."""
    return keys.password_problem(password, login)
