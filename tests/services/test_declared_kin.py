"""What a form says of parents and obligors waits with it: nothing that is paid hears of it before a decision does."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, ObligorPart, ParentPart
from jiuzhu.domain.household import Parent
from jiuzhu.services.approval import approving, interrupting
from jiuzhu.services.casework import file_notes, files
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import consequences
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.household.supporting import ObligorChange
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure
from jiuzhu.storage.queries import files as file_rows
from on_the_way import accept, approve, rows, single, submitted, surveyed, version
from once import once
from paid_families import confirmed, family, posted, subsidised, told, with_child
from receiving import succession
from town import Town, complete, id_number

DIBAO = ("dibao", "keep", Decimal("950.00"))
PAID = [DIBAO, ("unsupported_child", "keep", Decimal("1301.00"))]
KEPT_ALONE = [("unsupported_child", "keep", Decimal("1651.00"))]


def states(town: Town, home: str) -> list[str]:
    return [one.state for one in town.checker.read(facts_on, home, town.checker.today()).parents]


def live(town: Town, home: str) -> tuple[int, int]:
    """How many parents and obligors are on record."""
    return town.checker.read(
        lambda unit: (
            len(file_rows.parents_of(unit.session, home)),
            len(file_rows.obligors_of(unit.session, home)),
        )
    )


def again(town: Town, home: str, *programmes: str) -> Dossier:
    """Another form of the family; every person on it is known by number."""
    dossier = family(town, *programmes)
    dossier.household.id = home
    dossier.application.reason = "住院费用高"
    return dossier


def saying(dossier: Dossier, state: str, *names: str) -> Dossier:
    """What the form says of the parents, on fresh lines as the window makes them."""
    child = dossier.members[-1].id
    dossier.parents = [ParentPart(of_person=child, name=name, state=state) for name in names]
    return dossier


@pytest.fixture
@once
def paid(town: Town) -> str:
    """A family in 低保 whose child gets the difference."""
    first = posted(town, family(town, "dibao"))
    home = rows(town, first).household.id
    town.on(date(2025, 12, 8))
    confirmed(town, with_child(again(town, home, "unsupported_child")))
    town.on(date(2025, 12, 9))
    assert told(town, home) == PAID
    return home


def listed(town: Town, dossier: Dossier) -> str:
    return town.clerk.write(intake.issue_correction, dossier, "", ["身份证"]).application_id


def taken(town: Town, dossier: Dossier) -> str:
    return accept(town, dossier).application_id


@pytest.mark.parametrize("programme", ["medical", "orphan", "unsupported_child", "dibao", "temporary"])
@pytest.mark.parametrize(
    "names", [("庚示例", "辛示例"), ("辛示例",), ("", "")], ids=["both", "one", "unnamed"]
)
def test_a_list_of_missing_papers_changes_nothing_that_is_paid(
    town: Town, paid: str, programme: str, names: tuple[str, ...]
) -> None:
    listed(town, saying(again(town, paid, programme), "none", *names))
    assert told(town, paid) == PAID
    assert states(town, paid) == ["dead", "prison"]


def test_a_form_that_was_taken_changes_nothing_that_is_paid_and_is_read_by_its_own_file(
    town: Town, paid: str
) -> None:
    form = saying(again(town, paid, "medical"), "none", "辛示例")
    number = taken(town, form)
    assert told(town, paid) == PAID
    assert [one.state for one in town.checker.read(files.dossier, number).parents] == ["dead", "none"]
    assert live(town, paid) == (2, 0)


def alone(town: Town, *programmes: str) -> Dossier:
    return single(town, *programmes, birth=date(2015, 5, 5))


def result(town: Town, number: str, programme: str) -> str:
    return next(
        one.result for one in town.checker.read(files.dossier, number).findings if one.programme == programme
    )


def test_a_child_not_paid_yet_is_assessed_from_what_the_form_says_and_paid_by_it(town: Town) -> None:
    number = surveyed(town, with_child(alone(town, "unsupported_child")))
    home = rows(town, number).household.id
    assert result(town, number, "unsupported_child") == "entitled"
    assert (states(town, home), live(town, home)) == ([], (0, 0))
    town.checker.write(approving.give_opinion, number, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, number)
    approve(town, number)
    assert (states(town, home), live(town, home)) == (["dead", "prison"], (2, 0))
    assert told(town, home) == KEPT_ALONE
    assert [one.state for one in town.checker.read(files.dossier, number).parents] == ["dead", "prison"]


@pytest.fixture
@once
def orphaned(town: Town) -> str:
    """A child who gets the sum for the unsupported, and whose imprisoned parent is said to have died."""
    number = confirmed(town, with_child(alone(town, "unsupported_child")))
    town.on(date(2025, 12, 9))
    return rows(town, number).household.id


def asking(town: Town, home: str) -> Dossier:
    dossier = saying(alone(town, "orphan"), "dead", "庚示例", "辛示例")
    dossier.household.id = home
    return dossier


def test_what_a_decision_found_true_takes_the_place_of_what_was_on_record(town: Town, orphaned: str) -> None:
    number = surveyed(town, asking(town, orphaned))
    assert (told(town, orphaned), states(town, orphaned)) == (KEPT_ALONE, ["dead", "prison"])
    town.checker.write(approving.give_opinion, number, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, number)
    assert states(town, orphaned) == ["dead", "prison"]
    approve(town, number)
    assert (states(town, orphaned), live(town, orphaned)) == (["dead", "dead"], (2, 0))
    before = town.checker.read(facts_on, orphaned, date(2025, 12, 8)).parents
    assert [one.state for one in before] == ["dead", "prison"]


def refused(town: Town, number: str) -> None:
    town.checker.write(approving.give_opinion, number, "refuse", "查验不属实，拟不同意。")
    verdict = approving.Verdict(
        result="refused", reason="父母仍在", clause="民发〔2019〕62号", seen_version=version(town, number)
    )
    town.head.write(approving.decide, number, verdict)


def test_a_refused_form_leaves_the_record_as_it_was(town: Town, orphaned: str) -> None:
    refused(town, surveyed(town, asking(town, orphaned)))
    assert (told(town, orphaned), live(town, orphaned)) == (KEPT_ALONE, (2, 0))
    assert states(town, orphaned) == ["dead", "prison"]


def test_a_form_that_was_taken_back_leaves_the_record_as_it_was(town: Town, orphaned: str) -> None:
    number = surveyed(town, asking(town, orphaned))
    town.clerk.write(interrupting.withdraw, number, "不再申请")
    assert (told(town, orphaned), live(town, orphaned)) == (KEPT_ALONE, (2, 0))
    assert states(town, orphaned) == ["dead", "prison"]


def test_a_subsidy_is_decided_without_a_look_at_the_parents(town: Town, orphaned: str) -> None:
    dossier = asking(town, orphaned)
    dossier.application.programmes = ["disability_care"]
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "1"
    subsidised(town, dossier)
    assert states(town, orphaned) == ["dead", "prison"]


def test_edge_is_decided_without_a_look_at_the_parents(town: Town) -> None:
    home = rows(town, posted(town, with_child(family(town, "edge", wage="2800.00")))).household.id
    assert live(town, home)[0] == 0


def test_the_papers_that_come_later_bring_another_word_on_the_same_parent(town: Town, orphaned: str) -> None:
    number = listed(town, saying(asking(town, orphaned), "none", "庚示例", "辛示例"))
    form = town.clerk.read(files.dossier, number)
    assert [one.state for one in form.parents] == ["none", "none"]
    form.parents = form.parents[1:]
    form.parents[0].state = "detox"
    town.clerk.write(intake.complete, number, complete(form, town.clerk.today()))
    seen = town.clerk.read(files.dossier, number).parents
    assert [(one.name, one.state) for one in seen] == [("庚示例", "dead"), ("辛示例", "detox")]
    assert states(town, orphaned) == ["dead", "prison"]
    form = town.clerk.read(files.dossier, number)
    assert len(form.parents) == 2


def test_a_corrected_word_that_says_what_the_record_says_is_the_records(town: Town, orphaned: str) -> None:
    number = listed(town, saying(asking(town, orphaned), "none", "庚示例", "辛示例"))
    form = saying(town.clerk.read(files.dossier, number), "none", "辛示例")
    form.parents = [
        ParentPart(of_person=form.members[0].id, name="辛示例", state="prison", since=date(2024, 1, 10))
    ]
    town.clerk.write(intake.complete, number, complete(form, town.clerk.today()))
    seen = town.clerk.read(lambda unit: files.load_rows(unit, number)).parents
    assert [(one.name, one.state, one.waits_for) for one in seen] == [
        ("庚示例", "dead", None), ("辛示例", "prison", None),
    ]  # fmt: skip


def test_the_same_state_without_its_day_says_nothing_new(town: Town, orphaned: str) -> None:
    form = asking(town, orphaned)
    form.parents[1].state = "prison"
    number = taken(town, form)
    seen = town.checker.read(files.load_rows, number).parents
    assert [(one.state, one.since, one.waits_for) for one in seen] == [
        ("dead", date(2024, 1, 10), None), ("prison", date(2024, 1, 10), None),
    ]  # fmt: skip


def test_an_event_since_is_nearer_than_the_form(town: Town, orphaned: str) -> None:
    number = surveyed(town, asking(town, orphaned))
    town.checker.write(
        events.record_event,
        orphaned,
        Happened(
            kind="parent", effective_on=date(2025, 12, 1),
            person_id=rows(town, number).members[0].person_id, parent=ParentPart(name="辛示例", state="detox"),
        ),
    )  # fmt: skip
    assert [one.state for one in town.checker.read(files.dossier, number).parents] == ["dead", "detox"]
    assert states(town, orphaned) == ["dead", "detox"]


def test_two_matters_of_one_form_speak_with_one_word(town: Town) -> None:
    form = with_child(family(town, "medical", "unsupported_child"))
    receipt = accept(town, form)
    first, second = receipt, receipt.others[0]
    for one in (first, second):
        found = town.checker.read(files.load_rows, one.application_id).parents
        assert [row.state for row in found] == ["dead", "prison"]
    (a, b) = (
        {row.id for row in town.checker.read(files.load_rows, one.application_id).parents}
        for one in (first, second)
    )
    assert a == b


@pytest.fixture
def surplus(town: Town) -> Callable[[], str]:
    """A family paid 低保 where the office counts what obligors have to spare."""

    def made() -> str:
        home = rows(town, posted(town, family(town, "dibao"))).household.id
        town.on(date(2025, 12, 3))
        rule_admin.set_figure(
            town.clerk,
            NewFigure("support.formula", "surplus", date(2025, 10, 1), "示例民〔2025〕8号", replaces=True),
        )
        town.head.rules = town.checker.rules = town.clerk.rules
        return home

    return made


def owed(dossier: Dossier, name: str = "子示例", number: str = "", income: int = 3000) -> Dossier:
    dossier.obligors = [
        ObligorPart(
            of_person=dossier.members[0].id, name=name, id_number=number, relation="20",
            birth=date(1990, 1, 1), income_month=Decimal(income),
        )
    ]  # fmt: skip
    return dossier


SON = id_number(date(1990, 1, 1), 301)


def test_an_obligor_named_on_a_form_for_medical_help_leaves_dibao_alone(
    town: Town, surplus: Callable[[], str]
) -> None:
    home = surplus()
    assert told(town, home) == [DIBAO]
    number = taken(town, owed(again(town, home, "medical")))
    listed(town, owed(again(town, home, "temporary"), income=9000))
    assert told(town, home) == [DIBAO]
    assert live(town, home) == (0, 0)
    (seen,) = town.checker.read(files.dossier, number).obligors
    assert (seen.name, seen.income_month) == ("子示例", Decimal(3000))


def test_an_obligor_is_live_with_the_decision_and_said_again_is_the_same_man(town: Town) -> None:
    man = single(town, "tekun")
    man.members[0].self_care_on = date(2025, 10, 13)
    man.obligors = [
        ObligorPart(
            of_person=man.members[0].id, name="癸示例", id_number=SON, relation="20", status="incapable",
            birth=date(1990, 1, 1),
        )
    ]  # fmt: skip
    number = submitted(town, man, date(2025, 10, 24), date(2025, 11, 3))
    home = rows(town, number).household.id
    assert live(town, home) == (0, 0)
    town.on(date(2025, 11, 12))
    approve(town, number)
    assert live(town, home) == (0, 1)
    town.on(date(2025, 12, 3))
    before = town.checker.read(facts_on, home, town.checker.today()).obligors
    form = town.clerk.read(intake.from_person, rows(town, number).members[0].person_id)
    form.application.programmes, form.application.reason = ["medical"], "住院费用高"
    form.obligors = owed(form, "癸示例（新名）", SON, 9000).obligors
    later = taken(town, form)
    (seen,) = town.checker.read(files.dossier, later).obligors
    assert (seen.name, seen.income_month) == ("癸示例（新名）", Decimal(9000))
    assert town.checker.read(facts_on, home, town.checker.today()).obligors == before
    assert told(town, home) == [("tekun", "keep", Decimal("1051.00"))]
    happened = Happened(
        kind="support", effective_on=date(2025, 12, 1), person_id=form.members[0].id,
        obligor=ObligorChange(name="癸示例", gone=True),
    )  # fmt: skip
    town.checker.write(events.record_event, home, happened)
    assert town.checker.read(files.dossier, later).obligors == []


def test_what_was_paid_before_is_read_as_it_was(town: Town, paid: str) -> None:
    told_on = {day: len(town.checker.read(facts_on, paid, date(2025, 12, day)).parents) for day in (7, 8)}
    assert told_on == {7: 0, 8: 2}


def test_a_child_who_moves_takes_the_record_along_and_no_form(town: Town, orphaned: str) -> None:
    number = taken(town, asking(town, orphaned))
    child = rows(town, number).members[0].person_id
    more = succession(town, orphaned, child)
    happened = Happened(
        kind="split", effective_on=date(2025, 12, 1), person_id=child, details="已分开生活", **more
    )
    town.checker.write(events.record_event, orphaned, happened)
    (event,) = town.checker.read(events.events, orphaned)
    assert states(town, event.other_household_id or "") == ["dead", "prison"]
    said = town.checker.read(lambda unit: file_rows.waiting(unit.session, Parent, number))
    assert [(row.state, row.household_id) for row in said] == [("dead", orphaned)]


def noted(town: Town, number: str) -> dict[str, list[str]]:
    return {
        note.title: note.lines
        for note in town.head.read(lambda unit: file_notes.notes(unit, files.load_rows(unit, number)))
    }


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ((("庚氏", "dead"), ("辛示利", "prison")), ["dead", "prison"]),
        ((("", "dead"), ("", "prison")), ["dead", "prison"]),
        ((("辛示利", "none"),), ["dead", "prison"]),
    ],
    ids=["other names", "unnamed", "one of them"],
)
def test_two_forms_on_their_way_that_name_the_parents_differently_make_no_third(
    town: Town, said: tuple[tuple[str, str], ...], kept: list[str]
) -> None:
    first = surveyed(town, with_child(family(town, "unsupported_child")))
    home = rows(town, first).household.id
    form = again(town, home, "dibao")
    child = form.members[-1].id
    form.parents = [ParentPart(of_person=child, name=name, state=state) for name, state in said]
    other = submitted(town, form, date(2025, 10, 24), date(2025, 11, 3))
    town.checker.write(approving.give_opinion, first, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, first)
    approve(town, first)
    assert [one.state for one in town.head.read(files.dossier, other).parents] == kept
    approve(town, other)
    assert states(town, home) == kept
    assert live(town, home) == (2, 0)
    paid = {
        one.programme: (one.now, one.change.kind)
        for one in town.checker.read(consequences.consequences, home)
    }
    (own, kept_), (child_, left) = paid["dibao"], paid["unsupported_child"]
    assert (kept_, left) == ("keep", "keep")
    assert 0 < child_ < Decimal(1651)  # 低保 came off the child's pay with the decision
    assert own > 0


def test_who_decides_reads_what_would_be_put_on_record_and_in_whose_place(town: Town, paid: str) -> None:
    form = owed(saying(again(town, paid, "unsupported_child"), "none", "辛示例"))
    number = taken(town, form)
    assert noted(town, number)["父母情况"] == [
        "丙示例的庚示例：死亡或被宣告死亡（2024-01-10 起）", "丙示例的辛示例：能够抚养（申报，同意后记入；登记的是 辛示例：服刑在押）",
    ]  # fmt: skip
    assert noted(town, number)["义务人"] == [
        "甲示例的子示例（子）：一般，每月收入 3,000.00 元（申报，同意后记入）"
    ]
    number = taken(town, saying(again(town, paid, "medical"), "none", "辛示例"))
    ((title, (becomes, *said)),) = noted(town, number).items()
    assert title == "申报与登记不一致"
    assert "办结后也不记入登记" in becomes
    assert said == ["丙示例的父（母）辛示例：申报有变化"]
