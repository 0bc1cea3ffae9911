"""The recovery key: on paper only, in force when the paper was shown, used with a witness, and journaled."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from jiuzhu.domain.office import LogIn
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.office import opening, recovery, workbench
from jiuzhu.services.office.recovery import RecoveryKey
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import key_file
from jiuzhu.storage.unit import Unit
from town import LOGIN, PASSWORD, Town

pytestmark = pytest.mark.file_only("the recovery key opens the key file")

OTHER = "两个黄鹂鸣翠柳2026"


def made(town: Town) -> RecoveryKey:
    key = recovery.fresh()
    recovery.keep(town.clerk, key, {place: key.words[place - 1] for place in key.asked})
    return key


def events(workspace: Workspace) -> list[tuple[str, str]]:
    def look(unit: Unit) -> list[tuple[str, str]]:
        return [(row.kind, row.note) for row in unit.session.scalars(select(LogIn).order_by(LogIn.id))]

    return workspace.read(look)


def test_the_paper_opens_the_office_for_somebody_with_a_new_password(town: Town) -> None:
    key = made(town)
    for typed in (key.words, " ".join(key.words), key.code):
        workspace = opening.log_in_recovered(town.home, LOGIN, typed, OTHER, witness="李核查")
        assert workspace.actor.login == LOGIN
        assert "恢复密钥已经用过" in workspace.greeting
        workspace.close()
    opening.log_in(town.home, LOGIN, OTHER).close()
    with pytest.raises(UserError, match="密码不对"):
        opening.log_in(town.home, LOGIN, PASSWORD)
    assert events(town.clerk)[:3] == [("recovery_made", ""), ("recovered", "在场：李核查"), ("in", "")]


def test_the_key_is_nowhere_but_on_the_paper(town: Town) -> None:
    key = made(town)
    town.clerk.close()
    for path in town.home.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert key.words.encode() not in body
            assert key.code.encode() not in body
            assert key.secret not in body
            assert key.secret.hex().encode() not in body
    assert key.words not in repr(key) or key.secret.hex() not in repr(key)


def test_a_key_is_in_force_only_when_two_characters_came_back(town: Town) -> None:
    key = recovery.fresh()
    first, second = key.asked
    assert 1 <= first < second <= 12
    with pytest.raises(InvalidInput, match=f"第 {second} 个字不对"):
        recovery.keep(town.clerk, key, {first: key.words[first - 1], second: "囧"})
    assert not recovery.exists(town.home)
    with pytest.raises(Refused, match="没有制作过恢复密钥"):
        opening.log_in_recovered(town.home, LOGIN, key.words, OTHER, witness="李核查")


def test_only_an_administrator_makes_one(town: Town) -> None:
    key = recovery.fresh()
    with pytest.raises(Refused, match="系统管理"):
        recovery.keep(town.head, key, {place: key.words[place - 1] for place in key.asked})
    assert not recovery.exists(town.home)


def test_a_new_one_ends_the_old_one(town: Town) -> None:
    old, new = made(town), made(town)
    with pytest.raises(UserError, match="已经换过新的"):
        opening.log_in_recovered(town.home, LOGIN, old.words, OTHER, witness="李核查")
    opening.log_in_recovered(town.home, LOGIN, new.words, OTHER, witness="李核查").close()
    assert "recovery" in [kind for kind, _ in events(town.clerk)]  # the old paper's try is journaled


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"password": "短"}, "password"), ({"witness": " "}, "witness"), ({"typed": "的一是"}, "recovery")],
)
def test_what_is_missing_is_told_and_changes_nothing(town: Town, changed: dict[str, str], field: str) -> None:
    key = made(town)
    before = (town.home / key_file.FILE).read_bytes()
    asked = {"typed": key.words, "password": OTHER, "witness": "李核查"} | changed
    with pytest.raises(UserError) as caught:
        opening.log_in_recovered(
            town.home, LOGIN, asked["typed"], asked["password"], witness=asked["witness"]
        )
    assert caught.value.field == field
    assert (town.home / key_file.FILE).read_bytes() == before


def test_the_paper_opens_no_account_that_ended(town: Town) -> None:
    key = made(town)
    with pytest.raises(UserError, match="已停用"):
        opening.log_in_recovered(town.home, "nobody", key.words, OTHER, witness="李核查")
    assert key_file.load(town.home).slot("nobody") is None


def test_the_page_says_the_words_and_the_code(town: Town, tmp_path: Path) -> None:
    key = recovery.fresh()
    path = recovery.write_sheet(town.clerk, key, tmp_path / "恢复密钥.pdf")
    [page] = PdfReader(path).pages
    said = page.extract_text()
    for sign in key.words:
        assert sign in said
    assert key.code[:24] in said
    assert "示例街道社会救助服务窗口" in said


def test_the_administrator_is_told_until_there_is_one(town: Town) -> None:
    def told(workspace: Workspace) -> bool:
        return any("恢复密钥" in line for line in workspace.read(workbench.today, "", town.home).warnings)

    assert told(town.clerk)
    assert not told(town.head)
    made(town)
    assert not told(town.clerk)
