"""The intake while the shared server is away: what is taken from this desk instead, and what is told to wait."""

from collections.abc import Callable
from typing import Any

from jiuzhu.errors import LineDown, UserError
from jiuzhu.services.counter import spooling
from jiuzhu.ui.intake.start_panel import StartPanel
from jiuzhu.ui.page import Page


class WithoutServer:
    """Answers for the page when a read failed because the line is down; any other failure is told as always."""

    def __init__(self, page: Page, start: StartPanel) -> None:
        self._page, self._start = page, start

    @property
    def may_begin(self) -> bool:
        """Whether a new form may be begun: not for ever at a desk opened without the server."""
        offline = self._page.workspace.offline
        return offline is None or offline.days_left(self._page.workspace.now()) > 0

    def begin(self) -> None:
        """An intake begins: at a desk opened without the server nobody can be looked for."""
        if self._page.workspace.offline is not None:
            self._start.show_away(new=self.may_begin)
            self._page.set_next(
                "填写的内容加密存在本机，线路恢复后自动交到服务器，再查重、受理、打印受理通知书。"
            )

    def allows_new(self) -> bool:
        """Whether a new form may be begun; says why not."""
        if not self.may_begin:
            self._page.say("warn", "连不上服务器太久，不能再填新申请；没交的申请可以继续填完。请先恢复线路。")
        return self.may_begin

    def allows_handling(self) -> bool:
        """Whether a form may become an application; says why not."""
        if self._page.workspace.offline is None:
            return True
        self._page.say(
            "warn",
            "离线时不能受理、补正或不予受理：编号和查重都在服务器上。填写的都已加密存在本机，线路恢复后会自动登录，再按一次就行。",
        )
        return False

    def search(self, error: UserError) -> None:
        """Nobody could be looked for."""
        if isinstance(error, LineDown):
            self._start.show_away(new=self.may_begin)
        else:
            self._page.tell(error)

    def drafts(self, error: UserError) -> None:
        """The unfinished forms are those that wait here."""
        self._from_here(error, self._start.show_drafts, spooling.waiting)

    def draft(self, draft_id: str, begin: Callable[[Any], Any]) -> Callable[[UserError], None]:
        """The form to go on with is the one that waits here."""
        return lambda error: self._from_here(error, begin, spooling.resume, draft_id)

    def _from_here(
        self, error: UserError, then: Callable[[Any], Any], service: Callable[..., Any], *args: Any
    ) -> None:
        page = self._page
        if isinstance(error, LineDown):
            page.tasks.call(service, page.workspace, *args, then=then, failed=page.tell, owner=page)
        else:
            page.tell(error)
