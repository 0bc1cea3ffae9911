"""The way of an application: its states and the moves allowed between them, as one table.

The table drives the buttons, the guards and the tests. States follow the order of 民发〔2021〕57号, chapters 3 and 4.
"""

from dataclasses import dataclass

from jiuzhu.errors import Refused

STATE_LABELS = {
    "to_complete": "待补正",
    "accepted": "已受理",
    "investigating": "调查中",
    "to_opine": "待初审",
    "to_post": "待公示",
    "posted": "公示中",
    "objected": "异议复查",
    "to_submit": "待上报",
    "submitted": "待审核确认",
    "approved": "已确认",
    "refused": "不予确认",
    "withdrawn": "已撤回",
    "terminated": "已终止",
}

OPEN_STATES = (
    "to_complete",
    "accepted",
    "investigating",
    "to_opine",
    "to_post",
    "posted",
    "objected",
    "to_submit",
    "submitted",
)
ENDED_STATES = ("approved", "refused", "withdrawn", "terminated")


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move: from which states, to which, by which right, and the paper it makes."""

    name: str
    label: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    right: str
    paper: str = ""
    primary: bool = False  # the usual next step, drawn as the page's one primary button


MOVES: tuple[Move, ...] = (
    Move("complete", "补正齐全，受理", ("to_complete",), ("accepted",), "take", "F04", primary=True),
    Move("start_survey", "开始调查", ("accepted",), ("investigating",), "check", primary=True),
    Move("finish_check", "核查完成", ("investigating",), ("to_opine",), "check", "F08", primary=True),
    Move("give_opinion", "提出初审意见", ("to_opine",), ("to_post", "submitted"), "opine", primary=True),
    Move("post_notice", "张榜公示", ("to_post",), ("posted",), "opine", "F13", primary=True),
    Move("object_to_notice", "登记异议", ("posted",), ("objected",), "opine"),
    Move(
        "settle_objection",
        "异议复查结论",
        ("objected",),
        ("to_post", "investigating"),
        "opine",
        primary=True,
    ),
    Move("close_notice", "公示期满", ("posted",), ("to_submit",), "opine", primary=True),
    Move("submit", "上报审核确认", ("to_submit",), ("submitted",), "opine", "F15", primary=True),
    Move("decide", "签署决定", ("submitted",), ("approved", "refused"), "decide", "F16", primary=True),
    Move("return_file", "退回", ("submitted",), ("investigating",), "decide"),
    Move("withdraw", "申请人撤回", OPEN_STATES, ("withdrawn",), "take"),
    Move(
        "terminate",
        "终止（不配合调查）",
        ("accepted", "investigating", "to_opine", "objected"),
        ("terminated",),
        "opine",
    ),
)
"""Every move of an application; what is not here cannot happen."""

_BY_NAME = {move.name: move for move in MOVES}


def move_named(name: str) -> Move:
    """The move of that name; a wrong name is a bug (`KeyError`)."""
    return _BY_NAME[name]


def moves_from(state: str) -> tuple[Move, ...]:
    """The moves that leave a state, the usual next step first."""
    leaving = (move for move in MOVES if state in move.sources)
    return tuple(sorted(leaving, key=lambda move: not move.primary))


def require_move(name: str, state: str, target: str) -> Move:
    """The move, when it is allowed from this state to that one; otherwise `Refused` with the way out."""
    move = move_named(name)
    if state not in move.sources or target not in move.targets:
        now = STATE_LABELS.get(state, state)
        possible = "、".join(item.label for item in moves_from(state)) or "查看"
        raise Refused(f"现在是“{now}”，不能“{move.label}”。没有改动任何内容；此时可以：{possible}。")
    return move
