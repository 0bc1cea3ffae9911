"""服务记录表 with its signature, 满意度回访表, 服务抽查表 that leaves by the one door."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from jiuzhu.domain.serving.visits import VisitPhoto
from jiuzhu.errors import Refused
from jiuzhu.services.delivering import calling_back, record_view, recording, spot_checking, verifying
from jiuzhu.services.paper import delivering_papers
from jiuzhu.services.paper.papers import Issued
from jiuzhu.storage.unit import Unit
from serving_town import ServingTown, made, opened
from stated import SAID

AUGUST = date(2025, 8, 4)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office", AUGUST) as office:
        yield office


def text(paper: Issued) -> str:
    read = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(paper.path).pages))
    assert "None" not in read
    assert "{" not in read
    return read


def holds(read: str, *words: str) -> None:
    for one in words:
        assert one in read, one


def photo(tmp_path: Path, colour: str) -> bytes:
    path = tmp_path / f"{colour}.png"
    Image.new("RGB", (900, 600), colour).save(path)
    return recording.photo_of(path)


def drawn(tmp_path: Path) -> bytes:
    path = tmp_path / "signed.png"
    Image.new("L", (720, 240), 255).save(path)
    return path.read_bytes()


def test_a_record_is_printed_with_signature_and_photos(at: ServingTown, tmp_path: Path) -> None:
    record = made(
        at, date(2025, 9, 2), 485, 640, signature=drawn(tmp_path), photos=(photo(tmp_path, "green"),)
    )
    first = at.town.clerk.write(delivering_papers.issue_record, record, tmp_path / "papers")
    read = text(first)
    holds(
        read, "服务记录表", "戊示例", "2025年9月2日", "8:05", "10:40", "155", "助洁", "示例甲工", "家中", "精神好",
        "本人签字（屏幕签）", "陈协调", "待核实", "照片1校验",
    )  # fmt: skip
    assert len([one for page in PdfReader(first.path).pages for one in page.images]) >= 2
    again = at.town.clerk.write(delivering_papers.issue_record, record, tmp_path / "papers")
    assert (again.number, again.prints, again.reprint) == (first.number, 2, True)
    at.town.checker.write(verifying.verify, record, "disputed", "本人说只来了一小时")
    holds(
        text(at.town.clerk.write(delivering_papers.issue_record, record, tmp_path / "papers")),
        "有争议：本人说只来了一小时",
    )

    def odd(unit: Unit) -> None:
        """A photo that is not the one its hash speaks of; the database lets no photo be changed."""
        unit.add(
            VisitPhoto(
                service_file_id=at.file,
                visit_record_id=record,
                content=photo(tmp_path, "red"),
                sha256="ab" * 32,
            )
        )

    at.coordinator.write(odd)
    told = text(at.town.clerk.write(delivering_papers.issue_record, record, tmp_path / "papers"))
    holds(told, "与录入时不一致，没有印出")
    with pytest.raises(Refused, match="不一致"):
        at.town.clerk.read(record_view.proof_to_show, at.town.clerk.read(record_view.proofs, record)[-1].id)
    at.coordinator.write(recording.reverse, record, "机构记错了人")
    with pytest.raises(Refused, match="冲销"):
        at.town.clerk.write(delivering_papers.issue_record, record, tmp_path / "papers")


def test_a_call_back_is_printed(at: ServingTown, tmp_path: Path) -> None:
    made(at, date(2025, 9, 2), 485, 545)
    call = at.coordinator.write(
        calling_back.record_call, at.file, date(2025, 9, 2), "phone", 2, problems="来得晚，走得早"
    )
    read = text(at.town.clerk.write(delivering_papers.issue_call, call, tmp_path / "papers"))
    holds(
        read, "服务满意度回访表", "戊示例", "示例社工服务中心", "电话", "陈协调", "不满意", "来得晚，走得早"
    )


def test_a_sample_is_printed_with_its_seed_and_is_in_the_register(at: ServingTown, tmp_path: Path) -> None:
    made(at, date(2025, 9, 2), 485, 545)
    at.on(date(2025, 9, 30))
    sample = at.town.checker.write(spot_checking.draw, "2025-09")
    (line,) = at.town.checker.read(spot_checking.lines)
    at.town.checker.write(spot_checking.record_check, line.id, "home", "wrong", "本人说那天没有人来")
    what = at.town.clerk.read(delivering_papers.check_of, sample.spot_check_id)
    assert (what.rows, what.classes) == (1, ("name", "circumstances"))
    paper = at.town.clerk.write(
        delivering_papers.issue_check, sample.spot_check_id, tmp_path / "papers", SAID
    )
    (check,) = at.town.checker.read(spot_checking.checks)
    holds(
        text(paper), "服务抽查表", sample.number, "2025年9月", "李核查", check.seed, check.sha256, "戊示例", "8:05–9:05",
        "入户核实", "不属实", "本人说那天没有人来",
    )  # fmt: skip
    assert paper.export
