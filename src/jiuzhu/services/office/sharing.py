"""A desk whose data lie on a shared server: how it is joined, and how its operators get in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from jiuzhu.domain.numbering import WINDOW_LETTERS
from jiuzhu.domain.rights import ROLE_LABELS
from jiuzhu.errors import KeptOut, LineDown, UserError
from jiuzhu.services.office import founding
from jiuzhu.services.office.founding import Plan
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keys, laying, sealing, spool
from jiuzhu.storage.migrate import SCHEMA, stored_schema
from jiuzhu.storage.queries import offices
from jiuzhu.storage.server import proving, setting_up
from jiuzhu.storage.server.address import CERTIFICATE, Address, Seat, load_seat, save_seat
from jiuzhu.storage.server.proving import Proof
from jiuzhu.storage.server.server_database import ServerDatabase, connect
from jiuzhu.storage.unit import Clock, system_clock

Enter = Callable[[ServerDatabase, str], Workspace]
"""Makes the workspace of an opened database for the window of that letter."""


def address(host: str, port: str, database: str, certificate: str = "") -> Address:
    """Where a server is, from what was typed; `UserError` beside the field that is wrong."""
    if not host.strip():
        raise UserError("请填写服务器地址，例如 192.168.1.10。", field="host")
    if not port.strip().isdigit() or not 0 < int(port) < 65536:
        raise UserError("端口是 1 到 65535 的数字，通常是 5432。", field="port")
    if certificate.strip() and not Path(certificate.strip()).is_file():
        raise UserError("找不到这个证书文件。请向系统管理员要服务器的证书。", field="certificate")
    made = Address(host.strip(), int(port), database.strip() or "jiuzhu", certificate.strip())
    if not made.certificate and not made.is_here:
        raise UserError(
            "服务器不在这台电脑上，要有它的证书才能连接，否则路上能被人偷看、冒充。请向系统管理员要服务器的证书。",
            field="certificate",
        )
    return made


def prove(address: Address, login: str, password: str) -> Iterator[Proof]:
    """Whether a server is what was declared, thing by thing; `login` is an administrator of the server."""
    return proving.prove(address, login, password)


def join(home: Path, address: Address, window: str) -> None:
    """Remember that this desk is a window of a server's office, once that server has answered.

    The certificate is copied into the folder. Raises `UserError` for a letter no window has, an address where no server
    of ours answers, or a folder that cannot be written; what was remembered before stays then.
    """
    if len(window) != 1 or window not in WINDOW_LETTERS:
        raise UserError("窗口号是一个大写字母，不用 I 和 O。", field="window")
    if (home / laying.DATABASE).exists():
        raise UserError(
            f"{home} 里有这台电脑自己的数据，没有改成连服务器，也没有改动任何内容。请另用一个数据文件夹。"
        )
    try:
        _ask(address)
    except LineDown as error:
        raise UserError(
            "这个地址上没有服务器回答，没有记下，也没有改动任何内容。请核对地址、端口和网线；服务器没有开机的，开了再连。",
            field="host",
        ) from error
    if address.certificate:
        try:
            home.mkdir(parents=True, exist_ok=True)
            (home / CERTIFICATE).write_bytes(Path(address.certificate).read_bytes())
        except OSError as error:
            raise UserError(
                "证书没有复制到数据文件夹。没有改动任何内容；请核对证书文件和文件夹权限后再试。",
                field="certificate",
            ) from error
        address = replace(address, certificate=str(home / CERTIFICATE))
    save_seat(home, Seat(address, window))


def reach(home: Path) -> str:
    """Ask this desk's server whether it answers, as nobody; where it is, in words. `UserError` when it does not."""
    seat = load_seat(home)
    if seat is None:
        raise UserError(_NO_SEAT)
    _ask(seat.address)
    return f"数据在 {seat.address.host}，能连上；这台电脑是 {seat.window} 窗口。备份由服务器管理员做"


