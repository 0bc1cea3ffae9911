import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """environment.py in a small checkout whose `.venv` is stamped whole at level "runtime"."""
    shutil.copytree(PACKAGING, tmp_path / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    spec = importlib.util.spec_from_file_location(
        "environment_under_test", tmp_path / "packaging" / "environment.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    (tmp_path / ".venv" / "lib").mkdir(parents=True)
    (tmp_path / ".venv" / "lib" / "one.py").write_text("one = 1\n", encoding="utf-8")
    _stamp(module, "runtime")
    return module


def _stamp(environment: ModuleType, kind: str) -> None:
    environment.STAMP.unlink(missing_ok=True)
    stamp = {
        "fingerprint": environment.fingerprint(),
        "kind": kind,
        "screen": environment.has_screen(),
        "files": dict(environment.installed()),
    }
    environment.STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def test_a_whole_environment_is_ready(environment: ModuleType) -> None:
    assert environment.is_ready("runtime")
    assert not environment.is_ready("dev")


def test_what_the_tests_need_serves_the_program_too(environment: ModuleType) -> None:
    _stamp(environment, "dev")
    assert environment.is_ready("runtime")
    assert environment.is_ready("dev")


def test_a_borrowed_environment_is_left_alone(environment: ModuleType, tmp_path: Path) -> None:
    lent = tmp_path / "lent"
    environment.VENV.rename(lent)
    environment.VENV.symlink_to(lent)
    (lent / "lib" / "one.py").write_text("changed\n", encoding="utf-8")

    with pytest.raises(SystemExit):
        environment.build("runtime")

    assert (lent / "stamp.json").exists()
    assert (lent / "lib" / "one.py").read_text(encoding="utf-8") == "changed\n"


def test_a_missing_file_is_seen(environment: ModuleType) -> None:
    (environment.VENV / "lib" / "one.py").unlink()
    assert not environment.is_ready("runtime")


def test_a_truncated_file_is_seen(environment: ModuleType) -> None:
    (environment.VENV / "lib" / "one.py").write_text("", encoding="utf-8")
    assert not environment.is_ready("runtime")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_changed_lock_is_seen(environment: ModuleType, name: str) -> None:
    with (environment.ROOT / "packaging" / name).open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    assert not environment.is_ready("runtime")


def test_a_half_written_stamp_proves_nothing(environment: ModuleType) -> None:
    environment.STAMP.write_text('{"fingerprint": ', encoding="utf-8")
    assert not environment.is_ready("runtime")


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux do windows need libraries of the system")
def test_a_display_that_came_later_needs_its_libraries(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert not environment.is_ready("runtime")


def test_without_rights_the_one_line_is_printed(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "rights", lambda: None)
    with pytest.raises(SystemExit) as stopped:
        environment.install_packages(["libegl1", "libgl1"])
    assert stopped.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = [line for line in told.err.splitlines() if "apt-get" in line]
    assert line.strip().startswith("sudo ")
    assert "libegl1 libgl1" in line


def test_a_system_too_old_for_qt_is_refused(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.sys, "platform", "linux")
    monkeypatch.setattr(environment.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(environment.platform, "libc_ver", lambda: ("glibc", "2.31"))
    with pytest.raises(SystemExit):
        environment.refuse_unsupported()
    monkeypatch.setattr(environment.platform, "libc_ver", lambda: ("glibc", "2.36"))
    environment.refuse_unsupported()


posix = pytest.mark.skipif(os.name != "posix", reason="run.sh is for POSIX systems; Windows has run.cmd")


def _run(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """run.sh over an interpreter that is ready at once and says with which words it was started."""
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(
        '#!/bin/sh\n[ "$1" = -I ] && exit 0\nprintf "%s\\n" "$QT_QPA_PLATFORM" "$@"\n', encoding="utf-8"
    )
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    command = ["sh", str(checkout / "packaging" / "run.sh"), *arguments]
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, cwd=checkout
    )  # our own script


@posix
def test_arguments_reach_the_program_unchanged(environment: ModuleType) -> None:
    done = _run(environment.ROOT, "assess", "一 户.toml", "--json")
    assert done.stdout.splitlines() == ["", "-P", "-m", "jiuzhu", "assess", "一 户.toml", "--json"]
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_without_a_display_the_main_job_is_played(environment: ModuleType) -> None:
    done = _run(environment.ROOT)
    assert done.stdout.splitlines()[-7:] == ["offscreen", "-P", "-m", "jiuzhu", "demo", "--out", "demo-out"]
    assert "没有显示器" in done.stdout
    assert "No display" in done.stdout


@posix
def test_with_a_display_the_window_opens(environment: ModuleType) -> None:
    assert _run(environment.ROOT, DISPLAY=":0").stdout.splitlines() == ["", "-P", "-m", "jiuzhu"]
