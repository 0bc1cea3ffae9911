"""抽查 that can be drawn again, 回访 by five grades, complaints with their day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from other_desk import desk_of
from sqlalchemy import select

from jiuzhu.domain.serving.overseeing import SpotCheck, SpotCheckLine
from jiuzhu.domain.serving.visits import VisitRecord
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.delivering import (
    calling_back,
    complaining,
    record_view,
    recording,
    spot_checking,
    verifying,
)
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.queries import reports
from jiuzhu.storage.unit import Unit
from relief_case import colleague
from serving_town import ServingTown, made, opened, served, supply, told, worker

AUGUST = date(2025, 8, 4)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path, AUGUST) as office:
        yield office


def september(at: ServingTown) -> list[str]:
    """The three visits of the worked case."""
    return [
        made(at, date(2025, 9, 2), 485, 605),
        made(at, date(2025, 9, 9), 485, 575, signed_by="none", signature=b""),
        made(at, date(2025, 9, 16), 485, 605),
    ]


def lines(at: ServingTown, spot_check_id: str) -> list[spot_checking.Line]:
    return at.town.checker.read(spot_checking.lines, "", spot_check_id=spot_check_id)


def test_one_of_three_is_drawn_and_can_be_drawn_again(at: ServingTown) -> None:
    records = september(at)
    at.on(date(2025, 9, 30))
    drawn = at.town.checker.write(spot_checking.draw, "2025-09")
    assert (drawn.population, drawn.sample) == (3, 1)
    (line,) = lines(at, drawn.spot_check_id)
    assert line.visit_record_id in records
    again = at.town.auditor.read(spot_checking.redraw, drawn.spot_check_id)
    assert (again.number, again.population, again.sample, again.differences) == (drawn.number, 3, 1, ())
    with pytest.raises(Refused, match=drawn.number):  # not once more until one likes it
        at.town.checker.write(spot_checking.draw, "2025-09")


def test_what_comes_later_is_drawn_later_and_changes_no_earlier_sample(at: ServingTown) -> None:
    wrong, *_ = september(at)
    at.on(date(2025, 9, 20))
    first = at.town.checker.write(spot_checking.draw, "2025-09", 100)
    assert first.sample == 3
    at.on(date(2025, 9, 21))
    at.coordinator.write(recording.reverse, wrong, "机构记错了人")
    later = made(at, date(2025, 9, 23), 485, 545)
    at.on(date(2025, 9, 30))
    second = at.town.checker.write(spot_checking.draw, "2025-09")
    assert [line.visit_record_id for line in lines(at, second.spot_check_id)] == [later]
    for one in (first, second):
        assert at.town.auditor.read(spot_checking.redraw, one.spot_check_id).differences == ()
    open_ = {line.visit_record_id for line in at.town.checker.read(spot_checking.lines)}
    assert wrong not in open_  # reversed meanwhile: nothing to look at any more
    assert len(open_) == 3


def test_a_visit_that_is_moved_to_another_item_changes_no_earlier_sample(at: ServingTown) -> None:
    wrong = september(at)[0]
    at.on(date(2025, 9, 20))
    drawn = at.town.checker.write(spot_checking.draw, "2025-09", 100)
    at.on(date(2025, 9, 22), 9)
    at.coordinator.write(recording.reverse, wrong, "时刻记错了")
    (visit,) = at.coordinator.read(record_view.to_record)
    bath = Wanted("bath", date(2025, 9, 23), 600, 660, at.workers["示例甲工"])
    at.coordinator.write(booking.move, visit.id, visit.version, bath)
    assert at.town.auditor.read(spot_checking.redraw, drawn.spot_check_id).differences == ()


def test_an_auditor_sees_what_was_changed(at: ServingTown) -> None:
    september(at)
    at.on(date(2025, 9, 30))
    drawn = at.town.checker.write(spot_checking.draw, "2025-09", 34)
    assert drawn.sample == 2

    def cheat(unit: Unit) -> None:
        """Somebody puts the record they like into the sample, and another one into the month."""
        (out, _) = unit.session.scalars(select(SpotCheckLine))
        there = {one.visit_record_id for one in unit.session.scalars(select(SpotCheckLine))}
        (other,) = [one for one in unit.session.scalars(select(VisitRecord)) if one.id not in there]
        out.visit_record_id = other.id
        unit.add(
            VisitRecord(
                **{name: getattr(other, name) for name in ("service_file_id", "visit_id", "day", "starts", "ends", "items",
                   "place", "worker_id", "signed_by", "recorded_by", "recorded_at")}
            )
        )  # fmt: skip
        unit.get(SpotCheck, drawn.spot_check_id).percent = 29

    at.town.clerk.write(cheat)
    told = at.town.auditor.read(spot_checking.redraw, drawn.spot_check_id).differences
    assert told[:2] == ("抽取时的范围是 3 次，现在找到 4 次", "范围内的服务记录与抽取时不同（校验值不符）")
    assert told[-1] == "抽取比例 29% 低于规定的 30%"


def test_what_is_wrong_is_not_accepted_and_its_hours_come_back(at: ServingTown) -> None:
    september(at)
    at.on(date(2025, 9, 30))
    drawn = at.town.checker.write(spot_checking.draw, "2025-09", 100)
    found = {line.day: line for line in lines(at, drawn.spot_check_id)}
    unsigned = found[date(2025, 9, 9)]
    for way, result in (("by mail", "wrong"), ("home", "perhaps")):
        with pytest.raises(UserError):
            at.town.checker.write(spot_checking.record_check, unsigned.id, way, result, "本人说那天没有人来")
    with pytest.raises(InvalidInput):
        at.town.checker.write(spot_checking.record_check, unsigned.id, "home", "wrong", "不")
    at.town.checker.write(spot_checking.record_check, unsigned.id, "home", "wrong", "本人说那天没有人来")
    (row,) = at.town.checker.read(record_view.queue, "refused")
    assert (row.id, row.found) == (unsigned.visit_record_id, "抽查不属实：本人说那天没有人来")
    assert at.coordinator.read(account_of, at.file, 2025).left == 20 * 60
    with pytest.raises(Refused, match="已经查过"):
        at.town.checker.write(spot_checking.record_check, unsigned.id, "home", "true", "再查一次，属实")
    at.town.head.write(
        spot_checking.record_check, found[date(2025, 9, 2)].id, "phone", "true", "电话里说来了两小时"
    )
    assert len(at.town.checker.read(spot_checking.lines, "戊示", checked=True)) == 2
    at.coordinator.write(recording.reverse, found[date(2025, 9, 16)].visit_record_id, "机构记错了人")
    with pytest.raises(Refused, match="冲销"):
        at.town.checker.write(
            spot_checking.record_check, found[date(2025, 9, 16)].id, "home", "true", "看过了，属实"
        )


def test_what_was_found_wrong_on_the_spot_is_decided_anew_by_another_with_a_reason(at: ServingTown) -> None:
    record = made(at, date(2025, 9, 2), 485, 605)
    at.town.checker.write(spot_checking.draw, "2025-09")
    (line,) = at.town.checker.read(spot_checking.lines)
    at.town.checker.write(spot_checking.record_check, line.id, "home", "wrong", "本人说那天没有人来")
    other = colleague(at.town, "hecha8", "丁核查", "checker")
    window = colleague(at.town, "chuangkou", "丑窗口", "clerk")
    with pytest.raises(InvalidInput):
        other.write(verifying.verify, record, "verified")
    for result in ("verified", "disputed"):
        with pytest.raises(Refused, match="另一位同事"):
            at.town.checker.write(verifying.verify, record, result, "重新问过，其实来过")
        with pytest.raises(Refused, match="负责抽查或审核结算"):
            window.write(verifying.verify, record, result, "重新问过，其实来过")
    other.write(verifying.verify, record, "disputed", "邻居说来过")
    with pytest.raises(Refused, match="另一位同事"):  # not by way of a dispute either
        at.town.checker.write(verifying.verify, record, "verified", "邻居说来过")
    other.write(verifying.verify, record, "verified", "门口监控看到来过")
    (row,) = at.town.checker.read(record_view.queue, "verified")
    assert row.id == record


def test_what_was_found_wrong_is_not_washed_clean_by_recording_it_again(at: ServingTown) -> None:
    record = made(at, date(2025, 9, 2), 485, 605)
    refused = made(at, date(2025, 9, 3), 485, 605)
    at.town.checker.write(spot_checking.draw, "2025-09", 100)
    line = next(one for one in at.town.checker.read(spot_checking.lines) if one.visit_record_id == record)
    at.town.checker.write(spot_checking.record_check, line.id, "home", "wrong", "本人说那天没有人来")
    at.town.checker.write(verifying.verify, refused, "refused", "本人说没有来")
    for one in (record, refused):
        at.coordinator.write(recording.reverse, one, "时刻记错了")
    first, second = at.coordinator.read(record_view.to_record)
    again = at.coordinator.write(recording.record, first.id, first.version, told(485, 605)).visit_record_id
    at.coordinator.write(
        booking.cancel, second.id, second.version, "cancelled", by="provider", reason="重新安排"
    )
    new = made(at, date(2025, 9, 3), 486, 546)  # another visit at that time
    free = made(at, date(2025, 9, 3), 605, 665)
    rows = {row.id: row.flags for row in at.town.checker.read(record_view.queue, "recorded")}
    assert {one: [flag.reason for flag in flags] for one, flags in rows.items()} == {
        again: ["重录：原记录抽查不属实"],
        new: ["重录：原记录不予认可"],
        free: [],
    }
    assert at.town.checker.write(verifying.verify_many, list(rows)).done == 1
    year = date(2025, 1, 1), date(2025, 12, 31)
    assert list(at.payer.read(lambda unit: reports.found_wrong(unit.session, *year)).values()) == [1]
    (progress,) = at.town.head.read(spot_checking.progress, 2025)
    assert (progress.records, progress.checked) == (4, 1)


def test_nobody_checks_what_they_recorded_and_only_whoever_may_draws(at: ServingTown) -> None:
    both = colleague(at.town, "liangyong", "两用示例", "checker", "service_coordinator")
    at.coordinator = both
    made(at, date(2025, 9, 2), 485, 605)
    at.on(date(2025, 9, 30))
    with pytest.raises(Refused, match="岗位"):
        at.payer.write(spot_checking.draw, "2025-09")
    drawn = both.write(spot_checking.draw, "2025-09")
    (line,) = lines(at, drawn.spot_check_id)
    with pytest.raises(Refused, match="自己录入"):
        both.write(spot_checking.record_check, line.id, "home", "true", "自己查自己的记录")
    with pytest.raises(UserError, match="30%"):
        both.write(spot_checking.draw, "2025-09", 29)
    with pytest.raises(UserError, match="没有到"):
        both.write(spot_checking.draw, "2025-10")
    with pytest.raises(Refused, match="还没有服务记录"):
        both.write(spot_checking.draw, "2025-08")
    assert both.read(spot_checking.months)[:2] == ["2025-09", "2025-08"]
    assert [one.number for one in both.read(spot_checking.checks)] == [drawn.number]


def test_the_share_of_the_year_is_watched_by_provider(at: ServingTown) -> None:
    september(at)
    other, _, agreement = at.town.clerk.write(supply, "乙示例服务中心", source="special")
    hand = at.town.clerk.write(worker, other, "示例丙工")
    _, plan = at.town.clerk.write(served, agreement, ("己示例",))
    gone = made(at, date(2025, 9, 17), 485, 545, plan=plan, worker_id=hand)
    at.on(date(2025, 9, 30))
    drawn = at.town.checker.write(spot_checking.draw, "2025-09")
    assert (drawn.population, drawn.sample) == (4, 2)  # one of each provider
    for line in lines(at, drawn.spot_check_id):
        if line.provider == "示例社工服务中心":
            at.town.checker.write(spot_checking.record_check, line.id, "home", "true", "本人和邻居都说来过")
    told = {one.provider: (one.records, one.checked, one.missing, one.percent) for one in at.town.head.read(spot_checking.progress, 2025)}  # fmt: skip
    assert told == {"示例社工服务中心": (3, 1, 0, "33.3%"), "乙示例服务中心": (1, 0, 1, "0.0%")}
    at.coordinator.write(recording.reverse, gone, "机构记错了人")
    assert [one.provider for one in at.town.head.read(spot_checking.progress, 2025)] == ["示例社工服务中心"]


def test_the_telephone_does_not_count_and_who_verified_does_not_check(at: ServingTown) -> None:
    record = made(at, date(2025, 9, 2), 485, 605)
    at.town.checker.write(verifying.verify_many, [record])
    at.town.checker.write(spot_checking.draw, "2025-09")
    (line,) = at.town.checker.read(spot_checking.lines)
    with pytest.raises(Refused, match="您自己核实"):
        at.town.checker.write(spot_checking.record_check, line.id, "home", "true", "本人说来过")
    at.town.head.write(spot_checking.record_check, line.id, "phone", "true", "电话里说来了两小时")
    (told,) = at.town.head.read(spot_checking.progress, 2025)
    assert (told.records, told.checked, told.phoned, told.missing) == (1, 0, 1, 1)
    with pytest.raises(Refused, match="已经查过"):
        at.town.head.write(spot_checking.record_check, line.id, "phone", "true", "电话里又说来了")
    at.town.head.write(spot_checking.record_check, line.id, "live", "true", "现场看到正在服务")
    (told,) = at.town.head.read(spot_checking.progress, 2025)
    assert (told.checked, told.phoned, told.missing) == (1, 0, 0)


def test_who_was_served_and_not_asked_is_suggested(at: ServingTown) -> None:
    other, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    record, *_ = september(at)
    made(at, date(2025, 9, 17), 485, 545, plan=plan)
    at.on(date(2025, 9, 30))
    asked = [one.person for one in at.coordinator.read(calling_back.suggestions)]
    assert asked == ["戊示例", "己示例"]  # who was served longest ago first
    for day, way, grade, field in (
        (date(2025, 10, 1), "phone", 5, "called_on"),
        (date(2025, 9, 30), "letter", 5, "way"),
        (date(2025, 9, 30), "phone", 6, "grade"),
        (date(2025, 9, 30), "phone", 2, "problems"),
    ):
        with pytest.raises(UserError) as why:
            at.coordinator.write(calling_back.record_call, at.file, day, way, grade)
        assert why.value.field == field
    with pytest.raises(Refused, match="不是这位"):
        at.coordinator.write(
            calling_back.record_call, other, date(2025, 9, 30), "phone", 5, visit_record_id=record
        )
    at.coordinator.write(
        calling_back.record_call, at.file, date(2025, 9, 30), "phone", 2, problems="来得晚，走得早"
    )
    at.coordinator.write(calling_back.record_call, other, date(2025, 9, 30), "home", 5)
    assert at.coordinator.read(calling_back.suggestions) == []
    low, high = at.coordinator.read(calling_back.calls, date(2025, 9, 1), date(2025, 9, 30))
    assert (low.person, low.grade, low.open, low.served_on) == ("戊示例", 2, True, date(2025, 9, 16))
    (told,) = at.coordinator.read(calling_back.satisfaction, date(2025, 9, 1), date(2025, 9, 30))
    assert (told.provider, told.grades, told.calls, told.percent) == (
        "示例社工服务中心",
        (1, 0, 0, 1, 0),
        2,
        "50.0%",
    )
    with pytest.raises(Refused, match="没有反映问题"):
        at.coordinator.write(calling_back.improve, high.id, high.version, "没有什么要改")
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(calling_back.improve, low.id, 7, "已约谈机构，换了人员")
    at.coordinator.write(calling_back.improve, low.id, low.version, "已约谈机构，换了人员")
    found = at.coordinator.read(calling_back.calls, date(2025, 9, 1), date(2025, 9, 30), "戊示")
    assert [(one.improved_on, one.open) for one in found] == [(date(2025, 9, 30), False)]
    at.on(date(2025, 12, 31))
    assert at.coordinator.read(calling_back.suggestions) == []  # nobody was served for three months


def test_a_complaint_is_settled_by_its_day(at: ServingTown) -> None:
    """Fifteen working days from 2025-09-15, over the National Day and its two make-up days: Saturday 2025-10-11."""
    at.on(date(2025, 9, 15))
    with pytest.raises(InvalidInput):
        at.coordinator.write(complaining.record_complaint, at.provider, date(2025, 9, 15), "差")
    with pytest.raises(UserError):
        at.coordinator.write(complaining.record_complaint, at.provider, date(2025, 9, 16), "说好九点没有来")
    taken = at.coordinator.write(
        complaining.record_complaint, at.provider, date(2025, 9, 15), "说好九点没有来，也不打电话", at.file
    )
    assert taken.due_on == date(2025, 10, 11)
    (row,) = at.coordinator.read(complaining.complaints, "示例社工")
    assert (row.number, row.person, row.colour) == (taken.number, "戊示例", "ok")
    with pytest.raises(Refused, match="处理情况"):
        at.coordinator.write(complaining.close_complaint, row.id, row.version, "已答复本人，本人满意")
    at.coordinator.write(complaining.follow_complaint, row.id, row.version, "已向机构核实，承认迟到")
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(complaining.follow_complaint, row.id, row.version, "没有看到前一条")
    at.on(date(2025, 9, 30))
    (row,) = at.coordinator.read(complaining.complaints)
    assert row.colour == "warn"  # three working days
    at.coordinator.write(complaining.follow_complaint, row.id, row.version, "机构上门道歉，换了人员")
    at.on(date(2025, 10, 13))
    (row,) = at.coordinator.read(complaining.complaints)
    assert (row.colour, row.action.count("\n")) == ("bad", 1)
    assert row.action.startswith("2025-09-15 已向机构核实")
    at.coordinator.write(complaining.close_complaint, row.id, row.version, "电话答复本人，本人满意")
    assert at.coordinator.read(complaining.complaints) == []
    (closed,) = at.coordinator.read(complaining.complaints, closed=True)
    assert (closed.closed_on, closed.colour) == (date(2025, 10, 13), "bad")
    with pytest.raises(Refused, match="已在 2025-10-13 办结"):
        at.coordinator.write(complaining.follow_complaint, closed.id, closed.version, "再跟进一次")
    nobody = at.coordinator.write(
        complaining.record_complaint, at.provider, date(2025, 10, 13), "匿名电话：服务时长不够"
    )
    assert [one.person for one in at.coordinator.read(complaining.complaints)] == [""]
    with pytest.raises(Refused, match="岗位"):
        at.payer.write(complaining.follow_complaint, nobody.complaint_id, 1, "已向机构核实")


def test_who_sees_a_few_villages_neither_verifies_nor_draws(at: ServingTown) -> None:
    """From a part nobody can tell who was in two places at once, and a sample of a part is not the township's."""
    record, *_ = september(at)
    at.on(date(2025, 9, 30))
    drawn = at.town.checker.write(spot_checking.draw, "2025-09")
    bound = desk_of(at.town.clerk, replace(at.town.checker.actor, villages=frozenset({"示例社区"})))
    with pytest.raises(Refused, match="部分村"):
        bound.write(verifying.verify, record, "verified")
    with pytest.raises(Refused, match="部分村"):
        bound.write(verifying.verify_many, [record])
    with pytest.raises(Refused, match="部分村"):
        bound.write(spot_checking.draw, "2025-09")
    with pytest.raises(Refused, match="部分村"):
        bound.read(spot_checking.redraw, drawn.spot_check_id)
