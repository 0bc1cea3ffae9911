"""提标: before and after for every household, summed by plain SQL beside it, signed by another, applied as one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.granting import adjusting, carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Cancelled, Wanted
from jiuzhu.services.office import proving
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.referral import leading
from jiuzhu.storage.encrypted_file import connect
from ledger_case import single
from on_the_way import approve, submitted
from once import once
from town import Town, urban_couple, urban_three

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2026, 1, 5),
    from_month="2026-01",
    document="示例规〔2025〕99号",
)


@pytest.fixture
@once
def office(town: Town) -> Town:
    """Three 低保 households and an edge family; from 2026-01-01 the urban standard is 800."""
    for dossier in (urban_three(town, 501), urban_couple(town, 511)):
        town.on(date(2025, 10, 13))
        taken = submitted(town, dossier, date(2025, 10, 13), date(2025, 10, 21))
        town.on(date(2025, 10, 22))
        approve(town, taken)
    town.on(date(2025, 10, 13))
    edge = single(town, 521, "示例社区")
    edge.application.programmes = ["edge"]
    edge.incomes[0].declared = Decimal("790.00")
    edge.assets[0].declared = Decimal("5000.00")
    taken = submitted(town, edge, date(2025, 10, 13), date(2025, 10, 21))
    approve(town, taken)
    town.on(date(2025, 12, 20))
    desk = town.clerk.rules
    rows = [row for row in desk.policy.rows if row.key != "std.dibao.urban" or row.starts < date(2025, 7, 1)]
    ours = "std.dibao.urban", "元/人·月", "500000", "示例规〔2025〕99号"
    for amount, starts, ends in ((770, date(2025, 7, 1), date(2025, 12, 31)), (800, date(2026, 1, 1), None)):
        rows.append(
            PolicyRow(ours[0], Decimal(amount), ours[1], ours[2], starts, ends, ours[3], "标准", "verified")
        )
    for workspace in (town.clerk, town.checker, town.head, town.auditor):
        workspace.rules = replace(desk, policy=Policy(rows))
    return town


def drafted(office: Town, payer: Workspace) -> str:
    payer.rules = office.clerk.rules
    return reassessing.draft(payer, WANTED)


def test_the_list_tells_every_household_before_and_after(office: Town, payer: Workspace) -> None:
    told: list[tuple[int, int]] = []
    payer.rules = office.clerk.rules
    run = reassessing.draft(payer, WANTED, progress=lambda done, every: told.append((done, every)))
    assert told[-1] == (3, 3)
    (row,) = payer.read(reassessing.runs)
    assert (row.households, row.changed, row.unchanged, row.lost, row.gained, row.manual) == (
        3,
        2,
        3,
        0,
        1,
        0,
    )
    lines = {(line.name, line.programme): line for line in payer.read(reassessing.lines, run)}
    three, two = lines["甲示例", "最低生活保障"], lines["丁示例", "最低生活保障"]
    assert (three.before, three.after) == (Decimal("950.00"), Decimal("1040.00"))
    assert (two.before, two.after) == (Decimal("940.00"), Decimal("1000.00"))
    assert three.reason == "符合：1,040.00 元/月"
    assert lines["示例521", "最低生活保障"].group == "新符合"
    assert [line.name for line in payer.read(reassessing.lines, run, "gained")] == ["示例521"]
    own = {(line.owner, line.programme) for line in payer.read(reassessing.lines, run, "", "甲示例")}
    assert own == {("", "最低生活保障"), ("乙示例", "重度残疾人护理补贴"), ("乙示例", "困难残疾人生活补贴")}


@pytest.mark.file_only("plain SQL reads the file")
def test_the_sums_are_recounted_by_plain_sql(office: Town, payer: Workspace) -> None:
    run = drafted(office, payer)
    (row,) = payer.read(reassessing.runs)
    raw = connect(office.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    before, after, changed = raw.execute(
        "SELECT sum(before), sum(after), sum(before <> after) FROM reassessment_line WHERE outcome <> 'gained' "
        "AND replace(reassessment_id, '-', '') = ?",
        (run.replace("-", ""),),
    ).fetchone()
    in_force = raw.execute("SELECT sum(monthly) FROM entitlement WHERE last_month = ''").fetchone()[0]
    raw.close()
    assert (row.before_total, row.after_total) == (Decimal(before) / 100, Decimal(after) / 100)
    assert before == in_force
    assert changed == row.changed


@pytest.mark.file_only("plain SQL reads the file")
def test_turning_back_keeps_nothing(office: Town, payer: Workspace) -> None:
    payer.rules = office.clerk.rules
    with pytest.raises(Cancelled, match="没有保存任何内容"):
        reassessing.draft(payer, WANTED, cancelled=lambda: True)
    assert payer.read(reassessing.runs) == []
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        reassessing.draft(payer, WANTED, cancelled=lambda: next(asked))
    raw = connect(office.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    assert raw.execute("SELECT count(*) FROM reassessment_line").fetchone() == (0,)
    raw.close()


@pytest.mark.file_only("plain SQL reads the file")
def test_signed_by_another_and_applied_as_one(office: Town, payer: Workspace) -> None:
    run = drafted(office, payer)
    with pytest.raises(Refused):
        payer.write(reassessing.sign, run)
    with pytest.raises(Refused, match="待签署"):
        carrying_out.apply(payer, run)
    office.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).changed == 2
    with pytest.raises(Refused, match="已经全部执行完"):
        carrying_out.apply(payer, run)
    raw = connect(office.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    paid = dict(
        raw.execute(
            "SELECT first_month, sum(monthly) FROM entitlement WHERE programme = 'dibao' AND last_month = '' GROUP BY 1"
        ).fetchall()
    )
    ended = raw.execute("SELECT last_month, ended_reason FROM entitlement WHERE last_month <> ''").fetchall()
    raw.close()
    assert paid == {"2026-01": 204000}
    assert ended == [("2025-12", "adjusted")] * 2
    done = office.head.read(adjusting.adjustments, ("approved",))
    assert {(row.kind, row.from_month) for row in done} == {("raise", "2026-01")}
    (lead,) = payer.read(leading.leads)
    assert "标准调整后可能符合" in lead.content
    assert office.auditor.read(proving.verify_journal).problems == ()


@pytest.mark.file_only("plain SQL reads the file")
def test_who_no_longer_fits_is_never_stopped_silently(office: Town, payer: Workspace) -> None:
    desk = office.clerk.rules
    rows = [
        replace(row, value=Decimal(100))
        if row.value == Decimal(800) and row.key == "std.dibao.urban"
        else row
        for row in desk.policy.rows
    ]
    for workspace in (office.clerk, office.head):
        workspace.rules = replace(desk, policy=Policy(rows))
    run = drafted(office, payer)
    (row,) = payer.read(reassessing.runs)
    assert row.lost == 4  # 重度护理 does not hang on the standard
    office.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).changed == 0
    stops = office.head.read(adjusting.adjustments)
    assert {one.kind for one in stops} == {"stop"}
    raw = connect(office.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    assert raw.execute("SELECT count(*) FROM entitlement WHERE last_month <> ''").fetchone() == (0,)
    raw.close()


def test_a_line_left_out_changes_the_seal_and_is_not_applied(office: Town, payer: Workspace) -> None:
    run = drafted(office, payer)
    (before,) = payer.read(reassessing.runs)
    seal = before.list_hash
    position = next(
        line.position for line in payer.read(reassessing.lines, run, "changed") if line.name == "丁示例"
    )
    payer.write(reassessing.exclude, run, position, "家庭情况正在复核")
    (after,) = payer.read(reassessing.runs)
    assert (after.changed, after.list_hash == seal) == (1, False)
    office.head.write(reassessing.sign, run)
    with pytest.raises(Refused):
        payer.write(reassessing.exclude, run, position, "签署以后不能剔除")
    assert carrying_out.apply(payer, run).changed == 1


@pytest.mark.file_only("the file is changed behind the program")
def test_a_list_that_was_touched_outside_is_refused(office: Town, payer: Workspace) -> None:
    run = drafted(office, payer)
    raw = connect(office.home / DATABASE, bytes.fromhex(payer.file.key_hex()))
    raw.execute("UPDATE reassessment_line SET after = after + 1 WHERE outcome = 'changed'")
    raw.close()
    with pytest.raises(Refused, match="与制作时不一致"):
        office.head.write(reassessing.sign, run)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(
            title="调整标准", standards_on=date(2026, 1, 5), from_month="2025-12", document="文号一二三四"
        ),
        Wanted(title="调整标准", standards_on=date(2026, 1, 5), from_month="2026-1", document="文号一二三四"),
        Wanted(title="调整标准", standards_on=date(2026, 1, 5), from_month="2026-01", document=""),
    ],
)
def test_a_run_names_month_and_document(office: Town, payer: Workspace, wanted: Wanted) -> None:
    payer.rules = office.clerk.rules
    with pytest.raises((InvalidInput, UserError)):
        reassessing.draft(payer, wanted)
    assert payer.read(reassessing.runs) == []


def test_a_name_too_short_is_told_before_anything_is_computed(office: Town, payer: Workspace) -> None:
    short = replace(WANTED, title="提标")
    told: list[int] = []
    asks: tuple[Callable[[], object], ...] = (
        lambda: payer.read(reassessing.require_wanted, short),
        lambda: reassessing.draft(payer, short, progress=lambda done, _every: told.append(done)),
    )
    for ask in asks:
        with pytest.raises(InvalidInput) as refusal:
            ask()
        assert refusal.value.problems[0].field == "title"
    assert told == []
    assert office


def test_an_office_without_households_has_nothing_to_run(payer: Workspace) -> None:
    with pytest.raises(Refused, match="没有在享待遇"):
        reassessing.draft(payer, WANTED)
    assert payer.read(reassessing.runs) == []
