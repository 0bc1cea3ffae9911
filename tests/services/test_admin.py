import re
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Person
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.office import admin, backups, opening, proving, workbench
from jiuzhu.services.survey import checking
from jiuzhu.storage import key_file
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.unit import Unit
from on_the_way import accept, single
from town import LOGIN, PASSWORD, Town, complete, urban_three

OTHER = "两个黄鹂鸣翠柳2026"


def _add(town: Town) -> None:
    admin.add_operator(
        town.clerk, login="fuze", name="孙负责", post="民政办主任", roles=["approver"], password=OTHER
    )


@pytest.mark.file_only("a log-in opens the key file")
def test_a_colleague_logs_in_with_their_own_password(town: Town) -> None:
    _add(town)

    other = opening.log_in(town.home, "fuze", OTHER)

    assert other.actor.roles == frozenset({"approver"})
    other.close()


@pytest.mark.file_only("a log-in opens the key file")
def test_who_left_no_longer_opens_the_database(town: Town) -> None:
    _add(town)
    [row] = [row for row in town.clerk.read(admin.colleagues) if row.login == "fuze"]

    admin.end_operator(town.clerk, row.id)

    with pytest.raises(UserError, match="没有这个登录名"):
        opening.log_in(town.home, "fuze", OTHER)


def test_an_account_comes_back_with_its_history(town: Town) -> None:
    _add(town)
    [row] = [row for row in town.clerk.read(admin.colleagues) if row.login == "fuze"]
    admin.end_operator(town.clerk, row.id)

    _add(town)

    [again] = [row for row in town.clerk.read(admin.colleagues) if row.login == "fuze"]
    assert again.id == row.id
    assert again.at_work


def test_the_last_administrator_stays(town: Town) -> None:
    with pytest.raises(Refused, match="不能停用自己"):
        admin.end_operator(town.clerk, town.clerk.actor.operator_id)


@pytest.mark.parametrize(("login", "password"), [("x", OTHER), ("fuze", "short")])
def test_only_an_administrator_adds_colleagues(town: Town, login: str, password: str) -> None:
    with pytest.raises(Refused, match="系统管理"):  # first of all, whatever else is wrong
        admin.add_operator(town.head, login=login, name="某", post="", roles=["clerk"], password=password)


@pytest.mark.parametrize("password", ["short", "fuze-fuze-fuze", "aaaaaaaaaaaa"])
def test_weak_passwords_are_told(town: Town, password: str) -> None:
    with pytest.raises(UserError):
        admin.add_operator(
            town.clerk, login="fuze", name="孙负责", post="", roles=["clerk"], password=password
        )


@pytest.mark.file_only("a log-in opens the key file")
def test_a_changed_password_opens_and_the_old_one_does_not(town: Town) -> None:
    admin.change_password(town.clerk, PASSWORD, OTHER)

    opening.log_in(town.home, "jingban", OTHER).close()
    with pytest.raises(UserError, match="密码不对"):
        opening.log_in(town.home, "jingban", PASSWORD)


def test_a_full_number_is_shown_only_for_a_reason_that_is_kept(town: Town) -> None:
    receipt = town.accept(urban_three(town))
    person = town.clerk.read(files.dossier, receipt.application_id).members[0]

    with pytest.raises(UserError, match="原因"):
        town.clerk.write(admin.reveal, person.id, "看")
    shown = town.clerk.write(admin.reveal, person.id, "核对身份证原件")

    assert shown.replace(" ", "") == person.id_number
    assert town.clerk.changed == frozenset({"reveal"})


@pytest.mark.file_only("a backup is a copy of the file")
def test_a_backup_is_whole_and_encrypted(town: Town, tmp_path: Path) -> None:
    town.accept(urban_three(town))

    copy = backups.make(town.clerk, tmp_path / "usb")

    assert "甲示例".encode() not in copy.read_bytes()
    restored = EncryptedFile(copy, bytes.fromhex(town.clerk.file.key_hex()))
    with restored.reading.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM person").scalar()
    restored.close()
    assert count == 3
    assert copy.with_suffix(".key").is_file()


def test_preferences_that_cannot_be_stored_are_told(town: Town) -> None:
    (town.home / "settings.json.new").mkdir()

    with pytest.raises(UserError, match="本机设置没有存下来"):
        town.clerk.keep_settings()


def test_the_journal_verifies_after_the_clock_was_set_back(town: Town) -> None:
    receipt = town.accept(urban_three(town))

    def told(unit: Unit, reason: str) -> None:
        unit.get(Application, receipt.application_id).reason = reason
        unit.about(receipt.application_id)

    town.on(date(2025, 10, 20))
    town.clerk.write(told, "先写的")
    town.on(date(2025, 10, 14))  # the battery of the clock was changed
    town.clerk.write(told, "后写的")

    assert town.clerk.read(proving.verify_journal).problems == ()


