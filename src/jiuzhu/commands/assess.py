"""`jiuzhu assess FILE [--json|--check]`: one case file through the engine the screens use."""

import json
import sys
from pathlib import Path

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import PROGRAMMES, Assessment, assess, to_json
from jiuzhu.domain.assessment.explain import explain, headline
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.case_file import CaseFile, difference, load_case
from jiuzhu.domain.clauses import cited
from jiuzhu.domain.policy import load_pack
from jiuzhu.errors import UserError

USAGE = "用法：jiuzhu assess 案例文件.toml [--json|--check]"

_OPTIONS = ("--json", "--check")


def run(arguments: list[str]) -> int:
    """0 when done (or as expected), 1 at the first difference of `--check`, 2 for bad input; sentences on stderr."""
    options = [argument for argument in arguments if argument.startswith("-")]
    files = [argument for argument in arguments if not argument.startswith("-")]
    if len(files) != 1 or len(options) > 1 or any(option not in _OPTIONS for option in options):
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        case = load_case(Path(files[0]))
        result = _assess(case)
        if "--check" in options:
            return _check(case, result)
    except UserError as problem:
        sys.stderr.write(f"{problem.message}\n")
        return 2
    if "--json" in options:
        sys.stdout.write(json.dumps(to_json(result), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_spoken(case, result)) + "\n")
    return 0


def _assess(case: CaseFile) -> Assessment:
    policy = paths.resources() / "policy"
    pack = load_pack(policy / f"{case.facts.district[:2]}0000")
    return assess(case.facts, pack, load_calendar(policy / "calendar"))


def _check(case: CaseFile, result: Assessment) -> int:
    if not case.expect:
        raise UserError("这个案例没有 [expect]，无从比较。请写入应有的结果，或不用 --check。")
    first = difference(case.expect, to_json(result))
    if first is None:
        sys.stdout.write("与案例的 [expect] 一致。\n")
        return 0
    sys.stdout.write(f"不一致：{first}\n")
    return 1


def _spoken(case: CaseFile, result: Assessment) -> list[str]:
    lines = [case.title, f"受理日期：{result.on}"]
    for programme in PROGRAMMES:
        finding = result.findings[programme.code]
        lines += ["", f"【{programme.title}】{headline(finding)}"]
        lines += [f"  {number}. {text}" for number, text in enumerate(explain(finding), start=1)]
        lines += [f"  还需：{need}" for need in finding.needs]
        lines += [f"  注意：{clash}" for clash in finding.clashes]
    lines += ["", "【办理期限】"]
    lines += [
        f"  {clock.title}：{clock.due}（{cited(clock.clause, clock.document)}）" for clock in result.deadlines
    ]
    if result.missing_years:
        years = "、".join(map(str, result.missing_years))
        lines.append(f"  注意：没有 {years} 年的工作日历，暂按周末休息推算，请装入放假通知后再看。")
    if result.first_month:
        lines.append(f"首次发放月份：{result.first_month}")
    if result.next_recheck:
        lines.append(f"下次复核：{result.next_recheck}")
    return lines
