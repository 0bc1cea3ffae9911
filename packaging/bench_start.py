"""The start: the log-in window on screen beside a bare PySide6 window, and log-in to a filled workbench.

Both windows are timed from the start of their process to their first painting by the same watcher. The log-in is
measured from the click to the workbench with its numbers, on an office made for the run (Argon2id included).
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measure import RUNS, Figure, alternate, at_most, ratio_at_most
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from jiuzhu import paths, settings
from jiuzhu.commands.window import Desk
from jiuzhu.ui import theme
from jiuzhu.ui.main_window import MainWindow

HERE = Path(__file__).resolve().parent
LOGIN, PASSWORD = "vorlage", "an invented sentence 2026"  # for a throwaway office
LIMIT = 10.0  # seconds


def run(scale: float) -> list[Figure]:
    """Two figures, medians of at least five fresh processes; `scale` changes nothing here."""
    del scale
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        subprocess.run([sys.executable, __file__, "found", str(home)], check=True, env=_environment(home))
        fonts = [str(paths.resources() / "fonts" / name) for name in theme.FONT_FILES]
        mine, bare = alternate(
            lambda: _until_paint([sys.executable, str(HERE / "start_ours.py")], home),
            lambda: _until_paint([sys.executable, str(HERE / "start_bare.py"), *fonts], home),
            RUNS * 2 + 1,
        )
        entered, _ = alternate(lambda: _entered(home), lambda: 0.0)
    return [
        ratio_at_most("log-in window on screen", mine * 1000, bare * 1000, "ms", 1.5),
        at_most("log-in to a filled workbench", entered * 1000, "ms", 800.0),
    ]


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "JIUZHU_HOME": str(home)}


def _until_paint(command: list[str], home: Path) -> float:
    begin = time.time_ns()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=_environment(home))
    return (int(done.stdout.split()[0]) - begin) / 1e9


def _entered(home: Path) -> float:
    command = [sys.executable, __file__, "enter"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=_environment(home))
    return float(done.stdout)


def _found(home: Path) -> None:
    """Make a small office, in a process of its own."""
    from jiuzhu.services.office import opening  # noqa: PLC0415  # the other roles of this file must not load it

    code, name = opening.districts()[0]
    start = opening.FirstStart(
        office_name="虚构镇社会救助服务窗口", district=code, district_name=name, township=f"{code}999", township_name="虚构镇",
        window="A", operator_name="张示例", login=LOGIN, password=PASSWORD,
    )  # fmt: skip
    opening.first_start(home, start).close()
    settings.save(home, settings.Settings(last_login=LOGIN))


def _application() -> QApplication:
    application = QApplication([])
    theme.load_fonts()
    theme.apply(application)
    return application


def _enter() -> None:
    """Log in as a person does whose window has been open for a moment."""
    application = _application()
    desk = Desk(application, paths.user_data())
    desk.start()
    login: Any = desk.window
    _work(application, lambda: login.ready)
    login.findChild(QLineEdit, "password").setText(PASSWORD)
    done: list[bool] = []
    desk.tasks.idle.connect(
        lambda: done.append(True)
    )  # the workbench is asked for by the answer to the log-in
    begin = time.perf_counter()
    login.findChild(QPushButton, "enter").click()
    _work(application, lambda: isinstance(desk.window, MainWindow))
    _work(application, lambda: bool(done))
    window: Any = desk.window
    window.grab()
    print(time.perf_counter() - begin)
    desk.end()


def _work(application: QApplication, ready: Any) -> None:
    end = time.perf_counter() + LIMIT
    while not ready():
        if time.perf_counter() > end:
            raise TimeoutError("the window did not come")
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)  # lets the worker have the interpreter


if __name__ == "__main__":
    role = sys.argv[1]
    if role == "found":
        _found(Path(sys.argv[2]))
    else:
        _enter()
