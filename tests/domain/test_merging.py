from jiuzhu.domain.merging import three_way

SHOWN = {"phone": "1", "address": "东街", "bank": "甲行", "account": "001"}
TOGETHER = [("bank", "account")]


def test_only_one_side_changed_a_field() -> None:
    made = three_way(SHOWN, SHOWN | {"phone": "2"}, SHOWN | {"address": "西街"})
    assert made.values == SHOWN | {"phone": "2", "address": "西街"}
    assert (made.clashing, made.meanwhile) == ((), ("address",))


def test_both_changed_it_to_the_same() -> None:
    made = three_way(SHOWN, SHOWN | {"phone": "2"}, SHOWN | {"phone": "2"})
    assert made.values["phone"] == "2"
    assert (made.clashing, made.meanwhile) == ((), ())


def test_both_changed_it_to_different_values() -> None:
    made = three_way(SHOWN, SHOWN | {"phone": "2"}, SHOWN | {"phone": "3", "address": "西街"})
    assert (made.clashing, made.meanwhile) == (("phone",), ("address",))


def test_what_means_something_only_together_clashes_as_a_whole() -> None:
    mine, theirs = SHOWN | {"bank": "乙行"}, SHOWN | {"account": "002"}
    assert three_way(SHOWN, mine, theirs).clashing == ()
    assert three_way(SHOWN, mine, theirs, TOGETHER).clashing == ("bank", "account")
    assert three_way(SHOWN, SHOWN | {"phone": "2"}, theirs, TOGETHER).values["account"] == "002"


def test_what_was_not_typed_is_no_ones_business() -> None:
    made = three_way(SHOWN, {"bank": "乙行"}, SHOWN | {"account": "002"}, TOGETHER)
    assert made.values == {"bank": "乙行"}
    assert made.clashing == ()