def test_the_journal_of_a_working_day_verifies(town: Town) -> None:
    town.accept(urban_three(town))

    proof = town.auditor.read(proving.verify_journal)

    assert proof.problems == ()
    assert proof.entries >= 5


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        ("UPDATE journal_entry SET changes = replace(changes, '甲', '乙') WHERE seq = 5", "校验值不符"),
        ("DELETE FROM journal_entry WHERE seq = 3", "编号不连续"),
        ("UPDATE person SET name = '某' WHERE name = '甲示例'", "person 的 name 与日志不符"),
        ("DELETE FROM member", "表 member 少了一行"),
        (
            "DELETE FROM journal_entry WHERE seq = 2; UPDATE journal_entry SET seq = seq - 1 WHERE seq > 2",
            "接不上",
        ),
    ],
)
@pytest.mark.file_only("the file is changed behind the program")
def test_a_rewritten_history_shows(town: Town, attack: str, told: str) -> None:
    town.accept(urban_three(town))
    raw = town.clerk.file.raw()
    raw.create_function("current_unit", 0, lambda: "attack")
    for name in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name[0]}")
    raw.execute("PRAGMA foreign_keys = OFF")
    for statement in attack.split(";"):
        raw.execute(statement)
    raw.close()

    proof = town.auditor.read(proving.verify_journal)

    assert any(told in problem for problem in proof.problems)


@pytest.mark.file_only("the file is changed behind the program")
def test_nothing_is_written_outside_a_unit_or_deleted(town: Town) -> None:
    town.accept(urban_three(town))
    raw = town.clerk.file.raw()
    raw.create_function("current_unit", 0, lambda: None)
    with pytest.raises(Exception, match="outside a unit of work"):
        raw.execute("UPDATE person SET phone = ''")
    raw.create_function("current_unit", 0, lambda: "x")
    with pytest.raises(Exception, match="nothing is deleted"):
        raw.execute("DELETE FROM person")
    with pytest.raises(Exception, match="append-only"):
        raw.execute("UPDATE journal_entry SET hash = ''")
    raw.close()


def test_the_workbench_counts_its_queues(town: Town) -> None:
    town.accept(urban_three(town))

    first = town.clerk.read(workbench.today)
    assert {number.key: number.count for number in first.numbers} == {
        "due_today": 0,
        "overdue": 0,
        "to_complete": 0,
        "to_check": 1,
        "to_sign": 0,
    }
    town.on(date(2025, 10, 16))
    assert town.clerk.read(workbench.today).numbers[0].count == 1
    town.on(date(2025, 10, 17))
    page = town.clerk.read(workbench.queue, "overdue")
    assert (page.total, page.rows[0].applicant, page.rows[0].colour) == (1, "甲示例", "bad")


def test_what_needs_no_survey_does_not_wait_for_one(town: Town) -> None:
    town.accept(urban_three(town))
    for programme, order in (("quick", 71), ("disability_care", 75), ("medical", 79)):
        accept(town, single(town, programme, order=order))
    counts = {number.key: number.count for number in town.clerk.read(workbench.today).numbers}
    assert counts["to_check"] == town.clerk.read(checking.queue_total) == 1


def test_a_missing_calendar_year_is_a_warning(town: Town) -> None:
    town.on(date(2026, 11, 22))

    told = town.clerk.read(workbench.today).warnings

    assert any("2027 年的放假安排还没有导入" in line for line in told)


def test_the_workbench_names_make_up_days(town: Town) -> None:
    town.on(date(2025, 9, 26))

    assert town.clerk.read(workbench.today).holidays[0] == "9 月 28 日（周日）补班"


def test_a_failed_change_leaves_nothing(town: Town) -> None:
    def fails(unit: Unit) -> None:
        unit.add(Person(name="不该留下"))
        unit.session.flush()
        raise UserError("停")

    with pytest.raises(UserError, match="停"):
        town.clerk.write(fails)

    assert town.clerk.read(proving.verify_journal).problems == ()


def test_every_figure_of_the_policy_has_a_chinese_name_and_value(town: Town) -> None:
    found = town.clerk.read(admin.parameters)
    assert found
    for row in found:
        assert not re.search(r"[a-z_]{2,}", row.label), row.key
        assert not re.search(r"[a-z_]{2,}", row.value), row.key
    assert {row.key: row.value for row in found}["authority.dibao"] == "区县民政部门"


@pytest.mark.file_only("a log-in opens the key file")
def test_of_two_clerks_one_leaves_and_the_slot_goes_while_the_data_stays(town: Town) -> None:
    admin.add_operator(town.clerk, login="lisi", name="孙经办", post="", roles=["clerk"], password=OTHER)
    second = opening.log_in(town.home, "lisi", OTHER, lambda: town.moment[0])
    taken = second.write(intake.accept, complete(urban_three(town), second.today()), "").application_id
    wrapped = [slot.wrapped for slot in key_file.load(town.home).slots if slot.login == "lisi"]
    second.close()
    [row] = [row for row in town.clerk.read(admin.colleagues) if row.login == "lisi"]

    admin.end_operator(town.clerk, row.id)

    assert key_file.load(town.home).slot("lisi") is None
    assert wrapped[0] not in (town.home / key_file.FILE).read_text("utf-8")
    assert "lisi" not in {name.login for name in opening.logins(town.home)}
    with pytest.raises(UserError, match="没有这个登录名"):
        opening.log_in(town.home, "lisi", OTHER)
    again = opening.log_in(town.home, LOGIN, PASSWORD, lambda: town.moment[0])
    assert again.read(files.dossier, taken).members
    again.close()
