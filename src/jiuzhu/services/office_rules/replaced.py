"""Which months of other figures a new one would take the place of, in words: never guessed, never silent."""

from datetime import date, timedelta

from jiuzhu.domain.policy import Policy, PolicyRow


def told(policy: Policy, district: str, key: str, starts: date, today: date) -> str:
    """The stretches of other rows that a row of the district from `starts` covers, "" where it only follows the one in force.

    It only follows when no month before the present one and no later row is touched.
    """
    own = [row.starts for row in policy.rows if (row.key, row.district) == (key, district)]
    ends = min((day - timedelta(days=1) for day in own if day > starts), default=None)
    found = list(_stretches(policy, district, key, starts, ends))
    if len(found) < 2 and starts >= today.replace(day=1):
        return ""
    return "会替换：" + "；".join(_said(*one) for one in found)


def _stretches(
    policy: Policy, district: str, key: str, starts: date, ends: date | None
) -> list[tuple[date, date | None, PolicyRow]]:
    days = {starts}
    for row in policy.rows:
        if row.key == key:
            days |= {row.starts} | ({row.ends + timedelta(days=1)} if row.ends is not None else set())
    inside = sorted(day for day in days if day >= starts and (ends is None or day <= ends))
    found: list[tuple[date, date | None, PolicyRow]] = []
    for place, day in enumerate(inside):
        held = policy.rows_in_force(district, day).get(key)
        last = inside[place + 1] - timedelta(days=1) if place + 1 < len(inside) else ends
        if held is None:
            continue
        if found and found[-1][2] == held:
            found[-1] = (found[-1][0], last, held)
        else:
            found.append((day, last, held))
    return found


def _said(first: date, last: date | None, row: PolicyRow) -> str:
    until = f"至 {last:%Y-%m}" if last is not None else "起"
    return f"{first:%Y-%m} {until}的 {row.value}（{row.document}）"
