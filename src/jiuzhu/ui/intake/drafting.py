"""The form being typed as a draft: written at every pause, put aside, thrown away and taken back."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial

from PySide6.QtCore import QTimer

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Conflict, UserError
from jiuzhu.services.counter import intake, spooling
from jiuzhu.services.counter.intake import Typing
from jiuzhu.ui.page import Page

_HERE_ONLY = "服务器连不上，这份草稿已加密存在本机；线路恢复后自动交上去。"

_PAUSE = 400
"""Milliseconds without a key before the draft is written."""


class Drafting:
    """Which draft the form on screen is, and when it is written; a file that came back from 补正 is none."""

    def __init__(self, page: Page, typed: Callable[[], Dossier | None], changed: Callable[[], None]) -> None:
        self._page, self._typed, self._changed = page, typed, changed
        self.draft_id = ""
        self.application_id = ""  # of a file that came back from 补正
        self._seen = Typing()
        self._pause = QTimer(page)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._write)

    def begin(self, dossier: Dossier, draft_id: str, seen: Typing | None = None) -> None:
        """Another form stands on screen; `draft_id` is "" for one nobody has typed before, `seen` what is stored of one."""
        self.draft_id, self._seen = draft_id or new_id(), seen or Typing()
        self.application_id = dossier.application.id

    def forget(self) -> None:
        """No form stands on screen."""
        self.draft_id = self.application_id = ""

    def write_soon(self) -> None:
        """Something was typed."""
        self._pause.start()

    def write_now(self) -> None:
        """Whatever was typed since it was written last."""
        if self._pause.isActive():
            self._pause.stop()
            self._write()

    def stop(self) -> None:
        """What is on screen is being sent: it is no draft any more."""
        self._pause.stop()

    def _write(self) -> None:
        dossier = self._typed()
        if dossier is not None and not self.application_id:
            self._page.tasks.call(
                spooling.keep_draft,
                self._page.workspace,
                self.draft_id,
                deepcopy(dossier),
                self._seen,
                owner=self._page,
                then=self._on_kept,
                failed=partial(self._on_refused, self.draft_id),
                title="正在保存草稿…",
                changes=frozenset({"draft"}),
            )

    def _on_kept(self, here_only: bool) -> None:
        if here_only and self._page.workspace.offline is None:  # else it stands above the page all the time
            self._page.say("warn", _HERE_ONLY)
        elif self._page.bar.text == _HERE_ONLY:
            self._page.bar.clear()

    def _on_refused(self, draft_id: str, error: UserError) -> None:
        """Two windows type into one draft: both are kept, this one's as a draft of its own from now on."""
        if not isinstance(error, Conflict):
            self._page.tell(error)
        elif draft_id == self.draft_id:
            self.draft_id, self._seen = new_id(), Typing()
            self._write()
            self._page.say(
                "info",
                "这份草稿在另一个窗口也改过。您填写的已另存为一份新草稿，两份都在草稿列表里；受理一份以后，另一份请放弃。",
            )

    def drop(self, draft_id: str) -> None:
        """Throw a draft away, and offer to take that back."""

        def read(dossier: Dossier) -> None:
            page = self._page
            page.tasks.write(
                intake.discard_draft, draft_id, then=lambda _: self._changed(), failed=page.tell, owner=page
            )
            name = dossier.applicant.name or "未填姓名"
            page.say("info", f"{name}的草稿已放弃。", "撤销", lambda: self._take_back(dossier))

        self._page.tasks.read(
            intake.open_draft, draft_id, then=read, failed=self._page.tell, owner=self._page
        )

    def _take_back(self, dossier: Dossier) -> None:
        page = self._page
        page.tasks.write(
            intake.keep_draft, new_id(), dossier, then=lambda _: self._changed(), failed=page.tell, owner=page
        )
