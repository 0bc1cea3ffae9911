"""Checkpoints, and what a verification finds with one: every one of the seven attacks, in words."""

import json
from datetime import date
from pathlib import Path

import pytest
from attacks import ATTACKS, chain_of, put_chain

from family import household, move
from jiuzhu.domain.proof import Checkpoint
from jiuzhu.errors import UserError
from jiuzhu.services.office import proving
from jiuzhu.services.office.proving import JournalProof
from jiuzhu.storage import signing
from jiuzhu.storage.unit import Unit
from once import once
from tampering import attack, tampering
from town import Town

FIRST_ID = "0" * 32
"""Before every record."""

PLACE = 6  # counted from 0: entry 7 of 12

FOUND_BY_CHAIN = {
    "edit": "第 7 条：内容与校验值不符",
    "rehash_one": "第 8 条：与前一条接不上",
    "delete": "第 8 条：编号不连续，应为第 7 条",
    "delete_and_renumber": "第 7 条：与前一条接不上",
    "swap": "第 7 条：与前一条接不上",
}
FOUND_BY_CHECKPOINT = {
    "cut_tail": "当时有 12 条，现在只到第 6 条，末尾的记录被删去",
    "recompute_all": "第 12 条的校验值与当时不同，第 12 条或它以前的记录被改写过",
}


@pytest.fixture
@once
def worked(town: Town) -> Town:
    """Twelve entries: founding, three colleagues, four times two saves."""
    for _ in range(4):
        home = town.clerk.write(household)
        town.clerk.write(move, home)
    return town


def verified(town: Town, *kept: Path) -> JournalProof:
    return town.auditor.read(proving.verify_journal, kept)


def kept_outside(town: Town, folder: Path) -> Path:
    made = proving.make_checkpoint(town.clerk, "asked")
    return proving.save_checkpoint(town.clerk, made.id, folder)


def test_untouched_chains_hold(worked: Town, tmp_path: Path) -> None:
    assert verified(worked).problems == ()
    file = kept_outside(worked, tmp_path)
    worked.clerk.write(household)
    proof = verified(worked, file)
    assert proof.problems == ()
    assert (proof.entries, proof.chains, proof.checkpoints, proof.files) == (14, 1, 1, 1)


@pytest.mark.parametrize("name", ATTACKS)
def test_every_attack_is_found_and_told(worked: Town, tmp_path: Path, name: str) -> None:
    file = kept_outside(worked, tmp_path)
    attack(worked, name, PLACE)
    told = {**FOUND_BY_CHAIN, **FOUND_BY_CHECKPOINT}[name]
    assert any(told in problem for problem in verified(worked, file).problems)


@pytest.mark.parametrize("name", sorted(FOUND_BY_CHECKPOINT))
def test_the_chain_alone_does_not_know_two_of_them(worked: Town, name: str) -> None:
    """Why checkpoints are made at all: the rows still tell, but the chain itself fits."""
    attack(worked, name, PLACE)
    assert not any("窗口链" in problem for problem in verified(worked).problems)


def test_the_paper_finds_what_was_rewritten_with_the_keys_of_the_desk(worked: Town, tmp_path: Path) -> None:
    """Chain, checkpoint and signature all made anew: only what left the machine knows better."""
    file = kept_outside(worked, tmp_path)
    station = worked.clerk.rules.station
    with tampering(worked) as tool:
        chain = chain_of(tool, station.id, station.epoch)
        put_chain(tool, station.id, station.epoch, ATTACKS["recompute_all"](chain[:-1], PLACE))
        with tool.unguarded("checkpoint"):
            tool.run("DELETE FROM checkpoint")
    proving.make_checkpoint(worked.clerk, "asked")
    problems = verified(worked, file).problems
    assert any("第 12 条的校验值与当时不同" in one for one in problems)
    assert any("库里没有这个检查点" in one for one in problems)
    assert not any("检查点" in one for one in verified(worked).problems)


def test_a_deleted_chain_is_missed(worked: Town, tmp_path: Path) -> None:
    file = kept_outside(worked, tmp_path)
    station = worked.clerk.rules.station
    with tampering(worked) as tool:
        put_chain(tool, station.id, station.epoch, [])
    assert any("现在整条链都没有了" in one for one in verified(worked, file).problems)


def test_the_entry_a_checkpoint_ended_at_is_missed(worked: Town, tmp_path: Path) -> None:
    file = kept_outside(worked, tmp_path)
    attack(worked, "delete", 11)
    assert any("当时的第 12 条现在没有了" in one for one in verified(worked, file).problems)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE checkpoint SET content = replace(content, ',12,', ',11,')", "签名不对，检查点本身被改过"),
        ("UPDATE checkpoint SET content = 'x'", "签名不对，检查点本身被改过"),
        ("UPDATE checkpoint SET signature = 'x'", "签名不对，检查点本身被改过"),
        ("UPDATE checkpoint SET day = '2020-01-01'", "日期或缘由与签名的内容不同"),
        ("UPDATE checkpoint SET why = 'month'", "日期或缘由与签名的内容不同"),
    ],
)
def test_a_changed_checkpoint_is_told(worked: Town, statement: str, told: str) -> None:
    proving.make_checkpoint(worked.clerk, "asked")
    with tampering(worked) as tool, tool.unguarded("checkpoint"):
        tool.run(statement)
    assert any(told in one for one in verified(worked).problems)
    assert len(worked.auditor.read(proving.checkpoints)) == 1  # the list is shown all the same


