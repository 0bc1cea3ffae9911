import pytest

from jiuzhu.domain.clauses import cited, ground, is_cited, numeral, rests_on, spelled


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("57-8", "《最低生活保障审核确认办法》（民发〔2021〕57号）第八条"),
        ("57-20", "《最低生活保障审核确认办法》（民发〔2021〕57号）第二十条"),
        ("TL-10", "《重庆市城乡居民最低生活保障条例》第十条"),
        ("GX57-4", "《刚性支出困难家庭认定办法》（民发〔2024〕57号）第四条"),
        ("18-23", "18-23"),  # a document number of 2018, not an article
        ("渝府办发〔2022〕128号", "渝府办发〔2022〕128号"),
        ("", ""),
    ],
)
def test_a_clause_is_spelled_as_papers_do(clause: str, words: str) -> None:
    assert spelled(clause) == words


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("57-33", "《最低生活保障审核确认办法》（民发〔2021〕57号）第三十三条"),
        ("2022N", "民政部等《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》（2022年10月20日）"),
        ("渝委办发〔2020〕30号", "渝委办发〔2020〕30号"),
        ("S0", ""),
        ("43", "《特困人员认定办法》（民发〔2021〕43号）"),
        ("民发〔2019〕62号", "《关于进一步加强事实无人抚养儿童保障工作的意见》（民发〔2019〕62号）"),
    ],
)
def test_a_notice_names_the_ground_of_a_decision(clause: str, words: str) -> None:
    assert ground(clause) == words


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("57-8", True),
        (" 2022N ", True),
        ("渝委办发〔2020〕30号", True),
        ("渝民规[2025]6号", True),
        ("国务院令第649号", True),
        ("本办法第二十一条", True),
        ("第8条", True),
        ("好", False),
        ("按规定办", False),
        ("18-23", False),
        ("S0", False),
        ("", False),
    ],
)
def test_a_ground_is_what_can_be_looked_up(clause: str, found: bool) -> None:
    assert is_cited(clause) is found


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (38, "三十八")])
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize(
    ("clause", "document", "words"),
    [
        ("57-8", "渝民规〔2025〕6号", "民发〔2021〕57号第八条，渝民规〔2025〕6号"),
        ("57-13", "民发〔2021〕57号", "民发〔2021〕57号第十三条"),
        ("TL-10", "", "《重庆市城乡居民最低生活保障条例》第十条"),
        ("货币财产", "渝府办发〔2022〕128号", "货币财产，渝府办发〔2022〕128号"),
        ("国发〔2015〕52号", "国发〔2015〕52号", "国发〔2015〕52号"),
        ("SW", "渝民发〔2015〕52号", "渝民发〔2015〕52号"),
        ("S0", "", ""),
    ],
)
def test_a_reason_cites_article_and_document_without_marks_of_ours(
    clause: str, document: str, words: str
) -> None:
    assert cited(clause, document) == words


@pytest.mark.parametrize(
    ("clause", "document", "words"),
    [
        ("SW", "渝民规〔2025〕6号", "渝民规〔2025〕6号"),
        (
            "18-23",
            "待本地确认",
            "《民政部、财政部关于进一步加强和改进临时救助工作的意见》（民发〔2018〕23号）",
        ),
        ("2026-01意见", "民政部、财政部2026-01意见", "民政部、财政部2026-01意见"),
        ("57-8", "民发〔2021〕57号", "《最低生活保障审核确认办法》（民发〔2021〕57号）第八条"),
        (
            "57-8",
            "渝民规〔2025〕6号",
            "《最低生活保障审核确认办法》（民发〔2021〕57号）第八条，渝民规〔2025〕6号",
        ),
        ("国发〔2015〕52号", "待本地确认", ground("国发〔2015〕52号")),
        ("S0", "待本地确认", "待本地确认"),
    ],
)
def test_a_decision_names_each_document_once_and_no_mark_of_ours(
    clause: str, document: str, words: str
) -> None:
    assert rests_on(clause, document) == words


@pytest.mark.parametrize(
    ("clause", "document", "words"),
    [
        ("18-23", "", "民发〔2018〕23号"),
        ("18-23", "渝民规〔2025〕6号", "民发〔2018〕23号，渝民规〔2025〕6号"),
        ("2026-01意见", "民政部、财政部2026-01意见", "民政部、财政部2026-01意见"),
    ],
)
def test_a_reason_names_them_shortly(clause: str, document: str, words: str) -> None:
    assert cited(clause, document) == words
