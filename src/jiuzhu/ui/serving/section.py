"""One queue of the part 机构 with everything that belongs to it: its columns, its buttons, its rows, what a row says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from jiuzhu.domain.codes import CodeTable
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column

HALF_HOURS = {str(minutes): f"{minutes // 60}:{minutes % 60:02d}" for minutes in range(360, 1321, 30)}
"""Minutes after midnight → as people write them."""


def table(name: str, title: str, labels: Mapping[str, str]) -> CodeTable:
    """Choices of one dialog."""
    return CodeTable(name, title, "", dict(labels))


class Section:
    """Subclasses name the queue and its columns, and act on its rows through the part."""

    key: ClassVar[str] = ""
    label: ClassVar[str] = ""
    empty: ClassVar[str] = ""
    next_step: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.part: ListPart  # set by the part once it stands

    def queue(self) -> Queue:
        """The queue as the part shows it."""
        return Queue(self.key, self.label, self.columns(), self.empty)

    def columns(self) -> Sequence[Column]:
        """From left to right."""
        raise NotImplementedError

    def offers(self) -> Sequence[Action]:
        """Its buttons; each is shown in this queue alone."""
        raise NotImplementedError

    def load(self, text: str) -> None:
        """Ask for the rows; answer with `part.show_rows`."""
        raise NotImplementedError

    def told(self, row: Any) -> tuple[str, str]:
        """Heading and text of a row."""
        raise NotImplementedError

    def word(self, codes: str, code: str) -> str:
        """The words of a code."""
        return str(self.page.workspace.rules.label(codes, code))

    def words(self, codes: str, several: Iterable[str]) -> str:
        """The words of several codes."""
        return "、".join(self.word(codes, one) for one in several)

    def read(self, service: Callable[..., Any], *what: Any, then: Callable[[Any], Any]) -> None:
        """Ask for what a dialog offers, then open it."""
        self.page.tasks.read(
            service,
            *what,
            then=then,
            failed=self.page.tell,
            owner=self.part,
            key=f"supply_{self.key}_choices",
        )

    def rows(self, service: Callable[..., Any], *what: Any) -> None:
        """Ask for the rows of the queue."""
        self.page.tasks.read(service, *what, then=self.part.show_rows, owner=self.part, key="supply")

    def new(self, name: str, label: str, run: Callable[[], Any], right: str) -> Action:
        """The primary button of the queue, which needs no row."""
        return Action(name, label, run, right, on_row=False, queues=(self.key,), icon="add", primary=True)

    def on(self, name: str, label: str, run: Callable[[Any], Any], right: str, **more: Any) -> Action:
        """A button for a row."""
        return Action(name, label, run, right, queues=(self.key,), **more)


def goes_on(row: Any) -> bool:
    """Whether what a row is about did not end."""
    return row.ended_on is None


def lines(*several: str) -> str:
    """What there is, line by line."""
    return "\n".join(filter(None, several))
