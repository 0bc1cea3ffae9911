"""One bill, one use, however its number is spelled; what merely looks like a used one is told, not blocked."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving, reviewing
from jiuzhu.services.counter import intake
from jiuzhu.services.survey import relief_facts
from on_the_way import rows, submitted, surveyed, version
from relief_case import bill, ill
from town import Town


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("结算－1", "示例医院"),
        ("结算 1", "示例医院"),
        ("结算－１", "示例区示例医院"),
        ("结算-1", "示例 医院"),
    ],
)
def test_a_used_bill_is_known_in_another_spelling(town: Town, number: str, issuer: str) -> None:
    first = surveyed(town, ill(town, 301, bill()))
    used = rows(town, first).application.number
    with pytest.raises(Refused, match=f"已用于另一份申请（受理编号 {used}）"):
        surveyed(town, ill(town, 303, bill(number, issuer)))
    second = surveyed(town, ill(town, 303))
    with pytest.raises(Refused, match="已用于另一份申请"):
        town.checker.write(relief_facts.add_bill, second, bill(number, issuer))
    with pytest.raises(Refused, match="填写了两次"):
        town.checker.write(relief_facts.add_bill, first, bill(number, issuer))


def test_what_was_typed_is_kept_beside_what_is_compared(town: Town) -> None:
    (row,) = rows(town, surveyed(town, ill(town, 301, bill("结算－１", "示例医院")))).bills
    assert (row.number, row.number_key) == ("结算－１", "结算1")


def test_two_hospitals_may_number_alike(town: Town) -> None:
    """The number alone, of another hospital with another day and sum: told to whoever proposes and signs, blocked for nobody."""
    first = surveyed(town, ill(town, 301, bill()))
    other = bill(issuer="另一医院", total=Decimal(12000))
    other.issued_on = date(2025, 9, 2)
    dossier = ill(town, 303, other)
    (told,) = [line for line in town.clerk.read(intake.duplicates, dossier) if line.kind == "other_bill"]
    assert not told.blocks
    number = rows(town, first).application.number
    assert f"号码与受理编号 {number} 的票据 结算-1（示例医院，2025-09-20，30,000.00 元）相同" in told.text
    second = surveyed(town, dossier)
    assert any("请核对原件" in line for line in town.checker.read(reviewing.view, second).beside)


def test_the_same_day_and_sum_under_another_number_is_told(town: Town) -> None:
    first = surveyed(town, ill(town, 301, bill()))
    number = rows(town, first).application.number
    second = submitted(town, ill(town, 303, bill("结算-77")), date(2025, 10, 14), date(2025, 10, 22))
    (told,) = town.head.read(reviewing.view, second).beside
    assert told == (
        f"票据 结算-77（示例医院，2025-09-20，30,000.00 元）日期和总额与受理编号 {number} 的票据 结算-1"
        "（示例医院，2025-09-20，30,000.00 元）相同，请核对原件是不是同一张"
    )
    ((_, _, why),) = town.head.write(approving.decide_batch, [(second, version(town, second))]).excluded
    assert "要看过再单独签署" in why
    assert town.checker.read(reviewing.view, first).beside


def test_a_bill_like_no_other_says_nothing(town: Town) -> None:
    surveyed(town, ill(town, 301, bill()))
    later = bill("结算-78", total=Decimal(30001))
    second = surveyed(town, ill(town, 303, later))
    assert town.checker.read(reviewing.view, second).beside == []


def test_nor_two_bills_alike_of_one_application(town: Town) -> None:
    """Two of one day and sum on one form are told as well: a copy may have been given a new number."""
    taken = surveyed(town, ill(town, 301, bill(), bill("结算-2")))
    assert any("同一份申请的票据 结算-1" in line for line in town.checker.read(reviewing.view, taken).beside)
