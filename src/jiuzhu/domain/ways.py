"""Every way through the office as a table: states, moves, rights, papers and clocks.

What is not here cannot happen. Clock codes are those of `domain.deadlines`.
"""

from collections.abc import Sequence
from dataclasses import replace

from jiuzhu.domain.workflow import Move, Way

_BEFORE_DECISION = (
    "to_complete",
    "accepted",
    "investigating",
    "to_opine",
    "reviewing",
    "to_post",
    "posted",
    "objected",
    "to_submit",
    "submitted",
)

_COMPLETE = Move("complete", "补正齐全，受理", ("to_complete",), ("accepted",), "take", "F04", primary=True)
_DECLINE = Move("decline", "不予受理", ("to_complete",), ("not_accepted",), "take", "F06")
_START_SURVEY = Move("start_survey", "开始调查", ("accepted",), ("investigating",), "check", primary=True)
_FINISH_CHECK = Move(
    "finish_check", "核查完成", ("investigating",), ("to_opine",), "check", "F08", primary=True
)
_POSTING = (
    Move("give_opinion", "提出初审意见", ("to_opine",), ("to_post", "submitted"), "opine", primary=True),
    Move("post_notice", "张榜公示", ("to_post",), ("posted",), "opine", "F13", primary=True),
    Move("object_to_notice", "登记异议", ("posted",), ("objected",), "opine", "F14"),
    Move(
        "settle_objection",
        "异议复查结论",
        ("objected",),
        ("to_post", "investigating"),
        "opine",
        "F14",
        primary=True,
    ),
    Move("close_notice", "公示期满", ("posted",), ("to_submit",), "opine", primary=True),
)
_SUBMIT = Move("submit", "上报审核确认", ("to_submit",), ("submitted",), "opine", "F15", primary=True)
_DECIDE = Move("decide", "签署决定", ("submitted",), ("approved", "refused"), "decide", "F16", primary=True)
_LOOK_AGAIN = Move("look_again", "退回调查", ("to_opine",), ("investigating",), "opine")
_RETURN = Move("return_file", "退回", ("submitted",), ("investigating",), "decide")


def _withdraw(*states: str) -> Move:
    return Move("withdraw", "申请人撤回", states, ("withdrawn",), "take")


def _terminate(*states: str) -> Move:
    return Move("terminate", "终止（不配合调查）", states, ("terminated",), "opine")


_SURVEYED = (
    _COMPLETE,
    _DECLINE,
    _START_SURVEY,
    _FINISH_CHECK,
    _LOOK_AGAIN,
    *_POSTING,
    _SUBMIT,
    _DECIDE,
    _RETURN,
    _withdraw(*(state for state in _BEFORE_DECISION if state != "reviewing")),
    _terminate("accepted", "investigating", "to_opine", "objected"),
)
"""Survey, opinion, posting, decision: the order of 民发〔2021〕57号, chapters 3 and 4."""


def _making(moves: tuple[Move, ...], **papers: str) -> tuple[Move, ...]:
    """The same moves, some of them with papers of their own kind."""
    return tuple(replace(move, paper=papers.get(move.name, move.paper)) for move in moves)


