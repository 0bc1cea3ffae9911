"""Every case file beside this one, and the acceptance arithmetic it stands for, through `jiuzhu assess --check`."""

from pathlib import Path

import pytest

from jiuzhu.commands.assess import run

CASES = sorted(Path(__file__).parent.glob("*.toml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_comes_out_as_expected(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([str(path), "--check"])
    assert code == 0, capsys.readouterr()


def test_the_folder_is_not_empty() -> None:
    assert len(CASES) > 40
