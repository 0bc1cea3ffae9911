"""Writes docs/workflows.md from the tables of `domain.ways`: what the manual draws is what the window allows."""

import sys
from pathlib import Path

from jiuzhu.domain.rights import RIGHT_LABELS
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import STATE_LABELS, Way

_HEAD = """# 办理流程

由 `packaging/manual.py` 按程序里的流程表生成，与窗口的按钮、校验和测试是同一份表。每一步写明名称、需要的岗位权限和产生的文书。
"""


def _drawn(way: Way) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", "  direction LR"]
    lines += [f'  state "{STATE_LABELS[state]}" as {state}' for state in way.states]
    lines += [
        f"  {source} --> {target}: {move.label}"
        for move in way.moves
        for source in move.sources
        for target in move.targets
    ]
    return [*lines, "```", ""]


def _told(way: Way) -> list[str]:
    lines = ["| 步骤 | 从 | 到 | 岗位权限 | 文书 |", "|---|---|---|---|---|"]
    for move in way.moves:
        sources = "、".join(STATE_LABELS[state] for state in move.sources)
        targets = "、".join(STATE_LABELS[state] for state in move.targets)
        lines.append(f"| {move.label} | {sources} | {targets} | {RIGHT_LABELS[move.right]} | {move.paper} |")
    return [*lines, ""]


def manual() -> str:
    """The whole page."""
    lines = [_HEAD]
    for way in WAYS.values():
        lines += [f"## {way.title}", "", f"依据：{way.basis}", "", *_drawn(way), *_told(way)]
    return "\n".join(lines)


def main() -> int:
    """Write the page beside this folder."""
    target = Path(__file__).resolve().parent.parent / "docs" / "workflows.md"
    target.write_text(manual(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
