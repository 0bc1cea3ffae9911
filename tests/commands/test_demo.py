"""The tour is the whole program at work: it is played once, in a process of its own, and looked at from outside."""

import json
import os
import struct
import subprocess
import sys
import tomllib
import zipfile
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

import jiuzhu
from jiuzhu import paths
from jiuzhu.commands import demo
from jiuzhu.errors import UserError

pytestmark = pytest.mark.long

PAGE = (1366, 768)


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour")
    source = {"PYTHONPATH": str(Path(jiuzhu.__file__).parents[1]), "JIUZHU_HOME": str(folder / "nobody")}
    done = subprocess.run(  # our own words
        [sys.executable, "-m", "jiuzhu", "demo", "--out", str(folder / "out")],
        capture_output=True,
        text=True,
        env=os.environ | source,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "propagateSizeHints" not in done.stderr
    assert not (folder / "nobody").exists(), "the tour touched the user's own data folder"
    return folder / "out"


@pytest.fixture(scope="module")
def summary(tour: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((tour / "summary.json").read_text("utf-8"))
    return told


def test_the_four_walk_ins_end_as_the_law_says(summary: dict[str, Any]) -> None:
    files = summary["applications"]
    assert files["01"]["monthly"] == {
        "dibao": "950.00",
        "disability_living": "80.00",
        "disability_care": "80.00",
    }
    assert (files["01"]["state"], files["01"]["first_month"]) == ("approved", "2025-12")
    assert (files["02"]["monthly"]["dibao"], files["02"]["first_month"]) == ("1150.00", "2026-01")
    assert files["04"]["state"] == "refused"
    assert files["04b"]["monthly"] == {"dibao": "1000.00"}
    assert len({file["number"] for file in files.values()}) == 4


def test_the_journal_of_eight_weeks_holds(summary: dict[str, Any]) -> None:
    assert summary["journal"]["problems"] == []
    assert summary["journal"]["entries"] > 80


def test_every_page_is_a_picture_of_the_right_size(tour: Path, summary: dict[str, Any]) -> None:
    sizes = {}
    for name in summary["pictures"]:
        head = (tour / name).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        sizes[name] = struct.unpack(">II", head[16:24])
    dialogs = {name for name, size in sizes.items() if size != PAGE}
    assert all(any(word in name for word in ("试读", "确认", "对话框")) for name in dialogs)
    told = " ".join(sizes)
    assert all(page in told for page in ("向导", "登录", "工作台", "受理", "核查", "审批", "台账", "设置"))
    assert all(f"服务-{part}" in told for part in ("日历", "日历-周", "服务记录", "结算", "汇总"))


def test_the_services_of_the_month_are_settled_to_the_cent(tour: Path, summary: dict[str, Any]) -> None:
    told = tomllib.loads((paths.resources() / "demo" / "services.toml").read_text("utf-8"))
    paid = [
        (one["item"], _minutes(one["left"]) - _minutes(one["came"]))
        for person in told["person"]
        for one in person["visits"]
        if one["day"] < 0 and "missed" not in one and one.get("found") != "disputed"
    ]  # what nobody had verified yet is verified on the tour
    paid.append(("cleaning", 63))  # booked, made and recorded on the tour: 14:04 to 15:07
    lines = [
        (Decimal(told["rates"][item]) * minutes / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for item, minutes in paid
    ]
    made = summary["services"]
    assert Decimal(made["amount"]) == sum(lines)
    assert made["minutes"] == sum(minutes for _, minutes in paid)
    assert (made["month"], made["signed_by"]) == ("2025-10", "王主任")
    (paper,) = tour.glob("F34*.pdf")
    words = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert made["number"] in words
    assert f"{sum(lines):,}" in words


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def test_the_roster_adds_up_to_the_cent_and_carries_no_formula(tour: Path, summary: dict[str, Any]) -> None:
    path = tour / "低保发放花名册-2026-01.xlsx"
    with zipfile.ZipFile(path) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    header = next(place for place, row in enumerate(rows) if "实发合计" in row)
    place, numbered = rows[header].index("实发合计"), rows[header].index("户号")
    lines = [row for row in rows[header + 1 :] if str(row[numbered]).startswith("户2")]
    total = sum((Decimal(str(row[place])) for row in lines), Decimal(0))
    assert len(lines) == summary["roster"]["households"]
    assert total == Decimal(summary["roster"]["total"])


def test_papers_carry_text_and_embedded_fonts_only(tour: Path, summary: dict[str, Any]) -> None:
    forms = {name.split("-")[0] for name in summary["papers"]}
    assert forms >= {
        "F01",
        "F02",
        "F03",
        "F04",
        "F08",
        "F09",
        "F13",
        "F15",
        "F16",
        "F17",
        "F21",
        "F34",
        "WHY",
    }
    for name in summary["papers"]:
        reader = PdfReader(tour / name)
        assert reader.pages[0].extract_text().strip(), name
        for page in reader.pages:
            for font in dict(page["/Resources"]).get("/Font", {}).values():  # type: ignore[call-overload]  # a dictionary object
                assert "/Helvetica" not in str(font.get_object()["/BaseFont"]), name


def test_what_is_posted_names_no_number_and_no_illness(tour: Path, summary: dict[str, Any]) -> None:
    posted = [name for name in summary["papers"] if name.startswith("F13")]
    assert posted
    for name in posted:
        text = "".join(page.extract_text() for page in PdfReader(tour / name).pages)
        assert "500199" not in text
        assert "尿毒症" not in text
        assert "1390000" not in text


@pytest.mark.parametrize("words", [[], ["--out"], ["--into", "x"]])
def test_other_words_are_told(words: list[str]) -> None:
    with pytest.raises(UserError, match="用法"):
        demo.run(words)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="不能写入"):
        demo.run(["--out", str(tmp_path / "file" / "out")])
