from pathlib import Path

import pytest

from jiuzhu.errors import UserError
from jiuzhu.storage import signing

KEY = b"k" * 32


def test_what_is_signed_fits_and_nothing_else_does(tmp_path: Path) -> None:
    signer = signing.signer(tmp_path, KEY)
    signature = signer.sign("检查点")
    assert signing.fits(signer.public_key, "检查点", signature)
    assert not signing.fits(signer.public_key, "检查点 ", signature)
    assert not signing.fits(signer.public_key, "检查点", signer.sign("别的"))
    assert not signing.fits("不是钥匙", "检查点", signature)
    other = tmp_path / "other"
    other.mkdir()
    assert not signing.fits(signing.signer(other, KEY).public_key, "检查点", signature)


def test_a_desk_keeps_its_key(tmp_path: Path) -> None:
    assert signing.signer(tmp_path, KEY).public_key == signing.signer(tmp_path, KEY).public_key
    assert (tmp_path / signing.FILE).stat().st_mode & 0o077 == 0


def test_the_key_does_not_lie_there_open(tmp_path: Path) -> None:
    signing.signer(tmp_path, KEY)
    with pytest.raises(UserError, match="不属于这份数据"):
        signing.signer(tmp_path, b"o" * 32)


def test_a_desk_of_a_server_keeps_its_key_too(tmp_path: Path) -> None:
    made = signing.signer(tmp_path, None)
    assert signing.signer(tmp_path, None).public_key == made.public_key
    assert (tmp_path / signing.FILE).stat().st_mode & 0o077 == 0
    with pytest.raises(UserError, match="不属于这份数据"):
        signing.signer(tmp_path, KEY)
    (tmp_path / signing.FILE).unlink()
    signing.signer(tmp_path, KEY)
    with pytest.raises(UserError, match="不属于这份数据"):
        signing.signer(tmp_path, None)


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"sealed": 1}', '{"sealed": "###"}', '{"sealed": "QUJD"}', "字"]
)
def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path, body: str) -> None:
    place = tmp_path / signing.FILE
    place.write_text(body, "utf-8")
    with pytest.raises(UserError, match="读不出来"):
        signing.signer(tmp_path, KEY)
    assert place.read_text("utf-8") == body


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "jiuzhu.sign.new").mkdir()
    with pytest.raises(UserError, match="签名钥匙写不进"):
        signing.signer(tmp_path, KEY)
