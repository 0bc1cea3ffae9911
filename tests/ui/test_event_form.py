"""What is typed about an event, as the service takes it."""

from datetime import date
from decimal import Decimal

from jiuzhu.services.household.means import Home
from jiuzhu.services.household.supporting import ObligorChange
from jiuzhu.ui.dialogs.part_dialog import blank
from jiuzhu.ui.monitoring.event_form import UNANSWERED, fields_of, happened_of

TODAY = date(2025, 12, 3)
FIELDS = fields_of(Home([], []))


def test_a_parents_state_and_an_obligors_means_are_told_by_name() -> None:
    typed = {"person_id": "child", "relative": "辛示例", **UNANSWERED}
    parent = happened_of(blank(FIELDS, TODAY, kind="parent", parent_state="none", **typed)).parent
    assert parent is not None
    assert (parent.name, parent.state, parent.until) == ("辛示例", "none", None)
    part = blank(FIELDS, TODAY, kind="support", owes="20", earns=Decimal("900.00"), **typed)
    made = happened_of(part)
    assert made.obligor == ObligorChange(name="辛示例", relation="20", income_month=Decimal("900.00"))
    assert made.person_id == "child"
