"""Every way, every state against every move, every target and every role, measured by the order the law prescribes."""

import itertools

import pytest

from jiuzhu.domain.rights import RIGHTS, ROLE_LABELS, Actor
from jiuzhu.domain.ways import HOUSEHOLD, WAYS, split, way_for, way_of
from jiuzhu.domain.workflow import ENDED_STATES, OPEN_STATES, STATE_LABELS, Way
from jiuzhu.errors import Refused

# Told by article and not read from the program: (from, move, to).
_SURVEYED = {
    ("to_complete", "complete", "accepted"),  # 57 Art 10: one list of what is missing, then it is accepted
    ("to_complete", "decline", "not_accepted"),  # or it is not, in writing and with its remedies
    ("accepted", "start_survey", "investigating"),  # 57 Art 15; 43 Art 13
    ("investigating", "finish_check", "to_opine"),  # 57 Art 16-18
    ("to_opine", "give_opinion", "to_post"),  # 57 Art 19; 43 Art 15: a favourable opinion is posted first
    ("to_opine", "give_opinion", "submitted"),  # 57 Art 21: nothing is posted about a family that is refused
    ("to_post", "post_notice", "posted"),  # 57 Art 19; 43 Art 15
    ("posted", "object_to_notice", "objected"),
    ("objected", "settle_objection", "to_post"),  # dismissed: posted again
    ("objected", "settle_objection", "investigating"),  # upheld: surveyed again
    ("posted", "close_notice", "to_submit"),  # seven days without objection
    ("to_submit", "submit", "submitted"),  # the file goes to who confirms
    ("submitted", "decide", "approved"),  # 57 Art 20, 21; 43 Art 16
    ("submitted", "decide", "refused"),
    ("submitted", "return_file", "investigating"),  # doubts are surveyed again
    ("to_opine", "look_again", "investigating"),  # what is missing is found out, not refused
    *((state, "terminate", "terminated") for state in ("accepted", "investigating", "to_opine", "objected")),
    *(
        (state, "withdraw", "withdrawn")
        for state in (
            "to_complete", "accepted", "investigating", "to_opine", "to_post", "posted", "objected", "to_submit", "submitted",
        )
    ),
}  # fmt: skip
LAWFUL = {
    "household": _SURVEYED,
    "tekun": _SURVEYED,
    "temporary": _SURVEYED,  # 民发〔2018〕23号: application, survey, posting, approval
    "disaster": _SURVEYED,  # 自然灾害救助条例: village review, posting, township, county
    "child": {  # 民发〔2019〕62号: verified by the township, confirmed by the county, never posted
        ("to_complete", "complete", "accepted"),
        ("to_complete", "decline", "not_accepted"),
        ("accepted", "start_survey", "investigating"),
        ("investigating", "finish_check", "to_opine"),
        ("to_opine", "give_opinion", "to_submit"),
        ("to_opine", "give_opinion", "submitted"),
        ("to_submit", "submit", "submitted"),
        ("submitted", "decide", "approved"),
        ("submitted", "decide", "refused"),
        ("submitted", "return_file", "investigating"),
        ("to_opine", "look_again", "investigating"),
        *((state, "terminate", "terminated") for state in ("accepted", "investigating", "to_opine")),
        *(
            (state, "withdraw", "withdrawn")
            for state in ("to_complete", "accepted", "investigating", "to_opine", "to_submit", "submitted")
        ),
    },
    "subsidy": {  # 镇街初审 → 残联审核 → 民政审定
        ("to_complete", "complete", "accepted"),
        ("to_complete", "decline", "not_accepted"),
        ("accepted", "give_opinion", "reviewing"),
        ("accepted", "give_opinion", "submitted"),
        ("reviewing", "record_review", "submitted"),
        ("reviewing", "record_review", "accepted"),
        ("submitted", "decide", "approved"),
        ("submitted", "decide", "refused"),
        ("submitted", "return_file", "accepted"),
        *(
            (state, "withdraw", "withdrawn")
            for state in ("to_complete", "accepted", "reviewing", "submitted")
        ),
    },
    "quick": {  # the 2026 opinion: no check, no posting; papers made up afterwards
        ("to_complete", "complete", "accepted"),
        ("to_complete", "decline", "not_accepted"),
        ("accepted", "submit", "submitted"),
        ("submitted", "decide", "to_make_up"),
        ("submitted", "decide", "approved"),
        ("submitted", "decide", "refused"),
        ("submitted", "return_file", "accepted"),
        ("to_make_up", "make_up", "approved"),
        *((state, "withdraw", "withdrawn") for state in ("to_complete", "accepted", "submitted")),
    },
    "transfer": {  # 649 Art 60; 潼南府办发〔2019〕94号: handed on, answered, told; disputes are ruled
        ("to_complete", "complete", "accepted"),
        ("to_complete", "decline", "not_accepted"),
        ("accepted", "refer", "referred"),
        ("accepted", "refer", "disputed"),
        ("referred", "answer", "answered"),
        ("referred", "reject", "accepted"),
        ("disputed", "reject", "accepted"),
        ("accepted", "dispute", "disputed"),
        ("referred", "dispute", "disputed"),
        ("disputed", "rule", "accepted"),
        ("answered", "tell", "closed"),
        *(
            (state, "withdraw", "withdrawn")
            for state in ("to_complete", "accepted", "referred", "disputed", "answered")
        ),
    },
}
STAYS = {  # one matter of a form moves on while another holds the form where it is
    "transfer": {
        *((state, "answer", state) for state in ("accepted", "referred", "disputed")),
        *((state, "tell", state) for state in ("accepted", "referred", "disputed", "answered")),
        *(("accepted", move, "accepted") for move in ("refer", "reject", "dispute", "rule")),
        ("disputed", "dispute", "disputed"),
    }
}
MOVE_NAMES = sorted({move.name for way in WAYS.values() for move in way.moves})
RIGHT_OF = {  # who takes takes back, who surveys surveys, who decides returns
    **dict.fromkeys(("complete", "decline", "withdraw"), "take"),
    **dict.fromkeys(("start_survey", "finish_check"), "check"),
    **dict.fromkeys(
        (
            "give_opinion", "post_notice", "object_to_notice", "settle_objection", "close_notice", "submit", "terminate",
            "record_review", "make_up", "look_again",
        ),
        "opine",
    ),
    **dict.fromkeys(("decide", "return_file"), "decide"),
    **dict.fromkeys(("refer", "answer", "reject", "dispute", "rule", "tell"), "transfer"),
}  # fmt: skip
EVERY_WAY = pytest.mark.parametrize("way", WAYS.values(), ids=lambda way: way.code)


