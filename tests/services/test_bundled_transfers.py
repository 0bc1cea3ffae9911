"""一件事联办: every matter of a form has its own slip; what happens to one never stops, repeats or misdirects the other."""

from datetime import date

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.referral import disputing, transferring
from on_the_way import accept, rows, single
from once import once
from town import Town

TODAY = date(2025, 10, 13)
NEED = "住院自付费用高，申请救助"


@pytest.fixture
@once
def taken(town: Town) -> str:
    """Medical and education help on one form, both with their departments."""
    made = accept(town, single(town, "medical", "education")).application_id
    town.clerk.write(transferring.refer, made, NEED)
    return made


def slip(town: Town, taken: str, programme: str) -> str:
    """The newest slip of a matter."""
    return [one.id for one in rows(town, taken).transfers if one.programme == programme][-1]


def state(town: Town, taken: str) -> str:
    return rows(town, taken).application.state


def waiting(town: Town) -> list[tuple[str, str]]:
    return [(row.programme, row.department) for row in town.clerk.read(transferring.to_send)]


def answer(town: Town, transfer_id: str, result: str = "granted") -> None:
    town.clerk.write(transferring.answer, transfer_id, result=result, text="已办理", on=TODAY)


def rule(town: Town, transfer_id: str, department: str = "charity") -> None:
    town.clerk.write(disputing.rule, transfer_id, body="区民政局", department=department, basis="按职责分工")


def test_one_rejected_slip_neither_stops_nor_doubles_the_other(town: Town, taken: str) -> None:
    town.clerk.write(transferring.reject, slip(town, taken, "medical"), "缺出院小结")
    assert waiting(town) == [("医疗救助", "区县医保局")]
    answer(town, slip(town, taken, "education"))
    assert (state(town, taken), rows(town, taken).items[1].state) == ("accepted", "approved")
    (number,) = town.clerk.write(transferring.refer, taken, "已补出院小结，再次转办")
    sent = rows(town, taken).transfers
    assert [(row.programme, row.state) for row in sent] == [
        ("medical", "rejected"),
        ("education", "answered"),
        ("medical", "sent"),
    ]
    assert (sent[-1].number, sent[-1].previous_id) == (number, sent[0].id)
    assert state(town, taken) == "referred"
    town.clerk.write(transferring.tell, slip(town, taken, "education"), "当面告知", TODAY)
    assert state(town, taken) == "referred"
    answer(town, slip(town, taken, "medical"), "refused")
    assert state(town, taken) == "answered"
    town.clerk.write(transferring.tell, slip(town, taken, "medical"), "当面告知", TODAY)
    assert state(town, taken) == "closed"


def test_a_matter_that_is_out_or_answered_cannot_be_sent_a_second_time(town: Town, taken: str) -> None:
    items = {row.programme: row.id for row in rows(town, taken).items}
    town.clerk.write(transferring.reject, slip(town, taken, "medical"), "缺出院小结")
    with pytest.raises(Refused, match="没有等待转出的事项"):
        town.clerk.write(transferring.refer, taken, NEED, item_id=items["education"])
    town.clerk.write(transferring.refer, taken, NEED, item_id=items["medical"])
    with pytest.raises(Refused):
        town.clerk.write(transferring.refer, taken, NEED)
    assert len(rows(town, taken).transfers) == 3


def test_one_matter_of_a_form_is_sent_alone_and_the_other_still_waits(town: Town) -> None:
    taken = accept(town, single(town, "medical", "education")).application_id
    first, second = town.clerk.read(transferring.to_send)
    assert (first.item_id, second.item_id) == tuple(row.id for row in rows(town, taken).items)
    town.clerk.write(transferring.refer, taken, NEED, item_id=first.item_id, department="charity")
    assert (waiting(town), state(town, taken)) == ([("教育救助", "区县教委")], "accepted")
    answer(town, slip(town, taken, "medical"))
    assert (waiting(town), state(town, taken)) == ([("教育救助", "区县教委")], "accepted")
    town.clerk.write(transferring.refer, taken, NEED)
    assert [row.department for row in rows(town, taken).transfers] == ["charity", "education"]
    assert (waiting(town), state(town, taken)) == ([], "referred")


