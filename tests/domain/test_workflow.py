"""Every state against every move and every target, measured by the order the law prescribes."""

import itertools

import pytest

from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.workflow import (
    ENDED_STATES,
    MOVES,
    OPEN_STATES,
    STATE_LABELS,
    move_named,
    moves_from,
    require_move,
)
from jiuzhu.errors import Refused

# The order of 民发〔2021〕57号, told by article and not read from the program: (from, move, to).
LAWFUL = {
    ("to_complete", "complete", "accepted"),  # Art 10: one list of what is missing, then it is accepted
    ("accepted", "start_survey", "investigating"),  # Art 15: the survey begins
    ("investigating", "finish_check", "to_opine"),  # Art 16-18: visit and data check are concluded
    ("to_opine", "give_opinion", "to_post"),  # Art 19: a favourable opinion is posted first
    ("to_opine", "give_opinion", "submitted"),  # Art 21: nothing is posted about a family that is refused
    ("to_post", "post_notice", "posted"),  # Art 19
    ("posted", "object_to_notice", "objected"),  # Art 19: somebody objects
    ("objected", "settle_objection", "to_post"),  # dismissed: posted again
    ("objected", "settle_objection", "investigating"),  # upheld: surveyed again
    ("posted", "close_notice", "to_submit"),  # seven days without objection
    ("to_submit", "submit", "submitted"),  # Art 19: the file goes to who confirms
    ("submitted", "decide", "approved"),  # Art 20, 21
    ("submitted", "decide", "refused"),
    ("submitted", "return_file", "investigating"),  # Art 20: doubts are surveyed again
    ("accepted", "terminate", "terminated"),  # Art 29: the family refuses to cooperate while it is surveyed
    ("investigating", "terminate", "terminated"),
    ("to_opine", "terminate", "terminated"),
    ("objected", "terminate", "terminated"),
} | {  # whoever asks may take the asking back until it is decided
    (state, "withdraw", "withdrawn")
    for state in (
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
}
EVERYTHING = sorted(itertools.product(STATE_LABELS, [move.name for move in MOVES], STATE_LABELS))


def _happens(state: str, move: str, target: str) -> bool:
    try:
        require_move(move, state, target)
    except Refused:
        return False
    return True


def test_what_the_law_orders_can_happen_and_nothing_else() -> None:
    assert {case for case in EVERYTHING if _happens(*case)} == LAWFUL


def test_every_state_is_reached_from_the_two_ways_in() -> None:
    reached = {"to_complete", "accepted"}  # a form is taken with papers missing, or complete
    for _ in STATE_LABELS:
        reached |= {target for state, _, target in LAWFUL if state in reached}
    assert reached == set(STATE_LABELS)


def test_from_every_open_state_the_matter_can_still_be_approved() -> None:
    ending = {"approved"}
    for _ in STATE_LABELS:
        ending |= {state for state, _, target in LAWFUL if target in ending}
    assert ending == {*OPEN_STATES, "approved"}


def test_a_state_is_open_or_ended_never_both() -> None:
    assert sorted((*OPEN_STATES, *ENDED_STATES)) == sorted(STATE_LABELS)


@pytest.mark.parametrize("state", ENDED_STATES)
def test_what_is_ended_stays_ended(state: str) -> None:
    assert moves_from(state) == ()
    with pytest.raises(Refused, match=r"没有改动任何内容；此时可以：查看。"):
        require_move("withdraw", state, "withdrawn")


@pytest.mark.parametrize("state", OPEN_STATES)
def test_every_open_state_has_one_usual_next_step_and_it_comes_first(state: str) -> None:
    assert [move.primary for move in moves_from(state)].count(True) == 1
    assert moves_from(state)[0].primary


def test_nobody_can_skip_the_posting() -> None:
    with pytest.raises(Refused) as refusal:
        require_move("submit", "to_post", "submitted")
    assert refusal.value.message == (
        "现在是“待公示”，不能“上报审核确认”。没有改动任何内容；此时可以：张榜公示、申请人撤回。"
    )


def test_a_state_of_a_newer_version_is_shown_as_it_is() -> None:
    with pytest.raises(Refused, match="现在是“recheck”"):
        require_move("decide", "recheck", "approved")


def test_every_move_asks_for_a_right_that_exists() -> None:
    assert {move.right for move in MOVES} <= set(RIGHTS)
    assert all(RIGHTS[move.right] for move in MOVES)


def test_who_takes_takes_back_who_surveys_surveys_and_who_decides_returns() -> None:
    rights: dict[str, set[str]] = {}
    for move in MOVES:
        rights.setdefault(move.right, set()).add(move.name)
    assert rights == {
        "take": {"complete", "withdraw"},
        "check": {"start_survey", "finish_check"},
        "opine": {
            "give_opinion",
            "post_notice",
            "object_to_notice",
            "settle_objection",
            "close_notice",
            "submit",
            "terminate",
        },
        "decide": {"decide", "return_file"},
    }


def test_only_a_decision_approves_or_refuses_and_only_the_right_to_decide_makes_one() -> None:
    deciding = {move.name: move.right for move in MOVES if {"approved", "refused"} & set(move.targets)}
    assert deciding == {"decide": "decide"}


def test_an_unknown_move_is_a_bug_not_a_sentence() -> None:
    with pytest.raises(KeyError):
        move_named("approve_quickly")


def test_a_move_has_words_of_its_own() -> None:
    assert len({move.name for move in MOVES}) == len({move.label for move in MOVES}) == len(MOVES)
