import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member
from jiuzhu.errors import UserError
from jiuzhu.services.casework import files
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.paper import papers
from jiuzhu.storage.queries.files import of_application
from jiuzhu.storage.unit import Unit
from ledger_case import GRANTED, decide, single
from on_the_way import approve, submitted
from stated import SAID
from town import Town, urban_three

LIVING = Decimal("80.00"), Decimal(0)


def three(town: Town) -> str:
    """The household of three: 低保 750 + 200 from December, the wife's subsidy 80."""
    receipt = town.accept(urban_three(town))
    town.head.write(
        decide,
        receipt.application_id,
        amounts={"dibao": GRANTED, "disability_living": LIVING, "disability_care": None},
        first="2025-12",
    )
    return receipt.application_id


def test_a_household_is_on_the_roster_from_its_first_month(town: Town) -> None:
    three(town)
    assert town.clerk.read(rosters.roster, "2025-11", "dibao").lines == []
    made = town.clerk.read(rosters.roster, "2025-12", "dibao")

    [line] = made.lines
    assert (line.position, line.payee, line.bank, line.account_number) == (
        1,
        "甲示例",
        "示例农商银行",
        "6200000000000000001",
    )
    assert (line.members, line.base, line.addons, line.total) == (
        3,
        Decimal("750.00"),
        Decimal("200.00"),
        Decimal("950.00"),
    )
    assert (made.households, made.people, made.total, made.total_words) == (
        1,
        3,
        Decimal("950.00"),
        "玖佰伍拾元整",
    )


def test_an_empty_month_is_an_empty_roster_of_zero_yuan(town: Town) -> None:
    made = town.clerk.read(rosters.roster, "2025-12", "dibao")
    assert (made.lines, made.total, made.total_words) == ([], Decimal("0.00"), "零元整")


def test_the_last_month_is_paid_and_the_next_is_not(town: Town) -> None:
    application_id = three(town)

    def end(unit: Unit) -> None:
        for row in of_application(unit.session, Entitlement, application_id):
            row.last_month = "2026-02"

    town.clerk.write(end)
    assert [
        town.clerk.read(rosters.roster, month, "dibao").households
        for month in ("2025-12", "2026-01", "2026-02", "2026-03")
    ] == [1, 1, 1, 0]


def test_a_subsidy_of_persons_counts_persons(town: Town) -> None:
    three(town)
    made = town.clerk.read(rosters.roster, "2025-12", "disability_living")
    assert [(line.members, line.base, line.addons, line.total) for line in made.lines] == [
        (1, Decimal("80.00"), Decimal("0.00"), Decimal("80.00"))
    ]
    assert made.people == 1


def test_several_entitlements_of_a_household_are_one_line(town: Town) -> None:
    application_id = three(town)

    def second_person(unit: Unit) -> None:
        row = next(
            item
            for item in of_application(unit.session, Entitlement, application_id)
            if item.programme == "disability_living"
        )
        other = files.dossier(unit, application_id).members[0].id
        unit.add(
            Entitlement(
                household_id=row.household_id, application_id=application_id, decision_id=row.decision_id,
                programme=row.programme, person_id=other, monthly=Decimal("70.05"), first_month="2026-01",
            )
        )  # fmt: skip

    town.clerk.write(second_person)
    [line] = town.clerk.read(rosters.roster, "2026-01", "disability_living").lines
    assert (line.members, line.total) == (2, Decimal("150.05"))
    [line] = town.clerk.read(rosters.roster, "2025-12", "disability_living").lines
    assert (line.members, line.total) == (1, Decimal("80.00"))


def test_members_are_those_of_the_month(town: Town) -> None:
    application_id = three(town)

    def leave(unit: Unit) -> None:
        rows = files.load_rows(unit, application_id)
        unit.get(Member, rows.members[-1].id).left_on = date(2026, 1, 15)

    town.clerk.write(leave)
    people = [
        town.clerk.read(rosters.roster, month, "dibao").people for month in ("2025-12", "2026-01", "2026-02")
    ]
    assert people == [3, 3, 2]


def test_the_payee_is_the_owner_of_the_account(town: Town) -> None:
    application_id = three(town)
    wife = town.clerk.read(files.dossier, application_id).members[1]

    def rename(unit: Unit, name: str) -> None:
        unit.get(Household, files.load_rows(unit, application_id).household.id).account_name = name

    town.clerk.write(rename, wife.name)
    [line] = town.clerk.read(rosters.roster, "2025-12", "dibao").lines
    assert (line.payee, line.id_number) == ("乙示例", wife.id_number)
    town.clerk.write(rename, "代管人示例")
    [line] = town.clerk.read(rosters.roster, "2025-12", "dibao").lines
    assert (line.payee, line.id_number) == ("代管人示例", "")


