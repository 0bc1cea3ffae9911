"""Every figure an office may set does something: its key stands in the code that reads it."""

import ast
import re
from pathlib import Path

import jiuzhu
from jiuzhu import paths
from jiuzhu.domain.policy import load_pack

_BEGINS = re.compile(r"[a-z]+\\\.")
SOURCE = Path(jiuzhu.__file__).parent


def patterns() -> list[re.Pattern[str]]:
    """Every string of the code with a dot in it; an f-string that begins like a key reads its family."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"[\w.]+"
                    for one in node.values
                ]
                if _BEGINS.match("".join(parts)):
                    found.add("".join(parts))
    return [re.compile(one) for one in found if len(one) < 80]


def unread(keys: set[str]) -> list[str]:
    """The keys no code reads."""
    read = patterns()
    stems = {key: re.sub(r"\.(normal|special)$", "", key) for key in keys}  # the two lengths of one clock
    return sorted(
        key for key in keys if not any(one.fullmatch(key) or one.fullmatch(stems[key]) for one in read)
    )


def test_every_figure_an_office_may_set_is_read() -> None:
    keys = {row.key for row in load_pack(paths.resources() / "policy" / "500000").rows}
    assert unread(keys) == []
    assert unread({"nobody.reads.this"}) == ["nobody.reads.this"]
