"""The story of the tour, act by act, and its summary."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from jiuzhu.commands.tour import approving_acts, checking_acts, ledger_acts, opening_acts, serving_acts
from jiuzhu.commands.tour.hands import SIZE, Hands
from jiuzhu.commands.tour.walk_ins import WALK_INS
from jiuzhu.commands.window import Desk, load_opening
from jiuzhu.services.casework import files
from jiuzhu.services.granting import rosters
from jiuzhu.services.office import proving
from jiuzhu.ui import theme

SCREENLESS = "This plugin does not support propagateSizeHints()"
"""What Qt says at every window without a screen; hundreds of lines that would hide one that matters."""


class Calendar:
    """The tour's own clock: it stands on a legal day until the story moves it on."""

    def __init__(self, day: date) -> None:
        self._moment = datetime.min.replace(tzinfo=UTC)
        self.go(day)

    def go(self, day: date) -> None:
        """Ten o'clock of that day at the desk."""
        self._moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment, as the workspace asks for it."""
        return self._moment


class TourDesk(Desk):
    """A desk whose bugs stop the tour instead of being shown to somebody."""

    def __init__(self, application: QApplication, home: Path, load: Callable[[], Any]) -> None:
        self.bugs: list[BaseException] = []
        super().__init__(application, home, load)

    def on_bug(self, error: BaseException) -> None:
        """Keep it for the end."""
        self.bugs.append(error)


def play(folder: Path) -> dict[str, Any]:
    """Play every act and write `summary.json`; returns the summary."""
    started = time.perf_counter()
    qInstallMessageHandler(_tell)
    application = QApplication.instance() or QApplication(["jiuzhu"])
    assert isinstance(application, QApplication)  # noqa: S101  # made here
    theme.load_fonts()
    theme.speak_chinese(application)
    theme.apply(application)
    calendar = Calendar(date(2025, 10, 13))
    with tempfile.TemporaryDirectory(prefix="jiuzhu-tour-") as home:
        desk = TourDesk(application, Path(home), lambda: _opening_by(calendar))
        hands = Hands(application, desk, folder)
        try:
            summary = _acts(hands, calendar, folder)
        finally:
            if desk.window is not None:
                desk.window.hide()
            desk.end()
    if desk.bugs:
        raise desk.bugs[0]
    summary["pictures"] = hands.taken
    summary["seconds"] = round(time.perf_counter() - started, 1)
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), "utf-8")
    return summary


def _tell(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if text != SCREENLESS:
        sys.stderr.write(f"{text}\n")


def _opening_by(calendar: Calendar) -> Any:
    opening = load_opening()
    return SimpleNamespace(
        **{name: getattr(opening, name) for name in opening.__all__}
        | {
            "first_start": partial(opening.first_start, clock=calendar),
            "log_in": partial(opening.log_in, clock=calendar),
        }
    )


class Story:
    """The acts in the order of the days; four households, five colleagues, eight weeks."""

    def __init__(self, hands: Hands, calendar: Calendar, folder: Path) -> None:
        self._hands = hands
        self._calendar = calendar
        self._folder = folder
        self.taken: dict[str, str] = {}
        self._households = {walk_in.key: walk_in for walk_in in WALK_INS}

    @property
    def _workspace(self) -> Any:
        return self._hands.desk.tasks.workspace

    def _day(self, text: str, login: str) -> None:
        self._calendar.go(date.fromisoformat(text))
        opening_acts.log_in_as(self._hands, login)

    def _take(self, key: str, *, pictures: bool = False) -> None:
        self.taken[key] = opening_acts.take(self._hands, self._households[key], pictures=pictures)

    def _answer(self, key: str, day: str) -> Path:
        path = self._folder / f"核对结果-{key}.xlsx"
        checking_acts.answer(
            path,
            self._workspace.read(files.dossier, self.taken[key]),
            self._workspace.rules.ledgers["check_reply"],
            self._households[key].savings_found,
            day=date.fromisoformat(day),
            moment=self._calendar(),
        )
        return path

    def _do(self, key: str, action: str, words: dict[str, str] | None = None, picture: str = "") -> None:
        approving_acts.do(self._hands, self.taken[key], action, words, picture)

    def play(self) -> None:
        """Every act."""
        self.counter()
        self.check()
        self.post_and_sign()
        self.dispute()

    def counter(self) -> None:
        """The walk-ins, on two days; between them a visit is booked, made and recorded."""
        opening_acts.first_start(self._hands)
        for key in ("01", "04", "04b"):
            self._take(key, pictures=key == "01")
        self._day("2025-10-14", "hecha")
        for key in ("01", "04", "04b"):
            request = self._folder / f"核对委托名单-{key}.xlsx"
            checking_acts.survey(self._hands, self.taken[key], request, pictures=key == "01")
        self._day("2025-10-14", "xietiao")
        serving_acts.book(self._hands)
        self._day("2025-10-16", "xietiao")
        serving_acts.record(self._hands)
        self._day("2025-10-20", opening_acts.CLERK)
        self._take("02")

    def check(self) -> None:
        """Replies in, visits, conclusions; what was recorded of people served is verified."""
        self._day("2025-10-21", "hecha")
        checking_acts.survey(
            self._hands, self.taken["02"], self._folder / "核对委托名单-02.xlsx", pictures=False
        )
        for key in ("01", "04", "04b", "02"):
            reply = self._answer(key, "2025-10-20")
            walk_in = self._households[key]
            checking_acts.work_out(self._hands, self.taken[key], walk_in, reply, pictures=key == "01")
        serving_acts.verify(self._hands)

    def post_and_sign(self) -> None:
        """Opinions, posting, the settlement of the month, the refusal, the head's batch."""
        self._day("2025-10-24", "hecha")
        for key in ("01", "04b"):
            self._do(key, "grant", picture="审批-初审意见" if key == "01" else "")
            self._do(key, "post", picture="审批-张榜" if key == "01" else "")
        self._do("04", "refuse_opinion")
        self._day("2025-10-31", "hecha")
        self._do("02", "grant")
        self._do("02", "post")
        self._day("2025-11-03", "hecha")
        for key in ("01", "04b"):
            self._do(key, "close", picture="审批-公示期满" if key == "01" else "")
            self._do(key, "submit")
        self._day("2025-11-05", "hecha")
        self._do("02", "object", {"objector": "村民一例", "content": "反映其家有小汽车"}, "审批-登记异议")
        self._day("2025-11-05", "tongji")
        serving_acts.settle(self._hands)
        self._day("2025-11-05", "lingdao")
        serving_acts.sign(self._hands, self._folder)
        main = opening_acts.main_window(self._hands)
        main.show_page("workbench")
        self._hands.calm(0.1)
        self._hands.snap("工作台-待签署")
        self._do(
            "04",
            "refuse",
            {"reason": "家庭货币财产超过规定上限", "clause": "民发〔2021〕57号第十四条"},
            "审批-不同意",
        )
        self._day("2025-11-12", "lingdao")
        approving_acts.sign_together(self._hands)

    def dispute(self) -> None:
        """The objection settled, posted again, the authority's own visit, the last signature."""
        self._day("2025-11-17", "hecha")
        words = {"investigation": "到车管所和家中核实，车辆属于其兄", "reply": "已当面答复"}
        self._do("02", "dismissed", words, "审批-复查结论")
        self._do("02", "post")
        self._day("2025-11-21", "hecha")
        self._do("02", "close")
        self._do("02", "submit")
        self._day("2025-12-04", "lingdao")
        self._do("02", "county_visit", {"visitors": "区民政局周示例、吴示例", "found": "情况属实"})
        self._do("02", "approve", picture="审批-签署")

    def leave(self) -> dict[str, Any]:
        """Delivery, ledgers, papers, settings; what the summary tells."""
        self._day("2025-12-05", opening_acts.CLERK)
        for key in self.taken:
            self._do(key, "deliver")
        exports = {
            "申请台账.xlsx": ("applications", ""),
            "低保家庭台账.xlsx": ("dibao_households", ""),
            "低保发放花名册-2026-01.xlsx": ("roster", "2026-01"),
        }
        for name, (ledger_id, month) in exports.items():
            ledger_acts.export(self._hands, ledger_id, self._folder / name, month)
        ledger_acts.roster(self._hands, self._folder)
        printed = ledger_acts.print_all(self._workspace, self.taken, self._folder)
        self._settings()
        return self._summary(list(exports), printed)

    def _settings(self) -> None:
        window = opening_acts.main_window(self._hands)
        window.show_page("settings")
        self._hands.calm(0.1)
        self._hands.click("part_care")
        self._hands.calm()
        with self._hands.files(self._folder / "备份"):
            self._hands.click("backup_now")
            self._hands.calm()
        for part in ("figures", "conflicts", "codes", "forms"):
            self._hands.click(f"part_{part}")
            self._hands.calm()
            self._hands.snap(f"设置-{part}")
        window.show_page("workbench")
        self._hands.calm(0.2)
        self._hands.snap("工作台-收工")

    def _summary(self, exports: list[str], printed: list[str]) -> dict[str, Any]:
        people = {}
        for key, application_id in self.taken.items():
            file = self._workspace.read(files.dossier, application_id)
            people[key] = {
                "number": file.application.number,
                "state": file.application.state,
                "monthly": {item.programme: str(item.monthly) for item in file.decisions},
                "first_month": file.decision.first_month,
            }
        roster = self._workspace.read(rosters.roster, "2026-01", "dibao")
        proof = self._workspace.read(proving.verify_journal)
        listed = [path.name for form in ("F21", "F34") for path in self._folder.glob(f"{form}*.pdf")]
        return {
            "applications": people,
            "roster": {"month": roster.month, "households": roster.households, "total": str(roster.total)},
            "services": serving_acts.settled(self._workspace),
            "journal": {"entries": proof.entries, "problems": list(proof.problems)},
            "workbooks": sorted(path.name for path in self._folder.glob("*.xlsx")),
            "exports": exports,
            "papers": sorted([*printed, *listed]),
        }


def _acts(hands: Hands, calendar: Calendar, folder: Path) -> dict[str, Any]:
    hands.desk.start()
    hands.window.resize(*SIZE)
    story = Story(hands, calendar, folder)
    story.play()
    return story.leave()
