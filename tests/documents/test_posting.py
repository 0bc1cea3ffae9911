from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from jiuzhu.documents.content import Speaker
from jiuzhu.documents.paper import render
from jiuzhu.documents.posting import PUBLIC_PATHS
from jiuzhu.documents.values import Codes
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, FormField, Section, known_paths
from jiuzhu.errors import UserError

from . import sample

PRIVATE = (
    "applicant.id_number", "applicant.phone", "household.account_number", "applicant.illness_name",
    "household.address", "applicant.registered_address", "household.bank", "applicant.birth",
    "applicant.disability_grade", "decision.reason", "opinion.text",
)  # fmt: skip


def test_the_shipped_notice_is_public_and_prints(forms: Mapping[str, Form], codes: Codes) -> None:
    assert not forms["F13"].private
    words = Speaker(forms["F13"], codes).content(sample.dossier()).words
    assert "张示例" in words
    assert "950.00" in words
    for private in ("500112198003020017", "13900000001", "6217000000000000001", "肾功能", "示例社区2栋"):
        assert private not in words


@pytest.mark.parametrize("path", PRIVATE)
def test_a_private_field_cannot_be_put_on_it(path: str, forms: Mapping[str, Form], codes: Codes) -> None:
    form = forms["F13"]
    more = Section("more", "fields", fields=(FormField(path, "多余"),))
    with pytest.raises(UserError, match=path):
        render(replace(form, sections=(*form.sections, more)), sample.dossier(), codes)


@pytest.mark.parametrize("path", PRIVATE)
def test_nor_into_its_text_its_signatures_or_its_seal(
    path: str, forms: Mapping[str, Form], codes: Codes
) -> None:
    form = forms["F13"]
    hidden = f"见{{{path}}}"
    places = (
        Section("more", "text", text=hidden),
        Section("more", "lines", labels=(hidden,)),
        Section("more", "signatures", title="某", text=hidden, labels=("签字",)),
        Section("more", "signatures", labels=(f"签字：{hidden}",)),
    )
    for section in places:
        with pytest.raises(UserError, match=path):
            render(replace(form, sections=(*form.sections, section)), sample.dossier(), codes)
    with pytest.raises(UserError, match=path):
        render(replace(form, seal=hidden), sample.dossier(), codes)


def test_nor_through_a_table(forms: Mapping[str, Form], codes: Codes) -> None:
    table = Section("more", "table", repeat="members", fields=(FormField("name", "姓名"),))
    with pytest.raises(UserError, match=r"members\.name"):
        render(replace(forms["F13"], sections=(table,)), sample.dossier(), codes)


@pytest.mark.parametrize(
    ("private", "kind"),
    [
        (lambda dossier: dossier.members[1].id_number, "身份证号"),
        (lambda dossier: dossier.household.phone, "电话"),
        (lambda dossier: dossier.household.account_number, "银行账号"),
        (lambda dossier: dossier.members[1].illness_name, "病情"),
        (lambda dossier: dossier.household.address, "住址"),
    ],
)
def test_what_was_typed_into_the_place_is_looked_at_too(
    private: Callable[[Dossier], str], kind: str, forms: Mapping[str, Form], codes: Codes
) -> None:
    dossier = sample.dossier()
    dossier.notice.place = f"公示栏（{private(dossier)}）"
    with pytest.raises(UserError, match=kind) as caught:
        render(forms["F13"], dossier, codes)
    assert private(dossier) not in caught.value.message


def test_the_offices_own_telephone_may_be_posted(forms: Mapping[str, Form], codes: Codes) -> None:
    dossier = sample.dossier()
    dossier.obligors[0].phone = dossier.office.phone
    assert render(forms["F13"], dossier, codes).pages == 1


def test_the_list_names_fields_that_exist() -> None:
    assert known_paths() >= PUBLIC_PATHS
