"""An invented office on a real encrypted file, with a clock the test sets and people for every role."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from other_desk import desk_of

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import Dossier, LinePart, MemberPart
from jiuzhu.domain.identity_number import check_digit
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import Actor
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.intake import Receipt
from jiuzhu.services.office import entrance, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import Unit

LOGIN = "jingban"
PASSWORD = "春风又绿江南岸2026"
TOWNSHIP = "500112001"
COLLEAGUES = (
    ("hecha", "李核查", "checker"),
    ("lingdao", "王主任", "approver"),
    ("shenji", "赵审计", "auditor"),
)
"""Login, name and role of everybody but the first operator, who takes, checks and administers."""


elsewhere: "Callable[[Path, date, str], Town] | None" = None
"""Opens an office that does not lie in a file, for a run whose offices lie on a server."""


def id_number(birth: date, order: int, region: str = "500199") -> str:
    """A number with a right check digit in a region that does not exist; `order` odd for men."""
    first = f"{region}{birth:%Y%m%d}{order:03d}"
    return first + check_digit(first)


@dataclass
class Town:
    """The office: `clerk` takes and checks, `checker` checks, `head` signs, `auditor` reads."""

    home: Path
    moment: list[datetime]
    clerk: Workspace
    checker: Workspace
    head: Workspace
    auditor: Workspace

    def on(self, day: date, hour: int = 10) -> None:
        """Set the legal day (and the local hour) for everybody."""
        self.moment[0] = datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)

    def close(self) -> None:
        """Close the one database they share."""
        self.clerk.close()

    def accept(self, dossier: Dossier) -> Receipt:
        """Take a dossier with every paper and signature there."""
        return self.clerk.write(intake.accept, complete(dossier, self.clerk.today()), "")


@dataclass(frozen=True, slots=True)
class _Founded:
    home: Path
    key: bytes
    desk: Desk
    actors: tuple[Actor, ...]
    mark: tuple[Any, ...]


@cache
def _founded(day: date, authority: str) -> _Founded:
    """An office founded once per run and setting; a test gets a copy of its files instead of the quarter second
    of key stretching, the migration and the reading of every form.
    """
    home = Path(tempfile.mkdtemp(prefix="jiuzhu-town-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    clerk = found(home, day, authority)
    actors = (clerk.actor, *joined(clerk))
    key = bytes.fromhex(clerk.file.key_hex())
    mark = clerk.read(lambda unit: offices.rules_mark(unit.session))
    clerk.close()  # the write-ahead log goes into the file here, so the database is one file to copy
    return _Founded(home, key, clerk.rules, actors, mark)


def first_start(authority: str) -> opening.FirstStart:
    return opening.FirstStart(
        office_name="示例街道社会救助服务窗口",
        district="500112",
        district_name="渝北区",
        township=TOWNSHIP,
        township_name="示例街道",
        window="A",
        operator_name="张经办",
        login=LOGIN,
        password=PASSWORD,
        phone="023-00000000",
        supervision_phone="023-00000001",
        address="示例路 1 号",
        authority=authority,
    )


def joined(clerk: Workspace) -> list[Actor]:
    """The colleagues, added by the first operator."""

    def join(unit: Unit, login: str, name: str, roles: str) -> Operator:
        return unit.add(Operator(login=login, name=name, roles=roles, started_on=unit.today))

    return [
        replace(
            clerk.actor,
            operator_id=clerk.write(join, login, name, roles).id,
            login=login,
            name=name,
            roles=frozenset({roles}),
        )
        for login, name, roles in COLLEAGUES
    ]


def found(home: Path, day: date, authority: str = "county") -> Workspace:
    """The first start itself, for tests that are about it."""
    moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return opening.first_start(home, first_start(authority), clock=lambda: moment)


def open_town(home: Path, day: date = date(2025, 10, 13), authority: str = "county") -> Town:
    """A founded office in an empty folder, with a clock of its own."""
    if elsewhere is not None:
        return elsewhere(home, day, authority)
    founded = _founded(day, authority)
    shutil.copytree(founded.home, home, dirs_exist_ok=True)
    moment = [datetime(day.year, day.month, day.day, 2, tzinfo=UTC)]
    desk = replace(founded.desk, office=replace(founded.desk.office), station=replace(founded.desk.station))
    database = EncryptedFile(home / entrance.DATABASE, founded.key)
    first, *colleagues = founded.actors
    clerk = Workspace(home, database, first, desk, lambda: moment[0], mark=founded.mark)
    return Town(home, moment, clerk, *(desk_of(clerk, actor) for actor in colleagues))


def complete(dossier: Dossier, today: date) -> Dossier:
    """Tick every paper and sign every authorisation."""
    for member in dossier.members:
        member.authorised_on = member.authorised_on or today
    dossier.materials = intake.checklist(rules_of_papers(), dossier)
    for part in dossier.materials:
        part.received_on = today
    dossier.application.truth_promised = True
    return dossier


def rules_of_papers() -> Desk:
    """The rules that say which papers a dossier needs."""
    return _founded(date(2025, 10, 13), "county").desk


def _blank(town: Town, programmes: list[str], kind: str, cause: str) -> Dossier:
    dossier = town.clerk.read(intake.new_dossier)
    dossier.application.programmes = programmes
    dossier.application.reason = "家里有病人，收入少"
    dossier.application.cause = cause
    dossier.household.kind = kind
    dossier.household.village = "示例社区"
    dossier.household.address = "示例路 8 号 3-2"
    dossier.household.bank = "示例农商银行"
    dossier.household.account_number = "6200000000000000001"
    return dossier


def urban_three(town: Town, order: int = 11) -> Dossier:
    """Three people in town: wage 1,560.00 a month, the wife disabled (limb, grade 2), a pupil; 950.00 due."""
    dossier = _blank(town, ["dibao", "disability_living", "disability_care"], "urban", "disability")
    husband, wife, son = date(1980, 3, 2), date(1982, 6, 11), date(2013, 5, 20)
    dossier.members = [
        MemberPart(
            name="甲示例",
            id_number=id_number(husband, order),
            sex="1",
            birth=husband,
            relation="01",
            phone="13800000001",
        ),
        MemberPart(
            name="乙示例",
            id_number=id_number(wife, order + 1),
            sex="2",
            birth=wife,
            relation="12",
            disability_kind="4",
            disability_grade="2",
        ),
        MemberPart(
            name="丙示例",
            id_number=id_number(son, order + 2),
            sex="1",
            birth=son,
            relation="20",
            student="compulsory",
        ),
    ]
    dossier.household.account_name = "甲示例"
    dossier.incomes = [
        LinePart(kind="wage", person=dossier.members[0].id, item="兼职保安", declared=Decimal("1560.00"))
    ]
    dossier.assets = [LinePart(kind="deposit", declared=Decimal("21000.00"))]
    dossier.housing = [LinePart(kind="home", declared=Decimal("62.00"))]
    return dossier


def urban_couple(town: Town, order: int = 31, *, ill: bool = False) -> Dossier:
    """A couple in town: 600.00 a month, declares 20,000.00 of savings (41,000.00 will be found)."""
    dossier = _blank(town, ["dibao"], "urban", "illness" if ill else "unemployment")
    born = date(1969, 7, 1), date(1971, 7, 1)
    dossier.members = [
        MemberPart(
            name="丁示例",
            id_number=id_number(born[0], order),
            sex="1",
            birth=born[0],
            relation="01",
            phone="13800000002",
        ),
        MemberPart(
            name="戊示例",
            id_number=id_number(born[1], order + 1),
            sex="2",
            birth=born[1],
            relation="12",
            illness="major" if ill else "none",
            illness_name="尿毒症" if ill else "",
        ),
    ]
    dossier.household.account_name = "丁示例"
    dossier.incomes = [
        LinePart(kind="wage", person=dossier.members[0].id, item="零工", declared=Decimal("600.00"))
    ]
    dossier.assets = [LinePart(kind="deposit", declared=Decimal("20000.00"))]
    return dossier


def payer_of(town: Town) -> Workspace:
    """A colleague of 统计 who keeps the money."""

    def join(unit: Unit) -> Operator:
        return unit.add(Operator(login="tongji", name="钱统计", roles="statistician", started_on=unit.today))

    made = town.clerk.write(join)
    roles = frozenset({"statistician"})
    return desk_of(
        town.clerk, replace(town.clerk.actor, operator_id=made.id, login="tongji", name="钱统计", roles=roles)
    )
