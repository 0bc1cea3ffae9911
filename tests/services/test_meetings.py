"""联席会议: what was decided is read again with its matter, goes up when it is late, and stands in the file it is about."""

from datetime import date

import pytest

from jiuzhu.errors import InvalidInput
from jiuzhu.services.approval import reviewing
from jiuzhu.services.office import escalating
from jiuzhu.services.referral import meeting, transferring
from jiuzhu.services.referral.meeting import Minutes
from on_the_way import accept, rows, single
from once import once
from town import Town

TODAY = date(2025, 10, 13)


@pytest.fixture
@once
def taken(town: Town) -> str:
    made = accept(town, single(town, "medical")).application_id
    town.clerk.write(transferring.refer, made, "住院自付费用高")
    return made


def hold(town: Town, lines: str) -> str:
    return town.clerk.write(
        meeting.record_meeting,
        Minutes(
            level="township",
            held_on=TODAY,
            place="会议室",
            chair="分管领导",
            attendees="民政、医保",
            minutes="",
            lines=lines,
        ),
    )


def test_a_line_holds_matter_decision_who_until_when_and_what_about(town: Town, taken: str) -> None:
    (slip,) = rows(town, taken).transfers
    number = rows(town, taken).application.number
    hold(
        town,
        f"个案甲｜由医保限期答复｜医保王科长｜2025-10-20｜{slip.number}\n"
        f"\n个案乙|先行临时救助|经办人|{number}|2025年10月17日\n巡查｜加强走访巡查",
    )
    found = [
        (row.title, row.decision, row.responsible, row.due_on, row.about)
        for row in town.clerk.read(meeting.open_matters)
    ]
    assert found == [
        ("个案乙", "先行临时救助", "经办人", date(2025, 10, 17), number),
        ("个案甲", "由医保限期答复", "医保王科长", date(2025, 10, 20), slip.number),
        ("巡查", "加强走访巡查", "", None, ""),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("个案甲｜由医保限期答复｜王科长｜2025-13-40", "第 1 行的期限"),
        ("个案甲｜由医保限期答复｜王科长｜10天内", "第 1 行的期限"),
        ("巡查｜加强走访巡查\n个案甲｜由医保限期答复｜王科长｜2025-10-12", "第 2 项的期限早于会议日期"),
        ("", "请至少填写一项议题"),
    ],
)
def test_a_day_that_is_none_or_before_the_meeting_is_told(
    town: Town, taken: str, line: str, told: str
) -> None:
    assert taken
    with pytest.raises(InvalidInput, match=told):
        hold(town, line)
    assert town.clerk.read(meeting.meetings) == []


def test_what_was_carried_out_is_read_again_in_list_minutes_and_file(town: Town, taken: str) -> None:
    (slip,) = rows(town, taken).transfers
    number = hold(town, f"个案甲｜由医保限期答复｜王科长｜2025-10-20｜{slip.number}\n巡查｜加强走访巡查")
    (first, second) = town.clerk.read(meeting.open_matters)

    def note() -> list[str]:
        view = town.checker.read(reviewing.view, taken)
        return [line for one in view.notes if one.title == "联席会议" for line in one.lines]

    assert note() == [f"2025-10-13 {number} 个案甲：由医保限期答复（王科长，2025-10-20 前），还没有落实"]
    town.on(date(2025, 10, 16))
    town.clerk.write(meeting.carry_out, first.id, "医保已救助到位")
    assert note() == [
        f"2025-10-13 {number} 个案甲：由医保限期答复（王科长，2025-10-20 前），2025-10-16 落实：医保已救助到位"
    ]
    (done,) = town.clerk.read(meeting.done_matters)
    assert (done.result, done.done_on, done.about) == ("医保已救助到位", date(2025, 10, 16), slip.number)
    assert [row.id for row in town.clerk.read(meeting.open_matters)] == [second.id]
    (kept,) = town.clerk.read(meeting.meetings)
    assert [(row.title, row.result) for row in kept.matters] == [("个案甲", "医保已救助到位"), ("巡查", "")]


def test_a_decision_past_its_day_goes_up_until_it_is_carried_out(town: Town, taken: str) -> None:
    application = rows(town, taken).application
    hold(town, f"个案甲｜先行救助｜王科长｜2025-10-14｜{application.number}\n巡查｜加强走访巡查")
    assert [row.colour for row in town.clerk.read(meeting.open_matters)] == ["warn", ""]
    assert town.clerk.read(escalating.overdue) == []
    town.on(date(2025, 10, 15))
    (late,) = town.clerk.read(escalating.overdue)
    assert (late.subject_label, late.name, late.due_on, late.application_id) == (
        "会议议定",
        "个案甲",
        date(2025, 10, 14),
        taken,
    )
    first = town.clerk.read(meeting.open_matters)[0]
    assert first.colour == "bad"
    town.clerk.write(meeting.carry_out, first.id, "已经先行救助")
    assert town.clerk.read(escalating.overdue) == []
