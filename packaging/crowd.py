"""An office with as many invented people as a benchmark asks for, written by bulk SQL into a real encrypted file."""

import json
import multiprocessing
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import IncidentPart, LinePart, MemberPart
from jiuzhu.domain.identity_number import check_digit
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import Actor
from jiuzhu.services.counter import intake
from jiuzhu.services.office import opening
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉萍红华建国志文金凤春梅荣珍淑琴云贵林海燕鹏辉飞波斌宇浩凯健俊帆"
    "雪琳晶莹颖佳欣怡婷慧巧美仁义忠诚信德福禄寿喜庆祥瑞安康宁泰和顺利达成功业昌盛茂才学良善光照天地山水木火土石川江河"
    "子梓雨涵诗思博睿轩昊然泽宸可心语若一诺萱彤妍晨曦阳月星辰夏秋冬东西南北中正直广大小长青松柏竹菊荷莲香芝蓉翠碧银"
)
VILLAGES = tuple(
    f"{first}{second}{kind}"
    for (first, second), kind in zip(
        islice(product("龙石双新大青白红金高长安", "桥坝河坪溪塘湾岩坡井堡林村沟岭寨泉洞"), 200),
        ("村", "社区", "村", "村", "社区") * 40,
        strict=True,
    )
)
_BATCH = 20_000
_FIRST_BIRTH = date(1936, 1, 1)
PASSWORD = "长风破浪会有时2026"  # noqa: S105  # of an office that lives as long as the measurement


@dataclass(frozen=True, slots=True)
class Invented:
    """What a person is looked for by."""

    name: str
    initials: str
    id_number: str
    phone: str
    address: str


