"""Ledgers of 动态管理 and 转办 as papers: every row the filters leave, once numbered as long as nothing changes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from every_ledger import Kept, Office, keep, reopened
from jiuzhu.errors import Refused
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.ledger.exporting import PRINTED
from jiuzhu.services.office import history
from jiuzhu.services.paper import ledger_papers
from stated import SAID

LISTS = [one for one in PRINTED if one != "exports"]
"""The register of exports grows with every printing; it has its own tests."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return keep(tmp_path_factory.mktemp("kept") / "office")


@pytest.fixture
def office(kept: Kept, tmp_path: Path) -> Iterator[Office]:
    made = reopened(kept, tmp_path / "office")
    yield made
    made.town.close()


@pytest.mark.parametrize("ledger_id", LISTS)
def test_a_ledger_leaves_as_a_numbered_paper(office: Office, tmp_path: Path, ledger_id: str) -> None:
    made = office.payer.write(ledger_papers.issue_ledger, ledger_id, {}, tmp_path, SAID)
    assert made.path.read_bytes().startswith(b"%PDF")
    assert (made.pages, made.prints, made.reprint) == (1, 1, False)
    again = office.payer.write(ledger_papers.issue_ledger, ledger_id, {}, tmp_path, SAID)
    assert (again.number, again.prints, again.reprint) == (made.number, 2, True)
    other = office.payer.write(
        ledger_papers.issue_ledger,
        ledger_id,
        {"village": "示例村" if ledger_id == "transfers" else "示例社区"},
        tmp_path,
        SAID,
    )
    assert other.number != made.number
    assert office.payer.read(history.history, office.payer.actor.operator_id)[0].what == "打印台账"


@pytest.mark.parametrize("ledger_id", LISTS)
def test_no_day_and_no_name_of_three_is_broken_over_lines(
    office: Office, tmp_path: Path, ledger_id: str
) -> None:
    made = office.payer.write(ledger_papers.issue_ledger, ledger_id, {}, tmp_path, SAID)
    said = "\n".join(page.extract_text() for page in PdfReader(made.path).pages)
    found = office.payer.read(ledgers.page, ledger_id, {})
    days = {str(value) for row in found.rows for value in row if isinstance(value, date)}
    assert days
    assert sorted(day for day in days if day not in said) == []
    names = {value for row in found.rows for value in row if str(value).endswith("示例") and len(value) == 3}
    assert sorted(name for name in names if name not in said) == []


def test_nothing_and_too_much_are_not_printed(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="没有符合筛选条件的内容"):
        office.payer.write(ledger_papers.issue_ledger, "events", {"village": "没有的村"}, tmp_path, SAID)
    monkeypatch.setattr(ledger_papers, "MOST_ROWS", 0)
    with pytest.raises(Refused, match="请缩小筛选范围"):
        office.payer.write(ledger_papers.issue_ledger, "events", {}, tmp_path, SAID)
    assert list(tmp_path.glob("*.pdf")) == []
