"""`jiuzhu server`: set a shared PostgreSQL server up, prove that it and its journals are what they should be, back it up, restore it."""

import getpass
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jiuzhu.commands import journal
from jiuzhu.domain.rights import matrix
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError
from jiuzhu.services.office import server_backups, sharing
from jiuzhu.services.office.founding import Plan, plan_of

USAGE = """\
用法：
  jiuzhu server init  --host 地址 [--office 单位.toml]   建库、升级、铺好权限；给出单位文件时建立单位和账号。可以重复运行
  jiuzhu server check --host 地址                        核对服务器与本程序的权限声明是否完全一致
  jiuzhu server verify --host 地址 [--checkpoint 检查点文件夹]   核验各镇街的日志、每一行和检查点；每周一次
  jiuzhu server rights                                   打印岗位权限表（供签字）
  jiuzhu server backup  --host 地址 --to 文件夹           做一份加密备份，从头到尾读回检查后才算数；加 --keep-days 62 再清掉更早的
  jiuzhu server trial   --host 地址 --from 备份文件       恢复到一个临时的库，核对行数、金额和日志后删掉；每月至少一次
  jiuzhu server restore --host 地址 --from 备份文件 --database 新库名   恢复成一个新库，从不覆盖已有的库；服务器上还有别的库时，加 --replaces 旧库名
其他选项：--port 5432  --database jiuzhu  --admin postgres  --certificate 证书文件
服务器管理员的密码会问一次，用完不保存；脚本可以放在环境变量 JIUZHU_PASSWORD 里。
备份口令同样会问，或放在 JIUZHU_BACKUP_PASSPHRASE 里；丢了口令，备份谁也打不开，请写下来另处保管。
"""
_OPTIONS = {
    "--host": "",
    "--port": "5432",
    "--database": "jiuzhu",
    "--admin": "postgres",
    "--certificate": "",
    "--office": "",
    "--to": "",
    "--from": "",
    "--keep-days": "0",
    "--checkpoint": "",
    "--replaces": "",
}
_NEEDED = {"init": "", "check": "", "verify": "", "backup": "--to", "trial": "--from", "restore": "--from"}
"""Word → the option it cannot do without, beside the host."""

_ASKED_OF_CRON = "JIUZHU_BACKUP_PASSPHRASE"
_DATABASE = re.compile(r"[a-z][a-z0-9_]{0,62}")


def run(arguments: list[str]) -> int:
    """Exit 0 when it was done or holds, 1 when the server is not what was declared, 2 for words that mean nothing.

    Raises:
        UserError: The server cannot be reached or is not fit, or the office file cannot be read.
    """
    word, options = arguments[0] if arguments else "", _told(arguments[1:])
    if word == "rights" and options == _OPTIONS:
        sys.stdout.write("\n".join("\t".join(row) for row in matrix()) + "\n")
        return 0
    needed = _NEEDED.get(word)
    if needed is None or options is None or not options["--host"] or (needed and not options[needed]):
        sys.stderr.write(USAGE)
        return 2
    if word in {"backup", "trial", "restore"}:
        for line in _backup(word, options):
            sys.stdout.write(line + "\n")
        return 0
    address = _address(options)
    admin = options["--admin"]
    if word == "init":
        plan = _plan(options["--office"])
        for line in sharing.set_up(address, admin, _password(admin), plan):
            sys.stdout.write(line + "\n")
        return 0
    if word == "verify":
        kept = [Path(options["--checkpoint"])] if options["--checkpoint"] else []
        return journal.say(server_backups.verify(address, admin, _password(admin), kept))
    return _told_proofs(sharing.prove(address, admin, _password(admin)))


def _backup(word: str, options: Mapping[str, str]) -> Iterable[str]:
    address = _address(options)
    if not _DATABASE.fullmatch(address.database):
        raise UserError("数据库名只用小写字母、数字和下划线，以字母开头。没有改动任何内容。")
    if not options["--keep-days"].isdecimal():
        raise UserError("--keep-days 后面写天数，例如 62；0 是全部留着。没有做备份。")
    admin = options["--admin"]
    password = _password(admin)
    passphrase = _asked(_ASKED_OF_CRON, "备份口令：")
    if word == "backup":
        if passphrase != _asked(_ASKED_OF_CRON, "再输入一次备份口令："):
            raise UserError("两次输入的备份口令不一样。没有做备份；请再试一次。")
        folder, days = Path(options["--to"]), int(options["--keep-days"])
        return [server_backups.back_up(address, admin, password, folder, passphrase, keep_days=days)]
    file = Path(options["--from"])
    if word == "trial":
        return [server_backups.trial(address, admin, password, file, passphrase)]
    replaces = options["--replaces"].split(",")
    return server_backups.restore(address, admin, password, file, passphrase, replaces=replaces)


def _address(options: Mapping[str, str]) -> Any:
    return sharing.address(
        options["--host"], options["--port"], options["--database"], options["--certificate"]
    )


def _told_proofs(proofs: Iterable[Any]) -> int:
    amiss = []
    for proof in proofs:
        if not proof.holds:
            amiss.append(proof)
        sys.stdout.write(f"{'✓' if proof.holds else '✗'} {proof.what}：{proof.told}\n")
    by_init = sum(proof.of_the_law for proof in amiss)
    if by_init:
        sys.stdout.write(
            f"{by_init} 处与声明不一致，请运行 jiuzhu server init 后再核对；多出来的表、函数要由服务器管理员去掉\n"
        )
    if len(amiss) > by_init:
        sys.stdout.write(
            f"{len(amiss) - by_init} 处账号、登录方式或服务器设置不对，请在服务器上改，写法见 docs/server.zh-CN.md\n"
        )
    if not amiss:
        sys.stdout.write("与声明一致\n")
    return 1 if amiss else 0


def _told(words: list[str]) -> dict[str, str] | None:
    names, values = words[::2], words[1::2]
    if len(names) != len(values) or not set(names) <= set(_OPTIONS):
        return None
    return {**_OPTIONS, **dict(zip(names, values, strict=True))}


def _plan(path: str) -> Plan | None:
    if not path:
        return None
    try:
        return plan_of(tomllib.loads(Path(path).read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"读不出单位文件 {path}。没有改动任何内容。") from error
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise UserError(f"单位文件 {path} 写得不对：{misread(error)}。没有改动任何内容。") from error


def _password(login: str) -> str:
    return _asked("JIUZHU_PASSWORD", f"服务器管理员 {login} 的密码：")


def _asked(variable: str, prompt: str) -> str:
    told = os.environ.get(variable)
    if told is not None:
        return told
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise UserError(
            f"没有读到密码，什么都没有做。请在终端里运行，或用环境变量 {variable} 给出。"
        ) from error
