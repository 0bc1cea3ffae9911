"""Reads and writes off the window's thread: one worker, in order, answers back where windows live."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from jiuzhu.errors import ProofNeeded, UserError


class WorkspaceLike(Protocol):
    """What Tasks needs of the workspace: two doors, and which tables the last write touched."""

    @property
    def changed(self) -> frozenset[str]:
        """Names of the tables the last write changed."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for whoever made the last write."""

    @property
    def has_looks(self) -> bool:
        """Whether something is to be written that nobody waits for."""

    def write_looks(self) -> None:
        """Write it."""

    def read(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a service in a unit that cannot write."""

    def write(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a service in one transaction."""


@dataclass(slots=True, eq=False)
class _Job:
    run: Callable[[], Any]
    owner: QObject
    then: Callable[[Any], Any] | None
    failed: Callable[[UserError], Any] | None
    key: str
    title: str
    kind: Literal["read", "write", "call"]
    result: Any = None
    error: BaseException | None = None
    door: WorkspaceLike | None = None
    changed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    written: frozenset[str] = frozenset()  # what `changed` becomes after a plain function
    asked: tuple[Any, ...] = ()  # the service of a write and what it is given


class Tasks(QObject):
    """Runs services one after the other on one thread and hands results to the window's thread.

    `then(result)` and `failed(error)` are called on the window's thread and dropped when `owner` no longer lives.
    A read whose owner died before its turn is not run; a write always is. Any error that is not a `UserError` is
    a bug and goes to `on_bug`. A service runs at the workspace that was open when it was asked for: locking the desk
    with a draft still waiting loses nothing.
    """

    changed = Signal(object)  # frozenset[str] of table names, after each write that changed something
    busy = Signal(str)  # what is being done, when work begins after a pause or changes
    idle = Signal()  # nothing left to do and every answer delivered
    proof_needed = Signal(str, object, object)  # what for; again(): do it now; given_up(): it is not wanted
    told = Signal(
        str, str
    )  # level, sentence: a UserError nobody else shows, or what a colleague saved meanwhile
    _finished = Signal(object)

    def __init__(
        self,
        workspace: WorkspaceLike | None,
        on_bug: Callable[[BaseException], Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace  # None until somebody logged in: only `call` works then
        self.keeper: Any = None  # a `Keeper`, for long work beside this; None until somebody logged in
        self._on_bug = on_bug
        self._queue: deque[_Job] = deque()
        self._latest: dict[str, _Job] = {}  # per key, the only one whose answer is still wanted
        self._open = 0  # jobs whose answer is not delivered yet
        self._bell = threading.Condition()
        self._closing = False
        self._untold: list[_Job] = []  # finished, not delivered yet
        self._writes: list[_Job] = []  # asked for, not delivered yet
        self._finished.connect(self._on_finished)  # emitted on the worker: Qt queues it for this thread
        self._thread = threading.Thread(target=self._work, name="jiuzhu-tasks")
        self._thread.start()

    def read(
        self,
        service: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], Any],
        owner: QObject,
        failed: Callable[[UserError], Any] | None = None,
        key: str = "",
        title: str = "正在读取…",
        **kwargs: Any,
    ) -> None:
        """Queue `service(unit, *args, **kwargs)` in a reading unit.

        `key` keeps the latest only: an older read with the same key that still waits is dropped, and the answer
        of one that already runs is not delivered.
        """
        door = self.workspace

        def run() -> Any:
            return _opened(door).read(service, *args, **kwargs)

        self._add(_Job(run, owner, then, failed, key, title, "read"))

    def write(
        self,
        service: Callable[..., Any],
        *args: Any,
        owner: QObject,
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[UserError], Any] | None = None,
        title: str = "正在保存…",
        **kwargs: Any,
    ) -> None:
        """Queue `service(unit, *args, **kwargs)` in a writing unit; `changed` tells its tables before `then`.

        The same asked again by the same owner, with nothing between and no answer yet, is a second click: it runs once.
        """
        door, asked = self.workspace, (service, args, kwargs)
        before = next((job.asked for job in reversed(self._writes) if job.owner is owner), ())
        if before == asked:
            return

        def run() -> Any:
            return _opened(door).write(service, *args, **kwargs)

        job = _Job(run, owner, then, failed, "", title, "write", door=door, asked=asked)
        self._add(job)
        self._writes.append(job)

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        owner: QObject,
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[UserError], Any] | None = None,
        title: str = "请稍候…",
        changes: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        """Queue a plain function that needs no unit: logging in, a backup, a slow import. Always run.

        `changes`: tables it writes by itself; `changed` tells them before `then`, and before `failed`: a part may be written.
        """
        job = _Job(lambda: function(*args, **kwargs), owner, then, failed, "", title, "call")
        job.written = changes
        self._add(job)

    def shutdown(self) -> list[BaseException]:
        """Finish what must be saved, drop the rest and end the thread; no answer is delivered afterwards.

        Returns what went wrong while the last writes were finished: nobody else will tell it.
        """
        with self._bell:
            self._closing = True
            self._queue = deque(job for job in self._queue if job.kind != "read")
            self._bell.notify()
        self._thread.join()
        return [job.error for job in self._untold if job.error is not None and job.kind != "read"]

    def _add(self, job: _Job) -> None:
        with self._bell:
            if self._closing:
                raise RuntimeError("a service was asked for after the window closed")
            if job.key:
                kept = deque(other for other in self._queue if other.key != job.key)
                self._open -= len(self._queue) - len(kept)
                self._queue = kept
                self._latest[job.key] = job
            self._queue.append(job)
            self._open += 1
            self._bell.notify()
        self.busy.emit(job.title)

    def _work(self) -> None:
        while True:
            with self._bell:
                while not self._queue and not self._closing:
                    self._bell.wait()
                if not self._queue:
                    return
                job = self._queue.popleft()
            if job.kind != "read" or isValid(job.owner):
                self._run(job)
            after = self._settling()
            self._tell(job)
            if after is not None:
                self._run(after)
                self._tell(after)

    def _tell(self, job: _Job) -> None:
        with self._bell:
            self._untold.append(job)
        self._finished.emit(job)

    def _settling(self) -> _Job | None:
        """What the workspace writes behind an answer; counted before the answer is told, so that idle means all of it."""
        door = self.workspace
        if door is None or not door.has_looks:
            return None
        with self._bell:
            self._open += 1
        return _Job(door.write_looks, self, None, None, "", "", "call")

    def _run(self, job: _Job) -> None:
        try:
            job.changed = job.written
            job.result = job.run()
            if job.door is not None:
                job.changed, job.notes = job.door.changed, job.door.notes
            elif job.written and self.workspace is not None:
                job.notes = self.workspace.notes
        except BaseException as error:  # noqa: BLE001  # carried to the window's thread and told there, never swallowed
            job.error = error

    def _on_finished(self, job: _Job) -> None:
        if self._closing:
            return
        if job in self._writes:
            self._writes.remove(job)
        with self._bell:
            self._untold.remove(job)
            self._open -= 1
            wanted = not job.key or self._latest.get(job.key) is job
            if job.key and wanted:
                del self._latest[job.key]
        if job.changed:
            self.changed.emit(job.changed)
        for note in job.notes:
            self.told.emit("info", note)
        self._deliver(job, wanted=wanted)
        if not self._open:  # the answer may have asked for more
            self.idle.emit()

    def _deliver(self, job: _Job, *, wanted: bool) -> None:
        if isinstance(job.error, ProofNeeded):
            self._ask_proof(job, job.error.right)
            return
        if job.error is not None and not isinstance(job.error, UserError):
            self._on_bug(job.error)
            return
        if not wanted or not isValid(job.owner):
            if job.kind != "read" and isinstance(job.error, UserError):
                self.told.emit("warn", job.error.message)  # the window is gone, but the person must know
            return
        if isinstance(job.error, UserError):
            if job.failed is not None:
                job.failed(job.error)
            else:
                self.told.emit("warn", job.error.message)
        elif job.then is not None:
            job.then(job.result)

    def _ask_proof(self, job: _Job, right: str) -> None:
        """Nothing was done yet: what was asked for runs again from the start once the person has shown who they are."""

        def again() -> None:
            job.error = job.result = None
            self._add(job)
            if job.kind == "write":
                self._writes.append(job)

        def given_up() -> None:
            job.error = UserError("没有输入密码，这一步没有办；填写的内容仍在。")
            self._deliver(job, wanted=True)

        self.proof_needed.emit(right, again, given_up)


def _opened(door: WorkspaceLike | None) -> WorkspaceLike:
    if door is None:
        raise RuntimeError("a service was asked for before anybody logged in")
    return door
