"""What other desks of the shared server change, and whether the line to it stands, told on the window's thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from jiuzhu.errors import Busy, LineDown, LoginEnded, UserError
from jiuzhu.ui.tasks import Tasks

_TOGETHER = 1000
"""Milliseconds within which many changes are told as one."""

_ASK_AGAIN = 3000
"""Milliseconds until a step whose outcome nobody knows yet is asked for again."""

_AGAIN = 5000
"""Milliseconds until the real log-in is tried again, when the line broke in it."""

_GOES_ON = "可以继续填写申请，草稿先加密存在本机，线路恢复后自动交上去。"
_WAITS = "线路恢复以前不能查看和保存，没保存的留在窗口里，恢复后自动连上，再保存一次。"

_NOT_LOST = (
    "您在这台电脑上填写、还没交上去的申请都加密存在本机，一份没有少：密码在别处改过的，点“换人”用新密码登录就交上去；"
    "账号已停用的，由下一位在这台电脑登录的受理同事接过去。"
)

EVERYTHING = "*"
"""Instead of table names: the line was down, nobody knows what was missed."""


class Neighbours(QObject):
    """Listens while a window is open; pages hear `changed`, the window shows `told` and `line`."""

    changed = Signal(object)  # frozenset of table names another desk changed
    line = Signal(bool)  # whether the server answers
    told = Signal(str, str)  # level, sentence for the window's bar
    shut_out = Signal(str)  # the login is not let in any more, and why; "" once it is again
    arrived = Signal()  # a desk opened without the server is logged in for real
    _heard = Signal(object)  # from the listening thread
    _cut = Signal(bool)  # as above
    _barred = Signal(object)  # as above

    def __init__(
        self,
        tasks: Tasks,
        workspace: Any,
        services: Any,
        arrive: Callable[[Any], Any],
        parent: QObject | None = None,
    ) -> None:
        """What was typed while the line was down is given to the server.

        `services` has `hand_over(workspace)` and `take_over(workspace)`; `arrive(workspace)` is the real log-in of a desk
        that was opened without the server.
        """
        super().__init__(parent)
        self._arrive = arrive
        self._tasks = tasks
        self._workspace = workspace
        self._services = services
        self._tables: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TOGETHER)
        self._pause.timeout.connect(self._tell)
        self._heard.connect(self._on_heard)
        self._cut.connect(self._on_line)
        self._heard_up = True
        self._shut = False
        self._ask_again = QTimer(self)
        self._ask_again.setSingleShot(True)
        self._ask_again.setInterval(_ASK_AGAIN)
        self._ask_again.timeout.connect(self._find_outcome)
        self._barred.connect(self._on_barred)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self._log_in)
        self._end: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to listen, and hand over what an earlier day left here."""
        self._end = self._workspace.listen(self._heard.emit, self._cut.emit, self._barred.emit)
        if self._end is not None and self._workspace.offline is None:
            self._hand_over()

    def stop(self) -> None:
        """Tell nothing more."""
        self._pause.stop()
        self._ask_again.stop()
        self._again.stop()
        self._heard.disconnect(self._on_heard)
        self._cut.disconnect(self._on_line)
        self._barred.disconnect(self._on_barred)

    def rest(self) -> None:
        """Stop listening and join the thread. Blocks: call it on the worker, never on the GUI thread."""
        if self._end is not None:
            self._end()

    def _on_heard(self, tables: frozenset[str]) -> None:
        self._tables |= tables
        if not self._pause.isActive():
            self._pause.start()

    def _tell(self) -> None:
        tables, self._tables = frozenset(self._tables), set()
        self.changed.emit(tables)

    def _on_line(self, up: bool) -> None:
        self._heard_up = up
        self.line.emit(up)
        if up and self._shut:
            self._shut = False
            self.shut_out.emit("")
        if not up:
            self.told.emit(
                "warn",
                f"与服务器的线路断了。已保存的都在服务器上；{_GOES_ON if self._takes() else _WAITS}",
            )
            return
        if self._workspace.offline is not None:
            self._log_in()
            return
        self._find_outcome()
        self._hand_over()

    def _takes(self) -> bool:
        """Whether who is logged in takes applications: forms alone are typed without the line."""
        may: bool = self._workspace.actor.may("take")
        return may

    def _find_outcome(self) -> None:
        self._tasks.call(
            self._workspace.find_outcome, owner=self, then=self._on_outcome, failed=self._on_no_outcome
        )

    def _on_no_outcome(self, _error: UserError) -> None:
        """What the line broke in has not ended on the server yet: it does within half a minute."""
        if self._heard_up:
            self._ask_again.start()

    def _log_in(self) -> None:
        self._tasks.call(
            self._arrive, self._workspace, owner=self, then=self._on_arrived, failed=self._on_kept_out, title="线路恢复了，正在登录…"
        )  # fmt: skip

    def _on_arrived(self, _result: Any) -> None:
        self.told.emit("ok", "线路恢复了，已经连着服务器登录。")
        self.arrived.emit()
        self._hand_over()

    def _on_kept_out(self, error: UserError) -> None:
        if isinstance(error, (LineDown, Busy)):
            self._again.start()
        else:
            self._on_barred(error)

    def _on_barred(self, error: UserError) -> None:
        self.told.emit("warn", f"{error.message}{_NOT_LOST if self._takes() else ''}")
        if isinstance(error, LoginEnded):
            self._shut = True
            self.shut_out.emit(error.message)

    def _on_outcome(self, sentence: str) -> None:
        self.told.emit("ok" if not sentence else "info", sentence or "线路恢复了。")

    def _hand_over(self) -> None:
        self._tasks.call(
            self._services.hand_over, self._workspace, owner=self, then=self._on_handed, failed=self._on_refused,
            changes=frozenset({"draft"}),
        )  # fmt: skip

        self._tasks.call(
            self._services.take_over, self._workspace, owner=self, then=self._on_taken_over, failed=self._on_refused,
            changes=frozenset({"draft"}),
        )  # fmt: skip

    def _on_handed(self, handed: Any) -> None:
        if handed.count:
            self.told.emit("ok", f"断线时填写的 {handed.count} 份草稿已交到服务器，在受理页的草稿列表里。")
        self._tell_left(handed)

    def _tell_left(self, handed: Any) -> None:
        if handed.left:
            self.told.emit(
                "warn",
                f"断线时填写的申请还有 {len(handed.left)} 份没有交上去，仍加密存在本机：{handed.left[0]}",
            )

    def _on_taken_over(self, handed: Any) -> None:
        if handed.count:
            self.told.emit(
                "info",
                f"已停用的同事断线时在这台电脑填写的 {handed.count} 份申请已交到服务器，记在您名下，在受理页的草稿列表里。",
            )
        self._tell_left(handed)

    def _on_refused(self, error: UserError) -> None:
        self.told.emit("warn", error.message)
