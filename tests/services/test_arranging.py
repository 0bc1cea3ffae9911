"""Forms, code tables and ledgers as the office arranges them: from a day on, and nothing stored gets lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.domain.arrangement import Entry
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.office import OfficeRule
from jiuzhu.errors import Conflict, InvalidInput, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.office import history, proving
from jiuzhu.services.office.opening import log_in
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import arranging
from jiuzhu.services.office_rules.arranging import Arrangement
from jiuzhu.services.paper import papers
from jiuzhu.storage.unit import Unit
from stated import SAID
from town import LOGIN, PASSWORD, Town, complete, open_town, urban_three

TODAY, LATER = date(2025, 12, 3), date(2026, 1, 1)
PHONE, ADDRESS = "applicant/applicant.phone", "applicant/applicant.registered_address"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", TODAY)
    yield made
    made.close()


@pytest.fixture
def boss(town: Town) -> Workspace:
    """The administrator's desk: the first operator has that role too."""
    return town.clerk


def arrangement(workspace: Workspace, kind: str, name: str) -> Arrangement:
    return workspace.read(arranging.arrangement, kind, name)


def change(workspace: Workspace, kind: str, name: str, starts: date | None = TODAY, **changes: object) -> str:
    """Set some entries of a list anew: key → its other fields."""
    before = arrangement(workspace, kind, name)
    wanted: dict[str, dict[str, object]] = changes["entries"]  # type: ignore[assignment]  # named by the callers
    entries = [replace(one, **wanted.get(one.key, {})) for one in before.entries]  # type: ignore[arg-type]
    return arranging.set_arrangement(workspace, before, entries, starts, "")


def words(workspace: Workspace, application: str, folder: Path, form: str = "F01") -> str:
    path = workspace.write(papers.issue, form, application, folder).path
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def taken(town: Town) -> tuple[str, Dossier]:
    dossier = complete(urban_three(town), town.clerk.today())
    dossier.applicant.registered_address = "示例镇示例村 3 组"
    return town.clerk.write(intake.accept, dossier, "").application_id, dossier


def test_a_field_is_renamed_and_switched_off_on_screen_and_paper(
    boss: Workspace, town: Town, tmp_path: Path
) -> None:
    application, _ = taken(town)
    before = words(boss, application, tmp_path / "before")
    assert "联系电话" in before
    assert "户籍地址" in before
    said = change(boss, "form", "F01", entries={PHONE: {"label": "手机号码"}, ADDRESS: {"off": True}})
    assert said == "“联系电话”改名为“手机号码”；停用“户籍地址”"
    fields = boss.rules.forms["F01"].fields
    assert fields["applicant.phone"].label == "手机号码"
    assert fields["applicant.registered_address"].off
    again = words(boss, application, tmp_path / "again")
    assert "手机号码" in again
    assert "示例镇示例村 3 组" in again  # what was answered stays on the paper
    assert boss.read(files.dossier, application).applicant.registered_address == "示例镇示例村 3 组"
    other = urban_three(town, order=51)
    other.household.address = "示例路 9 号"
    fresh = boss.write(intake.accept, complete(other, boss.today()), "").application_id
    text = words(boss, fresh, tmp_path / "fresh")
    assert "手机号码" in text
    assert "户籍地址" not in text


def test_the_paper_is_looked_at_before_anything_is_set(boss: Workspace, town: Town, tmp_path: Path) -> None:
    shown = arrangement(boss, "form", "F01")
    entries = [replace(one, label="手机号码") if one.key == PHONE else one for one in shown.entries]
    path = boss.read(arranging.sample, shown, entries, tmp_path)
    assert "手机号码" in "".join(page.extract_text() for page in PdfReader(path).pages)
    assert boss.rules.forms["F01"].fields["applicant.phone"].label == "联系电话"
    for one in boss.read(arranging.listed, "form"):
        every = arrangement(boss, "form", one.name)
        assert boss.read(arranging.sample, every, every.entries, tmp_path).read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused):
        town.checker.read(arranging.sample, shown, entries, tmp_path)


