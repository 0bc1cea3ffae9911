from datetime import date

from jiuzhu.domain.handing_on import KINDS, PAGES, RIGHTS_FOR, HandedItem, HandOver
from jiuzhu.domain.rights import RIGHTS


def test_every_kind_has_its_word_and_all_but_signatures_move() -> None:
    assert set(KINDS) - set(RIGHTS_FOR) == {"signature"}
    assert set(RIGHTS_FOR.values()) <= set(RIGHTS)


def test_what_is_no_file_says_where_it_is_worked_on() -> None:
    assert set(PAGES) == set(RIGHTS_FOR) - {"application"}


def test_every_hand_over_and_item_is_a_row_of_its_own() -> None:
    one, other = (HandOver(from_id="a", reason="调离岗位", by="b", on=date(2026, 1, 5)) for _ in range(2))
    assert one.id != other.id
    item = HandedItem(hand_over_id=one.id, kind="lead", subject_id="l", owner_id="c")
    assert (item.version, item.owner_id) == (1, "c")
