"""Files that leave with a password: what Excel, WPS and LibreOffice open, and PDF readers; AES-256 both.

The password is used once and kept nowhere; whoever loses it asks for the file again.
"""

import io
from pathlib import Path


def lock_workbook(path: Path, password: str) -> None:
    """Lock an .xlsx in its place: ECMA-376 agile encryption, AES-256-CBC with SHA-512, 100,000 rounds [MS-OFFCRYPTO]."""
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415  # only files with a password need it

    locked = path.with_name(f"{path.name}.locked")
    with path.open("rb") as plain, locked.open("wb") as target:
        OOXMLFile(plain).encrypt(password, target)
    locked.replace(path)


def lock_pdf(pdf: bytes, password: str) -> bytes:
    """The same PDF, opened by the password only [ISO 32000-2, AES-256, revision 6]."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # as above

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