@pytest.mark.file_only("the office is opened again from its file")
def test_it_holds_from_its_day_in_a_window_left_open_and_at_the_next_log_in(
    boss: Workspace, town: Town
) -> None:
    change(boss, "form", "F01", LATER, entries={PHONE: {"label": "手机号码"}})
    assert boss.rules.forms["F01"].fields["applicant.phone"].label == "联系电话"
    town.on(LATER)
    assert boss.rules.forms["F01"].fields["applicant.phone"].label == "手机号码"
    home = town.home
    town.close()
    for moment, label in ((date(2025, 12, 31), "联系电话"), (LATER, "手机号码")):
        town.on(moment)
        again = log_in(home, LOGIN, PASSWORD, lambda: town.moment[0])
        assert again.rules.forms["F01"].fields["applicant.phone"].label == label
        assert again.rules.warnings == ()
        again.close()


def test_a_field_that_is_demanded_is_told_when_it_is_empty(boss: Workspace, town: Town) -> None:
    dossier = complete(urban_three(town), boss.today())
    assert intake.problems(boss.rules, dossier, boss.today()) == []
    change(boss, "form", "F01", entries={ADDRESS: {"required": True, "label": "户口所在地"}})
    (problem,) = intake.problems(boss.rules, dossier, boss.today())
    assert (problem.field, problem.message) == ("members.0.registered_address", "请填写户口所在地。")
    with pytest.raises(InvalidInput):
        boss.write(intake.accept, dossier, "")


def test_a_code_is_added_renamed_and_switched_off_and_old_records_keep_their_words(
    boss: Workspace, town: Town
) -> None:
    application, dossier = taken(town)
    assert dossier.application.cause == "disability"
    before = arrangement(boss, "codes", "hardship_cause")
    entries = [replace(one, off=one.key == "disability") for one in before.entries]
    entries.insert(0, Entry(arranging.next_code(entries), "家庭突遭变故", own=True))
    said = arranging.set_arrangement(boss, before, entries, TODAY, "党工委会议纪要〔2025〕3号")
    assert said == "新增“家庭突遭变故”；停用“残疾”"
    table = boss.rules.codes["hardship_cause"]
    assert table.label("own1") == "家庭突遭变故"
    assert next(iter(table.offered)) == "own1"
    assert "disability" not in table.offered
    assert boss.rules.label("hardship_cause", "disability") == "残疾"
    assert boss.read(files.dossier, application).application.cause == "disability"
    assert boss.read(papers.preview, "F01", application).startswith(b"%PDF")
    other = complete(urban_three(town, order=51), boss.today())
    assert [one.field for one in intake.problems(boss.rules, other, boss.today())] == ["application.cause"]
    other.application.cause = "own1"
    boss.write(intake.accept, other, "")


def test_a_code_of_ones_own_is_never_dropped(boss: Workspace) -> None:
    before = arrangement(boss, "codes", "hardship_cause")
    own = Entry("own1", "家庭突遭变故", own=True)
    arranging.set_arrangement(boss, before, [*before.entries, own], TODAY, "")
    again = arrangement(boss, "codes", "hardship_cause")
    with pytest.raises(InvalidInput, match="只能停用"):
        arranging.set_arrangement(boss, again, before.entries, TODAY, "")
    with pytest.raises(InvalidInput, match="写法不对"):
        arranging.set_arrangement(
            boss, again, [*again.entries, replace(own, key="x/1", label="另一项")], TODAY, ""
        )