def _ask(address: Address) -> None:
    try:
        connect(address, "nobody", "").close()
    except KeptOut as error:
        if error.field != "password":  # it asks for a password: it is there, and the one it should be
            raise


def typed_before(home: Path) -> Seat | None:
    """Where this desk was told its server is, to be corrected; None when nothing of it can be read."""
    try:
        return load_seat(home)
    except UserError:
        return None


def log_in(home: Path, login: str, password: str, enter: Enter) -> Workspace:
    """Let the server decide; what this desk keeps by itself opens with the same password.

    Raises `UserError` when the server refuses or cannot be reached, `TooSoon` after too many wrong passwords here.
    """
    seat = load_seat(home)
    if seat is None:
        raise UserError(_NO_SEAT)
    seen_here = (home / key_file.FILE).exists() and key_file.load(home).slot(login) is not None
    if seen_here:
        attempts.require_turn(home, login)
    database = ServerDatabase(seat.address, login, password)
    try:
        try:
            require_schema(database)
        except UserError as error:
            if seen_here and error.field == "password":
                raise attempts.refused(home, login) from error
            raise
        workspace = enter(database, seat.window)
        database.settle(home, workspace.rules.station.id)
        keep_slot(home, database, workspace)
    except BaseException:
        database.close()
        raise
    return workspace


_NO_SEAT = "这台电脑还没有登记服务器。请重新打开程序，填写服务器地址。"


def require_schema(database: ServerDatabase) -> None:
    """Refuse a server whose tables are not of this version."""
    stored = stored_schema(database)
    if stored is None or stored < SCHEMA:
        raise UserError(
            "服务器的数据结构比本程序旧。没有改动任何内容；请系统管理员在服务器上运行 jiuzhu server init。"
        )
    if stored > SCHEMA:
        raise UserError("服务器已经升级，本程序的版本旧了。没有改动任何内容；请安装新版本再登录。")


def keep_slot(home: Path, database: ServerDatabase, workspace: Workspace) -> None:
    """The key of this desk under the password that just was right, whether new here or changed elsewhere."""
    key, actor, password = database.key(), workspace.actor, database.password
    if not (home / key_file.FILE).exists():
        file = key_file.KeyFile(database=workspace.rules.station.id)
        sealing.seal(file, key)
        key_file.save(home, file)
    file = key_file.load(home)
    slot = file.slot(actor.login)
    before = None if slot is None else keys.open_slot(file, slot, password)
    if before is not None and before != key:  # the server was set up anew: what waits here goes with it
        spool.rekey(home, before, key)
    if before != key:
        with attempts.vouched(home, key) as fresh:
            keys.add_slot(fresh, actor.login, actor.name, password, key)
    attempts.pardon(home, key, actor.login)


def set_up(
    address: Address, login: str, password: str, plan: Plan | None, clock: Clock = system_clock
) -> Iterator[str]:
    """Bring a server to this version and found an office there; yields what was done, line by line.

    `login` is an administrator of the server itself, used for this once. Passwords of the people who are new are made
    here and told once; each chooses their own at the first log-in. Run again, nothing is done twice.
    """
    if plan is not None:
        founding.require_shared(plan)
    yield from setting_up.set_up(address, login, password)
    if plan is None:
        return
    database = ServerDatabase(address, login, password, founding=plan.office.township)
    try:
        if offices.has_office(database, plan.office.township):
            yield f"{plan.office.name}已经建立，没有改动"
            return
        founding.found(database, plan, clock, given=True)
        yield f"建立{plan.office.name}，窗口 {'、'.join(plan.windows)}"
        for person in plan.people:
            first = founding.first_password()
            database.admit(person.login, person.name, first)
            labels = "、".join(ROLE_LABELS[role] for role in person.roles.split())
            yield f"账号 {person.login}（{labels}），第一次登录的密码：{first}（登录时要换成自己的）"
    finally:
        database.close()
