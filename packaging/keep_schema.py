"""Keep the schema of this program as a small office for the tests: `tests/data/schema-NNNN/`, made by its own services.

Run it with the program that is released, before its schema changes:
    PYTHONPATH=src:tests .venv/bin/python packaging/keep_schema.py tests/data
A family was decided on and receives, a couple was taken and waits. Everybody in it is invented; the key file opens
with the password of `tests/town.py`, quickly and without any safety.
"""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from jiuzhu.storage import keys, migrate
from on_the_way import approve, submitted
from town import open_town, urban_couple, urban_three

keys.COST = type(keys.COST)(8, 1, 1)
FILES = ("jiuzhu.db", "jiuzhu.key")


def keep(folder: Path) -> Path:
    """Make the office and lay its two files into a folder named by the schema; returns it."""
    target = folder / f"schema-{migrate.SCHEMA}"
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as room:
        town = open_town(Path(room))
        approve(town, submitted(town, urban_three(town), date(2025, 10, 14), date(2025, 10, 23)))
        town.accept(urban_couple(town))
        raw = town.clerk.file.raw()
        raw.execute("VACUUM")
        raw.close()
        town.close()  # the write-ahead log goes into the file here
        for name in FILES:
            shutil.copy(Path(room) / name, target / name)
    return target


if __name__ == "__main__":
    print(keep(Path(sys.argv[1])))
