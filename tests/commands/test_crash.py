from pathlib import Path

import pytest

from jiuzhu.commands import crash


def _broken(secret: str) -> None:
    raise RuntimeError(secret)


def _caught() -> RuntimeError:
    try:
        _broken("李秀英 500101198001010011")
    except RuntimeError as error:
        return error
    raise AssertionError("not reached")


def test_places_without_messages() -> None:
    text = crash.trace(_caught())
    assert text.splitlines()[0] == "builtins.RuntimeError"
    assert "test_crash.py:" in text
    assert "_broken" in text
    assert "李秀英" not in text
    assert str(Path(__file__).parent) not in text


def test_a_suppressed_context_is_left_out() -> None:
    def fail() -> None:
        try:
            _broken("x")
        except RuntimeError:
            raise LookupError("y") from None

    with pytest.raises(LookupError) as caught:
        fail()
    assert "RuntimeError" not in crash.trace(caught.value)


def test_a_log_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("JIUZHU_HOME", str(blocked))
    told = crash.report(_caught())
    assert "写不进去" in told
    assert "builtins.RuntimeError" in told
    assert "李秀英" not in told
