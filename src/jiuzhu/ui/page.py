"""The frame every page has: title and buttons, message bar, a body that scrolls, and what happens next."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.errors import ChangedSinceSeen, UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs import conflict
from jiuzhu.ui.dialogs.part_dialog import PartDialog, blank
from jiuzhu.ui.message_bar import MessageBar
from jiuzhu.ui.tasks import Tasks


class Page(QWidget):
    """A page of the rail. It asks services through `tasks` only and speaks to the window by signals only.

    Subclasses fill `self.body`, name the tables they show in `watches` and load them in `reload`.
    """

    application_chosen = Signal(str)  # application id: the window opens its file
    file_wanted = Signal(str)  # application id: the window opens it on 审批, whosever turn it is
    intake_wanted = Signal(str)  # person id, "" for an unknown person: the window opens the intake
    lead_taken = Signal(str)  # lead id: the window opens the intake with what was told
    message = Signal(str, str)  # level, sentence for the window's bar

    watches: ClassVar[frozenset[str]] = frozenset()  # a write to one of these tables calls reload

    def __init__(
        self, tasks: Tasks, workspace: Any, title: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        pieces.named(self, name, title)
        self.tasks = tasks
        self.workspace = workspace
        self._stale = True
        self.title = pieces.label(title, "title", "page_title")
        self.bar = MessageBar()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(tokens.INSIDE)
        inner = pieces.named(QWidget(), "page_body")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(tokens.AROUND, 0, tokens.AROUND, tokens.BETWEEN)
        self.body.setSpacing(tokens.BETWEEN)
        self.area = pieces.named(QScrollArea(), "page_scroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        self.footer = pieces.named(QFrame(), "page_footer")
        self._next = pieces.label("", "muted", "page_next", wraps=True)
        self._lay_out()
        tasks.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(tokens.AROUND, tokens.BETWEEN, tokens.AROUND, tokens.INSIDE)
        top.addWidget(self.title, 1)
        top.addLayout(self._buttons)
        bar = QHBoxLayout()
        bar.setContentsMargins(tokens.AROUND, 0, tokens.AROUND, tokens.INSIDE)
        bar.addWidget(self.bar)
        foot = QHBoxLayout(self.footer)
        foot.setContentsMargins(tokens.AROUND, tokens.INSIDE, tokens.AROUND, tokens.INSIDE)
        foot.addWidget(self._next, 1)
        self.footer.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(bar)
        column.addWidget(self.area, 1)
        column.addWidget(self.footer)

    def add_button(
        self, text: str, name: str, on_clicked: Callable[[], Any], *, primary: bool = False, icon: str = ""
    ) -> QPushButton:
        """A button of the page's top row; one primary button a page, it comes first."""
        made = pieces.button(text, name, on_clicked, kind="primary" if primary else "", icon=icon)
        if primary:
            self._buttons.insertWidget(0, made)
        else:
            self._buttons.addWidget(made)
        return made

    def set_next(self, text: str) -> None:
        """The footer: what happens next and who does it; "" hides it."""
        self._next.setText(f"接下来：{text}" if text else "")
        self.footer.setVisible(bool(text))

    def say(
        self, level: str, text: str, action_text: str = "", action: Callable[[], Any] | None = None
    ) -> None:
        """Show a sentence in the page's own bar."""
        self.bar.say(level, text, action_text, action)

    def tell(self, error: UserError) -> None:
        """Show a `UserError`; fits `failed=` of Tasks. What changed since it was seen is shown again."""
        self.bar.say("warn", error.message)
        if isinstance(error, ChangedSinceSeen):
            self.reload()

    def beside(
        self,
        work: Callable[[Callable[[str], None]], Any],
        owner: QWidget,
        then: Callable[[Any], Any],
        failed: Callable[[UserError], Any],
    ) -> None:
        """Something that takes its time, beside the work of the windows; it is given who hears its progress."""
        if self.tasks.keeper is None:  # nobody keeps this desk: a page alone
            self.tasks.call(lambda: work(lambda _: None), owner=owner, then=then, failed=failed)
        else:
            self.tasks.keeper.run(work, owner, then, failed)

    def reload(self) -> None:
        """Load what the page shows; called on the first showing and after a write to a watched table."""

    def can_leave(self) -> bool:
        """Whether the window may close or lock; a page that says no tells why in its bar."""
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Load what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def refresh(self) -> None:
        """Load again what is shown, now or when it is shown next."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def hear(self, tables: frozenset[str]) -> None:
        """Another desk changed these tables (`*`: nobody knows which): what stands half-typed here is left alone."""
        if not (tables & self.watches or "*" in tables):
            return
        if self.isVisible() and not self.can_leave():
            self.say("info", "别的窗口刚改过这里的内容。", "刷新", self.refresh)
        else:
            self.refresh()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & self.watches:
            self.refresh()

    def ask(
        self,
        name: str,
        title: str,
        fields: Sequence[FormField],
        store: Callable[[Any], tuple[Any, ...]],
        said: str | Callable[[Any], str],
        *,
        owner: QWidget | None = None,
        known: Mapping[str, Any] = MappingProxyType({}),
        told: str = "",
        button: str = "登记",
        people: Sequence[tuple[str, str]] = (),
        then: Callable[[Any], Any] | None = None,
        how: Literal["write", "read", "call"] = "write",
        changes: frozenset[str] = frozenset(),
        codes: Mapping[str, CodeTable] = MappingProxyType({}),
    ) -> PartDialog:
        """A dialog of a few fields. `store(part)` gives the service, its arguments, and named ones in a dict last.

        `how` is the door of `Tasks` it goes through, `changes` the tables a plain call writes, `codes` choices of this
        dialog alone. An empty tuple stores nothing and leaves the dialog open. A service that is told what the fields showed
        (`before`) lets the person choose where a colleague changed the same. `said` is the sentence for the bar, made from the
        service's result when it is a function.
        """
        rules, today = self.workspace.rules, self.workspace.today()
        part = blank(fields, today, **known)
        dialog = PartDialog(
            owner or self, name, title, part, fields, codes={**rules.codes, **codes}, today=today, told=told, button=button, people=people
        )  # fmt: skip

        def refused(error: UserError) -> None:
            dialog.tell(error)
            if isinstance(error, ChangedSinceSeen):
                self.reload()

        def take() -> None:
            wanted = store(part)
            if not wanted:
                return
            service, *arguments = wanted
            named = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}

            def done(result: Any) -> None:
                dialog.accept()
                self.say("ok", said(result) if callable(said) else said)
                if then is not None:
                    then(result)

            if changes:
                named["changes"] = changes
            run: Callable[..., None] = getattr(self.tasks, how)
            dialog.wait()
            failed = partial(
                conflict.settle, dialog, before=named.get("before") or {}, put=dialog.put, again=take, tell=refused
            )  # fmt: skip
            run(service, *arguments, then=done, failed=failed, owner=dialog, **named)

        dialog.taken.connect(take)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()
        return dialog
