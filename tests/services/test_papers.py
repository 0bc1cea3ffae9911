import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.approving import PublicNotice
from jiuzhu.domain.household import Household, Person
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.paper import papers
from jiuzhu.storage import journal
from jiuzhu.storage.queries.files import of_application
from jiuzhu.storage.unit import Unit
from ledger_case import GRANTED, decide, opine
from once import once
from relief_case import colleague
from stated import SAID
from town import Town, complete, urban_couple, urban_three


def said(pdf: bytes | Path) -> str:
    source = io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    return "\n".join(page.extract_text() for page in PdfReader(source).pages)


def ready(town: Town, application_id: str) -> list[str]:
    return [offer.form for offer in town.clerk.read(papers.available, application_id) if offer.ready]


@pytest.fixture
@once
def accepted(town: Town) -> str:
    return town.accept(urban_three(town)).application_id


@pytest.fixture
def decided(town: Town, accepted: str) -> dict[str, str]:
    town.clerk.write(opine, accepted)
    town.on(date(2025, 11, 12))
    return town.head.write(
        decide,
        accepted,
        amounts={
            "dibao": GRANTED,
            "disability_living": (Decimal("80.00"), Decimal(0)),
            "disability_care": None,
        },
        first="2025-12",
    )


def move_house(unit: Unit, application_id: str) -> None:
    unit.get(Household, files.load_rows(unit, application_id).household.id).address = "示例路 99 号"


def test_papers_open_one_after_the_other(town: Town, accepted: str) -> None:
    offers = town.clerk.read(papers.available, accepted)
    assert [offer.form for offer in offers] == sorted(
        [
            "F01",
            "F02",
            "F03",
            "F04",
            "F05",
            "F08",
            "F09",
            "F10",
            "F13",
            "F15",
            "F16",
            "F17",
            "F35A",
            "F35B",
            "WHY",
        ]
    )
    assert ready(town, accepted) == ["F01", "F02", "F03", "F04", "F35A", "F35B", "WHY"]
    assert all(bool(offer.why_not) != offer.ready for offer in offers)

    town.clerk.write(opine, accepted)
    assert ready(town, accepted) == ["F01", "F02", "F03", "F04", "F13", "F15", "F35A", "F35B", "WHY"]


def test_each_decision_has_its_notice(town: Town, accepted: str, decided: dict[str, str]) -> None:
    offers = [offer for offer in town.clerk.read(papers.available, accepted) if offer.form in {"F16", "F17"}]
    assert [(offer.form, offer.title, offer.decision_id) for offer in offers] == [
        ("F16", "社会救助确认通知书（最低生活保障）", decided["dibao"]),
        ("F16", "社会救助确认通知书（困难残疾人生活补贴）", decided["disability_living"]),
        ("F17", "社会救助不予确认通知书（重度残疾人护理补贴）", decided["disability_care"]),
    ]


def test_a_waiting_file_has_its_list_and_no_receipt(town: Town, tmp_path: Path) -> None:
    dossier = complete(urban_couple(town), town.clerk.today())
    given = town.clerk.write(intake.issue_correction, dossier, "", ["妻子的核对授权"])
    assert ready(town, given.application_id) == ["F01", "F02", "F03", "F05"]

    done = town.clerk.write(papers.issue, "F05", given.application_id, tmp_path)
    assert done.number == given.number
    assert "妻子的核对授权" in said(done.path)
    with pytest.raises(Refused, match="还没有受理"):
        town.clerk.write(papers.issue, "F04", given.application_id, tmp_path)
    assert not list(tmp_path.glob("F04*"))


def test_a_preview_speaks_without_a_number(town: Town, accepted: str) -> None:
    text = said(town.clerk.read(papers.preview, "F02", accepted))
    assert "甲示例" in text
    assert "校验" not in text
    assert town.clerk.read(papers.issued, accepted) == []


def test_the_receipt_carries_the_number_of_the_application(town: Town, accepted: str, tmp_path: Path) -> None:
    done = town.clerk.write(papers.issue, "F04", accepted, tmp_path)

    assert done.path == tmp_path / "F04-受2025-500112001-A00001-1.pdf"
    assert (done.number, done.prints, done.reprint) == ("受2025-500112001-A00001-1", 1, False)
    assert done.pages == len(PdfReader(done.path).pages)
    text = said(done.path)
    assert done.number in text
    [kept] = town.clerk.read(papers.issued, accepted)
    assert kept.content_hash[:16] in text
    assert (kept.form, kept.prints, kept.issued_on) == ("F04", 1, date(2025, 10, 13))


