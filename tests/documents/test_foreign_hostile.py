"""Files made to break the reader: each is refused or read within its caps, with one Chinese sentence and nothing else."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from jiuzhu.documents import foreign_reader
from jiuzhu.documents.error_copy import write_error_copy
from jiuzhu.documents.foreign_workbook import ForeignSheet, Limits, read
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.errors import UserError
from jiuzhu.paths import resources

REPLY = load_ledgers(resources() / "ledgers")["check_reply"]
TITLES = [column.title for column in REPLY.columns]
GOOD = ["核A-1", "李示例", "500112199001011234", "税务", "存款", "有", 12, "2026-03-01", "无"]
SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 20  # of the clock, on a busy machine
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The parts of a sound workbook."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    sheet = workbook.add_worksheet("结果")
    rows: list[list[Any]] = [TITLES, GOOD, GOOD]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, padded: str = "", padding: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w") as part:
                part.write(content)
                for _ in range(padding if name == padded else 0):
                    part.write(b" " * 1_000_000)
    return stream.getvalue()


def _in_sheet(parts: Parts, old: bytes, new: bytes) -> Parts:
    assert old in parts[SHEET]
    return parts | {SHEET: parts[SHEET].replace(old, new, 1)}


def zip_bomb(parts: Parts) -> bytes:
    return packed(parts, SHEET, 250)


def padded_sheet(parts: Parts) -> bytes:
    return packed(parts, SHEET, 150)


def strings_bomb(parts: Parts) -> bytes:
    dice = random.Random(3)
    strings = b"".join(b"<si><t>%d</t></si>" % dice.randrange(1000) for _ in range(300_000))
    head = XML + b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return packed(parts | {"xl/sharedStrings.xml": head + strings + b"</sst>"})


def huge_strings_bomb(parts: Parts) -> bytes:
    return packed(parts | {"xl/sharedStrings.xml": XML + b"<sst>" + b"<si/>" * 10_000_000 + b"</sst>"})


def entity_bomb(parts: Parts) -> bytes:
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    bomb = XML + b"<!DOCTYPE sst [" + entities + b"]><sst><si><t>&a9;</t></si></sst>"
    return packed(parts | {"xl/sharedStrings.xml": bomb})


def outside_entity(parts: Parts) -> bytes:
    lure = XML + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
    return packed(parts | {"xl/sharedStrings.xml": lure})


def utf16_entity(parts: Parts) -> bytes:
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "1">]><sst><si><t>&e;</t></si></sst>'
    )
    return packed(parts | {"xl/sharedStrings.xml": text.encode("utf-16")})


def hidden_entity(parts: Parts) -> bytes:
    """After an ASCII declaration the rest is EBCDIC, where no byte search sees a DTD."""
    text = '<!DOCTYPE x [<!ENTITY e "1">]><sst><si><t>&e;</t></si></sst>'
    content = b'<?xml version="1.0" encoding="cp037"?>' + text.encode("cp037")
    return packed(parts | {"xl/sharedStrings.xml": content})


def many_parts(parts: Parts) -> bytes:
    return packed(parts | {f"xl/media/{number}.txt": b"" for number in range(3_000)})


def truncated(parts: Parts) -> bytes:
    whole = packed(parts)
    return whole[: len(whole) // 2]


def encrypted_zip(parts: Parts) -> bytes:
    whole = bytearray(packed(parts))
    place = 0
    while (place := whole.find(b"PK\x01\x02", place)) >= 0:
        whole[place + 8] |= 1
        place += 4
    return bytes(whole)


def password(_parts: Parts) -> bytes:
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def old_xls(_parts: Parts) -> bytes:
    return OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600


def renamed_csv(_parts: Parts) -> bytes:
    return (",".join(TITLES) + "\n").encode("gb18030")


def text_document(parts: Parts) -> bytes:
    return packed({"word/document.xml": parts[SHEET], "[Content_Types].xml": parts["[Content_Types].xml"]})


def no_sheet(parts: Parts) -> bytes:
    return packed({name: content for name, content in parts.items() if name != SHEET})


def endless_rows(parts: Parts) -> bytes:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = b"".join(row % (number, number) for number in range(4, 300_000))
    return packed(_in_sheet(parts, b"</sheetData>", rows + b"</sheetData>"))


REFUSED: list[tuple[Callable[[Parts], bytes], str]] = [
    (zip_bomb, "解压后异常庞大"),
    (padded_sheet, "解压后异常庞大"),
    (huge_strings_bomb, "解压后异常庞大"),
    (many_parts, "解压后异常庞大"),
    (entity_bomb, "表格软件不会写的内容"),
    (outside_entity, "表格软件不会写的内容"),
    (utf16_entity, "表格软件不会写的内容"),
    (hidden_entity, "已损坏"),
    (truncated, "已损坏"),
    (no_sheet, "没有找到表头"),
    (encrypted_zip, "设有打开密码"),
    (password, "设有打开密码"),
    (old_xls, "旧版 Excel 格式"),
    (renamed_csv, "不是 Excel 工作簿"),
    (text_document, "不是 Excel 工作簿"),
    (lambda _parts: b"", "不是 Excel 工作簿"),
    (lambda _parts: b"PK", "已损坏"),
    (endless_rows, "超过 20000 行"),
]


def _read(path: Path) -> ForeignSheet | UserError:
    """What was read, or the one sentence, in time; the child's address space is capped at Limits.memory."""
    start = time.monotonic()
    try:
        return read(path, expected=REPLY)
    except UserError as error:
        return error
    finally:
        assert time.monotonic() - start < SECONDS


