"""Accounts of colleagues and their work, one's own password and keyring, masked numbers shown whole, figures in force."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jiuzhu.domain.approving import Reveal
from jiuzhu.domain.clauses import ground
from jiuzhu.domain.household import Person
from jiuzhu.domain.identity_number import grouped
from jiuzhu.domain.office import Operator
from jiuzhu.domain.policy import PolicyRow, Value
from jiuzhu.domain.policy_words import WORDS
from jiuzhu.domain.rights import APART, KEEPS_TO_VILLAGES, ROLE_LABELS
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import log_ins, own_password
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, keyring_slot, keys
from jiuzhu.storage.queries import offices, without_families
from jiuzhu.storage.unit import Unit

AWAITS_ROLES = "待授予岗位"
"""Stands for the roles of an account that may do nothing yet."""

AWAITS_ANOTHER = "待另一人核对"
"""State of a figure one person set."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of the operator list."""

    id: str
    login: str
    name: str
    post: str
    roles: str  # labels, or AWAITS_ROLES
    held: frozenset[str]  # role words
    villages: frozenset[str]  # the only ones they see; none for the whole township
    at_work: bool
    version: int
    waits: str = ""  # after wrong passwords, in words
    unlockable: bool = True  # by who asks


def colleagues(unit: Unit, home: Path | None = None) -> list[Colleague]:
    """Everybody who has or had an account here."""
    waits = log_ins.waiting(home) if home else {}
    return [
        Colleague(
            id=row.id,
            login=row.login,
            name=row.name,
            post=row.post,
            roles=_told(row),
            held=frozenset(row.roles.split()),
            villages=frozenset(row.villages.split()),
            at_work=row.ended_on is None,
            version=row.version,
            waits=waits.get(row.login, ""),
            unlockable=log_ins.may_unlock(unit, row.id),
        )
        for row in offices.operators(unit.session)
    ]


def _told(operator: Operator) -> str:
    roles = "、".join(ROLE_LABELS[role] for role in operator.roles.split()) or AWAITS_ROLES
    villages = "、".join(operator.villages.split())
    return f"{roles}（只管{villages}）" if villages else roles


def known_villages(unit: Unit) -> list[str]:
    """The villages an account may be bound to: those households live in."""
    return [village for village in without_families.villages(unit.session) if len(village.split()) == 1]


def add_operator(
    workspace: Workspace, *, login: str, name: str, post: str, roles: list[str], password: str
) -> None:
    """A colleague gets an account: the record, then the password.

    Stopped between the two, the colleague cannot log in yet and the administrator can repeat the step.

    Raises `UserError` for a name that is taken or cannot be one here, a weak password, no role or a role nobody knows.
    """
    workspace.read(_may_add)
    login, name = login.strip(), name.strip()
    if not login or not name:
        raise UserError("请填写登录名和姓名。", field="login" if name else "name")
    unfit = workspace.database.login_problem(login)
    if unfit:
        raise UserError(unfit, field="login")
    if not set(roles) <= set(ROLE_LABELS) or (not roles and workspace.actor.may("assign")):
        raise UserError("请至少勾选一个岗位。", field="roles")
    weak = keys.password_problem(password, login)
    if weak:
        raise UserError(weak, field="password")
    if workspace.database.knows(login):
        raise UserError("这个登录名已有人使用，请换一个。", field="login")
    operator = Operator(
        login=login, name=name, post=post, roles=" ".join(roles), started_on=workspace.today()
    )
    workspace.write(_add_operator, operator)
    try:
        workspace.database.admit(login, name, password)
    except UserError as error:
        raise UserError(
            f"{name}的账号已经登记，密码还没有设好，同事还不能登录：{error.message}之后用同样的登录名再添加一次即可。",
            field=error.field,
        ) from error


def _may_add(unit: Unit) -> None:
    """First of all: who may not add anybody is not asked for a better name or password."""
    unit.require("administer")


def _add_operator(unit: Unit, operator: Operator) -> None:
    unit.require("administer")
    if operator.roles:
        unit.require("assign")
        _require_apart(operator.roles.split(), [])
    known = offices.operator_by_login(unit.session, operator.login)
    if known is None:
        known = unit.add(operator)
    else:  # left earlier, or the step was interrupted before the password was set
        known.name, known.post, known.ended_on = operator.name, operator.post, None
        if operator.roles:
            known.roles = operator.roles
    log_ins.give(unit, known.login)
    unit.about(known.id)


