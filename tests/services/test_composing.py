"""金额构成: a 低保 taken over in one sum is told in its parts, confirmed by another, and computed like every other from then on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Person
from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import composing, consequences, reassessing
from jiuzhu.services.granting.composing import Whole
from jiuzhu.services.granting.composition_told import Part, Told
from jiuzhu.services.granting.reassessing import LineRow, Wanted
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.office import history, workbench
from jiuzhu.storage.unit import Unit
from old_table import taken_over_whole
from town import Town, payer_of


@pytest.fixture
def home(town: Town, tmp_path: Path) -> str:
    """701 yuan a month in one sum, for somebody and a grandchild who goes to school, which nobody has recorded."""
    home = taken_over_whole(town, tmp_path)
    town.on(date(2025, 12, 8))
    return home


def whole(town: Town, home: str) -> Whole:
    return town.clerk.read(composing.whole, home)


def told(
    town: Town, home: str, base: str = "601", student: str = "100", category: str = "compulsory"
) -> Told:
    """601 difference by 770 a head, and the grandchild's 100."""
    (child,) = [one.person_id for one in whole(town, home).heads if one.name == "小旧"]
    return Told(
        base=Decimal(base),
        standard=Decimal(770),
        parts=[Part(child, category, Decimal(student))],
        evidence="原低保审批表",
    )


def confirmed(town: Town, home: str) -> None:
    town.clerk.write(composing.propose_composition, home, told(town, home))
    (row,) = town.head.read(composing.proposed)
    town.head.write(composing.decide_composition, row.id, confirmed=True)


def listed(town: Town, from_month: str = "2026-01") -> LineRow:
    """The household's 低保 in a 标准调整: from 2026 the urban standard is 800."""
    payer = payer_of(town)
    rules = town.clerk.rules
    rows = [
        one
        for one in rules.policy.rows
        if not one.key.startswith("std.dibao") or one.starts < date(2025, 7, 1)
    ]
    for amount, starts, ends in ((770, date(2025, 7, 1), date(2025, 12, 31)), (800, date(2026, 1, 1), None)):
        rows += [
            PolicyRow(
                f"std.dibao.{kind}", Decimal(amount), "元/人·月", "500000", starts, ends, "示例规〔2025〕99号", "标准",
                "verified",
            )
            for kind in ("urban", "rural")
        ]  # fmt: skip
    payer.rules = replace(rules, policy=Policy(rows))
    wanted = Wanted(
        title="2026 年低保标准调整", standards_on=date(2026, 1, 5), from_month=from_month, document="示例规〔2025〕99号"
    )  # fmt: skip
    run = reassessing.draft(payer, wanted)
    (line,) = payer.read(reassessing.lines, run)
    return line


def grant(town: Town) -> Entitlement:
    return town.clerk.read(lambda unit: unit.session.scalars(select(Entitlement)).one())


def pupil(town: Town, home: str) -> str:
    """Who is recorded as going to school."""
    facts = town.clerk.read(facts_on, home, town.clerk.today())
    (found,) = [one.id for one in facts.members if one.student == "compulsory"]
    return found


def test_what_nobody_split_is_for_a_person_and_says_where_its_parts_are_told(town: Town, home: str) -> None:
    assert home
    line = listed(town)
    assert line.group == "人工核定"
    assert "“发放—金额构成”" in line.reason


def test_once_confirmed_the_household_is_computed_like_every_other(town: Town, home: str) -> None:
    """Income 770 × 2 − 601 = 939; under 800: 1,600 − 939 = 661, and the pupil's 100."""
    confirmed(town, home)
    row = grant(town)
    assert (row.monthly, row.base, row.addons) == (Decimal(701), Decimal(601), Decimal(100))
    (now,) = town.checker.read(consequences.consequences, home)
    assert (now.change.kind, now.change.monthly) == ("keep", Decimal(701))
    assert any("金额构成" in line for line in now.why)
    line = listed(town)
    assert (line.group, line.before, line.after) == ("金额变化", Decimal(701), Decimal(761))


