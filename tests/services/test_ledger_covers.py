"""The cover of a ledger that leaves names a checkpoint of the journal; a sealed month always the same one."""

from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.services.granting import sealing
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.office import proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.paper import papers
from ledger_case import GRANTED, decide
from stated import SAID
from town import Town, urban_three


def printed(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def head(path: Path) -> list[str]:
    """The lines above the table."""
    sheet = load_workbook(path).worksheets[0]
    return [str(row[0]) for row in sheet.iter_rows(max_row=6, max_col=1, values_only=True) if row[0]]


def closed(code: str) -> str:
    return "".join(code.split())


def test_a_workbook_names_the_newest_checkpoint(town: Town, tmp_path: Path) -> None:
    town.accept(urban_three(town))
    for number in (1, 2):
        made = proving.make_checkpoint(town.clerk, "asked")
        path = tmp_path / f"{number}.xlsx"
        town.clerk.write(ledgers.export, "applications", {}, path, SAID)
        told = f"日志检查点 2025-10-13，校验码 {made.code}，签名公钥 {made.key}"
        assert told in head(path)


def test_a_sealed_month_names_its_own_checkpoint_for_ever(
    town: Town, payer: Workspace, tmp_path: Path
) -> None:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    taken = town.accept(dossier).application_id
    town.head.write(decide, taken, amounts={"dibao": GRANTED}, first="2025-12")
    town.on(date(2025, 12, 8))
    before = proving.make_checkpoint(payer, "asked")
    payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    first = payer.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    assert "还没有日志检查点" in printed(first.path)
    month = proving.make_checkpoint(payer, "month")
    town.on(date(2025, 12, 9))
    later = proving.make_checkpoint(payer, "day")
    again = payer.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    path = tmp_path / "册.xlsx"
    payer.write(ledgers.export, "roster", {"month": "2025-12", "programme": "dibao"}, path, SAID)
    for told in (printed(again.path), closed("".join(head(path)))):
        assert "日志检查点2025-12-08" in told
        assert closed(month.code) in told
        assert closed(before.code) not in told
        assert closed(later.code) not in told
    assert payer.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID).reprint
    assert town.auditor.read(proving.verify_journal).problems == ()
