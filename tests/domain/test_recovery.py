"""The recovery key on paper: the vectors of BIP-39, and every slip told."""

import random

import pytest

from jiuzhu import paths
from jiuzhu.domain import recovery
from jiuzhu.errors import UserError

WORDS = recovery.load_words(paths.resources() / "recovery" / "words.txt")
SECRET = bytes(range(16))


def told(typed: str) -> str:
    with pytest.raises(UserError) as caught:
        recovery.secret_of(typed, WORDS)
    assert caught.value.field == "recovery"
    return caught.value.message


def test_the_list_is_that_of_the_standard() -> None:
    assert len(set(WORDS)) == len(WORDS) == 2048
    assert WORDS[:3] == ("的", "一", "是")
    assert WORDS[-1] == "歇"


@pytest.mark.parametrize(
    ("secret", "said"),
    [("00" * 16, "的的的的的的的的的的的在"), ("7f" * 16, "枪疫霉尝俩闹饿贤枪疫霉卿"), ("ff" * 16, "歇歇歇歇歇歇歇歇歇歇歇逻")],
)  # fmt: skip
def test_the_words_are_those_of_the_standard(secret: str, said: str) -> None:
    assert recovery.words_of(bytes.fromhex(secret), WORDS) == said
    assert recovery.secret_of(said, WORDS).hex() == secret


def test_words_and_code_come_back_however_they_are_spaced() -> None:
    chance = random.Random(4)  # a seed repeats them
    for _ in range(300):
        secret = chance.randbytes(16)
        said, code = recovery.words_of(secret, WORDS), recovery.code_of(secret)
        assert recovery.secret_of(" 1." + "、".join(said) + "。\n", WORDS) == secret
        assert recovery.secret_of(code, WORDS) == secret
        assert recovery.secret_of(code.lower().replace("-", " ") + "\r", WORDS) == secret


def test_the_code_is_short_and_plain() -> None:
    code = recovery.code_of(SECRET)
    assert code.startswith("JZR1-")
    assert len(code.split("-")) == 9
    assert code.isascii()


def test_too_few_characters_are_counted() -> None:
    assert told("的一是").startswith("恢复密钥是 12 个汉字，现在有 3 个。")
    assert told("") == "恢复密钥是 12 个汉字，现在有 0 个。请对照纸上逐字输入，或扫描二维码。"


def test_a_character_that_is_in_no_list_is_named() -> None:
    said = recovery.words_of(SECRET, WORDS)
    assert "第 3 个字“囧”不在字表里" in told(said[:2] + "囧" + said[3:])


def test_a_slip_is_told_by_the_checksum() -> None:
    said = recovery.words_of(SECRET, WORDS)
    assert "对不上校验" in told(said[1] + said[0] + said[2:])
    found = 0
    for place in range(12):
        for other in WORDS[:40]:
            changed = said[:place] + other + said[place + 1 :]
            try:
                recovery.secret_of(changed, WORDS)
            except UserError:
                found += 1
    assert found > 12 * 40 * 0.9  # 15 of 16 are told here, the others by the key itself


@pytest.mark.parametrize("change", [lambda code: code[:-1], lambda code: code[:-1] + "1", lambda code: code[:5] + "A" + code[6:-1] + "B"])  # fmt: skip
def test_a_damaged_code_is_told(change: object) -> None:
    assert callable(change)
    assert told(change(recovery.code_of(SECRET))).startswith("这串代码不完整或有错")