def _sentence(answer: ForeignSheet | UserError) -> str:
    assert isinstance(answer, UserError)
    assert "没有导入任何数据" in answer.message
    assert "\n" not in answer.message
    return answer.message


@pytest.mark.parametrize(("build", "said"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_hostile_files_are_refused_in_one_sentence(
    tmp_path: Path, parts: Parts, build: Callable[[Parts], bytes], said: str
) -> None:
    path = tmp_path / "回复.xlsx"
    path.write_bytes(build(parts))
    message = _sentence(_read(path))
    assert said in message
    assert message.startswith("“回复.xlsx”")


def far_cell(parts: Parts) -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return packed(_in_sheet(parts, b"</sheetData>", far))


def huge_dimension(parts: Parts) -> bytes:
    start = parts[SHEET].index(b"<dimension")
    end = parts[SHEET].index(b">", start)
    return packed(_in_sheet(parts, parts[SHEET][start : end + 1], b'<dimension ref="A1:XFD1048576"/>'))


@pytest.mark.parametrize("build", [far_cell, huge_dimension])
def test_harmless_oddities_are_read_within_the_caps(
    tmp_path: Path, parts: Parts, build: Callable[[Parts], bytes]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(build(parts))
    answer = _read(path)
    assert isinstance(answer, ForeignSheet)
    assert len(answer.rows) == 2
    assert answer.problems == []


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        assert _sentence(_read(path)).startswith("打不开")


def test_a_file_beyond_the_size_cap_is_not_opened(tmp_path: Path, parts: Parts) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts))
    with pytest.raises(UserError, match="内容太多"):
        read(path, expected=REPLY, limits=Limits(file=100))


def test_a_child_out_of_memory_is_one_sentence(tmp_path: Path, parts: Parts) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(strings_bomb(parts))
    with pytest.raises(UserError, match="内容太多"):
        read(path, expected=REPLY, limits=Limits(memory=75_000_000))


def test_a_child_that_says_too_much_is_one_sentence(tmp_path: Path, parts: Parts) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts))
    with pytest.raises(UserError, match="内容太多"):
        read(path, expected=REPLY, limits=Limits(answer=50))


def test_a_child_out_of_time_is_one_sentence(tmp_path: Path, parts: Parts) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(endless_rows(parts))
    with pytest.raises(UserError, match="内容太多"):
        read(path, expected=REPLY, limits=Limits(seconds=1, rows=10**6))


def _mutants(parts: Parts, count: int) -> list[bytes]:
    """Seeded damage: bytes of the whole file, and bytes inside the XML packed again with sound checksums."""
    dice = random.Random(20260511)
    whole, mutants = packed(parts), []
    for number in range(count):
        if number % 2:
            damaged = bytearray(whole)
            for _ in range(dice.randint(1, 8)):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            mutants.append(bytes(damaged))
        else:
            name = dice.choice(sorted(parts))
            content = bytearray(parts[name])
            for _ in range(dice.randint(1, 4)):
                place = dice.randrange(len(content))
                content[place : place + dice.randint(0, 3)] = dice.choice(
                    [b"<", b">", b'"', b"9" * 30, b"-1", b"&#0;", b"\xff", b"", bytes([dice.randrange(256)])]
                )
            mutants.append(packed(parts | {name: bytes(content)}))
    return mutants


def test_two_hundred_mutants_are_read_or_refused(tmp_path: Path, parts: Parts) -> None:
    path = tmp_path / "a.xlsx"
    words = set()
    for mutant in _mutants(parts, 200):
        path.write_bytes(mutant)
        start = time.monotonic()
        request = {"path": str(path), "titles": TITLES, "sheet": "", "limits": asdict(Limits())}
        answer = foreign_reader.answer(request)
        assert time.monotonic() - start < SECONDS
        assert "error" in answer or answer["rows"]
        words.add(answer.get("error", "read"))
    assert {"broken", "read"} <= words


def test_mutants_through_the_whole_way(tmp_path: Path, parts: Parts) -> None:
    path = tmp_path / "a.xlsx"
    for mutant in _mutants(parts, 8):
        path.write_bytes(mutant)
        answer = _read(path)
        if isinstance(answer, ForeignSheet):
            write_error_copy(
                path, tmp_path / "b.xlsx", {3: ["错"]}, answer.header_row, sheet_name=answer.sheet_name
            )
        else:
            assert _sentence(answer)
