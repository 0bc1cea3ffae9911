"""长期公示: names and service items of a village, no child, nothing else; posted once, taken down, printed as posted."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused
from jiuzhu.services.paper import posting_paper
from jiuzhu.services.serving import posting
from serving_people import change_person
from serving_town import MONDAY, VILLAGE, ServingTown, opened, served


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def test_only_names_and_items_are_posted_and_no_child(at: ServingTown) -> None:
    at.town.clerk.write(served, at.agreement, ("己小示例",))
    at.town.clerk.write(served, at.agreement, ("庚示例",), village="别村")
    at.town.clerk.write(change_person, "己小示例", birth=date(2010, 1, 1))
    assert at.coordinator.read(posting.villages) == sorted([VILLAGE, "别村"])
    made = at.coordinator.read(posting.draft, VILLAGE)
    assert made.lines == ("戊示例　助洁、助浴、代购、就医陪护",)
    assert made.kept_off == 1
    at.town.clerk.write(change_person, "己小示例", birth=date(2007, 10, 13))
    assert len(at.coordinator.read(posting.draft, VILLAGE).lines) == 2
    at.town.clerk.write(change_person, "己小示例", birth=None)
    assert at.coordinator.read(posting.draft, VILLAGE).kept_off == 1


def test_a_list_hangs_until_it_is_taken_down_or_another_takes_its_place(at: ServingTown) -> None:
    first = at.coordinator.write(posting.post, VILLAGE, "村务公开栏")
    (row,) = at.coordinator.read(posting.postings)
    assert (row.number, row.people, row.behind, row.removed_on) == (first, 1, False, None)
    at.on(MONDAY + timedelta(days=1))
    at.town.clerk.write(served, at.agreement, ("己示例",))
    assert at.coordinator.read(posting.postings)[0].behind
    at.coordinator.write(posting.post, VILLAGE, "村务公开栏")
    now, old = at.coordinator.read(posting.postings)
    assert (now.people, now.behind, old.removed_on) == (2, False, MONDAY + timedelta(days=1))
    assert old.content == row.content
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(posting.take_down, now.id, now.version + 1)
    at.coordinator.write(posting.take_down, now.id, now.version)
    with pytest.raises(Refused, match="已于"):
        at.coordinator.write(posting.take_down, now.id, now.version + 1)
    assert [one.number for one in at.coordinator.read(posting.postings, "别处")] == []


def test_nothing_is_posted_of_nobody(at: ServingTown) -> None:
    with pytest.raises(InvalidInput, match="没有可以公示"):
        at.coordinator.write(posting.post, "别村", "公开栏")
    with pytest.raises(InvalidInput, match="公示地点"):
        at.coordinator.write(posting.post, VILLAGE, " ")
    at.town.clerk.write(change_person, "戊示例", birth=date(2015, 1, 1))
    with pytest.raises(InvalidInput, match="未成年人"):
        at.coordinator.write(posting.post, VILLAGE, "公开栏")
    with pytest.raises(Refused):
        at.payer.write(posting.post, VILLAGE, "公开栏")


def test_the_paper_holds_what_was_posted_and_nothing_else(at: ServingTown, tmp_path: Path) -> None:
    at.coordinator.write(posting.post, VILLAGE, "村务公开栏")
    (row,) = at.coordinator.read(posting.postings)
    folder = tmp_path / "公示"
    folder.mkdir()
    made = at.coordinator.write(posting_paper.issue_posting, row.id, folder)
    text = "".join(page.extract_text() for page in PdfReader(made.path).pages)
    assert made.number == row.number
    for word in ("戊示例", "助洁", VILLAGE, "村务公开栏"):
        assert word in text.replace("\n", "")
    assert "重残" not in text
    assert "1980" not in text
    again = at.coordinator.write(posting_paper.issue_posting, row.id, folder)
    assert again.reprint