@pytest.mark.parametrize(
    ("kind", "name", "key", "changes", "said"),
    [
        ("form", "F01", "applicant/applicant.name", {"off": True}, "“姓名”不能停用"),
        ("form", "F01", "source/application.source", {"off": True}, "“来源”不能停用"),
        ("form", "F01", "applicant/applicant.name", {"required": False}, "不能改成必填或选填"),
        ("form", "F16", "grant/decision.number", {"off": True}, "不能停用：法定文书"),
        ("form", "F16", "grant/decision.number", {"hint": "看这里"}, "没有提示可设"),
        ("form", "F01", PHONE, {"label": "姓名"}, "有两项都叫“姓名”"),
        ("form", "F01", PHONE, {"label": "电" * 41}, "太长"),
        ("form", "F01", PHONE, {"label": "电\n话"}, "不能显示的字符"),
        ("form", "F01", PHONE, {"label": "电话\N{TELEPHONE RECEIVER}"}, "字体中没有"),
        ("codes", "hardship_cause", "disability", {"label": "残疾\N{GRINNING FACE}"}, "字体中没有"),
        ("codes", "income_kind", "wage", {"off": True}, "不能停用：这是《最低生活保障审核确认办法》第十三条"),
        ("codes", "case_source", "proxy", {"off": True}, "不能停用：选它才填代办人"),
        ("codes", "item", "dibao", {"label": "低保"}, "不能改名：这是法规里的事项名称"),
        ("ledger", "dibao_households", "household_number", {"label": "编号"}, "不能改名"),
        ("ledger", "dibao_households", "household_number", {"off": True}, "不能停用"),
        ("ledger", "applications", "applicant", {"label": "受理编号"}, "有两项都叫"),
    ],
)
def test_what_has_to_stay_is_told_and_nothing_is_changed(
    boss: Workspace, kind: str, name: str, key: str, *, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        change(boss, kind, name, entries={key: changes})
    assert arrangement(boss, kind, name).seen == ""


@pytest.mark.parametrize(("kind", "name"), [("codes", "sex"), ("ledger", "check_reply")])
def test_national_tables_and_lists_of_other_offices_are_read_only(
    boss: Workspace, kind: str, name: str
) -> None:
    first = arrangement(boss, kind, name).entries[0].key
    with pytest.raises(Refused, match="没有改动"):
        change(boss, kind, name, entries={first: {"label": "另一种说法"}})


def test_all_off_is_refused(boss: Workspace) -> None:
    every = {one.key: {"off": True} for one in arrangement(boss, "codes", "false_alarm").entries}
    with pytest.raises(InvalidInput, match="至少要留一项"):
        change(boss, "codes", "false_alarm", entries=every)


def test_the_columns_of_a_ledger_are_chosen_on_screen_and_in_the_workbook(
    boss: Workspace, town: Town, tmp_path: Path
) -> None:
    taken(town)
    before = arrangement(boss, "ledger", "applications")
    entries = [replace(one, off=one.key == "id_number") for one in before.entries]
    at = next(place for place, one in enumerate(entries) if one.key == "programmes")
    entries.insert(0, replace(entries.pop(at), label="申请的救助"))
    arranging.set_arrangement(boss, before, entries, TODAY, "")
    info = next(one for one in boss.read(ledgers.ledgers) if one.id == "applications")
    titles = [column.title for column in info.columns]
    assert titles[:3] == ["申请的救助", "受理编号", "申请人"]
    assert "证件号码" not in titles
    (row,) = boss.read(ledgers.page, "applications", {}).rows
    assert len(row) == len(titles)
    assert row[0].startswith("最低生活保障")
    made = boss.write(ledgers.export, "applications", {}, tmp_path / "台账.xlsx", SAID)
    sheet = load_workbook(made.path).active
    assert sheet is not None
    said = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert next(line for line in said if line[1] == "受理编号")[0] == "申请的救助"


def test_a_day_before_today_or_before_the_last_setting_is_refused(boss: Workspace, town: Town) -> None:
    for starts, said in ((None, "从哪天起"), (date(2025, 12, 2), "不能早于今天")):
        with pytest.raises(InvalidInput, match=said):
            change(boss, "form", "F01", starts, entries={PHONE: {"label": "手机"}})
    change(boss, "form", "F01", LATER, entries={PHONE: {"label": "手机"}})
    with pytest.raises(InvalidInput, match="已经设置过 2026-01-01"):
        change(boss, "form", "F01", TODAY, entries={PHONE: {"label": "电话"}})
    with pytest.raises(Refused, match="没有变化"):
        change(boss, "form", "F01", LATER, entries={})
    with pytest.raises(Refused):
        change(town.checker, "form", "F01", LATER, entries={PHONE: {"label": "电话"}})


def test_the_second_of_two_desks_is_told(boss: Workspace) -> None:
    mine, theirs = (arrangement(boss, "codes", "delivery") for _ in range(2))
    renamed = [replace(one, label="邮政寄送") if one.key == "mail" else one for one in theirs.entries]
    arranging.set_arrangement(boss, theirs, renamed, TODAY, "")
    with pytest.raises(Refused, match="刚刚有人设置过"):
        arranging.set_arrangement(boss, mine, renamed, TODAY, "")


@pytest.mark.file_only("the office is opened again from its file")
def test_what_an_old_database_holds_is_told_and_never_guessed(boss: Workspace, town: Town) -> None:
    """Rows another version wrote: an unknown form, field, table, column, and text that cannot be read."""

    def store(unit: Unit, kind: str, name: str, content: str) -> None:
        unit.add(
            OfficeRule(
                kind=kind, name=name, content=content, starts=unit.today, set_by=unit.actor.operator_id,
                set_on=unit.today,
            )
        )  # fmt: skip
        unit.about(unit.desk.office.id)

    for kind, name, content in (
        ("form", "F99", '{"lines": []}'),
        (
            "form",
            "F01",
            '{"lines": [{"key": "applicant/applicant.shoe"}, {"key": "applicant/applicant.phone", "label": "手机"}]}',
        ),
        ("codes", "no_table", '{"lines": []}'),
        ("codes", "delivery", "not JSON"),
        ("codes", "false_alarm", '{"lines": [{"key": "other", "off": "no"}]}'),
        ("ledger", "roster", '{"lines": [{"key": "shoe", "label": "鞋号"}]}'),
        ("calendar", "2026", '{"off": ["2026-13-01"]}'),
    ):
        boss.write(store, kind, name, content)
    home = town.home
    town.close()
    again = log_in(home, LOGIN, PASSWORD, lambda: town.moment[0])
    try:
        warnings = "\n".join(again.rules.warnings)
        for said in (
            "表单“F99”", "没有“applicant/applicant.shoe”这一项", "代码表“no_table”", "代码表“送达方式”",
            "代码表“误报原因”", "没有“shoe”这一项", "2026 年放假安排没有采用",
        ):  # fmt: skip
            assert said in warnings
        assert again.rules.forms["F01"].fields["applicant.phone"].label == "手机"  # the rest of it holds
        assert again.rules.calendar.document(2026)  # as it came with the program
        assert again.read(arranging.arrangement, "codes", "delivery").unread
    finally:
        again.close()


def test_it_is_journaled_in_words(boss: Workspace, town: Town) -> None:
    change(boss, "form", "F01", entries={PHONE: {"label": "手机"}})
    line = boss.read(history.history, boss.office.id)[0]
    assert (line.what, line.note) == ("调整表单、代码表、台账栏目", "“联系电话”改名为“手机”")
    (setting,) = arrangement(boss, "form", "F01").history
    assert (setting.note, setting.set_by, setting.starts) == (line.note, "张经办", TODAY)
    assert town.auditor.read(proving.verify_journal).problems == ()


def test_the_lists_name_what_may_be_arranged(boss: Workspace) -> None:
    tables = boss.read(arranging.listed, "codes")
    names = [one.name for one in tables]
    assert "journal_verb" not in names
    assert names.index("hardship_cause") < names.index("sex")  # what may be changed stands first
    assert all(one.closed for one in tables if one.name in {"sex", "ethnic", "region"})
    assert {"F01", "WHY"} <= {one.name for one in boss.read(arranging.listed, "form")}
    assert len(boss.read(arranging.listed, "ledger")) == len(boss.rules.ledgers)
    with pytest.raises(Refused, match="没有表单"):
        arrangement(boss, "form", "F99")


def test_two_desks_at_one_list_keep_both_changes_and_choose_where_they_differ(boss: Workspace) -> None:
    mine, theirs = (arrangement(boss, "codes", "hardship_cause") for _ in range(2))
    before = arranging.shown_entries(mine.entries)

    def renamed(shown: Arrangement, **labels: str) -> list[Entry]:
        return [replace(one, label=labels.get(one.key, one.label)) for one in shown.entries]

    added = Entry(arranging.next_code(theirs.entries), "家庭突遭变故", own=True)
    arranging.set_arrangement(boss, theirs, [*renamed(theirs, disability="残障"), added], TODAY, "")
    other = replace(added, label="务工返乡")
    said = arranging.set_arrangement(
        boss, mine, [*renamed(mine, illness="重病"), other], TODAY, "", before=before
    )
    now = {one.key: one.label for one in arrangement(boss, "codes", "hardship_cause").entries}
    assert (now["disability"], now["illness"]) == ("残障", "重病")
    assert (now[added.key], now["own2"]) == ("家庭突遭变故", "务工返乡")
    assert "重病" in said
    assert boss.notes[0].startswith("张经办 2025-12-03 设置过：")
    with pytest.raises(Conflict) as raised:
        arranging.set_arrangement(boss, mine, renamed(mine, illness="大病"), TODAY, "", before=before)
    (one,) = raised.value.differences
    assert (one.mine, one.theirs, one.who) == ("大病", "重病", "张经办")
    chosen = arranging.chosen_entries(mine.entries, SimpleNamespace(**{one.field: one.stored}))
    assert {entry.key: entry.label for entry in chosen}["illness"] == "重病"