def _happens(way: Way, state: str, move: str, target: str) -> bool:
    try:
        way.require(move, state, target)
    except Refused:
        return False
    return True


@EVERY_WAY
def test_what_the_law_orders_can_happen_and_nothing_else(way: Way) -> None:
    everything = itertools.product(STATE_LABELS, MOVE_NAMES, STATE_LABELS)
    allowed = {case for case in everything if _happens(way, *case)}
    assert allowed == LAWFUL[way.code] | STAYS.get(way.code, set())


@EVERY_WAY
def test_every_role_may_make_just_the_moves_of_its_rights(way: Way) -> None:
    for state, role in itertools.product(way.states, ROLE_LABELS):
        actor = Actor("1", "a", "a", frozenset({role}), "1", "A")
        allowed = {move.name for move in way.moves_from(state) if actor.may(move.right)}
        expected = {
            move for source, move, _ in LAWFUL[way.code] if source == state and role in RIGHTS[RIGHT_OF[move]]
        }
        assert allowed == expected, (state, role)


@EVERY_WAY
def test_every_state_is_reached_from_the_two_ways_in(way: Way) -> None:
    reached = {"to_complete", "accepted"}  # a form is taken with papers missing, or complete
    for _ in STATE_LABELS:
        reached |= {target for state, _, target in LAWFUL[way.code] if state in reached}
    assert reached == set(way.states)


@EVERY_WAY
def test_from_every_open_state_the_matter_can_still_come_to_a_good_end(way: Way) -> None:
    ending = {"approved", "closed"}
    for _ in STATE_LABELS:
        ending |= {state for state, _, target in LAWFUL[way.code] if target in ending}
    assert {state for state in way.states if state in OPEN_STATES} <= ending


@EVERY_WAY
def test_what_is_ended_stays_ended(way: Way) -> None:
    for state in ENDED_STATES:
        assert way.moves_from(state) == ()
        with pytest.raises(Refused, match=r"没有改动任何内容；此时可以：查看。"):
            way.require("withdraw", state, "withdrawn")


