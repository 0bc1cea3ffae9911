"""Writes docs/workflows.md from the tables of `domain.ways`: what the manual draws is what the window allows."""

import sys
from pathlib import Path

from jiuzhu.domain.clock_rules import CLOCK_RULES, TITLES, WORKING_DAYS
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.rights import RIGHT_LABELS
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import STATE_LABELS, Way
from jiuzhu.paths import resources

_HEAD = """# 办理流程

由 `packaging/manual.py` 按程序里的流程表生成，与窗口的按钮、校验和测试是同一份表。每一步写明名称、需要的岗位权限、这时盯办的时限和产生的文书；
时限的长度是“设置—标准与参数”里有文号的数值，按工作日算的已计入调休。
"""

_EVENTS = {
    "accepted": "受理", "survey_started": "开始调查", "check_requested": "发起核对", "check_replied": "核对答复", "posted": "公示",
    "objection": "异议", "reposted": "再次公示", "sent_to_county": "上报", "decided": "签署决定", "granted": "同意", "refused": "不同意",
    "made_up": "手续补齐", "referred": "转出", "answered": "部门答复", "disputed": "提请裁定", "ruled": "裁定", "told": "告知申请人",
    "end_posted": "终止公示", "care_reported": "报告自理能力变化", "reassessed": "重新评估", "rechecked": "复核",
}  # fmt: skip
"""Event of a clock → what people call it."""


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
    lines = ["| 步骤 | 从 | 到 | 岗位权限 | 时限 | 文书 |", "|---|---|---|---|---|---|"]
    for move in way.moves:
        sources = "、".join(STATE_LABELS[state] for state in move.sources)
        targets = "、".join(STATE_LABELS[state] for state in move.targets)
        codes = dict.fromkeys(code for state in move.sources for code in way.watched.get(state, ()))
        watched = "、".join(TITLES[code] for code in codes) if move.primary else ""
        right = RIGHT_LABELS[move.right]
        lines.append(
            f"| {move.label} | {sources} | {targets} | {right} | {watched} | {move.paper.replace(' ', '、')} |"
        )
    if any(move.stays for move in way.moves):
        lines += [
            "",
            "一份申请有几个事项的，各有各的单子，逐项办理；申请停在还要办的那一步，直到每一项都办完。",
        ]
    return [*lines, ""]


def _limited(way: Way) -> list[str]:
    """The clocks of the way: from what to what, and which setting holds the length."""
    labels = load_codes(resources() / "codes")["parameter"].labels
    lines = ["| 时限 | 从 | 到 | 单位 | 设置项 |", "|---|---|---|---|---|"]
    for rule in CLOCK_RULES[way.code]:
        end = "期满" if rule.waits else _EVENTS[rule.ends] if rule.ends else "—"
        unit = "工作日" if rule.unit == WORKING_DAYS else "日"
        keys = {"L14": "national.wd.normal", "L15": "total.wd.normal"}
        key = keys.get(rule.code, rule.key)
        lines.append(
            f"| {rule.title} | {_EVENTS[rule.starts]} | {end} | {unit} | {labels.get(key, key)}（`{key}`） |"
        )
    return [*lines, ""]


def manual() -> str:
    """The whole page."""
    lines = [_HEAD]
    for way in WAYS.values():
        lines += [f"## {way.title}", "", f"依据：{way.basis}", "", *_drawn(way), *_told(way), *_limited(way)]
    return "\n".join(lines)


def main() -> int:
    """Write the page beside this folder."""
    target = Path(__file__).resolve().parent.parent / "docs" / "workflows.md"
    target.write_text(manual(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
