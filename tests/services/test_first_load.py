"""An office's old table becomes households that are paid and rechecked; what cannot be read one way is told by cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.household import Household
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import reviewing
from jiuzhu.services.casework import files
from jiuzhu.services.counter import standing
from jiuzhu.services.granting import consequences, reassessing, rosters
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import household_facts
from jiuzhu.services.ledger import ledger_imports, ledgers, taking_over
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.office import history, proving
from jiuzhu.services.office.watching import EVERY, Watch
from jiuzhu.services.paper import papers
from jiuzhu.storage.unit import Unit
from loading import NOW, look, told
from old_table import Row, household, person, take_over, write
from on_the_way import approve, submitted
from once import once
from town import Town, payer_of, urban_couple


@pytest.fixture
@once
def office(town: Town) -> Town:
    town.on(NOW)
    return town


def loaded(town: Town, folder: Path, *homes: list[Row]) -> str:
    preview = look(town, write(folder / "旧台账.xlsx", [row for home in homes for row in home]))
    assert preview.problems == {}
    return take_over(town, preview)


def counts(town: Town) -> dict[str, int]:
    tables = (
        "household",
        "member",
        "person",
        "application",
        "decision",
        "entitlement",
        "ledger_import",
        "import_change",
    )

    def count(unit: Unit) -> dict[str, int]:
        from sqlalchemy import text  # noqa: PLC0415  # an independent look

        return {name: unit.session.scalar(text(f"select count(*) from {name}")) or 0 for name in tables}  # noqa: S608  # our own names

    return town.auditor.read(count)


def test_an_old_table_is_seen_before_anything_is_stored(office: Town, tmp_path: Path) -> None:
    before = counts(office)
    preview = look(office, write(tmp_path / "旧.xlsx", [*household(1, 3), *household(2, 1)]))
    assert (preview.problems, preview.rows, preview.fresh, preview.people) == ({}, 4, 2, 4)
    (one,) = preview.sums
    assert (one.label, one.households, one.people, one.monthly) == ("最低生活保障", 2, 4, Decimal("1203.00"))
    assert counts(office) == before


def test_it_is_on_the_roster_the_ledger_and_the_due_list_with_its_words(office: Town, tmp_path: Path) -> None:
    number = loaded(office, tmp_path, household(1, 3), household(2, 1))
    for month, expected in (
        ("2025-10", []),
        ("2025-11", ["601.00", "602.00"]),
        ("2026-03", ["601.00", "602.00"]),
    ):
        found = office.clerk.read(rosters.roster, month, "dibao")
        assert [str(line.total) for line in found.lines] == expected
    first = office.clerk.read(rosters.roster, "2025-11", "dibao").lines[0]
    assert (first.payee, first.account_number, first.members, first.village) == (
        "旧户10",
        "6222000000000001",
        3,
        "示例社区",
    )
    due = office.clerk.read(rechecking.due)
    assert [(row.name, row.recheck_class, row.due_on) for row in due] == [
        ("旧户10", "A", date(2020, 4, 20)), ("旧户20", "A", date(2020, 4, 20)),
    ]  # fmt: skip
    page = office.clerk.read(ledgers.page, "dibao_households", {})
    assert page.total == 2
    applications = office.clerk.read(ledgers.page, "applications", {})
    assert "原台账转入" in str(applications.rows)
    file = office.clerk.read(files.dossier, page.applications[0])
    assert file.application.reason.startswith(f"原台账转入，金额未经本系统审核计算：{number}")
    assert "原批准文号 示低保00001，原起始月 2019-05" in file.application.reason
    assert file.members[0].disability_grade == "2"
    assert office.auditor.read(proving.verify_journal).problems == ()


def test_nobody_looked_at_its_means_so_nothing_is_computed_for_it(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1, 3))
    payer = payer_of(office)
    home = office.clerk.read(lambda unit: unit.session.query(Household).one()).id
    facts = office.clerk.read(household_facts.facts_on, home, NOW)
    assert {"income", "assets"} <= set(facts.pending)
    (found,) = office.checker.read(consequences.consequences, home)
    assert found.now == Decimal("601.00")
    assert found.change.monthly in {None, Decimal("601.00")}, found.change
    run = reassessing.draft(
        payer,
        Wanted(
            title="2025年新标准",
            standards_on=date(2025, 11, 1),
            from_month="2025-12",
            document="渝民发〔2025〕1号",
        ),
    )
    (line,) = payer.read(reassessing.lines, run)
    assert (line.group, line.before) == ("人工核定", Decimal("601.00"))


def test_its_file_opens_and_its_notice_prints_with_the_words(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1, 3))
    taken = office.clerk.read(ledgers.page, "applications", {}).applications[0]
    view = office.head.read(reviewing.view, taken)
    assert view is not None
    home = office.clerk.read(lambda unit: unit.session.query(Household).one()).id
    assert "最低生活保障" in str(office.clerk.read(standing.of_household, home).lines)
    assert office.clerk.read(papers.preview, "F16", taken).startswith(b"%PDF")
    assert len([one for one in office.clerk.read(papers.available, taken) if one.form == "F16"]) == 1


def test_the_journal_names_every_household_and_the_import(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1), household(2))
    for home in office.clerk.read(lambda unit: unit.session.query(Household).all()):
        assert office.clerk.read(history.history, home.id)[0].what == "确认转入旧台账"
    (made,) = office.clerk.read(ledger_imports.imports)
    assert (made.ledger, made.added, made.sender) == ("first_load", 2, "示例社区")
    assert office.clerk.read(history.history, made.id)[0].what == "确认转入旧台账"


def test_a_person_stands_in_one_household_and_once(office: Town, tmp_path: Path) -> None:
    first, second = household(1), household(2)
    second[1]["id_number"] = first[1]["id_number"]
    assert "第 4 行是同一个证件号码，一人不能计入两户" in told(
        look(office, write(tmp_path / "a.xlsx", [*first, *second]))
    )
    twice = household(3)
    assert "第 4 行是同一个证件号码" in told(
        look(office, write(tmp_path / "b.xlsx", [*twice, dict(twice[1])]))
    )
    heads = household(4, 2)
    heads[1]["relation"] = "本人"
    assert "有两个户主" in told(look(office, write(tmp_path / "c.xlsx", heads)))


def test_who_is_stored_already_is_not_doubled(office: Town, tmp_path: Path) -> None:
    office.on(date(2025, 10, 13))
    couple = urban_couple(office)
    taken = submitted(office, couple, date(2025, 10, 24), date(2025, 11, 3))
    office.on(NOW)
    approve(office, taken)
    husband, wife = couple.members
    row = person(
        1, group="示1", name=husband.name, id_number=husband.id_number, monthly=300, first_month="2019-05"
    )
    known = look(office, write(tmp_path / "a.xlsx", [row]))
    assert "已在系统里享受最低生活保障" in told(known)
    stranger = look(office, write(tmp_path / "b.xlsx", [row | {"name": "别的人"}]))
    assert f"登记的姓名是“{husband.name}”" in told(stranger)
    moved = household(5, 1)
    joined = [
        *moved,
        person(2, group=moved[0]["group"], name=wife.name, id_number=wife.id_number, relation="妻"),
    ]
    assert "已计入另一户" in told(look(office, write(tmp_path / "c.xlsx", joined)))
    care = row | {"programme": "重度残疾人护理补贴"}
    attached = look(office, write(tmp_path / "d.xlsx", [care]))
    assert (attached.problems, attached.fresh, len(attached.planned)) == ({}, 0, 1)
    before = counts(office)
    take_over(office, attached)
    after = counts(office)
    assert (after["household"], after["person"]) == (before["household"], before["person"])
    found = office.clerk.read(rosters.roster, "2025-11", "disability_care")
    assert [(line.members, line.total) for line in found.lines] == [(1, Decimal("300.00"))]


def test_main_categories_do_not_stand_together(office: Town, tmp_path: Path) -> None:
    rows = household(1, 2)
    rows[1] |= {"programme": "特困", "monthly": 900, "first_month": "2020-01"}
    assert "只能有一种基本生活救助" in told(look(office, write(tmp_path / "旧.xlsx", rows)))


def test_programmes_of_persons_are_paid_by_person(office: Town, tmp_path: Path) -> None:
    rows = household(1, 2)
    rows.append(dict(rows[1]) | {"programme": "困难残疾人生活补贴", "monthly": 90, "first_month": "2021-01"})
    preview = look(office, write(tmp_path / "旧.xlsx", rows))
    assert preview.problems == {}
    take_over(office, preview)
    found = office.clerk.read(rosters.roster, "2025-11", "disability_living")
    assert [(line.payee, line.total) for line in found.lines] == [("旧户10", Decimal("90.00"))]


def test_it_is_paid_from_this_month_or_the_next(office: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "旧.xlsx", household(1))
    for month in ("2025-10", "2026-01", "", "十二月"):
        with pytest.raises(InvalidInput, match="首发月只能是 2025-11、2025-12"):
            look(office, path, Terms("", False, month))
    take_over(office, look(office, path, Terms("", False, "2025-12")))
    assert office.clerk.read(rosters.roster, "2025-11", "dibao").lines == []
    assert len(office.clerk.read(rosters.roster, "2025-12", "dibao").lines) == 1


def test_undone_it_was_never_paid_and_may_come_again(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1, 3), household(2))
    (made,) = office.head.read(ledger_imports.imports)
    with pytest.raises(Refused, match="审核确认"):
        office.checker.write(taking_over.undo_load, made.id)
    assert office.head.write(taking_over.undo_load, made.id) == 2
    assert office.clerk.read(rosters.roster, "2025-11", "dibao").lines == []
    assert office.clerk.read(rechecking.due) == []
    assert office.clerk.read(ledgers.page, "applications", {}).sums["monthly"] == 0
    with pytest.raises(Refused, match="撤销"):
        office.head.write(taking_over.undo_load, made.id)
    people = counts(office)["person"]
    loaded(office, tmp_path, household(1, 3), household(2))
    assert counts(office)["person"] == people
    assert len(office.clerk.read(rosters.roster, "2025-11", "dibao").lines) == 2
    assert office.auditor.read(proving.verify_journal).problems == ()


def test_what_something_rests_on_is_not_undone(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1))
    (made,) = office.head.read(ledger_imports.imports)
    row = office.clerk.read(rechecking.due)[0]
    office.checker.write(
        rechecking.record_recheck, row.entitlement_id, outcome="no_change", found="与上次一致", checkers=("李核查", "张经办"), done_on=NOW
    )  # fmt: skip
    with pytest.raises(Refused, match="后来"):
        office.head.write(taking_over.undo_load, made.id)
    assert len(office.clerk.read(rosters.roster, "2025-11", "dibao").lines) == 1


def test_what_was_corrected_since_is_not_undone(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1))
    (made,) = office.head.read(ledger_imports.imports)

    def correct(unit: Unit) -> None:
        unit.session.query(Household).one().address = "新街 1 号"

    office.checker.write(correct)
    with pytest.raises(Refused, match="后来又办理过（家庭信息）"):
        office.head.write(taking_over.undo_load, made.id)


def test_what_only_refers_to_it_is_enough(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1))
    (made,) = office.head.read(ledger_imports.imports)

    def alarm(unit: Unit) -> None:
        from jiuzhu.domain.monitoring import Alert  # noqa: PLC0415  # only here

        home = unit.session.query(Household).one()
        unit.add(
            Alert(number=unit.number("alert"), indicator="vehicle_in_list", household_id=home.id, told="一", fingerprint="一",
                  raised_on=unit.today, due_on=unit.today)
        )  # fmt: skip

    office.checker.write(alarm)
    with pytest.raises(Refused, match="有了新的预警"):
        office.head.write(taking_over.undo_load, made.id)


def test_after_seven_days_it_is_not_undone(office: Town, tmp_path: Path) -> None:
    loaded(office, tmp_path, household(1))
    (made,) = office.head.read(ledger_imports.imports)
    office.on(date(2025, 11, 20))
    with pytest.raises(Refused, match="已经过期"):
        office.head.write(taking_over.undo_load, made.id)


def test_stopped_on_the_way_it_keeps_nothing(office: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "旧.xlsx", [row for number in range(1, EVERY + 20) for row in household(number)])
    preview = look(office, path)
    before, seen = counts(office), list[int]()

    def stop() -> bool:
        return len(seen) >= 1

    watch = Watch(lambda done, _all: seen.append(done), stop)
    with pytest.raises(Refused, match="已停止"):
        take_over(office, preview, watch)
    assert counts(office) == before
    with pytest.raises(Refused, match="已停止"):
        look(office, path, watch=watch)
    assert office.auditor.read(proving.verify_journal).problems == ()
