"""A file that leaves with a password opens with it, with nothing else, and is the same file inside."""

import io
from datetime import UTC, datetime
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.exceptions import InvalidKeyError
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from reportlab.pdfgen.canvas import Canvas

from jiuzhu.documents import foreign_workbook, workbook
from jiuzhu.documents.locked import lock_pdf
from jiuzhu.domain.exporting import Watermark
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.errors import UserError

PASSWORD = "K7QM-3XWP-9HTR-2BCD"
MADE = datetime(2026, 1, 5, 2, tzinfo=UTC)
LEDGER = Ledger(id="t", title="示例台账", columns=(Column(name="name", title="姓名"),))


def written(path: Path, password: str) -> workbook.Written:
    return workbook.write(
        path, LEDGER, [["甲示例"], ["乙示例"]], title="示例台账", subtitle="", filters_text="", made_by="张经办", made_at=MADE,
        mark=Watermark("导2026-500112001-A00001-5", "张经办", "示例街道", MADE), password=password,
    )  # fmt: skip


def test_a_locked_workbook_opens_with_its_password_and_with_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "锁.xlsx"
    made = written(path, PASSWORD)
    assert (made.path, made.rows) == (path, 2)
    body = path.read_bytes()
    assert body.startswith(bytes.fromhex("D0CF11E0A1B11AE1"))
    assert "甲示例".encode() not in body
    assert "EncryptedPackage".encode("utf-16-le") in body
    with path.open("rb") as stream:
        file = msoffcrypto.OfficeFile(stream)
        assert file.is_encrypted()
        file.load_key(password=PASSWORD, verify_password=True)
        inside = io.BytesIO()
        file.decrypt(inside, verify_integrity=True)
    assert [row[0].value for row in load_workbook(inside).worksheets[0]][-2:] == ["甲示例", "乙示例"]
    with path.open("rb") as stream, pytest.raises(InvalidKeyError):
        msoffcrypto.OfficeFile(stream).load_key(password="别的密码123", verify_password=True)
    assert [one.name for one in tmp_path.iterdir()] == ["锁.xlsx"]


def test_the_strength_is_aes_256_with_sha_512(tmp_path: Path) -> None:
    path = tmp_path / "锁.xlsx"
    written(path, PASSWORD)
    body = path.read_bytes()
    for told in (
        b'cipherAlgorithm="AES"',
        b'keyBits="256"',
        b'hashAlgorithm="SHA512"',
        b'spinCount="100000"',
    ):
        assert told in body


def test_a_locked_workbook_that_comes_back_is_told_to_be_unlocked_first(tmp_path: Path) -> None:
    path = tmp_path / "锁.xlsx"
    written(path, PASSWORD)
    with pytest.raises(UserError, match="设有打开密码"):
        foreign_workbook.read(path, expected=LEDGER)


def test_without_a_password_it_is_a_plain_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, "")
    assert foreign_workbook.read(path, expected=LEDGER).rows[0].values["name"] == "甲示例"


def test_a_locked_pdf_opens_with_its_password_and_with_nothing_else() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 700, "Jia Shili")
    canvas.save()
    locked = lock_pdf(buffer.getvalue(), PASSWORD)
    assert b"/AESV3" in locked
    reader = PdfReader(io.BytesIO(locked))
    with pytest.raises(FileNotDecryptedError):
        reader.pages[0].extract_text()
    assert not reader.decrypt("wrong")
    assert reader.decrypt(PASSWORD)
    assert "Jia Shili" in reader.pages[0].extract_text()
