"""Long work with somebody looking on: told how far it is, and stopped when they wish, so that nothing is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jiuzhu.errors import Refused

EVERY = 100
"""Steps between two words about how far it is."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: `progress(done, everything)` is told, `cancelled()` asked."""

    progress: Callable[[int, int], Any] = lambda _done, _all: None
    cancelled: Callable[[], bool] = lambda: False

    def go_on(self, done: int, everything: int) -> None:
        """Tell how far it is; raises `Refused` when it is to stop, and the transaction keeps nothing."""
        if done % EVERY and done != everything:
            return
        if self.cancelled():
            raise Refused("已停止，没有改动任何内容。")
        self.progress(done, everything)
