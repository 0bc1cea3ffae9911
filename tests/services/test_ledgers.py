import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiuzhu.errors import Refused, UserError
from jiuzhu.services.counter import intake
from jiuzhu.services.ledger import export_register, ledgers
from jiuzhu.services.ledger.ledgers import LedgerPage
from jiuzhu.services.office import history, searching
from jiuzhu.storage import journal
from jiuzhu.storage.queries import ledgers as queries
from jiuzhu.storage.unit import Unit
from ledger_case import GRANTED, decide, single
from once import once
from relief_case import colleague
from stated import SAID
from town import Town, complete, id_number, urban_couple, urban_three

VILLAGES = ("示例社区", "样本社区", "虚构村")


@pytest.fixture
@once
def street(town: Town) -> Town:
    """Twelve single people in three villages, accepted on twelve days; every third granted, every fourth refused."""
    amounts = random.Random(7)
    for place in range(12):
        town.on(date(2025, 10, 13 + place))
        receipt = town.accept(single(town, 101 + place, VILLAGES[place % 3]))
        if place % 3 == 0:
            cents = Decimal(amounts.randrange(1, 90000)) / 100
            town.head.write(
                decide, receipt.application_id, amounts={"dibao": (cents, Decimal("40.00"))}, first="2025-11"
            )
        elif place % 4 == 1:
            town.head.write(decide, receipt.application_id, amounts={"dibao": None}, first="")
    return town


def column(town: Town, ledger_id: str, page: LedgerPage, name: str) -> list[Any]:
    info = next(item for item in town.clerk.read(ledgers.ledgers) if item.id == ledger_id)
    place = [item.name for item in info.columns].index(name)
    return [row[place] for row in page.rows]


def sheet(path: Path) -> tuple[list[str], list[list[Any]], list[Any]]:
    """Header names, data rows and total row of an exported file."""
    rows = [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if sum(cell is not None for cell in row) == len(row))
    return [str(cell) for cell in rows[head]], rows[head + 1 : -1], rows[-1]


def test_applications_come_in_pages_newest_first_with_sums_over_all(street: Town) -> None:
    first = street.clerk.read(ledgers.page, "applications", {}, "", 0, 5)
    second = street.clerk.read(ledgers.page, "applications", {}, "", 5, 5)
    last = street.clerk.read(ledgers.page, "applications", {}, "", 10, 5)

    names = [column(street, "applications", page, "applicant") for page in (first, second, last)]
    assert [name for part in names for name in part] == [f"示例{order}" for order in range(112, 100, -1)]
    assert first.total == second.total == 12
    granted = [
        street.clerk.read(ledgers.page, "applications", {"state": "approved"}).rows[place][19]
        for place in range(4)
    ]
    assert first.sums == {"members": Decimal(12), "monthly": sum(granted, Decimal(0))}
    assert second.sums == {}


@pytest.mark.parametrize(
    ("filters", "orders"),
    [
        ({"village": "样本社区"}, [102, 105, 108, 111]),
        ({"state": "refused"}, [102, 106]),
        ({"state": "open"}, [103, 105, 108, 109, 111, 112]),
        ({"date_from": date(2025, 10, 20), "date_to": date(2025, 10, 22)}, [108, 109, 110]),
        ({"text": "示例105"}, [105]),
        ({"text": "A00003"}, [103]),
        ({"text": "虚构"}, [103, 106, 109, 112]),
        ({"text": id_number(date(1970, 1, 1), 104)[-4:]}, [104]),
        ({"programme": "edge"}, []),
        ({"programme": "dibao", "state": "approved", "village": "示例社区"}, [101, 104, 107, 110]),
    ],
)
def test_applications_are_narrowed_in_sql(street: Town, filters: dict[str, Any], orders: list[int]) -> None:
    page = street.clerk.read(ledgers.page, "applications", filters, "number")

    assert column(street, "applications", page, "applicant") == [f"示例{order}" for order in orders]
    assert page.total == len(orders)
    assert page.sums["members"] == len(orders)
    assert page.sums["monthly"] == sum(
        (amount or Decimal(0) for amount in column(street, "applications", page, "monthly")), Decimal(0)
    )


