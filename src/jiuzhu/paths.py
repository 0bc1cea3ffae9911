"""Where things lie: the only module that knows folders, in a checkout and in an installed program."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds `forms/`, `resources/` and `migrations/`.

    In a wheel or an installer they travel inside the package; in a checkout they stay at the top.
    """
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parent.parent


def forms() -> Path:
    """Official forms as TOML."""
    return data_root() / "forms"


def resources() -> Path:
    """Policy, code tables, ledgers, fonts, icons and the invented township."""
    return data_root() / "resources"


def migrations() -> Path:
    """Alembic's script folder."""
    return data_root() / "migrations"


def user_data() -> Path:
    """The user's data folder: database, key file, backups. `JIUZHU_HOME` overrides it."""
    override = os.environ.get("JIUZHU_HOME")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Jiuzhu"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "jiuzhu"
