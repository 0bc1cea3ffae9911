"""The township signs what is entrusted to it and nothing of the county's, whatever page it comes from."""

from datetime import date

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, levels, reviewing
from jiuzhu.services.office import workbench
from jiuzhu.services.office.workspace import Workspace
from on_the_way import family, rows, submitted, version
from relief_case import colleague
from town import Town, open_town, urban_three


@pytest.fixture
def mayor(town: Town) -> Workspace:
    """The township's own approver."""
    return colleague(town, "zhenzhang", "周镇长", "township_approver")


def sent(town: Town, dossier: Dossier | None = None) -> str:
    taken = submitted(town, dossier or urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    return taken


@pytest.mark.parametrize("result", ["approved", "refused"])
def test_a_township_never_signs_what_is_the_countys(town: Town, mayor: Workspace, result: str) -> None:
    taken = sent(town)
    verdict = approving.Verdict(
        result=result, seen_version=version(town, taken), reason="收入超过标准", clause="57-8"
    )
    with pytest.raises(Refused, match=r"由区县审核确认.*没有改动任何内容；请由区县审批岗位"):
        mayor.write(approving.decide, taken, verdict)
    preview = mayor.read(approving.batch_preview, [(taken, version(town, taken))])
    assert not preview.signed
    assert "镇街审批岗位，不能签署" in preview.excluded[0][2]
    assert not rows(town, taken).decisions


def test_the_button_is_not_offered_and_says_why(town: Town, mayor: Workspace) -> None:
    taken = sent(town)
    view = mayor.read(reviewing.view, taken)
    (sign,) = [offer for offer in view.moves if offer.move == "decide"]
    assert (sign.allowed, sign.beyond) == (False, True)
    assert "由区县审核确认" in sign.why_not
    assert "由区县审核确认" in view.obstacle
    (sign,) = [offer for offer in town.head.read(reviewing.view, taken).moves if offer.move == "decide"]
    assert (sign.allowed, sign.beyond) == (True, False)


def test_what_is_entrusted_is_signed_by_the_township_and_by_the_county(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for signs in ("mayor", "head"):
        town = open_town(tmp_path_factory.mktemp(signs) / "office", authority="township")
        try:
            desk = (
                colleague(town, "zhenzhang", "周镇长", "township_approver") if signs == "mayor" else town.head
            )
            taken = sent(town, family(town))
            verdict = approving.Verdict(result="approved", seen_version=version(town, taken))
            desk.write(approving.decide, taken, verdict)
            assert [row.authority for row in rows(town, taken).decisions] == ["township"]
        finally:
            town.close()


def test_changes_of_a_grant_are_signed_by_whoever_confirms_it(town: Town, mayor: Workspace) -> None:
    assert "不能签署" in mayor.read(lambda unit: levels.why_not(unit, levels.of_programme(unit, "dibao")))
    assert not town.head.read(lambda unit: levels.why_not(unit, levels.of_programme(unit, "dibao")))
    assert not mayor.read(levels.why_not, None)


def test_the_signatures_stand_first_for_every_approver(town: Town, mayor: Workspace) -> None:
    first = mayor.read(workbench.today).numbers[0]
    assert first.key == town.head.read(workbench.today).numbers[0].key == "to_sign"