@pytest.mark.parametrize(
    ("month", "programme"), [("2025-13", "dibao"), ("", "dibao"), ("2025-12", "edge"), ("2025-12", "")]
)
def test_a_roster_of_nothing_payable_is_refused(town: Town, month: str, programme: str) -> None:
    with pytest.raises(UserError):
        town.clerk.read(rosters.roster, month, programme)
    with pytest.raises(UserError):
        town.clerk.read(ledgers.page, "roster", {"month": month, "programme": programme})


@pytest.fixture
def street(town: Town) -> list[tuple[str, str, Decimal]]:
    """Fifteen households granted odd cents; (village, household number, yuan) in no order."""
    cents, made = random.Random(3), []
    for order in range(301, 316):
        village = ("乙村", "甲村", "丙社区")[order % 3]
        amount = Decimal(cents.randrange(1, 99999)) / 100
        receipt = town.accept(single(town, order, village))
        town.head.write(
            decide, receipt.application_id, amounts={"dibao": (amount, Decimal("60.00"))}, first="2025-12"
        )
        number = town.clerk.read(files.dossier, receipt.application_id).household.number
        made.append((village, number, amount + 60))
    return made


def test_screen_pdf_and_workbook_say_the_same_to_the_cent(
    town: Town, street: list[tuple[str, str, Decimal]], tmp_path: Path
) -> None:
    total = sum((amount for _, _, amount in street), Decimal(0))
    wanted = {"month": "2025-12", "programme": "dibao"}
    made = town.clerk.read(rosters.roster, "2025-12", "dibao")
    page = town.clerk.read(ledgers.page, "roster", wanted, "", 10, 3)
    first = town.clerk.read(ledgers.page, "roster", wanted)
    done = town.clerk.write(ledgers.export, "roster", wanted, tmp_path / "册.xlsx", SAID)
    issued = town.clerk.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)

    assert [(line.village, line.household_number, line.total) for line in made.lines] == sorted(street)
    assert [line.position for line in made.lines] == list(range(1, 16))
    assert [row[0] for row in page.rows] == [11, 12, 13]
    assert first.sums == {
        "members": Decimal(15),
        "base": total - 900,
        "addons": Decimal(900),
        "repaired": Decimal(0),
        "total": total,
    }
    assert made.total == done.sums["total"] == total
    sheet = load_workbook(done.path).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert sheet.title == "最低生活保障发放花名册"
    assert Decimal(str(rows[-1][-1])) == total
    text = "\n".join(part.extract_text() for part in PdfReader(issued.path).pages)
    assert f"{total:,.2f}" in text
    assert made.total_words in text
    assert issued.path.name == f"F21-{issued.number}.pdf"
    assert issued.number.startswith("册2025-")


def test_a_roster_printed_again_unchanged_keeps_its_number(town: Town, tmp_path: Path) -> None:
    application_id = three(town)
    first = town.clerk.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    again = town.clerk.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    other = town.clerk.write(papers.issue_roster, "2026-01", "dibao", tmp_path, SAID)

    def raise_it(unit: Unit) -> None:
        of_application(unit.session, Entitlement, application_id)[0].monthly += Decimal("0.01")

    town.clerk.write(raise_it)
    changed = town.clerk.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    assert (again.number, again.prints, again.reprint) == (first.number, 2, True)
    assert len({first.number, other.number, changed.number}) == 3


def test_case_1_signed_for_real_stands_in_ledger_roster_and_papers(town: Town, tmp_path: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)

    made = town.clerk.read(rosters.roster, "2025-12", "dibao")
    assert [(line.members, line.base, line.addons, line.total) for line in made.lines] == [
        (3, Decimal("750.00"), Decimal("200.00"), Decimal("950.00"))
    ]
    assert town.clerk.read(rosters.roster, "2025-12", "disability_care").total == Decimal("80.00")
    info = next(item for item in town.clerk.read(ledgers.ledgers) if item.id == "dibao_households")
    [row] = town.clerk.read(ledgers.page, "dibao_households", {}).rows
    values = dict(zip([column.name for column in info.columns], row, strict=True))
    assert (values["standard"], values["per_head"], values["standing"]) == (
        Decimal("770.00"),
        Decimal("520.00"),
        "待发放",
    )
    assert (values["first_month"], values["next_recheck_on"]) == ("2025-12", date(2026, 5, 12))
    offers = [offer for offer in town.clerk.read(papers.available, taken) if offer.ready]
    assert [offer.form for offer in offers] == [
        "F01", "F02", "F03", "F04", "F08", "F09", "F10", "F13", "F15", "F16", "F16", "F16", "F35A",
        "F35B", "WHY",
    ]  # fmt: skip
    issued = [town.clerk.write(papers.issue, item.form, taken, tmp_path, item.decision_id) for item in offers]
    assert len({item.number for item in issued}) == len(issued)
    text = {
        item.form: "\n".join(part.extract_text() for part in PdfReader(item.path).pages)
        for item in issued[::-1]
    }
    assert "玖佰伍拾元整" in text["F16"]
    assert "渝" in text["WHY"]
