"""The drafted opinion: what still has to be found out is not called a refusal."""

from jiuzhu.services.approval import proposing
from on_the_way import surveyed
from town import Town, urban_couple


def test_what_waits_for_a_person_is_named_and_never_drafted_as_not_fitting(town: Town) -> None:
    dossier = urban_couple(town)
    dossier.members[1].counted, dossier.members[1].not_counted_reason = False, "分开住"
    draft = town.checker.read(proposing.drafted, surveyed(town, dossier))
    assert "不符合条件" not in draft.text
    assert "还不能认定，还需：" in draft.text
