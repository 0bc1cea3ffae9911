"""孤儿 or 事实无人抚养 asked for, and the part of the form about the parents forgotten: asked for, never a refusal."""

from dataclasses import replace
from datetime import date

import pytest

from jiuzhu.domain.facts import ParentFacts
from one_household import HEAD, ONE, find


@pytest.mark.parametrize("programme", ["orphan", "unsupported_child"])
def test_what_became_of_the_parents_is_asked_where_nobody_told_it(programme: str) -> None:
    """Asked for with that part of the form left empty: not known, and no reason to refuse a child."""
    kid = replace(HEAD, birth=date(2015, 5, 5), name="寅示例")
    asked = replace(ONE, members=(kid,), asked=(programme,))
    found = find(asked, programme)
    assert found.result == "manual"
    assert found.needs == (
        "寅示例父母双方的情形（受理时在“家庭成员—儿童的父亲和母亲”填写；受理以后在“监测—户情变动”里登记“父母情况变化”）",
    )
    assert find(replace(asked, asked=("dibao",)), programme).result == "not_entitled"
    mother = replace(HEAD, id="m", sex="2")
    assert (
        find(replace(asked, members=(mother, replace(kid, relation="20"))), programme).result
        == "not_entitled"
    )


def test_a_cousin_at_home_holds_up_no_orphan() -> None:
    kid, cousin = (replace(HEAD, id=one, birth=date(2015, 5, 5), relation="40") for one in ("k", "c"))
    dead = (ParentFacts("k", "dead"), ParentFacts("k", "dead"))
    gran = replace(HEAD, birth=date(1960, 5, 5))
    found = find(replace(ONE, members=(gran, kid, cousin), parents=dead, asked=("orphan",)), "orphan")
    assert (found.result, found.needs) == ("entitled", ())
