from importlib import import_module

import pytest

from jiuzhu import paths
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.ui.page import Page
from jiuzhu.ui.pages import PAGES, entries


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("key", "label", "icon", "name", "right"), PAGES, ids=[page[0] for page in PAGES])
def test_every_page_of_the_rail_is_there(key: str, label: str, icon: str, name: str, right: str) -> None:
    assert right in RIGHTS
    kind = getattr(import_module(f"jiuzhu.ui.pages.{key}"), name)
    assert issubclass(kind, Page)
    assert label
    assert (paths.resources() / "icons" / f"{icon}.svg").is_file()
    wanted = {"intake": "start", "checking": "open_application", "approving": "open_application"}.get(key)
    assert wanted is None or callable(getattr(kind, wanted))


@pytest.mark.usefixtures("qapp")
def test_the_rail_is_in_the_order_of_the_work() -> None:
    everything = entries(lambda _right: True)
    assert [entry.label for entry in everything] == [
        "工作台",
        "受理",
        "核查",
        "审批",
        "转办",
        "服务",
        "发放",
        "台账",
        "监测",
        "设置",
    ]


@pytest.mark.usefixtures("qapp")
def test_who_takes_no_applications_has_no_counter() -> None:
    assert "受理" not in {entry.label for entry in entries(lambda right: right != "take")}
