"""What a workbook may correct, and that it is read as at the counter."""

import pytest

from jiuzhu.domain.correction import CORRECTABLE, checked

MONEY = ("monthly", "base", "addons", "amount", "total", "first_month", "last_month", "state", "id_number")


@pytest.mark.parametrize(
    ("target", "text", "kept", "said"),
    [
        ("household.address", " 示例路\n 8 号 ", "示例路 8 号", ""),
        ("household.address", "长" * 100, "长" * 100, ""),
        ("household.address", "长" * 101, "长" * 101, "最多 100 个字，现在有 101 个"),
        ("person.phone", "１３８ 0000 0001", "13800000001", ""),
        ("person.phone", "023-00000000", "023-00000000", ""),
        ("person.phone", "123456", "123456", "请填 11 位手机号或带区号的座机号"),
        ("person.phone", "没有", "没有", "请填 11 位手机号或带区号的座机号"),
        ("household.account_number", "6222 0000-1111", "622200001111", ""),
        ("household.account_number", "1234567", "1234567", "银行账号应是 8 至 32 位数字，现在是 7 位"),
        ("household.account_number", "62a2000011", "62a2000011", "银行账号应是 8 至 32 位数字，现在是 10 位"),
    ],
)
def test_a_fact_is_kept_tidy_or_told(target: str, text: str, kept: str, said: str) -> None:
    assert checked(target, text) == (kept, said)


def test_no_money_month_state_or_number_of_a_person_is_among_them() -> None:
    assert not {target.partition(".")[2] for target in CORRECTABLE} & set(MONEY)
    assert not {"entitlement", "decision", "adjustment"} & {
        target.partition(".")[0] for target in CORRECTABLE
    }
