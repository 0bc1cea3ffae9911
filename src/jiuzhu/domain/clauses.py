"""Clauses as papers spell them: `57-8` is the eighth article of 民发〔2021〕57号."""

import re
from functools import lru_cache

_DOCUMENTS = {
    "57": "《最低生活保障审核确认办法》（民发〔2021〕57号）",
    "43": "《特困人员认定办法》（民发〔2021〕43号）",
    "GX57": "《刚性支出困难家庭认定办法》（民发〔2024〕57号）",
    "649": "《社会救助暂行办法》",
    "TL": "《重庆市城乡居民最低生活保障条例》",
}
_ARTICLE = re.compile(r"([A-Z]*\d*)-(\d{1,2})")
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1 … 99 in Chinese: 八, 十, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def spelled(clause: str) -> str:
    """The document and article in words; a clause that names no known document stays as it is."""
    found = _ARTICLE.fullmatch(clause)
    if found is None or found[1] not in _DOCUMENTS:
        return clause
    return f"{_DOCUMENTS[found[1]]}第{numeral(int(found[2]))}条"


_LOOKED_UP = re.compile(
    r"[〔\[［【（(]\d{4}[〕\]］】）)]\s*\d+\s*号|第[〇零一二三四五六七八九十百\d]+条|令第\s*\d+\s*号"
)
"""A document number, an article, or the number of a decree."""

_WHOLE = {
    "2022N": "民政部等《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》（2022年10月20日）",
    "43": _DOCUMENTS["43"],
    "GX57": _DOCUMENTS["GX57"],
    "国发〔2015〕52号": "《国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见》（国发〔2015〕52号）",
    "国办发〔2010〕54号": "《国务院办公厅关于加强孤儿保障工作的意见》（国办发〔2010〕54号）",
    "民发〔2019〕62号": "《关于进一步加强事实无人抚养儿童保障工作的意见》（民发〔2019〕62号）",
}
"""Marks of documents that are cited whole."""


def ground(clause: str) -> str:
    """What a decision rests on, in the words of its notice; "" for a mark of ours that names no document."""
    words = _WHOLE.get(clause) or spelled(clause)
    return "" if words.isascii() else words


def is_cited(clause: str) -> bool:
    """Whether a clause names something that can be looked up: one of ours, a document by its number, or an article."""
    words = ground(clause.strip())
    return words in _WHOLE.values() or bool(_LOOKED_UP.search(words))


_BY_MARK = {"18-23": "《民政部、财政部关于进一步加强和改进临时救助工作的意见》（民发〔2018〕23号）"}
"""Our own marks of documents without articles."""
_OPEN = "待本地确认"


def rests_on(clause: str, document: str) -> str:
    """What a decision rests on, on its paper: clause and document spelled out, each named once, no mark of ours."""
    words, said = _BY_MARK.get(clause) or ground(clause), "" if document == _OPEN else document
    if not words or words in said:
        return said or document
    return words if not said or said in words else f"{words}，{said}"


@lru_cache(maxsize=1024)  # the same few for every household
def cited(clause: str, document: str) -> str:
    """Article and document of a reason in the shortest words people know: `民发〔2021〕57号第八条，渝民规〔2025〕6号`.

    Marks of our own settings (`SW`, `S0`) say nothing to a reader and stay away; the document speaks for them.
    """
    if clause in _BY_MARK:
        clause = _BY_MARK[clause].partition("（")[2].removesuffix("）")
    words = spelled(clause)
    if words != clause:
        name = _DOCUMENTS[clause.rpartition("-")[0]]
        short = name.partition("（")[2].removesuffix("）") or name
        words = f"{short}{words.removeprefix(name)}"
        return words if not document or document == short else f"{words}，{document}"
    if clause.isascii():
        return document
    if clause in document:
        return document
    return f"{clause}，{document}" if document else clause
