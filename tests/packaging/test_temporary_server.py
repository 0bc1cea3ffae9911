"""A test server does not outlive whoever started it, however that ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import temporary_server

MAKER = """
import sys, time
import temporary_server
made = temporary_server.start()
print(made.folder, made.process.pid, made.watch.pid, flush=True)
time.sleep(600)
"""


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")


def waited(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not done() and time.monotonic() < until:
        time.sleep(0.05)
    return done()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_ends_with_the_program_that_made_it(how: signal.Signals) -> None:
    maker = subprocess.Popen(
        [sys.executable, "-c", MAKER],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert maker.stdout is not None
    folder, *pids = maker.stdout.readline().decode().split()
    server, watch = map(int, pids)
    try:
        assert running(server)
        assert Path(folder).is_dir()
        maker.send_signal(how)
        maker.wait(30)
        assert waited(lambda: not running(server))
        assert waited(lambda: not running(watch))
        assert not Path(folder).exists()
    finally:
        maker.kill()
        maker.communicate()
        if running(server):
            os.kill(server, signal.SIGQUIT)


def test_what_is_stopped_leaves_no_watch_behind() -> None:
    made = temporary_server.start()
    assert running(made.watch.pid)
    made.stop()
    assert made.watch.returncode is not None
    assert not made.folder.exists()
