"""整体重算: every household of a large encrypted office assessed again, with the list before and after kept.

The peer reads the same rows from the same file with the plain driver and does nothing with them: what no program that
looks at every household can go below.
"""

import resource
import tempfile
import time
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import crowd
from other_desk import desk_of

from jiuzhu.domain.ids import new_id
from jiuzhu.services.granting import reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.office import opening
from jiuzhu.services.office.workspace import Workspace

HOUSEHOLDS = 100_000
SECONDS, MEGABYTES = 30.0, 500.0


def run(scale: float) -> list[dict[str, object]]:
    """Rows of the benchmark table: seconds of the run, peak memory of the process."""
    count = max(500, int(HOUSEHOLDS * scale))
    with tempfile.TemporaryDirectory(prefix="jiuzhu-bulk-") as folder:
        home = Path(folder) / "office"
        maker = get_context("spawn").Process(target=_make_office, args=(home, count))
        maker.start()  # in a process of its own: what making an office takes is not what a run takes
        maker.join()
        if maker.exitcode:
            raise RuntimeError("the office could not be made")
        workspace = opening.log_in(home, "jia", crowd.PASSWORD)
        base = _peak()
        began = time.perf_counter()
        _read_only(workspace)
        peer = time.perf_counter() - began
        began = time.perf_counter()
        payer = desk_of(workspace, _payer(workspace))
        wanted = Wanted(
            title="示例标准",
            standards_on=date(2026, 1, 5),
            from_month="2026-02",
            document="示例规〔2026〕1号",
            cause="yearly",
        )
        reassessing.draft(payer, wanted)
        ours = time.perf_counter() - began
        if payer.read(reassessing.runs)[0].households < count * 0.9:
            raise RuntimeError("the run looked at too few households")
        workspace.close()
    return [
        {
            "name": f"bulk {count:,}", "ours": round(ours, 1), "peer": round(peer, 1), "unit": "s", "ratio": round(ours / peer, 2),
            "target": SECONDS * max(scale, 0.01), "holds": ours <= SECONDS * max(scale, 0.01),
        },
        {
            "name": "bulk memory", "ours": round(_peak()), "peer": round(base), "unit": "MB", "ratio": round(_peak() / base, 2),
            "target": MEGABYTES, "holds": _peak() <= MEGABYTES,
        },
    ]  # fmt: skip


def _make_office(home: Path, households: int) -> None:
    workspace = crowd.found_office(home)
    _people_and_grants(workspace, households)
    workspace.close()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _payer(workspace: Workspace) -> Any:
    from dataclasses import replace  # noqa: PLC0415  # here alone

    return replace(workspace.actor, roles=frozenset({"statistician"}))


def _read_only(workspace: Workspace) -> None:
    raw = workspace.file.raw()
    try:
        for table in ("household", "member", "person", "economic_line", "entitlement"):
            for _ in raw.execute(f"SELECT * FROM {table}"):  # noqa: S608  # names of our own tables
                pass
    finally:
        raw.close()


def _people_and_grants(workspace: Workspace, households: int) -> None:
    """People in households, each with an approved file of a wage and savings and what it gets each month."""
    crowd.fill(workspace.file, int(households * 2.28))
    raw = workspace.file.raw()
    raw.create_function("current_unit", 0, lambda: "crowd")
    raw.execute("PRAGMA synchronous = OFF")
    clerk = workspace.actor.operator_id.replace("-", "")
    homes = raw.execute("SELECT id, head_id, kind FROM household").fetchall()
    raw.execute("BEGIN")
    applications, items, decisions, grants, lines = [], [], [], [], []
    for place, (home, head, _) in enumerate(homes):
        taken, item, decision = (new_id().replace("-", "") for _ in range(3))
        applications.append(
            {"id": taken, "number": f"受{taken}", "household_id": home, "applicant_id": head, "state": "approved", "way": "household",
             "submitted_on": "2025-01-06", "accepted_on": "2025-01-06", "clerk_id": clerk, "window": "A"}
        )  # fmt: skip
        items.append({"id": item, "application_id": taken, "programme": "dibao", "state": "approved"})
        decisions.append(
            {"id": decision, "application_id": taken, "item_id": item, "programme": "dibao", "number": f"决{decision}",
             "result": "approved", "decided_by": clerk, "decided_on": "2025-01-20", "authority": "county", "notice_due_on": "2025-01-23"}
        )  # fmt: skip
        monthly = 30_000 + place % 400 * 100
        grants.append(
            {"id": new_id().replace("-", ""), "household_id": home, "application_id": taken, "decision_id": decision,
             "programme": "dibao", "monthly": monthly, "base": monthly, "addons": 0, "first_month": "2025-02"}
        )  # fmt: skip
        lines += [
            {"id": new_id().replace("-", ""), "application_id": taken, "category": category, "kind": kind, "person_id": head,
             "period": "month", "declared": figure, "accepted": figure, "cost": 0, "judgement": "true"}
            for category, kind, figure in (("income", "wage", place % 900 * 100), ("asset", "deposit", place % 15_000 * 100))
        ]  # fmt: skip
    tables: tuple[tuple[str, list[dict[str, Any]]], ...] = (
        ("application", applications), ("item", items), ("decision", decisions), ("entitlement", grants), ("economic_line", lines),
    )  # fmt: skip
    for table, rows in tables:
        crowd.insert_rows(raw, table, rows)
    raw.execute("COMMIT")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
