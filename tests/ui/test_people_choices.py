"""Whom a dialog asks for: 全家 is offered where nobody in particular may be meant, and nowhere else."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from jiuzhu.domain.form import FormField
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.form_choice import ChoiceInput


class Part:
    person = ""


@pytest.mark.parametrize(("required", "first"), [(True, ""), (False, "全家")])
def test_the_whole_family_is_no_answer_to_which_person(qtbot: QtBot, required: bool, first: str) -> None:
    field = FormField("person", "交给", type="person", required=required)
    form = PartForm([field], {}, date(2025, 10, 13), "part")
    qtbot.addWidget(form)
    form.show_part(Part())
    form.set_people([("a", "甲示例"), ("b", "乙示例")])
    form.show()
    (box,) = form.findChildren(FieldBox)
    typed = box.editor.widget
    assert isinstance(typed, ChoiceInput)
    assert typed.text() == first
    words = [text for _code, text in typed._options]  # noqa: SLF001  # what is offered while typing
    assert words == [*filter(None, [first]), "甲示例", "乙示例"]
