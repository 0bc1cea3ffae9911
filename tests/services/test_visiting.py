from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain.application import Attachment
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.domain.office import Operator, RelativeOfStaff
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.survey import checking, visiting
from jiuzhu.services.survey.visiting import LARGEST_PHOTO
from jiuzhu.storage.unit import Unit
from on_the_way import SEEN, in_survey, visit
from once import once
from town import Town

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
@once
def couple(town: Town) -> str:
    """A couple accepted on Monday 2025-10-13, survey begun on the same day."""
    return in_survey(town)


def test_two_different_people_visit_and_one_is_from_here(town: Town, couple: str) -> None:
    me = town.checker.actor.operator_id
    alone = VisitPart(present="丁示例")
    with pytest.raises(Refused, match="两名不同"):
        town.checker.write(checking.record_visit, couple, alone, [me])
    with pytest.raises(Refused, match="两名不同"):
        town.checker.write(checking.record_visit, couple, alone, [me, me])
    twice = VisitPart(present="丁示例", second_investigator="李核查")
    with pytest.raises(Refused, match="两名不同"):
        town.checker.write(checking.record_visit, couple, twice, [me])
    outside = VisitPart(present="丁示例", first_investigator="周网格", second_investigator="吴网格")
    with pytest.raises(Refused, match="本单位"):
        town.checker.write(checking.record_visit, couple, outside, [])

    town.checker.write(checking.record_visit, couple, alone, [me, town.clerk.actor.operator_id])
    seen = town.checker.read(files.dossier, couple).visit
    assert (seen.first_investigator, seen.second_investigator) == ("李核查", "张经办")


def test_a_relative_of_the_household_does_not_investigate(town: Town, couple: str) -> None:
    town.clerk.write(relatives.file_relative, couple, StaffRelation(name="李核查", relation="兄弟"))
    with pytest.raises(Refused, match="您在这户的近亲属备案中"):
        visit(town, couple)
    mine = VisitPart(present="丁示例", second_investigator="李核查")
    with pytest.raises(Refused, match="李核查在这户的近亲属备案里"):
        town.clerk.write(checking.record_visit, couple, mine, [town.clerk.actor.operator_id])
    offered = {one.name: one.why_not for one in town.checker.read(checking.investigators, couple)}
    assert "近亲属" in offered["李核查"]
    assert offered["张经办"] == ""


def test_a_relative_known_by_login_does_not_investigate_under_another_name(town: Town, couple: str) -> None:
    relative = RelativeOfStaff(
        application_id=couple,
        operator_id=town.checker.actor.operator_id,
        staff_name="登记时写错的名字",
        filed_on=date(2025, 10, 13),
    )
    town.clerk.write(lambda unit: unit.add(relative))
    with pytest.raises(Refused, match="近亲属"):
        visit(town, couple)


def test_an_operator_who_left_does_not_investigate(town: Town, couple: str) -> None:
    def leave(unit: Unit) -> None:
        unit.get(Operator, town.checker.actor.operator_id).ended_on = unit.today

    town.clerk.write(leave)
    with pytest.raises(Refused, match="停用"):
        town.clerk.write(checking.record_visit, couple, SEEN, [town.checker.actor.operator_id])


def test_a_visit_has_its_day_and_its_reason(town: Town, couple: str) -> None:
    me = [town.checker.actor.operator_id]

    def with_part(**more: object) -> VisitPart:
        return VisitPart(second_investigator="周网格", **more)  # type: ignore[arg-type]  # fields by keyword

    for part, remote, told in (
        (with_part(present="丁示例", visited_on=date(2025, 10, 14)), False, "还没有到"),
        (with_part(present="丁示例", visited_on=date(2025, 10, 12)), False, "早于受理日"),
        (with_part(), True, "未入户的原因"),
        (with_part(), False, "在场"),
        (with_part(present="长" * 201), False, "200"),
    ):
        with pytest.raises(UserError, match=told):
            town.checker.write(checking.record_visit, couple, part, me, remote=remote)
    town.checker.write(checking.record_visit, couple, with_part(remote_reason="山洪封路"), me, remote=True)
    assert town.checker.read(files.dossier, couple).visit.remote_reason == "山洪封路"


def test_photos_are_pictures_with_consent_kept_once(town: Town, couple: str, tmp_path: Path) -> None:
    front, fake, heavy = tmp_path / "a.png", tmp_path / "b.jpg", tmp_path / "c.png"
    front.write_bytes(PNG)
    fake.write_bytes(b"%PDF-1.7 not a picture")
    heavy.write_bytes(PNG + b"0" * LARGEST_PHOTO)
    me = [town.checker.actor.operator_id]
    for photo, told in (
        (checking.Photo("屋外", front), "同意"),
        (checking.Photo("屋外", fake, consent=True), "不是 JPG 或 PNG"),
        (checking.Photo("屋外", heavy, consent=True), "10 MB"),
        (checking.Photo("屋外", tmp_path / "none.png", consent=True), "打不开"),
    ):
        with pytest.raises(UserError, match=told):
            town.checker.write(checking.record_visit, couple, SEEN, me, [photo])
    assert town.checker.read(checking.file, couple).visits == []

    twice = [checking.Photo("屋外", front, consent=True), checking.Photo("又一张", front, consent=True)]
    town.checker.write(checking.record_visit, couple, SEEN, me, twice)
    file = town.checker.read(checking.file, couple)
    assert file.photos == 1
    (kept,) = town.checker.read(visiting.photos, couple)
    assert kept.title == "屋外（家庭同意拍摄）"
    assert town.checker.read(visiting.picture, kept.id) == PNG

    def other_picture(unit: Unit) -> None:
        unit.get(Attachment, kept.id).content = PNG + b"0"

    town.checker.write(other_picture)
    with pytest.raises(Refused, match="与登记时不一致"):
        town.checker.read(visiting.picture, kept.id)
    assert file.dossier.visit.photos == 1
