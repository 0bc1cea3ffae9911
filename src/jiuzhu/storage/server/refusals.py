"""Why a server let nobody in, or did not do what it was asked: its own words and codes, in ours."""

import re

import psycopg

from jiuzhu.errors import Busy, KeptOut, LineDown, LoginEnded, Refused, UserError

IN_THE_WAY = frozenset({"40001", "40P01"})
"""serialization_failure, deadlock_detected."""

NOT_THERE = "连不上共用的服务器。没有改动任何内容；请检查网线和服务器。"

_GONE = ("08", "25P03", "57P")
"""Connection exceptions; a unit that stood still, perhaps while the machine slept; the server shuts down or ended the session."""

_SHUT_OUT = {
    "method requirement": "对面的服务器要的是密码本身，不是约定的核对方式，可能不是本单位的服务器；密码没有发出。请马上告诉系统管理员。",
    "root certificate file": "本机没有服务器的证书，没有发送任何内容。请找系统管理员要证书，放回数据文件夹。",
    "pg_hba.conf": "服务器不接受这台电脑的登录。请系统管理员核对服务器的 pg_hba.conf 里有没有本机的地址。",
    **dict.fromkeys(
        ("certificate", "SSL error", "does not support SSL"),
        "服务器的证书与本机登记的不符，没有发送任何内容。请找系统管理员核对服务器地址和证书。",
    ),
}
_NO_DATABASE = re.compile(r'database "[^"]*" does not exist')
_FULL = re.compile(r"too many (clients|connections)|remaining connection slots")


def refused(error: psycopg.OperationalError) -> UserError:
    """Why nobody got in: there is no code before a session began, only the server's words (`lc_messages = 'C'`)."""
    said = str(error)
    if "is not permitted to log in" in said:
        return LoginEnded("这个账号已停用，服务器没有让您进入。请换一个账号登录，或请安全管理员重新启用。")
    for words, sentence in _SHUT_OUT.items():
        if words in said:
            return KeptOut(sentence)
    if _NO_DATABASE.search(said):
        return KeptOut("服务器上没有登记的这个数据库。没有改动任何内容；请找系统管理员核对数据库名。")
    if _FULL.search(said):
        return Busy(
            "服务器的连接已经用满，暂时进不去。没有改动任何内容；请稍等几分钟再试，并告诉系统管理员。"
        )
    if error.sqlstate in {"28P01", "28000"} or "password" in said or "authentication" in said:
        return LoginEnded(
            "登录名或密码不对，服务器没有让您进入。请重新输入；忘记密码请找管理员。", field="password"
        )
    return LineDown(NOT_THERE)


def is_gone(error: BaseException | None) -> bool:
    """Whether the line or the server is gone, not the statement wrong."""
    state = getattr(error, "sqlstate", None) or ""
    return state.startswith(_GONE) or (isinstance(error, psycopg.OperationalError) and not state)


_SAME_ROWS = "别的窗口正在保存同样的内容，这一步没有保存。请稍等几秒再点一次，"
_TAKEN = "42710"  # duplicate_object: a login that is none of this program's
_SENTENCES = {
    **dict.fromkeys(IN_THE_WAY, _SAME_ROWS),
    "57014": "服务器太忙，这一步超时没有做完。请稍后再试，",
    "53100": "服务器的磁盘已满，这一步没有保存；之前保存的都在。请马上告诉系统管理员。",
    _TAKEN: "这个登录名在服务器上已经归别的程序或管理员用，没有接管它。请换一个登录名。",
}


def explained(error: BaseException | None, *, writing: bool) -> UserError | None:
    """What an error of the server means to a person, or None when it is a bug of ours."""
    state = getattr(error, "sqlstate", None) or ""
    kept = "填写的内容仍在屏幕上。" if writing else "没有改动任何内容。"
    if state == "42501":
        return Refused(
            f"服务器没有同意这一步：您的账号没有这个权限，或这条记录不归您的镇街、村（社区）。{kept}"
        )
    if state == "55P03":
        return Busy(
            f"另一个窗口正在做整批保存，这一步还没有保存。请等一会儿（通常不到一分钟）再点一次，{kept}"
        )
    if state in _SENTENCES:
        return UserError(_SENTENCES[state] + kept, field="login" if state == _TAKEN else "")
    if is_gone(error):
        return LineDown(f"与服务器的线路断了，这一步没有做完。请检查网线后再试，{kept}")
    return None