def assign_roles(
    unit: Unit,
    operator_id: str,
    roles: Sequence[str],
    villages: Sequence[str] = (),
    *,
    seen_version: int | None = None,
) -> None:
    """Say what a colleague's work is from now on, nothing for none yet; the security administrator's step.

    `villages`: the only ones they see; none for the whole township. Raises `UserError` for a role nobody knows, two
    that one person must not hold, the last system administrator, one's own account, or villages for other work than
    the check: who takes must find everybody of the township, or somebody is taken twice.
    """
    unit.require("assign")
    operator = unit.get(Operator, operator_id)
    unit.unchanged(operator, seen_version)
    if operator.id == unit.actor.operator_id:
        raise Refused("不能改自己的岗位。没有改动任何内容；请让另一位安全管理员来办。")
    if not set(roles) <= set(ROLE_LABELS):
        raise UserError("没有这个岗位。没有改动任何内容；请从列表里勾选。", field="roles")
    _require_apart(roles, operator.roles.split())
    if "administrator" in operator.roles.split() and "administrator" not in roles:
        _require_another_administrator(unit, operator)
    if villages and set(roles) != {KEEPS_TO_VILLAGES}:
        raise UserError(
            f"只有岗位单是{ROLE_LABELS[KEEPS_TO_VILLAGES]}的账号可以只管几个村（社区）：别的岗位要在全镇街里查重、汇总。没有改动任何内容。",
            field="villages",
        )
    if not set(villages) <= {*known_villages(unit), *operator.villages.split()}:
        raise UserError("没有住在这个村（社区）的家庭。没有改动任何内容；请从列表里勾选。", field="villages")
    operator.roles = " ".join(role for role in ROLE_LABELS if role in roles)
    operator.villages = " ".join(sorted(villages))
    unit.about(operator.id)


def _require_apart(roles: Sequence[str], before: Sequence[str]) -> None:
    """Refuse two roles that one person must not hold, unless they held them when the office was founded."""
    for pair in APART:
        if pair <= set(roles) and not pair <= set(before):
            first, second = (ROLE_LABELS[role] for role in ROLE_LABELS if role in pair)
            raise Refused(f"{first}和{second}不能由同一个人担任。没有改动任何内容；请交给另一位同事。")


def end_operator(workspace: Workspace, operator_id: str) -> None:
    """A colleague leaves: the account ends and their password no longer opens the database."""
    workspace.write(end_account, operator_id)
    forget_login(workspace, operator_id)


def forget_login(workspace: Workspace, operator_id: str) -> None:
    """The password of an ended account no longer opens the database."""
    login = workspace.read(lambda unit: unit.get(Operator, operator_id).login)
    workspace.database.dismiss(login)


def end_account(unit: Unit, operator_id: str) -> None:
    """The account ends; never one's own, nor that of the last administrator."""
    unit.require("administer")
    operator = unit.get(Operator, operator_id)
    if operator.id == unit.actor.operator_id:
        raise Refused("不能停用自己的账号。请让另一位系统管理员来办。")
    _require_another_administrator(unit, operator)
    operator.ended_on = unit.today
    unit.about(operator.id)


def _require_another_administrator(unit: Unit, operator: Operator) -> None:
    if not any(
        row.ended_on is None and row.id != operator.id and "administrator" in row.roles.split()
        for row in offices.operators(unit.session)
    ):
        raise Refused(
            "这是最后一位系统管理员，停用或取消岗位以后没有人能建账号、管备份。没有改动任何内容；请先给另一位同事管理岗位。"
        )


def change_password(workspace: Workspace, old: str, new: str) -> None:
    """Another password in place of the own one; the data themselves are not touched."""
    attempts.unwrap(workspace.home, workspace.actor.login, old)
    own_password.choose(workspace, new)


def has_keyring() -> bool:
    """Whether this computer has a keyring that could open the desk."""
    return keyring_slot.available()