@pytest.mark.parametrize(("sort", "turned"), [("accepted_on", False), ("-accepted_on", True)])
def test_sorting_knows_both_directions(street: Town, sort: str, turned: bool) -> None:
    page = street.clerk.read(ledgers.page, "applications", {}, sort)
    days = column(street, "applications", page, "accepted_on")
    assert days == sorted(days, reverse=turned)
    assert len(set(days)) == 12


@pytest.mark.parametrize("ledger_id", ["applications", "dibao_households"])
def test_every_sort_a_ledger_offers_works(street: Town, ledger_id: str) -> None:
    info = next(item for item in street.clerk.read(ledgers.ledgers) if item.id == ledger_id)
    total = street.clerk.read(ledgers.page, ledger_id, {}).total
    for sort in info.sorts:
        assert len(street.clerk.read(ledgers.page, ledger_id, {}, f"-{sort}").rows) == total


def test_an_unknown_filter_or_sort_is_a_bug_never_ignored(street: Town) -> None:
    with pytest.raises(ValueError, match="month"):
        street.clerk.read(ledgers.page, "applications", {"month": "2025-11"})
    with pytest.raises(KeyError):
        street.clerk.read(ledgers.page, "applications", {}, "phone")


def test_turned_around_dates_are_told(street: Town) -> None:
    with pytest.raises(UserError, match="晚于"):
        street.clerk.read(
            ledgers.page, "applications", {"date_from": date(2025, 10, 3), "date_to": date(2025, 10, 2)}
        )


def test_a_page_hides_what_an_export_carries(town: Town, tmp_path: Path) -> None:
    dossier = urban_three(town)
    number = dossier.members[0].id_number
    receipt = town.accept(dossier)
    town.head.write(
        decide,
        receipt.application_id,
        amounts={"dibao": GRANTED, "disability_living": None, "disability_care": None},
        first="2025-11",
    )
    page = town.clerk.read(ledgers.page, "dibao_households", {})
    assert number not in str(page.rows)
    assert "6200000000000000001" not in str(page.rows)
    assert column(town, "dibao_households", page, "account_number") == ["****0001"]
    assert column(town, "dibao_households", page, "member1_id_number") == [
        f"{number[:6]}********{number[-4:]}"
    ]

    done = town.clerk.write(ledgers.export, "dibao_households", {}, tmp_path / "户.xlsx", SAID)
    head, rows, total = sheet(done.path)
    row = dict(zip(head, rows[0], strict=True))
    assert row["证件号码"] != number  # the last column of that name is a later, empty member's
    assert rows[0][2] == number
    assert row["银行账号"] == "6200000000000000001"
    assert (row["保障标准"], row["月人均收入"], row["月保障金合计"]) == (770, 520, 950)
    assert (row["家庭人口"], row["保障人口"], row["城乡类别"], row["待遇状态"]) == (3, 3, "城市", "待发放")
    assert rows[0][head.index("姓名") :][:5] == ["甲示例", "本人", number, "是", "乙示例"]
    assert total[head.index("月保障金合计")] == 950
    assert done.sums["monthly"] == Decimal("950.00")


def test_a_ninth_member_stands_in_the_last_column_masked_on_screen(town: Town, tmp_path: Path) -> None:
    dossier = urban_three(town)
    child = dossier.members[2]
    for order in range(61, 68):
        born = date(2014, 1, 1)
        dossier.members.append(
            type(child)(
                name=f"幼{order}",
                id_number=id_number(born, order),
                sex=str(2 - order % 2),
                birth=born,
                relation="20",
            )
        )
    receipt = town.accept(dossier)
    town.head.write(
        decide,
        receipt.application_id,
        amounts={"dibao": GRANTED, "disability_living": None, "disability_care": None},
        first="2025-11",
    )
    ninth, tenth = dossier.members[8], dossier.members[9]

    page = town.clerk.read(ledgers.page, "dibao_households", {})
    [told] = column(town, "dibao_households", page, "more_members")
    assert ninth.name in told
    assert ninth.id_number not in told

    done = town.clerk.write(ledgers.export, "dibao_households", {}, tmp_path / "户.xlsx", SAID)
    _, rows, _ = sheet(done.path)
    assert rows[0][-1] == f"{ninth.name}（子）{ninth.id_number}；{tenth.name}（子）{tenth.id_number}"


