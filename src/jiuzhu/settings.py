"""What this desk remembers for itself: text size, colours, last login name, folders. Never personal data."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from jiuzhu.whole_file import write_whole

_FILE = "settings.json"


@dataclass(slots=True)
class Settings:
    """Local preferences; unknown or damaged values fall back to these defaults."""

    text_percent: int = 100  # 100–175
    scheme: str = "light"  # light | dark
    last_login: str = ""
    lock_minutes: int = 10  # 3–15 without a touch, then the desk locks
    ask_again_minutes: int = (
        2  # 0–5 a password is good for, then it is asked again before what must be one's own
    )
    export_folder: str = ""
    backup_folder: str = ""  # on another disk; "" until one was chosen
    backup_at: str = ""  # HH:MM from which the day's backup is made, "" for the first start of the day
    backup_closing: bool = False  # once more when the window is closed


def load(home: Path) -> Settings:
    """Read the desk's settings; a missing, damaged or locked file gives the defaults, which are always usable."""
    try:
        stored = json.loads((home / _FILE).read_text("utf-8"))
    except (OSError, ValueError):  # preferences are never worth a start that fails
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    types = {item.name: item.type for item in fields(Settings)}
    kept = {key: value for key, value in stored.items() if key in types and type(value) is types[key]}
    settings = Settings(**kept)
    settings.text_percent = min(175, max(100, settings.text_percent))
    settings.lock_minutes = min(15, max(3, settings.lock_minutes))
    settings.ask_again_minutes = min(5, max(0, settings.ask_again_minutes))
    return settings


def save(home: Path, settings: Settings) -> None:
    """Write the settings whole; `OSError` when the folder cannot be written."""
    write_whole(home / _FILE, json.dumps(asdict(settings), ensure_ascii=False, indent=1))
