"""Desks in processes of their own: however long what they tell, it is heard, and who ends by an error is told."""

import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")


def test_a_long_answer_is_heard_and_an_error_told() -> None:
    import crowd  # noqa: PLC0415  # the static checks of packaging load no database

    assert crowd.at_once(lambda: "长" * 100_000, lambda: [1]) == ["长" * 100_000, [1]]
    with pytest.raises(RuntimeError, match="one of the desks"):
        crowd.at_once(lambda: 1 // 0, lambda: 2)
