"""Ledgers as data: the shipped ones load, bad ones say what is wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from jiuzhu.domain.dossier_roster import RosterLine
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.errors import UserError
from jiuzhu.paths import resources

ROW = '{ name = "name", title = "姓名" }'


def _load(folder: Path, text: str) -> None:
    (folder / "sample.toml").write_text(text, encoding="utf-8")
    load_ledgers(folder)


def test_shipped_ledgers_are_those_of_the_office() -> None:
    ledgers = load_ledgers(resources() / "ledgers")
    assert set(ledgers) >= {"applications", "dibao_households", "roster", "check_request", "check_reply"}
    for ledger in ledgers.values():
        kinds = {column.name: column.kind for column in ledger.columns}
        assert all(kind == "id" for name, kind in kinds.items() if name.endswith("id_number"))
        assert all(kind == "account" for name, kind in kinds.items() if name.endswith("account_number"))
        assert 0 <= ledger.frozen < len(ledger.columns)


def test_the_roster_shows_every_field_of_a_roster_line() -> None:
    roster = load_ledgers(resources() / "ledgers")["roster"]
    assert {item.name for item in fields(RosterLine)} <= {column.name for column in roster.columns}
    assert [column.name for column in roster.columns if column.total] == [
        "members",
        "base",
        "addons",
        "repaired",
        "total",
    ]


def test_eight_members_lie_beside_their_household() -> None:
    ledger = load_ledgers(resources() / "ledgers")["dibao_households"]
    for number in range(1, 9):
        group = [column.name for column in ledger.columns if column.group == f"成员{number}"]
        assert group == [f"member{number}_{part}" for part in ("name", "relation", "id_number", "protected")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'titel = "x"\ncolumns = [{ROW}]', "不认识的键 titel"),
        (f"columns = [{ROW}]", "缺少必填的键"),
        ('title = "x"\ncolumns = []', "至少要有一列"),
        ('title = "x"\ncolumns = [{ name = "a", title = "甲", colour = "red" }]', "不认识的键 colour"),
        ('title = "x"\ncolumns = [{ name = "a" }]', "第 1 列：缺少必填的键"),
        ('title = "x"\ncolumns = [{ name = "a", title = "甲", kind = "float" }]', "不认识的类型 float"),
        ('title = "x"\ncolumns = [{ name = "a", title = "甲", total = true }]', "类型 text 不能合计"),
        (f'title = "x"\ncolumns = [{ROW}, {{ name = "name", title = "名" }}]', "列重复 name"),
        (
            'title = "x"\ncolumns = [{ name = "a", title = "甲", kind = "money", edits = "entitlement.monthly" }]',
            "entitlement.monthly 不能由表格修改",
        ),
        (
            'title = "x"\nkey = ["a"]\ncolumns = [{ name = "a", title = "甲", kind = "date", edits = "household.bank" }]',
            "household.bank 不能由表格修改",
        ),
        (
            'title = "x"\ncolumns = [{ name = "a", title = "甲", edits = "household.bank" }]',
            "（key）没有写明",
        ),
        ('title = "x"\nkey = ["b"]\ncolumns = [{ name = "a", title = "甲" }]', "（key）b"),
        (f'title = "x"\ncolumns = [{ROW}, {{ name = "other", title = "姓名" }}]', "列重复 姓名"),
        ("title =", "文件写法有误"),
    ],
)
def test_a_wrong_ledger_names_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=r"^台账 sample") as caught:
        _load(tmp_path, text)
    assert said in caught.value.message


def test_only_columns_that_say_so_may_be_corrected() -> None:
    for ledger in load_ledgers(resources() / "ledgers").values():
        assert all(column.edits for column in ledger.correctable)
        assert len(ledger.correctable) == sum(bool(column.edits) for column in ledger.columns)
        assert not {column.name for column in ledger.correctable} & set(ledger.key)
    assert load_ledgers(resources() / "ledgers")["dibao_households"].correctable