def test_printing_again_counts_and_keeps_number_and_bytes(town: Town, accepted: str, tmp_path: Path) -> None:
    first = town.clerk.write(papers.issue, "F02", accepted, tmp_path)
    bytes_then = first.path.read_bytes()
    town.on(date(2025, 10, 15))
    again = town.checker.write(papers.issue, "F02", accepted, tmp_path)

    assert first.number == "文2025-500112001-A00001-1"
    assert (again.number, again.prints, again.reprint) == (first.number, 2, True)
    assert again.path.read_bytes() == bytes_then
    [kept] = town.clerk.read(papers.issued, accepted)
    assert (kept.prints, kept.issued_on) == (2, date(2025, 10, 13))


def test_changed_content_is_a_new_paper_but_an_own_number_stays(
    town: Town, accepted: str, tmp_path: Path
) -> None:
    first = town.clerk.write(papers.issue, "F02", accepted, tmp_path)
    receipt = town.clerk.write(papers.issue, "F04", accepted, tmp_path)

    def change(unit: Unit) -> None:
        move_house(unit, accepted)
        for material in files.load_rows(unit, accepted).materials:
            material.note = "原件已核"

    town.clerk.write(change)
    second = town.clerk.write(papers.issue, "F02", accepted, tmp_path)
    again = town.clerk.write(papers.issue, "F04", accepted, tmp_path)

    assert second.number != first.number
    assert (second.prints, second.reprint) == (1, False)
    assert (again.number, again.prints, again.reprint) == (receipt.number, 2, False)
    assert "原件已核" in said(again.path)
    hashes = {row.form: row.content_hash for row in town.clerk.read(papers.issued, accepted)}
    assert hashes["F04"][:16] in said(again.path)
    assert len(town.clerk.read(papers.issued, accepted)) == 3
    assert not town.clerk.read(lambda unit: journal.verify(unit.session.connection())).problems


def test_the_notice_on_the_board_says_only_what_may_be_posted(
    town: Town, accepted: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="还没有张榜"):
        town.clerk.write(papers.issue, "F13", accepted, tmp_path)
    number = town.clerk.write(opine, accepted)
    done = town.clerk.write(papers.issue, "F13", accepted, tmp_path)

    assert done.number == number
    text = said(done.path)
    assert "甲示例" in text
    assert "950.00" in text
    dossier = town.clerk.read(files.dossier, accepted)
    for private in (*(member.id_number for member in dossier.members), "6200000000000000001", "示例路 8 号"):
        assert private not in text


def test_a_private_word_on_the_board_stops_the_paper(town: Town, accepted: str, tmp_path: Path) -> None:
    town.clerk.write(opine, accepted)

    def careless(unit: Unit) -> None:
        [notice] = of_application(unit.session, PublicNotice, accepted)
        notice.place = "社区公示栏（联系 13800000001）"

    town.clerk.write(careless)
    with pytest.raises(UserError, match="张贴公布"):
        town.clerk.write(papers.issue, "F13", accepted, tmp_path)
    assert town.clerk.read(papers.issued, accepted) == []
    assert not list(tmp_path.glob("*.pdf"))


def test_a_notice_says_what_was_signed_even_when_the_file_moved_on(
    town: Town, accepted: str, decided: dict[str, str], tmp_path: Path
) -> None:
    before = town.clerk.write(papers.issue, "F17", accepted, tmp_path)

    def grow(unit: Unit) -> None:
        for line in files.load_rows(unit, accepted).lines:
            line.accepted = Decimal("9999.00") if line.category == "income" else line.accepted
        wife = files.dossier(unit, accepted).members[1]
        unit.get(Person, wife.id).disability_grade = "4"

    town.clerk.write(grow)
    granted = town.clerk.write(papers.issue, "F16", accepted, tmp_path, decided["dibao"])
    subsidy = town.clerk.write(papers.issue, "F16", accepted, tmp_path, decided["disability_living"])
    refused = town.clerk.write(papers.issue, "F17", accepted, tmp_path)
    why = town.clerk.write(papers.issue, "WHY", accepted, tmp_path)

    assert (refused.number, refused.reprint) == (before.number, True)
    assert granted.number.startswith("决2025-")
    assert len({granted.number, subsidy.number, refused.number}) == 3
    assert "玖佰伍拾元整" in said(granted.path)
    assert "80.00" in said(subsidy.path)
    told = "".join(said(subsidy.path).split())
    assert "最低生活保障审核确认办法" not in told  # a subsidy rests on its own paper, not on the law of 低保
    assert "最低生活保障审核确认办法" not in "".join(said(refused.path).split())
    assert told.count("是") == 1  # who is counted: the one it is granted to
    assert "".join(said(granted.path).split()).count("是") == 3
    assert "家庭财产超过规定" in said(refused.path)
    assert "民发〔2021〕57号第十四条" in said(refused.path)
    told = said(why.path)
    assert "950.00" in told
    assert "9,999.00" not in told


