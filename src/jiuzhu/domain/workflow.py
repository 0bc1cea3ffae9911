"""The way of an application: its states and the moves allowed between them, one table for each kind of way.

The tables of `domain.ways` drive the buttons, the guards, the tests and the diagram of the manual.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiuzhu.errors import Refused

STATE_LABELS = {
    "to_complete": "待补正",
    "accepted": "已受理",
    "investigating": "调查中",
    "to_opine": "待初审",
    "reviewing": "部门审核中",
    "to_post": "待公示",
    "posted": "公示中",
    "objected": "异议复查",
    "to_submit": "待上报",
    "submitted": "待审核确认",
    "to_make_up": "待补手续",
    "referred": "转办中",
    "disputed": "争议待裁定",
    "answered": "待反馈",
    "approved": "已确认",
    "refused": "不予确认",
    "not_accepted": "不予受理",
    "closed": "已办结",
    "withdrawn": "已撤回",
    "terminated": "已终止",
}

ENDED_STATES = ("approved", "refused", "not_accepted", "closed", "withdrawn", "terminated")
OPEN_STATES = tuple(state for state in STATE_LABELS if state not in ENDED_STATES)


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move: from which states, to which, by which right, and the papers it makes, separated by spaces.

    `stays`: states in which the move may be made with one matter of the file while another holds the file there.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    right: str
    paper: str = ""
    primary: bool = False  # the usual next step, drawn as the page's one primary button
    stays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of matter goes through the office.

    `watched`: state → the clocks a queue shows in it. `whole`: the clocks of the whole matter; the stricter one is
    promised to the applicant. `posted`: whether anything of it may ever be posted in public.
    """

    code: str
    title: str
    basis: str
    moves: tuple[Move, ...]
    watched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    posted: bool = True
    checked: bool = False  # whether income and property are checked, under everybody's authorisation

    @property
    def states(self) -> tuple[str, ...]:
        """Every state a matter of this way can be in, in the order of `STATE_LABELS`."""
        reached = {state for move in self.moves for state in (*move.sources, *move.targets)}
        return tuple(state for state in STATE_LABELS if state in reached)

    @property
    def surveyed(self) -> bool:
        """Whether somebody goes out and looks before an opinion is given."""
        return any(move.name == "start_survey" for move in self.moves)

    def move(self, name: str) -> Move:
        """The move of that name; a wrong name is a bug (`KeyError`)."""
        return {move.name: move for move in self.moves}[name]

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state, the usual next step first."""
        leaving = (move for move in self.moves if state in move.sources)
        return tuple(sorted(leaving, key=lambda move: not move.primary))

    def require(self, name: str, state: str, target: str) -> Move:
        """The move, when it is allowed from this state to that one; otherwise `Refused` with the way out."""
        move = next((one for one in self.moves if one.name == name), None)
        if move is not None and state in move.sources and target in move.targets:
            return move
        if move is not None and state == target and state in move.stays:
            return move
        now = STATE_LABELS.get(state, state)
        wanted = f"“{move.label}”" if move is not None else "办这一步"
        possible = "、".join(item.label for item in self.moves_from(state)) or "查看"
        raise Refused(f"现在是“{now}”，不能{wanted}。没有改动任何内容；此时可以：{possible}。")