def test_a_checkpoint_is_written_once(worked: Town) -> None:
    made = proving.make_checkpoint(worked.clerk, "asked")

    def change(unit: Unit) -> None:
        unit.get(Checkpoint, made.id).day = date(2020, 1, 1)

    with pytest.raises(Exception, match=r"proof is written once|append-only"):
        worked.clerk.write(change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda told: told | {"checkpoint": told["checkpoint"].replace(",12,", ",11,")}, "签名不对"),
        (lambda told: told | {"key": "AAAA"}, "签名不对"),
        (lambda _told: {}, "不是检查点文件"),
        (lambda _told: [], "不是检查点文件"),
    ],
)
def test_a_changed_file_is_told(worked: Town, tmp_path: Path, change: object, told: str) -> None:
    file = kept_outside(worked, tmp_path)
    file.write_text(json.dumps(change(json.loads(file.read_text("utf-8")))), "utf-8")  # type: ignore[operator]  # one of the lambdas above
    (problem,) = verified(worked, file).problems
    assert told in problem


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"[" * 2_000_000, b"[" * 500_000, b"", b"0"])
def test_a_file_of_something_else_is_told_and_never_overwritten(
    worked: Town, tmp_path: Path, body: bytes
) -> None:
    strange = tmp_path / "检查点-20251013.jzcheck"
    strange.write_bytes(body)
    (problem,) = verified(worked, strange).problems
    assert "不是检查点文件" in problem
    assert kept_outside(worked, tmp_path).name == "检查点-20251013-2.jzcheck"
    assert strange.read_bytes() == body


def test_a_file_that_cannot_be_read_is_a_sentence(worked: Town, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="读不出来"):
        verified(worked, tmp_path / "没有.jzcheck")


def test_a_whole_folder_is_held_against_the_chains(worked: Town, tmp_path: Path) -> None:
    for _ in range(3):
        worked.clerk.write(household)
        kept_outside(worked, tmp_path)
    assert sorted(one.name for one in tmp_path.glob("*.jzcheck")) == [
        "检查点-20251013-2.jzcheck",
        "检查点-20251013-3.jzcheck",
        "检查点-20251013.jzcheck",
    ]
    assert verified(worked, tmp_path).files == 3


def test_a_file_is_never_overwritten_and_not_laid_twice(worked: Town, tmp_path: Path) -> None:
    made = proving.make_checkpoint(worked.clerk, "asked")
    first = proving.save_checkpoint(worked.clerk, made.id, tmp_path)
    assert proving.save_checkpoint(worked.clerk, made.id, tmp_path) == first
    first.write_text("别人的", "utf-8")
    second = proving.save_checkpoint(worked.clerk, made.id, tmp_path)
    assert (first.read_text("utf-8"), second.name) == ("别人的", "检查点-20251013-2.jzcheck")
    with pytest.raises(UserError, match="没有写到"):
        proving.save_checkpoint(worked.clerk, made.id, tmp_path / "没有")


def test_each_desk_makes_one_a_day(worked: Town, tmp_path: Path) -> None:
    for desk in (worked.clerk, worked.head):
        desk.settings.backup_folder = str(tmp_path)
    first = proving.make_daily(worked.clerk)
    assert first is not None
    assert (first.why, first.entries, first.made_by) == ("每日", 12, "张经办")
    assert proving.make_daily(worked.head) is None
    worked.on(date(2025, 10, 14))
    assert proving.make_daily(worked.head) is not None
    assert sorted(one.name for one in tmp_path.glob("*.jzcheck")) == [
        "检查点-20251013.jzcheck",
        "检查点-20251014.jzcheck",
    ]
    rows = worked.auditor.read(proving.checkpoints)
    assert [row.day for row in rows] == [date(2025, 10, 14), date(2025, 10, 13)]
    assert len({row.key for row in rows}) == 1
    assert verified(worked, tmp_path).problems == ()


def test_a_new_signing_key_is_told_when_an_outside_file_has_another(worked: Town, tmp_path: Path) -> None:
    other = signing.signer(tmp_path, b"k" * 32)
    file = kept_outside(worked, tmp_path)
    told = json.loads(file.read_text("utf-8"))
    told |= {"key": other.public_key, "signature": other.sign(told["checkpoint"])}
    file.write_text(json.dumps(told), "utf-8")
    (problem,) = verified(worked, file).problems
    assert "签名钥匙" in problem
    assert "纸上印的公钥" in problem


def test_a_checkpoint_of_another_office_is_told(worked: Town, tmp_path: Path) -> None:
    file = kept_outside(worked, tmp_path)
    signer = signing.signer(worked.home, worked.clerk.database.key())
    told = json.loads(file.read_text("utf-8"))
    content = told["checkpoint"].replace(worked.clerk.office.id, "0" * 36)
    file.write_text(json.dumps(told | {"checkpoint": content, "signature": signer.sign(content)}), "utf-8")
    assert any("另一个单位" in one for one in verified(worked, file).problems)


def test_the_cover_names_the_day_and_the_code(worked: Town) -> None:
    assert worked.clerk.read(proving.cover_words) == "还没有日志检查点"
    first = proving.make_checkpoint(worked.clerk, "asked")
    worked.on(date(2025, 10, 14))
    second = proving.make_checkpoint(worked.clerk, "asked")
    told = f"日志检查点 2025-10-14，校验码 {second.code}，签名公钥 {second.key}"
    assert worked.clerk.read(proving.cover_words) == told
    before = told.replace("-14", "-13").replace(second.code, first.code)
    assert worked.clerk.read(proving.cover_words, FIRST_ID) == before