def _watched(
    before: tuple[str, ...], submitted: tuple[str, ...], whole: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    surveyed = dict.fromkeys(("investigating", "to_opine"), (*before, *whole))
    later = dict.fromkeys(("to_post", "posted", "objected", "to_submit"), whole)
    return {**surveyed, **later, "submitted": (*submitted, *whole)}


HOUSEHOLD = Way(
    "household",
    "低保、低保边缘、刚性支出困难家庭",
    "民发〔2021〕57号；民发〔2024〕57号",
    _making(_SURVEYED, submit="F15 F24B F24C"),
    {"accepted": ("L4", "L14", "L15"), **_watched(("L6",), ("L11",), ("L14", "L15"))},
    ("L14", "L15"),
    checked=True,
)
TEKUN = Way(
    "tekun",
    "特困人员救助供养",
    "民发〔2021〕43号",
    _making(_SURVEYED, finish_check="F08 F23B F23D", submit="F23C"),
    {"accepted": ("T3",), **_watched(("T3",), ("T6",), ())},
    ("T0",),
    checked=True,
)
CHILD = Way(
    "child",
    "孤儿、事实无人抚养儿童",
    "民发〔2019〕62号",
    (
        _COMPLETE,
        _DECLINE,
        _START_SURVEY,
        _FINISH_CHECK,
        _LOOK_AGAIN,
        Move(
            "give_opinion",
            "提出初审意见",
            ("to_opine",),
            ("to_submit", "submitted"),
            "opine",
            primary=True,
        ),
        replace(_SUBMIT, paper="F35C F35D"),
        _DECIDE,
        _RETURN,
        _withdraw("to_complete", "accepted", "investigating", "to_opine", "to_submit", "submitted"),
        _terminate("accepted", "investigating", "to_opine"),
    ),
    {
        "accepted": ("C1",),
        "investigating": ("C1",),
        "to_opine": ("C1",),
        "submitted": ("C2",),
    },
    ("C0",),
    posted=False,
)
SUBSIDY = Way(
    "subsidy",
    "残疾人两项补贴、高龄津贴、养老服务补贴",
    "国发〔2015〕52号",
    (
        _COMPLETE,
        _DECLINE,
        Move(
            "give_opinion",
            "提出初审意见",
            ("accepted",),
            ("reviewing", "submitted"),
            "opine",
            "F35A F35B",
            primary=True,
        ),
        Move(
            "record_review",
            "登记残联审核结果",
            ("reviewing",),
            ("submitted", "accepted"),
            "opine",
            primary=True,
        ),
        _DECIDE,
        Move("return_file", "退回", ("submitted",), ("accepted",), "decide"),
        _withdraw("to_complete", "accepted", "reviewing", "submitted"),
    ),
    dict.fromkeys(("accepted", "reviewing", "submitted"), ("S0",)),
    ("S0",),
    posted=False,
)
TEMPORARY = Way(
    "temporary",
    "临时救助（支出型）",
    "民发〔2018〕23号",
    _SURVEYED,
    {"accepted": ("P0",), **_watched((), (), ("P0",))},
    ("P0",),
    checked=True,
)
QUICK = Way(
    "quick",
    "临时救助（小额快救、急难型）",
    "民政部、财政部关于进一步健全完善临时救助制度的意见",
    (
        _COMPLETE,
        _DECLINE,
        Move("submit", "上报审核确认", ("accepted",), ("submitted",), "opine", "F25", primary=True),
        Move(
            "decide",
            "签署决定",
            ("submitted",),
            ("to_make_up", "approved", "refused"),
            "decide",
            "F16",
            primary=True,
        ),
        Move("make_up", "手续补齐", ("to_make_up",), ("approved",), "opine", primary=True),
        Move("return_file", "退回", ("submitted",), ("accepted",), "decide"),
        _withdraw("to_complete", "accepted", "submitted"),
    ),
    {"accepted": ("Q1",), "submitted": ("Q1",), "to_make_up": ("Q2",)},
    ("Q1",),
    posted=False,
)
DISASTER = Way(
    "disaster",
    "受灾人员救助",
    "自然灾害救助条例；渝应急发〔2022〕76号",
    _SURVEYED,
    {"accepted": ("D0",), **_watched((), (), ("D0",))},
    ("D0",),
)
TRANSFER = Way(
    "transfer",
    "转办（窗口受理、部门决定）",
    "社会救助暂行办法第六十条；潼南府办发〔2019〕94号",
    (
        _COMPLETE,
        _DECLINE,
        Move(
            "refer",
            "转办",
            ("accepted",),
            ("referred", "disputed"),
            "transfer",
            "F27",
            primary=True,
            stays=("accepted",),
        ),
        Move(
            "answer",
            "登记部门答复",
            ("referred",),
            ("answered",),
            "transfer",
            "F27",
            primary=True,
            stays=("accepted", "referred", "disputed"),
        ),
        Move(
            "reject", "登记部门退回", ("referred", "disputed"), ("accepted",), "transfer", stays=("accepted",)
        ),
        Move(
            "dispute",
            "提请裁定",
            ("accepted", "referred"),
            ("disputed",),
            "transfer",
            stays=("accepted", "disputed"),
        ),
        Move("rule", "登记裁定", ("disputed",), ("accepted",), "transfer", primary=True, stays=("accepted",)),
        Move(
            "tell",
            "告知申请人",
            ("answered",),
            ("closed",),
            "transfer",
            primary=True,
            stays=("accepted", "referred", "disputed", "answered"),
        ),
        _withdraw("to_complete", "accepted", "referred", "disputed", "answered"),
    ),
    {"accepted": ("R1", "R3"), "referred": ("R2",), "disputed": ("R3",), "answered": ("R4",)},
    ("R0",),
    posted=False,
)

WAYS: dict[str, Way] = {
    way.code: way for way in (HOUSEHOLD, TEKUN, CHILD, SUBSIDY, TEMPORARY, QUICK, DISASTER, TRANSFER)
}
"""Code → way, in the order of the manual."""

_OF_PROGRAMME = {
    **dict.fromkeys(("dibao", "edge", "rigid"), "household"),
    "tekun": "tekun",
    **dict.fromkeys(("orphan", "unsupported_child"), "child"),
    **dict.fromkeys(("disability_living", "disability_care", "elder_allowance", "elder_care"), "subsidy"),
    "temporary": "temporary",
    "quick": "quick",
    "disaster": "disaster",
}


def way_of(programme: str) -> str:
    """The way a kind of assistance goes; what a department decides goes `transfer`."""
    return _OF_PROGRAMME.get(programme, "transfer")


def way_for(programmes: Sequence[str]) -> str:
    """The way of an application that asks for these; a subsidy beside 低保 goes its way."""
    return next(iter(split(programmes)), "transfer")


_CARRY_SUBSIDIES = frozenset({"dibao", "edge"})


def split(programmes: Sequence[str]) -> dict[str, list[str]]:
    """The ways a form goes, in the order of the manual, with what goes each: one application for each way.

    Subsidies asked for beside 低保 or 低保边缘 ride along: they hang on the same finding and are signed with it.
    """
    found: dict[str, list[str]] = {code: [] for code in WAYS}
    for programme in dict.fromkeys(programmes):
        found[way_of(programme)].append(programme)
    if _CARRY_SUBSIDIES & set(found["household"]):
        found["household"] += found["subsidy"]
        found["subsidy"] = []
    return {code: asked for code, asked in found.items() if asked}
