from pathlib import Path

import pytest

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes, read_table
from jiuzhu.errors import UserError

TABLES = load_codes(paths.resources() / "codes")


def test_the_national_tables_are_there_with_their_standard() -> None:
    assert TABLES["sex"].codes == ("0", "1", "2", "9")
    assert TABLES["relation"].standard == "GB/T 4761-2008"
    assert TABLES["relation"].label("12") == "妻"
    assert TABLES["region"].label("500112") == "渝北区"
    assert len(TABLES["region"].codes) == 1 + 38
    assert TABLES["housing_danger"].label("") == "非危房"


def test_all_fifty_six_peoples() -> None:
    table = TABLES["ethnic"]
    assert table.codes[:56] == tuple(f"{number:02}" for number in range(1, 57))
    assert [table.label(code) for code in ("01", "06", "15", "56")] == ["汉族", "苗族", "土家族", "基诺族"]
    assert len(set(table.labels.values())) == len(table.codes)


def test_every_table_says_what_it_is_and_has_a_label_for_each_code() -> None:
    for table in TABLES.values():
        assert table.title
        assert all(table.labels.values())


def test_an_unknown_code_is_told() -> None:
    with pytest.raises(UserError, match="“性别”里没有代码 7"):
        TABLES["sex"].label("7")


_GOOD = '[table]\nid = "a"\ntitle = "甲"\nstandard = ""\n[[code]]\ncode = "1"\nlabel = "一"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (_GOOD.replace("id =", "name ="), "读不出来"),
        (_GOOD.replace("[table]", "[table"), "读不出来"),
        (_GOOD.replace("[[code]]", "[code]"), "读不出来"),
        (_GOOD + '[[code]]\ncode = "1"\nlabel = "又一"\n', "代码 1 重复"),
    ],
)
def test_a_broken_table_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_table(text, "a.toml")


def test_the_id_is_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(_GOOD, "utf-8")
    with pytest.raises(UserError, match="应与文件名相同"):
        load_codes(tmp_path)


def test_a_long_table_may_have_groups_and_shorter_words() -> None:
    text = """
[table]
id = "x"
title = "表"
standard = ""
[[code]]
code = "a"
label = "很长的名称"
group = "第一组"
short = "短"
[[code]]
code = "b"
label = "乙"
"""
    table = read_table(text, "x")
    assert (dict(table.groups), dict(table.shorts)) == ({"a": "第一组"}, {"a": "短"})
    assert table.label("a") == "很长的名称"
