"""A list beside which any household can be found: one queue of it searches people, the others are the part's own."""

from collections.abc import Callable
from typing import Any, ClassVar

from jiuzhu.services.office import searching
from jiuzhu.ui.list_part import ListPart, Queue
from jiuzhu.ui.rows_model import Column

HOME = "home"
"""Key of the queue that searches."""

_FOUND = (
    Column("姓名", "name", kind="strong", width=5),
    Column("证件号码", "id_masked", width=11),
    Column("待遇", "standing", width=14, stretch=True),
    Column("住址", "address", width=12),
    Column("户编号", "household_number", width=15),
)


def home_queue(label: str, wanted: str) -> Queue:
    """The queue that searches: its button, and whom one looks for in it."""
    return Queue(HOME, label, _FOUND, f"在上面输入姓名、拼音首字母、证件后四位或电话，找到{wanted}。")


class HomePart(ListPart):
    """Subclasses put a `home_queue` among their queues and hand it to these methods; its rows are people in a household."""

    find: ClassVar[Callable[..., Any]] = staticmethod(searching.search)
    """The service that answers a typed text."""

    def load(self, key: str, text: str) -> None:  # noqa: ARG002  # what else there is to load is the subclass's own
        """People a text may mean, as far as they live in a household."""
        if not text.strip():
            self.show_rows([])
            return
        self.page.tasks.read(
            self.find,
            text,
            then=lambda hits: self.show_rows([hit for hit in hits if hit.household_id]),
            owner=self,
            key=self.name,
        )

    def id_of(self, row: Any) -> str:
        """A person who was found, or what the part's own rows are."""
        return str(row.person_id) if self.key == HOME else super().id_of(row)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:  # noqa: ARG002  # as above
        """Who it is, where they live and what they receive."""
        return f"{row.name}　{row.household_number}", f"{row.address}\n{row.standing}"