def test_nothing_is_computed_by_it_before_another_person_confirmed(town: Town, home: str) -> None:
    town.checker.write(composing.propose_composition, home, told(town, home))
    assert listed(town).group == "人工核定"
    (row,) = town.head.read(composing.proposed, "旧户10")
    assert (row.monthly, row.base, row.addons, row.income) == (
        Decimal(701), Decimal(601), Decimal(100), Decimal(939),
    )  # fmt: skip
    assert row.told == "小旧 在校学生（义务教育） 100.00 元"
    waits = "有 1 户金额构成等待确认，在“发放—金额构成”里。"
    assert waits in town.head.read(workbench.today).warnings
    assert waits not in town.checker.read(workbench.today).warnings
    with pytest.raises(Refused, match="已有等待确认"):
        town.clerk.write(composing.propose_composition, home, told(town, home))
    with pytest.raises(Refused):
        town.checker.write(composing.decide_composition, row.id, confirmed=True)
    town.head.write(composing.decide_composition, row.id, confirmed=False, note="与审批表不符")
    assert town.head.read(composing.proposed) == []
    assert grant(town).addons == Decimal(0)
    with pytest.raises(Refused, match="已经办结"):
        town.head.write(composing.decide_composition, row.id, confirmed=True)


def test_only_who_told_it_takes_it_back(town: Town, home: str) -> None:
    town.clerk.write(composing.propose_composition, home, told(town, home))
    (row,) = town.clerk.read(composing.proposed)
    assert (row.mine, row.barred) == (True, "是您提出的，请另一位同事签署")
    with pytest.raises(Refused, match="只有登记人"):
        town.checker.write(composing.withdraw_composition, row.id)
    town.clerk.write(composing.withdraw_composition, row.id)
    assert town.head.read(composing.proposed) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("600.99", "100", "compulsory"), "差 0.01 元"),
        (("701", "0", "compulsory"), "每月多少元"),
        (("601.004", "99.996", "compulsory"), "每月多少元"),
        (("0", "701", "compulsory"), "差额救助要大于 0"),
        (("601", "100", "lucky"), "哪一类"),
        (("601", "100", "age70"), "不满 70 周岁"),
        (("601", "100", "severe"), "没有登记一级、二级残疾证"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_words(
    town: Town, home: str, typed: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        town.clerk.write(composing.propose_composition, home, told(town, home, *typed))
    assert town.head.read(composing.proposed) == []


def test_one_person_has_one_category_beside_the_certificate(town: Town, home: str) -> None:
    one = told(town, home)
    twice = replace(one, parts=[*one.parts, replace(one.parts[0], category="illness")], base=Decimal(501))
    with pytest.raises(InvalidInput, match="只能就高享受一类"):
        town.clerk.write(composing.propose_composition, home, twice)
    low = replace(one, standard=Decimal(300), document="示例规〔2009〕1号")
    with pytest.raises(InvalidInput, match="超过了标准"):
        town.clerk.write(composing.propose_composition, home, low)


def refused(town: Town, home: str, what: Told) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as caught:
        town.clerk.write(composing.propose_composition, home, what)
    (problem,) = caught.value.problems
    return problem.field, problem.message


def test_a_standard_nobody_ever_set_needs_its_document_and_is_marked(town: Town, home: str) -> None:
    """A nought too many would make 14,799 a month of income out of 939."""
    ten_times = replace(told(town, home), standard=Decimal(7700))
    field, said = refused(town, home, ten_times)
    assert field == "standard_document"
    assert "政策参数里没有每人每月 7,700.00 元的城市低保标准" in said
    town.clerk.write(composing.propose_composition, home, replace(ten_times, document=" 示例规〔2009〕1号 "))
    (row,) = town.head.read(composing.proposed)
    assert row.document == "示例规〔2009〕1号"


@pytest.mark.parametrize("standard", ["770", "750", "580"])
def test_any_standard_of_the_district_up_to_today_is_taken(town: Town, home: str, standard: str) -> None:
    typed = replace(told(town, home), standard=Decimal(standard), document="示例规〔2009〕1号")
    town.clerk.write(composing.propose_composition, home, typed)
    (row,) = town.head.read(composing.proposed)
    assert row.document == ""  # the policy has its number


def test_a_certificate_half_on_record_is_asked_after(town: Town, home: str) -> None:
    """二级 without a kind: whether the sum holds an add-on for it, the records cannot tell."""
    head = next(one for one in whole(town, home).heads if one.name == "旧户10")
    assert not head.half_recorded

    def graded(unit: Unit) -> None:
        unit.get(Person, head.person_id).disability_grade = "2"
        unit.about(home)

    town.checker.write(graded)
    assert [one.half_recorded for one in whole(town, home).heads] == [True, False]
    field, said = refused(town, home, told(town, home))
    assert field == "parts"
    assert "旧户10登记的残疾证缺类别或等级" in said
    town.clerk.write(composing.propose_composition, home, replace(told(town, home), without=[head.person_id]))
    (row,) = town.head.read(composing.proposed)
    assert row.evidence == "原低保审批表；已查明旧户10没有残疾的分类重点救助"


def test_what_waits_is_found_by_anybody_of_the_family(town: Town, home: str) -> None:
    town.checker.write(composing.propose_composition, home, told(town, home))
    for text in ("旧户10", "小旧"):
        assert len(town.head.read(composing.proposed, text)) == 1
    assert town.head.read(composing.proposed, "别人") == []


def test_the_records_an_add_on_stands_on_are_made_with_it_and_told(town: Town, home: str) -> None:
    confirmed(town, home)
    assert pupil(town, home)
    lines = town.auditor.read(history.history, home)
    assert [line.what for line in lines[:2]] == ["确认金额构成", "登记金额构成"]
    assert ("分类重点救助", "0.00", "100.00") in lines[0].fields


def test_what_was_told_is_told_once(town: Town, home: str) -> None:
    confirmed(town, home)
    with pytest.raises(Refused, match="已经分开"):
        town.clerk.read(composing.whole, home)


def test_it_holds_only_as_long_as_the_same_people_count(town: Town, home: str) -> None:
    confirmed(town, home)
    child = pupil(town, home)

    def away(unit: Unit) -> None:
        unit.get(Person, child).missing = True
        unit.about(home)

    town.checker.write(away)
    (now,) = town.checker.read(consequences.consequences, home)
    assert now.change.kind == "manual"


def test_what_changed_meanwhile_is_not_confirmed(town: Town, home: str) -> None:
    town.clerk.write(composing.propose_composition, home, told(town, home))
    (row,) = town.head.read(composing.proposed)

    def less(unit: Unit) -> None:
        unit.session.scalars(select(Entitlement)).one().monthly = Decimal(650)
        unit.about(home)

    town.checker.write(less)
    with pytest.raises(Refused, match="有变化"):
        town.head.write(composing.decide_composition, row.id, confirmed=True)


def test_the_form_of_what_is_asked_starts_from_the_records(town: Town, home: str) -> None:
    asked = whole(town, home)
    assert (asked.monthly, [one.name for one in asked.heads]) == (Decimal(701), ["旧户10", "小旧"])
    assert [one.category for one in asked.heads] == ["", ""]


def test_a_sum_without_add_ons_is_known_to_have_none(town: Town, home: str) -> None:
    nothing = replace(told(town, home), parts=[], base=Decimal(701))
    town.clerk.write(composing.propose_composition, home, nothing)
    (row,) = town.head.read(composing.proposed)
    assert row.told == ""
    town.head.write(composing.decide_composition, row.id, confirmed=True)
    facts = town.clerk.read(facts_on, home, town.clerk.today())
    assert (facts.dibao_base, facts.dibao_unsplit, facts.dibao_income) == (Decimal(701), False, Decimal(839))