def test_an_export_carries_every_row_and_the_sums_of_the_database(street: Town, tmp_path: Path) -> None:
    done = street.clerk.write(ledgers.export, "applications", {}, tmp_path / "申请.xlsx", SAID)

    head, rows, total = sheet(done.path)
    recount = sum((Decimal(str(row[head.index("月救助金额")] or 0)) for row in rows), Decimal(0))
    assert (done.rows, len(rows)) == (12, 12)
    assert done.sums["monthly"] == recount == Decimal(str(total[head.index("月救助金额")]))
    assert done.sums == street.clerk.read(ledgers.page, "applications", {}).sums
    assert [row[2] for row in rows] == [id_number(date(1970, 1, 1), order) for order in range(112, 100, -1)]
    assert rows[0][head.index("受理日期")].date() == date(2025, 10, 24)


def test_an_export_follows_the_filters_and_says_them(street: Town, tmp_path: Path) -> None:
    filters = {"village": "示例社区", "state": "approved", "date_from": date(2025, 10, 14)}
    done = street.clerk.write(ledgers.export, "applications", filters, tmp_path / "a.xlsx", SAID)

    assert done.rows == 3
    text = str(list(load_workbook(done.path).worksheets[0].iter_rows(max_row=4, values_only=True)))
    assert "状态：已确认；村（居）：示例社区；受理日期起：2025-10-14" in text
    assert "张经办" in text


def test_an_export_leaves_a_record_of_who_took_what_for_what(street: Town, tmp_path: Path) -> None:
    said = replace(SAID, purpose="report", purpose_text="月末对账", recipient="渝北区民政局")
    done = street.checker.write(
        ledgers.export, "applications", {"state": "refused"}, tmp_path / "a.xlsx", said
    )
    [kept] = street.auditor.read(export_register.exports, "", "")
    assert (kept.number, kept.asker, kept.rows, kept.state) == (done.number, "李核查", 2, "left")
    assert (kept.title, kept.narrowed) == ("社会救助申请台账（Excel）", "状态：不予确认")
    assert (kept.purpose, kept.recipient) == ("报送上级部门：月末对账", "渝北区民政局")
    assert kept.sha256 == hashlib.sha256(done.path.read_bytes()).hexdigest()
    told = street.clerk.read(history.history, street.checker.actor.operator_id)
    assert (told[0].who, told[0].what) == ("李核查", "导出台账")
    assert not street.clerk.read(lambda unit: journal.verify(unit.session.connection())).problems


def test_an_export_needs_the_right(street: Town, tmp_path: Path) -> None:
    administrator = colleague(street, "xitong", "孙系统", "administrator")
    with pytest.raises(Refused, match="导出台账"):
        administrator.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", SAID)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_rows_that_do_not_add_up_never_become_a_file(
    street: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = queries.decisions_of

    def wrong(session: Any, applications: Sequence[str]) -> dict[str, list[Any]]:
        found = real(session, applications)
        return dict(list(found.items())[1:])

    monkeypatch.setattr(queries, "decisions_of", wrong)
    with pytest.raises(RuntimeError, match="sums"):
        street.clerk.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", SAID)
    assert list(tmp_path.iterdir()) == [tmp_path / "office"]


