"""A need is met from the lists: the card and the reason stay, a stock runs out, and every outcome is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.household import Member
from jiuzhu.domain.serving.directory import Described
from jiuzhu.domain.serving.served import Need, NeedAnswer, NeedsAssessment, ServiceFile
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.serving import answering, lists, matching
from jiuzhu.services.serving.matching import Matches
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, ServingTown, opened, served

RICE = Described(
    kind="resource", title="爱心大米", owner="示例商会", headings=("economy",), giver="示例企业", quantity=3, unit="袋"
)  # fmt: skip
VISITS = Described(
    kind="service",
    title="上门照料",
    owner="区民政局",
    headings=("economy",),
    classes=("1",),
    programme="home_service",
)
INSURANCE = Described(
    kind="service", title="意外保险", owner="区民政局", headings=("economy",), classes=("2",), age_from=65
)
member_of = TABLES[Member]
REASON = "家里粮食不多"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        for told in (RICE, VISITS, INSURANCE):
            made.coordinator.write(lists.record_entry, told)
        yield made


def need_of(unit: Unit, file_id: str, heading: str = "economy") -> str:
    assessment = unit.add(
        NeedsAssessment(
            service_file_id=file_id,
            assessed_on=unit.today,
            first_assessor="甲示例员",
            second_assessor="乙示例员",
            recorded_by=unit.actor.operator_id,
        )
    )
    made = Need(
        service_file_id=file_id,
        needs_assessment_id=assessment.id,
        heading=heading,
        score=3,
        priority=1,
        content="缺粮",
    )
    return unit.add(made).id


@pytest.fixture
def need(at: ServingTown) -> str:
    return at.coordinator.write(need_of, at.file)


def looked(at: ServingTown, need: str) -> Matches:
    return at.coordinator.read(matching.matches, need)


def entry_id(at: ServingTown, title: str) -> str:
    return next(
        row.id
        for kind in ("policy", "resource", "service")
        for row in at.coordinator.read(lists.entries, kind)
        if row.title == title
    )


def answered(at: ServingTown, need: str, title: str = "爱心大米", quantity: int = 2) -> str:
    seen = looked(at, need).version
    return at.coordinator.write(
        answering.answer_need, need, seen, entry_id(at, title), REASON, quantity=quantity
    )


def state(at: ServingTown, need: str) -> str:
    return at.coordinator.read(lambda unit: unit.get(Need, need).state)


def row(at: ServingTown, answer: str) -> NeedAnswer:
    return at.coordinator.read(lambda unit: unit.get(NeedAnswer, answer))


def done(at: ServingTown, answer: str, grade: int = 5) -> str:
    return at.coordinator.write(
        answering.record_effect, answer, row(at, answer).version, "已领到大米", grade=grade, on=MONDAY
    )


def left(at: ServingTown) -> int | None:
    return at.coordinator.read(lists.entries, "resource")[0].left


def test_the_card_ranks_and_says_why_not(at: ServingTown, need: str) -> None:
    made = looked(at, need)
    assert [one.entry.title for one in made.candidates] == ["上门照料", "爱心大米"]
    (out,) = made.rejected
    assert out.card.barred == (
        "对象类别：面向第 2 类，本人第 1 类",
        "年龄：要满 65 周岁，本人 45 周岁",
    )
    assert (made.name, made.heading, made.service_class) == ("戊示例", "经济", 1)


def test_a_need_is_met_and_its_outcome_is_in_the_list_of_happiness(at: ServingTown, need: str) -> None:
    answer = answered(at, need)
    kept = row(at, answer)
    assert (kept.reason, kept.quantity, kept.score) == (REASON, 2, 90)
    assert "✓ 对应需求（40/40 分）" in kept.card
    assert (state(at, need), left(at)) == ("arranged", 1)
    (under_way,) = at.coordinator.read(answering.under_way)
    assert (under_way.name, under_way.quantity, under_way.list) == ("戊示例", "2 袋", "资源清单")
    assert at.coordinator.read(answering.outcomes) == []
    assert done(at, answer) == "met"
    (told,) = at.coordinator.read(answering.outcomes, "戊示例")
    assert (told.effect, told.grade, told.effect_on) == ("已领到大米", "很满意", MONDAY)
    assert state(at, need) == "met"
    with pytest.raises(Refused, match="已经落实"):
        answered(at, need)
    with pytest.raises(Refused, match="已经登记过成效"):
        done(at, answer)


def test_a_stock_is_never_given_twice(at: ServingTown, need: str) -> None:
    answered(at, need)
    other, _ = at.coordinator.write(served, at.agreement, ("己示例",))
    second = at.coordinator.write(need_of, other)
    for much in (0, 2):
        with pytest.raises(InvalidInput, match="最多 1 袋"):
            answered(at, second, quantity=much)
    answered(at, second, quantity=1)
    assert left(at) == 0
    third, _ = at.coordinator.write(served, at.agreement, ("庚示例",))
    with pytest.raises(Refused, match="还剩 0"):
        answered(at, at.coordinator.write(need_of, third), quantity=1)
    (entry,) = at.coordinator.read(lists.entries, "resource")
    with pytest.raises(InvalidInput, match="已经用去 3"):
        at.coordinator.write(lists.change_entry, entry.id, replace(RICE, quantity=2))


def test_what_was_dropped_is_there_again_and_the_need_waits(at: ServingTown, need: str) -> None:
    answer = answered(at, need)
    with pytest.raises(InvalidInput, match="不再落实的原因"):
        at.coordinator.write(answering.drop_answer, answer, 1, "无")
    at.coordinator.write(answering.drop_answer, answer, 1, "本人不要大米")
    assert (state(at, need), left(at)) == ("open", 3)
    assert row(at, answer).state == "dropped"
    assert at.coordinator.read(answering.outcomes) == []


def test_a_need_is_met_only_when_nothing_is_under_way(at: ServingTown, need: str) -> None:
    rice, visits = answered(at, need), answered(at, need, "上门照料")
    with pytest.raises(Refused, match="正在落实"):
        answered(at, need, "上门照料")
    assert done(at, rice) == "arranged"
    assert done(at, visits, grade=1) == "met"  # somebody was content with one of them


def test_who_is_not_content_is_asked_again(at: ServingTown, need: str) -> None:
    assert done(at, answered(at, need), grade=2) == "open"
    assert len(at.coordinator.read(answering.outcomes)) == 1


def test_what_is_told_is_checked(at: ServingTown, need: str) -> None:
    seen = looked(at, need).version
    rice = entry_id(at, "爱心大米")
    with pytest.raises(InvalidInput, match="选择理由"):
        at.coordinator.write(answering.answer_need, need, seen, rice, "好", quantity=1)
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(answering.answer_need, need, seen + 1, rice, REASON, quantity=1)
    with pytest.raises(Refused):
        at.payer.write(answering.answer_need, need, seen, rice, REASON, quantity=1)
    answer = answered(at, need)
    with pytest.raises(UserError, match="满意度"):
        done(at, answer, grade=6)
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        with pytest.raises(UserError, match="成效日期"):
            at.coordinator.write(answering.record_effect, answer, 1, "已领到大米", grade=5, on=day)
    assert row(at, answer).state == "arranged"


def test_visits_at_home_are_refused_beside_home_care(at: ServingTown, need: str) -> None:
    def cared(unit: Unit) -> None:
        unit.get(ServiceFile, at.file).home_care_from = date(2025, 1, 1)

    at.coordinator.write(cared)
    with pytest.raises(Refused, match="不与居家上门服务同时享受"):
        answered(at, need, "上门照料")
    assert state(at, need) == "open"


def test_who_is_no_longer_at_home_is_not_matched(at: ServingTown, need: str) -> None:
    def leaves(unit: Unit) -> None:
        file = unit.get(ServiceFile, at.file)
        for member in unit.session.scalars(select(Member).where(member_of.c.person_id == file.person_id)):
            member.left_on = date(2025, 10, 13)

    at.coordinator.write(leaves)
    with pytest.raises(Refused, match="已不在原户"):
        looked(at, need)
