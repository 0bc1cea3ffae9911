"""What cannot be received beside something else is told at every place where the finding is: radar, file, opinion, paper."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from jiuzhu.domain.dossier import Dossier, IncidentPart, ObligorPart
from jiuzhu.domain.obligations import never_beside
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import assessing, files
from jiuzhu.services.paper import papers
from on_the_way import single, surveyed
from relief_case import bill, ill
from town import Town, urban_three


def alone_and_disabled(town: Town, *programmes: str) -> Dossier:
    """Somebody old, alone and heavily disabled: 特困, 低保, 护理, 生活 and 养老 each fit by themselves."""
    dossier = single(town, *programmes, order=97)
    person = dossier.members[0]
    person.disability_kind, person.disability_grade = "4", "1"
    person.self_care_unmet, person.self_care_on = ["walk"], date(2025, 10, 13)
    return dossier


def radar(town: Town, dossier: Dossier) -> dict[str, assessing.RadarLine]:
    return {line.programme: line for line in assessing.radar(town.clerk.rules, dossier, town.clerk.today())}


def test_the_radar_tells_on_both_sides_what_cannot_be_received_together(town: Town) -> None:
    lines = radar(town, alone_and_disabled(town, "tekun"))
    assert {code for code, line in lines.items() if line.result == "entitled"} >= {
        "tekun",
        "dibao",
        "disability_care",
    }
    assert lines["tekun"].clashes == [
        "己示例认定为特困人员的，不再计入低保、低保边缘家庭",
        "己示例享受特困照料护理补贴的，不再享受重度残疾人护理补贴",
    ]
    assert lines["dibao"].clashes == ["与特困人员救助供养不能同时享受，只能享受一项"]
    assert "与特困人员救助供养" in lines["disability_care"].clashes[0]
    assert lines["elder_care"].clashes == ["己示例的养老服务补贴与重度残疾人护理补贴就高享受一项"]


def test_what_belongs_to_different_people_stands_side_by_side(town: Town) -> None:
    dossier = urban_three(town)
    lines = radar(town, dossier)
    assert lines["disability_care"].result == "entitled"
    assert [line.clashes for line in lines.values() if line.clashes] == []


def test_what_is_asked_for_and_still_open_is_told_too(town: Town) -> None:
    dossier = alone_and_disabled(town, "tekun", "dibao")
    dossier.obligors = [ObligorPart(relation="20", name="庚示例", of_person=dossier.members[0].id)]
    lines = radar(town, dossier)
    assert (lines["tekun"].result, lines["dibao"].result) == ("manual", "entitled")
    assert lines["dibao"].clashes == ["与特困人员救助供养不能同时享受，只能享受一项"]
    dossier.application.programmes = ["dibao"]
    assert radar(town, dossier)["dibao"].clashes == []


def test_the_file_and_the_opinion_tell_it_too(town: Town) -> None:
    taken = surveyed(town, alone_and_disabled(town, "tekun"))
    (tekun,) = [part for part in town.head.read(files.dossier, taken).findings if part.programme == "tekun"]
    assert tekun.clashes[0] == "己示例认定为特困人员的，不再计入低保、低保边缘家庭"
    draft = town.checker.read(approving.opinion_draft, taken)
    assert "注意：己示例认定为特困人员的，不再计入低保、低保边缘家庭。" in draft


def test_what_the_reason_says_already_is_not_said_twice(town: Town) -> None:
    dossier = ill(town, 301, bill())
    dossier.incident = IncidentPart(
        kind="illness", cause="住院", happened_on=date(2025, 9, 1), proposed=Decimal(500)
    )
    draft = town.checker.read(approving.opinion_draft, surveyed(town, dossier))
    assert draft.count("先认定低保的按 B 类") == 1


def test_the_paper_of_reasons_prints_it(town: Town) -> None:
    taken = surveyed(town, alone_and_disabled(town, "tekun"))
    paper = PdfReader(BytesIO(town.clerk.read(papers.preview, "WHY", taken)))
    said = "".join("".join(page.extract_text().split()) for page in paper.pages)
    assert "不再享受" in said


def test_two_that_exclude_each_other_say_so_whichever_was_first() -> None:
    assert never_beside("dibao") >= {"tekun", "edge", "rigid"}
    assert never_beside("tekun") >= {"dibao", "disability_care", "orphan", "unsupported_child"}
    assert never_beside("elder_care") == {"disability_care"}
    assert never_beside("quick") == frozenset()