@EVERY_WAY
def test_every_open_state_has_one_usual_next_step_and_it_comes_first(way: Way) -> None:
    for state in way.states:
        if state in OPEN_STATES:
            moves = way.moves_from(state)
            assert [move.primary for move in moves].count(True) == 1, state
            assert moves[0].primary


@EVERY_WAY
def test_every_move_asks_for_the_right_of_its_office(way: Way) -> None:
    assert {move.name: move.right for move in way.moves} == {
        move.name: RIGHT_OF[move.name] for move in way.moves
    }


@EVERY_WAY
def test_only_a_decision_refuses_and_only_the_right_to_decide_makes_one(way: Way) -> None:
    deciding = {move.name: move.right for move in way.moves if "refused" in move.targets}
    assert deciding == ({} if way.code == "transfer" else {"decide": "decide"})


@EVERY_WAY
def test_a_move_has_words_of_its_own(way: Way) -> None:
    assert len({move.name for move in way.moves}) == len({move.label for move in way.moves}) == len(way.moves)


@EVERY_WAY
def test_a_clock_is_watched_in_states_of_the_way_only(way: Way) -> None:
    assert set(way.watched) <= set(way.states) & set(OPEN_STATES)
    assert way.whole


def test_a_move_of_one_name_is_the_same_act_everywhere() -> None:
    labels: dict[str, set[str]] = {}
    for way in WAYS.values():
        for move in way.moves:
            labels.setdefault(move.name, set()).add(move.label)
    assert {name: words for name, words in labels.items() if len(words) > 1} == {}


def test_children_and_quick_help_are_never_posted() -> None:
    for way in WAYS.values():
        assert way.posted == any("posted" in move.targets for move in way.moves)
    assert not WAYS["child"].posted
    assert not WAYS["quick"].posted


def test_a_state_is_open_or_ended_never_both() -> None:
    assert sorted((*OPEN_STATES, *ENDED_STATES)) == sorted(STATE_LABELS)


def test_what_the_office_does_not_decide_itself_is_handed_on() -> None:
    assert (way_of("dibao"), way_of("tekun"), way_of("medical")) == ("household", "tekun", "transfer")


def test_nobody_can_skip_the_posting() -> None:
    with pytest.raises(Refused) as refusal:
        HOUSEHOLD.require("submit", "to_post", "submitted")
    assert refusal.value.message == (
        "现在是“待公示”，不能“上报审核确认”。没有改动任何内容；此时可以：张榜公示、申请人撤回。"
    )


def test_a_move_the_way_does_not_have_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="现在是“已受理”，不能办这一步。没有改动任何内容；此时可以：转办"):
        WAYS["transfer"].require("post_notice", "accepted", "posted")


def test_a_state_of_a_newer_version_is_shown_as_it_is() -> None:
    with pytest.raises(Refused, match="现在是“recheck”"):
        HOUSEHOLD.require("decide", "recheck", "approved")


def test_an_unknown_move_is_a_bug_not_a_sentence() -> None:
    with pytest.raises(KeyError):
        HOUSEHOLD.move("approve_quickly")


def test_a_form_goes_each_way_once_in_the_order_of_the_manual() -> None:
    asked = ["quick", "medical", "dibao", "disability_care", "medical", "tekun", "education"]
    assert split(asked) == {
        "household": ["dibao", "disability_care"],
        "tekun": ["tekun"],
        "quick": ["quick"],
        "transfer": ["medical", "education"],
    }
    assert split(["elder_care", "orphan"]) == {"child": ["orphan"], "subsidy": ["elder_care"]}
    assert split(["edge", "elder_allowance"]) == {"household": ["edge", "elder_allowance"]}
    assert split(["rigid", "disability_care"]) == {"household": ["rigid"], "subsidy": ["disability_care"]}
    assert split([]) == {}
    assert way_for(["disability_care", "dibao"]) == "household"
    assert way_for([]) == "transfer"


def test_somebody_goes_out_and_looks_where_the_table_says_so() -> None:
    assert {code for code, way in WAYS.items() if way.surveyed} == {
        "household", "tekun", "child", "temporary", "disaster",
    }  # fmt: skip
    assert {code for code, way in WAYS.items() if way.checked} == {"household", "tekun", "temporary"}
