"""What has to be written says something, and stands without the blanks around it."""

import pytest

from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput


def test_what_was_typed_comes_back_stripped() -> None:
    assert written(" 原账户已销户\n", "变更的理由", "reason") == "原账户已销户"


@pytest.mark.parametrize(("typed", "shortest"), [("　三个字 ", 4), ("", 4), ("甲", 2)])
def test_too_little_is_told_beside_its_field(typed: str, shortest: int) -> None:
    with pytest.raises(InvalidInput) as told:
        written(typed, "变更的理由", "reason", shortest)
    (problem,) = told.value.problems
    assert (problem.field, problem.message) == ("reason", f"请写明变更的理由（至少 {shortest} 个字）。")
