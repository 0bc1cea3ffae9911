import json
import re
from pathlib import Path

import pytest

from jiuzhu.commands.assess import run

CASES = Path(__file__).parent.parent / "cases"
FIRST = CASES / "01-urban-three-with-disabled-wife.toml"

Capture = pytest.CaptureFixture[str]


def test_prints_an_explanation_to_read_aloud(capsys: Capture) -> None:
    assert run([str(FIRST)]) == 0
    said = capsys.readouterr().out
    assert "【最低生活保障】符合：950.00 元/月" in said
    assert (
        "家庭月收入 1,560.00 元 ÷ 3 人 = 人均 520.00 元，低于城市低保标准 770 元（民发〔2021〕57号第八条，渝民规〔2025〕6号）"
        in said
    )
    assert "  全程办结（重庆）：2025-11-17（" in said
    assert not re.search(
        r"\b(?:57|TL|649|GX57)-\d+|\b[LTQR]\d+ ", said
    )  # marks of ours are nothing to read aloud
    assert "首次发放月份：2025-12" in said
    assert "下次复核：2026-05-12" in said


def test_prints_json_as_the_readme_of_the_cases_says(capsys: Capture) -> None:
    assert run(["--json", str(FIRST)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["on"] == "2025-10-13"
    assert found["findings"]["dibao"]["monthly"] == "950.00"
    line = found["findings"]["dibao"]["why"][1]
    assert line["clause"] == "57-8"
    assert line["document"] == "渝民规〔2025〕6号"
    assert line["inputs"]["人数"] == 3
    assert line["figure"] == "520.00"
    assert found["deadlines"]["L4"] == "2025-10-16"
    assert found["first_month"] == "2025-12"
    assert found["settings_used"]["grant.start"] == "next"
    assert found["settings_used"]["single.count_family_support"] == "false"


def test_check_stops_at_the_first_difference(tmp_path: Path, capsys: Capture) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(FIRST.read_text("utf-8").replace('monthly = "950.00"', 'monthly = "951.00"'), "utf-8")
    assert run([str(wrong), "--check"]) == 1
    assert "expect.findings.dibao.monthly：应为 951.00，实际为 950.00" in capsys.readouterr().out


def test_check_without_expectations_is_told(tmp_path: Path, capsys: Capture) -> None:
    bare = tmp_path / "bare.toml"
    bare.write_text(FIRST.read_text("utf-8").split("[expect]")[0], "utf-8")
    assert run([str(bare), "--check"]) == 2
    assert "没有 [expect]" in capsys.readouterr().err


def test_an_unknown_key_is_told_on_stderr(tmp_path: Path, capsys: Capture) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(FIRST.read_text("utf-8").replace("student =", "studnet ="), "utf-8")
    assert run([str(wrong), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "[[members]] 第 3 条里有不认识的项 studnet，可用的有：id、relation" in said.err


@pytest.mark.parametrize(
    "arguments", [[], ["a", "b"], ["--json"], [str(FIRST), "--json", "--check"], [str(FIRST), "-x"]]
)
def test_wrong_arguments_show_the_usage(arguments: list[str], capsys: Capture) -> None:
    assert run(arguments) == 2
    assert "用法：jiuzhu assess" in capsys.readouterr().err


def test_another_province_has_no_pack(tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "other.toml"
    other.write_text(FIRST.read_text("utf-8").replace("500112", "341702"), "utf-8")
    assert run([str(other)]) == 2
    assert "没有找到 340000 的政策包" in capsys.readouterr().err


def test_needs_clashes_and_missing_years_are_said(tmp_path: Path, capsys: Capture) -> None:
    text = FIRST.read_text("utf-8").split("[events]")[0]
    text = text.replace("on = 2025-10-13", 'on = 2026-12-14\npending = ["income"]')
    text = text.replace('grade = "2" }]', 'grade = "2" }], receives = ["tekun_care"]')
    (tmp_path / "open.toml").write_text(text, "utf-8")
    assert run([str(tmp_path / "open.toml")]) == 0
    said = capsys.readouterr().out
    assert "还需：家庭成员各项收入" in said
    assert "注意：wife已享受特困人员照料护理补贴" in said
    assert "没有 2027 年的工作日历" in said
