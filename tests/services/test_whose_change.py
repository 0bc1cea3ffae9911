"""A change of what belongs to one person says whose it is: on screen, in the queue, in the ledger, on its papers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jiuzhu.domain.household import Person
from jiuzhu.services.granting import adjusting, consequences, reassessing
from jiuzhu.services.granting.consequences import Consequence
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from once import once
from receiving import granted, happens, person, propose
from town import Town, payer_of, urban_three


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """Husband and wife both get 护理补贴; since November the wife's disability is of the third grade."""
    town.on(date(2025, 8, 4))
    dossier = urban_three(town, 411)
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "1"
    dossier.application.programmes = ["dibao", "disability_care"]
    found = granted(town, dossier)
    town.on(date(2025, 11, 3))
    happens(town, found, "recovered", date(2025, 11, 1), "乙示例", marks={"disability_grade": "3"})
    return found


def words(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def seen(town: Town, home: FileRows) -> dict[str, Consequence]:
    """Whose → what follows for them."""
    return {one.person: one for one in town.checker.read(consequences.consequences, home.household.id)}


def test_each_entitlement_names_whose_it_is_and_only_the_reasons_about_them(
    town: Town, home: FileRows
) -> None:
    found = seen(town, home)
    kinds = {name: one.change.kind for name, one in found.items() if one.programme == "disability_care"}
    assert kinds == {
        "甲示例（户主）": "keep",
        "乙示例（妻）": "stop",
    }
    assert found["全户"].programme == "dibao"
    hers, his = "".join(found["乙示例（妻）"].why), "".join(found["甲示例（户主）"].why)
    assert "乙示例" in hers
    assert "甲示例" not in hers
    assert "残疾等级" in found["乙示例（妻）"].change.reason
    assert "甲示例" in his
    assert "乙示例" not in his


def ledger_line(town: Town) -> dict[str, Any]:
    (ledger,) = [one for one in town.clerk.read(ledgers.ledgers) if one.id == "adjustments"]
    (row,) = town.clerk.read(ledgers.page, "adjustments", {}).rows
    return {column.name: value for column, value in zip(ledger.columns, row, strict=True)}


def test_the_queue_the_ledger_and_the_papers_name_the_person(
    town: Town, home: FileRows, tmp_path: Path
) -> None:
    propose(town, seen(town, home)["乙示例（妻）"])
    (row,) = town.head.read(adjusting.adjustments)
    assert (row.name, row.person) == ("甲示例", "乙示例（妻）")
    assert [one.id for one in town.head.read(adjusting.adjustments, ("proposed",), "乙示例")] == [row.id]
    line = ledger_line(town)
    assert (line["applicant"], line["struck"]) == ("甲示例", "乙示例")
    form = words(town.checker.write(issue_matter, "F18", row.id, tmp_path).path)
    assert "乙示例（妻）" in form
    assert "甲示例的" not in form  # no reason about somebody else
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    notice = words(town.checker.write(issue_matter, "F18N", row.id, tmp_path).path)
    assert "甲示例：经审核，决定对你家庭成员乙示例（妻）的重度残疾人护理补贴作如下调整。" in notice
    whole = words(town.checker.write(issue_matter, "F20R", home.household.id, tmp_path).path)
    assert "乙示例（妻）" in whole


def test_the_head_is_told_of_their_own_and_a_family_of_its_grant(
    town: Town, home: FileRows, tmp_path: Path
) -> None:
    happens(town, home, "recovered", date(2025, 11, 2), "甲示例", marks={"disability_grade": "3"})
    propose(town, seen(town, home)["甲示例（户主）"])
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    notice = words(town.checker.write(issue_matter, "F18N", row.id, tmp_path).path)
    assert "甲示例：经审核，决定对你本人的重度残疾人护理补贴作如下调整。" in notice


def test_a_list_for_everybody_says_of_each_person_why(town: Town) -> None:
    town.on(date(2025, 8, 4))
    dossier = urban_three(town, 411)
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "1"
    dossier.application.programmes = ["dibao", "disability_care"]
    home = granted(town, dossier)
    town.on(date(2025, 11, 3))

    def as_found(unit: Unit) -> None:
        unit.get(Person, person(home, "乙示例")).disability_grade = "3"

    town.checker.write(as_found)
    payer = payer_of(town)
    wanted = Wanted(
        title="现行标准重算",
        standards_on=date(2025, 11, 3),
        from_month="2025-12",
        document="示例规〔2025〕99号",
    )
    run = reassessing.draft(payer, wanted)
    (line,) = payer.read(lambda unit: list(queries.lines(unit.session, run, ("lost",))))
    assert line.reason == "不符合：因为残疾等级不是一级、二级"
    assert "乙示例" in line.why
    assert "甲示例" not in line.why
