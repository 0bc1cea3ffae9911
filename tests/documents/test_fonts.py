import pytest

from jiuzhu.documents import fonts
from jiuzhu.errors import UserError

from . import sample


def test_rare_characters_fall_back_to_the_second_face() -> None:
    assert fonts.runs("张𬎆示") == ((fonts.REGULAR, "张"), (fonts.RARE, "𬎆"), (fonts.REGULAR, "示"))
    assert "".join(part for _, part in fonts.runs(sample.RARE, True)) == sample.RARE


def test_a_character_nobody_has_is_named() -> None:
    with pytest.raises(UserError, match="“\U000323af”（U\\+323AF）字体中没有"):
        fonts.runs("张\U000323af")


def test_width_counts_every_face() -> None:
    assert fonts.width("张𬎆", 10) == pytest.approx(20)
    assert fonts.width("iii", 10) < fonts.width("MMM", 10)


@pytest.mark.parametrize("room", [40.0, 61.0, 100.0, 183.5])
def test_lines_fit_and_keep_the_rules_of_punctuation(room: float) -> None:
    text = "（一）家庭月收入合计1,560.00元，低于“城市低保”标准770.00元；住房62㎡，《办法》第十三条。" * 3
    lines = fonts.break_lines(text, 10, room)
    assert "".join(lines) == text
    for line in lines:
        assert fonts.width(line, 10) <= room + 0.01
        assert line[0] not in fonts.NOT_FIRST
        assert line[-1] not in fonts.NOT_LAST


def test_a_number_wider_than_its_column_goes_on_behind_a_hyphen() -> None:
    number = "受2025-500112999-A00001-4"
    assert fonts.break_lines(number, 10, 100) == ("受2025-500112999-", "A00001-4")
    assert fonts.break_lines(number, 10, 62) == ("受2025-", "500112999-", "A00001-4")
    assert "".join(fonts.break_lines(number, 10, 30)) == number
    assert fonts.break_lines("500199195805050610", 10, 75) == (
        "500199",
        "195805050610",
    )  # place, day, place in the day


def test_numbers_and_words_stay_whole() -> None:
    lines = fonts.break_lines("标准为770.00元，编号受2025-500112999-A00001-4的家庭", 10, 150)
    assert any("770.00" in line for line in lines)
    assert any("受2025-500112999-A00001-4" in line for line in lines)


def test_a_word_wider_than_the_cell_is_broken_not_cut() -> None:
    lines = fonts.break_lines("A" * 100, 10, 50)
    assert "".join(lines) == "A" * 100
    assert all(fonts.width(line, 10) <= 50.01 for line in lines)


def test_two_hundred_characters_wrap() -> None:
    lines = fonts.break_lines("𬎆张" * 100, 10, 55)
    assert [len(line) for line in lines] == [5] * 40


def test_line_feeds_are_kept() -> None:
    assert fonts.break_lines("一\n\n二", 10, 100) == ("一", "", "二")


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("拟给予金额（元/月）", ["拟给予金额", "（元/月）"]),
        ("乡镇（街道）\n审核意见", ["乡镇（街道）", "审核意见"]),
        ("家庭住址", ["家庭住址"]),
        ("与申请人关系说明", ["与申请人", "关系说明"]),
    ],
)
def test_labels_break_between_words(label: str, lines: list[str]) -> None:
    assert fonts.label_lines(label, 10, 62) == lines