def test_a_ruling_is_about_its_own_matter_only(town: Town, taken: str) -> None:
    disputed = slip(town, taken, "medical")
    town.clerk.write(disputing.dispute, disputed, "医保局认为属于慈善帮扶")
    assert (waiting(town), state(town, taken)) == ([], "disputed")
    answer(town, slip(town, taken, "education"))
    assert state(town, taken) == "disputed"
    (row,) = town.clerk.read(transferring.transfers, ("disputed",))
    assert (row.due_on, row.dispute) == (date(2025, 10, 20), "医保局认为属于慈善帮扶")
    rule(town, disputed)
    assert town.clerk.read(transferring.transfers, ("disputed",)) == []
    (ruled,) = town.clerk.read(transferring.transfers, ("ruled",))
    assert ruled.ruling == "2025-10-13 区民政局裁定由区县慈善会、红十字会承办：按职责分工"
    (wait,) = town.clerk.read(transferring.to_send)
    assert (wait.programme, wait.department, wait.ruling) == (
        "医疗救助",
        "区县慈善会、红十字会",
        ruled.ruling,
    )
    with pytest.raises(InvalidInput, match="已裁定由区县慈善会、红十字会承办"):
        town.clerk.write(transferring.refer, taken, NEED, department="medical_insurance")
    town.clerk.write(transferring.refer, taken, NEED)
    assert [(one.programme, one.department) for one in rows(town, taken).transfers] == [
        ("medical", "medical_insurance"),
        ("education", "education"),
        ("medical", "charity"),
    ]


def test_a_ruled_body_that_sends_it_back_stays_the_one_the_ruling_named(town: Town, taken: str) -> None:
    first = slip(town, taken, "medical")
    town.clerk.write(disputing.dispute, first, "医保局认为属于慈善帮扶")
    rule(town, first)
    town.clerk.write(transferring.refer, taken, NEED)
    town.clerk.write(transferring.reject, slip(town, taken, "medical"), "材料不全")
    assert waiting(town) == [("医疗救助", "区县慈善会、红十字会")]
    town.clerk.write(transferring.refer, taken, NEED)
    again = slip(town, taken, "medical")
    town.clerk.write(disputing.dispute, again, "慈善会认为属于医保")
    rule(town, again, "medical_insurance")
    assert waiting(town) == [("医疗救助", "区县医保局")]


def test_two_disputes_of_one_form_are_ruled_one_by_one(town: Town, taken: str) -> None:
    medical, education = slip(town, taken, "medical"), slip(town, taken, "education")
    town.clerk.write(disputing.dispute, medical, "医保局认为属于慈善帮扶")
    town.clerk.write(disputing.dispute, education, "教委认为属于慈善帮扶")
    rule(town, medical)
    assert (waiting(town), state(town, taken)) == ([("医疗救助", "区县慈善会、红十字会")], "accepted")
    town.clerk.write(transferring.refer, taken, NEED)
    assert state(town, taken) == "disputed"
    town.clerk.write(transferring.reject, slip(town, taken, "medical"), "材料不全")
    assert state(town, taken) == "accepted"
    rule(town, education, "education")
    assert waiting(town) == [("医疗救助", "区县慈善会、红十字会"), ("教育救助", "区县教委")]


def test_what_no_department_would_take_is_disputed_before_it_goes_anywhere(town: Town) -> None:
    taken = accept(town, single(town, "medical", "education")).application_id
    (first, _) = town.clerk.read(transferring.to_send)
    town.clerk.write(disputing.dispute_unsent, taken, first.item_id, "医保局、慈善会都说不归自己管")
    assert (waiting(town), state(town, taken)) == ([("教育救助", "区县教委")], "accepted")
    with pytest.raises(Refused, match="不能在转出前提请裁定"):
        town.clerk.write(disputing.dispute_unsent, taken, first.item_id, "医保局、慈善会都说不归自己管")
    with pytest.raises(Refused, match="争议待裁定，不能办这一步"):
        answer(town, slip(town, taken, "medical"))
    rule(town, slip(town, taken, "medical"))
    assert ("医疗救助", "区县慈善会、红十字会") in waiting(town)


def test_what_was_ruled_on_one_matter_never_sends_the_other_elsewhere(town: Town, taken: str) -> None:
    medical, education = slip(town, taken, "medical"), slip(town, taken, "education")
    town.clerk.write(disputing.dispute, medical, "医保局认为属于慈善帮扶")
    rule(town, medical)
    town.clerk.write(transferring.reject, education, "缺在校证明")
    town.clerk.write(transferring.refer, taken, NEED)
    again = {row.programme: row.department for row in rows(town, taken).transfers if row.state == "sent"}
    assert again == {"medical": "charity", "education": "education"}


def test_the_form_is_due_when_its_first_slip_is_and_while_one_waits_when_it_must_go_out(town: Town) -> None:
    taken = accept(town, single(town, "medical", "education")).application_id
    first, second = (row.id for row in rows(town, taken).items)

    def due() -> tuple[str, date | None]:
        application = rows(town, taken).application
        return application.due_code, application.due_on

    town.clerk.write(transferring.refer, taken, NEED, item_id=first)
    assert due() == ("R1", date(2025, 10, 15))
    town.on(date(2025, 10, 15))
    town.clerk.write(transferring.refer, taken, NEED, item_id=second)
    assert due() == ("R2", date(2025, 10, 27))
    answer(town, slip(town, taken, "medical"))
    assert due() == ("R2", date(2025, 10, 29))
    town.clerk.write(disputing.dispute, slip(town, taken, "education"), "教委认为属于慈善帮扶")
    assert due() == ("R3", date(2025, 10, 22))
