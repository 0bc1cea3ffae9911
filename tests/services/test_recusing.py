"""A relative of a family signs nothing about it: no change, no past month, no list that names it, and hands over no money."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.domain.workflow import Move
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, interrupting, recusing
from jiuzhu.services.casework import turns
from jiuzhu.services.granting import adjusting, back_paying, batches, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import paying_out
from jiuzhu.services.survey import checking, checking_lines, visiting
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from on_the_way import opined, rows, submitted, surveyed
from once import once
from receiving import dies, grants, paid_four, propose, told, with_standard
from relief_case import colleague, helped
from town import Town, payer_of, urban_three


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    return paid_four(town)


def register(town: Town, home: FileRows, desk: Workspace) -> None:
    def file(unit: Unit) -> None:
        unit.add(
            RelativeOfStaff(
                application_id=home.application.id, staff_name="某某", relation="申请人之兄", filed_on=unit.today,
                operator_id=desk.actor.operator_id,
            )
        )  # fmt: skip
        unit.about(home.application.id)

    town.clerk.write(file)


def test_no_change_and_no_past_month(town: Town, home: FileRows) -> None:
    dies(town, home, date(2025, 9, 10))
    adjustment = propose(town, told(town, home))
    register(town, home, town.head)
    with pytest.raises(Refused, match="应当回避"):
        town.head.write(adjusting.decide_adjustment, adjustment, approved=True)
    assert town.head.write(adjusting.decide_many, [adjustment])[0] == []
    assert len(grants(town, home)) == 1


def test_no_past_month(town: Town, home: FileRows) -> None:
    dies(town, home, date(2025, 9, 10))
    adjustment = propose(town, told(town, home))
    town.head.write(adjusting.decide_adjustment, adjustment, approved=True)
    register(town, home, town.head)
    for row in town.head.read(back_paying.back_payments):
        with pytest.raises(Refused, match="应当回避"):
            town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2025-12")
    assert len(town.head.read(back_paying.back_payments)) == 2


def test_no_list_that_names_the_family_until_it_is_left_out(town: Town, home: FileRows) -> None:
    payer = payer_of(town)
    with_standard(town.clerk, town.head, payer, starts=date(2026, 1, 1))
    town.on(date(2025, 12, 20))
    register(town, home, town.head)
    wanted = Wanted(
        title="2026 年标准",
        standards_on=date(2026, 1, 5),
        from_month="2026-01",
        document="示例规〔2025〕99号",
    )
    run = reassessing.draft(payer, wanted)
    with pytest.raises(Refused, match="先剔除这几户"):
        town.head.write(reassessing.sign, run)
    for line in payer.read(reassessing.lines, run):
        payer.write(reassessing.exclude, run, line.position, "签署人近亲属，另外办理")
    town.head.write(reassessing.sign, run)


def test_no_batch_that_names_the_family(town: Town, home: FileRows) -> None:
    payer = payer_of(town)
    batch = payer.write(
        batches.draft_batch,
        "price",
        notice="示例发改〔2025〕1号",
        month="2025-11",
        rates={"dibao": Decimal("20.00")},
    )
    register(town, home, town.head)
    with pytest.raises(Refused, match="列为不发放"):
        town.head.write(batches.confirm_batch, batch.id)


def test_no_money_is_handed_to_the_own_family(town: Town) -> None:
    payer = payer_of(town)
    taken = helped(town)
    register(town, rows(town, taken), payer)
    with pytest.raises(Refused, match="应当回避"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="county")


def test_a_relative_surveys_nothing_and_the_buttons_say_who_does(town: Town) -> None:
    taken = town.accept(urban_three(town)).application_id
    register(town, rows(town, taken), town.checker)
    (start,) = [one for one in town.checker.read(turns.moves, taken) if one.move == "start_survey"]
    assert not start.allowed
    assert start.recused
    assert "近亲属备案" in start.why_not
    assert "另一位" in start.why_not
    assert "近亲属备案" in town.checker.read(checking.file, taken).barred
    with pytest.raises(Refused, match=r"应当回避。没有改动任何内容；请由另一位.*核查"):
        town.checker.write(checking.start_survey, taken)
    assert town.clerk.read(checking.file, taken).barred == ""
    town.clerk.write(checking.start_survey, taken)
    line = rows(town, taken).lines[0]
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(checking_lines.accept_figure, line.id, Decimal(1560), "true")
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(checking_lines.accept_all_matching, taken)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(checking.request_check, taken)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(visiting.send_letter, taken, "示例银行", "存款余额")
    assert town.clerk.write(checking_lines.accept_all_matching, taken).accepted


def test_a_relative_finishes_no_survey_and_gives_no_opinion(town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    register(town, rows(town, taken), town.checker)
    text = town.checker.read(approving.opinion_draft, taken)
    for result in ("grant", "refuse"):
        with pytest.raises(Refused, match=r"应当回避。没有改动任何内容；请由另一位.*提出初审意见"):
            town.checker.write(approving.give_opinion, taken, result, text)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(approving.look_again, taken, "再看一次存款")
    town.clerk.write(approving.give_opinion, taken, "grant", text)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(approving.post_notice, taken, "示例社区公示栏")


def test_a_relative_ends_no_posting_and_sends_nothing_on_but_takes_down_an_objection(town: Town) -> None:
    taken = opined(town, urban_three(town))
    town.clerk.write(approving.post_notice, taken, "示例社区公示栏")
    register(town, rows(town, taken), town.checker)
    town.on(date(2025, 10, 27))
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(approving.close_notice, taken)
    allowed = {one.move: one.allowed for one in town.checker.read(turns.moves, taken)}
    assert not allowed["close_notice"]
    assert allowed["object_to_notice"]
    town.clerk.write(approving.close_notice, taken)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(approving.submit, taken)
    assert rows(town, taken).application.state == "to_submit"


def test_taking_and_withdrawing_judge_nothing() -> None:
    def judged(right: str, name: str = "x") -> bool:
        return recusing.judges(Move(name, "", (), (), right))

    assert [right for right in ("take", "check", "opine", "decide", "transfer") if judged(right)] == [
        "check", "opine", "decide",
    ]  # fmt: skip
    assert not judged("opine", "object_to_notice")


def test_a_relative_stops_and_starts_no_clock(town: Town) -> None:
    taken = town.accept(urban_three(town)).application_id
    register(town, rows(town, taken), town.checker)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(interrupting.pause, taken, "申请人住院，无法入户")
    assert rows(town, taken).pauses == []
    other = colleague(town, "zhouchu", "周初审", "checker")
    other.write(interrupting.pause, taken, "申请人住院，无法入户")
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(interrupting.resume, taken)
    other.write(interrupting.resume, taken)
    assert rows(town, taken).pauses[0].ends_on is not None


def test_a_relative_writes_down_no_visit_of_the_county(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    register(town, rows(town, taken), town.head)
    with pytest.raises(Refused, match="应当回避"):
        town.head.write(approving.record_county_visit, taken, "赵科长、王干事", "住房一套，与申报一致")
    town.checker.write(approving.record_county_visit, taken, "赵科长、王干事", "住房一套，与申报一致")
