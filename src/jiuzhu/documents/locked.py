"""Files that leave with a password: what Excel, WPS and LibreOffice open, and PDF readers; AES-256 both.

The password is used once and kept nowhere; whoever loses it asks for the file again.
"""

import io
from pathlib import Path
from typing import BinaryIO


def lock_workbook(plain: BinaryIO, path: Path, password: str) -> None:
    """Write a workbook that is held in memory to `path`, locked; no plain byte of it touches the disk.

    ECMA-376 agile encryption: AES-256-CBC with SHA-512, 100,000 rounds [MS-OFFCRYPTO].
    """
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415  # only files with a password need it

    plain.seek(0)
    with path.open("wb") as target:
        OOXMLFile(plain).encrypt(password, target)


def lock_pdf(pdf: bytes, password: str) -> bytes:
    """The same PDF, opened by the password only [ISO 32000-2, AES-256, revision 6]."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # as above

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
