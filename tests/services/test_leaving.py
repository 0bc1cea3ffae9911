"""Who is gone: a day of death that can be and nobody typed by a slip of the hand; why a spouse or a child counts no longer."""

from datetime import date

import pytest

from jiuzhu.errors import InvalidInput
from jiuzhu.services.granting import back_paying, consequences
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.monitoring import rechecking
from jiuzhu.storage.queries.files import FileRows, members_of
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from once import once
from receiving import paid_four, person, succession
from town import Town


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """Paid from 2025-09, its people on record from 2025-08-05; the grandfather was born on the first of 1952."""
    return paid_four(town)


def dies(town: Town, home: FileRows, on: date, *, checked: bool = False) -> None:
    happened = Happened(kind="death", effective_on=on, person_id=person(home, "丁示例"), day_checked=checked)
    town.checker.write(events.record_event, home.household.id, happened)


def refusal(town: Town, home: FileRows, on: date, *, checked: bool = False) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as caught:
        dies(town, home, on, checked=checked)
    (problem,) = caught.value.problems
    return problem.field, problem.message


def recorded(town: Town, home: FileRows) -> tuple[str, date]:
    """Kind and day of the only event of the household."""
    (event,) = town.checker.read(events.events, home.household.id)
    return event.kind, event.effective_on


def rechecked(town: Town, home: FileRows, on: date) -> None:
    (grant,) = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    town.checker.write(
        rechecking.record_recheck, grant.id, outcome="no_change", found="人口、收入都没有变化",
        checkers=("李核查", "张经办"), done_on=on,
    )  # fmt: skip


def test_nobody_dies_before_they_were_born_whatever_is_ticked(town: Town, home: FileRows) -> None:
    field, said = refusal(town, home, date(1951, 12, 31), checked=True)
    assert field == "effective_on"
    assert "丁示例出生于 1952-01-01" in said


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(1952, 1, 1), "1952 年 1 月 1 日去世，距今已满 73 年，早于登记到本户的 2025-08-05"),
        (date(2024, 11, 3), "2024 年 11 月 3 日去世，距今已满 1 年"),
        (date(2025, 8, 4), "2025 年 8 月 4 日去世，早于登记到本户的 2025-08-05；"),
    ],
)
def test_a_day_the_records_speak_against_is_said_in_words_and_ticked(
    town: Town, home: FileRows, on: date, words: str
) -> None:
    field, said = refusal(town, home, on)
    assert field == "day_checked"
    assert words in said
    assert town.head.read(back_paying.back_payments) == []
    dies(town, home, on, checked=True)
    (event,) = town.checker.read(events.events, home.household.id)
    assert event.effective_on == on


def test_a_day_before_the_last_recheck_is_ticked_too(town: Town, home: FileRows) -> None:
    rechecked(town, home, date(2025, 10, 20))
    field, said = refusal(town, home, date(2025, 10, 19))
    assert field == "day_checked"
    assert "2025 年 10 月 19 日去世，早于本户最近一次复核的 2025-10-20；" in said
    dies(town, home, date(2025, 10, 20))


def test_a_day_nothing_speaks_against_is_taken_at_once(town: Town, home: FileRows) -> None:
    dies(town, home, date(2025, 8, 5))
    assert recorded(town, home) == ("death", date(2025, 8, 5))


@pytest.mark.parametrize("kind", ["move_out", "split"])
@pytest.mark.parametrize(("name", "who"), [("甲示例", "配偶"), ("乙示例", "配偶"), ("丙示例", "未成年")])
def test_a_spouse_or_a_child_who_lives_elsewhere_counts_unless_a_reason_is_told(
    town: Town, home: FileRows, kind: str, name: str, who: str
) -> None:
    one = person(home, name)
    more = succession(town, home.household.id, one)
    left = Happened(kind=kind, effective_on=date(2025, 11, 1), person_id=one, **more)
    with pytest.raises(InvalidInput) as caught:
        town.checker.write(events.record_event, home.household.id, left)
    (problem,) = caught.value.problems
    assert problem.field == "details"
    assert f"{name}（{who}）" in problem.message
    assert "第七条" in problem.message
    left.details = "已由他人抚养"
    town.checker.write(events.record_event, home.household.id, left)


def test_a_grandfather_who_moves_out_needs_no_reason(town: Town, home: FileRows) -> None:
    left = Happened(kind="move_out", effective_on=date(2025, 11, 1), person_id=person(home, "丁示例"))
    town.checker.write(events.record_event, home.household.id, left)
    assert recorded(town, home) == ("move_out", date(2025, 11, 1))


def test_who_is_only_named_leaves_without_a_reason(town: Town, home: FileRows) -> None:
    """The wife does not count in this household: its number stays what it was."""
    wife = person(home, "乙示例")

    def named(unit: Unit) -> None:
        (row,) = [one for one in members_of(unit.session, home.household.id) if one.person_id == wife]
        row.counted, row.not_counted_reason = False, "已计入其他户"
        unit.about(home.household.id)

    town.checker.write(named)
    left = Happened(kind="move_out", effective_on=date(2025, 11, 1), person_id=wife)
    town.checker.write(events.record_event, home.household.id, left)
    assert recorded(town, home) == ("move_out", date(2025, 11, 1))


@pytest.mark.parametrize(("kind", "said"), [("released", "没有登记服刑"), ("returned", "没有登记宣告失踪")])
def test_nobody_comes_back_who_was_never_away(town: Town, home: FileRows, kind: str, said: str) -> None:
    back = Happened(kind=kind, effective_on=date(2025, 11, 1), person_id=person(home, "甲示例"))
    with pytest.raises(InvalidInput, match=said) as caught:
        town.checker.write(events.record_event, home.household.id, back)
    assert caught.value.problems[0].field == "person_id"


@pytest.mark.parametrize("kind", ["marry", "divorce"])
def test_a_child_neither_marries_nor_is_divorced(town: Town, home: FileRows, kind: str) -> None:
    left = Happened(kind=kind, effective_on=date(2025, 11, 1), person_id=person(home, "丙示例"))
    with pytest.raises(
        InvalidInput, match="丙示例未满 18 周岁，不能登记结婚、离婚；请核对是哪一位成员。"
    ) as caught:
        town.checker.write(events.record_event, home.household.id, left)
    assert caught.value.problems[0].field == "person_id"


def test_who_cannot_be_found_counts_until_a_court_has_declared_them_missing(
    town: Town, home: FileRows
) -> None:
    """The wife counts on [57 Art 7]; with the judgment she does not."""
    gone = Happened(kind="missing", effective_on=date(2025, 11, 1), person_id=person(home, "乙示例"))
    with pytest.raises(InvalidInput, match="只是失联的，仍是共同生活的家庭成员") as caught:
        town.checker.write(events.record_event, home.household.id, gone)
    assert caught.value.problems[0].field == "evidence"
    gone.evidence = "示例民特12号判决"
    town.checker.write(events.record_event, home.household.id, gone)
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    assert "乙示例被宣告失踪" in "".join(found.why)