def remember_desk(workspace: Workspace, password: str) -> None:
    """Let the system's keyring open this desk for the operator; `UserError` where there is none.

    The password is checked first and is never kept itself: the keyring gets a key of its own.
    """
    login = workspace.actor.login
    database_key = attempts.unwrap(workspace.home, login, password)
    with attempts.vouched(workspace.home, database_key) as file:
        entry = keyring_slot.entry(file.database, login)
        keyring_slot.remember(entry, keys.add_quick(file, login, database_key))


def forget_desk(workspace: Workspace) -> None:
    """From now on only the password opens this desk for the operator."""
    login = workspace.actor.login
    with attempts.vouched(workspace.home, workspace.database.key()) as file:
        slot = file.slot(login)
        if slot is not None:
            slot.quick = ""
        entry = keyring_slot.entry(file.database, login)
    keyring_slot.forget(entry)


def reveal(unit: Unit, person_id: str, reason: str) -> str:
    """The full ID number in groups, with the reason kept."""
    unit.require("reveal")
    said = written(reason, "查看完整号码的原因", "reason")
    person = unit.get(Person, person_id)
    unit.add(Reveal(person_id=person.id, reason=said, by=unit.actor.operator_id, on=unit.today))
    unit.about(person.id)
    return grouped(person.id_number)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One dated figure in force, as the settings page lists it."""

    key: str
    label: str
    note: str
    value: str
    unit: str
    starts: date
    document: str
    confirmed: bool
    state: str  # 已核实, 待确认, or that it waits for another person's look
    set_by: str  # name and day, "" for what came with the pack
    confirmed_by: str  # name and day
    clause: str
    source: str
    choices: tuple[tuple[str, str], ...]  # of a figure that is a word or a switch: code and words
    coming: str  # what is set for a later day, "" for nothing
    raw: str  # the value as it is stored
    mark: str  # another one as soon as anybody sets or withdraws a value of it


def by_whom(names: Mapping[str, str], operator_id: str | None, on: date | None) -> str:
    """Name and day, "" for nobody."""
    return f"{names[operator_id]}，{on}" if operator_id else ""


def _state(row: PolicyRow) -> str:
    if row.waits:
        return AWAITS_ANOTHER
    return "已核实" if row.status == "verified" else "待确认"


def _choices(row: PolicyRow, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if isinstance(row.value, bool):
        return (("是", "是"), ("否", "否"))
    return tuple([(word, labels.get(word, word)) for word in WORDS.get(row.key, ())])


def _shown(value: Value, labels: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return labels.get(str(value), str(value))


def figure_mark(rows: Iterable[PolicyRow], district: str, key: str) -> str:
    """What the office set of a figure, by day."""
    own = (row for row in rows if (row.key, row.district) == (key, district))
    return "；".join(sorted(f"{row.starts} {row.value}" for row in own))


def parameters(unit: Unit) -> list[Parameter]:
    """Every figure of the policy pack in force today, those still to be confirmed first."""
    in_force = unit.desk.policy.rows_in_force(unit.desk.office.district, unit.today)
    rows = sorted(in_force.values(), key=lambda row: (not row.waits, row.status != "unconfirmed", row.key))
    labels, values = unit.desk.codes["parameter"].labels, unit.desk.codes["parameter_value"].labels
    names = offices.names(unit.session)
    coming: dict[str, list[str]] = {}
    for row in sorted(unit.desk.policy.rows, key=lambda row: row.starts):
        if row.starts > unit.today and row.district == unit.desk.office.district:
            told = f"{row.starts} 起 {_shown(row.value, values)} {row.unit}".rstrip()
            waits = f"，{AWAITS_ANOTHER}" if row.waits else ""
            coming.setdefault(row.key, []).append(f"{told}（{row.document}{waits}）")
    return [
        Parameter(
            key=row.key,
            label=labels.get(row.key, row.key),
            note=row.note,
            value=_shown(row.value, values),
            unit=row.unit,
            starts=row.starts,
            document=row.document,
            confirmed=row.status == "verified",
            state=_state(row),
            set_by=by_whom(names, row.set_by, row.set_on),
            confirmed_by=by_whom(names, row.confirmed_by, row.confirmed_on),
            clause=ground(row.clause),
            source=row.source,
            choices=_choices(row, values),
            coming="；".join(coming.get(row.key, [])),
            raw=str(row.value),
            mark=figure_mark(unit.desk.policy.rows, unit.desk.office.district, row.key),
        )
        for row in rows
    ]
