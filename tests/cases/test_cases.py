"""Every case file below this folder, and the arithmetic it stands for, through `jiuzhu assess --check`."""

from pathlib import Path

import pytest

from jiuzhu.commands.assess import run
from jiuzhu.domain.case_file import load_case

HERE = Path(__file__).parent
CASES = sorted(HERE.rglob("*.toml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
def test_case_comes_out_as_expected(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([str(path), "--check"])
    assert code == 0, capsys.readouterr()


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
def test_case_says_what_it_is_and_which_clause_it_tries(path: Path) -> None:
    case = load_case(path)
    assert case.title
    assert case.clause
    assert case.expect


def test_the_cases_are_many_and_no_two_the_same() -> None:
    assert len(CASES) >= 200
    assert len({load_case(path).title for path in CASES}) == len(CASES)
