"""原台账, row by row: what an office wrote down before, read as strictly as at the counter.

Each rule either gives a value or a sentence for the row; nothing is guessed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain import identity_number
from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.correction import checked
from jiuzhu.domain.identity_number import IdentityNumber
from jiuzhu.errors import InvalidInput

LARGEST = Decimal(50000)
"""Yuan a month beyond which an amount is a slip of the hand."""

_HEAD = frozenset({"", "01", "02"})
_PROGRAMME_WORDS = {
    "低保": "dibao", "城市低保": "dibao", "农村低保": "dibao", "城镇低保": "dibao", "城乡低保": "dibao", "最低生活保障": "dibao",
    "城市最低生活保障": "dibao", "农村最低生活保障": "dibao", "低保边缘": "edge", "低边": "edge", "特困": "tekun", "特困人员": "tekun",
    "五保": "tekun", "特困供养": "tekun", "生活补贴": "disability_living", "残疾人生活补贴": "disability_living",
    "护理补贴": "disability_care", "残疾人护理补贴": "disability_care", "重残护理补贴": "disability_care",
    "事实孤儿": "unsupported_child", "事实无人抚养": "unsupported_child", "高龄补贴": "elder_allowance",
}  # fmt: skip
_RELATION_WORDS = {
    "夫妻": "10", "丈夫": "11", "妻子": "12", "儿子": "20", "女儿": "30", "父": "51", "母": "52", "爷爷": "61", "奶奶": "62",
    "外公": "63", "外婆": "64", "孙": "41",
    "爸爸": "51", "妈妈": "52", "哥": "71", "哥哥": "71", "嫂子": "72", "弟弟": "73", "弟妹": "74", "姐": "75", "妹": "77",
    "兄弟": "70", "姐妹": "70", "兄弟姐妹": "70", "儿媳妇": "38", "外孙": "43", "伯伯": "81", "叔叔": "83", "叔": "83", "婶婶": "84",
    "舅舅": "85", "舅": "85", "舅妈": "86", "姨妈": "88", "姑父": "89", "姑母": "89", "姑姑": "89",
    **dict.fromkeys((
        "侄子", "侄儿", "侄女", "侄", "外甥", "外甥子", "外甥女", "堂兄", "堂弟", "堂姐", "堂妹", "堂兄弟", "堂姐妹", "表兄", "表弟",
        "表姐", "表妹", "表兄弟", "表姐妹", "侄孙", "侄孙子", "侄孙女", "侄媳", "侄媳妇", "亲属",
    ), "97"),
}  # fmt: skip
_APART = re.compile("[或、]")
_RURAL = ("农村", "农业", "乡村", "农")
_URBAN = ("城市", "城镇", "非农业", "非农", "居民", "城")
_YES, _NO = ("", "是", "保障", "享受", "1", "√"), ("否", "不保障", "不享受", "0", "×")
_GRADES = {"一级": "1", "二级": "2", "三级": "3", "四级": "4", "壹级": "1", "贰级": "2", "叁级": "3", "肆级": "4", "1级": "1", "2级": "2", "3级": "3", "4级": "4"}  # fmt: skip
_CELLS = ("address", "village", "bank", "account_name")

Told = list[tuple[str, str]]
"""Column and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person says about the whole table before it is read.

    `programme`: of rows that name none. `shared`: the amount stands on every member's row and makes the household's sum;
    otherwise on the head's row alone. `from_month` (YYYY-MM): the first month this office pays from here.
    """

    programme: str
    shared: bool
    from_month: str


@dataclass(slots=True, kw_only=True)
class OldRow:
    """One person of the old table, read."""

    row: int
    name: str
    identity: IdentityNumber
    relation: str
    counted: bool
    programme: str
    monthly: Decimal | None
    values: Mapping[str, Any]
    disability_kind: str = ""
    disability_grade: str = ""

    @property
    def is_head(self) -> bool:
        """The household's head or the applicant."""
        return self.relation in _HEAD


