"""经过 told in the words of the office: no name of a table, a column or a function reaches a person."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from jiuzhu.domain.application import Application
from jiuzhu.domain.dossier import LinePart
from jiuzhu.services.office import history
from jiuzhu.services.survey import checking, checking_lines
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from on_the_way import approve, submitted
from town import Town, urban_couple, urban_three

SERVICES = Path(history.__file__).parents[1]
LATIN = re.compile(r"[A-Za-z]{2,}")


def test_a_whole_way_reads_in_chinese_newest_first(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 13), date(2025, 10, 21))
    approve(town, taken)
    told = town.head.read(history.history, taken)
    whats = [line.what for line in told]
    assert whats[0] == "签署决定"
    assert whats[-1] == "受理申请"
    assert ("状态", "待审核确认", "已确认") in told[0].fields
    for line in told:
        assert not LATIN.search(
            " ".join([line.what, line.note, *(word for item in line.fields for word in item)])
        )


def test_a_settled_line_tells_figure_and_judgement(town: Town) -> None:
    dossier = urban_couple(town)
    dossier.application.source = "self"
    taken = town.accept(dossier).application_id
    town.checker.write(checking.start_survey, taken)
    part = LinePart(kind="deposit", checked=Decimal("41000.00"))
    line = town.checker.write(checking_lines.add_found_line, taken, "asset", part)
    town.checker.write(checking_lines.explain, line, "忘记另有一本存折", "存折")
    town.checker.write(checking_lines.accept_figure, line, Decimal("41000.00"), "omitted")
    newest = town.checker.read(history.history, taken)[0]
    assert newest.what == "认定数额"
    assert ("认定数", "", "41,000.00") in newest.fields
    assert ("认定", "", "漏报") in newest.fields


def test_a_service_without_words_and_fields_is_not_told(town: Town) -> None:
    taken = town.accept(urban_couple(town)).application_id

    def odd_job(unit: Unit) -> None:
        unit.about(taken)
        unit.get(Application, taken).alarm_on = date(2025, 12, 1)

    before = town.clerk.read(history.history, taken)
    town.clerk.write(odd_job)
    assert town.clerk.read(history.history, taken) == before


def test_every_label_names_a_column_or_a_service(town: Town) -> None:
    columns = {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.c}
    codes = town.clerk.rules.codes
    assert set(codes["journal_field"].codes) <= columns
    functions = {
        node.name
        for path in SERVICES.rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(codes["journal_verb"].codes) <= functions
