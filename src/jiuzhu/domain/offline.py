"""A desk of a shared server that was opened without it: since when, and for how much longer it may take new forms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(days=14)
"""After the last real log-in at the desk: whoever was dismissed since, and what was set since, is not known here."""


@dataclass(frozen=True, slots=True)
class Offline:
    """Moments in UTC."""

    since: datetime  # the last real log-in at this desk
    seen: datetime  # when it was opened, or the latest moment the desk knew of: a clock set back wins no time

    def days_left(self, now: datetime) -> int:
        """Days new forms may still be begun, the last one begun counted; 0 when only what waits is shown."""
        left = LONGEST - (max(now, self.seen) - self.since)
        return max(0, -(-left // timedelta(days=1)))
