"""公示 of what belongs to persons: who is meant, and how many, not the whole family they live in [57 Art 24]."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from pypdf import PdfReader

from holding import of_grandmother, with_wife_disabled
from jiuzhu.domain.dossier import Dossier
from jiuzhu.services.paper import papers
from on_the_way import rows, submitted
from town import Town


def posted(town: Town, dossier: Dossier, folder: Path) -> tuple[int, str, str]:
    """Members and persons of the notice, and what its paper says."""
    taken = submitted(town, dossier, date(2025, 10, 14), date(2025, 10, 24))
    (notice,) = rows(town, taken).notices
    made = town.clerk.write(papers.issue, "F13", taken, folder)
    text = "".join(page.extract_text() for page in PdfReader(made.path).pages)
    return notice.members, notice.persons, re.sub(r"\s", "", text)


def test_who_enters_dibao_alone_is_named_beside_the_applicant(town: Town, tmp_path: Path) -> None:
    members, persons, text = posted(town, with_wife_disabled(town, "dibao"), tmp_path)
    assert (members, persons) == (1, "乙示例")
    assert "保障对象：乙示例。" in text
    assert "甲示例" in text


def test_beside_the_recognition_of_the_family_both_are_told_apart(town: Town, tmp_path: Path) -> None:
    members, persons, text = posted(town, with_wife_disabled(town, "dibao", "edge"), tmp_path)
    assert (members, persons) == (3, "最低生活保障只保障乙示例（单人户）")
    assert "保障对象：最低生活保障只保障乙示例（单人户）。" in text


def test_a_child_is_not_named(town: Town, tmp_path: Path) -> None:
    made = of_grandmother(town, "dibao")
    made.parents = []
    members, persons, text = posted(town, made, tmp_path)
    assert (members, persons) == (1, "申请人家庭的未成年人")
    assert "丙示例" not in text


def test_a_family_is_posted_as_it_was(town: Town, tmp_path: Path) -> None:
    made = with_wife_disabled(town, "dibao")
    made.incomes[0].declared = Decimal(1560)
    members, persons, text = posted(town, made, tmp_path)
    assert (members, persons) == (3, "")
    assert "保障对象：" not in text
