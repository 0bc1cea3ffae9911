"""An old table looked at and taken over."""

from datetime import date
from pathlib import Path

from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.ledger import first_load
from jiuzhu.services.ledger.first_load import LoadPreview
from jiuzhu.services.office.watching import Watch
from old_table import COLUMNS
from town import Town

NOW = date(2025, 11, 12)
TERMS = Terms("", False, "2025-11")


def look(
    town: Town,
    path: Path,
    said: Terms = TERMS,
    columns: dict[str, str] | None = None,
    watch: Watch | None = None,
) -> LoadPreview:
    return town.checker.read(first_load.look_at_load, path, ("示例社区", columns or COLUMNS), said, watch)


def told(preview: LoadPreview) -> str:
    return "；".join(sentence for found in preview.problems.values() for sentence in found)
