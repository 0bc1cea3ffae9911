"""核对授权: who of a household may be asked about, and whose signature is missing."""

from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.household import is_minor, signs
from jiuzhu.storage.queries.files import FileRows


def permits(rows: FileRows, on: date) -> tuple[dict[str, app.Authorisation], list[str]]:
    """Person → the authorisation under which they are checked, and the names nobody signed for.

    Every counted adult signs for themselves; a minor stands under an own paper signed by the guardian, or under that
    of an adult of the household [649 Art 58; 民发〔2021〕57号 Art 17]. For 特困 the obligors living apart sign as well
    [43 Art 10]. Revoked or run out is as good as none.
    """
    in_force = [row for row in rows.authorisations if row.revoked_on is None and row.valid_until >= on]
    valid = {row.person_id: row for row in in_force if row.obligor_id is None}
    counted = [row.person_id for row in rows.members if row.counted]
    adults = [one for one in counted if not is_minor(rows.people[one].birth, on)]
    guardian = next((valid[one] for one in adults if one in valid), None)
    found: dict[str, app.Authorisation] = {}
    missing = []
    for one in counted:
        permit = valid.get(one) or (guardian if one not in adults else None)
        if permit is None:
            missing.append(rows.people[one].name)
        else:
            found[one] = permit
    if rows.application.way == "tekun":
        signed = obligor_permits(rows, on)
        missing += [row.name for row in rows.obligors if signs(row.status) and row.id not in signed]
    return found, missing


def obligor_permits(rows: FileRows, on: date) -> dict[str, app.Authorisation]:
    """Obligor → the authorisation under which they are checked: for 特困, whoever of them signed [43 Art 10]."""
    if rows.application.way != "tekun":
        return {}
    signed = {
        row.obligor_id: row
        for row in rows.authorisations
        if row.obligor_id and row.revoked_on is None and row.valid_until >= on
    }
    return {row.id: signed[row.id] for row in rows.obligors if row.id in signed}
