"""A form whose answer was lost is sent again: told with the number it was given, never an application beside it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Refused
from jiuzhu.services.approval import interrupting
from jiuzhu.services.counter import intake
from on_the_way import single
from relief_case import bill, ill
from town import Town, complete


def sent(town: Town, dossier: Dossier) -> tuple[str, str]:
    """A copy of the form is accepted, as the window does; its application and its number."""
    receipt = town.clerk.write(intake.accept, deepcopy(dossier), "")
    return receipt.application_id, receipt.number


def with_bill(town: Town) -> Dossier:
    return complete(ill(town, 301, bill()), town.clerk.today())


def without_bill(town: Town) -> Dossier:
    return complete(ill(town, 301), town.clerk.today())


@pytest.mark.parametrize("form", [with_bill, without_bill])
def test_an_accepted_form_is_not_accepted_again(town: Town, form: Callable[[Town], Dossier]) -> None:
    dossier = form(town)
    _, number = sent(town, dossier)
    with pytest.raises(Refused, match=f"这份表已经交过，受理编号 {number}"):
        sent(town, dossier)


def test_nor_one_whose_application_has_ended_meanwhile(town: Town) -> None:
    dossier = with_bill(town)
    taken, number = sent(town, dossier)
    town.clerk.write(interrupting.withdraw, taken, "不再需要")
    with pytest.raises(Refused, match=f"这份表已经交过，受理编号 {number}"):
        sent(town, dossier)


def test_a_list_of_missing_papers_is_not_given_out_twice(town: Town) -> None:
    dossier = with_bill(town)
    town.clerk.write(intake.issue_correction, deepcopy(dossier), "", ["身份证"])
    with pytest.raises(Refused, match="这份表已经交过，受理编号"):
        town.clerk.write(intake.issue_correction, deepcopy(dossier), "", ["身份证"])


def test_nor_a_form_without_any_line(town: Town) -> None:
    """Nothing of it would be stored twice: its draft tells that it was handed in."""
    dossier, draft = single(town, "elder_allowance", birth=date(1940, 1, 1)), new_id()
    dossier.incomes, dossier.assets = [], []
    town.clerk.write(intake.keep_draft, draft, dossier)
    town.clerk.write(intake.issue_correction, deepcopy(dossier), draft, ["身份证"])
    with pytest.raises(Refused, match="这份表已经交过或已放弃"):
        town.clerk.write(intake.issue_correction, deepcopy(dossier), draft, ["身份证"])


def test_a_new_form_of_the_same_person_is_another_one(town: Town) -> None:
    """What was withdrawn may be asked for again: the form is a new one, and so are its lines."""
    taken, number = sent(town, with_bill(town))
    town.clerk.write(interrupting.withdraw, taken, "票据不全，以后再来")
    assert sent(town, with_bill(town))[1] != number