@dataclass(frozen=True, slots=True)
class Reader:
    """The tables the words of the old table are held against."""

    codes: Mapping[str, CodeTable]
    programmes: Sequence[str]
    today: date

    def _coded(self, table: str, text: str, more: Mapping[str, str]) -> str:
        told = text.strip()
        labels = self.codes[table].labels
        if told in labels:
            return told
        return more.get(told) or next((code for code, label in labels.items() if label == told), "")

    def programme(self, text: str) -> str:
        """The programme a word means, "" for none of those paid by the month."""
        found = self._coded("item", text, _PROGRAMME_WORDS)
        return found if found in self.programmes else ""

    def row(self, number: int, values: Mapping[str, Any], terms: Terms, told: Told) -> OldRow | None:
        """One row; every reason why it cannot be taken goes to `told`."""
        try:
            identity = identity_number.check(str(values.get("id_number") or ""), on=self.today)
        except InvalidInput as wrong:
            told.append(("id_number", wrong.message))
            identity = None
        relation = self._relation(str(values.get("relation") or ""), told)
        programme = self._programme(str(values.get("programme") or ""), terms, told)
        disability = self._disability(values, told)
        counted = _yes(str(values.get("counted") or ""), told)
        _contacts(values, told)
        monthly: Decimal | None = values.get("monthly")
        if monthly is not None and monthly > LARGEST:
            told.append(("monthly", f"月金额 {monthly} 元过大，请核对是否多填了位数"))
        if told or identity is None:
            return None
        return OldRow(
            row=number, name=str(values["name"]), identity=identity, relation=relation, counted=counted,
            programme=programme, monthly=monthly, values=values, disability_kind=disability[0], disability_grade=disability[1],
        )  # fmt: skip

    def _relation(self, text: str, told: Told) -> str:
        if not text.strip():
            return ""
        found = self._coded("relation", text, _RELATION_WORDS) or self._one_of("relation", text.strip())
        if not found:
            told.append(("relation", f"认不出关系“{text}”，请写成 本人、妻、夫、子、女、父亲、母亲 等"))
        return found

    def _one_of(self, table: str, word: str) -> str:
        """The code whose label names the word among others, as 养子或继子 does."""
        labels = self.codes[table].labels
        return next((code for code, label in labels.items() if word in _APART.split(label)), "")

    def _programme(self, text: str, terms: Terms, told: Told) -> str:
        if not text.strip():
            return terms.programme  # "" is answered by the head's row
        found = self.programme(text)
        if not found:
            told.append(("programme", f"认不出救助事项“{text}”，或它不是按月发放的"))
        return found

    def _disability(self, values: Mapping[str, Any], told: Told) -> tuple[str, str]:
        kind, grade = str(values.get("disability_kind") or ""), str(values.get("disability_grade") or "")
        short = {
            label.removesuffix("残疾"): code for code, label in self.codes["disability_kind"].labels.items()
        }
        found = self._coded("disability_kind", kind, short) if kind else ""
        level = self._coded("disability_grade", grade, _GRADES) if grade else ""
        if kind and not found:
            told.append(("disability_kind", f"认不出残疾类别“{kind}”"))
        if grade and not level:
            told.append(("disability_grade", f"认不出残疾等级“{grade}”，请写成 一级、二级、三级、四级"))
        return found, level


def _yes(text: str, told: Told) -> bool:
    if text.strip() not in _YES + _NO:
        told.append(("counted", f"“是否保障”只能填 是、否，现在是“{text}”"))
    return text.strip() not in _NO


def _contacts(values: Mapping[str, Any], told: Told) -> None:
    for target, label in {
        "person.phone": "联系电话",
        "household.account_number": "银行账号",
        **dict.fromkeys((f"household.{name}" for name in _CELLS), ""),
    }.items():
        name = target.partition(".")[2]
        text = str(values.get(name) or "")
        wrong = checked(target, text)[1] if text else ""
        if wrong:
            told.append((name, f"{label}{wrong}"))


def area(text: str) -> str:
    """`rural`, `urban`, or "" when the words say neither."""
    told = text.strip()
    if told in {"rural", "urban"}:
        return told
    found = [kind for kind, words in (("rural", _RURAL), ("urban", _URBAN)) if told.startswith(words)]
    return found[0] if len(found) == 1 else ""