def test_an_export_into_a_missing_folder_is_told_and_leaves_no_record(street: Town, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不存在"):
        street.clerk.write(ledgers.export, "applications", {}, tmp_path / "没有" / "也没有" / "a.xlsx", SAID)
    done = street.clerk.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", SAID)
    assert "A00001" in done.number


def grant(town: Town, order: int, village: str, *periods: tuple[str, str, str]) -> None:
    """Entitlements of one household, each (amount, first month, last month), on one application each."""
    for number, (amount, first, last) in enumerate(periods):
        dossier = single(town, order, village)
        if number:
            [hit] = [person for person in town.clerk.read(_people) if person[0] == f"示例{order}"]
            dossier = town.clerk.read(_again, hit[1])
        receipt = town.accept(dossier)
        town.head.write(
            decide, receipt.application_id,
            amounts={"dibao": (Decimal(amount), Decimal("60.00"))}, first=first, last=last,
        )  # fmt: skip


def _people(unit: Unit) -> list[tuple[str, str]]:
    return [(hit.name, hit.person_id) for hit in searching.search(unit, "示例")]


def _again(unit: Unit, person_id: str) -> Any:
    made = intake.from_person(unit, person_id)
    made.application.programmes = ["dibao"]
    made.application.reason = "家里有病人，收入少"
    made.incomes = []
    return made


def test_households_stand_once_with_what_is_in_force(town: Town) -> None:
    grant(town, 201, "乙村", ("100.00", "2025-01", "2025-03"), ("300.05", "2025-10", ""))
    grant(town, 203, "甲村", ("200.10", "2025-02", "2025-09"))
    grant(town, 205, "甲村", ("50.00", "2025-11", ""))

    def shown(**filters: str) -> list[tuple[str, Decimal]]:
        page = town.clerk.read(ledgers.page, "dibao_households", filters)
        names = column(town, "dibao_households", page, "applicant")
        amounts = column(town, "dibao_households", page, "monthly")
        assert page.sums["monthly"] == sum(amounts, Decimal(0))
        lived = len(names) if filters.get("month", "2025-10") >= "2025-10" else 0  # they came in October
        assert page.sums["members"] == lived
        assert page.total == len(names)
        return list(zip(names, amounts, strict=True))

    every = {"示例201": Decimal("360.05"), "示例203": Decimal("260.10"), "示例205": Decimal("110.00")}
    assert shown() == [(name, every[name]) for name in ("示例201", "示例203", "示例205")]
    assert shown(state="receiving") == [("示例201", every["示例201"])]
    assert shown(state="coming") == [("示例205", every["示例205"])]
    assert shown(state="ended") == [("示例201", Decimal("160.00")), ("示例203", every["示例203"])]
    assert shown(month="2025-03") == [("示例201", Decimal("160.00")), ("示例203", every["示例203"])]
    assert shown(month="2025-09") == [("示例203", every["示例203"])]
    assert shown(month="2025-12", village="甲村") == [("示例205", every["示例205"])]
    assert shown(month="2024-12") == []


def test_the_screen_offers_what_can_be_chosen(street: Town) -> None:
    by_id = {info.id: info for info in street.clerk.read(ledgers.ledgers)}
    assert list(by_id) == [
        "applications",
        "dibao_households",
        "roster",
        "reserve",
        "damaged_houses",
        "grants",
        "events",
        "adjustments",
        "rechecks",
        "alerts",
        "transfers",
        "leads",
        "service_rosters",
        "exports",
    ]
    assert [code for code, _ in by_id["applications"].choices["village"]] == sorted(VILLAGES)
    assert by_id["applications"].choices["state"][0] == ("open", "在办")
    assert [code for code, _ in by_id["roster"].choices["programme"]] == [
        "dibao", "tekun", "disability_living", "disability_care", "orphan", "unsupported_child", "elder_allowance",
        "elder_care",
    ]  # fmt: skip
    assert by_id["roster"].needed == ("month", "programme")


def test_a_couple_waiting_for_papers_is_in_the_ledger_without_a_day(town: Town) -> None:
    dossier = complete(urban_couple(town), town.clerk.today())
    town.clerk.write(intake.issue_correction, dossier, "", ["妻子的核对授权"])
    page = town.clerk.read(ledgers.page, "applications", {})
    assert column(town, "applications", page, "state") == ["待补正"]
    assert column(town, "applications", page, "accepted_on") == [None]
    assert column(town, "applications", page, "due_title") == ["补正期限"]
