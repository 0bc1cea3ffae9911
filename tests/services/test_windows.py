"""More windows of an office, and the work of an account."""

import pytest

from jiuzhu.errors import ChangedSinceSeen, Refused, UserError
from jiuzhu.services.office import admin, windows
from jiuzhu.services.office.admin import Colleague
from relief_case import colleague
from town import Town


def _listed(town: Town, login: str) -> Colleague:
    return next(row for row in town.clerk.read(admin.colleagues) if row.login == login)


def test_a_window_is_added_with_a_letter_of_its_own(town: Town) -> None:
    town.clerk.write(windows.add_window, "c", "")
    town.clerk.write(windows.add_window, "B", "便民中心")

    listed = town.clerk.read(windows.windows)

    assert [(one.letter, one.name, one.here) for one in listed] == [
        ("A", "A 窗口", True),
        ("B", "便民中心", False),
        ("C", "C 窗口", False),
    ]
    assert town.clerk.changed == frozenset({"station"})


@pytest.mark.parametrize("letter", ["", "I", "O", "3", "AB", "甲"])
def test_what_is_no_letter_of_a_window_is_refused(town: Town, letter: str) -> None:
    with pytest.raises(UserError, match="不用 I 和 O") as refused:
        town.clerk.write(windows.add_window, letter, "")
    assert refused.value.field == "letter"


def test_a_letter_is_given_once(town: Town) -> None:
    with pytest.raises(UserError, match="已经有 A 窗口"):
        town.clerk.write(windows.add_window, "A", "")


def test_only_the_system_administrator_adds_windows(town: Town) -> None:
    with pytest.raises(Refused, match="系统管理"):
        town.head.write(windows.add_window, "B", "")


def test_an_account_without_work_says_so_and_gets_it(town: Town) -> None:
    colleague(town, "xinren", "癸示例")
    waiting = _listed(town, "xinren")
    assert (waiting.roles, waiting.held) == ("待授予岗位", frozenset())

    town.clerk.write(admin.assign_roles, waiting.id, ["checker", "clerk"], seen_version=waiting.version)

    given = _listed(town, "xinren")
    assert (given.roles, given.held) == ("窗口经办、核查", frozenset({"clerk", "checker"}))
    with pytest.raises(ChangedSinceSeen):
        town.clerk.write(admin.assign_roles, waiting.id, ["clerk"], seen_version=waiting.version)


def test_roles_that_must_lie_apart_are_told_in_words(town: Town) -> None:
    with pytest.raises(Refused, match="窗口经办和审计不能由同一个人担任"):
        town.clerk.write(admin.assign_roles, _listed(town, "hecha").id, ["clerk", "auditor"])


def test_the_office_keeps_a_system_administrator(town: Town) -> None:
    keeper = colleague(town, "anquan", "壬示例", "security_administrator")
    with pytest.raises(Refused, match="最后一位系统管理员"):
        keeper.write(admin.assign_roles, town.clerk.actor.operator_id, ["clerk"])
    colleague(town, "xitong", "辛示例", "administrator")
    keeper.write(admin.assign_roles, town.clerk.actor.operator_id, ["clerk"])
    assert _listed(town, "jingban").held == frozenset({"clerk"})


@pytest.mark.file_only("a file takes any login")
def test_a_file_takes_a_chinese_login(town: Town) -> None:
    assert town.clerk.database.login_problem("孙负责") == ""
