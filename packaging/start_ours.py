"""Our side of the start figure: what `jiuzhu` does until its first window is painted, by the peer's watcher."""

from typing import Any

from first_paint import FirstPaint

from jiuzhu.commands import window

if __name__ == "__main__":
    show = window.Desk.start

    def start(self: window.Desk) -> None:
        """The real start, then the watcher on the window it showed."""
        show(self)
        first: Any = self.window
        self.tasks.setProperty("watcher", FirstPaint(first, first.close))

    window.Desk.start = start  # type: ignore[method-assign]  # the program itself has no hook for stopwatches
    window.run([])