def test_beside_the_stamp_stands_the_day_of_the_act_however_late_it_is_printed(
    town: Town, accepted: str, decided: dict[str, str], tmp_path: Path
) -> None:
    town.on(date(2025, 12, 3))
    notice = town.clerk.write(papers.issue, "F16", accepted, tmp_path, decided["dibao"])
    text = said(notice.path)
    assert text[text.index("（盖章）") :].split()[1] == "2025年11月12日"
    assert "印制：2025年12月3日" in text


def test_two_notices_need_a_choice(
    town: Town, accepted: str, decided: dict[str, str], tmp_path: Path
) -> None:
    assert decided
    with pytest.raises(Refused, match="选择"):
        town.clerk.write(papers.issue, "F16", accepted, tmp_path)
    with pytest.raises(Refused, match="没有同意"):
        town.clerk.write(papers.issue, "F16", accepted, tmp_path, decided["disability_care"])


def test_the_receipt_printed_again_after_the_decision_is_the_same_paper(
    town: Town, accepted: str, tmp_path: Path
) -> None:
    first = town.clerk.write(papers.issue, "F04", accepted, tmp_path)
    assert "2025年11月17日" in said(first.path)
    town.on(date(2025, 11, 12))
    town.head.write(
        decide, accepted,
        amounts={"dibao": GRANTED, "disability_living": None, "disability_care": None}, first="2025-12",
    )  # fmt: skip
    again = town.clerk.write(papers.issue, "F04", accepted, tmp_path)
    assert (again.prints, again.reprint) == (2, True)


def test_nobody_prints_without_the_right(town: Town, accepted: str, tmp_path: Path) -> None:
    stranger = colleague(town, "xitong", "孙系统", "administrator")
    with pytest.raises(Refused, match="打印文书"):
        stranger.write(papers.issue, "F04", accepted, tmp_path)
    with pytest.raises(Refused, match="打印文书"):
        stranger.read(papers.preview, "F04", accepted)
    with pytest.raises(Refused, match="打印文书"):
        stranger.write(papers.issue_roster, "2025-12", "dibao", tmp_path, SAID)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_folder_that_is_gone_leaves_no_record_and_no_used_number(
    town: Town, accepted: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="不存在"):
        town.clerk.write(papers.issue, "F01", accepted, tmp_path / "没有" / "也没有")
    assert town.clerk.read(papers.issued, accepted) == []
    assert town.clerk.write(papers.issue, "F01", accepted, tmp_path).number.startswith(
        "文2025-500112001-A00001"
    )


def test_names_of_files_tell_nothing_about_people(
    town: Town, accepted: str, decided: dict[str, str], tmp_path: Path
) -> None:
    for offer in town.clerk.read(papers.available, accepted):
        if offer.ready:
            town.clerk.write(papers.issue, offer.form, accepted, tmp_path, offer.decision_id)
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert len(names) == 12
    assert decided
    dossier = town.clerk.read(files.dossier, accepted)
    private = [word for member in dossier.members for word in (member.name, member.id_number)]
    assert not [word for word in private for name in names if word in name]


def test_the_code_on_a_paper_is_held_against_the_register(town: Town, tmp_path: Path) -> None:
    taken = town.accept(urban_three(town)).application_id
    issued = town.clerk.write(papers.issue, "F04", taken, tmp_path)
    [row] = town.clerk.read(papers.issued, taken)
    code = f"JZ|F04|{issued.number}|{row.content_hash[:16]}"

    assert town.clerk.read(papers.check_code, code).same
    assert not town.clerk.read(papers.check_code, code[:-16] + "0" * 16).same
    for foreign in ("JZ|F16" + code[6:], "JZ|F04|受2025-500112001-A99999-9|" + "0" * 16):
        with pytest.raises(UserError, match="登记簿里没有"):
            town.clerk.read(papers.check_code, foreign)
    with pytest.raises(UserError, match="不是救助窗文书"):
        town.clerk.read(papers.check_code, "https://example.org")
