"""The yearly notice of days off, read from its own words."""

from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.holiday_notice import read_notice
from jiuzhu.errors import UserError

Y2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日
"""


def test_a_whole_notice_gives_the_calendar_that_is_shipped() -> None:
    read = read_notice(Y2026)
    assert (read.year, read.document, read.days, len(read.off)) == (2026, "国办发明电〔2025〕7号", 33, 7)
    shipped = load_calendar(paths.resources() / "policy" / "calendar").year(2026)
    assert shipped is not None
    assert set(read.worked) == shipped.worked
    covered = {
        date.fromordinal(n)
        for first, last in read.off
        for n in range(first.toordinal(), last.toordinal() + 1)
    }
    assert covered == shipped.off


def test_a_single_day_a_year_in_the_sentence_and_a_missing_number() -> None:
    read = read_notice(
        "2025年节假日安排：\n一、元旦：2025年1月1日（周三）放假1天，不调休。\n二、国庆节：10月1日到8日放假，1月26日（星期日）上班"
    )
    assert read.off == ((date(2025, 1, 1), date(2025, 1, 1)), (date(2025, 10, 1), date(2025, 10, 8)))
    assert (read.document, read.worked) == ("", (date(2025, 1, 26),))


def test_worked_days_may_follow_in_the_same_sentence() -> None:
    read = read_notice("2026年\n元旦：1月1日至3日放假，共3天，1月4日（星期天）上班。")
    assert read.worked == (date(2026, 1, 4),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("元旦：1月1日放假", "看不出是哪一年"),
        ("2025年和2026年：1月1日放假", "看不出是哪一年"),
        ("2026年\n春节放假", "没有读出放假的日期"),
        ("2026年\n元旦：1月1日（周五）放假1天", "但那天是周四"),
        ("2026年\n元旦：2月30日放假1天", "不是 2026 年的日期"),
        ("2026年\n元旦：13日放假1天", "不是 2026 年的日期"),
        ("2026年\n元旦：1月1日至3日放假，共4天", "天数对不上"),
        ("2026年\n元旦：1月3日至1日放假", "天数对不上"),
        ("2026年\n元旦：1月1日和1月2日放假", "从哪天到哪天"),
        ("2026年\n元旦：1月1日、2日、3日放假", "从哪天到哪天"),
        ("2026年节假日\n元旦：2025年12月31日至2026年1月2日放假", "跨到了 2025 年"),
        ("2026年\n元旦：1月1日至3日放假。元旦：1月2日放假", "重复"),
        ("2026年\n元旦：1月1日至3日放假。1月5日上班", "不是周末"),
        ("2026年\n元旦：1月1日至3日放假。1月3日上班", "又写着放假"),
    ],
)
def test_what_is_not_certain_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_notice(text)
