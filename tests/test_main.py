import sys
from types import ModuleType

import pytest

from jiuzhu import __main__ as entry
from jiuzhu import __version__
from jiuzhu.errors import UserError


def _command(monkeypatch: pytest.MonkeyPatch, word: str, run: object) -> None:
    module = ModuleType(f"jiuzhu.commands.{word}")
    module.run = run  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--version"]) == 0
    assert capsys.readouterr().out == f"jiuzhu {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"jiuzhu {word}" in text for word in entry.COMMANDS if word != "window")


def test_no_word_opens_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(arguments: list[str]) -> int:
        seen.append(arguments)
        return 0

    _command(monkeypatch, "window", run)
    assert entry.main([]) == 0
    assert seen == [[]]


def test_a_command_gets_its_words_and_gives_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    _command(monkeypatch, "journal", lambda arguments: 3 if arguments == ["verify"] else 0)
    assert entry.main(["journal", "verify"]) == 3


def test_an_unknown_word_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["台账"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "台账" in told.err
    assert "用法" in told.err


def test_a_user_error_is_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_arguments: list[str]) -> int:
        raise UserError("没有这个文件，请检查文件名。")

    _command(monkeypatch, "assess", run)
    assert entry.main(["assess", "x"]) == 2
    assert capsys.readouterr().err == "没有这个文件，请检查文件名。\n"


def test_a_bug_leaves_a_trace_without_values(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("JIUZHU_HOME", str(home))

    def run(_arguments: list[str]) -> int:
        people: dict[str, int] = {}
        try:
            return people["510184199001010010"]
        except KeyError as error:
            raise ValueError("王小明") from error

    _command(monkeypatch, "demo", run)
    assert entry.main(["demo"]) == 70
    told = capsys.readouterr().err
    (log,) = (home / "logs").iterdir()
    text = log.read_text(encoding="utf-8")
    assert str(log) in told
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_main.py:" in text
    assert "王小明" not in text + told
    assert "510184" not in text + told
    assert str(home) not in text


def test_an_interrupt_is_no_bug(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    _command(monkeypatch, "demo", run)
    assert entry.main(["demo"]) == 130
    assert capsys.readouterr().err == ""