def found_office(home: Path) -> Workspace:
    """A new office without demo households."""
    return opening.first_start(
        home,
        opening.FirstStart(
            office_name="示例街道社会救助服务窗口",
            district="500112",
            district_name="渝北区",
            township="500112001",
            township_name="示例街道",
            window="A",
            operator_name="甲经办",
            login="jia",
            password=PASSWORD,
        ),
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a desk of an office: all a process of its own needs to sit down there."""

    home: Path
    key: bytes
    actor: Actor
    desk: Desk
    database: Callable[[Path], Database] | None = None  # opens a server's by the person's own login

    def open(self) -> Workspace:
        """The office opened anew by this person."""
        if self.database is not None:
            return Workspace(self.home, self.database(self.home), self.actor, self.desk)
        return Workspace(self.home, EncryptedFile(self.home / DATABASE, self.key), self.actor, self.desk)


elsewhere: Callable[..., list[Seat]] | None = None
"""Staffs an office that does not lie in a file: set for a run whose office lies on a shared server."""


def staffed(home: Path, *colleagues: str) -> list[Seat]:
    """Found an office; where its first operator sits (takes, checks and administers), and a colleague for each of these roles."""
    if elsewhere is not None:
        return elsewhere(home, "clerk checker", *colleagues)
    first = found_office(home)
    key, actors = bytes.fromhex(first.file.key_hex()), [first.actor]

    def join(unit: Unit, place: int, roles: str) -> Operator:
        name = f"{'乙丙丁戊己庚'[place]}经办"
        return unit.add(Operator(login=f"desk{place}", name=name, roles=roles, started_on=unit.today))

    for place, roles in enumerate(colleagues):
        made = first.write(join, place, roles)
        actors.append(
            replace(
                first.actor,
                operator_id=made.id,
                login=made.login,
                name=made.name,
                roles=frozenset(roles.split()),
            )
        )
    rules = first.rules
    first.close()
    return [Seat(home, key, actor, rules) for actor in actors]


def burnt(office: Workspace, order: int) -> str:
    """A person whose house burnt, taken for 小额快救 without a paper; returns the application."""
    one = next(islice(people(order + 1), order, None))
    form = office.read(intake.new_dossier)
    form.application.programmes, form.application.reason = ["quick"], "房屋起火"
    form.application.cause, form.application.truth_promised = "other", True
    form.household.kind, form.household.village, form.household.address = "rural", "示例村", one.address
    born = date.fromisoformat(f"{one.id_number[6:10]}-{one.id_number[10:12]}-{one.id_number[12:14]}")
    form.members = [
        MemberPart(
            name=one.name, id_number=one.id_number[:17] + check_digit(one.id_number[:17]), birth=born, relation="01",
            sex="1" if int(one.id_number[16]) % 2 else "2", lives_alone=True, phone=one.phone,
        )
    ]  # fmt: skip
    form.assets = [LinePart(kind="deposit", declared=Decimal(800))]
    form.incident = IncidentPart(kind="fire", cause="房屋起火", happened_on=office.today(), persons=1)
    return office.write(intake.accept, form, "").application_id


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a process of its own, all at once; returns what they return, as JSON carries it.

    Nobody may hold an open database while the processes begin.
    """
    context = multiprocessing.get_context("fork")
    pipes = [context.Pipe(duplex=False) for _ in works]

    def run(work: Callable[[], Any], writing: Connection) -> None:
        writing.send(json.dumps(work()))

    processes = [
        context.Process(target=run, args=(work, writing))
        for work, (_, writing) in zip(works, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    told = []
    for process, (reading, _) in zip(processes, pipes, strict=True):
        # Read before the process is waited for: a long answer fills the pipe, and its process waits for a reader.
        wait([reading, process.sentinel])
        told.append(json.loads(reading.recv()) if reading.poll() else None)
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("one of the desks ended by an error; what it was stands above")
    return told


def people(count: int, seed: int = 2026) -> Iterator[Invented]:
    """Invented people: common surnames more often than rare ones, one character in eight given names alone."""
    chance = random.Random(seed)  # noqa: S311  # invented people want to be the same in every run
    weights = [1 / (rank + 3) for rank in range(len(SURNAMES))]
    often = [1 / (rank + 12) for rank in range(len(GIVEN))]
    for order in range(count):
        surname = chance.choices(SURNAMES, weights)[0]
        name = surname + "".join(chance.choices(GIVEN, often, k=1 if chance.random() < 0.125 else 2))
        birth = _FIRST_BIRTH + timedelta(days=chance.randrange(32_000))
        place = chance.choice(VILLAGES)
        where = (
            f"示例街道{place}{chance.randrange(1, 15)}组{chance.randrange(1, 300)}号"
            if place.endswith("村")
            else f"示例街道{place}示例路{chance.randrange(1, 400)}号{chance.randrange(1, 30)}-{chance.randrange(1, 9)}"
        )
        yield Invented(
            name,
            initials(name),
            f"500199{birth:%Y%m%d}{order % 1000:03d}{chance.choice('0123456789X')}",
            f"1{chance.choice('3589')}{chance.randrange(10**9):09d}",
            where,
        )


def fill(database: EncryptedFile, count: int) -> list[Invented]:
    """Write `count` people in households of one to four; returns a sample of at most 20,000 of them."""
    raw = database.raw()
    raw.create_function("current_unit", 0, lambda: "crowd")
    raw.execute("PRAGMA synchronous = OFF")  # an office nobody will miss
    raw.execute("PRAGMA cache_size = -524288")
    sample: list[Invented] = []
    chance = random.Random(7)  # noqa: S311  # as above
    everybody = people(count)
    try:
        while batch := list(islice(everybody, _BATCH)):
            raw.execute("BEGIN")
            _write(raw, batch, chance)
            raw.execute("COMMIT")
            sample += chance.sample(batch, max(1, len(batch) * 20_000 // max(count, 20_000)))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
    return sample


def _write(raw: Any, batch: list[Invented], chance: random.Random) -> None:
    identities = [new_id().replace("-", "") for _ in batch]
    insert_rows(
        raw,
        "person",
        [
            {
                "id": identity,
                "name": one.name,
                "initials": one.initials,
                "id_number": one.id_number,
                "sex": "1" if int(one.id_number[16]) % 2 else "2",
                "birth": f"{one.id_number[6:10]}-{one.id_number[10:12]}-{one.id_number[12:14]}",
                "phone": one.phone,
                "address": one.address,
                "registered_address": one.address,
                "registration": "rural" if "村" in one.address else "urban",
            }
            for identity, one in zip(identities, batch, strict=True)
        ],
    )
    households: list[dict[str, Any]] = []
    members: list[dict[str, Any]] = []
    place = 0
    while place < len(batch):
        size = min(chance.choice((1, 1, 2, 2, 3, 3, 4)), len(batch) - place)
        home = new_id().replace("-", "")
        head = batch[place]
        households.append(
            {
                "id": home,
                "number": f"户{home}",
                "kind": "rural" if "村" in head.address else "urban",
                "district": "500112",
                "township": "500112001",
                "village": head.address[4:8],
                "address": head.address,
                "head_id": identities[place],
            }
        )
        members += [
            {
                "id": new_id().replace("-", ""),
                "household_id": home,
                "person_id": identities[place + order],
                "relation": "01" if order == 0 else "20",
                "counted": 1,
                "position": order,
                "joined_on": "2026-01-01",
            }
            for order in range(size)
        ]
        place += size
    insert_rows(raw, "household", households)
    insert_rows(raw, "member", members)


def insert_rows(raw: Any, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows; columns not given that may not be NULL get their empty value."""
    defaults = {"VARCHAR": "", "TEXT": "", "BOOLEAN": 0, "INTEGER": 1}
    columns: dict[str, Any] = {}
    for _, name, kind, required, _, key in raw.execute(f"PRAGMA table_info({table})"):
        numbered = key and kind == "INTEGER"  # SQLite counts these by itself
        if name in rows[0] or (required and not numbered):
            columns[name] = defaults.get(kind.split("(")[0], "")
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own tables
    raw.executemany(statement, ([row.get(name, empty) for name, empty in columns.items()] for row in rows))
