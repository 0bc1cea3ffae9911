"""What the pieces of the 核查 page may ask of it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.exporting import Said
from jiuzhu.errors import UserError
from jiuzhu.services.ledger.exporting import Told
from jiuzhu.services.survey.checking import CheckFile


class Work(Protocol):
    """The page: the file shown, and the one way to change it."""

    @property
    def rules(self) -> Desk:
        """Codes, forms and policy of the desk."""

    @property
    def today(self) -> date:
        """The legal day."""

    @property
    def actor_id(self) -> str:
        """The operator who is logged in."""

    @property
    def actor_name(self) -> str:
        """Their name."""

    @property
    def file(self) -> CheckFile | None:
        """The file shown, None before one is chosen."""

    @property
    def application_id(self) -> str:
        """The application shown."""

    def do(
        self,
        service: Callable[..., Any],
        *args: Any,
        said: str = "",
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[UserError], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Write through Tasks; `said` is the quiet line afterwards."""

    def look(
        self,
        service: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], Any],
        title: str = "",
        **kwargs: Any,
    ) -> None:
        """Read through Tasks."""

    def let_out(self, what: Told, then: Callable[[Said], None]) -> None:
        """Let a file leave by the door; `then` writes it."""

    def say(self, level: str, text: str) -> None:
        """A sentence in the page's bar."""
