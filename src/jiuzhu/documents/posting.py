"""What may be posted in public: name, member count, amount, programme, dates, place, the office ([57] Art 24)."""

from collections.abc import Iterable
from typing import Any

from jiuzhu.documents.values import line
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form
from jiuzhu.errors import UserError

PUBLIC_PATHS = frozenset({
    "office.name", "office.district_name", "office.township_name", "office.address", "office.phone",
    "office.supervision_phone", "paper.number", "paper.issued_on", "applicant.name", "notice.number",
    "notice.place", "notice.posted_on", "notice.ends_on", "notice.closed_on", "notice.repost", "notice.members",
    "notice.persons", "notice.monthly", "notice.amount", "notice.recognition", "notice.programmes",
    "posting.number", "posting.village", "posting.place", "posting.posted_on", "posting.lines.name", "posting.lines.items",
})  # fmt: skip
"""All a posted paper may say: name, member count, amount, programme or service item, dates, place, the office ([57] Art 24)."""


def refuse_private_fields(form: Form, named: Iterable[str]) -> None:
    """`UserError` when a form to be posted names a field outside `PUBLIC_PATHS`."""
    private = sorted(set(named) - PUBLIC_PATHS)
    if private:
        raise UserError(f"{form.title}要张贴公布，不能印 {'、'.join(private)}。请从表单 {form.id} 中去掉。")


def _private_words(dossier: Dossier) -> dict[str, str]:
    """Every private text of the file that is long enough to be recognised, and what it is."""
    words: dict[str, str] = {}
    people: list[Any] = [dossier.household, dossier.application, *dossier.members, *dossier.obligors]
    kinds = {
        "id_number": "身份证号", "proxy_id_number": "身份证号", "phone": "电话", "proxy_phone": "电话",
        "account_number": "银行账号", "address": "住址", "registered_address": "住址",
        "illness_name": "病情", "disability_certificate": "残疾证号",
    }  # fmt: skip
    for person in people:
        for name, kind in kinds.items():
            text = line(getattr(person, name, ""))
            if len(text) > 1:
                words[text] = kind
    office = dossier.office
    for own in (office.phone, office.supervision_phone, office.address):
        words.pop(line(own), None)
    return words


def refuse_private_words(form: Form, dossier: Dossier, said: str) -> None:
    """`UserError` when a private text of this file was typed into what will be posted; it names the kind only."""
    for word, kind in _private_words(dossier).items():
        if word in said:
            raise UserError(
                f"{form.title}要张贴公布，内容里却有{kind}，文书没有生成。请到公示内容和地点中删去后再打印。"
            )
